package theme_test

import (
	"errors"
	"strings"
	"testing"

	"dowse/ui/draw/theme"
	"dowse/ui/terminal"
)

// TestStyle holds that a palette has the colours of a style of chroma where it gives none itself, and that a
// wrong file is one error that says which and why.
func TestStyle(t *testing.T) {
	const style = `<style name="x"><entry type="Keyword" style="bold #ff0000 bg:#00ff00"/><entry type="LiteralString" style="#0000ff"/></style>`
	files := map[string]string{"x.xml": style, "json.xml": `{"a": 1}`, "empty.xml": `<style name="x"></style>`, "colour.xml": `<style name="x"><entry type="Nothing" style="#fff"/></style>`}
	read := func(name string) ([]byte, error) {
		if text, ok := files[name]; ok {
			return []byte(text), nil
		}
		return nil, errors.New("no such file: " + name)
	}
	th, err := theme.New(theme.Options{Name: "mine", Depth: terminal.TrueColour, ReadFile: read, Source: []byte("chroma-style: x.xml\nstring: green\n")})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := th.Paint(theme.Keyword, "a")+th.Paint(theme.String, "b"), "\x1b[1;38;2;255;0;0ma\x1b[m\x1b[32mb\x1b[m"; got != want {
		t.Errorf("painted %q, want %q", got, want)
	}
	for file, want := range map[string]string{"json.xml": "json.xml is no style", "empty.xml": "it has no entries", "colour.xml": "colour.xml is no style", "none.xml": "no such file: none.xml"} {
		_, err := theme.New(theme.Options{Name: "mine", Depth: terminal.TrueColour, ReadFile: read, Source: []byte("chroma-style: " + file)})
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: error %v, want %q", file, err, want)
		}
	}
	unread := func(string) ([]byte, error) {
		t.Error("the file of a theme that is not shown was read")
		return nil, nil
	}
	if _, err := theme.New(theme.Options{Name: theme.Dark, Depth: terminal.TrueColour, ReadFile: unread}); err != nil {
		t.Error(err)
	}
}
