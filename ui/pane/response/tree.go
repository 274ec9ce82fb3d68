package response

import (
	"math"

	"dowse/client/document"
	"dowse/client/filter"
)

// Which levels are open where nobody turned anything.
const (
	usual  = -1          // the first, and the first item of an array; of markup the first few
	closed = 1           // nothing but the root
	opened = math.MaxInt // everything
)

// usualMarkup is how many levels of markup are open: the whole, its element, what is in that and in those.
const usualMarkup = 4

// tree is the values of a JSON body, or the nodes of markup, one a row. In a pretty one nothing is folded, attributes
// stand in the rows of their elements, and what closes has rows too: those with sub 1. A body that breaks has one more
// row at its end, for the problem.
type tree struct {
	page    *page
	doc     filter.Document
	pretty  bool
	levels  int                  // that are open: usual, or so many
	turned  map[filter.Node]bool // folded or unfolded by hand
	columns map[filter.Node]int  // where values stand in a container
	counts  map[filter.Node]string
	long    map[filter.Node][]byte // values of many bytes
}

func newTree(p *page, pretty bool) *tree {
	t := &tree{page: p, doc: p.doc, pretty: pretty}
	t.fold(usual)
	t.columns, t.counts, t.long = map[filter.Node]int{}, map[filter.Node]string{}, map[filter.Node][]byte{}
	return t
}

// fold opens so many levels and no others.
func (t *tree) fold(levels int) {
	t.levels, t.turned = levels, map[filter.Node]bool{}
}

// holder says whether what is of a kind can hold others.
func holder(k document.Kind) bool {
	return k == document.Array || k == document.Object || k == document.Fragment || k == document.Element
}

// holds says whether there are rows for what is inside n.
func (t *tree) holds(n filter.Node) bool { return t.inside(n) != filter.None }

// inside is the first node inside n that has a row.
func (t *tree) inside(n filter.Node) filter.Node {
	if !holder(t.doc.Kind(n)) {
		return filter.None
	}
	return t.rowed(t.doc.First(n))
}

// rowed is n, or the first sibling after it that has a row.
func (t *tree) rowed(n filter.Node) filter.Node {
	for t.pretty && n != filter.None && t.doc.Kind(n) == document.Attribute {
		n = t.doc.Next(n)
	}
	return n
}

// open says whether what is inside n has rows.
func (t *tree) open(n filter.Node) bool {
	if t.pretty {
		return true
	}
	return t.openAtFirst(n) != t.turned[n]
}

// openAtFirst is what open says until somebody folds or unfolds n.
func (t *tree) openAtFirst(n filter.Node) bool {
	parent, levels := t.doc.Parent(n), t.levels
	switch {
	case levels == opened || parent == filter.None:
		return true
	case levels == usual && t.doc.IsMarkup():
		levels = usualMarkup
	case levels == usual && t.doc.Kind(parent) == document.Array:
		return n == parent+1
	case levels == usual:
		levels = 2
	}
	for ; levels > 0 && n != filter.None; levels-- {
		n = t.doc.Parent(n)
	}
	return n == filter.None
}

// turn folds or unfolds n.
func (t *tree) turn(n filter.Node) { t.turned[n] = !t.turned[n] }

// reveal unfolds whatever n is inside of.
func (t *tree) reveal(n filter.Node) {
	for p := t.doc.Parent(n); p != filter.None; p = t.doc.Parent(p) {
		if !t.open(p) {
			t.turn(p)
		}
	}
}

// node is the value at a place, None on the row of the problem.
func (t *tree) node(p place) filter.Node {
	if p.at >= t.doc.Len() {
		return filter.None
	}
	return filter.Node(p.at)
}

func (t *tree) first() (place, bool) {
	p := place{}
	if t.doc.Len() > 0 && t.bare(0) {
		p.at = int(t.inside(0))
	}
	return p, t.doc.Len() > 0 || t.doc.Problem() != nil
}

