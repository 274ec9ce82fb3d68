package document

import (
	"bytes"
	"slices"
	"sync/atomic"
)

// markup is what the pass through XML or HTML keeps beside the index.
type markup struct {
	started bool
	raw     bool           // HTML: the index goes on inside an element that holds nothing but text
	root    bool           // XML: the root element was met
	text    int            // where the character data begins that is no node yet; -1: there is none
	over    int            // XML: elements that are open and nest too deep to be nodes
	names   map[string]int // XML: how many elements of a name are open; nil: not counted
	tags    []openTag      // HTML: what the open elements are, the outermost first
	count   [tagCount]int  // HTML: how many of each are open
}

// openTag is an open element of HTML.
type openTag struct {
	tag  tag
	hash uint32 // of its name
}

// readMarkup indexes what came since the last time, and puts what there is now into d.
func (x *indexer) readMarkup(d *Document, body []byte, final bool) {
	x.body, x.final = body[:min(len(body), maxIndexed)], final
	if d.base = markupKinds; !x.markup.started && (final || len(x.body) >= 3) {
		x.beginMarkup()
	}
	if x.markup.started && (final || len(x.body) >= x.wait) && len(x.nodes) < maxNodes {
		if d.format == HTML {
			x.readHTML()
		} else {
			x.readXML()
		}
	}
	if len(body) > maxIndexed || len(x.nodes) >= maxNodes {
		x.wrong(x.at, "the body goes on, but no more of it is indexed")
	}
	if final {
		x.endMarkup(d.format)
	}
	d.bytes, d.problem, d.nodes = body, x.problem, slices.Clip(x.nodes)
	d.end = len(x.body)
	if !final {
		d.end = x.at
		for p := x.parent; p >= 0; p = x.nodes[p].parent {
			d.open = append(d.open, p)
		}
		slices.Reverse(d.open)
	}
}

// beginMarkup adds the node of the whole body.
func (x *indexer) beginMarkup() {
	x.markup = markup{started: true, text: -1}
	x.parent, x.depth = -1, 1
	x.addMarkup(0, 0, Fragment)
	x.parent, x.at = 0, skipMark(x.body)
}

// endMarkup closes what is open where the body ends.
func (x *indexer) endMarkup(f Format) {
	end := len(x.body)
	x.at = end
	if f == XML {
		x.outside(end)
		switch m := &x.markup; {
		case x.parent > 0:
			x.wrong(end, "the body ends where "+quote("</"+string(x.elementName(x.parent))+">")+" must be")
		case !m.root:
			x.wrong(end, "the body ends where an element must be")
		}
	}
	x.closeText(end)
	for x.parent >= 0 {
		x.closeMarkup(end)
	}
}

// wrong keeps the first problem of the body.
func (x *indexer) wrong(at int, message string) {
	if x.problem == nil {
		line, column := position(x.body, at, x.store)
		x.problem = &Problem{Offset: at, Line: line, Column: column, Message: message}
	}
}

// missing waits for the rest of the token that begins where the index is, or takes the body as cut off inside of it.
// It is not read again before there is twice as much of it.
func (x *indexer) missing(inside string) {
	if !x.final {
		x.wait = len(x.body) + max(1, len(x.body)-x.at)
		return
	}
	x.wrong(len(x.body), "the body ends inside "+inside)
}

// addMarkup adds a node of that many bytes.
func (x *indexer) addMarkup(start, length int, kind Kind) {
	n := len(x.nodes)
	if n == cap(x.nodes) {
		x.grow(start)
	}
	x.nodes = x.nodes[:n+1]
	x.nodes[n] = node{uint32(start), int32(n + 1), x.parent, uint32(min(length, maxPlace))<<placeShift | uint32(kind-markupKinds)}
}

// addLeaf adds a node that ends before the byte end, after the text before it.
func (x *indexer) addLeaf(start, end int, kind Kind) {
	x.flush(start)
	if x.markup.over == 0 {
		x.addMarkup(start, end-start, kind)
	}
}

// closeMarkup ends the innermost open node before the byte end. Documents given before may be read meanwhile, so its
// length is written at once; they read its kind alone.
func (x *indexer) closeMarkup(end int) {
	p := &x.nodes[x.parent]
	p.next = int32(len(x.nodes))
	length := uint32(min(end-int(p.offset), maxPlace))
	atomic.StoreUint32(&p.meta, length<<placeShift|p.meta&kindMask)
	x.parent = p.parent
	x.depth--
}

// chars takes the bytes up to the next tag for character data.
func (x *indexer) chars() {
	if x.markup.text < 0 {
		x.markup.text = x.at
	}
	if i := bytes.IndexByte(x.body[x.at:], '<'); i >= 0 {
		x.at += i
		return
	}
	x.at = len(x.body)
}

// literal takes the bytes up to end for character data, whatever they look like.
func (x *indexer) literal(end int) {
	if x.markup.text < 0 {
		x.markup.text = x.at
	}
	x.at = end
}

