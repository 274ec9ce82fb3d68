package field

import (
	"fmt"
	"strings"

	"dowse/ui/draw/frame"
	"dowse/ui/draw/theme"
)

// maxPopup is how wide a list is at most, its border included.
const maxPopup = 60

// The row that is always the last one of the variables.
const (
	valueFrom     = "value from..."
	valueFromHelp = "pick one in a response"
)

// gap is the room between two columns.
const gap = 2

// Popup is the list of completions, from the field's left.
func (m *Model) Popup() (frame.Popup, bool) {
	l := m.list
	if l == nil {
		return frame.Popup{}, false
	}
	widths := l.widths()
	inner := 1 + widths.total()
	if l.kind == names {
		inner = max(inner, 1+len(valueFrom)+gap+len(valueFromHelp))
	}
	from, to := l.window.Sight()
	var lines []string
	for i := from; i < to; i++ {
		lines = append(lines, m.line(l.rows[i], widths, inner, i == l.at))
	}
	if l.kind == names {
		lines = append(lines, m.valueFromLine(inner, l.at == len(l.rows)))
	}
	foot := ""
	if to-from < len(l.rows) {
		foot = m.theme.Paint(theme.Muted, fmt.Sprintf("%d of %d", min(max(0, l.at)+1, len(l.rows)), len(l.rows)))
	}
	lines = frame.Border(m.theme, frame.Title{}, foot, strings.Join(lines, "\n"), inner+2, len(lines)+2, true)
	return frame.Popup{X: m.column(l.start), Y: 1, Above: 0, Lines: lines}, true
}

// column is the column in which a byte of the text is drawn, or the nearest in the field.
func (m *Model) column(at int) int {
	x := 0
	if m.first > 0 {
		x = 1
	}
	for i := min(m.first, m.count()); i < m.count() && x < m.width && m.buffer.start(i) < at; i++ {
		x += m.cell(i).width
	}
	return max(0, min(x, m.width-1))
}

// widths are those of the columns of a list; one without texts has none.
type widths [columnCount]int

// widths gives each column what its texts need, or what there is room for.
func (l *list) widths() widths {
	var w widths
	for _, r := range l.rows {
		for c, text := range r.texts {
			w[c] = max(w[c], min(maxPopup, frame.Width(text)))
		}
	}
	for _, give := range []struct{ column, least int }{{fromColumn, 12}, {valueColumn, 16}, {nameColumn, 20}, {typeColumn, 7}, {fromColumn, 0}, {nameColumn, 12}} {
		over := w.total() - (maxPopup - 3)
		if over <= 0 {
			break
		}
		w[give.column] = max(min(w[give.column], give.least), w[give.column]-over)
	}
	return w
}

// total is how wide a row is.
func (w widths) total() int {
	total := -gap
	for _, width := range w {
		if width > 0 {
			total += width + gap
		}
	}
	return max(0, total)
}

// line is one row of a list.
func (m *Model) line(r row, w widths, inner int, chosen bool) string {
	ell := m.theme.Glyphs.Ellipsis
	var b strings.Builder
	for c, text := range r.texts {
		if w[c] == 0 {
			continue
		}
		if b.Len() > 0 {
			b.WriteString(strings.Repeat(" ", gap))
		}
		text = frame.Fit(text, w[c], ell)
		if !chosen {
			text = m.theme.Paint(r.roles[c], text)
		}
		b.WriteString(text)
	}
	if chosen {
		return m.theme.Paint(theme.Cursor, frame.Fit(m.theme.Glyphs.Cursor+b.String(), inner, ell))
	}
	return frame.Fit(" "+b.String(), inner, ell)
}

// valueFromLine is the row for a value that is picked now.
func (m *Model) valueFromLine(inner int, chosen bool) string {
	between, ell := strings.Repeat(" ", gap), m.theme.Glyphs.Ellipsis
	if chosen {
		return m.theme.Paint(theme.Cursor, frame.Fit(m.theme.Glyphs.Cursor+valueFrom+between+valueFromHelp, inner, ell))
	}
	return frame.Fit(" "+m.theme.Paint(theme.Accent, valueFrom)+between+m.theme.Paint(theme.Muted, valueFromHelp), inner, ell)
}
