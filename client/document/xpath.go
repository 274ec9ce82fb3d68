package document

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/antchfx/xpath"
)

// XPathResult is what an XPath gives: nodes in the order of the body, or a value.
type XPathResult struct {
	Nodes []Node
	Value any // a string, a float64 or a bool; nil when it gives nodes
}

// XPathSelect evaluates an XPath (1.0, and some functions of 2.0) over markup, from the whole of it.
//
// Prefixes are those that the body declares anywhere, and match as they are written in it; those that ns gives match
// what has their namespace instead. A plain name matches an element without a prefix, whatever its default namespace.
// Names of HTML are written in lower case. Text that is all that an element holds is given as the element. Instructions
// are not seen. The error is one line and says what is wrong, with a hint where there is one; it is the context's when
// that ends first.
func (d *Document) XPathSelect(ctx context.Context, expr string, ns map[string]string) (XPathResult, error) {
	if len(expr) > maxQuery {
		return XPathResult{}, fmt.Errorf("the XPath is %d bytes long; the longest accepted is %d", len(expr), maxQuery)
	}
	if !d.IsMarkup() {
		return XPathResult{}, fmt.Errorf("an XPath selects in XML and HTML, and this is %s", d.format)
	}
	if d.Root() == None {
		return XPathResult{}, nil
	}
	known := d.prefixes(expr)
	for prefix, uri := range ns {
		known[prefix] = uri
	}
	compiled, err := compile(expr, known)
	if err != nil {
		return XPathResult{}, fmt.Errorf("XPath %s: %s%s", quote(expr), printable(strings.TrimSuffix(err.Error(), ".")), d.xpathHint(expr, err.Error()))
	}
	s := &xpathSearch{doc: d, ns: ns}
	if len(ns) == 0 {
		s.walk, s.simple = d.parseWalk(expr)
	}
	defer context.AfterFunc(ctx, func() { s.stopped.Store(true) })()
	done := make(chan error, 1)
	var result XPathResult
	go func() {
		var err error
		result, err = s.run(compiled)
		done <- err
	}()
	select {
	case err = <-done:
	case <-ctx.Done():
		return XPathResult{}, ctx.Err()
	}
	switch {
	case err == nil:
		return result, nil
	case errors.Is(err, errStopped):
		return XPathResult{}, ctx.Err()
	}
	return XPathResult{}, fmt.Errorf("XPath %s: %s", quote(expr), printable(err.Error()))
}

// compile parses an XPath. The library panics at some that it cannot parse.
func compile(expr string, ns map[string]string) (compiled *xpath.Expr, err error) {
	defer func() {
		if r := recover(); r != nil {
			compiled, err = nil, fmt.Errorf("%v", r)
		}
	}()
	if strings.TrimSpace(expr) == "" {
		return nil, errors.New("there is nothing in it")
	}
	return xpath.CompileWithNS(expr, ns)
}

// xpathHint tells what to do about the commonest slips.
func (d *Document) xpathHint(expr, message string) string {
	trimmed := strings.TrimSpace(expr)
	switch {
	case strings.HasPrefix(message, "prefix "):
		var names []string
		for prefix := range d.prefixes("") {
			names = append(names, prefix)
		}
		slices.Sort(names)
		return "; the body declares " + printable(strings.Join(names, ", "))
	case trimmed == "":
		return "; `/` is the whole body, `//name` every element of that name"
	case trimmed[0] == '$':
		return "; this body is markup: write /a/b, //b[2] or //b/@name"
	case strings.ContainsAny(trimmed, "#{>") || trimmed[0] == '.' && len(trimmed) > 1 && isLetter(trimmed[1]):
		return "; a class is //*[@class='x'], an id //*[@id='x'], a child a/b"
	case strings.HasSuffix(trimmed, "/"):
		return "; a name, `*`, `@name` or `text()` must follow a slash"
	}
	return ""
}

// prefixes are those that are declared in the body, and what for where they are first; none that the expression does
// not hold, when there is one.
func (d *Document) prefixes(expr string) map[string]string {
	known := map[string]string{}
	if expr == "" || strings.Contains(expr, ":") {
		known["xml"], known["xmlns"] = "http://www.w3.org/XML/1998/namespace", "http://www.w3.org/2000/xmlns/"
	}
	if d.format != XML || expr != "" && !strings.Contains(expr, ":") {
		return known
	}
	mark := []byte("xmlns:")
	for at := 0; ; {
		i := bytes.Index(d.bytes[at:d.end], mark)
		if i < 0 {
			return known
		}
		at += i + len(mark)
		if _, before := known[string(d.bytes[at:nameOfAttribute(d.bytes, at-1)])]; before {
			continue
		}
		n := d.At(at - 1)
		if n == None || d.Kind(n) != Attribute {
			continue
		}
		if prefix, ok := strings.CutPrefix(string(d.name(n)), string(mark)); ok {
			known[prefix] = d.Text(n)
		}
	}
}

// errStopped says that an evaluation was stopped.
var errStopped = errors.New("stopped")

// xpathSearch is one evaluation of an XPath.
type xpathSearch struct {
	doc     *Document
	ns      map[string]string
	walk    walk
	simple  bool // the walk is all of it
	stopped atomic.Bool
}

// run evaluates an XPath. The library panics at some values, and at what stops it.
func (s *xpathSearch) run(compiled *xpath.Expr) (result XPathResult, err error) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case error:
			err = r
		default:
			err = fmt.Errorf("%v", r)
		}
	}()
	if s.simple {
		return XPathResult{Nodes: s.follow(s.walk)}, nil
	}
	start := cursor{xpathSearch: s}
	var root xpath.NodeNavigator = &start
	if len(s.ns) > 0 {
		root = &spacedCursor{start}
	}
	switch value := compiled.Evaluate(root).(type) {
	case *xpath.NodeIterator:
		for value.MoveNext() {
			result.Nodes = append(result.Nodes, at(value.Current()))
		}
		slices.Sort(result.Nodes)
		result.Nodes = slices.Compact(result.Nodes)
	case nil:
	default:
		result.Value = value
	}
	return result, nil
}

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
	if i := bytes.IndexByte(name, ':'); i >= 0 {
		return string(name[:i]), string(name[i+1:])
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
