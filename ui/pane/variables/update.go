package variables

import (
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/ui/action"
	"dowse/ui/widget/searchbar"
)

// run carries out an action while nothing is typed.
func (m *Model) run(id action.ID) tea.Msg {
	was := m.window.Cursor()
	if m.window.Run(id) {
		m.leaveHeading(m.window.Cursor() - was)
		return nil
	}
	switch id {
	case action.Find:
		m.beginSearch()
		return nil
	case action.Leave:
		if m.search.Lines() == 0 {
			return LeaveMsg{}
		}
		m.endSearch()
		return nil
	}
	v := m.variable()
	if v == nil {
		return nil
	}
	switch id {
	case action.Open:
		return GoMsg{v.Name, v.Source}
	case action.CopyValue:
		return CopyMsg{v.Name, v.Source}
	case action.Delete:
		return DeleteMsg{v.Name, v.Source}
	case action.Resend:
		if v.Source != "" && (v.Kind == Picked || v.Kind == Unresolved) {
			return ResendMsg{v.Source}
		}
		return GoMsg{v.Name, v.Source}
	case action.Rename:
		return m.beginRename(v)
	}
	return nil
}

// beginSearch types in the words of the search.
func (m *Model) beginSearch() {
	m.search.Begin(m.search.Words, "find by name, value or source")
	m.list()
}

// endSearch shows all variables; the cursor stays on its own.
func (m *Model) endSearch() {
	at := m.identity()
	m.search.End()
	m.list()
	m.goTo(at)
}

// runSearch carries out an action while the search is typed.
func (m *Model) runSearch(id action.ID) {
	switch id {
	case action.Accept:
		m.search.Accept()
		m.list()
	case action.Leave:
		m.endSearch()
	}
}

// beginRename puts a field in place of the name.
func (m *Model) beginRename(v *Variable) tea.Msg {
	m.rename.of, m.rename.on = v.identity(), true
	m.rename.field.SetText(v.Name)
	m.rename.field.SetHint("name")
	m.rename.field.Focus(-1)
	return nil
}

func (m *Model) endRename() {
	m.rename.on, m.rename.note = false, ""
	m.rename.field.Blur()
}

// Settle ends a rename in which nothing was typed. It says what to do about one in which something was.
func (m *Model) Settle() (why string) {
	switch {
	case !m.rename.on:
		return ""
	case strings.TrimSpace(m.rename.field.Text()) == m.rename.of.name:
		m.endRename()
		return ""
	}
	m.rename.note = searchbar.Unsettled
	return m.rename.note
}

// runRename carries out an action while a name is typed.
func (m *Model) runRename(id action.ID) tea.Msg {
	of := m.rename.of
	switch id {
	case action.Leave:
		m.endRename()
	case action.Accept:
		name := strings.TrimSpace(m.rename.field.Text())
		if name == "" || name == of.name {
			m.endRename()
			return nil
		}
		msg := RenameMsg{Name: of.name, Source: of.source, New: name, Kind: of.kind}
		if m.rename.check != nil {
			if err := m.rename.check(msg); err != nil {
				m.rename.note = err.Error()
				return nil
			}
		}
		m.endRename()
		return msg
	}
	return nil
}

// give hands a message to the field that is typed in.
func (m *Model) give(msg tea.Msg) tea.Cmd {
	f := m.typed()
	if f == nil {
		return nil
	}
	_, cmd := f.Update(msg)
	m.rename.note = ""
	if m.search.Typing && m.search.Words != f.Text() {
		m.search.Words = f.Text()
		m.list()
		m.window.Go(0)
		m.leaveHeading(1)
	}
	return cmd
}

// mouse scrolls, moves the cursor and goes to the source where the cursor is pressed again.
func (m *Model) mouse(msg tea.MouseMsg) (tea.Msg, tea.Cmd) {
	if m.shownAsStrip() {
		m.pressStrip(msg)
		return nil, nil
	}
	if !m.rename.on && m.window.Wheel(msg) {
		m.leaveHeading(1)
		return nil, nil
	}
	if msg.Action != tea.MouseActionPress || msg.Button != tea.MouseButtonLeft {
		return nil, nil
	}
	if m.search.Lines() > 0 && msg.Y == 0 {
		if !m.search.Typing {
			m.beginSearch()
		}
		msg.X -= len(searchbar.Prompt)
		return nil, m.give(msg)
	}
	at, ok := m.window.At(msg.Y - m.search.Lines())
	if !ok || m.rows[at].variable == nil {
		return nil, nil
	}
	return m.press(at, msg)
}

// press takes a press on a row.
func (m *Model) press(at int, msg tea.MouseMsg) (tea.Msg, tea.Cmd) {
	v := m.rows[at].variable
	if m.rename.on && v.identity() == m.rename.of {
		msg.X -= marks
		return nil, m.give(msg)
	}
	if m.Settle() != "" {
		return nil, nil
	}
	if m.search.Typing {
		m.runSearch(action.Accept)
	}
	if at == m.window.Cursor() {
		return GoMsg{v.Name, v.Source}, nil
	}
	m.window.Go(at)
	return nil, nil
}

// pressStrip puts the cursor on the variable of the strip that was pressed.
func (m *Model) pressStrip(msg tea.MouseMsg) {
	if msg.Action != tea.MouseActionPress || msg.Button != tea.MouseButtonLeft {
		return
	}
	entries, _ := m.layStrip()
	for _, e := range entries {
		if e.y == msg.Y && msg.X >= e.x && msg.X < e.x+e.width {
			m.goTo(e.variable.identity())
		}
	}
}
