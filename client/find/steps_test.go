package find_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dowse/client/document"
	"dowse/client/find"
	"dowse/collections/long"
)

// step is the size in bytes of the first steps.
const step = 1 << 20

// TestStepsMissNothing puts matches, and what looks like one, at every place around the end of a step.
func TestStepsMissNothing(t *testing.T) {
	long.Test(t)
	for _, c := range []struct{ written, words string }{
		{`needle`, "needle"}, {`Né\u0065dle`, "néedle"}, {`\\\\n\\need`, `\need`}, {`\\n`, "\n"}, {`\ud83c\udf89x`, "🎉x"}, {`needle`, "Needle"},
	} {
		for back := range 2*len(c.written) + 4 {
			var b strings.Builder
			b.WriteString(`["`)
			b.WriteString(strings.Repeat("x", step-back-b.Len()))
			b.WriteString(c.written + `", "` + c.written + `", "x"]`)
			d := document.ParseJSON([]byte(b.String()))
			if diff := cmp.Diff(plain(d, expression(c.words)), found(find.Nodes(d, find.Words(c.words)))); diff != "" {
				t.Errorf("%q at %d before the end of a step (-want +got):\n%s", c.words, back, diff)
			}
		}
	}
}

// TestVeryLongValues holds that a value which is looked at in pieces is the same value.
func TestVeryLongValues(t *testing.T) {
	long := strings.Repeat(`\u00e4 `, 150_000)
	for _, c := range []struct {
		words string
		want  []int
	}{{"needle", []int{2}}, {"ä needle", []int{2}}, {"ä ä ä ä ä ä", []int{1, 2}}, {"needles", nil}} {
		d := document.ParseJSON([]byte(`["` + long + `", "` + long + `needle` + long + `"]`))
		if diff := cmp.Diff(c.want, found(find.Nodes(d, find.Words(c.words)))); diff != "" {
			t.Errorf("%q (-want +got):\n%s", c.words, diff)
		}
		p, err := find.Regexp(c.words + "{1}")
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.want, found(find.Nodes(d, p))); diff != "" {
			t.Errorf("the expression %q (-want +got):\n%s", c.words, diff)
		}
	}
}

// TestCancelledStepEnds holds that a step whose context has ended looks at next to nothing.
func TestCancelledStepEnds(t *testing.T) {
	d := document.ParseJSON([]byte(`["` + strings.Repeat("a", 3*step) + `"` + strings.Repeat(`, "a"`, 100_000) + `]`))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	p, err := find.Regexp("[a]+b?")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []*find.Scan{find.Nodes(d, p), find.Characters(d, p), find.Characters(d, find.Words("a"))} {
		if hits, next := s.Step(ctx, 0); len(hits) > 1024 || next >= s.Size() {
			t.Errorf("%d hits, on to %d of %d", len(hits), next, s.Size())
		}
	}
}

func TestRegexp(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"n.*e", []string{"needle", "Nose"}}, {"N.*e", []string{"Nose"}}, {`\Snee`, nil}, {`^n\w+e$`, []string{"needle", "Nose"}}, {`\D{5}`, []string{"needle"}},
		{`\p{Lu}ose`, []string{"Nose"}}, {"x*", nil}, {"[a-z]+", []string{"needle", "Nose"}}, {"[A-Z]", []string{"Nose"}},
	} {
		p, err := find.Regexp(c.text)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, text := range []string{"needle", "Nose", "12"} {
			if p.In(text) {
				got = append(got, text)
			}
		}
		if !slices.Equal(c.want, got) {
			t.Errorf("%s matches %q, want %q", c.text, got, c.want)
		}
	}
	for text, want := range map[string]string{
		"(a": "missing closing ): (a", "a[": "missing closing ]: [", "a**": "invalid nested repetition operator: **", `\p{X}`: `invalid character class range: \p{X}`,
		"x" + strings.Repeat("(", 100): "missing closing )",
	} {
		if _, err := find.Regexp(text); err == nil || err.Error() != want {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
}

// TestNilLooksForNothing holds for a search without words.
func TestNilLooksForNothing(t *testing.T) {
	if p, err := find.Regexp(""); p != nil || err != nil || find.Words("") != nil {
		t.Error("no words are a pattern")
	}
	var p *find.Pattern
	if p.In("a") || p.All([]byte("a")) != nil {
		t.Error("no words match")
	}
	if got := found(find.Nodes(document.ParseJSON([]byte(`"a"`)), p)); got != nil {
		t.Errorf("no words are found at %v", got)
	}
}

// store is where a body could be; it counts how often memory is let go of.
type store struct{ released int }

func (s *store) Room([]byte, int) ([]byte, error) { return nil, nil }
func (s *store) Release()                         { s.released++ }

// TestSearchLetsGoOfMemory holds that what was read of a body in a file does not stay in memory.
func TestSearchLetsGoOfMemory(t *testing.T) {
	s := &store{}
	body := `["` + strings.Repeat("x", 40*step) + `"]`
	d := document.Parse([]byte(body), document.Hint{Format: document.JSON, Store: s})
	for _, scan := range []*find.Scan{find.Nodes(d, find.Words("y")), find.Characters(d, find.Words("y"))} {
		s.released = 0
		if found(scan); s.released < 3 {
			t.Errorf("let go of memory %d times in 40 MiB", s.released)
		}
	}
}
