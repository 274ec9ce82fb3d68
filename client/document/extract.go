package document

import (
	"encoding/json"
	"fmt"
	"slices"
	"sort"
	"strings"
)

// Extract is a Document of its own that holds some values of another one, copied and not read again.
type Extract struct {
	*Document
	runs []run
	left int
}

// run is a value that was copied: its nodes follow each other in both documents.
type run struct{ node, origin Node }

// Extract copies values into a Document of their own. Of JSON, which lines of JSON, tables and all else are that
// are browsed as JSON, its root is an array of the values; of markup a Fragment of them; of text it is those
// lines. A value may be given twice, and together with what it holds. None stands for a null that comes from nowhere
// (in text and markup it is left out).
//
// The bytes of a value are those of Source, but for two: what a broken or unfinished body left open is closed, and a
// line that is no JSON among lines of JSON becomes a string. Values beyond 4 GiB or 2,147,483,646 nodes are left out;
// see Left.
func (d *Document) Extract(nodes []Node) *Extract { return d.ExtractWithin(nodes, maxIndexed) }

// ExtractWithin is Extract of as many values, from the first on, as fit in size bytes of text.
func (d *Document) ExtractWithin(nodes []Node, size int) *Extract {
	x := extraction{from: d, size: min(size, maxIndexed), parent: None}
	x.to = &Document{format: d.format, base: d.base, final: true}
	x.reserve(nodes)
	switch {
	case d.IsText():
		x.all(nodes, "", "\n", "\n")
	case d.IsMarkup():
		x.open(Fragment, 0)
		x.all(nodes, "", "\n", "\n")
		x.to.nodes[0].meta = uint32(min(len(x.bytes), maxPlace))<<placeShift | uint32(Fragment-markupKinds)
	default:
		x.to.format = JSON
		x.open(Array, 0)
		x.all(nodes, "[", ",\n", "]")
	}
	to := x.to
	if len(to.nodes) > 0 && to.nodes[0].parent == -1 && !d.IsText() {
		to.nodes[0].next = int32(len(to.nodes))
	}
	to.body, to.bytes, to.end = x.bytes, x.bytes, len(x.bytes)
	if x.left > 0 {
		to.problem = &Problem{Offset: to.end, Line: 1, Column: 1,
			Message: fmt.Sprintf("the last %d of %d values are left out: no more than %d bytes are copied", x.left, len(nodes), x.size)}
		to.problem.Line, to.problem.Column = position(to.bytes, to.end, nil)
	}
	return &Extract{Document: to, runs: x.runs, left: x.left}
}

// Origin is the node that n was copied from, of the Document that the extract was made of; None for the root and for a
// null that comes from nowhere.
func (e *Extract) Origin(n Node) Node {
	i := sort.Search(len(e.runs), func(i int) bool { return e.runs[i].node > n }) - 1
	if n < 0 || i < 0 || e.runs[i].origin == None {
		return None
	}
	return e.runs[i].origin + n - e.runs[i].node
}

// Left is how many of the values, the last ones, were left out because they did not fit.
func (e *Extract) Left() int { return e.left }

// extraction is the making of one extract.
type extraction struct {
	from, to *Document
	bytes    []byte
	size     int // of the bytes at most
	runs     []run
	parent   Node // in the extract, of the next value
	full     bool // a value did not fit
	left     int
}

// reserve makes room for the nodes, and for their bytes: where the node after a value begins, it has ended.
func (x *extraction) reserve(nodes []Node) {
	d := x.from
	count, size := 1, len("[]")
	for _, n := range nodes {
		if n == None {
			continue
		}
		next, end := d.next(n), d.end
		if count += int(next - n); int(next) < len(d.nodes) {
			end = d.start(next)
		}
		if size += len(",\n"); size < x.size {
			size += end - int(d.nodes[n].offset)
		}
	}
	x.bytes = make([]byte, 0, min(size, x.size))
	x.to.nodes = make([]node, 0, min(count, x.mostNodes(), x.size))
	x.runs = make([]run, 0, len(nodes)+1)
}

// mostNodes is how many nodes there may be: no more memory is taken for them than for their text, unless they are few.
func (x *extraction) mostNodes() int { return min(maxNodes, max(x.size/nodeSize, 1<<16)) }

// all copies the values, as many as fit, between the texts that surround them.
func (x *extraction) all(nodes []Node, before, between, after string) {
	x.bytes = append(x.bytes, before...)
	count := 0
	for i, n := range nodes {
		if n == None && !x.from.IsJSON() {
			continue
		}
		bytes, made, runs := len(x.bytes), len(x.to.nodes), len(x.runs)
		if count > 0 {
			x.bytes = append(x.bytes, between...)
		}
		x.value(n, uint32(i))
		if x.full || len(x.bytes)+len(after) > x.size || len(x.to.nodes) > x.mostNodes() || i > maxPlace {
			x.bytes, x.to.nodes, x.runs = x.bytes[:bytes], x.to.nodes[:made], x.runs[:runs]
			x.left = len(nodes) - i
			break
		}
		count++
	}
	if count > 0 || before != "" {
		x.bytes = append(x.bytes, after...)
	}
}

