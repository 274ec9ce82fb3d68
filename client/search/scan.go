package search

import (
	"bytes"
	"context"

	"dowse/client/document"
)

// Scan is one look through a document. It is never changed once made.
type Scan struct {
	pattern *Pattern
	doc     *document.Document
	nodes   bool
}

// Nodes looks for nodes whose name or value, decoded, has a match: its hits are nodes.
func Nodes(d *document.Document, p *Pattern) *Scan { return &Scan{p, d, true} }

// Characters looks through the characters of a body: its hits are where matches begin.
func Characters(d *document.Document, p *Pattern) *Scan { return &Scan{p, d, false} }

// Size is how many bytes there are to look through.
func (s *Scan) Size() int { return len(s.text()) }

func (s *Scan) text() []byte {
	if s.nodes {
		return s.doc.Bytes()
	}
	return s.doc.Characters()
}

// stepSize is how many bytes one step looks at.
const stepSize = 1 << 20

// Step looks through the part of the body that begins at at, which is 0 or the next of the step before. It is through
// when next is Size.
func (s *Scan) Step(_ context.Context, at int) (hits []int, next int) {
	body := s.text()
	until := min(at+stepSize, len(body))
	if s.nodes {
		return s.pattern.nodeMatches(s.doc, at, until)
	}
	hits, next = s.pattern.textMatches(body, at, until), until
	if n := len(hits); n > 0 {
		last := hits[n-1]
		next = max(next, last+s.pattern.width(body[last:]))
	}
	return hits, next
}

// scanner finds a pattern in bytes, one place after the other.
type scanner struct {
	pattern *Pattern
	body    []byte
	next    []int // where each way to write the first character comes next; before the place asked for: unknown
}

func newScanner(p *Pattern, body []byte) *scanner {
	s := &scanner{pattern: p, body: body, next: make([]int, len(p.starts))}
	for i := range s.next {
		s.next[i] = -1
	}
	return s
}

// from is the first match that begins from at on and before until: its two ends.
func (s *scanner) from(at, until int) (start, end int, ok bool) {
	until = min(until, len(s.body))
	for at < until {
		start := until
		for i, way := range s.pattern.starts {
			if s.next[i] < at {
				s.next[i] = until
				if found := bytes.Index(s.body[at:min(len(s.body), until+len(way)-1)], way); found >= 0 {
					s.next[i] = at + found
				}
			}
			start = min(start, s.next[i])
		}
		if start >= until {
			return 0, 0, false
		}
		if n := s.pattern.width(s.body[start:]); n >= 0 {
			return start, start + n, true
		}
		at = start + 1
	}
	return 0, 0, false
}

// textMatches gives where the pattern is in the bytes from at to until.
func (p *Pattern) textMatches(body []byte, at, until int) []int {
	var found []int
	s := newScanner(p, body)
	for {
		start, end, ok := s.from(at, until)
		if !ok {
			return found
		}
		found = append(found, start)
		at = end
	}
}

// nodeMatches gives the nodes of a JSON body whose name or value, decoded, holds the pattern and which
// begin to show it between the bytes at and until. It looks at the bytes first: only where the pattern
// stands in them, or where there is an escape, is anything decoded.
func (p *Pattern) nodeMatches(d *document.Document, at, until int) (nodes []int, next int) {
	body := d.Bytes()
	s := newScanner(p, body)
	escape := -1
	for at < until {
		if escape < at {
			if escape = bytes.IndexByte(body[at:until], '\\'); escape < 0 {
				escape = until
			} else {
				escape += at
			}
		}
		here := escape
		if start, _, ok := s.from(at, here); ok {
			here = start
		}
		if here >= until {
			break
		}
		n := d.At(here)
		if n == document.None {
			at = here + 1
			continue
		}
		start, end := valueSpan(d, n)
		if here >= start && d.Kind(n) >= document.Array {
			at = here + 1 // between values
			continue
		}
		if last := len(nodes) - 1; (last < 0 || nodes[last] != int(n)) && p.inNode(d, n) {
			nodes = append(nodes, int(n))
		}
		at = max(end, here+1)
	}
	return nodes, max(at, until)
}

// valueSpan is where a value begins and ends; of an array or object, its first byte alone.
func valueSpan(d *document.Document, n document.Node) (start, end int) {
	start, end = d.Span(n)
	if d.Kind(n) >= document.Array {
		end = start
	}
	return start, end
}

// inNode says whether the name of n, or its value when it holds no others, has the pattern in it.
func (p *Pattern) inNode(d *document.Document, n document.Node) bool {
	if key, ok := d.Key(n); ok && p.In(key) {
		return true
	}
	return d.Kind(n) < document.Array && p.In(d.Text(n))
}
