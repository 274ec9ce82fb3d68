package document

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// anyString draws a JSON string token in one of the many ways to write it.
var anyString = rapid.Custom(func(t *rapid.T) string {
	s := rapid.OneOf(
		rapid.SampledFrom([]string{"", "a", "b", "id", "data", "null", "a.b", "a b", "$", "@", "*", "..", "0", "-1", "[0]", "['x']",
			"'", `"`, `\`, `\'`, "\x00", "\x1f", "\x7f", "\u0085", "\u2028", "é", "é", "名前", "🎉", "👩‍👩‍👧", "\u202e", "\uffff", "\U0010ffff"}),
		rapid.String(),
	).Draw(t, "string")
	token, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	switch rapid.IntRange(0, 5).Draw(t, "style") {
	case 0: // every character an escape
		var b strings.Builder
		for _, r := range s {
			if r < 0x10000 {
				fmt.Fprintf(&b, `\u%04X`, r)
			} else {
				fmt.Fprintf(&b, `\u%04x\u%04x`, 0xd800+(r-0x10000)>>10, 0xdc00+(r-0x10000)&0x3ff)
			}
		}
		return `"` + b.String() + `"`
	case 1: // what decodes to U+FFFD
		return string(token[:len(token)-1]) + rapid.SampledFrom([]string{`\ud800"`, `\udc00\ud800"`, "\xff\"", "\xe5\x90\"", `\/"`}).Draw(t, "odd")
	}
	return string(token)
})

// plainKey draws a name from few, so that queries find something and names repeat.
var plainKey = rapid.SampledFrom([]string{`"a"`, `"b"`, `"id"`, `"\u0061"`, `"d e"`, `"名"`})

// writer draws the text of one JSON value.
type writer struct {
	key    *rapid.Generator[string]
	unique bool // names do not repeat in an object
}

func (w writer) text(depth int) *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string { return w.value(t, depth) })
}

var sizes = []int{2, 3, 1, 5, 0}

func (w writer) value(t *rapid.T, depth int) string {
	// Containers more often than not, or most documents would be one scalar.
	kinds := []int{4, 5, 4, 5, 0, 1, 2, 3}
	if depth == 0 {
		kinds = []int{0, 1, 2, 3}
	}
	switch rapid.SampledFrom(kinds).Draw(t, "kind") {
	case 0:
		return rapid.SampledFrom([]string{"null", "true", "false"}).Draw(t, "literal")
	case 1:
		return rapid.SampledFrom([]string{"0", "-0", "1", "-12.50", "1e5", "2E-7", "12345678901234567890", "0.1"}).Draw(t, "number")
	case 2, 3:
		return anyString.Draw(t, "text")
	case 4:
		var elements []string
		for range rapid.SampledFrom(sizes).Draw(t, "elements") {
			elements = append(elements, blank(t)+w.value(t, depth-1)+blank(t))
		}
		return "[" + blank(t) + strings.Join(elements, ",") + "]"
	}
	return w.object(t, depth)
}

func (w writer) object(t *rapid.T, depth int) string {
	var members []string
	seen := map[string]bool{}
	for range rapid.SampledFrom(sizes).Draw(t, "members") {
		key := w.key.Draw(t, "key")
		if decoded := decodeString([]byte(key)); w.unique && seen[decoded] {
			continue
		} else {
			seen[decoded] = true
		}
		members = append(members, blank(t)+key+blank(t)+":"+blank(t)+w.value(t, depth-1)+blank(t))
	}
	return "{" + blank(t) + strings.Join(members, ",") + "}"
}

func blank(t *rapid.T) string {
	return rapid.SampledFrom([]string{"", "", "", " ", "\n", "\n          ", "\t", "\r\n"}).Draw(t, "blank")
}

var (
	anyDocument   = writer{key: rapid.OneOf(anyString, plainKey)}.text(4)
	plainDocument = writer{key: plainKey, unique: true}.text(4)
)

