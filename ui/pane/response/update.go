package response

import (
	tea "github.com/charmbracelet/bubbletea"

	"dowse/client/filter"
	"dowse/ui/action"
	"dowse/ui/widget/dialog"
)

// wheel is how many rows one step of the wheel scrolls.
const wheel = 3

// Update takes an action, a key that is typed, a paste, the mouse, or what a search found.
func (m *Model) Update(msg tea.Msg) (intent tea.Msg, cmd tea.Cmd) {
	switch msg := msg.(type) {
	case action.RunMsg:
		m.note = ""
		return m.run(msg.ID)
	case tea.KeyMsg:
		return nil, m.give(msg)
	case tea.MouseMsg:
		return m.mouse(msg)
	case foundMsg:
		return nil, m.found(msg)
	case filteredMsg:
		m.filtered(msg)
		return nil, nil
	case comparedMsg:
		m.compared(msg)
	case inspectedMsg:
		m.inspected(msg)
	case sortedMsg:
		m.sorted(msg)
	}
	return nil, nil
}

// run carries out an action.
func (m *Model) run(id action.ID) (tea.Msg, tea.Cmd) {
	switch {
	case m.loading != nil:
		if id == action.Leave {
			return CancelMsg{}, nil
		}
		return nil, nil
	case m.search.Typing:
		switch id {
		case action.NextTab, action.PreviousTab: // a press on a tab
			m.acceptSearch()
			cmd, _ := m.turn(id)
			return nil, cmd
		case action.Accept:
			if m.search.fault == "" { // which is said
				m.acceptSearch()
			}
		case action.Regexp:
			return nil, m.toggleRegexp()
		case action.Leave:
			m.leaveSearch()
		}
		return nil, nil
	case m.filter.Typing:
		return nil, m.runFilter(id)
	case id == action.Leave:
		return m.leave(), nil
	case m.page == nil, m.move(id):
		return nil, nil
	}
	if cmd, ok := m.runGrid(id); ok {
		return nil, cmd
	}
	if m.fold(id) {
		return nil, nil
	}
	if cmd, ok := m.turn(id); ok {
		return nil, cmd
	}
	if m.choosing && id != action.PickValue && id != action.Fold {
		return nil, nil
	}
	if intent, cmd, ok := m.compare(id); ok {
		return intent, cmd
	}
	return m.point(id), nil
}

// leave ends the search, or the choosing of a value.
func (m *Model) leave() tea.Msg {
	switch {
	case m.search.Words != "":
		m.forgetSearch()
	case m.filter.Words != "":
		m.endFilter()
	case m.choosing:
		return dialog.CloseMsg{}
	case m.arriving != nil:
		return CancelMsg{}
	case m.tab == diffTab:
		m.leaveDiff()
	}
	return nil
}

// move carries out an action that moves the cursor. It says whether the action is one.
func (m *Model) move(id action.ID) bool {
	s := m.scroller()
	m.search.awaited = nil
	switch id {
	case action.Down:
		s.move(1)
	case action.Up:
		s.move(-1)
	case action.Top:
		s.begin()
	case action.Bottom:
		s.goToEnd()
	case action.HalfDown:
		s.page(max(1, s.height/2))
	case action.HalfUp:
		s.page(-max(1, s.height/2))
	case action.PageDown:
		s.page(max(1, s.height-1))
	case action.PageUp:
		s.page(-max(1, s.height-1))
	case action.FindNext:
		m.findNext(1)
	case action.FindPrev:
		m.findNext(-1)
	default:
		return false
	}
	return true
}

// turn carries out an action that shows another sheet, or begins a search in this one. It says whether the
// action is one.
func (m *Model) turn(id action.ID) (tea.Cmd, bool) {
	switch id {
	case action.Find:
		m.beginSearch()
		return nil, true
	case action.FilterBody:
		m.beginFilter()
		return nil, true
	case action.NextTab:
		m.turnTab(1)
	case action.PreviousTab:
		m.turnTab(-1)
	case action.ViewTable:
		m.showTable()
	case action.ViewTree, action.ViewPretty, action.ViewRaw, action.ViewHex:
		m.tab = bodyTab
		m.view = viewSheets[id]
		if m.shown() != m.view {
			m.note = m.whyNotSo()
		}
	default:
		return nil, false
	}
	m.fit()
	if m.search.Words != "" {
		return m.look(false), true
	}
	return nil, true
}

// viewSheets are the sheets of the actions that show the body in another way.
var viewSheets = map[action.ID]sheet{action.ViewTree: treeSheet, action.ViewPretty: prettySheet, action.ViewRaw: rawSheet, action.ViewHex: hexSheet}

// whyNotSo says what keeps a body from being shown as a person wants to see it.
func (m *Model) whyNotSo() string {
	switch problem := m.page.doc.Problem(); {
	case len(m.page.doc.Body()) == 0:
		return "the body is empty"
	case m.shown() == hexSheet:
		return "the body is no text: these are its bytes; " + m.key(action.ReadAs) + " reads it as something else"
	case problem != nil:
		return safe(problem.Error())
	}
	return "the body is text: it is shown as it came; " + m.key(action.ReadAs) + " reads it as something else"
}

// key is the key of an action of this pane.
func (m *Model) key(id action.ID) string { return safe(m.keymap.Key(id, action.Response)) }

// give hands a message to the words that are typed.
func (m *Model) give(msg tea.Msg) tea.Cmd {
	if m.filter.Typing {
		_, cmd := m.filter.Field.Update(msg)
		return tea.Batch(cmd, m.typedFilter())
	}
	if !m.search.Typing {
		return nil
	}
	_, cmd := m.search.Field.Update(msg)
	return tea.Batch(cmd, m.searched())
}

// mouse scrolls, moves the cursor, and folds where a mark is pressed or the cursor is pressed again.
func (m *Model) mouse(msg tea.MouseMsg) (tea.Msg, tea.Cmd) {
	if m.page == nil || m.loading != nil {
		return nil, nil
	}
	s := m.scroller()
	switch {
	case msg.Button == tea.MouseButtonWheelDown:
		s.scroll(wheel)
		return nil, nil
	case msg.Button == tea.MouseButtonWheelUp:
		s.scroll(-wheel)
		return nil, nil
	case msg.Action != tea.MouseActionPress || msg.Button != tea.MouseButtonLeft:
		return nil, nil
	case m.search.Lines() > 0 && msg.Y == m.height-1:
		msg.X -= len(m.search.Prompt)
		return nil, m.give(msg)
	}
	p, ok := s.row(msg.Y - m.above())
	if !ok {
		return nil, nil
	}
	m.note = ""
	if m.search.Typing {
		m.acceptSearch()
	}
	again := s.cursor == p
	s.cursor = p
	if g, ok := s.rows.(*grid); ok {
		column := g.at(msg.X)
		again = again && column == g.column
		if column >= 0 {
			g.column = column
		}
	}
	if t, ok := s.rows.(*tree); ok && !t.pretty {
		n := t.node(p)
		again = again || n != filter.None && t.holds(n) && msg.X == 1+len(t.indent(n, m.width))
	}
	if again {
		return m.act(), nil
	}
	return nil, nil
}
