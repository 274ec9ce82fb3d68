package response

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"time"

	"dowse/client/document"
	"dowse/client/filter"
	"dowse/collections/redact"
	"dowse/ui/draw/frame"
	"dowse/ui/draw/theme"
)

const (
	keysMeasured = 200  // members that the column of an object's values is reckoned from
	widestColumn = 28   // cells of a key before its value goes out of line
	mostCounted  = 9999 // members of an object that are counted
	keyBytes     = 1024 // of a key that are looked at
)

func (t *tree) draw(p place, width int) line {
	n := t.node(p)
	if n == filter.None {
		return t.drawProblem()
	}
	var l line
	if t.pretty {
		l = t.drawPretty(n, p.sub == 1, width)
	} else {
		l = t.drawNode(n, width)
	}
	if p.sub == 1 {
		return l
	}
	if t.page.marked[t.page.from(n)] {
		l.right = append(l.right, theme.Span{Role: theme.Accent, Text: "marked"})
	}
	if picks := t.page.pickSpans(spot{node: t.page.from(n)}); picks != nil {
		if l.right != nil {
			l.right = append(l.right, theme.Span{Text: " "})
		}
		l.right = append(l.right, picks...)
	}
	return l
}

// drawProblem is the row that says where and why the body broke.
func (t *tree) drawProblem() line {
	text := "the body holds nothing"
	if problem := t.doc.Problem(); problem != nil {
		text = safe(problem.Error())
	}
	return line{left: []theme.Span{{Role: theme.Bad, Text: t.page.glyphs.Missing + " " + text}}}
}

// drawNode is a row of the tree: fold mark, key, value.
func (t *tree) drawNode(n filter.Node, width int) line {
	mark := " "
	if t.holds(n) {
		mark = t.page.glyphs.Closed
		if t.open(n) {
			mark = t.page.glyphs.Open
		}
	}
	spans := []theme.Span{{Text: t.indent(n, width)}, {Role: theme.Muted, Text: mark + " "}}
	if parent := t.doc.Parent(n); parent != filter.None {
		label, role := t.label(n)
		label = frame.Clip(label, max(widestColumn, width/2), t.page.glyphs.Ellipsis)
		pad := max(0, t.column(parent)-frame.Width(label)) + 1
		if role != theme.Muted {
			pad++
		}
		spans = append(spans, t.page.highlight([]theme.Span{{Role: role, Text: label}})...)
		spans = append(spans, theme.Span{Text: strings.Repeat(" ", pad)})
	}
	l := line{left: append(spans, t.page.highlight(t.value(n, width))...)}
	if t.doc.Kind(n) == document.String && !t.page.hidden(n) {
		l.fact = fact(t.source(n))
	}
	return l
}

// indent is what stands before a row. In a deep body it stops growing at half of the width.
func (t *tree) indent(n filter.Node, width int) string {
	return strings.Repeat(" ", max(0, min(2*t.level(n), width/2)))
}

// label is the key of a member, or the place of an item.
func (t *tree) label(n filter.Node) (string, theme.Role) {
	key, ok := t.doc.Key(n)
	switch {
	case !ok && t.doc.IsMarkup():
		return t.markupLabel(n), theme.Muted
	case !ok:
		return strconv.Itoa(t.doc.Index(n)), theme.Muted
	}
	if len(key) > keyBytes {
		key = t.page.veil.begin(key[:min(len(key), keyBytes+2*t.page.veil.longest)], false)
	} else {
		key = t.page.veil.text(key)
	}
	if key == "" {
		key = `""`
	}
	return safe(key), keyRole(t.doc.Kind(n))
}

// keyRole is what the name of a node of a kind looks like.
func keyRole(k document.Kind) theme.Role {
	switch k {
	case document.Element:
		return theme.Tag
	case document.Attribute:
		return theme.Attribute
	}
	return theme.Name
}

