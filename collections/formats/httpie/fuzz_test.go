package httpie_test

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"dowse/collections"
	"dowse/collections/formats/httpie"
	"dowse/collections/vars"
)

// FuzzRead holds that any item is read or refused in one plain line, and that a body without placeholders
// is JSON.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{"a=b", "a:=[1]", "a==b", "A:b", "A:", "A;", "a=@text.txt", "a:=@data.json", `a\:b=c\`, "a[b]=c", `{{x | default("=")}}=y`, "a:={{b}}", `\\:=1`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, item string) {
		r, err := httpie.Read([]string{item}, collections.Request{}, open)
		if err != nil {
			if text := err.Error(); !utf8.ValidString(text) || strings.ContainsFunc(text, unicode.IsControl) {
				t.Errorf("%q: error %q", item, text)
			}
			return
		}
		if r.Body.Kind == collections.BodyJSON && len(vars.Uses(r.Body.Text)) == 0 && !strings.Contains(r.Body.Text, "{{") && !json.Valid([]byte(r.Body.Text)) {
			t.Errorf("%q becomes the body %s", item, r.Body.Text)
		}
	})
}
