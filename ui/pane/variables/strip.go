package variables

import (
	"fmt"
	"strings"

	"dowse/ui/draw/frame"
	"dowse/ui/draw/theme"
)

// The most cells that a part of an entry of the strip takes.
const (
	stripName  = 24
	stripValue = 28
	stripGap   = 3
)

// entry is one variable of the strip, and where it is.
type entry struct {
	variable *Variable
	text     string // painted
	x, y     int
	width    int
}

// shownAsStrip says whether View is the strip.
func (m *Model) shownAsStrip() bool { return m.strip && !m.focused && m.typed() == nil }

// stripLines is the strip.
func (m *Model) stripLines() []string {
	entries, left := m.layStrip()
	lines, ends := make([]string, m.height), make([]int, m.height)
	for _, e := range entries {
		lines[e.y] += strings.Repeat(" ", e.x-ends[e.y]) + e.text
		ends[e.y] = e.x + e.width
	}
	if left > 0 && m.height > 0 {
		y := m.height - 1
		more := m.theme.Paint(theme.Muted, more(left))
		lines[y] = frame.Sides(lines[y], more, m.width, m.theme.Glyphs.Ellipsis)
	}
	return lines
}

// layStrip places as many variables as there is room for, and says how many are left.
func (m *Model) layStrip() (entries []entry, left int) {
	var all []*Variable
	for _, r := range m.rows {
		if r.variable != nil && !r.variable.Shadowed {
			all = append(all, r.variable)
		}
	}
	x, y := 1, 0
	for i, v := range all {
		e := m.entry(v)
		room := m.width
		if y == m.height-1 && i < len(all)-1 {
			room -= frame.Width(more(len(all)))
		}
		if x > 1 && x+e.width > room {
			x, y = 1, y+1
			if room = m.width; y == m.height-1 && i < len(all)-1 {
				room -= frame.Width(more(len(all)))
			}
		}
		if y >= m.height || x+e.width > room && i < len(all)-1 {
			return entries, len(all) - i
		}
		e.x, e.y = x, y
		entries = append(entries, e)
		x += e.width + stripGap
	}
	return entries, 0
}

// entry is a variable as the strip shows it: name, value and what is wrong with it.
func (m *Model) entry(v *Variable) entry {
	c, ell := m.cells(v, false), m.theme.Glyphs.Ellipsis
	name, value := frame.Clip(c.name.Text, stripName, ell), frame.Clip(c.value.Text, stripValue, ell)
	e := entry{variable: v, width: frame.Width(name) + 1 + frame.Width(value)}
	e.text = m.theme.Paint(c.name.Role, name) + " " + m.theme.Paint(c.value.Role, value)
	if mark := strings.TrimSpace(c.mark.Text); mark != "" {
		e.text += " " + m.theme.Paint(c.mark.Role, mark)
		e.width += 1 + frame.Width(mark)
	}
	return e
}

func more(n int) string { return fmt.Sprintf(" +%d more ", n) }
