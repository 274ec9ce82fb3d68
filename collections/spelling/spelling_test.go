package spelling

import "testing"

func TestNearest(t *testing.T) {
	names := []string{"name", "headers", "timeout", "url", "auth", "integer", "注文番号", "x"}
	for word, want := range map[string]string{
		"nmae": "name", "header": "headers", "HEADERS": "headers", "timout": "timeout", "urk": "url", "int": "integer",
		"注文番": "注文番号", "X": "x",
		"": "", "y": "", "uu": "", "something": "", "re": "",
	} {
		if got := Nearest(word, names); got != want {
			t.Errorf("%s: got %q, want %q", word, got, want)
		}
	}
}
