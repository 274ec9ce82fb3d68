package cli

import (
	"fmt"
	"strings"
	"time"

	"dowse/collections/redact"
)

// enumerated says what there is, the first ten of it, or that there is nothing.
func enumerated(there string, names []string, nothing string) string {
	switch more := len(names) - 10; {
	case len(names) == 0:
		return nothing
	case more > 0:
		return fmt.Sprintf("%s %s and %d more", there, strings.Join(names[:10], ", "), more)
	}
	return there + " " + strings.Join(names, ", ")
}

// wrapped breaks a text of words into lines of at most 78 characters.
func wrapped(text string) string {
	var b strings.Builder
	column := 0
	for word := range strings.FieldsSeq(text) {
		if column > 0 && column+1+len(word) > 78 {
			b.WriteByte('\n')
			column = 0
		}
		if column > 0 {
			b.WriteByte(' ')
			column++
		}
		b.WriteString(word)
		column += len(word)
	}
	return b.String()
}

// withoutUser is a URL for a message, its userinfo masked.
func withoutUser(url string) string {
	scheme, rest, found := strings.Cut(url, "://")
	if at := strings.LastIndexByte(rest, '@'); found && at >= 0 {
		return scheme + "://" + redact.Mask + rest[at:]
	}
	return url
}

// duration says a time for a person, with as many digits as mean something.
func duration(d time.Duration) string {
	switch {
	case d < 10*time.Millisecond:
		return fmt.Sprintf("%.1f ms", milliseconds(d))
	case d < 10*time.Second:
		return fmt.Sprintf("%d ms", d.Milliseconds())
	}
	return d.Round(100 * time.Millisecond).String()
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
