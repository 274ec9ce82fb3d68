package document

import (
	"bytes"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// drawNodes draws values of a document, some twice and some None.
func drawNodes(t *rapid.T, d *Document) []Node {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Node {
		return Node(rapid.IntRange(-1, d.Len()-1).Draw(t, "node"))
	}), 0, 6).Draw(t, "nodes")
}

// drawDocument draws one of any way to come by values of JSON: whole, broken, unfinished, or of lines.
func drawDocument(t *rapid.T) *Document {
	body := wholeBody(t, anyDocument.Draw(t, "document"))
	switch rapid.SampledFrom([]string{"whole", "broken", "unfinished", "lines"}).Draw(t, "kind") {
	case "broken":
		return ParseJSON(body[:rapid.IntRange(0, len(body)).Draw(t, "cut")])
	case "unfinished":
		b := NewBuilder(Hint{Format: JSON})
		return b.Build(body[:rapid.IntRange(0, len(body)).Draw(t, "cut")], false)
	case "lines":
		text := string(body) + "\n" + rapid.SampledFrom([]string{"", "oops \"é\" {\n", "[1,{\n"}).Draw(t, "line") + `{"a":[1,2]}` + "\n"
		return Parse([]byte(text), Hint{Format: NDJSON})
	}
	return ParseJSON(body)
}

// TestExtractIsWhatItsTextSays holds the index of an extract, which is copied, to the one that its text has when read.
func TestExtractIsWhatItsTextSays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawDocument(t)
		e := d.Extract(drawNodes(t, d))
		read := ParseJSON(e.Bytes())
		if read.Problem() != nil || e.Problem() != nil {
			t.Fatalf("%q of %q: %v, %v", e.Bytes(), d.Bytes(), read.Problem(), e.Problem())
		}
		if !slices.Equal(e.nodes, read.nodes) {
			t.Fatalf("%q of %q is indexed as\n%v, but read as\n%v", e.Bytes(), d.Bytes(), e.nodes, read.nodes)
		}
	})
}

// TestExtractKeepsWhatItCopies compares each value of an extract with its origin.
func TestExtractKeepsWhatItCopies(t *testing.T) {
	deep := 0
	rapid.Check(t, func(t *rapid.T) {
		d := drawDocument(t)
		nodes := drawNodes(t, d)
		e := d.Extract(nodes)
		if e.Origin(0) != None || e.Origin(None) != None || e.Count(0) != len(nodes) || e.Left() != 0 {
			t.Fatalf("%d of %d values, root from %d, %d left out", e.Count(0), len(nodes), e.Origin(0), e.Left())
		}
		for i, top := range slices.Collect(e.Children(0)) {
			origin := e.Origin(top)
			if origin != nodes[i] {
				t.Fatalf("value %d comes from %d, not %d", i, origin, nodes[i])
			}
			if origin == None {
				if string(e.Source(top)) != "null" {
					t.Fatalf("None is %q", e.Source(top))
				}
				continue
			}
			if e.next(top)-top != d.next(origin)-origin {
				t.Fatalf("%d nodes, want %d", e.next(top)-top, d.next(origin)-origin)
			}
			for n := top; n < e.next(top); n++ {
				if e.Origin(n) != origin+n-top {
					t.Fatalf("node %d of value %d comes from %d", n-top, i, e.Origin(n))
				}
				if n > top {
					deep++
				}
				same(t, e, d, n, top)
			}
		}
	})
	if deep == 0 {
		t.Error("no value with values inside was drawn")
	}
}

// same compares a node of an extract, inside of the value top, with its origin.
func same(t *rapid.T, e *Extract, d *Document, n, top Node) {
	origin := e.Origin(n)
	made := d.Kind(origin) == Line || origin == 0 && d.virtual()
	if _, closed := d.valueEnd(origin); closed && !made && !bytes.Equal(e.Source(n), d.Source(origin)) {
		t.Fatalf("source %q, of its origin %q", e.Source(n), d.Source(origin))
	}
	if !equal(e.Decode(n), d.Decode(origin)) {
		t.Fatalf("value %v, of its origin %v", e.Decode(n), d.Decode(origin))
	}
	if n == top {
		return
	}
	key, isMember := e.Key(n)
	if want, wantMember := d.Key(origin); key != want || isMember != wantMember {
		t.Fatalf("name %q, of its origin %q", key, want)
	}
	if path, whole := e.Path(n)[1:], d.Path(origin)[len(d.Path(e.Origin(top))):]; !slices.Equal(path, whole) {
		t.Fatalf("path %v in the value, at its origin %v", path, whole)
	}
}

// TestExtractLines takes lines of a text.
func TestExtractLines(t *testing.T) {
	d := ParseText([]byte("\none\r\ntwo\nthree"))
	e := d.Extract([]Node{0, 3, 1, None, 1})
	if got := string(e.Bytes()); got != "\nthree\none\none\n" {
		t.Fatalf("%q", got)
	}
	read := ParseText(e.Bytes())
	if !slices.Equal(e.nodes, read.nodes) {
		t.Fatalf("indexed as %v, read as %v", e.nodes, read.nodes)
	}
	for i, want := range []Node{0, 3, 1, 1} {
		if got := e.Origin(Node(i)); got != want || !bytes.Equal(e.Source(Node(i)), d.Source(want)) {
			t.Errorf("line %d comes from %d, want %d", i, got, want)
		}
	}
	if none := d.Extract(nil); none.Len() != 0 || len(none.Bytes()) != 0 || none.Format() != Text {
		t.Errorf("nothing of a text is %q", none.Bytes())
	}
}

// TestExtractWithinBounds cuts at every size: what is there is whole, and what is not is counted.
func TestExtractWithinBounds(t *testing.T) {
	for _, d := range []*Document{ParseJSON([]byte(`[1,"two",{"three":[3]}]`)), Parse([]byte("1\n\"two\"\n{\"three\":[3]}\n"), Hint{Format: NDJSON})} {
		nodes := []Node{1, 2, 3, 0}
		for size := 2; size < 80; size++ {
			e := d.ExtractWithin(nodes, size)
			if len(e.Bytes()) > size || e.Count(0)+e.Left() != len(nodes) || (e.Left() > 0) != (e.Problem() != nil) {
				t.Fatalf("size %d: %q, %d left out, %v", size, e.Bytes(), e.Left(), e.Problem())
			}
			if read := ParseJSON(e.Bytes()); !slices.Equal(read.nodes, e.nodes) {
				t.Fatalf("size %d: %q is indexed as %v, read as %v", size, e.Bytes(), e.nodes, read.nodes)
			}
		}
		if e := d.ExtractWithin(nodes, 80); e.Left() != 0 {
			t.Errorf("%d left out of %d bytes", e.Left(), len(e.Bytes()))
		}
	}
}

// BenchmarkExtract copies all records of a body, and one small value of each; the control reads the copied text again.
func BenchmarkExtract(b *testing.B) {
	d := ParseJSON(records(10_000_000, true))
	for _, src := range []string{"$[*]", "$[*].id"} {
		q, err := ParseQuery(src)
		if err != nil {
			b.Fatal(err)
		}
		nodes := d.Select(q)
		size := len(d.Extract(nodes).Bytes())
		b.Run(fmt.Sprint(src, "/copied"), func(b *testing.B) {
			b.SetBytes(int64(size))
			for b.Loop() {
				d.Extract(nodes)
			}
		})
		b.Run(fmt.Sprint(src, "/read-again"), func(b *testing.B) {
			b.SetBytes(int64(size))
			for b.Loop() {
				ParseJSON(d.Extract(nodes).Bytes())
			}
		})
	}
}
