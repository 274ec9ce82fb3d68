package document

import (
	"iter"
	"sort"
	"sync/atomic"
	"unicode/utf8"
)

// Kind is what sort of value n is.
func (d *Document) Kind(n Node) Kind {
	// The length beside it may be written meanwhile: of an element that goes on in what has not come yet.
	return Kind(atomic.LoadUint32(&d.nodes[n].meta)&kindMask) + d.base
}

// Parent is the array or object that holds n; None for the outermost value and for a line.
func (d *Document) Parent(n Node) Node { return Node(d.nodes[n].parent) }

// First is the first child of n, or None.
func (d *Document) First(n Node) Node {
	if d.next(n) == n+1 {
		return None
	}
	return n + 1
}

// Next is the sibling after n, or None.
func (d *Document) Next(n Node) Node {
	next := d.next(n)
	if int(next) == len(d.nodes) || d.nodes[next].parent != d.nodes[n].parent {
		return None
	}
	return next
}

// Children walks the children of n in the order of the body, those with the same name included.
func (d *Document) Children(n Node) iter.Seq[Node] {
	return func(yield func(Node) bool) {
		end := d.next(n)
		for c := n + 1; c < end; c = d.next(c) {
			if !yield(c) {
				return
			}
		}
	}
}

// Count is the number of children of n. For an object it walks them.
func (d *Document) Count(n Node) int {
	last := d.next(n) - 1
	if last == n {
		return 0
	}
	if d.Kind(n) == Array {
		for d.Parent(last) != n {
			last = d.Parent(last)
		}
		return d.Index(last) + 1
	}
	count := 0
	for range d.Children(n) {
		count++
	}
	return count
}

// Index is the place of n among its siblings, from 0. For the members of an object it walks them.
func (d *Document) Index(n Node) int {
	parent := d.Parent(n)
	if parent == None {
		return int(n) // the outermost value is 0, and so is the first line
	}
	if d.Kind(parent) == Array {
		return int(d.nodes[n].meta >> placeShift)
	}
	index := 0
	for c := parent + 1; c < n; c = d.next(c) {
		index++
	}
	return index
}

// isMember tells whether n has a name.
func (d *Document) isMember(n Node) bool {
	parent := d.nodes[n].parent
	return parent >= 0 && d.Kind(Node(parent)) == Object
}

// start is the first byte of n, its name included.
func (d *Document) start(n Node) int {
	if d.isMember(n) {
		return int(d.nodes[n].offset - d.nodes[n].meta>>placeShift)
	}
	return int(d.nodes[n].offset)
}

// Start is the first byte of n, its name included: what is between it and the start of the next node is n's own, its name
// and what it holds beside other nodes, and then what ends it and those that hold it.
func (d *Document) Start(n Node) int { return d.start(n) }

// KeySource is the name of a member as it stands in the body, with its quotes; not a copy. Of an element or attribute it
// is its name. Nil: there is none.
func (d *Document) KeySource(n Node) []byte {
	switch {
	case d.IsMarkup() && (d.Kind(n) == Element || d.Kind(n) == Attribute):
		return d.name(n)
	case d.IsMarkup() || !d.isMember(n):
		return nil
	}
	open := d.start(n)
	return d.bytes[open : stringEnd(d.bytes, open+1)+1]
}

// Key is the name of a member, decoded, and whether n is a member. What is not UTF-8 and a lone surrogate
// become U+FFFD. An element has its name as it is written, an attribute its own with "@" before it.
func (d *Document) Key(n Node) (string, bool) {
	if d.IsMarkup() {
		return d.markupKey(n)
	}
	if !d.isMember(n) {
		return "", false
	}
	open := d.start(n)
	return decodeString(d.bytes[open : stringEnd(d.bytes, open+1)+1]), true
}

// Member is the last member of the object n with that name: what decoders take when names repeat. None
// when there is none, or when n is None or no object.
func (d *Document) Member(n Node, key string) Node {
	if n == None || d.Kind(n) != Object {
		return None
	}
	found := None
	for c := range d.Children(n) {
		if d.named(c, key) {
			found = c
		}
	}
	return found
}

// named tells whether the member n has that name.
func (d *Document) named(n Node, key string) bool {
	rest := d.bytes[d.start(n)+1:]
	if len(rest) > len(key) && rest[len(key)] == '"' && string(rest[:len(key)]) == key && plainName(key) {
		return true
	}
	raw := rest[:stringEnd(rest, 0)]
	if isPlain(raw) {
		return string(raw) == key
	}
	own, _ := d.Key(n)
	return own == key
}

// plainName tells whether a name stands in a body as it is: then its bytes before a quote are the whole name.
func plainName(key string) bool {
	for i := range len(key) {
		if key[i] == '\\' || key[i] == '"' {
			return false
		}
	}
	return utf8.ValidString(key)
}

// Addressable tells whether a path selects n: it does not when n, or a value that holds it, is a member
// shadowed by a later one of the same name, nor when n is markup, a line of text or None.
func (d *Document) Addressable(n Node) bool {
	if n == None || !d.IsJSON() {
		return false
	}
	for ; n != None; n = d.Parent(n) {
		key, ok := d.Key(n)
		if !ok {
			continue
		}
		for later := d.Next(n); later != None; later = d.Next(later) {
			if d.named(later, key) {
				return false
			}
		}
	}
	return true
}

// At is the innermost node that holds the byte, its name and colon included; of the blank space and
// commas between values, the container; of a newline, its line. None when no node does.
func (d *Document) At(offset int) Node {
	if offset < 0 || offset >= d.end {
		return None
	}
	n := Node(sort.Search(len(d.nodes), func(i int) bool { return d.start(Node(i)) > offset })) - 1
	switch {
	case n == None || d.IsText():
		return n
	case d.IsMarkup():
		for n != None && offset >= d.markupEnd(n) {
			n = d.Parent(n)
		}
		return n
	case d.Kind(n) == Array || d.Kind(n) == Object:
		if d.First(n) != None {
			return n // its first child begins later
		}
	}
	i, closed := d.valueEnd(n)
	for closed && offset >= i {
		if n = d.Parent(n); n == None || n == 0 && d.virtual() {
			return n
		}
		i, closed = d.closeEnd(i)
	}
	return n
}