// open adds a container that stands in the document nowhere; what is copied next is inside of it.
func (x *extraction) open(kind Kind, place uint32) {
	n := len(x.to.nodes)
	x.to.nodes = append(x.to.nodes, node{uint32(len(x.bytes)), int32(n + 1), int32(x.parent), place<<placeShift | uint32(kind)&kindMask})
	x.runs = append(x.runs, run{Node(n), None})
	x.parent = Node(n)
}

// value copies one value. Room is looked after by who calls, but for what would take memory in vain.
func (x *extraction) value(n Node, place uint32) {
	d := x.from
	switch {
	case n == None:
		x.leaf(n, Null, place, "null")
	case n == 0 && d.virtual():
		x.virtual(place)
	case d.Kind(n) == Line && d.IsJSON():
		token, _ := json.Marshal(strings.ToValidUTF8(d.Text(n), "\uFFFD"))
		x.leaf(n, String, place, string(token))
	default:
		x.copy(n, place)
	}
}

// leaf adds a value without children that is written here.
func (x *extraction) leaf(origin Node, kind Kind, place uint32, text string) {
	n := len(x.to.nodes)
	x.to.nodes = append(x.to.nodes, node{uint32(len(x.bytes)), int32(n + 1), int32(x.parent), place<<placeShift | uint32(kind)})
	x.runs = append(x.runs, run{Node(n), origin})
	x.bytes = append(x.bytes, text...)
}

// virtual copies the array that stands in the body nowhere, value by value.
func (x *extraction) virtual(place uint32) {
	outer := x.parent
	x.open(Array, place)
	self := x.parent
	x.runs[len(x.runs)-1].origin = 0
	x.bytes = append(x.bytes, '[')
	for c := range x.from.Children(0) {
		if x.from.Index(c) > 0 {
			x.bytes = append(x.bytes, ',', '\n')
		}
		if x.value(c, uint32(x.from.Index(c))); x.full || len(x.bytes) > x.size {
			x.full = true
			return
		}
	}
	x.bytes = append(x.bytes, ']')
	x.to.nodes[self].next = int32(len(x.to.nodes))
	x.parent = outer
}

// copy copies the bytes of a value and its run of nodes.
func (x *extraction) copy(n Node, place uint32) {
	d := x.from
	start := int(d.nodes[n].offset)
	end, missing := d.tail(n)
	at, first := len(x.bytes), len(x.to.nodes)
	next := d.next(n)
	if at+end-start+len(missing) > x.size || first+int(next-n) > x.mostNodes() {
		x.full = true
		return
	}
	x.bytes = append(append(x.bytes, d.bytes[start:end]...), missing...)
	x.to.nodes = d.appendNodes(x.to.nodes, n, next)
	made := x.to.nodes[first:]
	offset, shift := uint32(at)-uint32(start), int32(first)-int32(n)
	for i := range made {
		made[i].offset += offset
		made[i].next += shift
		made[i].parent += shift
	}
	from, _ := slices.BinarySearch(d.open, int32(n))
	for _, p := range d.open[from:] {
		if p >= int32(next) {
			break
		}
		made[p-int32(n)].next = int32(len(x.to.nodes))
		if d.IsMarkup() {
			made[p-int32(n)].meta |= uint32(min(end-int(d.nodes[p].offset), maxPlace)) << placeShift
		}
	}
	made[0].parent = int32(x.parent)
	if !d.IsMarkup() {
		made[0].meta = place<<placeShift | made[0].meta&kindMask
	}
	if d.IsText() {
		made[0].meta = uint32(Line)
	}
	x.runs = append(x.runs, run{Node(first), n})
}

// appendNodes copies nodes; of those that go on in what has not come yet only what does not change meanwhile.
func (d *Document) appendNodes(to []node, n, next Node) []node {
	from, _ := slices.BinarySearch(d.open, int32(n))
	for _, p := range d.open[from:] {
		if p >= int32(next) {
			break
		}
		to = append(to, d.nodes[n:p]...)
		open := node{offset: d.nodes[p].offset, parent: d.nodes[p].parent}
		if d.IsMarkup() {
			open.meta = uint32(d.Kind(Node(p)) - markupKinds) // the length beside the kind is written meanwhile
		} else {
			open.meta = d.nodes[p].meta
		}
		to = append(to, open)
		n = Node(p) + 1
	}
	return append(to, d.nodes[n:next]...)
}

// tail is where the text of a value ends, and the brackets that it lacks: a body that broke or goes on left
// them out.
func (d *Document) tail(n Node) (end int, missing []byte) {
	end, closed := d.valueEnd(n)
	if closed || d.IsMarkup() || d.IsText() {
		return end, nil
	}
	last := d.next(n) - 1
	if end = int(d.nodes[last].offset) + 1; d.Kind(last) < Array {
		end, _ = d.valueEnd(last)
	}
	for ; ; last = d.Parent(last) {
		if d.Kind(last) >= Array {
			after, closed := d.closeEnd(end)
			switch {
			case closed && missing == nil:
				end = after
			case d.Kind(last) == Object:
				missing = append(missing, '}')
			default:
				missing = append(missing, ']')
			}
		}
		if last == n {
			return end, missing
		}
	}
}