// flush makes a node of the character data before the byte end. What is blank between elements makes none.
func (x *indexer) flush(end int) {
	m := &x.markup
	start := m.text
	if start < 0 {
		return
	}
	m.text = -1
	if m.over > 0 || start == end || m.count[tagPre] == 0 && skipBlank(x.body[:end], start) == end {
		return
	}
	x.addMarkup(start, end-start, Chars)
}

// stray passes over an end tag at byte i that ends nothing: it stands within character data, but does not make a node of
// what is blank.
func (x *indexer) stray(i int) {
	if m := &x.markup; m.text >= 0 && m.count[tagPre] == 0 && skipBlank(x.body[:i], m.text) == i {
		m.text = -1
	}
}

// closeText ends the character data where the innermost element ends: when there is nothing else in that, it is
// the text of the element and no node.
func (x *indexer) closeText(end int) {
	if x.parent > 0 && int(x.parent) == len(x.nodes)-1 {
		x.markup.text = -1
	}
	x.flush(end)
}

// attributes reads a tag from after its name on, and returns the byte after it and whether it says that the element
// is empty; -1 when the body ends before. The attributes become children of the element, which is left as the innermost
// one; -1: they do not.
func (x *indexer) attributes(i int, element int32, strict bool) (end int, empty bool) {
	b := x.body
	for {
		if i = skipBlank(b, i); i >= len(b) {
			return -1, false
		}
		switch c := b[i]; {
		case c == '>':
			return i + 1, false
		case c == '/':
			if i+1 >= len(b) {
				return -1, false
			}
			if b[i+1] == '>' {
				return i + 2, true
			}
			i++
			continue
		case c == '<' && strict:
			x.wrong(i, "`<` where the end of a tag must be")
			return i, false
		}
		start := i
		if i = x.attribute(i, strict); i < 0 {
			return -1, false
		}
		if element >= 0 {
			x.parent = element
			x.addMarkup(start, i-start, Attribute)
		}
	}
}

// attribute returns the byte after the attribute at i; -1 when the body ends before its tag does.
func (x *indexer) attribute(i int, strict bool) int {
	b, start := x.body, i
	name := nameOfAttribute(b, i)
	value, end := valueOfAttribute(b, name)
	switch {
	case end < 0 || end >= len(b):
		return -1
	case !strict || x.problem != nil:
	case value < 0:
		x.wrong(start, "the attribute "+quote(string(b[start:name]))+" without a value")
	case value == end || b[value-1] != '"' && b[value-1] != '\'':
		x.wrong(start, "the value of the attribute "+quote(string(b[start:name]))+" without quotes")
	}
	return end
}

// nameOfAttribute is the byte after the name of the attribute that begins at i. In HTML it may begin with "=".
func nameOfAttribute(b []byte, i int) int {
	for i++; i < len(b) && breaks[b[i]]&breaksKey == 0; {
		i++
	}
	return i
}

// valueOfAttribute is where the value begins of the attribute whose name ends at i, its quote left out, and the byte
// after the attribute. Without a value start is -1; without an end, because the body ends, end is.
func valueOfAttribute(b []byte, i int) (start, end int) {
	at := skipBlank(b, i)
	switch {
	case at >= len(b):
		return -1, -1
	case b[at] != '=':
		return -1, i
	}
	if at = skipBlank(b, at+1); at >= len(b) {
		return -1, -1
	}
	if q := b[at]; q == '"' || q == '\'' {
		length := bytes.IndexByte(b[at+1:], q)
		if length < 0 {
			return at + 1, -1
		}
		return at + 1, at + 1 + length + 1
	}
	for start = at; at < len(b) && breaks[b[at]]&breaksValue == 0; {
		at++
	}
	return start, at
}

// skipBlank returns the first byte from i on that is not blank, form feeds included.
func skipBlank(b []byte, i int) int {
	for i = skipSpace(b, i); i < len(b) && b[i] == '\f'; {
		i = skipSpace(b, i+1)
	}
	return i
}

// nameEnd is the byte after the name of an element that begins at i.
func tagNameEnd(b []byte, i int) int {
	for i < len(b) && breaks[b[i]]&breaksName == 0 {
		i++
	}
	return i
}

// elementName is the name of an element as it is written.
func (x *indexer) elementName(n int32) []byte {
	start := int(x.nodes[n].offset) + 1
	return x.body[start:tagNameEnd(x.body, start)]
}

// What ends the name of an element, the name of an attribute, and a value without quotes.
const (
	breaksName = 1 << iota
	breaksKey
	breaksValue
	nameStart // begins a name
)

// breaks is what each byte ends or begins.
var breaks = func() (table [256]uint8) {
	for _, c := range " \t\n\r\f>" {
		table[c] |= breaksName | breaksKey | breaksValue
	}
	table['/'] |= breaksName | breaksKey
	table['='] |= breaksKey
	for c := range table {
		if c|0x20 >= 'a' && c|0x20 <= 'z' || c == '_' || c == ':' || c >= 0x80 {
			table[c] |= nameStart
		}
	}
	return table
}()
