package filter

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/theory/jsonpath"
	"pgregory.net/rapid"

	"dowse/client/document"
)

// compliance is one case of the JSONPath compliance test suite.
type compliance struct {
	Name         string            `json:"name"`
	Selector     string            `json:"selector"`
	Document     json.RawMessage   `json:"document"`
	Result       json.RawMessage   `json:"result"`
	Results      []json.RawMessage `json:"results"`
	Paths        []string          `json:"result_paths"`
	PathsAny     [][]string        `json:"results_paths"`
	InvalidQuery bool              `json:"invalid_selector"`
}

// TestJSONPathCompliance runs the whole suite as filters.
func TestJSONPathCompliance(t *testing.T) {
	root := os.Getenv("DOWSE_CORPORA")
	if root == "" {
		t.Skip("SKIPPED: DOWSE_CORPORA is not set, so the conformance suite jsonpath-cts is not read")
	}
	body, err := os.ReadFile(filepath.Join(root, "jsonpath-cts", "cts.json"))
	if err != nil {
		t.Fatal(err)
	}
	var suite struct{ Tests []compliance }
	if err := json.Unmarshal(body, &suite); err != nil {
		t.Fatal(err)
	}
	if len(suite.Tests) != 703 {
		t.Fatalf("%d cases, want 703", len(suite.Tests))
	}
	for _, c := range suite.Tests {
		t.Run(c.Name, func(t *testing.T) { c.check(t) })
	}
}

func (c compliance) check(t *testing.T) {
	if c.InvalidQuery {
		c.Document = json.RawMessage("{}")
	}
	d := document.ParseJSON(c.Document)
	// By its prefix, for a query that is no JSONPath does not look like one.
	r, err := Run(t.Context(), d, "jsonpath:"+c.Selector)
	switch {
	case c.InvalidQuery:
		if err == nil || strings.ContainsAny(err.Error(), "\n\r") {
			t.Fatalf("%q: %v", c.Selector, err)
		}
		return
	case err != nil:
		t.Fatal(err)
	}
	hold(t, d, r)
	values, paths := r.Document.Untyped().Decode(0), []string{}
	for n := range r.Document.Children(0) {
		paths = append(paths, d.Path(r.Origin(n)).Normalized())
	}
	if c.Result != nil {
		c.Results, c.PathsAny = []json.RawMessage{c.Result}, [][]string{c.Paths}
	}
	var diff string
	for i, want := range c.Results {
		diff = cmp.Diff(decoded(t, string(want)), values) + cmp.Diff(c.PathsAny[i], paths)
		if diff == "" {
			return
		}
	}
	t.Errorf("%s selects something else:\n%s", c.Selector, diff)
}

// twins are steps that JSONPath and jq both have.
var twins = [][2]string{
	{".a", ".a?"}, {".b", ".b?"}, {".id", ".id?"}, {"['x']", `.["x"]?`}, {"[0]", ".[0]?"}, {"[-1]", ".[-1]?"}, {"[*]", "[]?"}, {"[1:]", "[1:]?[]?"},
	{"..a", " | .. | .a?"}, {"..*", " | .. | .[]?"}, {"[?@.a]", ` | (if type == "array" or type == "object" then .[] else empty end) | select(type == "object" and has("a"))`},
	{"[?@ == 1]", ` | (if type == "array" or type == "object" then .[] else empty end) | select(. == 1)`},
}

// drawTwins draws a query of JSONPath and the program of jq that selects the same.
func drawTwins(t *rapid.T) (path, program string) {
	path, program = "$", "."
	for _, step := range rapid.SliceOfN(rapid.SampledFrom(twins), 0, 4).Draw(t, "steps") {
		path += step[0]
		if !strings.HasPrefix(step[1], " |") {
			program += " | ." + strings.TrimPrefix(step[1], ".")
			continue
		}
		program += step[1]
	}
	return path, program
}

// TestJSONPathAndJQAgree runs a query and its twin: both select the same nodes, jq beside these a null for each that
// the body does not have.
func TestJSONPathAndJQAgree(t *testing.T) {
	some, followed := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		d := document.ParseJSON([]byte(anyText(plainNames, 4).Draw(t, "document")))
		path, program := drawTwins(t)
		if slices := strings.Contains(program, "[1:]"); slices && strings.Contains(string(d.Bytes()), `"`) {
			return // jq slices strings too
		}
		q, err := Run(t.Context(), d, path)
		if err != nil {
			t.Fatal(err)
		}
		j, err := Run(t.Context(), d, program)
		if err != nil {
			t.Fatalf("%s: %v", program, err)
		}
		parsed, _ := parseJQ(program)
		if items := strings.Contains(program, ".[0]") || strings.Contains(program, ".[-1]"); j.Made && items && !followable(parsed) {
			return // gojq takes characters of strings, which jq does not and what is followed does not either
		}
		if j.Made {
			t.Fatalf("%s over %s was computed", program, d.Bytes())
		}
		if followable(parsed) {
			followed++
		}
		want, got := origins(d, q), origins(d, j)
		some += len(want)
		if !slices.Equal(got, want) {
			t.Fatalf("over %s\n%s selects %q\n%s selects %q", d.Bytes(), path, want, program, got)
		}
	})
	if some == 0 || followed == 0 {
		t.Errorf("%d nodes selected, %d programs followed on the index", some, followed)
	}
}

// TestIndexAndDecodedAgree runs queries over the index and, by the library alone, over the decoded value.
func TestIndexAndDecodedAgree(t *testing.T) {
	some := 0
	rapid.Check(t, func(t *rapid.T) {
		d := document.ParseJSON([]byte(anyText(plainNames, 4).Draw(t, "document")))
		var src strings.Builder
		src.WriteByte('$')
		for range rapid.IntRange(0, 4).Draw(t, "segments") {
			src.WriteString(rapid.SampledFrom([]string{".a", ".b", "..id", ".*", "..*", "[0]", "[-1]", "[1:]", "[::-1]", "[?@.a]", "[?@ == 1]",
				"[?@.a == @.b]", "[?length(@) > 1]", "['a','b']", "[0,0]", "[?count(@.*) == 2]", "..[?@.id != 'x']", "[?$.a == @.a]"}).Draw(t, "segment"))
		}
		r, err := Run(t.Context(), d, src.String())
		if err != nil {
			t.Fatal(err)
		}
		want := []string{}
		for _, n := range jsonpath.MustParse(src.String()).SelectLocated(d.Decode(0)) {
			want = append(want, n.Path.String())
		}
		slices.Sort(want)
		some += len(want)
		if got := origins(d, r); !slices.Equal(got, want) || r.Made {
			t.Fatalf("%s over %s selects %q, want %q", src.String(), d.Bytes(), got, want)
		}
	})
	if some == 0 {
		t.Error("no query selected anything")
	}
}
