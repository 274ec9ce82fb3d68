package searchbar_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"dowse/client/find"
	"dowse/ui/draw/theme"
	"dowse/ui/widget/searchbar"
)

func TestHighlight(t *testing.T) {
	expression := func(text string) *find.Pattern {
		p, err := find.Regexp(text)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	spans := []theme.Span{{Role: theme.String, Text: `"ca`}, {Role: theme.Muted, Text: "fé Ca"}, {Role: theme.String, Text: `fé"`}}
	for _, c := range []struct {
		name    string
		pattern *find.Pattern
		want    []theme.Span
	}{
		{"nothing", nil, spans},
		{"no match", find.Words("tea"), spans},
		{"over spans", find.Words("CAF"), spans},
		{"in any case", find.Words("afé"), []theme.Span{{Role: theme.String, Text: `"c`}, {Role: theme.Match, Text: "a"}, {Role: theme.Match, Text: "fé"},
			{Role: theme.Muted, Text: " C"}, {Role: theme.Match, Text: "a"}, {Role: theme.Match, Text: "fé"}, {Role: theme.String, Text: `"`}}},
		{"an expression of the whole text", expression("^c|fé$"), []theme.Span{{Role: theme.String, Text: `"`}, {Role: theme.Match, Text: "c"}, {Role: theme.String, Text: "a"},
			{Role: theme.Muted, Text: "fé Ca"}, {Role: theme.Match, Text: "fé"}, {Role: theme.String, Text: `"`}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, searchbar.Highlight(c.pattern, spans)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