// wholeBody adds what may surround a value.
func wholeBody(t *rapid.T, text string) []byte {
	mark := rapid.SampledFrom([]string{"", "\xef\xbb\xbf"}).Draw(t, "mark")
	return []byte(mark + blank(t) + text + blank(t))
}

func TestDecodeAgreesWithEncodingJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := anyDocument.Draw(t, "document")
		d := ParseJSON(wholeBody(t, text))
		if d.Problem() != nil {
			t.Fatalf("%q: %v", text, d.Problem())
		}
		agree(t, d, text)
	})
}

// agree holds a document and each of its values to what encoding/json reads.
func agree(t *rapid.T, d *Document, text string) {
	var want any
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(&want); err != nil {
		t.Fatal(err)
	}
	if got := d.Decode(d.Root()); !equal(got, want) {
		t.Fatalf("%q decodes to %#v, want %#v", text, got, want)
	}
	for n := range Node(d.Len()) {
		if !json.Valid(d.Source(n)) {
			t.Fatalf("source of node %d is %q", n, d.Source(n))
		}
		if d.Kind(n) == String && d.Text(n) != d.Decode(n) || d.Kind(n) != String && d.Text(n) != string(d.Source(n)) {
			t.Fatalf("text of node %d is %q", n, d.Text(n))
		}
	}
}

func equal(a, b any) bool {
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && string(x) == string(y)
}

// TestNavigation holds the ways from node to node to one another, and At to a search of every node.
func TestNavigation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		body := wholeBody(t, anyDocument.Draw(t, "document"))
		d := ParseJSON(body)
		for n := range Node(d.Len()) {
			children := slices.Collect(d.Children(n))
			if len(children) != d.Count(n) {
				t.Fatalf("Count(%d) = %d, want %d", n, d.Count(n), len(children))
			}
			next := d.First(n)
			for i, c := range children {
				if c != next || d.Parent(c) != n || d.Index(c) != i {
					t.Fatalf("child %d of %d: node %d, by Next %d, parent %d, index %d", i, n, c, next, d.Parent(c), d.Index(c))
				}
				next = d.Next(c)
			}
			if next != None {
				t.Fatalf("after the last child of %d comes %d", n, next)
			}
		}
		for offset := -1; offset <= len(body); offset++ {
			if got, want := d.At(offset), innermost(d, offset); got != want {
				t.Fatalf("At(%d) of %q = %d, want %d", offset, body, got, want)
			}
		}
	})
}

// innermost is At by looking at every node.
func innermost(d *Document, offset int) Node {
	found := None
	for n := range Node(d.Len()) {
		end, _ := d.valueEnd(n)
		if d.start(n) <= offset && offset < end {
			found = n
		}
	}
	return found
}

// TestCutBodyKeepsItsStart cuts a body anywhere: what is indexed of the part is the start of the index of the whole.
func TestCutBodyKeepsItsStart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		body := wholeBody(t, anyDocument.Draw(t, "document"))
		whole := ParseJSON(body)
		cut := rapid.IntRange(skipMark(body), len(body)).Draw(t, "cut")
		part := ParseJSON(body[:cut])
		for n := range Node(part.Len()) {
			w, p := whole.nodes[n], part.nodes[n]
			if w.offset != p.offset || w.parent != p.parent || w.meta != p.meta {
				t.Fatalf("node %d of %q is %v, in the whole body %v", n, body[:cut], p, w)
			}
		}
		if rest := strings.TrimSpace(string(body[cut:])); part.Problem() == nil && rest != "" && whole.Kind(0) != Number {
			t.Fatalf("%q has no problem", body[:cut])
		}
		if p := part.Problem(); p != nil && p.Offset != cut {
			t.Fatalf("%q: %v at %d, want %d", body[:cut], p, p.Offset, cut)
		}
		for n := range Node(part.Len()) {
			part.Source(n)
			part.Decode(n)
			part.At(int(part.nodes[n].offset))
		}
	})
}
