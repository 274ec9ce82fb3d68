package yamledit

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"
)

// locator finds the bytes of each node: the library tells where a node starts, not where it ends.
type locator struct {
	source []byte
	lines  []int // where each line starts
	last   mark  // of the node before: nodes come in order, and a line can be all of the file
}

// mark is a place, as the library tells it and in bytes.
type mark struct{ line, column, at int }

// tagError is the place of a tag.
type tagError struct{ line, column int }

// Error says what to do about it.
func (tagError) Error() string { return "the tag ! is not read here; remove it" }

func (d *Document) locate() error {
	l := &locator{source: d.source, lines: lineStarts(d.source)}
	if d.Root.Line == 0 {
		return nil
	}
	return l.node(d.Root, -1)
}

// lineStarts counts lines as the library does: NEL, LS and PS break them too (YAML 1.1).
func lineStarts(source []byte) []int {
	first := 0
	if bytes.HasPrefix(source, bom) {
		first = len(bom)
	}
	starts := []int{first}
	for i := first; i < len(source); {
		if size := breakAt(source, i); size > 0 {
			i += size
			starts = append(starts, i)
			continue
		}
		i++
	}
	return starts
}

// breakAt is the size of the line break at i, 0 if there is none.
func breakAt(source []byte, i int) int {
	switch source[i] {
	case '\n':
		return 1
	case '\r':
		if i+1 < len(source) && source[i+1] == '\n' {
			return 2
		}
		return 1
	case 0xC2:
		if bytes.HasPrefix(source[i:], []byte("\u0085")) {
			return 2
		}
	case 0xE2:
		if bytes.HasPrefix(source[i:], []byte("\u2028")) || bytes.HasPrefix(source[i:], []byte("\u2029")) {
			return 3
		}
	}
	return 0
}

func (l *locator) offset(line, column int) (int, error) {
	if line < 1 || line > len(l.lines) {
		return 0, fmt.Errorf("line %d is not in the file", line)
	}
	from := mark{line, 1, l.lines[line-1]}
	if l.last.line == line && l.last.column <= column {
		from = l.last
	}
	for ; from.column < column; from.column++ {
		if from.at >= len(l.source) {
			return 0, fmt.Errorf("line %d has no column %d", line, column)
		}
		_, size := utf8.DecodeRune(l.source[from.at:])
		from.at += size
	}
	l.last = from
	return from.at, nil
}

// node sets start and end of n and of all below it. indent is that of the block n stands in.
func (l *locator) node(n *Node, indent int) (err error) {
	if n.start, err = l.offset(n.Line, n.Column); err != nil {
		return err
	}
	n.end = n.start
	if n.start < len(l.source) && l.source[n.start] == '!' {
		// The library does not tell of a lone exclamation mark.
		return tagError{n.Line, n.Column}
	}
	switch n.Kind {
	case Scalar:
		return l.scalar(n, indent)
	case Mapping:
		err = l.entries(n)
	case Sequence:
		err = l.items(n)
	}
	if err != nil || !n.Flow {
		return err
	}
	return l.close(n)
}

func (l *locator) entries(n *Node) error {
	indent := n.Column - 1
	for _, e := range n.Entries {
		if err := l.node(e.Key, indent); err != nil {
			return err
		}
		colon := l.skipBlank(e.Key.end)
		if colon < len(l.source) && l.source[colon] == ':' {
			colon++
		} else {
			colon = e.Key.end
		}
		if err := l.child(e.Value, colon, indent); err != nil {
			return err
		}
		n.end = e.Value.end
	}
	return nil
}

func (l *locator) items(n *Node) error {
	indent := n.Column - 1
	at := n.start
	for _, item := range n.Items {
		lead := at
		if !n.Flow {
			dash := l.skipSpace(at)
			if dash >= len(l.source) || l.source[dash] != '-' {
				return fmt.Errorf("line %d: no dash was found", item.Line)
			}
			lead = dash + 1
		}
		if err := l.child(item, lead, indent); err != nil {
			return err
		}
		at = item.end
		n.end = item.end
	}
	return nil
}

// child locates what follows a colon or dash; a value left out is an empty place right there.
func (l *locator) child(n *Node, lead, indent int) error {
	n.lead = lead
	if n.Kind == Scalar && n.Style == Plain && n.Text == "" {
		n.start, n.end = lead, lead
		return nil
	}
	return l.node(n, indent)
}

