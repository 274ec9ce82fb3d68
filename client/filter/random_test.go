package filter

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"dowse/client/document"
)

// names are those of members of drawn objects: few, so that filters find something.
var names = []string{"a", "b", "id", "d e", "名", "", ".", "a.b", "*", "?", "#", "@this", "|", `\`, `"`, "and", "0", "-1", "(x)", "{", "[", "!", "..", ":", "é\u2028", "a\x01"}

// anyText draws the text of a value of JSON whose objects have every name once.
func anyText(names []string, depth int) *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string { return drawText(t, names, depth) })
}

func drawText(t *rapid.T, names []string, depth int) string {
	kinds := []string{"object", "array", "object", "array", "null", "bool", "number", "string"}
	if depth == 0 {
		kinds = kinds[4:]
	}
	blank := rapid.SampledFrom([]string{"", "", " ", "\n  "}).Draw(t, "blank")
	var parts []string
	switch rapid.SampledFrom(kinds).Draw(t, "kind") {
	case "object":
		for _, name := range rapid.SliceOfNDistinct(rapid.SampledFrom(names), 0, 4, rapid.ID[string]).Draw(t, "names") {
			parts = append(parts, blank+quoted(name)+":"+blank+drawText(t, names, depth-1))
		}
		return "{" + strings.Join(parts, ",") + blank + "}"
	case "array":
		for range rapid.IntRange(0, 4).Draw(t, "items") {
			parts = append(parts, drawText(t, names, depth-1)+blank)
		}
		return "[" + blank + strings.Join(parts, ",") + "]"
	case "null":
		return "null"
	case "bool":
		return rapid.SampledFrom([]string{"true", "false"}).Draw(t, "bool")
	case "number":
		return rapid.SampledFrom([]string{"0", "1", "1", "-0", "1.0", "1e2", "-12.50", "12345678901234567890", "9007199254740993", "0.1"}).Draw(t, "number")
	}
	return quoted(rapid.OneOf(rapid.SampledFrom([]string{"", "a", "x y"}), rapid.String()).Draw(t, "string"))
}

// plainNames need no quoting in JSONPath or jq.
var plainNames = []string{"a", "b", "id", "x"}

// run runs a filter that must not fail.
func run(t testing.TB, d *document.Document, src string) *Result {
	t.Helper()
	r, err := Run(t.Context(), d, src)
	if err != nil {
		t.Fatalf("%s over %.200q: %v", src, d.Bytes(), err)
	}
	hold(t, d, r)
	return r
}

// hold holds a result to what is true of any.
func hold(t rapid.TB, d *document.Document, r *Result) {
	t.Helper()
	if p := r.Document.Problem(); p != nil && r.Cut == "" {
		t.Fatalf("the result has a problem: %v in %q", p, r.Document.Bytes())
	}
	if r.Document.IsJSON() && r.Document.Count(0) != r.Count {
		t.Fatalf("%d results, counted %d", r.Document.Count(0), r.Count)
	}
	for n := range Node(r.Document.Len()) {
		origin := r.Origin(n)
		if r.Made && origin != document.None {
			t.Fatalf("what was made comes from %d", origin)
		}
		if origin != document.None && d.Kind(origin) < document.Line && !(d.Format() == document.NDJSON && origin == 0) && string(d.Source(origin)) != string(r.Document.Source(n)) {
			t.Fatalf("%q comes from %q", r.Document.Source(n), d.Source(origin))
		}
	}
}

// found are the results as they are written.
func found(r *Result) []string {
	var all []string
	for n := range r.Document.Children(0) {
		all = append(all, string(r.Document.Source(n)))
	}
	return all
}

// decoded is what encoding/json makes of a text.
func decoded(t rapid.TB, text string) any {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	var v any
	if err := decoder.Decode(&v); err != nil {
		t.Fatal(err)
	}
	return v
}

// origins are the normalized paths of where the results come from, sorted: decoded objects have no order.
func origins(d *document.Document, r *Result) []string {
	paths := []string{}
	for n := range r.Document.Children(0) {
		if origin := r.Origin(n); origin != document.None {
			paths = append(paths, d.Path(origin).Normalized())
		}
	}
	slices.Sort(paths)
	return paths
}
