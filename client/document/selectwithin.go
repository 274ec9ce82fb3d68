package document

import (
	"context"

	"github.com/theory/jsonpath/spec"
)

// SelectWithin is Select that ends when ctx does, with its error, and that gives no more than limit nodes: more says
// that there are others. It takes memory for what it gives and not for what is met on the way.
func (d *Document) SelectWithin(ctx context.Context, q Query, limit int) (nodes []Node, more bool, err error) {
	if q.parsed == nil || !d.IsJSON() || d.Root() == None {
		return nil, false, ctx.Err()
	}
	segments := q.parsed.Segments()
	w := within{selection: selection{doc: d, query: q}, ctx: ctx, segments: segments, chosen: make([][]Node, len(segments)), limit: limit}
	if !w.from(d.Root(), 0) && ctx.Err() == nil {
		return w.nodes, true, nil
	}
	return w.nodes, false, ctx.Err()
}

// within is one evaluation that goes to the end of the query for each node before it goes to the next one, which gives
// the order of RFC 9535 too.
type within struct {
	selection
	ctx      context.Context
	segments []*spec.Segment
	chosen   [][]Node // of each segment, from one value; kept for the next value
	nodes    []Node
	limit    int
	steps    int
}

// from follows the segments from the one given on, and fails where there is a reason to stop.
func (w *within) from(n Node, segment int) bool {
	if segment == len(w.segments) {
		if len(w.nodes) == w.limit {
			return false
		}
		w.nodes = append(w.nodes, n)
		return true
	}
	end := n + 1
	if w.segments[segment].IsDescendant() {
		end = w.doc.next(n)
	}
	for ; n < end; n++ {
		if !w.goesOn() {
			return false
		}
		if w.doc.Kind(n) < Array {
			continue
		}
		for _, selector := range w.segments[segment].Selectors() {
			if !w.through(n, segment, selector) {
				return false
			}
		}
	}
	return true
}

// through follows one selector from the container n.
func (w *within) through(n Node, segment int, selector spec.Selector) bool {
	switch sel := selector.(type) {
	case spec.WildcardSelector:
		for c := range w.doc.Children(n) {
			if !w.from(c, segment+1) {
				return false
			}
		}
		return true
	case *spec.FilterSelector:
		for c := range w.doc.Children(n) {
			if !w.goesOn() || sel.Eval(w.candidate(c), w.rootValue()) && !w.from(c, segment+1) {
				return false
			}
		}
		return true
	}
	w.chosen[segment] = w.choose(w.chosen[segment][:0], n, selector)
	for _, c := range w.chosen[segment] {
		if !w.from(c, segment+1) {
			return false
		}
	}
	return true
}

// goesOn looks now and then whether the selection is still wanted.
func (w *within) goesOn() bool {
	w.steps++
	return w.steps%512 != 0 || w.ctx.Err() == nil
}
