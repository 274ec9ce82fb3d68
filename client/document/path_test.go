package document

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// checkPaths tells the first node whose path, as made by make, does not select it and nothing else.
func checkPaths(d *Document, make func(Path) string) error {
	for n := range Node(d.Len()) {
		path := make(d.Path(n))
		q, err := ParseQuery(path)
		if err != nil {
			return err
		}
		if !q.Singular() {
			return fmt.Errorf("%s is not singular", path)
		}
		selected := slices.Equal(d.Select(q), []Node{n})
		if addressable := d.Addressable(n); selected != addressable {
			return fmt.Errorf("%s selects %v, want node %d (addressable: %t)", path, d.Select(q), n, addressable)
		}
	}
	return nil
}

func TestPathSelectsItsNode(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := ParseJSON(wholeBody(t, anyDocument.Draw(t, "document")))
		for _, make := range []func(Path) string{Path.String, Path.Normalized} {
			if err := checkPaths(d, make); err != nil {
				t.Fatalf("%s: %v", d.Bytes(), err)
			}
		}
	})
}

// TestNaivePathFails shows that the property is one: joining names with dots does not hold it.
func TestNaivePathFails(t *testing.T) {
	naive := func(p Path) string {
		var b strings.Builder
		b.WriteByte('$')
		for _, s := range p {
			if s.Index >= 0 {
				fmt.Fprintf(&b, "[%d]", s.Index)
			} else {
				b.WriteString("." + s.Key)
			}
		}
		return b.String()
	}
	for seed := range 100 {
		if checkPaths(ParseJSON([]byte(anyDocument.Example(seed))), naive) != nil {
			return
		}
	}
	t.Error("paths joined with dots select every node of 100 documents")
}

func TestPathForms(t *testing.T) {
	d := ParseJSON([]byte(`{"data":[{"id":1,"a b":{"it's \"\\":[0]},"\u001f\b":2,"名":3,"9":4,"":5,"_9\ud83c\udf89":6}]}`))
	want := []struct{ path, normalized string }{
		{"$", "$"},
		{"$.data", "$['data']"},
		{"$.data[0]", "$['data'][0]"},
		{"$.data[0].id", "$['data'][0]['id']"},
		{"$.data[0]['a b']", "$['data'][0]['a b']"},
		{`$.data[0]['a b']['it\'s "\\']`, `$['data'][0]['a b']['it\'s "\\']`},
		{`$.data[0]['a b']['it\'s "\\'][0]`, `$['data'][0]['a b']['it\'s "\\'][0]`},
		{`$.data[0]['\u001f\b']`, `$['data'][0]['\u001f\b']`},
		{"$.data[0].名", "$['data'][0]['名']"},
		{"$.data[0]['9']", "$['data'][0]['9']"},
		{"$.data[0]['']", "$['data'][0]['']"},
		{"$.data[0]._9🎉", "$['data'][0]['_9🎉']"},
	}
	if d.Len() != len(want) {
		t.Fatalf("%d nodes, want %d", d.Len(), len(want))
	}
	for n, w := range want {
		path := d.Path(Node(n))
		if path.String() != w.path || path.Normalized() != w.normalized {
			t.Errorf("path of node %d is %s, %s; want %s, %s", n, path, path.Normalized(), w.path, w.normalized)
		}
	}
}

func TestRepeatedNames(t *testing.T) {
	d := ParseJSON([]byte(`{"a":{"x":1},"b":2,"\u0061":{"x":3}}`))
	shadowed, inside := d.First(0), d.First(d.First(0))
	last := d.Member(0, "a")
	if d.Index(last) != 2 || d.Member(last, "x") == None {
		t.Fatalf("Member gives node %d, not the last of its name", last)
	}
	for n, want := range map[Node]bool{0: true, shadowed: false, inside: false, last: true, d.First(last): true, None: false} {
		if d.Addressable(n) != want {
			t.Errorf("Addressable(%d) = %t", n, !want)
		}
	}
	if d.Count(0) != 3 {
		t.Errorf("%d members, want all 3", d.Count(0))
	}
	for _, none := range []Node{d.Member(0, "c"), d.Member(1, "y"), d.Member(None, "a"), d.Member(inside, "a")} {
		if none != None {
			t.Errorf("a member that is not there is node %d", none)
		}
	}
}
