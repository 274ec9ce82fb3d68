package dialog

import (
	"strings"

	"dowse/ui/draw/frame"
	"dowse/ui/draw/theme"
)

const (
	widestList = 100
	gap        = 2 // between columns
)

// View is what is typed and the rows in sight below.
func (m *List) View() string {
	lines := []string{strings.Repeat(" ", margin) + m.field.View()}
	from, to := m.window.Sight()
	for i := from; i < to; i++ {
		lines = append(lines, m.line(i))
	}
	if len(m.rows) == 0 {
		lines = append(lines, m.theme.Paint(theme.Muted, " nothing matches"))
	}
	return frame.Block(lines, m.width, m.height, m.theme.Glyphs.Ellipsis)
}

// line is one row, exactly as wide as the list. A title that is wider than its column goes on where the
// help would be.
func (m *List) line(i int) string {
	r, ell := m.rows[i], m.theme.Glyphs.Ellipsis
	item := m.items[r.item]
	right := item.Right
	if right != "" {
		right = frame.Clip(" "+right+" ", m.width/2, ell)
	}
	room := max(0, m.width-margin-frame.Width(right))
	title := frame.Clip(item.Title, room, ell)
	space := strings.Repeat(" ", max(gap, min(m.column, m.width*2/5)+gap-frame.Width(title)))
	if i == m.window.Cursor() {
		text := m.theme.Glyphs.Cursor + frame.Fit(title+space+item.Help, room, ell) + right
		return m.theme.Paint(theme.Cursor, frame.Clip(text, m.width, ell))
	}
	left := m.theme.PaintSpans(theme.Matched(title, r.found, theme.Plain)) + space + m.theme.Paint(theme.Muted, item.Help)
	return " " + frame.Fit(left, room, ell) + m.theme.Paint(theme.Accent, right)
}
