package editor

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"dowse/collections/vars"
	"dowse/ui/action"
	"dowse/ui/draw/frame"
	"dowse/ui/draw/theme"
)

// narrow is the width below which lines have no numbers.
const narrow = 24

// ahead is how many bytes behind the right end are looked at: a string is a name when a colon follows it.
const ahead = 256

// gutter is how many cells stand before each line: the mark of the cursor and the line's number.
func (m *Model) gutter() int {
	if m.width < narrow {
		return min(1, m.width)
	}
	return 2 + len(strconv.Itoa(len(m.lines)))
}

// reveal scrolls so that the caret is in sight.
func (m *Model) reveal() {
	m.top = min(m.top, m.caret.line)
	m.top = max(m.top, m.caret.line-m.height+1, 0)
	if m.top+m.height > len(m.lines) {
		m.top = max(0, min(m.top, len(m.lines)-m.height))
	}
	room := m.width - m.gutter()
	wide := m.caretWidth()
	switch x := m.cell(m.caret.line, m.caret.at); {
	case room < 4:
		m.left = x
	case x+wide < room:
		m.left = 0
	case x <= m.left || x+wide >= m.left+room:
		before := max(1, min(room*3/4, room-1-wide)) // some text round the caret, so that not every key scrolls
		m.left = max(0, x-before)
	}
}

// caretWidth is how many cells the caret takes.
func (m *Model) caretWidth() int {
	line, at := m.Line(), m.caret.at
	if at == len(line) {
		return 1
	}
	text := shown(line[at:next(line, at)])
	return max(1, ansi.StringWidth(text[:next(text, 0)]))
}

// View is the lines in sight.
func (m *Model) View() string {
	ell := m.theme.Glyphs.Ellipsis
	if len(m.lines) == 1 && m.lines[0] == "" && !m.typing {
		return frame.Block([]string{m.empty()}, m.width, m.height, ell)
	}
	brackets := m.brackets()
	var lines []string
	for i := m.top; i < len(m.lines) && i < m.top+m.height; i++ {
		lines = append(lines, m.row(i, brackets))
	}
	return frame.Block(lines, m.width, m.height, ell)
}

// empty says what to do where there is no text.
func (m *Model) empty() string {
	mark := m.theme.Paint(theme.CursorDim, m.theme.Glyphs.Cursor)
	if m.focused {
		mark = m.theme.Paint(theme.Cursor, m.theme.Glyphs.Cursor)
	}
	muted := func(s string) string { return m.theme.Paint(theme.Muted, s) }
	key := m.keymap.Key(action.Edit, action.Text)
	if key == "" {
		return mark + muted("no text yet")
	}
	return mark + muted("no text yet "+m.theme.Glyphs.Dot+" ") + m.theme.Paint(theme.Accent, key) + muted(" edit")
}

// row is line i of the text.
func (m *Model) row(i int, brackets []position) string {
	mark, number := " ", ""
	if digits := m.gutter() - 2; digits > 0 {
		number = fmt.Sprintf("%*d ", digits, i+1)
	}
	if i != m.caret.line {
		return mark + m.theme.Paint(theme.Muted, number) + m.line(i, brackets)
	}
	mark = m.theme.Glyphs.Cursor
	switch {
	case m.typing:
		return m.theme.Paint(theme.Accent, mark+number) + m.line(i, brackets)
	case m.focused:
		return m.theme.Paint(theme.Cursor, mark+number) + m.line(i, brackets)
	}
	return m.theme.Paint(theme.CursorDim, mark+number) + m.line(i, brackets)
}

// piece is a part of a line that holds what is in sight of it.
type piece struct {
	from, to int    // bytes of the line
	cell     int    // the cells before it
	text     string // as it is drawn
	lead     string // see lexis
}

// behind is how many bytes left of what is in sight are looked at: a placeholder may begin there.
const behind = 256

// piece gives that of line i. Of a short line it is all.
func (m *Model) piece(i, room int) piece {
	line := m.lines[i]
	if len(line) <= step {
		return piece{to: len(line), text: shown(line)}
	}
	var s stop
	to := step
	if m.left > 0 {
		s = m.stopOf(i, m.left-1)
		to = s.at + 2*step
		s = m.stopAt(i, max(0, s.at-behind))
	}
	const most = 16 // bytes a cell, but for what takes none
	to = min(len(line), to+ahead+most*max(0, room))
	for to < len(line) && !utf8.RuneStart(line[to]) {
		to++
	}
	return piece{from: s.at, to: to, cell: s.cell, text: shown(line[s.at:to]), lead: s.lead()}
}

// place is the byte of the text of a piece that stands for one of its line; false: it is not in it.
func (p piece) place(line string, at int) (int, bool) {
	if at < p.from || at > p.to {
		return 0, false
	}
	return len(shown(line[p.from:at])), true
}

