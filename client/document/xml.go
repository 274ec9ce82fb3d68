package document

import "bytes"

// readXML goes on until the body ends for now. It reads what is well-formed (XML 1.0) as it is meant, and of what is
// not as much as can be: an end tag closes the innermost element of its name and all inside of it, and is nothing when
// there is none. Namespaces are not looked at, entities are not defined, nothing is fetched.
func (x *indexer) readXML() {
	for x.at < len(x.body) && len(x.nodes) < maxNodes {
		if x.body[x.at] != '<' {
			x.chars()
			continue
		}
		x.outside(x.at)
		end := x.xmlToken(x.at)
		if end < 0 {
			x.missing(insideOf(x.body[x.at:]))
			if x.final {
				x.cutXML()
			}
			return
		}
		x.at = end
	}
}

// outside finds text before the byte end that stands where the root element must be, or after it.
func (x *indexer) outside(end int) {
	m := &x.markup
	if x.parent != 0 || m.text < 0 || x.problem != nil {
		return
	}
	at := skipBlank(x.body[:end], m.text)
	switch {
	case at == end:
	case m.root:
		x.wrong(at, show(x.body[at:])+" after the end of the root element")
	default:
		x.wrong(at, show(x.body[at:])+" where an element must be")
	}
}

// cutXML takes what the body ends inside of as far as it says something: a comment or a section of character data.
// What is left of a tag is no node.
func (x *indexer) cutXML() {
	switch rest := x.body[x.at:]; {
	case bytes.HasPrefix(rest, []byte(openCDATA)):
		x.literal(len(x.body))
	case bytes.HasPrefix(rest, []byte(openComment)):
		x.addLeaf(x.at, len(x.body), Comment)
	case len(rest) > 1 && (rest[1] == '?' || rest[1] == '!'):
		x.addLeaf(x.at, len(x.body), Instruction)
	default:
		x.closeText(x.at)
	}
	x.at = len(x.body)
}

// insideOf names the token that the body ends inside of.
func insideOf(rest []byte) string {
	switch {
	case bytes.HasPrefix(rest, []byte(openCDATA)):
		return "a CDATA section"
	case bytes.HasPrefix(rest, []byte(openComment)):
		return "a comment"
	case len(rest) > 1 && rest[1] == '?':
		return "a processing instruction"
	case len(rest) > 1 && rest[1] == '!':
		return "a declaration"
	}
	return "a tag"
}

const (
	openCDATA   = "<![CDATA["
	closeCDATA  = "]]>"
	openComment = "<!--"
)

// xmlToken reads what begins with "<" at byte i, and returns the byte after it; -1 when the body ends before.
func (x *indexer) xmlToken(i int) int {
	b := x.body
	if i+1 >= len(b) {
		return -1
	}
	switch c := b[i+1]; {
	case breaks[c]&nameStart != 0:
		return x.xmlStart(i)
	case c == '/':
		return x.xmlEnd(i)
	case c == '!':
		return x.xmlDeclaration(i)
	case c == '?':
		end := after(b, i+2, "?>")
		if end >= 0 {
			x.addLeaf(i, end, Instruction)
		}
		return end
	}
	x.wrong(i, "`<` where `&lt;` must be written")
	x.literal(i + 1)
	return i + 1
}

// after is the byte after the next text of that sort from i on; -1 when there is none.
func after(b []byte, i int, text string) int {
	if i > len(b) {
		return -1
	}
	if at := bytes.Index(b[i:], []byte(text)); at >= 0 {
		return i + at + len(text)
	}
	return -1
}

// xmlDeclaration reads a comment, a section of character data or a document type.
func (x *indexer) xmlDeclaration(i int) (end int) {
	rest := x.body[i:]
	switch {
	case bytes.HasPrefix(rest, []byte(openComment)):
		if end = after(x.body, i+len(openComment), "-->"); end >= 0 {
			x.addLeaf(i, end, Comment)
		}
	case bytes.HasPrefix(rest, []byte(openCDATA)):
		if end = after(x.body, i+len(openCDATA), closeCDATA); end >= 0 {
			x.literal(end)
			x.outside(end)
		}
	case len(rest) < len(openCDATA) && !x.final:
		return -1
	default:
		if end = declarationEnd(x.body, i); end >= 0 {
			x.addLeaf(i, end, Instruction)
		}
	}
	return end
}

