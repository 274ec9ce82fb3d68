package picking

import (
	"fmt"
	"strings"

	"dowse/client/pick"
	"dowse/collections"
	"dowse/collections/vars"
	"dowse/ui/draw/frame"
	"dowse/ui/draw/quantity"
	"dowse/ui/draw/theme"
)

// prefix is the cells of the cursor's mark and the label before each row.
const prefix = 12

const nameRule = "a name is lower case letters, digits and _, and begins with a letter"

// line is one line of the settings.
type line struct {
	row    row
	label  string
	spans  []theme.Span
	spots  []spot
	cursor bool // the line that keys act on
}

// spot is where a choice is pressed, in cells from the end of the label.
type spot struct {
	from, to int
	choice   int // -1: the next one
}

// View is the settings and, below them, what they give.
func (m *Model) View() string {
	all := m.lines()
	from := m.top(all)
	var lines []string
	for _, l := range all[from:min(len(all), from+m.height)] {
		lines = append(lines, m.painted(l))
	}
	if room := m.height - len(all) - 1; room > 0 {
		lines = append(append(lines, ""), m.below(room)...)
	}
	if m.note != "" && m.height-len(all) <= 1 && m.height > 1 {
		lines[len(lines)-1] = m.theme.Paint(theme.Bad, " "+m.note)
	}
	return frame.Block(lines, m.width, m.height, m.theme.Glyphs.Ellipsis)
}

// top is the first line in sight: that of the cursor is.
func (m *Model) top(lines []line) int {
	for i, l := range lines {
		if l.cursor {
			return max(0, min(i-m.height/2, len(lines)-m.height))
		}
	}
	return 0
}

// lines are those of the settings.
func (m *Model) lines() []line {
	var all []line
	for _, r := range m.rows() {
		if r == whichRow {
			all = append(all, m.whichLines()...)
			continue
		}
		l := line{row: r, label: r.label(), cursor: r == m.cursor}
		switch r {
		case valueRow:
			l.spans = m.valueSpans()
		case usedRow:
			l.spans = []theme.Span{{Role: theme.Muted, Text: "nothing yet"}}
			if used := m.options.UsedBy; len(used) > 0 {
				l.spans = []theme.Span{{Text: safe(strings.Join(used, ", "))}}
			}
		case nameRow, transformRow, defaultRow:
			l.spans = m.textSpans(r)
		default:
			l.spans, l.spots = m.choiceSpans(r)
		}
		all = append(all, l)
	}
	return all
}

// painted is a line of the settings, as wide as the dialog or less.
func (m *Model) painted(l line) string {
	label := frame.Fit(l.label, prefix-1, m.theme.Glyphs.Ellipsis)
	switch {
	case l.cursor && m.typing:
		width := m.fieldWidth()
		m.field.SetWidth(width)
		return m.theme.Paint(theme.Accent, m.theme.Glyphs.Cursor+label) + frame.Fit(m.field.View(), width, "") + "  " + m.theme.PaintSpans(m.noteOf(l.row))
	case l.cursor:
		role := theme.CursorDim
		if m.focused {
			role = theme.Cursor
		}
		text := m.theme.Glyphs.Cursor + label + theme.TextOf(l.spans)
		return m.theme.Paint(role, frame.Fit(text, m.width, m.theme.Glyphs.Ellipsis))
	}
	return " " + m.theme.Paint(theme.Muted, label) + m.theme.PaintSpans(l.spans)
}

// room is the cells behind the label.
func (m *Model) room() int { return max(0, m.width-prefix) }

// fieldWidth leaves a part of the room to what is to be said of the text.
func (m *Model) fieldWidth() int {
	const least = 28
	return max(min(m.room(), least), m.room()/2)
}

// choiceSpans are the choices of a row beside each other; where there is no room, the one that holds.
func (m *Model) choiceSpans(r row) ([]theme.Span, []spot) {
	all, chosen := m.choices(r), m.chosen(r)
	if len(all) < 2 {
		return []theme.Span{{Role: theme.Muted, Text: "there is one value"}}, nil
	}
	var spans []theme.Span
	var spots []spot
	at := 0
	for i, label := range all {
		one := theme.Span{Text: " " + label + " "}
		if i == chosen {
			one = theme.Span{Role: theme.Accent, Text: "[" + label + "]"}
		}
		spans = append(spans, one)
		spots = append(spots, spot{at, at + frame.Width(one.Text), i})
		at += frame.Width(one.Text)
	}
	if at > m.room() && chosen >= 0 {
		spans = []theme.Span{spans[chosen], {Role: theme.Muted, Text: fmt.Sprintf(" %d of %d", chosen+1, len(all))}}
		spots = []spot{{0, m.room(), -1}}
	}
	if note := m.noteOf(r); len(note) > 0 {
		spans = append(append(spans, theme.Span{Text: "  "}), note...)
	}
	return spans, spots
}

