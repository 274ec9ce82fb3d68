package curl_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"dowse/collections/formats/curl"
	"dowse/collections/vars"
)

// FuzzRead holds that any command line is read or refused in one plain line, and that what was read is
// literal: nothing of it is a placeholder.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"http://h/ -X POST -d a=1", "-G http://h/?a -d b --data-urlencode c=d", "-HX: -H Y; -H Z:{{z}} h", "-u a:b -b c=d -e f -A g h",
		"--json {} -L -k -m 1.5 h -o f", "-é h", "--data=x h", "--no-location -- -h", "-fsSL http://h/[1-3]", "-d @lines.txt h/a/../b",
	} {
		f.Add(strings.ReplaceAll(seed, " ", "\x00"))
	}
	f.Fuzz(func(t *testing.T, line string) {
		c, err := curl.Read(strings.Split(line, "\x00"), files())
		if err != nil {
			if text := err.Error(); !utf8.ValidString(text) || strings.ContainsFunc(text, unicode.IsControl) {
				t.Errorf("%q: error %q", line, text)
			}
			return
		}
		r := c.Request
		texts := []string{r.URL, r.Body.Text}
		for _, h := range r.Headers {
			texts = append(texts, h.Name, h.Value)
		}
		if r.Auth != nil {
			texts = append(texts, r.Auth.User, r.Auth.Password, r.Auth.Token)
		}
		for _, text := range texts {
			if uses := vars.Uses(text); len(uses) > 0 {
				t.Errorf("%q: %q holds the placeholder %q", line, text, uses[0].Name)
			}
		}
	})
}
