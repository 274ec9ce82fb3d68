package document

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// corpus gives the folder of a conformance suite, or skips the test.
func corpus(t *testing.T, name string) string {
	t.Helper()
	root := os.Getenv("DOWSE_CORPORA")
	if root == "" {
		t.Skipf("SKIPPED: DOWSE_CORPORA is not set, so the conformance suite %s is not read", name)
	}
	return filepath.Join(root, name)
}

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

func TestJSONPathCompliance(t *testing.T) {
	body, err := os.ReadFile(filepath.Join(corpus(t, "jsonpath-cts"), "cts.json"))
	if err != nil {
		t.Fatal(err)
	}
	var suite struct{ Tests []compliance }
	if err := json.Unmarshal(body, &suite); err != nil {
		t.Fatal(err)
	}
	if len(suite.Tests) < 703 {
		t.Fatalf("%d cases, want the whole suite", len(suite.Tests))
	}
	for _, c := range suite.Tests {
		t.Run(c.Name, func(t *testing.T) { c.check(t) })
	}
}

func (c compliance) check(t *testing.T) {
	q, err := ParseQuery(c.Selector)
	if c.InvalidQuery {
		if err == nil {
			t.Fatalf("%q is accepted", c.Selector)
		}
		if strings.ContainsAny(err.Error(), "\n\r") {
			t.Fatalf("error of more than one line: %q", err)
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	d := ParseJSON(c.Document)
	values, paths := []any{}, []string{}
	for _, n := range d.Select(q) {
		values = append(values, d.Decode(n))
		paths = append(paths, d.Path(n).Normalized())
	}
	if c.Result != nil {
		c.Results, c.PathsAny = []json.RawMessage{c.Result}, [][]string{c.Paths}
	}
	var diff string
	for i, want := range c.Results {
		diff = cmp.Diff(decoded(t, want), any(values)) + cmp.Diff(c.PathsAny[i], paths)
		if diff == "" {
			return
		}
	}
	t.Errorf("%s selects something else:\n%s", c.Selector, diff)
}

// decoded is what encoding/json makes of a body.
func decoded(t testing.TB, body []byte) any {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(string(body)))
	decoder.UseNumber()
	var v any
	if err := decoder.Decode(&v); err != nil {
		t.Fatal(err)
	}
	return v
}

// TestJSONSuite reads the files of JSONTestSuite: y_ must be accepted, n_ refused, i_ is up to the parser.
func TestJSONSuite(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(corpus(t, "json-testsuite"), "test_parsing", "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) != 318 {
		t.Fatalf("%d files, want 318", len(files))
	}
	for _, file := range files {
		name := filepath.Base(file)
		t.Run(name, func(t *testing.T) {
			body, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			d := ParseJSON(body)
			visit(t, d)
			if name[0] == 'y' && d.Problem() != nil {
				t.Errorf("refused: %v", d.Problem())
			}
			if name[0] == 'n' && d.Problem() == nil {
				t.Error("accepted")
			}
			if p := d.Problem(); p != nil {
				t.Logf("%v", p)
			}
			// Under any content type too, nothing may fail.
			for _, media := range []string{"application/json", "text/plain", "", "image/png"} {
				visit(t, Parse(body, Hint{ContentType: media}))
			}
		})
	}
}

// visit calls everything that a document offers on each of its nodes, and holds it to what must be true
// of any body.
func visit(t testing.TB, d *Document) {
	t.Helper()
	last := -1
	for n := range Node(d.Len()) {
		source := d.Source(n)
		start := d.start(n)
		if start <= last {
			t.Fatalf("node %d begins at %d, not after %d", n, start, last)
		}
		last = start
		if d.Kind(n) == Line {
			continue
		}
		if got := d.At(start); got != n {
			t.Fatalf("At(%d) = %d, want %d", start, got, n)
		}
		if p := d.Parent(n); p != None && !strings.Contains(string(d.Source(p)), string(source)) {
			t.Fatalf("%q is not inside its parent %q", source, d.Source(p))
		}
		d.Key(n)
		d.Text(n)
		if d.Len() < 100 {
			d.Decode(n)
			d.Addressable(n)
			if c := d.Count(n); c > 0 && d.Index(d.First(n)) != 0 {
				t.Fatalf("first child of %d is not the first", n)
			}
		}
	}
}
