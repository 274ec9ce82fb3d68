package filter

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"
	"unicode"

	"dowse/client/document"
)

func FuzzRun(f *testing.F) {
	for _, src := range []string{"", "$", "$..a[?@.b > 1]", ".", ".a[].b?", "..", `.["a"] | map(. * 2)`, "jq: def f: f; f", "//a/@b", "a > b", "count(//a)", "css:p:not(.x)", "lines:/a+/", "/(/", "[limit(3; repeat(1))]", `.a *= "x"`,
		"reduce .[] as {a: $x} (0; . + $x)", `"\(.a)"`, "path(..)", "try error(.) catch .", "import \"a\" as a;", "@base64", ".[1:2][0]", "label $x | break $x", "xpath:a::b"} {
		for i := range 4 {
			f.Add(src, uint8(i))
		}
	}
	docs := []*document.Document{
		document.ParseJSON([]byte(`{"a":[{"b":1},{"b":"x\u00e9"},null],"":{"a":12345678901234567890}}`)),
		document.Parse([]byte("<r><a b='1'>x</a><a/>y</r>"), document.Hint{Format: document.XML}),
		document.Parse([]byte("<p class=x>a<p>b"), document.Hint{Format: document.HTML}),
		document.ParseText([]byte("one\ntwo\n")),
	}
	f.Fuzz(func(t *testing.T, src string, which uint8) {
		d := docs[int(which)%len(docs)]
		ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
		defer cancel()
		start := time.Now()
		r, err := Run(ctx, d, src)
		if took := time.Since(start); took > time.Minute {
			t.Fatalf("%q took %v", src, took)
		}
		if err == nil {
			hold(t, d, r)
			return
		}
		if r != nil || strings.TrimSpace(err.Error()) == "" {
			t.Fatalf("%q: %v and %q", src, r, err)
		}
		if i := strings.IndexFunc(err.Error(), func(r rune) bool { return unicode.IsControl(r) }); i >= 0 && !errors.Is(err, context.DeadlineExceeded) {
			t.Fatalf("%q: the error holds what a terminal might act on: %q", src, err)
		}
	})
}
