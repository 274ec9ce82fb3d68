package table

import (
	"strings"

	"dowse/collections"
	"dowse/ui/action"
	"dowse/ui/draw/frame"
	"dowse/ui/draw/theme"
	"dowse/ui/terminal"
	"dowse/ui/widget/field"
)

// widths is how many cells each part of a row has.
type widths struct {
	prefix            int // the marks of the cursor and of on and off
	name, value, note int
}

const (
	gap       = 2  // between columns
	leastName = 10 // names have so much room, where there is any, so that typing one moves nothing
)

// widths shares the width out: the name has what it needs and at most 40 %, the note at most a quarter.
func (m *Model) widths() widths {
	w := widths{prefix: 3}
	if m.options.Plain {
		w.prefix = 2
	}
	room := max(0, m.width-w.prefix)
	w.name = leastName
	for _, row := range m.rows {
		w.name = max(w.name, wide(row.Name)+1)
		w.note = max(w.note, wide(row.Note))
	}
	for _, row := range m.inherited {
		w.name = max(w.name, wide(row.Name)+1)
		w.note = max(w.note, wide(row.From))
	}
	w.name = min(w.name, m.width*2/5, room)
	if m.cursor.column == noteColumn && m.own() {
		w.note = max(w.note, leastName)
	}
	w.note = min(w.note, m.width/4)
	w.value = room - w.name - gap
	if w.note > 0 {
		w.value -= w.note + gap
	}
	w.value = max(0, w.value)
	return w
}

// left is the first cell of a column.
func (w widths) left(c column) int {
	switch c {
	case nameColumn:
		return w.prefix
	case valueColumn:
		return w.prefix + w.name + gap
	}
	return w.prefix + w.name + gap + w.value + gap
}

// of is the width of a column.
func (w widths) of(c column) int { return [...]int{w.name, w.value, w.note}[c] }

// at is the column at cell x.
func (w widths) at(x int) column {
	switch {
	case w.note > 0 && x >= w.left(noteColumn):
		return noteColumn
	case x >= w.left(valueColumn):
		return valueColumn
	}
	return nameColumn
}

// View is the rows in sight.
func (m *Model) View() string {
	ell := m.theme.Glyphs.Ellipsis
	all := len(m.rows) + len(m.inherited)
	if all == 0 {
		return frame.Block([]string{m.empty()}, m.width, m.height, ell)
	}
	w := m.widths()
	var lines []string
	for i := m.top; i < all && i < m.top+m.height; i++ {
		switch {
		case i == m.cursor.row && m.typing:
			lines = append(lines, m.typedRow(w))
		case i == m.cursor.row:
			lines = append(lines, m.cursorRow(i, w))
		case i < len(m.rows):
			lines = append(lines, m.ownRow(m.rows[i], w))
		default:
			lines = append(lines, m.theme.Paint(theme.Muted, frame.Clip(m.plain(i, w), m.width, ell)))
		}
	}
	return frame.Block(lines, m.width, m.height, ell)
}

// empty says what to do where there are no rows.
func (m *Model) empty() string {
	text := " no " + m.options.Noun + "s yet"
	if key := m.keymap.Key(action.Add, action.Table); key != "" {
		return m.theme.Paint(theme.Muted, text+" "+m.theme.Glyphs.Dot+" ") + m.theme.Paint(theme.Accent, key) + m.theme.Paint(theme.Muted, " add")
	}
	return m.theme.Paint(theme.Muted, text)
}

// texts are what row i says in its columns, and whether it counts.
func (m *Model) texts(i int) (texts [3]string, on bool) {
	if i < len(m.rows) {
		row := m.rows[i]
		return [3]string{safe(row.Name), safe(row.Value), safe(row.Note)}, !row.Off
	}
	row := m.inherited[i-len(m.rows)]
	texts, on = [3]string{safe(row.Name), safe(row.Value), safe(row.From)}, true
	if m.replacing(row) >= 0 {
		texts[noteColumn], on = "replaced", false
	}
	return texts, on
}

