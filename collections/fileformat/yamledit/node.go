// Package yamledit changes a YAML file by touching only the bytes that must change: comments, order,
// blank lines, quotes and line ends elsewhere stay as they are. It knows a strict subset of YAML (one
// document; no anchors, aliases, merge keys, tags) and nothing of what a file means.
//
//	bytes ── Parse ──> Document (a tree of Nodes, each with its place in the bytes)
//	                      │
//	                      └── Update(wanted tree) ──> bytes, parsed again and compared
//
// A wanted tree is built from the document's own nodes and new ones. Nodes taken over as they are keep
// their bytes; a new node with Was set changes that node in place.
package yamledit

// Kind says what a Node holds.
type Kind uint8

// The kinds of node.
const (
	Scalar Kind = iota
	Mapping
	Sequence
)

// Style says how a scalar is, or must be, written.
type Style uint8

// The styles of a scalar. A wanted one is Auto, Plain or Quoted.
const (
	Auto   Style = iota // wanted: whatever reads best
	Plain               // without quotes
	Quoted              // in single or double quotes, or wanted: anything but plain
	Block               // a | or > block
)

// Node is one value of a document, or one that is wanted there.
type Node struct {
	Kind    Kind
	Style   Style  // of a scalar
	Flow    bool   // a mapping or sequence within braces or brackets
	Text    string // of a scalar: what is left when quotes and escapes are undone, never re-typed
	Entries []Entry
	Items   []*Node
	Was     *Node // of a wanted node: the node of the document that it changes, if any

	Line, Column int // where it starts, from 1, in characters
	start, end   int // its bytes
	lead         int // the byte after the colon or dash it follows
}

// Entry is a key of a mapping with its value.
type Entry struct {
	Key, Value *Node
}

// NewScalar returns a scalar to be written as reads best.
func NewScalar(text string) *Node { return &Node{Text: text} }

// Get returns the value of a key, or nil.
func (n *Node) Get(key string) *Node {
	if n == nil {
		return nil
	}
	for _, e := range n.Entries {
		if e.Key.Text == key {
			return e.Value
		}
	}
	return nil
}

// Empty reports whether the node is a scalar without a character, quoted or not.
func (n *Node) Empty() bool { return n.Kind == Scalar && n.Text == "" }

// Equal reports whether have reads as want is meant: order counts, and a scalar that want calls plain
// or quoted has to be that.
func Equal(have, want *Node) bool {
	if have == want {
		return true
	}
	if have == nil || want == nil || have.Kind != want.Kind {
		return false
	}
	switch have.Kind {
	case Scalar:
		return have.Text == want.Text && (want.Style == Auto || have.Style == Auto || (have.Style == Plain) == (want.Style == Plain))
	case Mapping:
		if len(have.Entries) != len(want.Entries) {
			return false
		}
		for i, e := range have.Entries {
			if e.Key.Text != want.Entries[i].Key.Text || !Equal(e.Value, want.Entries[i].Value) {
				return false
			}
		}
	case Sequence:
		if len(have.Items) != len(want.Items) {
			return false
		}
		for i, item := range have.Items {
			if !Equal(item, want.Items[i]) {
				return false
			}
		}
	}
	return true
}

// String gives the node on one line, as YAML.
func (n *Node) String() string { return flowText(n) }