// whichLines are the places, each on a line.
func (m *Model) whichLines() []line {
	var lines []line
	label, where := 0, 0
	for _, p := range m.places {
		label, where = max(label, frame.Width(p.label)+2), max(where, frame.Width(placeText(p.from)))
	}
	for i, p := range m.places {
		l := line{row: whichRow, cursor: m.cursor == whichRow && i == m.place}
		role, name := theme.Plain, " "+p.label+" "
		if i == m.place {
			role, name = theme.Accent, "["+p.label+"]"
		}
		if i == 0 {
			l.label = whichRow.label()
		}
		if len(m.places) > 1 {
			l.spots = []spot{{0, m.room(), i}}
		}
		ell := m.theme.Glyphs.Ellipsis
		room := max(0, min(where, m.room()-label-3))
		if rest := m.room() - label - 3 - fullNote; len(m.places) > 2 && rest >= leastPath {
			room = min(room, rest)
		}
		l.spans = []theme.Span{{Role: role, Text: frame.Fit(name, label, ell)}, {Text: " "}, {Role: theme.Name, Text: frame.Fit(placeText(p.from), room, ell)}}
		l.spans = append(l.spans, m.placeNote(p, m.room()-label-3-room)...)
		lines = append(lines, l)
	}
	return lines
}

const (
	fullNote  = 28 // cells for words about a place, where its path has enough beside them
	leastPath = 16
)

// leastNote is the fewest cells in which words about a place can be read.
const leastNote = 9

// placeNote says in so many cells what speaks for a place or against it.
func (m *Model) placeNote(p place, room int) []theme.Span {
	e, note := m.options.Suggestion.Every, theme.Span{Role: theme.Muted}
	mark := "  "
	switch {
	case p.note != "":
		note.Role, note.Text, mark = theme.Warn, " "+p.note, " "+m.theme.Glyphs.Fragile
	case p.help != "":
		note.Text = p.help
	case e == nil || !same(p.from, e.From):
		return nil
	case !m.known():
		note.Text = m.theme.Glyphs.Ellipsis
	default:
		note.Text = quantity.Of(m.answer.every, "value", "values")
	}
	if room < leastNote {
		note.Text = ""
	}
	return []theme.Span{{Role: note.Role, Text: mark}, note}
}

func placeText(s collections.Source) string {
	text := safe(cut(s.Arg))
	if s.Attr != "" {
		text += ", " + safe(s.Attr)
	}
	if s.Nth > 0 {
		text += fmt.Sprintf(", number %d", s.Nth)
	}
	return text
}

// valueSpans are what the settings give.
func (m *Model) valueSpans() []theme.Span {
	a := m.answer
	switch {
	case !m.known():
		return []theme.Span{{Role: theme.Muted, Text: m.theme.Glyphs.Ellipsis}}
	case a.found:
		return append(m.valueText(a.value, a.masked, max(8, m.room()-24)), theme.Span{Role: theme.Muted, Text: "  " + m.kindText()})
	case m.policy() == collections.MissingSkip && a.miss != "" && !m.fatal():
		return []theme.Span{{Role: theme.Warn, Text: "no value: " + string(a.miss) + ", skipped"}}
	case m.policy() == collections.MissingKeep && a.miss != "" && !m.fatal():
		return []theme.Span{{Role: theme.Warn, Text: "the last value: " + string(a.miss)}}
	}
	return []theme.Span{{Role: theme.Bad, Text: m.theme.Glyphs.Missing + " no value: " + string(a.miss)}}
}

// fatal says whether a miss is one that no policy lets pass.
func (m *Model) fatal() bool {
	switch m.answer.miss {
	case pick.Missing, pick.Null, pick.SourceFailed:
		return false
	}
	return true
}

// kindText is the type of the value, and what else is to be known of it.
func (m *Model) kindText() string {
	a := m.answer
	switch {
	case a.stands:
		return a.kind + ", the default: " + string(a.miss)
	case m.take() == collections.TakeAll && a.kind == vars.Array.String():
		return a.kind + ", " + quantity.Of(a.count, "value", "values")
	}
	return a.kind
}

// valueText is a value in the colours of JSON.
func (m *Model) valueText(text string, masked bool, width int) []theme.Span {
	text = frame.Clip(text, width, m.theme.Glyphs.Ellipsis)
	if masked {
		return []theme.Span{{Role: theme.Muted, Text: text}}
	}
	return theme.Spans("application/json", text)
}

// textSpans are a text that is not typed now, with what is to be said of it.
func (m *Model) textSpans(r row) []theme.Span {
	text := safe(cut(m.text(r)))
	one := theme.Span{Role: theme.Name, Text: text}
	switch {
	case r == transformRow && text == "":
		one = theme.Span{Role: theme.Muted, Text: "none"}
	case r == defaultRow && m.secret():
		one = theme.Span{Role: theme.Muted, Text: m.pick.IfMissing.Default.AsSecret().String()}
	case r == defaultRow:
		one = theme.Span{Role: theme.String, Text: safe(cut(m.pick.IfMissing.Default.JSON()))}
	}
	one.Text = frame.Clip(one.Text, m.room(), m.theme.Glyphs.Ellipsis)
	return append([]theme.Span{one, {Text: "  "}}, m.noteOf(r)...)
}
