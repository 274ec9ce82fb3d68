package mapping

import (
	"fmt"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/collections"
	"dowse/ui/action"
)

// Update takes an action, a key that is typed, a paste, the mouse or what an evaluation gave.
func (m *Model) Update(msg tea.Msg) (intent tea.Msg, cmd tea.Cmd) {
	switch msg := msg.(type) {
	case evaluatedMsg:
		m.evaluated(msg)
	case action.RunMsg:
		m.note = ""
		if m.typing {
			intent, cmd = m.runTyping(msg)
		} else {
			intent = m.run(msg.ID)
		}
	case tea.KeyMsg:
		if m.typing {
			m.note, m.doubtful = "", false
			_, cmd = m.field.Update(msg)
		}
	case tea.MouseMsg:
		cmd = m.mouse(msg)
	}
	if intent != nil {
		return intent, cmd
	}
	return nil, tea.Batch(cmd, m.ask())
}

// run carries out an action while nothing is typed.
func (m *Model) run(id action.ID) tea.Msg {
	switch id {
	case action.Left:
		m.column = max(targetColumn, m.column-1)
	case action.Right:
		m.column = min(missingColumn, m.column+1)
	case action.Edit:
		m.edit()
	case action.Add:
		m.add()
	case action.Delete:
		m.remove()
	case action.MoveDown:
		m.move(1)
	case action.MoveUp:
		m.move(-1)
	case action.Undo:
		m.takeBack()
	case action.Export:
		return ExportMsg{}
	case action.Leave:
		return CloseMsg{m.Unsaved()}
	default:
		m.window.Run(id)
	}
	return nil
}

// edit types in the cell under the cursor, or gives it its next value.
func (m *Model) edit() {
	f, ok := m.current()
	switch {
	case !ok:
		m.add()
	case m.column == typeColumn || m.column == requiredColumn:
		m.keep()
		cycle(&m.mapping.Fields[m.window.Cursor()], m.column)
		m.changed()
	default:
		m.begin(text(f, m.column), -1)
	}
}

// begin types in the cell under the cursor.
func (m *Model) begin(text string, x int) {
	m.typing = true
	m.field.SetHint(hint(m.column))
	m.field.SetText(text)
	m.field.SetWords(words(m.column, m.places))
	m.field.Focus(x)
}

// runTyping carries out an action while a cell is typed in.
func (m *Model) runTyping(msg action.RunMsg) (tea.Msg, tea.Cmd) {
	if slices.Contains(m.field.Contexts(), action.Completion) {
		_, cmd := m.field.Update(msg)
		return nil, cmd
	}
	switch msg.ID {
	case action.Accept:
		fresh := m.fresh()
		if m.note = m.take(); fresh && m.note == "" {
			if _, ok := m.current(); ok && !m.fresh() { // a new field goes on to its source
				m.column = sourceColumn
				m.begin("", -1)
			}
		}
	case action.Leave:
		m.leaveCell()
	default:
		if m.note = m.take(); m.note == "" {
			return m.run(msg.ID), nil
		}
	}
	return nil, nil
}

// Settle puts what is typed into its cell, as Enter does: what is done with the mapping next is done with what the screen
// shows. It says what keeps the text from being taken; that stays then. The command brings the values up to date.
func (m *Model) Settle() (why string, cmd tea.Cmd) {
	why = m.take()
	return why, m.ask()
}

// fresh says whether the field under the cursor is a new one, which has no name yet.
func (m *Model) fresh() bool {
	f, ok := m.current()
	return ok && f.To == ""
}

// pending says whether the text that is typed is another one than its cell holds.
func (m *Model) pending() bool {
	f, ok := m.current()
	return m.typing && ok && strings.TrimSpace(m.field.Text()) != text(f, m.column)
}

// take ends typing: what was typed is in its cell then, and a new field without a name is gone. It says what keeps a text
// from being taken; typing goes on then.
func (m *Model) take() (why string) {
	switch {
	case !m.typing:
		return ""
	case !m.pending():
		m.drop()
		return ""
	}
	at := m.window.Cursor()
	f := m.mapping.Fields[at]
	others := slices.Delete(slices.Clone(m.mapping.Fields), at, at+1)
	if err := set(&f, m.column, m.field.Text(), others); err != nil {
		return safe(err.Error())
	}
	if !m.fresh() {
		m.keep()
	}
	m.mapping.Fields[at] = f
	m.changed()
	m.drop()
	return ""
}

