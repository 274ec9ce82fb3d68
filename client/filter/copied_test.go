package filter

import (
	"testing"

	"github.com/itchyny/gojq"
	"github.com/tidwall/gjson"
	"pgregory.net/rapid"

	"dowse/client/document"
)

// TestCopiedPathsSelectTheirNode evaluates the path of every value in both languages: it must select that value, which the
// place in the text or the identity of the value tells, and no other.
func TestCopiedPathsSelectTheirNode(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := anyText(names, 4).Draw(t, "document")
		d := document.ParseJSON([]byte(text))
		for n := range document.Node(d.Len()) {
			path := d.Path(n)
			r, err := Run(t.Context(), d, JQPath(path))
			if err != nil || r.Count != 1 || r.Made || r.Origin(1) != n {
				t.Fatalf("%s over %s selects %v (%v), want node %d", JQPath(path), text, r, err, n)
			}
			if v := evaluate(t, JQPath(path), d); gojq.Compare(v, d.Decode(n)) != 0 {
				t.Fatalf("gojq: %s over %s is %v", JQPath(path), text, v)
			}
			start, end := d.Span(n)
			switch got := gjson.Get(text, GJSONPath(path)); {
			case !got.Exists():
				t.Fatalf("%q selects nothing of %s, want %s", GJSONPath(path), text, d.Source(n))
			case len(path) > 0 && got.Index != start && got.Index != 0, got.Raw != text[start:end]:
				t.Fatalf("%q over %s selects %s at %d, want %s at %d", GJSONPath(path), text, got.Raw, got.Index, d.Source(n), start)
			}
		}
	})
}

// evaluate is the one value that gojq alone gives.
func evaluate(t *rapid.T, src string, d *document.Document) any {
	q, err := gojq.Parse(src)
	if err != nil {
		t.Fatalf("%s: %v", src, err)
	}
	iter := q.Run(d.Decode(0))
	v, _ := iter.Next()
	if err, failed := v.(error); failed {
		t.Fatalf("%s: %v", src, err)
	}
	if _, more := iter.Next(); more {
		t.Fatalf("%s gives more than one value", src)
	}
	return v
}

func TestCopiedPaths(t *testing.T) {
	key := func(s string) document.Step { return document.Step{Key: s, Index: -1} }
	item := func(i int) document.Step { return document.Step{Index: i} }
	for _, c := range []struct {
		path      document.Path
		jq, gjson string
	}{
		{document.Path{}, ".", "@this"},
		{document.Path{key("data"), item(0), key("id")}, ".data[0].id", "data.0.id"},
		{document.Path{item(3)}, ".[3]", "3"},
		{document.Path{key("odd key"), key("a.b")}, `.["odd key"]["a.b"]`, `odd key.a\.b`},
		{document.Path{key("end"), key("@x*")}, `.["end"]["@x*"]`, `end.\@x\*`},
		{document.Path{key(`\(1)"`)}, `.["\\(1)\""]`, `\\\(1\)\"`},
	} {
		if got := JQPath(c.path); got != c.jq {
			t.Errorf("%v in jq is %s, want %s", c.path, got, c.jq)
		}
		if got := GJSONPath(c.path); got != c.gjson {
			t.Errorf("%v in gjson is %s, want %s", c.path, got, c.gjson)
		}
	}
}