// bare says whether n has no row of its own, and only what is inside has: the whole of markup, when it is indented.
func (t *tree) bare(n filter.Node) bool {
	return t.pretty && t.doc.Kind(n) == document.Fragment && t.inside(n) != filter.None
}

func (t *tree) last() place {
	if t.doc.Problem() != nil || t.doc.Len() == 0 {
		return place{at: t.doc.Len()}
	}
	return t.lastOf(0)
}

// lastOf is the last row of n and what is inside.
func (t *tree) lastOf(n filter.Node) place {
	if !t.holds(n) || !t.open(n) {
		return place{at: int(n)}
	}
	switch {
	case t.bare(n):
		return t.lastOf(t.child(n, t.end(n)-1))
	case t.pretty:
		return place{at: int(n), sub: 1}
	}
	return t.shown(t.end(n) - 1)
}

// end is the node after n and everything inside.
func (t *tree) end(n filter.Node) filter.Node {
	for ; n != filter.None; n = t.doc.Parent(n) {
		if next := t.doc.Next(n); next != filter.None {
			return next
		}
	}
	return filter.Node(t.doc.Len())
}

// shown is the row of n, or of the outermost folded value that it is inside of.
func (t *tree) shown(n filter.Node) place {
	row := n
	for p := t.doc.Parent(n); p != filter.None; p = t.doc.Parent(p) {
		if !t.open(p) {
			row = p
		}
	}
	return place{at: int(row)}
}

func (t *tree) next(p place) (place, bool) {
	n := t.node(p)
	if n == filter.None {
		return p, false
	}
	if inside := t.inside(n); p.sub == 0 && inside != filter.None && t.open(n) {
		return place{at: int(inside)}, true
	}
	for {
		if next := t.doc.Next(n); next != filter.None {
			return place{at: int(next)}, true
		}
		n = t.doc.Parent(n)
		switch {
		case n == filter.None || t.bare(n):
			end := place{at: t.doc.Len()}
			return end, t.doc.Problem() != nil
		case t.pretty:
			return place{at: int(n), sub: 1}, true
		}
	}
}

func (t *tree) previous(p place) (place, bool) {
	n := t.node(p)
	switch {
	case n == filter.None:
		if t.doc.Len() == 0 {
			return p, false
		}
		return t.lastOf(0), true
	case p.sub == 1:
		return t.lastOf(t.child(n, t.end(n)-1)), true
	case n == 0 || t.bare(t.doc.Parent(n)) && t.inside(t.doc.Parent(n)) == n:
		return p, false
	case t.inside(t.doc.Parent(n)) == n:
		return place{at: int(t.doc.Parent(n))}, true
	case t.pretty:
		return t.lastOf(t.child(t.doc.Parent(n), n-1)), true
	}
	return t.shown(n - 1), true
}

// child is the child of parent that n is, or is inside of.
func (t *tree) child(parent, n filter.Node) filter.Node {
	for t.doc.Parent(n) != parent {
		n = t.doc.Parent(n)
	}
	return n
}

func (t *tree) settle(p place) place {
	n := t.node(p)
	switch {
	case n == filter.None:
		return p
	case !t.pretty:
		return t.shown(n)
	case t.bare(n):
		return place{at: int(t.inside(n))}
	case t.doc.Kind(n) == document.Attribute:
		return place{at: int(t.doc.Parent(n))}
	}
	return p
}

func (t *tree) rowOf(n filter.Node) place { return place{at: int(n)} }

func (t *tree) seek(at int) place {
	if n := t.node(place{at: at}); n != filter.None {
		t.reveal(n)
	}
	return t.settle(place{at: at})
}

// level is how deep n is.
func (t *tree) level(n filter.Node) int {
	level := 0
	if t.doc.Len() > 0 && t.bare(0) {
		level = -1
	}
	for p := t.doc.Parent(n); p != filter.None; p = t.doc.Parent(p) {
		level++
	}
	return level
}
