package document

import (
	"bytes"
	"html"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// markupKey is the name of an element or an attribute.
func (d *Document) markupKey(n Node) (string, bool) {
	switch d.Kind(n) {
	case Element:
		return string(d.name(n)), true
	case Attribute:
		return "@" + string(d.name(n)), true
	}
	return "", false
}

// name is the name of an element or attribute as it is written.
func (d *Document) name(n Node) []byte {
	start := int(d.nodes[n].offset)
	if d.Kind(n) == Element {
		return d.bytes[start+1 : tagNameEnd(d.bytes, start+1)]
	}
	return d.bytes[start:nameOfAttribute(d.bytes, start)]
}

// markupEnd is the byte after a node of markup.
func (d *Document) markupEnd(n Node) int {
	if d.goesOn(n) || d.nodes[n].parent < 0 {
		return d.end
	}
	start := int(d.nodes[n].offset)
	if length := int(d.nodes[n].meta >> placeShift); length < maxPlace {
		return start + length
	}
	return d.longEnd(n)
}

// longEnd is the byte after a node of 512 MiB or more, whose length is not kept: found in what comes after it.
func (d *Document) longEnd(n Node) int {
	start, end := int(d.nodes[n].offset), 0
	if next := d.Next(n); next != None {
		end = d.start(next)
	} else {
		parent := d.Parent(n)
		if end = d.markupEnd(parent); d.nodes[parent].parent >= 0 {
			// The end tag of what holds it.
			if at := bytes.LastIndex(d.bytes[start:end], []byte("</")); at > 0 {
				end = start + at
			}
		}
	}
	if d.Kind(n) != Chars {
		if at := bytes.LastIndexByte(d.bytes[start:end], '>'); at >= 0 {
			end = start + at + 1
		}
	}
	return end
}

// content is the first child of an element that is no attribute; None when there is none.
func (d *Document) content(n Node) Node {
	for c := d.First(n); c != None; c = d.Next(c) {
		if d.Kind(c) != Attribute {
			return c
		}
	}
	return None
}

// attributeOf is the first attribute of an element with that name, which is in lower case for HTML; None when there is
// none.
func (d *Document) attributeOf(n Node, name string) Node {
	for c := d.First(n); c != None && d.Kind(c) == Attribute; c = d.Next(c) {
		if own := d.name(c); d.format == HTML && equalFold(own, name) || string(own) == name {
			return c
		}
	}
	return None
}

// markupText is Text for markup.
func (d *Document) markupText(n Node) string {
	source := d.Source(n)
	switch d.Kind(n) {
	case Fragment:
		return string(d.appendText(nil, skipMark(source), len(source), false))
	case Element:
		start, end := d.Span(n)
		if start = d.tagEnd(start); start >= end {
			return ""
		}
		if d.isRaw(n) {
			return d.rawText(n, start, end)
		}
		return string(d.appendText(nil, start, end, d.isForeign(n)))
	case Attribute:
		return d.attributeValue(source)
	case Chars:
		start, end := d.Span(n)
		if parent := d.Parent(n); d.isRaw(parent) {
			return d.verbatim(d.name(parent), source)
		}
		return string(d.appendText(nil, start, end, d.isForeign(n)))
	case Comment:
		for _, mark := range []string{openComment, "<!", "<?", "</"} {
			if rest, ok := bytes.CutPrefix(source, []byte(mark)); ok {
				source = rest
				break
			}
		}
		for _, mark := range []string{"--!>", "-->", ">"} {
			if rest, ok := bytes.CutSuffix(source, []byte(mark)); ok {
				source = rest
				break
			}
		}
		return newlines(source)
	}
	source = bytes.TrimSuffix(bytes.TrimSuffix(source[min(2, len(source)):], []byte(">")), []byte("?"))
	return newlines(source)
}

// tagEnd is the byte after the start tag at i.
func (d *Document) tagEnd(i int) int {
	x := indexer{body: d.bytes, problem: &Problem{}}
	end, _ := x.attributes(tagNameEnd(d.bytes, i+1), -1, d.format == XML)
	if end < 0 {
		return len(d.bytes)
	}
	return end
}

// isForeign tells whether n is in SVG or MathML inside of HTML.
func (d *Document) isForeign(n Node) bool {
	if d.format != HTML {
		return false
	}
	for ; n != None; n = d.Parent(n) {
		if d.Kind(n) == Element && tagOf(d.name(n)) == tagForeign {
			return true
		}
	}
	return false
}

// isRaw tells whether n is an element of HTML that holds text alone.
func (d *Document) isRaw(n Node) bool {
	return d.format == HTML && d.Kind(n) == Element && tagOf(d.name(n)) == tagText && !d.isForeign(n)
}

// rawText is the text of an element that holds text alone, from start on.
func (d *Document) rawText(n Node, start, end int) string {
	if at := rawEnd(d.bytes[:end], start, d.name(n)); at >= 0 {
		end = at
	}
	return d.verbatim(d.name(n), d.bytes[start:end])
}

// verbatim is the text of an element that holds text alone: references count in two of them.
func (d *Document) verbatim(name, raw []byte) string {
	if equalFold(name, "title") || equalFold(name, "textarea") {
		return html.UnescapeString(newlines(raw))
	}
	return newlines(raw)
}

// appendText appends the character data between two bytes of content.
func (d *Document) appendText(out []byte, i, end int, foreign bool) []byte {
	x := indexer{body: d.bytes[:end], problem: &Problem{}}
	b := x.body
	for i < end {
		if b[i] != '<' {
			next := end
			if at := bytes.IndexByte(b[i:], '<'); at >= 0 {
				next = i + at
			}
			out = append(out, d.unescape(b[i:next])...)
			i = next
			continue
		}
		var next int
		switch {
		case i+1 < end && (isLetter(b[i+1]) || d.format == XML && breaks[b[i+1]]&nameStart != 0):
			name := b[i+1 : tagNameEnd(b, i+1)]
			next, _ = x.attributes(i+1+len(name), -1, d.format == XML)
			if d.format != HTML || next < 0 {
				break
			}
			t := tagOf(name)
			if foreign = foreign || t == tagForeign; t == tagText && !foreign {
				stop := rawEnd(b, next, name)
				if stop < 0 {
					stop = end
				}
				out = append(out, d.verbatim(name, b[next:stop])...)
				next = stop
			}
		case (d.format == XML || foreign) && bytes.HasPrefix(b[i:], []byte(openCDATA)):
			text := i + len(openCDATA)
			stop := end
			if next = after(b, text, closeCDATA); next >= 0 {
				stop = next - len(closeCDATA)
			}
			out = append(out, newlines(b[text:stop])...)
		case i+1 < end && (b[i+1] == '!' || b[i+1] == '?' || b[i+1] == '/'):
			next = x.skipMarkup(i, d.format)
		default:
			out = append(out, '<')
			next = i + 1
		}
		if next < 0 {
			return out
		}
		i = next
	}
	return out
}

// skipMarkup is the byte after the end tag, comment or declaration at i; -1 when the body ends before.
func (x *indexer) skipMarkup(i int, f Format) int {
	b := x.body
	switch {
	case bytes.HasPrefix(b[i:], []byte(openComment)) && f == HTML:
		return commentEnd(b, i+len(openComment))
	case bytes.HasPrefix(b[i:], []byte(openComment)):
		return after(b, i+len(openComment), "-->")
	case b[i+1] == '/' && f == HTML && i+2 < len(b) && isLetter(b[i+2]):
		end, _ := x.attributes(tagNameEnd(b, i+2), -1, false)
		return end
	case b[i+1] == '?' && f == XML:
		return after(b, i+2, "?>")
	case b[i+1] == '!' && f == XML:
		return declarationEnd(b, i)
	}
	return after(b, i+2, ">")
}

// newlines is a text with each line break as "\n" (XML 1.0 section 2.11).
func newlines(raw []byte) string {
	if bytes.IndexByte(raw, '\r') < 0 {
		return string(raw)
	}
	return strings.ReplaceAll(strings.ReplaceAll(string(raw), "\r\n", "\n"), "\r", "\n")
}

// unescape is character data with its references decoded.
func (d *Document) unescape(raw []byte) string {
	s := newlines(raw)
	switch {
	case strings.IndexByte(s, '&') < 0:
		return s
	case d.format == HTML:
		return html.UnescapeString(s)
	}
	return references(s, false)
}

// attributeValue is the value of an attribute.
func (d *Document) attributeValue(source []byte) string {
	start, end := valueOfAttribute(append(slices.Clip(source), '>'), nameOfAttribute(source, 0))
	if start < 0 {
		return ""
	}
	if end > start && end <= len(source) && (source[start-1] == '"' || source[start-1] == '\'') {
		end--
	}
	s := newlines(source[start:min(end, len(source))])
	if strings.IndexByte(s, '&') < 0 {
		return s
	}
	return references(s, d.format == HTML)
}

// references decodes the references of a text: those of XML, and the names that HTML gives to characters. What is
// declared in a document type is not looked up and stays as it is written. Where bare is set a name may lack its
// semicolon, as in attributes of HTML.
func references(s string, bare bool) string {
	var out strings.Builder
	for {
		at := strings.IndexByte(s, '&')
		if at < 0 {
			out.WriteString(s)
			return out.String()
		}
		out.WriteString(s[:at])
		s = s[at:]
		length := 1
		for length < len(s) && (isLetter(s[length]) || s[length]-'0' < 10 || s[length] == '#' && length == 1) {
			length++
		}
		text := s[:length]
		switch {
		case length < len(s) && s[length] == ';':
			length++
			text = reference(s[:length], bare)
		case bare && length > 1 && (length == len(s) || s[length] != '=' || s[1] == '#'):
			text = reference(s[:length], bare)
		}
		out.WriteString(text)
		s = s[length:]
	}
}

// reference decodes one reference.
func reference(text string, loose bool) string {
	if strings.HasPrefix(text, "&#") && !loose {
		digits, base := strings.TrimSuffix(text[2:], ";"), 10
		if strings.HasPrefix(digits, "x") {
			digits, base = digits[1:], 16
		}
		r, err := strconv.ParseUint(digits, base, 32)
		if err != nil || r > utf8.MaxRune || r >= 0xd800 && r < 0xe000 {
			return text
		}
		return string(rune(r))
	}
	decoded := html.UnescapeString(text)
	if last := decoded[len(decoded)-1]; text[1] != '#' && (last == ';' && text != "&semi;" || isLetter(last) || last-'0' < 10) {
		return text // of a name only the beginning is known
	}
	return decoded
}

// decodeMarkup is Decode for markup.
func (d *Document) decodeMarkup(n Node) any {
	kind := d.Kind(n)
	if kind != Fragment && (kind != Element || d.First(n) == None) {
		return d.Text(n)
	}
	members := make(map[string]any)
	var text strings.Builder
	for c := range d.Children(n) {
		switch d.Kind(c) {
		case Chars:
			text.WriteString(d.Text(c))
		case Attribute:
			if key, _ := d.Key(c); members[key] == nil {
				members[key] = d.Text(c)
			}
		case Element:
			key, _ := d.Key(c)
			value := d.decodeMarkup(c)
			switch before := members[key].(type) {
			case nil:
				members[key] = value
			case []any:
				members[key] = append(before, value)
			default:
				members[key] = []any{before, value}
			}
		}
	}
	if s := text.String(); strings.TrimSpace(s) != "" {
		members["#text"] = s
	}
	return members
}
