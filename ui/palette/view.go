package palette

import (
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"dowse/ui/frame"
	"dowse/ui/theme"
)

const (
	widest = 100
	margin = 1 // the cell of the cursor
	gap    = 2 // between columns
)

// View is what is typed and the rows in sight below.
func (m *Model) View() string {
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

// line is one row, exactly as wide as the palette. A title that is wider than its column goes on where the
// help would be.
func (m *Model) line(i int) string {
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
	left := highlight(m.theme, title, r.found) + space + m.theme.Paint(theme.Muted, item.Help)
	return " " + frame.Fit(left, room, ell) + m.theme.Paint(theme.Accent, right)
}

// highlight paints what the search found in a title. Characters that are drawn as one stay together.
func highlight(t *theme.Theme, title string, found []int) string {
	if len(found) == 0 {
		return title
	}
	var line, run string
	match := false
	flush := func() {
		if match {
			run = t.Paint(theme.Match, run)
		}
		line, run = line+run, ""
	}
	for at := 0; at < len(title); {
		cluster, _ := ansi.FirstGraphemeCluster(title[at:], ansi.GraphemeWidth)
		end := at + max(1, len(cluster))
		is := slices.ContainsFunc(found, func(i int) bool { return i >= at && i < end })
		if is != match {
			flush()
			match = is
		}
		run += title[at:end]
		at = end
	}
	flush()
	return line
}