// drop ends typing; the cell holds what it held. A new field that has no name is gone.
func (m *Model) drop() {
	m.typing, m.doubtful = false, false
	m.field.Blur()
	if m.fresh() {
		m.mapping.Fields = slices.Delete(m.mapping.Fields, m.window.Cursor(), m.window.Cursor()+1)
		m.undo = m.undo[:len(m.undo)-1]
		m.window.SetRows(len(m.mapping.Fields))
		m.changed()
	}
}

// leaveCell ends typing and keeps the text. One that cannot be taken stays, until a person leaves it again.
func (m *Model) leaveCell() {
	if m.doubtful {
		m.drop()
		return
	}
	if m.note = m.take(); m.note != "" {
		m.doubtful = true
		m.note += "; again: the cell is as it was before"
	}
}

// keep notes the fields as they are, to take the next change back.
func (m *Model) keep() { m.undo = append(m.undo, slices.Clone(m.mapping.Fields)) }

// takeBack takes the last change back.
func (m *Model) takeBack() {
	n := len(m.undo)
	if n == 0 {
		m.note = "there is nothing to take back"
		return
	}
	m.mapping.Fields, m.undo = m.undo[n-1], m.undo[:n-1]
	m.window.SetRows(len(m.mapping.Fields))
	m.changed()
}

// add begins a field below the cursor.
func (m *Model) add() {
	m.keep()
	at := min(m.window.Cursor()+1, len(m.mapping.Fields))
	m.mapping.Fields = slices.Insert(m.mapping.Fields, at, collections.MappedField{})
	m.window.SetRows(len(m.mapping.Fields))
	m.window.Go(at)
	m.column = targetColumn
	m.begin("", -1)
}

// remove takes the field under the cursor away.
func (m *Model) remove() {
	f, ok := m.current()
	if !ok {
		return
	}
	m.keep()
	at := m.window.Cursor()
	m.mapping.Fields = slices.Delete(m.mapping.Fields, at, at+1)
	m.window.SetRows(len(m.mapping.Fields))
	m.note = fmt.Sprintf("%s is gone; %s brings it back", safe(f.To), m.keymap.Key(action.Undo, action.Mapping))
	m.changed()
}

// move puts the field under the cursor so many rows further.
func (m *Model) move(by int) {
	at := m.window.Cursor()
	to := at + by
	if to < 0 || to >= len(m.mapping.Fields) || at >= len(m.mapping.Fields) {
		return
	}
	m.keep()
	m.mapping.Fields[at], m.mapping.Fields[to] = m.mapping.Fields[to], m.mapping.Fields[at]
	m.window.Go(to)
	m.changed()
}

// mouse goes to what is pressed, and edits the cell that is pressed again.
func (m *Model) mouse(msg tea.MouseMsg) tea.Cmd {
	if m.typing && msg.Button != tea.MouseButtonLeft {
		return nil
	}
	if m.window.Wheel(msg) || msg.Action != tea.MouseActionPress || msg.Button != tea.MouseButtonLeft {
		return nil
	}
	row, ok := m.window.At(msg.Y - 1)
	if !ok || msg.Y < 1 || msg.Y > m.gridHeight() {
		return nil
	}
	at := m.columnAt(msg.X)
	if m.typing && row == m.window.Cursor() && at == m.column {
		msg.X -= m.left(at)
		_, cmd := m.field.Update(msg)
		return cmd
	}
	before := len(m.mapping.Fields)
	if m.note = m.take(); m.note != "" {
		return nil
	}
	if len(m.mapping.Fields) < before && row > m.window.Cursor() {
		row-- // the new field above it, which has no name, is gone
	}
	if row == m.window.Cursor() && at == m.column {
		m.edit()
		return nil
	}
	m.window.Go(row)
	m.column = at
	return nil
}
