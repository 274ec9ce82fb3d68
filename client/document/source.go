package document

import (
	"encoding/json"
	"strings"
	"unicode/utf8"
)

// Source is the exact bytes of a value, or of a line without its newline; not a copy. Of a container that
// a broken body left open, the bytes up to the break.
func (d *Document) Source(n Node) []byte {
	start, end := d.Span(n)
	return d.bytes[start:end:end]
}

// Span is where in the body the bytes of Source begin and end.
func (d *Document) Span(n Node) (start, end int) {
	end, _ = d.valueEnd(n)
	return int(d.nodes[n].offset), end
}

// valueEnd is the byte after n, and whether n ends there of itself and not because the body broke.
func (d *Document) valueEnd(n Node) (end int, closed bool) {
	i := int(d.nodes[n].offset)
	switch d.Kind(n) {
	case Fragment, Element, Attribute, Chars, Comment, Instruction:
		return d.markupEnd(n), true
	case Line:
		return d.lineEnd(n), true
	case String:
		return stringEnd(d.bytes, i+1) + 1, true
	case Number:
		return numberEnd(d.bytes, i), true
	case Null, Bool:
		return literalEnd(d.bytes, i), true
	}
	if n == 0 && d.virtual() {
		return d.end, d.final
	}
	// No end is kept: it is that of the last value inside, and a bracket for each level up to n.
	last := d.next(n) - 1
	if d.Kind(last) >= Array {
		end, closed = d.closeEnd(int(d.nodes[last].offset) + 1)
	} else {
		end, closed = d.valueEnd(last)
	}
	for ; closed && last != n; last = d.Parent(last) {
		end, closed = d.closeEnd(end)
	}
	return end, closed
}

// closeEnd is the byte after the closing bracket that comes next from i on, and whether there is one.
func (d *Document) closeEnd(i int) (end int, closed bool) {
	i = skipSpace(d.bytes[:d.end], i)
	if i < d.end && (d.bytes[i] == ']' || d.bytes[i] == '}') {
		return i + 1, true
	}
	return d.end, false
}

// lineEnd is where the bytes of a line end, its newline left out.
func (d *Document) lineEnd(n Node) int {
	end := d.end
	switch {
	case !d.IsText():
		end = min(lineBreak(d.bytes, int(d.nodes[n].offset))+1, end)
	case int(n)+1 < len(d.nodes):
		end = int(d.nodes[n+1].offset)
	}
	if end > 0 && d.bytes[end-1] == '\n' {
		end--
		if end > int(d.nodes[n].offset) && d.bytes[end-1] == '\r' {
			end--
		}
	}
	return end
}

// Text is a string decoded, as Key decodes, and of anything else its source. Of markup it is the character data, its
// references decoded: of an element all that is in it, as the string value of XPath 1.0 section 5; of an attribute its
// value; of a comment or an instruction what stands between its marks.
func (d *Document) Text(n Node) string {
	if d.IsMarkup() {
		return d.markupText(n)
	}
	if d.Kind(n) == String {
		return decodeString(d.Source(n))
	}
	return string(d.Source(n))
}

// Decode is the value as encoding/json would decode it into an any, numbers as json.Number: of members of
// one name the last wins. A line is a string. It costs several times the size of the value.
//
// Of markup, what is a leaf is its Text. An element with attributes or elements in it is a map of them by Key: a string
// or map, or a list of those where elements repeat; under "#text" is its own character data, when it is not blank.
// Comments and instructions are left out.
func (d *Document) Decode(n Node) any {
	if d.IsMarkup() {
		return d.decodeMarkup(n)
	}
	switch d.Kind(n) {
	case Null:
		return nil
	case Bool:
		return d.bytes[d.nodes[n].offset] == 't'
	case Number:
		return json.Number(d.Source(n))
	case Array:
		elements := make([]any, 0, d.Count(n))
		for c := range d.Children(n) {
			elements = append(elements, d.Decode(c))
		}
		return elements
	case Object:
		members := make(map[string]any)
		for c := range d.Children(n) {
			key, _ := d.Key(c)
			members[key] = d.Decode(c)
		}
		return members
	}
	return d.Text(n)
}

// isPlain tells whether the content of a string is its value.
func isPlain(raw []byte) bool {
	for _, c := range raw {
		if c == '\\' || c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// decodeString decodes a valid string token, its quotes included.
func decodeString(token []byte) string {
	raw := token[1 : len(token)-1]
	if isPlain(raw) {
		return string(raw)
	}
	var s string
	if err := json.Unmarshal(token, &s); err != nil {
		// Not reached: the index holds valid tokens only.
		return strings.ToValidUTF8(string(raw), "\uFFFD")
	}
	return s
}