// declarationEnd is the byte after the declaration at i, with all that a document type declares inside of it; -1 when
// the body ends before.
func declarationEnd(b []byte, i int) int {
	depth := 0
	for i < len(b) {
		switch b[i] {
		case '<':
			if bytes.HasPrefix(b[i:], []byte(openComment)) {
				if i = after(b, i+len(openComment), "-->"); i < 0 {
					return -1
				}
				continue
			}
			depth++
		case '>':
			if depth--; depth == 0 {
				return i + 1
			}
		case '"', '\'':
			length := bytes.IndexByte(b[i+1:], b[i])
			if length < 0 {
				return -1
			}
			i += length + 1
		}
		i++
	}
	return -1
}

// xmlStart reads a start tag.
func (x *indexer) xmlStart(i int) int {
	m := &x.markup
	name := tagNameEnd(x.body, i+1)
	if m.over > 0 || x.depth > maxDepth {
		end, empty := x.attributes(name, -1, true)
		if end >= 0 && !empty {
			if x.flush(i); m.over == 0 {
				x.wrong(i, "`<` nested deeper than 10,000 levels")
			}
			m.over++
		}
		return end
	}
	// The tag may not be whole: then nothing of it was read.
	outer, text, count := x.parent, m.text, len(x.nodes)
	x.flush(i)
	x.addMarkup(i, 0, Element)
	n := int32(len(x.nodes) - 1)
	end, empty := x.attributes(name, n, true)
	x.parent = outer
	if end < 0 {
		x.nodes, m.text = x.nodes[:count], text
		return -1
	}
	if outer == 0 {
		if m.root {
			x.wrong(i, "an element after the end of the root element")
		}
		m.root = true
	}
	x.parent, x.depth = n, x.depth+1
	if m.names != nil {
		m.names[string(x.body[i+1:name])]++
	}
	if empty {
		x.closeXML(end)
	}
	return end
}

// closeXML ends the innermost element.
func (x *indexer) closeXML(end int) {
	if names := x.markup.names; names != nil {
		name := x.elementName(x.parent)
		if names[string(name)]--; names[string(name)] <= 0 {
			delete(names, string(name))
		}
	}
	x.closeMarkup(end)
}

// xmlEnd reads an end tag.
func (x *indexer) xmlEnd(i int) int {
	b := x.body
	length := bytes.IndexByte(b[i:], '>')
	if length < 0 {
		return -1
	}
	end := i + length + 1
	if x.markup.over > 0 {
		x.markup.over--
		return end
	}
	name := b[i+2 : min(tagNameEnd(b, i+2), end-1)]
	if x.parent > 0 && x.isNamed(x.parent, name) {
		x.closeText(i)
		x.closeXML(end)
		return end
	}
	if x.problem == nil {
		expected := "no element is open"
		if x.parent > 0 {
			expected = quote("</"+string(x.elementName(x.parent))+">") + " must be"
		}
		x.wrong(i, quote("</"+string(name)+">")+" where "+expected)
	}
	target := x.openNamed(name)
	if target <= 0 {
		x.stray(i)
		return end
	}
	x.closeText(i)
	for x.parent != target {
		x.closeXML(i)
	}
	x.closeXML(end)
	return end
}

// isNamed tells whether an element has that name.
func (x *indexer) isNamed(n int32, name []byte) bool {
	start := int(x.nodes[n].offset) + 1
	end := start + len(name)
	return end < len(x.body) && string(x.body[start:end]) == string(name) && breaks[x.body[end]]&breaksName != 0
}

// fewOpen is how many open elements are looked through for a name; when there are more, their names are counted.
const fewOpen = 64

// openNamed is the innermost open element of that name; 0 when there is none. An end tag that has no element must not
// cost a look at every open element each time.
func (x *indexer) openNamed(name []byte) int32 {
	m := &x.markup
	if m.names == nil && x.depth > fewOpen {
		m.names = make(map[string]int)
		for p := x.parent; p > 0; p = x.nodes[p].parent {
			m.names[string(x.elementName(p))]++
		}
	}
	if m.names != nil && m.names[string(name)] == 0 {
		return 0
	}
	p := x.parent
	for p > 0 && !x.isNamed(p, name) {
		p = x.nodes[p].parent
	}
	return max(p, 0)
}
