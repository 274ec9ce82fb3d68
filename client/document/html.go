package document

import (
	"bytes"
	"math/bits"
	"slices"
)

// readHTML goes on until the body ends for now. Tags, attributes, comments and text are told apart as the WHATWG's
// tokenizer does. Of its construction of trees it has what pages rely on: empty elements, elements that hold text alone,
// and end tags that may be left out. Elements that are not written (html, head, body, tbody) are not made up, nothing is
// moved, and noscript holds elements.
func (x *indexer) readHTML() {
	for x.at < len(x.body) && len(x.nodes) < maxNodes {
		var end int
		switch m := &x.markup; {
		case m.raw:
			end = x.rawText()
		case x.body[x.at] != '<':
			x.chars()
			continue
		default:
			end = x.htmlToken(x.at)
		}
		if end < 0 {
			x.missing(x.insideOfHTML())
			if x.final {
				x.cutHTML()
			}
			return
		}
		x.at = end
	}
}

// insideOfHTML names what the body ends inside of.
func (x *indexer) insideOfHTML() string {
	if x.markup.raw {
		return quote("<" + string(x.elementName(x.parent)) + ">")
	}
	return insideOf(x.body[x.at:])
}

// cutHTML takes what the body ends inside of for what it says.
func (x *indexer) cutHTML() {
	rest := x.body[x.at:]
	switch {
	case x.markup.raw || len(rest) == 1 || string(rest) == "</":
		x.literal(len(x.body))
	case isDoctype(rest):
		x.addLeaf(x.at, len(x.body), Instruction)
	case rest[1] == '!' || rest[1] == '?' || rest[1] == '/' && !isLetter(rest[2]):
		x.addLeaf(x.at, len(x.body), Comment)
	default:
		x.closeText(x.at)
	}
	x.at = len(x.body)
}

// rawText reads the content of an element that holds nothing but text, up to its end tag.
func (x *indexer) rawText() int {
	name := x.elementName(x.parent)
	end := rawEnd(x.body, x.at, name)
	if end < 0 {
		return -1
	}
	if x.markup.raw = false; end > x.at {
		x.literal(end)
	}
	return end
}

// rawEnd is where the end tag begins that closes an element of text; -1 when there is none.
func rawEnd(b []byte, i int, name []byte) int {
	switch {
	case equalFold(name, "script"):
		return scriptEnd(b, i)
	case equalFold(name, "plaintext"):
		return -1
	}
	for {
		at := bytes.Index(b[i:], []byte("</"))
		if at < 0 {
			return -1
		}
		if i += at; closes(b, i, string(name)) {
			return i
		}
		i += 2
	}
}

// closes tells whether the end tag at i has that name.
func closes(b []byte, i int, name string) bool {
	end := i + 2 + len(name)
	return end < len(b) && b[i+1] == '/' && breaks[b[end]]&breaksName != 0 && equalFold(b[i+2:end], name)
}

// scriptEnd is where a script ends: it may hold the text of a script in what looks like a comment.
func scriptEnd(b []byte, i int) int {
	const script = "script"
	hidden, inner := false, false
	for ; i < len(b); i++ {
		switch {
		case hidden && bytes.HasPrefix(b[i:], []byte("-->")):
			hidden, inner = false, false
		case b[i] != '<':
		case !hidden && bytes.HasPrefix(b[i:], []byte(openComment)):
			hidden = true
			i++ // "<!-->" ends it
		case inner:
			inner = i+1 >= len(b) || !closes(b, i, script)
		case i+1 < len(b) && closes(b, i, script):
			return i
		case hidden:
			end := i + 1 + len(script)
			inner = end < len(b) && equalFold(b[i+1:end], script) && breaks[b[end]]&breaksName != 0
		}
	}
	return -1
}

// equalFold tells whether a name is that one, but for the case of its letters.
func equalFold(name []byte, lower string) bool {
	if len(name) != len(lower) {
		return false
	}
	for i, c := range name {
		if fold(c) != fold(lower[i]) {
			return false
		}
	}
	return true
}

