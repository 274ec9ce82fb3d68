package mapping

import (
	"fmt"
	"strings"

	"dowse/client/mapping"
	"dowse/collections"
	"dowse/ui/action"
	"dowse/ui/draw/frame"
	"dowse/ui/draw/theme"
)

const (
	detailHeight = 6 // lines below the grid, the rule above them among them
	gap          = 1 // cells between columns
	markWidth    = 3 // the cursor, and how sure a match is
)

// gridHeight is how many fields are in sight.
func (m *Model) gridHeight() int {
	room := m.height - 1
	if room > detailHeight+3 {
		room -= detailHeight
	}
	return max(0, room)
}

// widths are those of the columns that are shown; what it gives is one where there is room for it.
func (m *Model) widths() []int {
	widths := []int{14, 20, 7, 4, 13, 10}
	spare := m.width - markWidth - gap*(len(widths)-1)
	for _, w := range widths {
		spare -= w
	}
	longestTo, longestSource := 0, 0
	for _, f := range m.mapping.Fields {
		longestTo, longestSource = max(longestTo, frame.Width(f.To)), max(longestSource, frame.Width(sourceText(f)))
	}
	if m.width >= 100 {
		widths[requiredColumn], spare = 8, spare-4
	}
	// In a narrow grid the columns that are empty give way to those that are not.
	for _, c := range []column{missingColumn, transformColumn} {
		used := len(columnNames[c])
		for _, f := range m.mapping.Fields {
			used = max(used, frame.Width(text(f, c)))
		}
		if used < widths[c] {
			spare += widths[c] - used
			widths[c] = used
		}
	}
	for _, grow := range []struct {
		column column
		wish   int
	}{{targetColumn, longestTo}, {sourceColumn, longestSource}, {transformColumn, 24}} {
		if more := min(grow.wish-widths[grow.column], spare); more > 0 {
			widths[grow.column] += more
			spare -= more
		}
	}
	if spare >= 12 {
		widths = append(widths, spare-gap)
	}
	return widths
}

// left is the cell where a column begins.
func (m *Model) left(c column) int {
	x := markWidth
	for i, w := range m.widths() {
		if column(i) == c {
			return x
		}
		x += w + gap
	}
	return x
}

// columnAt is the column at a cell that can be edited.
func (m *Model) columnAt(x int) column {
	at := targetColumn
	for c := targetColumn; c <= missingColumn; c++ {
		if x >= m.left(c) {
			at = c
		}
	}
	return at
}

// View is the grid and, below it, what the field under the cursor becomes.
func (m *Model) View() string {
	lines := []string{m.head()}
	from, to := m.window.Sight()
	for i := from; i < to; i++ {
		lines = append(lines, m.row(i))
	}
	if len(m.mapping.Fields) == 0 {
		lines = append(lines, m.theme.Paint(theme.Muted, "   no field yet: "+m.keymap.Key(action.Add, action.Mapping)+" adds one"))
	}
	if grid := m.gridHeight(); m.height-1 > grid {
		for len(lines) < grid+1 {
			lines = append(lines, "")
		}
		lines = append(lines, m.detail()...)
	}
	return frame.Block(lines, m.width, m.height, m.theme.Glyphs.Ellipsis)
}

// head names the columns.
func (m *Model) head() string {
	var b strings.Builder
	b.WriteString(strings.Repeat(" ", markWidth))
	for i, w := range m.widths() {
		if i > 0 {
			b.WriteString(strings.Repeat(" ", gap))
		}
		name := columnNames[i]
		if column(i) == requiredColumn && w < frame.Width(name) {
			name = "req"
		}
		b.WriteString(frame.Fit(name, w, m.theme.Glyphs.Ellipsis))
	}
	return m.theme.Paint(theme.Muted, b.String())
}

// row is one field.
func (m *Model) row(i int) string {
	f, widths := m.mapping.Fields[i], m.widths()
	here := i == m.window.Cursor()
	var b strings.Builder
	cursor := " "
	if here {
		cursor = m.theme.Paint(theme.Accent, m.theme.Glyphs.Cursor)
	}
	b.WriteString(cursor + m.mark(f) + " ")
	for c, w := range widths {
		if c > 0 {
			b.WriteString(strings.Repeat(" ", gap))
		}
		b.WriteString(m.cell(f, column(c), w, here))
	}
	return b.String()
}

