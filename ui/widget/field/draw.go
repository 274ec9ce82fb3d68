package field

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"dowse/ui/draw/frame"
	"dowse/ui/draw/theme"
	"dowse/ui/terminal"
)

// cell is one character as it is drawn: a step of the caret.
type cell struct {
	text  string
	width int
	role  theme.Role
}

// drawn is cells that follow each other, of the text as it is.
type drawn struct {
	from  int // the first one
	cells []cell
}

// round is how many characters before and behind one that is asked for are made cells of with it, and how many
// bytes before and behind those are looked through for their placeholders.
const round = 4 << 10

// layout says that the cells are others. They are made when they are drawn: those of a long text not all.
func (m *Model) layout() { m.drawn.cells = m.drawn.cells[:0] }

// cell is character i as it is drawn.
func (m *Model) cell(i int) cell {
	if m.mask {
		return cell{m.theme.Glyphs.Secret, 1, theme.Plain}
	}
	d := &m.drawn
	if i < d.from || i >= d.from+len(d.cells) {
		d.from = max(0, i-round)
		start, end := m.buffer.start(d.from), m.buffer.start(min(m.count(), i+round))
		from, to := m.around(start, end)
		d.cells = cells(d.cells[:0], m.placeholders, m.buffer.text[from:to], start-from, end-from)
	}
	return d.cells[i-d.from]
}

// around is the part of the text in which placeholders are looked for that may be seen from start to end.
func (m *Model) around(start, end int) (from, to int) {
	text := m.buffer.text
	from, to = snap(text, max(0, start-round)), snap(text, min(len(text), end+round))
	for from > 0 && text[from-1] == '{' { // whether braces stand for themselves is decided by their first
		from--
	}
	return from, to
}

// cells gives the characters of a text from start to end as they are drawn, in the colours of its templates.
func cells(all []cell, p *Placeholders, text string, start, end int) []cell {
	var places []region
	if p != nil {
		places = regions(text)
	}
	role := theme.Unresolved
	for at, i := start, -1; at < end; {
		next := at + characterLength(text[at:])
		for len(places) > 0 && at >= places[0].end {
			places, i = places[1:], -1
		}
		c := cell{role: theme.Plain}
		if len(places) > 0 && at >= places[0].start {
			if i < 0 { // whether it has a value is asked once
				i, role = 0, theme.Unresolved
				if p.resolved(text, places[0]) {
					role = theme.Placeholder
				}
			}
			c.role = role
		}
		c.text, c.width = visible(text[at:next])
		all = append(all, c)
		at = next
	}
	return all
}

// visible is a character that may be drawn, and how wide it is. What would be nothing on a screen, or would
// change what is beside it, has a mark.
func visible(character string) (text string, width int) {
	if len(character) == 1 && character[0] >= ' ' && character[0] < 0x7f {
		return character, 1
	}
	first, size := utf8.DecodeRuneInString(character)
	text = terminal.SafeLine(terminal.Untrusted(character))
	switch {
	case text == character:
		if first < 0x7f {
			// Whether a letter becomes a wide emoji by this, terminals and libraries do not agree on.
			text = strings.ReplaceAll(text, "\ufe0f", "")
		}
		if width = ansi.StringWidth(text); width > 0 && !joins(text) {
			return text, width
		}
	case size == len(character):
		return text, ansi.StringWidth(text)
	}
	if size == len(character) {
		text = fmt.Sprintf("⟨U+%04X⟩", first)
		return text, ansi.StringWidth(text)
	}
	var b strings.Builder
	for character != "" {
		_, size = utf8.DecodeRuneInString(character)
		part, _ := visible(character[:size])
		b.WriteString(part)
		character = character[size:]
	}
	return b.String(), ansi.StringWidth(b.String())
}

// joins says whether a character becomes a part of what is drawn before or behind it, such as an accent alone.
func joins(character string) bool {
	return characterLength("x"+character) > 1 || characterLength(character+"x") > len(character)
}

// cellAt is the cell in column x of the field as it was drawn last.
func (m *Model) cellAt(x int) int {
	n := m.count()
	first := min(m.first, n)
	if first > 0 {
		if x == 0 {
			return first - 1
		}
		x--
	}
	for i := first; i < n; i++ {
		if x -= m.cell(i).width; x < 0 {
			return i
		}
	}
	return n
}

// widthOf is how wide a cell is; the caret behind the text has one too.
func (m *Model) widthOf(i int) int {
	if i == m.count() {
		return 1
	}
	return m.cell(i).width
}

// reveal scrolls so that the caret is in sight, and no further than the text needs.
func (m *Model) reveal() {
	n, caret := m.count(), m.buffer.index()
	m.first = min(m.first, n)
	if caret < m.first {
		m.first = m.back(caret, m.width/4)
	} else if s := look(m, m.first, m.width, m.tail()); caret >= s.to && (caret < n || s.more) {
		room := m.width - 1
		if caret < n-1 {
			room--
		}
		m.first = m.back(caret, room-m.widthOf(caret))
	}
	used := m.tail()
	for i := m.first; i < n && used <= m.width; i++ {
		used += m.cell(i).width
	}
	for ; m.first > 0; m.first-- {
		used += m.cell(m.first - 1).width
		if used > m.width || m.first > 1 && used == m.width {
			break
		}
	}
}

