// Package document is a parsed body: a flat index of its values over the bytes as they came, the path
// of each value, and RFC 9535 queries over the index. Nothing is decoded until asked for, so key order,
// duplicate names and the text of numbers survive.
//
//	body --Parse--> Document --Select(Query)--> Node --Path, Source, Decode-->
//
// A Document is never changed once made, so any number of goroutines may read it. The body must not be
// changed either. It is not an editor of JSON, not a schema, and knows nothing of HTTP or of screens.
// What it returns is untrusted text as received.
package document

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
	Line // a line of a text that is not JSON
)

// Format is how a body was read.
type Format uint8

// The formats.
const (
	JSON Format = iota // RFC 8259
	Text               // lines
)

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

// A member's place is the distance from the opening quote of its name to its value; an element's is its
// index.
const (
	kindMask   = 1<<placeShift - 1
	placeShift = 3
)

// maxJSON is the longest body indexed as JSON, in bytes: every place in it fits in what meta leaves.
const maxJSON = 1<<(32-placeShift) - 1

// maxText is how much of a text is indexed, in bytes: every offset fits in 32 bits.
const maxText = 1<<32 - 1

// maxDepth is how deep values nest at most, which RFC 8259 section 9 lets a parser limit; it bounds every
// recursion over a document.
const maxDepth = 10_000

// Document is an indexed body.
type Document struct {
	body    []byte
	nodes   []node
	end     int // where the index ends: the length of the body, or where it broke
	format  Format
	problem *Problem
}

// Format is how the body was read.
func (d *Document) Format() Format { return d.format }

// Problem is where and why the body stopped being what it claims to be; nil when it did not.
func (d *Document) Problem() *Problem { return d.problem }

// Bytes is the body itself, not a copy.
func (d *Document) Bytes() []byte { return d.body }

// Len is the number of nodes.
func (d *Document) Len() int { return len(d.nodes) }

// Root is the outermost value, or the first line of a text; None when there is none.
func (d *Document) Root() Node {
	if len(d.nodes) == 0 {
		return None
	}
	return 0
}
