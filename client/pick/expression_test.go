package pick

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dowse/collections"
)

// TestCheckExpressions holds that what cannot be read is told with its place, and what depends on the body is not.
func TestCheckExpressions(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"dowse.yaml": "version: 1\n",
		"a.yaml": "url: http://h/\npicks:\n  a: {path: $.a, jq: \".a |\"}\n  b: {css: \"p >\"}\n  c: {xpath: \"//a[\"}\n" +
			"  d: {path: $.a, jq: .b}\n  e: {css: p > a}\n  f: {xpath: \"//x:a\"}\n",
		"mappings/m.yaml": "from: {request: a}\nfields:\n  - {to: x, path: $.a, jq: \"nothing(\"}\n",
	} {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	c, err := collections.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	got := c.CheckExpressions(CheckExpression)
	want := []string{"a.yaml:3:23: jq: ", "a.yaml:4:13: selector ", "a.yaml:5:15: XPath ", "mappings/m.yaml:3:29: jq: "}
	if len(got) != len(want) {
		t.Fatalf("%d problems, want %d: %v", len(got), len(want), got)
	}
	for i, p := range got {
		if !strings.HasPrefix(p.Error(), want[i]) {
			t.Errorf("%s, want %s...", p.Error(), want[i])
		}
	}
}