// back is the first cell of those before a cell that room is enough for.
func (m *Model) back(i, room int) int {
	for ; i > 0; i-- {
		if room -= m.cell(i - 1).width; room < 0 {
			break
		}
	}
	return i
}

// tail is the room that the caret takes behind the text.
func (m *Model) tail() int {
	if m.focused && m.buffer.at == len(m.buffer.text) {
		return 1
	}
	return 0
}

// sight is the cells that are drawn, and whether there is more behind them.
type sight struct {
	from, to int
	more     bool
}

// line is cells of which those in sight are asked for.
type line interface {
	count() int
	cell(i int) cell
}

// count is how many characters there are.
func (m *Model) count() int { return len(m.buffer.ends) }

// painted is the cells of a text that is not typed.
type painted []cell

func (p painted) count() int      { return len(p) }
func (p painted) cell(i int) cell { return p[i] }

// look gives the cells from first on that have room in width, with marks of what is cut off and tail cells
// behind the last.
func look(all line, first, width, tail int) sight {
	s, room := sight{from: first, to: first}, width
	if first > 0 {
		room--
	}
	used := 0
	n := all.count()
	for s.to < n && used+all.cell(s.to).width <= room {
		used += all.cell(s.to).width
		s.to++
	}
	if s.to == n && used+tail <= room {
		return s
	}
	s.more = true
	for s.to > first && used > room-1 {
		s.to--
		used -= all.cell(s.to).width
	}
	return s
}

// View is the field as exactly one line of its width.
func (m *Model) View() string {
	ell := m.theme.Glyphs.Ellipsis
	switch {
	case m.width <= 0:
		return ""
	case m.buffer.text == "":
		return frame.Fit(m.empty(), m.width, ell)
	case !m.focused:
		m.first = 0
		return frame.Fit(draw(m.theme, m, look(m, 0, m.width, 0), none), m.width, ell)
	}
	m.reveal()
	caret, s := m.buffer.index(), look(m, m.first, m.width, m.tail())
	if caret == m.count() && !s.more {
		return frame.Fit(draw(m.theme, m, s, none)+m.theme.Paint(theme.Caret, " "), m.width, ell)
	}
	if caret < s.from || caret >= s.to {
		return m.caretAlone(caret)
	}
	return frame.Fit(draw(m.theme, m, s, caret), m.width, ell)
}

// caretAlone is the field where there is no room for more than a part of what the caret is on.
func (m *Model) caretAlone(caret int) string {
	text := " "
	if caret < m.count() {
		text = frame.Clip(m.cell(caret).text, m.width, m.theme.Glyphs.Ellipsis)
	}
	return frame.Fit(m.theme.Paint(theme.Caret, text), m.width, "")
}

// empty is the field without text.
func (m *Model) empty() string {
	hint := frame.Clip(shown(m.hint), m.width, m.theme.Glyphs.Ellipsis)
	switch {
	case !m.focused:
		return m.theme.Paint(theme.Muted, hint)
	case hint == "":
		return m.theme.Paint(theme.Caret, " ")
	}
	first := characterLength(hint)
	return m.theme.Paint(theme.Caret, hint[:first]) + m.theme.Paint(theme.Muted, hint[first:])
}

// draw gives the cells in sight, those that look the same as one piece.
func draw(t *theme.Theme, all line, s sight, caret int) string {
	var b, piece strings.Builder
	if s.from > 0 {
		b.WriteString(t.Paint(theme.Muted, t.Glyphs.Ellipsis))
	}
	role := theme.Plain
	flush := func() {
		b.WriteString(t.Paint(role, piece.String()))
		piece.Reset()
	}
	for i := s.from; i < s.to; i++ {
		c := all.cell(i)
		r := c.role
		if i == caret {
			r = theme.Caret
		}
		if r != role {
			flush()
			role = r
		}
		piece.WriteString(c.text)
	}
	flush()
	if s.more {
		b.WriteString(t.Paint(theme.Muted, t.Glyphs.Ellipsis))
	}
	return b.String()
}

// longest is how many bytes of a text are looked at to draw a line of it.
const longest = 4 << 10

// Paint gives a text that is not typed in the colours of its templates, clipped to width cells but not
// padded.
func Paint(t *theme.Theme, p *Placeholders, text string, width int) string {
	if width <= 0 {
		return ""
	}
	text = text[:snap(text, longest)]
	all := painted(cells(nil, p, text, 0, len(text)))
	return frame.Clip(draw(t, all, look(all, 0, width, 0), none), width, t.Glyphs.Ellipsis)
}

// shown makes one line of text that is not ours fit for the screen, wherever it stands: none of its characters
// joins what is drawn before it.
func shown(text string) string {
	var b strings.Builder
	for text != "" {
		length := characterLength(text)
		character, _ := visible(text[:length])
		b.WriteString(character)
		text = text[length:]
	}
	return b.String()
}