// mark says how a field is: wrong, failing, a guess, or fine.
func (m *Model) mark(f collections.MappedField) string {
	th := m.theme
	why, matched := m.options.Why[f.To]
	switch {
	case m.answer.wrong[f.To] != "", !f.HasSource() && f.Required, m.answer.fields[f.To].failed > 0:
		return th.Paint(theme.Bad, th.Glyphs.Missing)
	case matched && why.Sure == mapping.Maybe && why.Field.Path == f.Path:
		return th.Paint(theme.Warn, th.Glyphs.Fragile)
	}
	return " "
}

// cell is one cell, exactly so wide.
func (m *Model) cell(f collections.MappedField, c column, width int, here bool) string {
	th := m.theme
	if here && c == m.column && m.typing {
		m.field.SetWidth(width)
		return frame.Fit(m.field.View(), width, "")
	}
	shown, role := safe(text(f, c)), theme.Plain
	switch {
	case c == valueColumn:
		shown, role = "", theme.Muted
		if values := m.answer.fields[f.To].values; len(values) > 0 {
			shown = values[0].value
			if values[0].bad {
				role = theme.Bad
			}
		}
	case c == sourceColumn && shown == "" && f.Required:
		shown, role = "nothing yet", theme.Bad
	case c == sourceColumn && shown == "":
		shown, role = "nothing", theme.Muted
	case c == targetColumn:
		role = theme.Name
	case c == sourceColumn && f.Value != nil:
		role = theme.String
	case c == typeColumn || c == requiredColumn:
		role = theme.Muted
	}
	fitted := frame.Fit(shown, width, th.Glyphs.Ellipsis)
	if here && c == m.column {
		return th.Paint(theme.Cursor, fitted)
	}
	return th.Paint(role, fitted)
}

// detail says what the field under the cursor becomes.
func (m *Model) detail() []string {
	th := m.theme
	lines := []string{th.Paint(theme.Border, strings.Repeat(th.Glyphs.Border.Top, m.width))}
	f, ok := m.current()
	if !ok {
		return lines
	}
	a := m.answer.fields[f.To]
	role, said := m.said(f, a)
	lines = append(lines, " "+th.Paint(theme.Name, safe(f.To))+"  "+th.Paint(role, said))
	if m.note != "" {
		return append(lines, " "+th.Paint(theme.Bad, m.note))
	}
	if m.typing {
		return append(lines, " "+th.Paint(theme.Muted, explained[m.column]))
	}
	for _, v := range a.values {
		role := theme.Plain
		if v.bad {
			role = theme.Bad
		}
		lines = append(lines, "   "+th.Paint(theme.Muted, frame.Fit(v.row, min(30, m.width/3), th.Glyphs.Ellipsis))+"  "+th.Paint(role, v.value))
	}
	return lines
}

// explained says what can be typed in a column.
var explained = map[column]string{
	targetColumn:    "the target's field: names with dots between them, such as customer.name",
	sourceColumn:    `$.path, then first, last or all · = formula · "constant" · jq: program`,
	transformColumn: "functions with | between them, such as trim | upper",
	missingColumn:   "fail, skip, or the value for what is missing or null",
}

// said is what there is to know of a field: what is wrong with it, how many rows fail, or why it was matched.
func (m *Model) said(f collections.MappedField, a fieldAnswer) (theme.Role, string) {
	why, matched := m.options.Why[f.To]
	switch {
	case m.answer.wrong[f.To] != "":
		return theme.Bad, m.answer.wrong[f.To]
	case !f.HasSource() && f.Required:
		return theme.Bad, "required, and nothing supplies it: enter sets its source"
	case a.failed > 0:
		return theme.Bad, fmt.Sprintf("%d of %d rows fail: %s", a.failed, m.answer.rows, a.why)
	case matched && why.Field.HasSource() && why.Field.Path == f.Path && f.HasSource():
		return theme.Muted, "matched: " + why.Why
	case !f.HasSource():
		return theme.Muted, "not required: it is left out"
	}
	return theme.Muted, ""
}
