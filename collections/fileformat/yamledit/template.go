package yamledit

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"
)

// unquoted finds a value that begins with a placeholder but no quote: after a key, a dash or a comma.
var unquoted = regexp.MustCompile(`^(?:[^"'#]*?[:\-,]\s+|\s*[:\-,]\s+)(\{\{.*)$`)

// quoteTemplate finds the unquoted placeholder that made line (or the one before it) unreadable, and
// gives the text with quotes around it, so that the rest of the file can be read too. The text keeps
// its number of lines, not its offsets.
func quoteTemplate(text []byte, line int) ([]byte, Fault, bool) {
	lines := bytes.SplitAfter(text, []byte("\n"))
	for _, i := range []int{line - 1, line - 2} {
		if i < 0 || i >= len(lines) {
			continue
		}
		body := strings.TrimRight(string(lines[i]), "\r\n")
		found := unquoted.FindStringSubmatchIndex(body)
		if found == nil {
			continue
		}
		value := templateValue(body[found[2]:])
		fault := Fault{
			Line: i + 1, Column: utf8.RuneCountInString(body[:found[2]]) + 1, Key: keyBefore(body[:found[2]]),
			Message: fmt.Sprintf("quote this: %s", doubleQuoted(value)),
		}
		lines[i] = []byte(body[:found[2]] + doubleQuoted(value) + body[found[2]+len(value):] + string(lines[i][len(body):]))
		return bytes.Join(lines, nil), fault, true
	}
	return nil, Fault{}, false
}

// templateValue is the part of the line's rest that was meant as one value.
func templateValue(rest string) string {
	end := len(rest)
	if i := strings.Index(rest, " #"); i >= 0 {
		end = i
	}
	depth := 0
	for i := 0; i < end; i++ {
		switch rest[i] {
		case '{':
			depth++
		case '}':
			if depth--; depth < 0 {
				end = i
			}
		case ',':
			if depth == 0 && strings.HasPrefix(rest[i:], ", ") {
				end = i
			}
		}
	}
	return strings.TrimRight(rest[:end], " \t")
}

func keyBefore(text string) string {
	text = strings.TrimRight(text, " \t:")
	return strings.Trim(text[strings.LastIndexAny(text, " \t,{[-")+1:], `"'`)
}
