package picking

import (
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/collections"
	"dowse/collections/vars"
	"dowse/ui/action"
	"dowse/ui/widget/dialog"
)

// Update takes an action, a key that is typed, a paste, the mouse or what an evaluation gave.
func (m *Model) Update(msg tea.Msg) (intent tea.Msg, cmd tea.Cmd) {
	switch msg := msg.(type) {
	case evaluatedMsg:
		m.evaluated(msg)
	case action.RunMsg:
		if m.note = ""; msg.ID != action.Leave {
			m.doubtful = false
		}
		if m.typing {
			cmd = m.runTyping(msg)
		} else {
			intent = m.run(msg.ID)
		}
	case tea.KeyMsg:
		if m.typing {
			m.note = ""
			cmd = m.give(msg)
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
	case action.Down:
		m.move(1)
	case action.Up:
		m.move(-1)
	case action.Toggle:
		m.change()
	case action.Name:
		m.begin(nameRow, -1)
	case action.Accept:
		if m.cursor.text() && !m.typed {
			m.begin(m.cursor, -1)
			return nil
		}
		return m.Save()
	case action.Leave:
		if m.Unsaved() && !m.doubtful {
			m.doubtful, m.note = true, "what you changed is not saved: enter saves it; again: it is dropped"
			return nil
		}
		return dialog.CloseMsg{}
	}
	return nil
}

// change types in a row of text, or takes the next value of another.
func (m *Model) change() {
	if m.cursor.text() {
		m.begin(m.cursor, -1)
		return
	}
	m.next(m.cursor)
	if m.cursor == missingRow && slices.Contains(m.rows(), defaultRow) {
		m.note = "its value is typed in the row below"
	}
}

// move goes to the next row in which something can be changed.
func (m *Model) move(step int) {
	rows := m.rows()
	for i := slices.Index(rows, m.cursor) + step; i >= 0 && i < len(rows); i += step {
		if m.selectable(rows[i]) {
			m.cursor, m.typed = rows[i], false
			return
		}
	}
}

// Save asks for the pick to be kept as it is shown. The intent is SaveMsg; nil: something is wrong with the pick, which is
// shown then.
func (m *Model) Save() tea.Msg {
	if m.typing {
		m.stop()
	}
	switch err := vars.CheckPipe(m.pick.Transform); {
	case !ValidName(m.pick.Name):
		m.cursor, m.note = nameRow, "not saved: "+nameRule
		return nil
	case err != nil:
		m.cursor, m.note = transformRow, "not saved: the transform is wrong: "+safe(err.Error())
		return nil
	}
	k := m.pick
	if k.IfMissing.Policy != collections.MissingDefault {
		k.IfMissing.Default = vars.Value{}
	}
	return SaveMsg{k}
}

// mouse chooses what is pressed, types where a text is pressed, and goes through the rows by the wheel.
func (m *Model) mouse(msg tea.MouseMsg) tea.Cmd {
	m.doubtful = false
	switch {
	case msg.Button == tea.MouseButtonWheelDown && !m.typing:
		m.move(1)
	case msg.Button == tea.MouseButtonWheelUp && !m.typing:
		m.move(-1)
	case msg.Action == tea.MouseActionPress && msg.Button == tea.MouseButtonLeft:
		m.note = ""
		return m.press(msg)
	}
	return nil
}

func (m *Model) press(msg tea.MouseMsg) tea.Cmd {
	lines := m.lines()
	at := m.top(lines) + msg.Y
	if msg.Y < 0 || msg.Y >= m.height || at >= len(lines) {
		return nil
	}
	l, x := lines[at], msg.X-prefix
	if m.typing && l.row == m.cursor {
		msg.X, msg.Y = max(0, x), 0
		return m.give(msg)
	}
	if m.typing {
		m.stop()
	}
	if !m.selectable(l.row) {
		return nil
	}
	m.cursor = l.row
	if l.row.text() {
		m.begin(l.row, max(0, x))
		return nil
	}
	for _, s := range l.spots {
		if x < s.from || x >= s.to {
			continue
		}
		if s.choice < 0 {
			m.next(l.row)
		} else {
			m.choose(l.row, s.choice)
		}
	}
	return nil
}
