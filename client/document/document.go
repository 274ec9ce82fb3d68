// Package document is a parsed body: a flat index of its values over the bytes as they came, the path
// of each value, and queries over the index. Nothing is decoded until asked for, so key order,
// duplicate names and the text of numbers survive.
//
//	body as it arrives --Builder--> Document, again and again, each with more of the body
//	a whole body --Parse--> Document --Select(Query)--> Node --Path, Source, Decode-->
//
// JSON, lines of JSON, XML, HTML and text are indexed in place. CSV, forms, multipart bodies, YAML and
// event streams are indexed as the JSON that they stand for, so that one tree, one search and one query
// language serve them all.
//
// A Document is never changed once made, so any number of goroutines may read it. The body must not be
// changed either. It is not an editor of JSON, not a schema, and knows nothing of HTTP or of screens.
// What it returns is untrusted text as received.
package document

import (
	"slices"
	"sync/atomic"
)

// Kind is what sort of value a node is.
type Kind uint8

// The kinds of RFC 8259 section 3, and the line.
const (
	Null Kind = iota
	Bool
	Number
	String
	Array
	Object
	Line // a line of a text, or one among lines of JSON that is no JSON
)

// The kinds of markup.
const (
	Fragment    Kind = iota + markupKinds // the whole of an XML or HTML body
	Element                               // it is a leaf when all it holds is text
	Attribute                             // of the element that is its parent
	Chars                                 // text beside elements
	Comment                               // from <!-- to -->
	Instruction                           // a processing instruction, a declaration or a document type
)

// markupKinds is what is added to the kind that is kept of a node of markup.
const markupKinds = 8

// Node is a handle of one value in its Document, numbered from 0 in the order of the body; None is no
// node. A method of Document panics when given None or a node of another Document, unless it says
// otherwise.
type Node int32

// None is no node.
const None Node = -1

// node is one value. No pointers: the collector has nothing to scan.
type node struct {
	offset uint32 // of the first byte of the value
	next   int32  // the node after the last of its subtree; its own number + 1 when it has no children
	parent int32  // -1: none
	meta   uint32 // the kind, and shifted by placeShift its place
}

// nodeSize is the size of a node in bytes.
const nodeSize = 16

// A member's place is the distance from the opening quote of its name to its value; an element's is its
// index; that of a node of markup is its length in bytes.
const (
	kindMask   = 1<<placeShift - 1
	placeShift = 3
	maxPlace   = 1<<(32-placeShift) - 1
)

// maxIndexed is how much of a body is indexed, in bytes: every offset fits in 32 bits.
const maxIndexed = 1<<32 - 1

// maxNodes keeps the numbers of nodes in range.
const maxNodes = 1<<31 - 2

// maxDepth is how deep values nest at most, which RFC 8259 section 9 lets a parser limit; it bounds every
// recursion over a document.
const maxDepth = 10_000

// Document is an indexed body.
type Document struct {
	body    []byte // as it came
	text    []byte // in UTF-8
	bytes   []byte // what is indexed
	nodes   []node
	open    []int32 // the containers that go on in what has not come yet, in order
	end     int     // where the index ends: the length of bytes, or where it broke or waits
	format  Format
	base    Kind // added to the kinds that nodes have
	final   bool
	problem *Problem
	store   Store
	placed  atomic.Pointer[placed]
}

// Format is how the body was read; never Auto.
func (d *Document) Format() Format { return d.format }

// Problem is where and why the body stopped being what it claims to be; nil when it did not.
func (d *Document) Problem() *Problem { return d.problem }

// Body is the body as it came, not a copy.
func (d *Document) Body() []byte { return d.body }

// Characters is the body in UTF-8: the body itself where it came so, or where nobody says how it came.
func (d *Document) Characters() []byte {
	if d.text == nil {
		return d.body
	}
	return d.text
}

// Bytes is the text that is indexed, which spans are of. It is the body itself where that is JSON, markup or
// text in UTF-8, else the body in UTF-8 or the JSON that it stands for.
func (d *Document) Bytes() []byte { return d.bytes }

// Final tells whether all of the body is here: one that still arrives has more nodes in a later Document.
func (d *Document) Final() bool { return d.final }

// Derived tells whether what is indexed is JSON that was made from the body.
func (d *Document) Derived() bool { return d.format.derived() }

// IsJSON tells whether the nodes are JSON values.
func (d *Document) IsJSON() bool { return d.base == 0 && !d.IsText() }

// IsMarkup tells whether the nodes are those of XML or HTML.
func (d *Document) IsMarkup() bool { return d.base == markupKinds }

// IsText tells whether the nodes are lines, or there are none because the body is no text at all.
func (d *Document) IsText() bool { return d.format == Text || d.format == Binary }

// Len is the number of nodes.
func (d *Document) Len() int { return len(d.nodes) }

// Root is the outermost value, or the first line of a text; None when there is none.
func (d *Document) Root() Node {
	if len(d.nodes) == 0 {
		return None
	}
	return 0
}

// Release lets go of the memory that a look through a very large body took. What is read later comes back
// by itself.
func (d *Document) Release() {
	if d.store != nil {
		d.store.Release()
	}
}

// next is the node after the last of n's subtree. Of a container that is still open it is not read, for it
// is written when the container closes.
func (d *Document) next(n Node) Node {
	if d.goesOn(n) {
		return Node(len(d.nodes))
	}
	return Node(d.nodes[n].next)
}

// goesOn tells whether a container goes on in what has not come yet.
func (d *Document) goesOn(n Node) bool {
	if len(d.open) == 0 || int32(n) > d.open[len(d.open)-1] {
		return false
	}
	_, ok := slices.BinarySearch(d.open, int32(n))
	return ok
}

// virtual tells whether the root is an array that stands in the body nowhere.
func (d *Document) virtual() bool { return d.format == NDJSON || d.format == Sequence }
