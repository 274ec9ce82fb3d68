package yamledit

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"

	"dowse/collections/long"
)

// parse parses what has to be without fault.
func parse(t testing.TB, source string) *Document {
	t.Helper()
	d, faults := Parse([]byte(source))
	if len(faults) > 0 {
		t.Fatalf("%q has faults: %v", source, faults)
	}
	if d.located != nil {
		t.Fatalf("%q cannot be edited: %v", source, d.located)
	}
	return d
}

// with gives the mapping n with key set to value; nil takes the key out.
func with(n *Node, key string, value *Node) *Node {
	out := &Node{Kind: Mapping, Was: n, Flow: n.Flow}
	found := false
	for _, e := range n.Entries {
		if e.Key.Text == key {
			found = true
			if value == nil {
				continue
			}
			e.Value = value
		}
		out.Entries = append(out.Entries, e)
	}
	if !found && value != nil {
		out.Entries = append(out.Entries, Entry{NewScalar(key), value})
	}
	return out
}

// withItem gives the sequence n with item i replaced, taken out (nil), or added behind the last.
func withItem(n *Node, i int, item *Node) *Node {
	out := &Node{Kind: Sequence, Was: n, Flow: n.Flow}
	for j, there := range n.Items {
		if j != i {
			out.Items = append(out.Items, there)
		} else if item != nil {
			item.Was = there
			out.Items = append(out.Items, item)
		}
	}
	if i >= len(n.Items) {
		out.Items = append(out.Items, item)
	}
	return out
}

func mapping(pairs ...string) *Node {
	out := &Node{Kind: Mapping}
	for i := 0; i < len(pairs); i += 2 {
		out.Entries = append(out.Entries, Entry{NewScalar(pairs[i]), NewScalar(pairs[i+1])})
	}
	return out
}