// line is the part of line i that is in sight, painted.
func (m *Model) line(i int, brackets []position) string {
	room := m.width - m.gutter()
	p := m.piece(i, room)
	text := p.text
	w := slice(text, m.left-p.cell, room)
	w.more = w.more || p.to < len(m.lines[i])
	runs := m.runs(text[:min(len(text), w.end+ahead)], p.lead, i)
	for _, b := range brackets {
		if at, ok := p.place(m.lines[i], b.at); ok && b.line == i {
			runs = paintOver(runs, at, at+1, theme.Match)
		}
	}
	end := ""
	if at, ok := p.place(m.lines[i], m.caret.at); ok && i == m.caret.line && m.focused {
		if at < len(text) {
			runs = paintOver(runs, at, next(text, at), theme.Caret)
		} else {
			end = m.theme.Paint(theme.Caret, " ")
		}
	}
	line := w.before(m.theme) + painted(m.theme, runs, text, w.start, w.end)
	if w.more {
		return line + m.theme.Paint(theme.Muted, m.theme.Glyphs.Ellipsis)
	}
	if i == m.caret.line && !m.typing {
		used := frame.Width(line) + frame.Width(end)
		end += m.theme.Paint(m.cursorRole(), strings.Repeat(" ", max(0, room-used)))
	}
	return line + end
}

// cursorRole is how the row of the cursor looks while nothing is typed.
func (m *Model) cursorRole() theme.Role {
	if m.focused {
		return theme.Cursor
	}
	return theme.CursorDim
}

// run is a part of a line that looks the same all through, up to a byte.
type run struct {
	end  int
	role theme.Role
}

// runs gives the parts of a line by their looks. lead is what to think before the text.
func (m *Model) runs(text, lead string, i int) []run {
	if i == m.caret.line && !m.typing {
		return []run{{len(text), m.cursorRole()}}
	}
	runs, end := []run(nil), -len(lead)
	if m.json {
		for _, s := range theme.Spans("application/json", lead+text) {
			if end += len(s.Text); end <= 0 {
				continue
			}
			role := s.Role
			if role == theme.Placeholder {
				role = theme.Plain // which of them has a value is said below
			}
			runs = append(runs, run{end, role})
		}
	} else {
		runs = []run{{len(text), theme.Plain}}
	}
	for _, use := range vars.Uses(text) {
		role := theme.Unresolved
		if use.Default || m.has(use.Name) {
			role = theme.Placeholder
		}
		runs = paintOver(runs, use.Start, use.End, role)
	}
	return runs
}

// has says whether a placeholder has a value. Those that are offered say so themselves: to ask for the value
// of a secret may start a command.
func (m *Model) has(name string) bool {
	if live, ok := m.live[name]; ok {
		return live
	}
	if vars.Dynamic(name) {
		return true
	}
	if m.placeholders == nil || m.placeholders.Value == nil {
		return false
	}
	_, ok := m.placeholders.Value(name)
	return ok
}

// paintOver gives a part of a line another look.
func paintOver(runs []run, start, end int, role theme.Role) []run {
	out := make([]run, 0, len(runs)+2)
	from := 0
	for _, r := range runs {
		if from < start && r.end > from {
			out = append(out, run{min(r.end, start), r.role})
		}
		if from < end && r.end >= end && start < end {
			out = append(out, run{end, role})
		}
		if r.end > end {
			out = append(out, r)
		}
		from = r.end
	}
	return out
}

// painted is a part of a text in the looks of its runs.
func painted(t *theme.Theme, runs []run, text string, start, end int) string {
	var b strings.Builder
	from := 0
	for _, r := range runs {
		if a, z := max(from, start), min(r.end, end); a < z {
			b.WriteString(t.Paint(r.role, text[a:z]))
		}
		from = r.end
	}
	return b.String()
}

// window is the part of a line that is in sight.
type window struct {
	start, end int  // bytes
	pad        int  // cells on its left that are blank, of a wide character that is cut in two
	cut        bool // there is text to its left
	more       bool // there is text to its right
}

// before is what stands before the part in sight.
func (w window) before(t *theme.Theme) string {
	if !w.cut {
		return ""
	}
	return t.Paint(theme.Muted, t.Glyphs.Ellipsis) + strings.Repeat(" ", w.pad)
}

// slice gives the part of a text from cell left on that is at most room cells wide, marks of what is cut
// included.
func slice(text string, left, room int) window {
	var w window
	if room <= 0 {
		return w
	}
	at, x := 0, 0
	if left > 0 {
		for at < len(text) && x < left+1 {
			end := next(text, at)
			x += ansi.StringWidth(text[at:end])
			at = end
		}
		if at == len(text) && x <= left {
			w.start, w.end = at, at
			return w // all of it is further left
		}
		w.cut, w.pad = true, x-left-1
	}
	w.start, w.end = at, at
	used := x - left
	for at < len(text) {
		end := next(text, at)
		width := ansi.StringWidth(text[at:end])
		if used+width > room {
			w.more = true
			break
		}
		used += width
		at = end
		if used < room {
			w.end = at // one cell stays for the mark
		}
	}
	if !w.more {
		w.end = at
	}
	return w
}
