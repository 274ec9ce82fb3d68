package table

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/collections"
	"dowse/ui/action"
	"dowse/ui/widget/field"
)

// edit begins to type in the cell under the cursor, the caret at cell x of it or at its end when x is
// negative. In an empty table it begins a row.
func (m *Model) edit(x int) tea.Msg {
	if len(m.rows)+len(m.inherited) == 0 {
		m.add()
		return nil
	}
	var intent tea.Msg
	if !m.own() {
		intent = m.override(false)
	}
	m.begin()
	if x >= 0 {
		m.field.Focus(x)
	}
	return intent
}

// begin gives the cell under the cursor to the field.
func (m *Model) begin() {
	m.typing = true
	m.reveal()
	m.field.SetWords(nil)
	if m.cursor.column == nameColumn {
		m.field.SetWords(m.options.Names)
	}
	m.field.SetPlaceholders(m.placeholders)
	if m.cursor.column == noteColumn {
		m.field.SetPlaceholders(nil)
	}
	m.field.SetHint(m.cursor.column.String())
	m.field.SetText(*m.text())
	m.field.SetFocus(m.focused)
}

// stop ends typing. A new row without anything in it goes away.
func (m *Model) stop() {
	m.rows = m.Rows()
	m.typing, m.fresh = false, false
	m.field.Blur()
	m.move(0, 0)
}

// Leave ends typing and keeps the text.
func (m *Model) Leave() tea.Msg {
	what := m.naming()
	m.stop()
	return m.report(what)
}

// runTyping carries out an action while a cell is typed in.
func (m *Model) runTyping(msg action.RunMsg) (tea.Msg, tea.Cmd) {
	if slices.Contains(m.field.Contexts(), action.Completion) {
		switch msg.ID {
		case action.Accept, action.Down, action.Up, action.Leave:
			return m.give(msg)
		}
	}
	switch msg.ID {
	case action.Accept, action.NextCell:
		return m.next(), nil
	case action.PrevCell:
		return m.previous(), nil
	case action.Leave:
		return m.Leave(), nil
	}
	return nil, nil
}

// key takes a key or a paste for the cell. Several lines that are rows become rows.
func (m *Model) key(msg tea.KeyMsg) (tea.Msg, tea.Cmd) {
	if msg.Paste {
		if rows, ok := parse(string(msg.Runes)); ok && len(rows) > 1 && m.cursor.column != noteColumn {
			return m.addAll(rows), nil
		}
	}
	return m.give(msg)
}

// give hands a message to the field and takes over what it made of its text.
func (m *Model) give(msg tea.Msg) (tea.Msg, tea.Cmd) {
	intent, cmd := m.field.Update(msg)
	if _, ok := intent.(field.ValueFromMsg); ok {
		*m.text() = m.field.Text() // what it changed is told with the value
		return intent, cmd
	}
	return m.typed(), cmd
}

// typed takes over the text of the field.
func (m *Model) typed() tea.Msg {
	*m.text() = m.field.Text()
	return m.report(m.naming())
}

// naming names the typing in the cell under the cursor.
func (m *Model) naming() string {
	return fmt.Sprintf("%s of %s %d", m.cursor.column, m.options.Noun, m.cursor.row+1)
}

// report tells the owner of the rows when they are other ones than it knows.
func (m *Model) report(what string) tea.Msg {
	rows := m.Rows()
	if slices.Equal(rows, m.known) {
		return nil
	}
	m.known = rows
	return ChangedMsg{Rows: slices.Clone(rows), What: what}
}

// next goes on: from the name to the value, from there to the next row, after the last one to a new row. An
// empty new row ends it.
func (m *Model) next() tea.Msg {
	if m.fresh && m.rows[m.cursor.row] == (collections.Row{}) {
		return m.Leave()
	}
	intent := m.report(m.naming())
	switch {
	case m.cursor.column == nameColumn:
		m.cursor.column = valueColumn
		m.begin()
	case m.cursor.row+1 < len(m.rows):
		m.cursor, m.fresh = cell{m.cursor.row + 1, nameColumn}, false
		m.begin()
	default:
		m.add()
	}
	return intent
}

// previous goes back to the cell before.
func (m *Model) previous() tea.Msg {
	switch {
	case m.cursor.column > nameColumn:
		m.cursor.column--
	case m.cursor.row == 0:
		return nil
	default:
		to := cell{m.cursor.row - 1, valueColumn}
		intent := m.Leave()
		m.cursor = to
		m.begin()
		return intent
	}
	m.begin()
	return nil
}

// mouse moves the cursor, and types where it is pressed again.
func (m *Model) mouse(msg tea.MouseMsg) (tea.Msg, tea.Cmd) {
	switch {
	case m.typing && msg.Button != tea.MouseButtonLeft:
		return nil, nil
	case msg.Button == tea.MouseButtonWheelDown:
		m.move(1, 0)
	case msg.Button == tea.MouseButtonWheelUp:
		m.move(-1, 0)
	case msg.Action == tea.MouseActionPress && msg.Button == tea.MouseButtonLeft:
		return m.press(msg)
	}
	return nil, nil
}

func (m *Model) press(msg tea.MouseMsg) (tea.Msg, tea.Cmd) {
	widths := m.widths()
	to := cell{m.top + msg.Y, widths.at(msg.X)}
	if m.typing && to == m.cursor {
		msg.X -= widths.left(to.column)
		return m.give(msg)
	}
	var intent tea.Msg
	if m.typing {
		intent = m.Leave()
	}
	switch {
	case to.row >= len(m.rows)+len(m.inherited):
	case to.row == m.cursor.row && msg.X < widths.prefix && intent == nil:
		return m.toggle(), nil
	case to == m.cursor && intent == nil:
		return m.edit(max(0, msg.X-widths.left(to.column))), nil
	default:
		m.cursor = to
		m.move(0, 0)
	}
	return intent, nil
}

// parse reads rows from text: one a line, as Name: value, name=value or name<TAB>value. ok says that every
// line has a name and a value.
func parse(text string) (rows collections.Rows, ok bool) {
	ok = true
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	for line := range strings.SplitSeq(text, "\n") {
		if strings.TrimSpace(line) == "" {
			continue
		}
		row := parseRow(line)
		ok = ok && row.Value != "" && row.Name != ""
		rows = append(rows, row)
	}
	return rows, ok && len(rows) > 0
}

func parseRow(line string) collections.Row {
	at := strings.IndexByte(line, '\t')
	if at <= 0 {
		// A pseudo header such as :path begins with a colon, and a template may hold either.
		at = separator(line)
	}
	if at <= 0 {
		return collections.Row{Name: inert(line)}
	}
	return collections.Row{Name: inert(line[:at]), Value: inert(line[at+1:])}
}

// separator is where the name ends: at the first colon or equals sign that is not between braces.
func separator(line string) int {
	depth := 0
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case strings.HasPrefix(line[i:], "{{"):
			depth, i = depth+1, i+1
		case strings.HasPrefix(line[i:], "}}"):
			depth, i = max(0, depth-1), i+1
		case depth == 0 && i > 0 && (c == ':' || c == '='):
			return i
		}
	}
	return -1
}

// inert is a text without control characters and without the space around it.
func inert(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '\t':
			return ' '
		case unicode.IsControl(r):
			return -1
		}
		return r
	}, text)
	return strings.TrimSpace(text)
}