// column is how many cells the keys of a container take.
func (t *tree) column(parent filter.Node) int {
	if width, ok := t.columns[parent]; ok {
		return width
	}
	width := 0
	if t.doc.Kind(parent) == document.Array {
		width = len(strconv.Itoa(max(0, t.doc.Count(parent)-1)))
	} else {
		measured := 0
		for n := range t.doc.Children(parent) {
			if measured++; measured > keysMeasured {
				break
			}
			label, _ := t.label(n)
			width = max(width, frame.Width(label))
		}
		width = min(width, widestColumn)
	}
	t.columns[parent] = width
	return width
}

// count says how much is inside a container.
func (t *tree) count(n filter.Node) string {
	if text, ok := t.counts[n]; ok {
		return text
	}
	count, more, one, many := 0, "", " key", " keys"
	switch {
	case t.doc.Kind(n) == document.Array:
		count, one, many = t.doc.Count(n), " item", " items"
	default:
		if t.doc.IsMarkup() {
			one, many = " inside", " inside"
		}
		for range t.doc.Children(n) {
			if count == mostCounted {
				more = "+"
				break
			}
			count++
		}
	}
	text := strconv.Itoa(count) + more + many
	if count == 1 {
		text = strconv.Itoa(count) + one
	}
	t.counts[n] = text
	return text
}

// value is a value as it stands in a row: a container by what is inside, text by its beginning.
func (t *tree) value(n filter.Node, width int) []theme.Span {
	text := ""
	switch {
	case t.page.hidden(n):
		text = redact.Mask + " (secret)"
	case t.doc.Kind(n) == document.Object:
		text = "{} " + t.count(n)
	case t.doc.Kind(n) == document.Array:
		text = "[] " + t.count(n)
	case holder(t.doc.Kind(n)) && t.holds(n):
		return t.element(n, width)
	default:
		return []theme.Span{t.scalar(n, width)}
	}
	return []theme.Span{{Role: theme.Muted, Text: text}}
}

// scalar is the beginning of a value that holds no others, about as much as fits into width cells.
func (t *tree) scalar(n filter.Node, width int) theme.Span {
	role := theme.Constant
	switch t.doc.Kind(n) {
	case document.Number:
		role = theme.Number
	case document.String, document.Element, document.Attribute, document.Chars:
		role = theme.String
	case document.Comment, document.Instruction:
		role = theme.Comment
	}
	return theme.Span{Role: role, Text: t.beginning(n, 4*width+16)}
}

// source is the bytes of a value. Where a very long one ends is looked for once and not for every frame.
func (t *tree) source(n filter.Node) []byte {
	source, ok := t.long[n]
	if !ok {
		if source = t.doc.Source(n); len(source) > longestPiece {
			t.long[n] = source
		}
	}
	return source
}

// beginning is the beginning of a scalar as it may be shown: decoded, without secrets, safe.
func (t *tree) beginning(n filter.Node, size int) string {
	source := t.source(n)
	if t.doc.IsMarkup() {
		return t.markupText(n, source, size)
	}
	whole := len(source) <= size+2*t.page.veil.longest
	if !whole {
		source = source[:size+2*t.page.veil.longest]
	}
	text := string(source)
	if t.doc.Kind(n) != document.String {
		return safe(t.page.veil.begin(text, whole))
	}
	if whole {
		text = t.doc.Text(n)
	} else {
		text = decodeCut(source)
	}
	text = safe(t.page.veil.begin(text, whole))
	if !whole {
		return `"` + text + t.page.glyphs.Ellipsis
	}
	return `"` + text + `"`
}

// longestEscape is the most bytes that one character of a JSON string takes: two surrogates.
const longestEscape = 12

// decodeCut decodes the beginning of a JSON string that was cut anywhere.
func decodeCut(source []byte) string {
	tail := max(1, len(source)-longestEscape)
	if i := bytes.IndexByte(source[tail:], '\\'); i >= 0 {
		for tail += i; tail > 1 && source[tail-1] == '\\'; {
			tail--
		}
		source = source[:tail]
	}
	d := document.ParseJSON(append(bytes.Clone(source), '"'))
	if d.Root() == document.None || d.Kind(d.Root()) != document.String {
		return ""
	}
	return strings.TrimRight(d.Text(d.Root()), "\ufffd")
}

