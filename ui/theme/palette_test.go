package theme

import (
	"strings"
	"testing"
)

// TestPalettes holds that every palette that comes with dowse can be read.
func TestPalettes(t *testing.T) {
	entries, err := palettes.ReadDir("palettes")
	if err != nil || len(entries) == 0 {
		t.Fatalf("%d palettes: %v", len(entries), err)
	}
	for _, e := range entries {
		if _, err := load(strings.TrimSuffix(e.Name(), ".yaml")); err != nil {
			t.Error(err)
		}
	}
	if _, err := load("nowhere"); err == nil {
		t.Error("a palette that is not there was read")
	}
}

func TestParsePalette(t *testing.T) {
	p, err := parse("x", []byte("name: bold bright-red\nstring: underline green\ncomment: \"\"\n"))
	if err != nil || p[name] != "1;91" || p[str] != "4;32" || p[comment] != "" {
		t.Errorf("%v, %v", p, err)
	}
	for text, want := range map[string]string{
		"name: mauve":     `the palette x: name: "mauve" is no colour`,
		"name: bright-":   `"bright-" is no colour`,
		"nome: red":       `the palette x has the unknown role "nome"`,
		"name: [1, 2":     "the palette x cannot be read",
		"name: red\x1b[m": "the palette x",
	} {
		if _, err := parse("x", []byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want %q", text, err, want)
		}
	}
}
