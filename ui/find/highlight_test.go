package find_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"dowse/client/search"
	"dowse/ui/find"
	"dowse/ui/theme"
)

func TestHighlight(t *testing.T) {
	expression := func(text string) *search.Pattern {
		p, err := search.Regexp(text)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	spans := []theme.Span{{Role: theme.String, Text: `"ca`}, {Role: theme.Muted, Text: "fé Ca"}, {Role: theme.String, Text: `fé"`}}
	for _, c := range []struct {
		name    string
		pattern *search.Pattern
		want    []theme.Span
	}{
		{"nothing", nil, spans},
		{"no match", search.Words("tea"), spans},
		{"over spans", search.Words("CAF"), spans},
		{"in any case", search.Words("afé"), []theme.Span{{Role: theme.String, Text: `"c`}, {Role: theme.Match, Text: "a"}, {Role: theme.Match, Text: "fé"},
			{Role: theme.Muted, Text: " C"}, {Role: theme.Match, Text: "a"}, {Role: theme.Match, Text: "fé"}, {Role: theme.String, Text: `"`}}},
		{"an expression of the whole text", expression("^c|fé$"), []theme.Span{{Role: theme.String, Text: `"`}, {Role: theme.Match, Text: "c"}, {Role: theme.String, Text: "a"},
			{Role: theme.Muted, Text: "fé Ca"}, {Role: theme.Match, Text: "fé"}, {Role: theme.String, Text: `"`}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, find.Highlight(c.pattern, spans)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
