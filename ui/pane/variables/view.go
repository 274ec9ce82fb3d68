package variables

import (
	"fmt"
	"strings"

	"dowse/ui/action"
	"dowse/ui/draw/frame"
	"dowse/ui/draw/theme"
)

// View is the search, where there is one, and the rows in sight; or the strip.
func (m *Model) View() string {
	ell := m.theme.Glyphs.Ellipsis
	if len(m.variables) == 0 {
		return frame.Block(m.empty(), m.width, m.height, ell)
	}
	if m.shownAsStrip() {
		return frame.Block(m.stripLines(), m.width, m.height, ell)
	}
	var lines []string
	if m.search.Lines() > 0 {
		lines = append(lines, m.search.View(m.theme, m.width))
	}
	if len(m.rows) == 0 {
		lines = append(lines, m.theme.Paint(theme.Muted, " nothing matches"))
	}
	w := m.columns()
	from, to := m.window.Sight()
	for i := from; i < to; i++ {
		lines = append(lines, m.line(i, w))
	}
	return frame.Block(lines, m.width, m.height, ell)
}

// line is one row, exactly as wide as the pane.
func (m *Model) line(i int, w widths) string {
	r, ell := m.rows[i], m.theme.Glyphs.Ellipsis
	if r.variable == nil {
		return " " + m.theme.Paint(theme.Muted, frame.Clip(fmt.Sprintf("%s %s %d", r.section, m.theme.Glyphs.Dot, r.count), m.width-1, ell))
	}
	if m.rename.on && r.variable.identity() == m.rename.of {
		m.rename.field.SetWidth(max(0, m.width-marks))
		return m.theme.Paint(theme.Accent, m.theme.Glyphs.Cursor) + "  " + m.rename.field.View()
	}
	cells := m.cells(r.variable, w.state > 0)
	if i == m.window.Cursor() {
		role := theme.CursorDim
		if m.focused {
			role = theme.Cursor
		}
		text := m.theme.Glyphs.Cursor + m.joined(cells, w, func(_ theme.Role, text string) string { return text })
		return m.theme.Paint(role, frame.Fit(text, m.width, ell))
	}
	if r.variable.Shadowed {
		return m.theme.Paint(theme.Muted, frame.Clip(" "+m.joined(cells, w, func(_ theme.Role, text string) string { return text }), m.width, ell))
	}
	return " " + m.joined(cells, w, m.theme.Paint)
}

// cells are what a row says in its columns.
type cells struct{ mark, name, value, source, state theme.Span }

// cells are what a variable has in the columns. Without one for the state, the value says what matters of it.
func (m *Model) cells(v *Variable, withState bool) cells {
	c := cells{
		mark:   m.mark(v),
		name:   theme.Span{Role: theme.Name, Text: safe(v.Name)},
		value:  v.value(),
		source: theme.Span{Role: theme.Muted, Text: safe(v.from())},
		state:  theme.Span{Role: v.role(), Text: v.words()},
	}
	switch {
	case v.Shadowed && withState:
		c.source.Text = "by " + safe(v.ShadowedBy)
	case v.Shadowed:
		c.value.Text = "shadowed by " + safe(v.ShadowedBy)
	case v.State == NotSent && !withState:
		c.value.Text = v.words()
	}
	return c
}

// joined puts the columns beside each other, behind the cell of the cursor.
func (m *Model) joined(c cells, w widths, paint func(theme.Role, string) string) string {
	ell, between := m.theme.Glyphs.Ellipsis, strings.Repeat(" ", gap)
	fit := func(s theme.Span, width int) string {
		text := frame.Clip(s.Text, width, ell)
		return paint(s.Role, text) + strings.Repeat(" ", max(0, width-frame.Width(text)))
	}
	line := fit(c.mark, 1) + " " + fit(c.name, w.name) + between + fit(c.value, w.value)
	if w.source > 0 {
		line += between + fit(c.source, w.source)
	}
	if w.state > 0 {
		line += between + fit(c.state, w.state)
	}
	return line
}

// mark says in one cell what is wrong with a variable.
func (m *Model) mark(v *Variable) theme.Span {
	switch {
	case v.Shadowed:
	case v.State == Missing:
		return theme.Span{Role: theme.Bad, Text: m.theme.Glyphs.Missing}
	case v.State == Fragile:
		return theme.Span{Role: theme.Warn, Text: m.theme.Glyphs.Fragile}
	}
	return theme.Span{Text: " "}
}

// value is the value in the colour of its type, or what there is instead of one.
func (v *Variable) value() theme.Span {
	if v.Value == "" && (v.Type == "" || v.State == Missing) {
		switch {
		case v.State == NotKept:
			return theme.Span{Role: theme.Muted, Text: "a secret: send again"}
		case v.Kind == Unresolved && v.Source != "":
			return theme.Span{Role: theme.Unresolved, Text: "picked by " + safe(v.from())}
		case v.Kind == Unresolved || v.State == Missing:
			return theme.Span{Role: theme.Unresolved, Text: "no value"}
		}
		return theme.Span{Role: theme.Muted, Text: "no value"}
	}
	role := theme.Constant
	switch v.Type {
	case "string":
		role = theme.String
	case "number", "integer":
		role = theme.Number
	case "secret":
		role = theme.Muted
	}
	return theme.Span{Role: role, Text: safe(string(v.Value))}
}

// role is the colour of the state.
func (v *Variable) role() theme.Role {
	switch v.State {
	case Fresh, Expiring:
		return theme.Good
	case Stale, Fragile:
		return theme.Warn
	case Missing:
		return theme.Bad
	}
	return theme.Muted
}

// empty says how to get a variable.
func (m *Model) empty() []string {
	line := " no variables yet"
	k := m.keymap.Key(action.PickValue, action.Response)
	if k == "" {
		return []string{m.theme.Paint(theme.Muted, line)}
	}
	dot := " " + m.theme.Glyphs.Dot + " "
	hint, long := m.theme.Paint(theme.Accent, safe(k)), " on a value of a response makes one"
	if frame.Width(line+dot+k+long) <= m.width {
		return []string{m.theme.Paint(theme.Muted, line+dot) + hint + m.theme.Paint(theme.Muted, long)}
	}
	return []string{
		m.theme.Paint(theme.Muted, line),
		" " + hint + m.theme.Paint(theme.Muted, " on a value of a"),
		m.theme.Paint(theme.Muted, " response makes one"),
	}
}
