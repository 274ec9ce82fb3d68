package response

import (
	"slices"
	"strconv"

	"dowse/client/document"
	"dowse/client/filter"
	"dowse/collections/redact"
	"dowse/ui/draw/frame"
)

// columns are those of a table: the names of what is in its items, in the order in which they are met. Of an object
// inside an item there is one for each of its members; of what is deeper there is none.
type columns struct {
	all   []*column
	index map[string]int
}

// column is what has one name in every item.
type column struct {
	name    string // as it is shown; safe
	path    []step // from an item to its value; empty: the item itself, where it holds nothing
	width   int    // cells
	numbers bool   // nothing but numbers was met
	hidden  bool
}

// step is the member of an object, or the place of an item.
type step struct {
	key   string
	index int // -1: it is a member
}

// id is what tells a step from others.
func (s step) id() string {
	if s.index < 0 {
		return s.key
	}
	return inside + strconv.Itoa(s.index)
}

// stepTo is the step from what holds n.
func stepTo(d filter.Document, n filter.Node) step {
	if key, ok := d.Key(n); ok {
		return step{key, -1}
	}
	return step{index: d.Index(n)}
}

// of is the value of an item, or None.
func (c *column) of(d filter.Document, item filter.Node) filter.Node {
	if len(c.path) == 0 && holder(d.Kind(item)) {
		return filter.None
	}
	n := item
	for _, s := range c.path {
		switch {
		case n == filter.None:
		case s.index < 0:
			n = d.Member(n, s.key)
		case d.Kind(n) != document.Array:
			n = filter.None
		default:
			n = d.First(n)
			for range s.index {
				if n != filter.None {
					n = d.Next(n)
				}
			}
		}
	}
	return n
}

const (
	inside      = "\x00" // between the names of an object and of its member
	leastColumn = 3
	mostColumn  = 36
	mostMembers = 16 // of an object inside an item that has columns of its own
	mostCells   = 10_000
)

// cells gives the value of an item in each column, None where it has none. With grow, columns that are not there yet
// are made.
func (c *columns) cells(t *tree, item filter.Node, grow bool) []filter.Node {
	cells := make([]filter.Node, len(c.all))
	for i := range cells {
		cells[i] = filter.None
	}
	put := func(name string, n filter.Node, path ...step) {
		id := ""
		for _, s := range path {
			id += inside + s.id()
		}
		i, ok := c.index[id]
		if !ok {
			if !grow || len(c.all) >= mostCells {
				return
			}
			i = len(c.all)
			c.index[id] = i
			c.all = append(c.all, &column{name: name, path: path, numbers: true, width: leastColumn})
			cells = append(cells, filter.None)
		}
		cells[i] = n
	}
	if !holder(t.doc.Kind(item)) {
		put("value", item)
		return cells
	}
	for n := range t.doc.Children(item) {
		first := stepTo(t.doc, n)
		name, _ := t.label(n)
		if t.doc.Kind(n) != document.Object || !t.holds(n) || !few(t.doc, n) {
			put(name, n, first)
			continue
		}
		for m := range t.doc.Children(n) {
			sub, _ := t.label(m)
			put(name+"."+sub, m, first, stepTo(t.doc, m))
		}
	}
	return cells
}

// few tells whether an object has so few members that each may have a column.
func few(d filter.Document, n filter.Node) bool {
	count := 0
	for range d.Children(n) {
		if count++; count > mostMembers {
			return false
		}
	}
	return true
}

// fit makes columns wide enough for the cells of an item.
func (c *columns) fit(t *tree, cells []filter.Node) {
	for i, n := range cells {
		if n == filter.None {
			continue
		}
		column := c.all[i]
		column.width = max(column.width, min(frame.Width(t.cell(n)), mostColumn))
		if k := t.doc.Kind(n); k != document.Number && k != document.Null {
			column.numbers = false
		}
	}
}

// named makes columns wide enough for their names.
func (c *columns) named() {
	for _, column := range c.all {
		column.width = max(column.width, min(frame.Width(column.name)+2, mostColumn)) // beside the mark of the order
	}
}

// shown are the numbers of the columns that are not hidden.
func (c *columns) shown() []int {
	var shown []int
	for i, column := range c.all {
		if !column.hidden {
			shown = append(shown, i)
		}
	}
	return shown
}

// cell is a value as it stands in a table.
func (t *tree) cell(n filter.Node) string {
	if t.page.hidden(n) {
		return redact.Mask
	}
	switch t.doc.Kind(n) {
	case document.Object:
		return "{} " + t.count(n)
	case document.Array:
		return "[] " + t.count(n)
	case document.String:
		text := t.beginning(n, 4*mostColumn)
		if text != `""` {
			text = text[1:]
			if last := len(text) - 1; last >= 0 && text[last] == '"' {
				text = text[:last]
			}
		}
		return text
	}
	return t.beginning(n, 4*mostColumn)
}

// listIn is the list that a table shows: what of n, or around it, holds items; else the first list in the body.
func listIn(d filter.Document, n filter.Node) filter.Node {
	if !d.IsJSON() || d.Len() == 0 {
		return filter.None
	}
	for at := n; at != filter.None; at = d.Parent(at) {
		if d.Kind(at) == document.Array {
			return at
		}
	}
	root := d.Root()
	if d.Kind(root) == document.Array {
		return root
	}
	if d.Kind(root) != document.Object {
		return filter.None
	}
	level := []filter.Node{root}
	for range 3 { // an answer has its list near the top
		var next []filter.Node
		for _, parent := range level {
			for child := range d.Children(parent) {
				switch d.Kind(child) {
				case document.Array:
					return child
				case document.Object:
					next = append(next, child)
				}
				if len(next) > mostMembers {
					break
				}
			}
		}
		level = next
	}
	members := slices.Collect(d.Children(root))
	if len(members) > 1 && !slices.ContainsFunc(members[:min(len(members), 100)], func(m filter.Node) bool { return d.Kind(m) != document.Object }) {
		return root // a table whose rows have names
	}
	return filter.None
}
