package response

import (
	"bytes"
	"html"
	"strings"

	"dowse/client/document"
	"dowse/client/filter"
	"dowse/collections/redact"
	"dowse/ui/draw/theme"
)

// markupLabel is what stands before a node of markup that has no name.
func (t *tree) markupLabel(n filter.Node) string {
	switch t.doc.Kind(n) {
	case document.Comment:
		return "comment"
	case document.Instruction:
		return safe(string(t.source(n)[:min(2, len(t.source(n)))])) // <? or <!
	}
	return "text"
}

// element is what a row says of an element, or the whole of markup, that has more rows: its attributes where those are
// folded away, and how much is inside.
func (t *tree) element(n filter.Node, width int) []theme.Span {
	count := t.count(n)
	if t.doc.Kind(n) == document.Fragment {
		count = t.doc.Format().String() + ", " + count
	}
	if t.open(n) {
		return []theme.Span{{Role: theme.Muted, Text: count}}
	}
	spans := t.attributes(n, width)
	if len(spans) > 0 {
		spans = append(spans[1:], theme.Span{Text: "  "})
	}
	return append(spans, theme.Span{Role: theme.Muted, Text: count})
}

// attributes are those of an element as they are written, as many as fit into width cells, each after a blank.
func (t *tree) attributes(n filter.Node, width int) []theme.Span {
	var spans []theme.Span
	for a := t.doc.First(n); a != filter.None && t.doc.Kind(a) == document.Attribute; a = t.doc.Next(a) {
		if spansWidth(spans) > width {
			break
		}
		name, role := t.label(a)
		value := redact.Mask
		if !t.page.hidden(a) {
			value = t.beginning(a, width)
		}
		spans = append(spans, theme.Span{Text: " "}, theme.Span{Role: role, Text: strings.TrimPrefix(name, "@")},
			theme.Span{Role: theme.Muted, Text: "="}, theme.Span{Role: theme.String, Text: `"` + value + `"`})
	}
	return spans
}

// markupText is the beginning of what a node of markup that has no rows below it says: without secrets, safe, and its
// blank space as one blank. In a pretty tree it is as it is written, else decoded.
func (t *tree) markupText(n filter.Node, source []byte, size int) string {
	room := size + 2*t.page.veil.longest
	whole := len(source) <= room
	if whole && !t.pretty {
		return safe(t.page.veil.begin(spaced(t.doc.Text(n)), true))
	}
	switch t.doc.Kind(n) {
	case document.Element:
		source = source[bytes.IndexByte(source, '>')+1:]
		if i := bytes.LastIndex(source[max(0, len(source)-longestEnd):], []byte("</")); i >= 0 {
			source = source[:max(0, len(source)-longestEnd)+i]
		}
	case document.Attribute:
		source = bytes.Trim(source[bytes.IndexByte(source, '=')+1:], " \t\r\n\"'")
	}
	text := string(source[:min(room, len(source))])
	if whole = len(text) == len(source); !whole {
		if i := strings.LastIndexByte(text, '&'); i > 0 && len(text)-i < longestReference {
			text = text[:i]
		}
	}
	if !t.pretty {
		text = html.UnescapeString(text)
	}
	text = safe(t.page.veil.begin(spaced(text), whole))
	if !whole {
		text += t.page.glyphs.Ellipsis
	}
	return text
}

const (
	longestEnd       = 1024 // bytes of a tag that ends an element
	longestReference = 32   // bytes of a character reference
)

// spaced is a text with each run of blank space as one blank.
func spaced(s string) string { return strings.Join(strings.Fields(s), " ") }

// drawTag is a row of indented markup.
func (t *tree) drawTag(n filter.Node, closing bool, width int) line {
	punct := func(text string) theme.Span { return theme.Span{Role: theme.Muted, Text: text} }
	spans := []theme.Span{{Text: t.indent(n, width)}}
	content := t.page.highlight([]theme.Span{t.scalar(n, width)})
	if t.doc.Kind(n) != document.Element {
		return line{left: append(spans, content...)}
	}
	name, role := t.label(n)
	tag := t.page.highlight([]theme.Span{{Role: role, Text: name}})
	end := append([]theme.Span{punct("</")}, append(tag, punct(">"))...)
	if closing {
		return line{left: append(spans, end...)}
	}
	spans = append(append(spans, punct("<")), tag...)
	spans = append(spans, t.page.highlight(t.attributes(n, width))...)
	source := t.source(n)
	switch {
	case t.holds(n):
		return line{left: append(spans, punct(">"))}
	case t.page.hidden(n):
		content = []theme.Span{punct(redact.Mask)}
	case bytes.HasSuffix(source, []byte("/>")):
		return line{left: append(spans, punct("/>"))}
	case !bytes.Contains(source[max(0, len(source)-len(name)-8):], []byte("</")):
		end = nil // of HTML that nothing closes
	}
	return line{left: append(append(append(spans, punct(">")), content...), end...)}
}