// fold is an ASCII letter in lower case.
func fold(c byte) byte {
	if c-'A' < 26 {
		c |= 0x20
	}
	return c
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// htmlToken reads what begins with "<" at byte i, and returns the byte after it; -1 when the body ends before.
func (x *indexer) htmlToken(i int) int {
	b := x.body
	if i+1 >= len(b) {
		return -1
	}
	switch c := b[i+1]; {
	case isLetter(c):
		return x.htmlStart(i)
	case c == '!':
		return x.htmlDeclaration(i)
	case c == '?':
		return x.bogus(i)
	case c != '/':
		x.literal(i + 1)
		return i + 1
	case i+2 >= len(b):
		return -1
	case isLetter(b[i+2]):
		return x.htmlEnd(i)
	}
	return x.bogus(i)
}

// bogus reads what is a comment because it is nothing else.
func (x *indexer) bogus(i int) int {
	end := after(x.body, i+2, ">")
	if end >= 0 {
		x.addLeaf(i, end, Comment)
	}
	return end
}

// htmlDeclaration reads what begins with "<!".
func (x *indexer) htmlDeclaration(i int) int {
	b := x.body
	rest := b[i+2:]
	switch {
	case bytes.HasPrefix(rest, []byte("--")):
		end := commentEnd(b, i+4)
		if end >= 0 {
			x.addLeaf(i, end, Comment)
		}
		return end
	case x.markup.count[tagForeign] > 0 && bytes.HasPrefix(b[i:], []byte(openCDATA)):
		end := after(b, i+len(openCDATA), closeCDATA)
		if end >= 0 {
			x.literal(end)
		}
		return end
	case isDoctype(b[i:]):
		end := after(b, i, ">")
		if end >= 0 {
			x.addLeaf(i, end, Instruction)
		}
		return end
	case len(rest) < len(openCDATA) && !x.final:
		return -1
	}
	return x.bogus(i)
}

// isDoctype tells whether a text begins as a document type does.
func isDoctype(rest []byte) bool {
	const doctype = "<!doctype"
	return len(rest) >= len(doctype) && equalFold(rest[:len(doctype)], doctype)
}

// commentEnd is the byte after the comment whose text begins at i; -1 when the body ends before.
func commentEnd(b []byte, i int) int {
	open := i - 2
	for at := i; ; at++ {
		length := bytes.IndexByte(b[min(at, len(b)):], '>')
		if length < 0 {
			return -1
		}
		at += length
		switch {
		case at == i, at-2 >= open && b[at-1] == '-' && b[at-2] == '-', at-3 >= open && string(b[at-3:at]) == "--!":
			return at + 1
		}
	}
}

// htmlStart reads a start tag.
func (x *indexer) htmlStart(i int) int {
	m := &x.markup
	b := x.body
	name := tagNameEnd(b, i+1)
	end, empty := x.attributes(name, -1, false)
	if end < 0 {
		return -1
	}
	hash := hashFold(b[i+1 : name])
	t := tagOfHash(b[i+1:name], hash)
	if level := x.implied(t); level < len(m.tags) {
		x.closeText(i)
		x.closeTo(level, i)
	}
	x.flush(i)
	outer := x.parent
	x.addMarkup(i, end-i, Element)
	n := int32(len(x.nodes) - 1)
	if name+1 < end {
		x.attributes(name, n, false)
		x.nodes[n].next = int32(len(x.nodes))
	}
	x.parent = outer
	foreign := m.count[tagForeign] > 0 || t == tagForeign
	if (t == tagVoid || t == tagMeta || t == tagRule) && m.count[tagForeign] == 0 || foreign && empty || len(m.tags) >= maxOpen {
		return end
	}
	x.parent, x.depth = n, x.depth+1
	m.tags = append(m.tags, openTag{t, hash})
	m.count[t]++
	m.raw = t == tagText && m.count[tagForeign] == 0
	return end
}

// maxOpen is how many elements of HTML are open at most, as in browsers; one more has what it holds beside it.
const maxOpen = 512

// closeTo ends the open elements but for that many.
func (x *indexer) closeTo(level, end int) {
	m := &x.markup
	for len(m.tags) > level {
		m.count[m.tags[len(m.tags)-1].tag]--
		m.tags = m.tags[:len(m.tags)-1]
		x.closeMarkup(end)
	}
}

// implied is how many elements stay open when one of that sort begins: those that have an end tag that may be left out
// are closed by it.
func (x *indexer) implied(t tag) int {
	m := &x.markup
	level := len(m.tags)
	if level == 0 {
		return 0
	}
	if top := m.tags[level-1].tag; top == tagHead && !headTags.has(t) || top == tagHeading && t == tagHeading {
		level--
	}
	rule := beginnings[t]
	if !m.holds(rule.ends) {
		return level
	}
	for i, v := range slices.Backward(m.tags) {
		switch u := v.tag; {
		case rule.ends.has(u):
			level = i
		case rule.stop.has(u):
			return level
		}
	}
	return level
}

// holds tells whether an element of a set is open.
func (m *markup) holds(set tagSet) bool {
	for ; set != 0; set &= set - 1 {
		if m.count[bits.TrailingZeros64(uint64(set))] > 0 {
			return true
		}
	}
	return false
}

// htmlEnd reads an end tag.
func (x *indexer) htmlEnd(i int) int {
	b := x.body
	nameEnd := tagNameEnd(b, i+2)
	end, _ := x.attributes(nameEnd, -1, false)
	if end < 0 {
		return -1
	}
	name := b[i+2 : nameEnd]
	hash := hashFold(name)
	level := x.target(tagOfHash(name, hash), hash)
	if level < 0 {
		x.stray(i)
		return end
	}
	x.closeText(i)
	x.closeTo(level+1, i)
	x.closeTo(level, end)
	return end
}

// target is the place of the open element that an end tag closes; -1 when there is none.
func (x *indexer) target(t tag, hash uint32) int {
	m := &x.markup
	if m.count[t] == 0 {
		return -1
	}
	stop := endings[t]
	for i, v := range slices.Backward(m.tags) {
		switch u := v; {
		case u.tag == t && (t == tagHeading || u.hash == hash):
			return i
		case stop.has(u.tag):
			return -1
		}
	}
	return -1
}
