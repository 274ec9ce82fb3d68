package document

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestMarkupIsReadWhileItArrives reads each Document while the next ones are made; the race detector watches.
func TestMarkupIsReadWhileItArrives(t *testing.T) {
	for _, c := range []struct {
		format Format
		body   []byte
	}{{XML, feed(60_000)}, {HTML, page(60_000)}} {
		b := NewBuilder(Hint{Format: c.format, Size: int64(len(c.body))})
		done := make(chan string)
		count := 0
		var want []string
		for at := 5000; at < len(c.body); at += 5000 {
			d := b.Build(c.body[:at], false)
			count++
			read := func() string { return printed(d) + printed(d.Extract([]Node{d.Root()}).Document) }
			want = append(want, read())
			go func() { done <- read() }()
		}
		b.Build(c.body, true)
		for range count {
			if got := <-done; !slices.Contains(want, got) {
				t.Fatalf("a document of %s changed after it was given", c.format)
			}
		}
	}
}

// TestExtractOfMarkup compares each value of an extract with its origin.
func TestExtractOfMarkup(t *testing.T) {
	compared := 0
	rapid.Check(t, func(rt *rapid.T) {
		body, format := soup.Draw(rt, "body"), rapid.SampledFrom([]Format{XML, HTML}).Draw(rt, "format")
		d := NewBuilder(Hint{Format: format}).Build(body, rapid.Bool().Draw(rt, "final"))
		if d.Len() == 0 {
			return
		}
		var nodes []Node
		for _, n := range rapid.SliceOfN(rapid.IntRange(1, max(1, d.Len()-1)), 0, 5).Draw(rt, "nodes") {
			if n < d.Len() {
				nodes = append(nodes, Node(n))
			}
		}
		e := d.Extract(nodes)
		i := 0
		for top := range e.Children(0) {
			count := Node(0)
			for n := top; n < e.next(top); n++ {
				from := nodes[i] + count
				count++
				compared++
				a, _ := e.Key(n)
				b, _ := d.Key(from)
				if e.Origin(n) != from || a != b || string(e.Source(n)) != string(d.Source(from)) || e.Count(n) != d.Count(from) {
					rt.Fatalf("%q: node %d is %q, of %d %q", body, n, e.Source(n), from, d.Source(from))
				}
			}
			i++
		}
		if i != len(nodes) {
			rt.Fatalf("%d values of %d", i, len(nodes))
		}
	})
	if compared == 0 {
		t.Error("nothing was compared")
	}
}
