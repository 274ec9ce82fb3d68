package theme

import (
	"strings"
	"testing"

	"dowse/ui/terminal"
)

// TestPalettes holds that every palette that comes with dowse can be read.
func TestPalettes(t *testing.T) {
	entries, err := palettes.ReadDir("palettes")
	if err != nil || len(entries) == 0 {
		t.Fatalf("%d palettes: %v", len(entries), err)
	}
	for _, e := range entries {
		if _, err := load(strings.TrimSuffix(e.Name(), ".yaml"), terminal.TrueColour); err != nil {
			t.Error(err)
		}
	}
	if _, err := load("nowhere", terminal.TrueColour); err == nil {
		t.Error("a palette that is not there was read")
	}
}

func TestParsePalette(t *testing.T) {
	p, _, err := parse("x", []byte("name: bold bright-red\nstring: underline green\ncomment: \"\"\nmatch: 'bold #ff8000 on #303030'\ncursor: reverse on bright-blue\n"), terminal.TrueColour)
	if err != nil || p[Name] != "1;91" || p[String] != "4;32" || p[Comment] != "" || p[Match] != "1;38;2;255;128;0;48;2;48;48;48" || p[Cursor] != "7;104" {
		t.Errorf("%v, %v", p, err)
	}
	for text, want := range map[string]string{
		"name: mauve":     `the palette x: name: "mauve" is no colour`,
		"name: '#12345g'": `"#12345g" is no colour`,
		"name: bright-":   `"bright-" is no colour`,
		"nome: red":       `the palette x has the unknown role "nome"`,
		"name: [1, 2":     "the palette x cannot be read",
		"name: red\x1b[m": "the palette x",
	} {
		if _, _, err := parse("x", []byte(text), terminal.ANSI256); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want %q", text, err, want)
		}
	}
}
