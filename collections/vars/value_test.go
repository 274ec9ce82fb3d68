package vars

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestParseJSONKeepsTheSource(t *testing.T) {
	for _, c := range []struct {
		src    string
		kind   Kind
		reveal string
	}{
		{" 1.10\n", Number, "1.10"},
		{"-9007199254740993", Number, "-9007199254740993"},
		{"1E400", Number, "1E400"},
		{"true", Bool, "true"},
		{"\tnull", Null, "null"},
		{`{ "b": 1.0, "a": 2, "a": 3 }`, Object, `{ "b": 1.0, "a": 2, "a": 3 }`},
		{`[1 , "\u00e9\ud800"]`, Array, `[1 , "\u00e9\ud800"]`},
		{`"\u00e9\n\ud83d\ude00\ufffd\\ud800"`, String, "é\n😀\ufffd\\ud800"},
		{"\"\ufffd\"", String, "\ufffd"},
	} {
		v, err := ParseJSON(c.src)
		if err != nil || v.Kind() != c.kind || v.Reveal() != c.reveal {
			t.Errorf("%s: %s %q, %v", c.src, v.Kind(), v.Reveal(), err)
		}
	}
}

func TestParseJSONRefuses(t *testing.T) {
	for _, src := range []string{
		"", " ", "01", "1.", ".5", "+1", "NaN", "'a'", "[1,]", "{a: 1}", "nul", "1 2", "\"\t\"", "\ufeff1", "\u00a01", "\"\xff\"", "[\"\xff\"]", `"\x"`,
		`"\ud800"`, `"\udc00\ud800"`, `"a\ud83d"`, `"\ud83d\u0041"`, `"\ud83d\ud83d\ude00"`, `"\\\ud800"`, `"\ud83d\\ude00"`,
	} {
		v, err := ParseJSON(src)
		if err == nil {
			t.Errorf("%s is read as %s %q", src, v.Kind(), v.Reveal())
		} else if strings.Contains(err.Error(), "\n") || !strings.HasPrefix(err.Error(), "not ") {
			t.Errorf("%s: %v", src, err)
		}
	}
}

// TestJSONSuite reads the JSON parsing test suite: y must be read, n refused, i is free.
func TestJSONSuite(t *testing.T) {
	root := os.Getenv("DOWSE_CORPORA")
	if root == "" {
		t.Skip("SKIPPED: DOWSE_CORPORA is not set, so the JSON parsing suite is not read")
	}
	files, err := filepath.Glob(filepath.Join(root, "json-testsuite", "test_parsing", "*.json"))
	if err != nil || len(files) < 300 {
		t.Fatal(len(files), err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		_, err = ParseJSON(string(data))
		if name := filepath.Base(file); name[0] == 'y' && err != nil || name[0] == 'n' && err == nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestTextParts holds that the parts of a text can be cut and joined without losing what they were.
func TestTextParts(t *testing.T) {
	template := rapid.StringMatching(`(a|é|\{\{(s|p|e)\}\}){0,8}`)
	rapid.Check(t, func(t *rapid.T) {
		scope := scopeOf(map[string]Value{"s": NewString(canary).AsSecret(), "p": NewString("plain"), "e": NewString("").AsSecret()})
		text, err := scope.Expand(InText, template.Draw(t, "template"))
		if err != nil {
			t.Fatal(err)
		}
		whole := text.Reveal()
		cut := rapid.IntRange(0, len(whole)).Draw(t, "cut")
		left, right := text.Slice(0, cut), text.Slice(cut, len(whole))
		both := Join("", left, right)
		if both.Reveal() != whole || !strings.HasPrefix(whole, left.Reveal()) {
			t.Fatalf("%q and %q", left.Reveal(), right.Reveal())
		}
		secret := func(of Text) []bool {
			marks := make([]bool, len(of.Reveal()))
			for _, s := range of.Spans() {
				for i := s.Start; i < s.End; i++ {
					marks[i] = s.Secret
				}
			}
			return marks
		}
		for i, mark := range secret(both) {
			if mark != secret(text)[i] {
				t.Fatalf("byte %d of %q: secret %v", i, whole, mark)
			}
		}
		for _, shown := range []string{left.String(), right.String(), both.String(), text.AsSecret().String()} {
			if strings.Contains(shown, "hunt") || strings.Contains(shown, "nary") {
				t.Fatalf("%q", shown)
			}
		}
	})
}

func TestLayersAreCopies(t *testing.T) {
	scope := scopeOf(map[string]Value{"v": NewString("1")})
	scope.Layers()[0].Variables[0].Value = NewString("2")
	if got := scope.Lookup("v")[0]; got.Value.Reveal() != "1" || got.Layer != "test" || got.Source != "a test" {
		t.Errorf("%+v", got)
	}
}

// TestForms holds that each way an encoder of JSON writes a text is among its forms, once.
func TestForms(t *testing.T) {
	if got := NewString("plain").Forms(); len(got) != 1 || got[0] != "plain" {
		t.Errorf("%q", got)
	}
	forms := NewString(`a/b"<c`).Forms()
	for _, want := range []string{`a/b"<c`, `a/b\"<c`, `a\/b\"<c`, `a/b\"\u003cc`} {
		if !slices.Contains(forms, want) {
			t.Errorf("%q is not in %q", want, forms)
		}
	}
}