// drawPretty is a row of indented JSON.
func (t *tree) drawPretty(n filter.Node, closing bool, width int) line {
	if t.doc.IsMarkup() {
		return t.drawTag(n, closing, width)
	}
	punct := func(text string) theme.Span { return theme.Span{Role: theme.Muted, Text: text} }
	spans := []theme.Span{{Text: t.indent(n, width)}}
	comma := ""
	if t.doc.Parent(n) != filter.None && t.doc.Next(n) != filter.None {
		comma = ","
	}
	open, end := "{", "}"
	if t.doc.Kind(n) == document.Array {
		open, end = "[", "]"
	}
	if closing {
		return line{left: append(spans, punct(end+comma))}
	}
	if _, ok := t.doc.Key(n); ok {
		label, _ := t.label(n)
		label = frame.Clip(label, max(widestColumn, width/2), t.page.glyphs.Ellipsis)
		if label != `""` {
			label = `"` + label + `"`
		}
		spans = append(spans, t.page.highlight([]theme.Span{{Role: theme.Name, Text: label}})...)
		spans = append(spans, punct(": "))
	}
	switch {
	case t.holds(n):
		return line{left: append(spans, punct(open))}
	case holder(t.doc.Kind(n)):
		return line{left: append(spans, punct(open+end+comma))}
	case t.page.hidden(n):
		spans = append(spans, punct(redact.Mask))
	default:
		spans = append(spans, t.page.highlight([]theme.Span{t.scalar(n, width)})...)
	}
	return line{left: append(spans, punct(comma))}
}

// longestFact is how long a string is that something is said about.
const longestFact = 64

// fact says what a string looks like, such as a number that was put in quotes.
func fact(source []byte) string {
	if bytes.HasPrefix(source, []byte(`"http://`)) || bytes.HasPrefix(source, []byte(`"https://`)) {
		return "string, URL"
	}
	if len(source) < 3 || len(source) > longestFact {
		return ""
	}
	text := string(source[1 : len(source)-1])
	if _, err := strconv.ParseFloat(text, 64); err == nil && strings.Trim(text, "+-.0123456789eE") == "" {
		return "string, looks numeric"
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", time.DateTime} {
		if _, err := time.Parse(layout, text); err == nil {
			return "string, date and time"
		}
	}
	if _, err := time.Parse(time.DateOnly, text); err == nil {
		return "string, date"
	}
	return ""
}

// where says which value a place is, in full as far as there is room.
func (t *tree) where(th *theme.Theme, p place) string {
	n := t.node(p)
	if n == filter.None {
		return th.Paint(theme.Bad, t.drawProblem().left[0].Text)
	}
	path := safe(t.page.veil.text(t.page.address(n)))
	text := path + "  " + th.Paint(theme.Muted, kindName(t.doc.Kind(n)))
	if t.page.hidden(n) || t.holds(n) || holder(t.doc.Kind(n)) && t.doc.IsJSON() {
		return text
	}
	return text + "  " + th.Paint(t.scalar(n, 1).Role, frame.Clip(t.beginning(n, 4*longestFact), longestFact, t.page.glyphs.Ellipsis))
}

// kindName is what a kind of value is called.
func kindName(k document.Kind) string { return kindNames[k] }

var kindNames = map[document.Kind]string{
	document.Null: "null", document.Bool: "boolean", document.Number: "number", document.String: "string",
	document.Array: "array", document.Object: "object", document.Line: "text",
	document.Fragment: "document", document.Element: "element", document.Attribute: "attribute", document.Chars: "text",
	document.Comment: "comment", document.Instruction: "instruction",
}

// took is a duration as people write it.
func took(d time.Duration) string {
	switch {
	case d < time.Millisecond:
		return fmt.Sprintf("%.1f ms", float64(d)/1e6)
	case d < time.Second:
		return fmt.Sprintf("%d ms", d.Milliseconds())
	case d < time.Minute:
		return fmt.Sprintf("%.1f s", d.Seconds())
	}
	return d.Truncate(time.Second).String()
}
