package document

import (
	"bytes"

	"github.com/antchfx/xpath"
)

// at is the node where a cursor is.
func at(c xpath.NodeNavigator) Node {
	if c, ok := c.(*spacedCursor); ok {
		return c.n
	}
	return c.(*cursor).n
}

// cursor walks the index for the XPath library: as the tree of XPath 1.0 section 5, without instructions, and without
// what is blank between elements.
type cursor struct {
	*xpathSearch
	n    Node
	text bool // at the text of n, which has no node because it is all that n holds
}

// NodeType is what sort of node the cursor is at.
func (c *cursor) NodeType() xpath.NodeType {
	if c.text {
		return xpath.TextNode
	}
	switch c.doc.Kind(c.n) {
	case Fragment:
		return xpath.RootNode
	case Attribute:
		return xpath.AttributeNode
	case Chars:
		return xpath.TextNode
	case Comment:
		return xpath.CommentNode
	}
	return xpath.ElementNode
}

// qualified is the prefix and the rest of the name of the node.
func (c *cursor) qualified() (prefix, local string) {
	kind := c.doc.Kind(c.n)
	if c.text || kind != Element && kind != Attribute {
		return "", ""
	}
	name := c.doc.name(c.n)
	if c.doc.format == HTML {
		return "", lowered(string(name))
	}
	if before, after, ok := bytes.Cut(name, []byte{':'}); ok {
		return string(before), string(after)
	}
	return "", string(name)
}

// LocalName is the name without its prefix.
func (c *cursor) LocalName() string { _, local := c.qualified(); return local }

// Prefix is the prefix of the name as it is written.
func (c *cursor) Prefix() string { prefix, _ := c.qualified(); return prefix }

// Value is the string value of the node.
func (c *cursor) Value() string { return c.doc.Text(c.n) }

// Copy is a cursor at the same place.
func (c *cursor) Copy() xpath.NodeNavigator { other := *c; return &other }

// MoveToRoot goes to the whole body.
func (c *cursor) MoveToRoot() { c.n, c.text = 0, false }

// MoveToParent goes to what holds the node.
func (c *cursor) MoveToParent() bool {
	if c.text {
		c.text = false
		return true
	}
	return c.move(c.doc.Parent(c.n))
}

// move goes to a node, unless it is None.
func (c *cursor) move(n Node) bool {
	if c.stopped.Load() {
		panic(errStopped)
	}
	if n == None {
		return false
	}
	c.n = n
	return true
}

// MoveToNextAttribute goes to the next attribute of the element, or from the element to its first.
func (c *cursor) MoveToNextAttribute() bool {
	if c.text {
		return false
	}
	next := None
	switch c.doc.Kind(c.n) {
	case Element:
		next = c.doc.First(c.n)
	case Attribute:
		next = c.doc.Next(c.n)
	}
	for next != None && c.doc.Kind(next) == Attribute && c.doc.repeats(next) {
		next = c.doc.Next(next)
	}
	return next != None && c.doc.Kind(next) == Attribute && c.move(next)
}

// MoveToChild goes to the first thing that the element holds.
func (c *cursor) MoveToChild() bool {
	d := c.doc
	if kind := d.Kind(c.n); c.text || kind != Element && kind != Fragment {
		return false
	}
	first := d.First(c.n)
	if first == None {
		c.text = d.Kind(c.n) == Element && d.holdsText(c.n)
		return c.text
	}
	if kind := d.Kind(first); kind == Attribute || kind == Instruction {
		first = d.after(first)
	}
	return c.move(first)
}

// holdsText tells whether an element without children has text.
func (d *Document) holdsText(n Node) bool {
	start, end := d.Span(n)
	if start = d.tagEnd(start); start >= end || d.bytes[start] == '<' && start+1 < end && d.bytes[start+1] == '/' {
		return false
	}
	return d.bytes[start] != '<' || d.Text(n) != ""
}

// after is the sibling after n that is neither an attribute nor an instruction; None when there is none.
func (d *Document) after(n Node) Node {
	for n = d.Next(n); n != None; n = d.Next(n) {
		if kind := d.Kind(n); kind != Attribute && kind != Instruction {
			return n
		}
	}
	return None
}

// before is the sibling before n that is neither an attribute nor an instruction; None when there is none.
func (d *Document) before(n Node) Node {
	parent := d.Parent(n)
	if parent == None {
		return None
	}
	for n--; n > parent; n-- {
		for d.Parent(n) != parent {
			n = d.Parent(n)
		}
		if kind := d.Kind(n); kind != Attribute && kind != Instruction {
			return n
		}
	}
	return None
}

// MoveToFirst goes to the first sibling.
func (c *cursor) MoveToFirst() bool {
	parent := c.doc.Parent(c.n)
	if c.text || parent == None || c.doc.Kind(c.n) == Attribute {
		return false
	}
	first := c.doc.First(parent)
	if kind := c.doc.Kind(first); kind == Attribute || kind == Instruction {
		first = c.doc.after(first)
	}
	return first != c.n && c.move(first)
}

// MoveToNext goes to the next sibling.
func (c *cursor) MoveToNext() bool {
	return !c.text && c.doc.Kind(c.n) != Attribute && c.move(c.doc.after(c.n))
}

// MoveToPrevious goes to the sibling before.
func (c *cursor) MoveToPrevious() bool {
	return !c.text && c.doc.Kind(c.n) != Attribute && c.move(c.doc.before(c.n))
}

// MoveTo goes to where another cursor is.
func (c *cursor) MoveTo(other xpath.NodeNavigator) bool {
	o, ok := other.(*cursor)
	if ok {
		*c = *o
	}
	return ok
}

// spacedCursor is a cursor that knows namespaces too.
type spacedCursor struct{ cursor }

// Copy is a cursor at the same place.
func (c *spacedCursor) Copy() xpath.NodeNavigator { other := *c; return &other }

// MoveTo goes to where another cursor is.
func (c *spacedCursor) MoveTo(other xpath.NodeNavigator) bool {
	o, ok := other.(*spacedCursor)
	if ok {
		*c = *o
	}
	return ok
}

// NamespaceURL is the namespace of the name of the node.
func (c *spacedCursor) NamespaceURL() string {
	prefix, local := c.qualified()
	if local == "" || prefix == "" && c.doc.Kind(c.n) == Attribute {
		return ""
	}
	name := "xmlns"
	if prefix != "" {
		name = "xmlns:" + prefix
	}
	for n := c.n; n > 0; n = c.doc.Parent(n) {
		if c.doc.Kind(n) != Element {
			continue
		}
		if declared := c.doc.attributeOf(n, name); declared != None {
			return c.doc.Text(declared)
		}
	}
	return ""
}
