package response

import (
	"dowse/client/document"
)

// folding says which arrays and objects are open where nobody turned them.
type folding uint8

const (
	usual  folding = iota // the first level, and the first item of an array
	closed                // nothing but the root
	opened                // everything
)

// tree is the values of a JSON body, one a row. In a pretty one nothing is folded and closing brackets have
// rows too: those with sub 1. A body that breaks has one more row at its end, for the problem.
type tree struct {
	page    *page
	doc     *document.Document
	pretty  bool
	folding folding
	turned  map[document.Node]bool // folded or unfolded by hand
	columns map[document.Node]int  // where values stand in a container
	counts  map[document.Node]string
	long    map[document.Node][]byte // values of many bytes
}

func newTree(p *page, pretty bool) *tree {
	t := &tree{page: p, doc: p.doc, pretty: pretty}
	t.fold(usual)
	t.columns, t.counts, t.long = map[document.Node]int{}, map[document.Node]string{}, map[document.Node][]byte{}
	return t
}

// fold sets everything back to one way of folding.
func (t *tree) fold(f folding) {
	t.folding, t.turned = f, map[document.Node]bool{}
}

// holds says whether n has something inside.
func (t *tree) holds(n document.Node) bool {
	return t.doc.Kind(n) >= document.Array && t.doc.Kind(n) <= document.Object && t.doc.First(n) != document.None
}

// open says whether what is inside n has rows.
func (t *tree) open(n document.Node) bool {
	if t.pretty {
		return true
	}
	return t.unturned(n) != t.turned[n]
}

// unturned is what open says while nobody turned n.
func (t *tree) unturned(n document.Node) bool {
	parent := t.doc.Parent(n)
	switch {
	case t.folding == opened || parent == document.None:
		return true
	case t.folding == closed:
		return false
	case t.doc.Kind(parent) == document.Array:
		return n == parent+1
	}
	return t.doc.Parent(parent) == document.None
}

// turn folds or unfolds n.
func (t *tree) turn(n document.Node) { t.turned[n] = !t.turned[n] }

// reveal unfolds whatever n is inside of.
func (t *tree) reveal(n document.Node) {
	for p := t.doc.Parent(n); p != document.None; p = t.doc.Parent(p) {
		if !t.open(p) {
			t.turn(p)
		}
	}
}

// node is the value at a place, None on the row of the problem.
func (t *tree) node(p place) document.Node {
	if p.at >= t.doc.Len() {
		return document.None
	}
	return document.Node(p.at)
}

func (t *tree) first() (place, bool) { return place{}, t.doc.Len() > 0 || t.doc.Problem() != nil }

func (t *tree) last() place {
	if t.doc.Problem() != nil || t.doc.Len() == 0 {
		return place{at: t.doc.Len()}
	}
	return t.lastOf(0)
}

// lastOf is the last row of n and what is inside.
func (t *tree) lastOf(n document.Node) place {
	if !t.holds(n) || !t.open(n) {
		return place{at: int(n)}
	}
	if t.pretty {
		return place{at: int(n), sub: 1}
	}
	return t.shown(t.end(n) - 1)
}

// end is the node after n and everything inside.
func (t *tree) end(n document.Node) document.Node {
	for ; n != document.None; n = t.doc.Parent(n) {
		if next := t.doc.Next(n); next != document.None {
			return next
		}
	}
	return document.Node(t.doc.Len())
}

// shown is the row of n, or of the outermost folded value that it is inside of.
func (t *tree) shown(n document.Node) place {
	row := n
	for p := t.doc.Parent(n); p != document.None; p = t.doc.Parent(p) {
		if !t.open(p) {
			row = p
		}
	}
	return place{at: int(row)}
}

func (t *tree) next(p place) (place, bool) {
	n := t.node(p)
	if n == document.None {
		return p, false
	}
	if p.sub == 0 && t.holds(n) && t.open(n) {
		return place{at: p.at + 1}, true
	}
	for {
		if next := t.doc.Next(n); next != document.None {
			return place{at: int(next)}, true
		}
		n = t.doc.Parent(n)
		switch {
		case n == document.None:
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
	case n == document.None:
		if t.doc.Len() == 0 {
			return p, false
		}
		return t.lastOf(0), true
	case p.sub == 1:
		return t.lastOf(t.child(n, t.end(n)-1)), true
	case n == 0:
		return p, false
	case t.doc.Parent(n) == n-1:
		return place{at: int(n - 1)}, true
	case t.pretty:
		return t.lastOf(t.child(t.doc.Parent(n), n-1)), true
	}
	return t.shown(n - 1), true
}

// child is the child of parent that n is, or is inside of.
func (t *tree) child(parent, n document.Node) document.Node {
	for t.doc.Parent(n) != parent {
		n = t.doc.Parent(n)
	}
	return n
}

func (t *tree) settle(p place) place {
	n := t.node(p)
	if n == document.None || t.pretty {
		return p
	}
	return t.shown(n)
}

func (t *tree) seek(at int) place {
	if n := t.node(place{at: at}); n != document.None {
		t.reveal(n)
	}
	return place{at: at}
}

// level is how deep n is.
func (t *tree) level(n document.Node) int {
	level := 0
	for p := t.doc.Parent(n); p != document.None; p = t.doc.Parent(p) {
		level++
	}
	return level
}
