package sidebar

import (
	"fmt"
	"strings"

	"dowse/ui/action"
	"dowse/ui/draw/frame"
	"dowse/ui/draw/quantity"
	"dowse/ui/draw/theme"
)

// maxIndent is the depth from which rows are indented no further.
const maxIndent = 8

// View is the search, where there is one, and the rows in sight.
func (m *Model) View() string {
	ell := m.theme.Glyphs.Ellipsis
	var lines []string
	if m.search.Lines() > 0 {
		lines = append(lines, m.search.View(m.theme, m.width))
	}
	from, to := m.window.Sight()
	for i := from; i < to; i++ {
		lines = append(lines, m.line(i))
	}
	if len(m.rows) == 0 {
		lines = append(lines, m.empty()...)
	}
	return frame.Block(lines, m.width, m.height, ell)
}

// line is one row, exactly as wide as the pane.
func (m *Model) line(i int) string {
	n, ell := m.rows[i].node, m.theme.Glyphs.Ellipsis
	if n == m.rename.node {
		before := m.theme.Paint(theme.Accent, m.theme.Glyphs.Cursor) + strings.Repeat(" ", m.indent(n)-1)
		m.rename.field.SetWidth(max(0, m.width-m.indent(n)))
		return before + m.rename.field.View()
	}
	left, right := m.spans(m.rows[i]), m.marks(n)
	if i == m.window.Cursor() {
		role := theme.CursorDim
		if m.focused {
			role = theme.Cursor
		}
		text := m.theme.Glyphs.Cursor + frame.Sides(theme.TextOf(left), theme.TextOf(right), m.width-1, ell)
		return m.theme.Paint(role, frame.Clip(text, m.width, ell))
	}
	return " " + frame.Sides(m.theme.PaintSpans(left), m.theme.PaintSpans(right), m.width-1, ell)
}

// spans is what a row says, without the cell of the cursor and without its marks.
func (m *Model) spans(r row) []theme.Span {
	n, indent := r.node, strings.Repeat(" ", m.indent(r.node)-1)
	mark := m.theme.Glyphs.Open
	if m.folded(n) {
		mark = m.theme.Glyphs.Closed
	}
	switch n.kind {
	case folder:
		spans := []theme.Span{{Text: indent}, {Role: theme.Muted, Text: mark + " "}, {Role: theme.Name, Text: n.label}}
		if m.folded(n) {
			spans = append(spans, theme.Span{Role: theme.Muted, Text: fmt.Sprintf(" %d", n.count)})
		}
		return spans
	case others:
		return []theme.Span{{Role: theme.Muted, Text: indent + mark + " " + quantity.Of(n.count, "file is no request", "files are no requests")}}
	case other:
		return []theme.Span{{Role: theme.Muted, Text: indent + "  " + n.label}}
	}
	spans := []theme.Span{{Text: indent}, {Role: theme.Accent, Text: m.method(n.item.Method)}}
	role := theme.Plain
	switch {
	case n.item.Problem != "":
		role = theme.Bad
	case n.item.Open:
		role = theme.Heading
	}
	if m.search.Words == "" {
		spans = append(spans, theme.Span{Role: role, Text: n.label})
	} else {
		spans = append(spans, theme.Matched(n.path, r.found, role)...)
	}
	if n.name != "" {
		spans = append(spans, theme.Span{Role: theme.Muted, Text: "  " + n.name})
	}
	return spans
}

// marks are at the right end of a row: not saved, on the screen, of no use as it is.
func (m *Model) marks(n *node) []theme.Span {
	if n.kind != request {
		return nil
	}
	var spans []theme.Span
	if n.item.Problem != "" {
		spans = append(spans, theme.Span{Role: theme.Bad, Text: " broken"})
	}
	if n.item.Unsaved {
		spans = append(spans, theme.Span{Role: theme.Warn, Text: " " + m.theme.Glyphs.Unsaved})
	}
	if n.item.Open {
		spans = append(spans, theme.Span{Role: theme.Heading, Text: " " + m.theme.Glyphs.Arrow})
	}
	return spans
}

// indent is the first cell of what a row says.
func (m *Model) indent(n *node) int {
	if m.search.Words != "" {
		return 1
	}
	return 1 + 2*min(n.depth, maxIndent)
}

// short gives the methods that are too long for their column.
var short = map[string]string{"DELETE": "DEL", "PATCH": "PTCH", "OPTIONS": "OPT", "CONNECT": "CONN"}

// The widths from which the column of the methods is so wide.
const (
	wideMethods   = 36
	narrowMethods = 12
)

// method is the column of the method, with the space behind it.
func (m *Model) method(name string) string {
	width := 4
	switch {
	case m.width < narrowMethods:
		return ""
	case m.width >= wideMethods:
		width = 6
	}
	name = safe(name)
	if s, ok := short[name]; ok && len(name) > width {
		name = s
	}
	return frame.Fit(name, width, m.theme.Glyphs.Ellipsis) + " "
}

// empty says what can be done where there is nothing to list.
func (m *Model) empty() []string {
	if m.search.Words != "" {
		lines := []string{m.theme.Paint(theme.Muted, " nothing matches")}
		if !m.search.Typing {
			lines = append(lines, m.hint(action.Leave, "show all", action.Collection))
		}
		return lines
	}
	return []string{
		m.theme.Paint(theme.Muted, " no requests yet"), "",
		m.hint(action.GoURL, "paste a URL or curl", action.Everywhere),
		m.hint(action.Add, "a new request", action.Collection),
		m.hint(action.OpenFolder, "open a folder", action.Nav),
		m.hint(action.ListBelow, "in the URL: the demo", action.URL),
	}
}

// hint is a key with what it does; nothing where the action has none.
func (m *Model) hint(id action.ID, what string, c action.Context) string {
	k := m.keymap.Key(id, c)
	if k == "" {
		return ""
	}
	return " " + m.theme.Paint(theme.Accent, frame.Fit(safe(k), 8, m.theme.Glyphs.Ellipsis)) + m.theme.Paint(theme.Muted, what)
}