// close finds the brace or bracket that ends a flow node.
func (l *locator) close(n *Node) error {
	if c := l.source[n.start]; c != '{' && c != '[' {
		return nil // a pair within brackets, such as [a: b]
	}
	at := max(n.end, n.start+1)
	for at < len(l.source) {
		at = l.skipSpace(at)
		switch {
		case at >= len(l.source):
		case l.source[at] == '}' || l.source[at] == ']':
			n.end = at + 1
			return nil
		case l.source[at] == ',' || l.source[at] == ':':
			at++
		default:
			return fmt.Errorf("line %d: the end of the braces was not found", n.Line)
		}
	}
	return fmt.Errorf("line %d: the braces are not closed", n.Line)
}

func (l *locator) scalar(n *Node, indent int) error {
	if n.start >= len(l.source) {
		return fmt.Errorf("line %d: nothing is there", n.Line)
	}
	switch first := l.source[n.start]; {
	case n.Style == Quoted && (first == '"' || first == '\''):
		return l.quoted(n, first)
	case n.Style == Block && (first == '|' || first == '>'):
		n.end = blockEnd(l.source, n.start, indent)
		return nil
	case n.Style == Plain:
		return l.plain(n)
	}
	return fmt.Errorf("line %d: the text was not found", n.Line)
}

func (l *locator) quoted(n *Node, quote byte) error {
	for i := n.start + 1; i < len(l.source); i++ {
		switch c := l.source[i]; {
		case c == '\\' && quote == '"':
			i++
		case c == quote && quote == '\'' && i+1 < len(l.source) && l.source[i+1] == '\'':
			i++
		case c == quote:
			n.end = i + 1
			return nil
		}
	}
	return fmt.Errorf("line %d: the quotes are not closed", n.Line)
}

// plain matches the text with the source, in which it may be folded over several lines.
func (l *locator) plain(n *Node) error {
	at := n.start
	for i, r := range n.Text {
		if isSpace(r) {
			continue
		}
		if i > 0 {
			at = l.skipAnySpace(at)
		}
		if !strings.HasPrefix(string(l.source[at:min(at+utf8.UTFMax, len(l.source))]), string(r)) {
			return fmt.Errorf("line %d: the text was not found", n.Line)
		}
		at += utf8.RuneLen(r)
	}
	n.end = at
	return nil
}

// blockEnd is where the text of a | or > block at start ends: before the break of its last line.
func blockEnd(source []byte, start, indent int) int {
	headEnd := lineEndAt(source, start)
	header := string(source[start:headEnd])
	content := 0
	if i := strings.IndexAny(header, "123456789"); i > 0 && i < 3 {
		content = max(indent, 0) + int(header[i]-'0')
	}
	keep := strings.HasPrefix(header[1:], "+") || len(header) > 2 && header[2] == '+'
	end := headEnd
	for at := nextLine(source, headEnd); at < len(source); {
		lineStop := lineEndAt(source, at)
		line := source[at:lineStop]
		width := len(line) - len(bytes.TrimLeft(line, " "))
		blank := width == len(line)
		if content == 0 && !blank {
			content = max(width, 1)
			if width <= indent {
				break
			}
		}
		if !blank && width < content {
			break
		}
		if !blank || keep || (content > 0 && width > content) {
			end = lineStop
		}
		at = nextLine(source, lineStop)
	}
	return end
}

func isSpace(r rune) bool {
	return strings.ContainsRune(" \t\r\n\u0085\u2028\u2029", r)
}

func (l *locator) skipAnySpace(at int) int {
	for at < len(l.source) {
		r, size := utf8.DecodeRune(l.source[at:])
		if !isSpace(r) {
			break
		}
		at += size
	}
	return at
}

// skipSpace skips blanks, line breaks and comments.
func (l *locator) skipSpace(at int) int {
	for {
		at = l.skipAnySpace(at)
		if at >= len(l.source) || l.source[at] != '#' {
			return at
		}
		at = lineEndAt(l.source, at)
	}
}

func (l *locator) skipBlank(at int) int {
	for at < len(l.source) && (l.source[at] == ' ' || l.source[at] == '\t') {
		at++
	}
	return at
}

// lineEndAt is where the line of at ends, before its break.
func lineEndAt(source []byte, at int) int {
	for at < len(source) && breakAt(source, at) == 0 {
		at++
	}
	return at
}

// nextLine is the start of the line after the break at stop.
func nextLine(source []byte, stop int) int {
	if stop >= len(source) {
		return len(source)
	}
	return stop + breakAt(source, stop)
}

// lineStartAt is where the line of at starts.
func lineStartAt(source []byte, at int) int {
	for i := at - 1; i >= 0; i-- {
		if size := breakAt(source, i); size > 0 && i+size <= at {
			return i + size
		}
	}
	if bytes.HasPrefix(source, bom) {
		return len(bom)
	}
	return 0
}