func TestUpdate(t *testing.T) {
	set := func(key, text string) func(*Node) *Node {
		return func(n *Node) *Node { return with(n, key, NewScalar(text)) }
	}
	remove := func(key string) func(*Node) *Node {
		return func(n *Node) *Node { return with(n, key, nil) }
	}
	in := func(key string, change func(*Node) *Node) func(*Node) *Node {
		return func(n *Node) *Node { return with(n, key, change(n.Get(key))) }
	}
	at := func(key string, i int, item *Node) func(*Node) *Node {
		return func(n *Node) *Node { return with(n, key, withItem(n.Get(key), i, item)) }
	}
	tests := []struct {
		name, before string
		change       func(*Node) *Node
		after        string
	}{
		{"a plain text", "a: 1 # one\nb: 2\n", set("a", "3"), "a: 3 # one\nb: 2\n"},
		{"a quoted text keeps its quotes", "a: 'x'\nb: \"y\"\n", set("a", "it's"), "a: 'it''s'\nb: \"y\"\n"},
		{"a double quoted text", "b:   \"y\"  # c\n", set("b", "z"), "b:   \"z\"  # c\n"},
		{"an empty value", "a:\nb: 2\n", set("a", "1"), "a: 1\nb: 2\n"},
		{"an empty value with a comment", "a: # none\nb: 2\n", set("a", "1"), "a: 1 # none\nb: 2\n"},
		{"a folded plain text", "a: one\n  two\n\n  three\nb: 2\n", set("a", "x"), "a: x\nb: 2\n"},
		{"a text that needs quotes now", "a: x\n", set("a", "# x"), "a: \"# x\"\n"},
		{"a block", "a: |\n  one\n  two\nb: 2\n", set("a", "one\n2\n"), "a: |\n  one\n  2\nb: 2\n"},
		{"a block of odd indent", "a: |  # text\n       one\n       two\n# end\nb: 2\n", set("a", "one\n\n2\n"), "a: |  # text\n       one\n\n       2\n# end\nb: 2\n"},
		{"a block that loses its last break", "a: |\n  one\n  two\nb: 2\n", set("a", "one\n2"), "a: |-\n  one\n  2\nb: 2\n"},
		{"a block to one line", "a: |\n  one\n  two\n\nb: 2\n", set("a", "one"), "a: one\n\nb: 2\n"},
		{"one line to a block", "a: one # c\nb: 2\n", set("a", "one\ntwo\n"), "a: | # c\n  one\n  two\nb: 2\n"},
		{"a block that begins with a space", "a: |\n  one\n  two\n", set("a", " one\ntwo\n"), "a: |2\n   one\n  two\n"},
		{"a new key at the end", "a: 1\n", set("b", "2"), "a: 1\nb: 2\n"},
		{"a new key without a final newline", "a: 1", set("b", "2"), "a: 1\nb: 2"},
		{"a new key after a comment", "a: 1 # one\n# end\n", set("b", "2"), "a: 1 # one\nb: 2\n# end\n"},
		{"carriage returns", "a: 1\r\nb: |\r\n  x\r\n  y\r\n", in("b", func(*Node) *Node { return NewScalar("x\nz\n") }), "a: 1\r\nb: |\r\n  x\r\n  z\r\n"},
		{"a new key with carriage returns", "a: 1\r\n", set("b", "2"), "a: 1\r\nb: 2\r\n"},
		{"a byte order mark", "\uFEFFa: 1\nb: 2\n", set("a", "3"), "\uFEFFa: 3\nb: 2\n"},
		{"an empty file", "", set("a", "1"), "a: 1\n"},
		{"a file of comments", "# nothing yet", set("a", "1"), "# nothing yet\na: 1\n"},
		{"a key taken out", "a: 1\n# about b\nb: 2 # b\nc: 3\n", remove("b"), "a: 1\n# about b\nc: 3\n"},
		{"the last key taken out without a final newline", "a: 1\nb: 2", remove("b"), "a: 1"},
		{"a section taken out", "a: 1\nb:\n  c: 2\n  d: [1,\n    2]\ne: 3\n", remove("b"), "a: 1\ne: 3\n"},
		{"a deeper key", "a:\n    b: 1\n    c: 2\n", in("a", set("c", "3")), "a:\n    b: 1\n    c: 3\n"},
		{"a new deeper key", "a:\n    b: 1 # x\nc: 2\n", in("a", set("d", "3")), "a:\n    b: 1 # x\n    d: 3\nc: 2\n"},
		{"all deeper keys replaced", "a: # x\n  b: 1\nc: 2\n", in("a", func(*Node) *Node { return mapping("d", "3") }), "a: # x\n  d: 3\nc: 2\n"},
		{"flow: a value", "a: {b: 1, c: 2} # x\n", in("a", set("b", "3")), "a: {b: 3, c: 2} # x\n"},
		{"flow: a new key", "a: { b: 1 }\n", in("a", set("c", "x, y")), "a: { b: 1, c: \"x, y\" }\n"},
		{"flow: first key taken out", "a: {b: 1, c: 2}\n", in("a", remove("b")), "a: {c: 2}\n"},
		{"flow: last key taken out", "a: {b: 1, c: 2}\n", in("a", remove("c")), "a: {b: 1}\n"},
		{"flow: over several lines", "a: {\n  b: 1, # one\n  c: 2\n}\n", in("a", remove("c")), "a: {\n  b: 1, # one\n  \n}\n"},
		{"flow: an empty one", "a: {}\nb: 1\n", in("a", set("c", "2")), "a: {c: 2}\nb: 1\n"},
		{"flow: a key without value", "a: {b, c: 1}\n", in("a", set("b", "2")), "a: {b: 2, c: 1}\n"},
		{"an item", "a:\n  - 1 # one\n  - 2\n", at("a", 1, NewScalar("3")), "a:\n  - 1 # one\n  - 3\n"},
		{"items that are not indented", "a:\n- 1\n- 2\nb: 3\n", at("a", 0, NewScalar("x")), "a:\n- x\n- 2\nb: 3\n"},
		{"a new item", "a:\n- 1\n- b: 2\n  c: 3\nd: 4\n", at("a", 9, mapping("b", "5", "c", "6")), "a:\n- 1\n- b: 2\n  c: 3\n- b: 5\n  c: 6\nd: 4\n"},
		{"an item taken out", "a:\n  # one\n  - 1\n  - 2\n", at("a", 0, nil), "a:\n  # one\n  - 2\n"},
		{"an empty item", "a:\n  -\n  - 2\n", at("a", 0, NewScalar("1")), "a:\n  - 1\n  - 2\n"},
		{"the first key of an item taken out", "a:\n  - b: 1\n    c: 2\n", in("a", func(n *Node) *Node { return withItem(n, 0, with(n.Items[0], "b", nil)) }), "a:\n  - c: 2\n"},
		{"flow items", "a: [1, 2, 3]\n", at("a", 1, nil), "a: [1, 3]\n"},
		{"a flow item", "a: [ 1, 'x' ]\n", at("a", 1, NewScalar("y")), "a: [ 1, 'y' ]\n"},
		{"a text that becomes a mapping", "a: 1 # c\nb: 2\n", func(n *Node) *Node { return with(n, "a", mapping("c", "3")) }, "a: # c\n  c: 3\nb: 2\n"},
		{"a mapping that becomes a text", "a: # c\n  c: 3\nb: 2\n", set("a", "1"), "a: 1 # c\nb: 2\n"},
		{"a document marker", "---\na: 1\n...\n", set("b", "2"), "---\na: 1\nb: 2\n...\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d := parse(t, test.before)
			out, err := d.Update(test.change(d.Root))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.after, string(out.Bytes())); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestUpdateRefuses(t *testing.T) {
	d := parse(t, "a: 1\n")
	_, err := d.Update(mapping("a", "2", "a", "3"))
	if !errors.Is(err, ErrUnsafe) {
		t.Errorf("two equal keys: got %v, want ErrUnsafe", err)
	}
	faulty, _ := Parse([]byte("a: &x 1\nb: *x\n"))
	if _, err := faulty.Update(with(faulty.Root, "a", NewScalar("2"))); err == nil {
		t.Error("a document with faults was edited")
	}
}

// TestNoChange opens documents of many forms and wants what is there.
func TestNoChange(t *testing.T) {
	for _, source := range forms {
		d := parse(t, source)
		out, err := d.Update(copied(d.Root))
		if err != nil || !bytes.Equal(out.Bytes(), []byte(source)) {
			t.Errorf("%q became something else (%v)", source, err)
		}
	}
	t.Run("control: encoding the nodes again", func(t *testing.T) {
		moved := 0
		for _, source := range forms {
			var n yaml.Node
			if err := yaml.Load([]byte(source), &n); err != nil {
				t.Fatal(err)
			}
			if out, err := yaml.Dump(&n); err != nil || string(out) != source {
				moved++
			}
		}
		if moved == 0 {
			t.Error("encoding the nodes again leaves every byte, so this test shows nothing")
		}
	})
}

// copied gives the same tree in new nodes.
func copied(n *Node) *Node {
	out := &Node{Kind: n.Kind, Text: n.Text, Flow: n.Flow, Was: n}
	if n.Kind == Scalar && n.Style == Plain {
		out.Style = Plain
	}
	for _, e := range n.Entries {
		out.Entries = append(out.Entries, Entry{copied(e.Key), copied(e.Value)})
	}
	for _, item := range n.Items {
		out.Items = append(out.Items, copied(item))
	}
	return out
}

var forms = []string{
	"a: 1\n",
	"a: 1",
	"# top\n\na:   1   # one\n\n\nb: 'x'   \n# end",
	"a:\r\n  - 1\r\n  - {b: 2}\r\nc: |\r\n  x\r\n\r\n  y\r\n",
	"\uFEFFa: 1\n",
	"---\na: 1\n...\n",
	"a: {b: 1, c: [1, 2, {d: e}], }\nf: [ ]\ng: {}\n",
	"a: {\n  b: 1, # one\n  c: \"two\n    lines\" ,\n  # end\n}\n",
	"a: one\n  two\n\n  three # end\nb: >-\n  folded\n  text\n\n\nc: |+\n  kept\n\n\nd: |4\n      indented\ne: 'single ''quoted''\n  text'\n",
	"a:\n- 1\n- - 2\n  - 3\n-\n  b: 1\n- c: 1\n  d: 2\n",
	"a:\n        deep:\n         odd: 1\n         more:\n                 - x\n",
	"? a\n: 1\n",
	"\"a b\": 1\n'c': 2\nd e: 3\n",
	"a: ~\nb: null\nc:\nd: \"\"\n",
	"a: x\tb\nü: \"é\u2028\" # \u0085\nb: 2\n",
	"a: \"\\\"x\\\\\" # \"\nb: http://x/y?z=1#f\nc: -1\nd: a:b\n",
	"a: {b, c: , d: 1}\n",
	"a: [b: c, d]\n",
}

// TestRandomEdits changes random documents at random places. It wants the result to read back as what
// was asked for, and what stands around it to stay; now and then that takes the coarse edit.
func TestRandomEdits(t *testing.T) {
	long.Test(t)
	seed := rand.Uint64()
	r := rand.New(rand.NewPCG(seed, 1))
	for i := range 20_000 {
		source := randomDocument(r)
		d, faults := Parse([]byte(source))
		if len(faults) > 0 || d.located != nil {
			t.Fatalf("seed %d, %d: %q: %v %v", seed, i, source, faults, d.located)
		}
		want := randomChange(r, d.Root)
		out, err := d.Update(want)
		if err != nil {
			t.Fatalf("seed %d, %d: %q to %v: %v", seed, i, source, want, err)
		}
		for _, comment := range []string{"# top", "# end"} {
			if strings.Contains(source, comment) && !strings.Contains(string(out.Bytes()), comment) {
				t.Fatalf("seed %d, %d: %q to %q lost %s", seed, i, source, out.Bytes(), comment)
			}
		}
	}
}

var words = []string{"x", "1.10", "yes", "", "it's", `say "x"`, "a: b", "# c", "{{t}}", "$.a", "one\ntwo\n", "one\n\n  two", " lead\n", "tab\t", "- x", "é", "\u2028", "a,b", "]", "null", "\x01", "x\r\ny"}

func randomText(r *rand.Rand) string { return words[r.IntN(len(words))] }

// randomDocument gives a document of keys with values in all styles, and comments between.
func randomDocument(r *rand.Rand) string {
	var b strings.Builder
	b.WriteString("# top\n")
	for i := range 1 + r.IntN(5) {
		fmt.Fprintf(&b, "k%d:%s", i, randomValue(r, 2, 2))
		if r.IntN(4) == 0 {
			b.WriteString("\n")
		}
	}
	b.WriteString("# end")
	if r.IntN(2) == 0 {
		b.WriteString("\n")
	}
	if r.IntN(3) == 0 {
		return strings.ReplaceAll(b.String(), "\n", "\r\n")
	}
	return b.String()
}

func randomValue(r *rand.Rand, indent, depth int) string {
	margin := strings.Repeat(" ", indent)
	comment := []string{"", " # c", "   "}[r.IntN(3)]
	kinds := 9
	if depth == 0 {
		kinds = 6
	}
	switch r.IntN(kinds) {
	case 0:
		return comment + "\n"
	case 1:
		return " plain text" + comment + "\n"
	case 2:
		return " \"double \\\" # x\"" + comment + "\n"
	case 3:
		return " 'single '' # x'" + comment + "\n"
	case 4:
		return " |" + []string{"", "-", "+"}[r.IntN(3)] + comment + "\n" + margin + "block\n\n" + margin + "  text # x\n"
	case 5:
		return " {a: 1, b: [x, 'y'], c: \"z\"}" + comment + "\n"
	case 6:
		return comment + "\n" + margin + "- item" + comment + "\n" + margin + "- a: 1\n" + margin + "  b: 2\n" + margin + "-" + randomValue(r, indent+2, depth-1)
	case 7:
		return comment + "\n" + margin + "first:" + randomValue(r, indent+2, depth-1) + margin + "# between\n" + margin + "second:" + randomValue(r, indent+1, depth-1)
	}
	return " plain\n" + margin + "over\n" + margin + "lines" + comment + "\n"
}

// randomChange gives a tree that differs from n in some places.
func randomChange(r *rand.Rand, n *Node) *Node {
	if r.IntN(3) > 0 && n.Kind == Scalar {
		return n
	}
	switch n.Kind {
	case Mapping:
		out := &Node{Kind: Mapping, Was: n, Flow: n.Flow}
		for i, e := range n.Entries {
			if r.IntN(8) == 0 {
				continue
			}
			if r.IntN(6) == 0 {
				out.Entries = append(out.Entries, Entry{NewScalar(fmt.Sprint("new", i)), randomNew(r, 2)})
			}
			out.Entries = append(out.Entries, Entry{e.Key, randomChange(r, e.Value)})
		}
		if r.IntN(4) == 0 || len(out.Entries) == 0 {
			out.Entries = append(out.Entries, Entry{NewScalar("last"), randomNew(r, 2)})
		}
		return out
	case Sequence:
		out := &Node{Kind: Sequence, Was: n, Flow: n.Flow}
		for _, item := range n.Items {
			switch r.IntN(6) {
			case 0:
			case 1:
				out.Items = append(out.Items, randomNew(r, 2), item)
			case 2:
				changed := *randomChange(r, item)
				changed.Was = item
				out.Items = append(out.Items, &changed)
			default:
				out.Items = append(out.Items, item)
			}
		}
		return out
	}
	return randomNew(r, 1)
}

func randomNew(r *rand.Rand, depth int) *Node {
	if depth == 0 {
		return NewScalar(randomText(r))
	}
	switch r.IntN(4) {
	case 0:
		return &Node{Kind: Mapping, Flow: r.IntN(2) == 0, Entries: []Entry{{NewScalar("m"), randomNew(r, depth-1)}, {NewScalar(randomText(r) + "n"), randomNew(r, depth-1)}}}
	case 1:
		return &Node{Kind: Sequence, Flow: r.IntN(2) == 0, Items: []*Node{randomNew(r, depth-1), randomNew(r, depth-1)}}
	}
	return NewScalar(randomText(r))
}