// mark is the on-and-off mark with the space behind it.
func (m *Model) mark(on bool) string {
	switch {
	case m.options.Plain:
		return " "
	case on:
		return m.theme.Glyphs.On + " "
	}
	return m.theme.Glyphs.Off + " "
}

// plain is row i without colours.
func (m *Model) plain(i int, w widths) string {
	texts, on := m.texts(i)
	return " " + m.mark(on) + m.columns(w, func(c column) string { return texts[c] }, func(s string) string { return s })
}

// cursorRow is the row that keys act on: the cell is painted as such, and all of it where the table has no
// keys.
func (m *Model) cursorRow(i int, w widths) string {
	texts, on := m.texts(i)
	dim := func(s string) string { return m.theme.Paint(theme.CursorDim, s) }
	return dim(m.theme.Glyphs.Cursor+m.mark(on)) + m.columns(w, func(c column) string {
		text := frame.Fit(texts[c], w.of(c), m.theme.Glyphs.Ellipsis)
		if c == m.cursor.column && m.focused {
			return m.theme.Paint(theme.Cursor, text)
		}
		return dim(text)
	}, dim)
}

// ownRow is a row that the cursor is not on.
func (m *Model) ownRow(row collections.Row, w widths) string {
	if row.Off {
		texts := [3]string{safe(row.Name), safe(row.Value), safe(row.Note)}
		return m.theme.Paint(theme.Muted, " "+m.mark(false)+m.columns(w, func(c column) string { return texts[c] }, func(s string) string { return s }))
	}
	return " " + m.theme.Paint(theme.Good, m.mark(true)) + m.columns(w, func(c column) string { return m.painted(row, c, w.of(c)) }, func(s string) string { return s })
}

// painted is a cell in the colours of what it holds.
func (m *Model) painted(row collections.Row, c column, width int) string {
	switch c {
	case nameColumn:
		if !strings.Contains(row.Name, "{{") {
			return m.theme.Paint(theme.Name, frame.Clip(safe(row.Name), width, m.theme.Glyphs.Ellipsis))
		}
		return field.Paint(m.theme, m.placeholders, row.Name, width)
	case valueColumn:
		return field.Paint(m.theme, m.placeholders, row.Value, width)
	}
	return m.theme.Paint(theme.Muted, frame.Clip(safe(row.Note), width, m.theme.Glyphs.Ellipsis))
}

// typedRow is the row with the cell that is typed in.
func (m *Model) typedRow(w widths) string {
	row := m.rows[m.cursor.row]
	m.field.SetWidth(w.of(m.cursor.column))
	return m.theme.Paint(theme.Accent, m.theme.Glyphs.Cursor) + m.mark(!row.Off) + m.columns(w, func(c column) string {
		if c == m.cursor.column {
			return m.field.View()
		}
		return m.painted(row, c, w.of(c))
	}, func(s string) string { return s })
}

// columns puts the texts of a row beside each other; space paints what is between them.
func (m *Model) columns(w widths, text func(column) string, space func(string) string) string {
	ell := m.theme.Glyphs.Ellipsis
	between := space(strings.Repeat(" ", gap))
	line := frame.Fit(text(nameColumn), w.name, ell) + between + frame.Fit(text(valueColumn), w.value, ell)
	if w.note > 0 {
		line += between + frame.Fit(text(noteColumn), w.note, ell)
	}
	return line
}

// Popup is the list of completions of the cell that is typed in.
func (m *Model) Popup() (frame.Popup, bool) {
	if !m.typing {
		return frame.Popup{}, false
	}
	p, ok := m.field.Popup()
	return p.Moved(m.widths().left(m.cursor.column), m.cursor.row-m.top), ok
}

func safe(text string) string { return terminal.SafeLine(terminal.Untrusted(text)) }

// longestMeasured is how many bytes of a text are looked at for the width of its column: no column is wider.
const longestMeasured = 4 << 10

// wide is how many cells a text takes, or its beginning.
func wide(text string) int {
	if len(text) > longestMeasured {
		text = strings.ToValidUTF8(text[:longestMeasured], "")
	}
	return frame.Width(safe(text))
}
