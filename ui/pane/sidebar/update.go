package sidebar

import (
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/ui/action"
	"dowse/ui/widget/field"
	"dowse/ui/widget/searchbar"
)

// rename is the ID that is typed in place of a row.
type rename struct {
	field *field.Model
	node  *node  // the request; nil: none is renamed
	note  string // why it cannot be renamed so
	check func(id, newID string) error
}

// Update takes an action, a key that is typed, a paste or the mouse.
func (m *Model) Update(msg tea.Msg) (intent tea.Msg, cmd tea.Cmd) {
	switch msg := msg.(type) {
	case action.RunMsg:
		switch {
		case m.search.Typing:
			m.runSearch(msg.ID)
			return nil, nil
		case m.rename.node != nil:
			return m.runRename(msg.ID), nil
		}
		return m.run(msg.ID), nil
	case tea.KeyMsg:
		return nil, m.give(msg)
	case tea.MouseMsg:
		return m.mouse(msg)
	}
	return nil, nil
}

// run carries out an action while nothing is typed.
func (m *Model) run(id action.ID) tea.Msg {
	if m.window.Run(id) {
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
		m.endSearch(m.key())
		return nil
	case action.Add:
		return NewMsg{Folder: m.folder()}
	}
	n := m.node()
	if n == nil {
		return nil
	}
	switch id {
	case action.Open:
		return m.act(n)
	case action.Left:
		m.left(n)
	case action.Right:
		m.right(n)
	}
	if n.kind == folder && id == action.Rename {
		m.beginRename(n)
	}
	if n.kind != request {
		return nil
	}
	switch id {
	case action.Duplicate:
		return DuplicateMsg{n.id}
	case action.Delete:
		return DeleteMsg{n.id}
	case action.Rename:
		m.beginRename(n)
	}
	return nil
}

// act does what Enter does on a row: a request is opened, anything else folded or unfolded.
func (m *Model) act(n *node) tea.Msg {
	if n.kind == request {
		return OpenMsg{n.id}
	}
	m.fold(n, !m.folded(n))
	return nil
}

// left folds, or goes to what holds the row.
func (m *Model) left(n *node) {
	switch {
	case m.search.Words != "":
	case len(n.children) > 0 && !m.folded(n):
		m.fold(n, true)
	case n.parent != nil:
		m.goTo(n.parent.key)
	}
}

// right unfolds, or goes inside.
func (m *Model) right(n *node) {
	switch {
	case len(n.children) == 0:
	case m.folded(n):
		m.fold(n, false)
	default:
		m.goTo(n.children[0].key)
	}
}

// runSearch carries out an action while the search is typed.
func (m *Model) runSearch(id action.ID) {
	switch id {
	case action.Accept:
		m.acceptSearch()
	case action.Leave:
		m.endSearch(m.search.from)
	}
}

// beginRename puts a field with the ID in place of a row. A draft has none yet.
func (m *Model) beginRename(n *node) {
	m.rename.node = n
	m.rename.field.SetHint("folder/name")
	text := n.id
	if n.kind == request && n.item.Draft {
		text = ""
	}
	m.rename.field.SetText(text)
	m.rename.field.Focus(-1)
}

func (m *Model) endRename() {
	m.rename.node, m.rename.note = nil, ""
	m.rename.field.Blur()
}

// Settle ends a rename in which nothing was typed. It says what to do about one in which something was.
func (m *Model) Settle() (why string) {
	switch n := m.rename.node; {
	case n == nil:
		return ""
	case strings.TrimSpace(m.rename.field.Text()) == n.id || n.kind == request && n.item.Draft && m.rename.field.Text() == "":
		m.endRename()
		return ""
	}
	m.rename.note = searchbar.Unsettled
	return m.rename.note
}

// runRename carries out an action while an ID is typed.
func (m *Model) runRename(id action.ID) tea.Msg {
	n := m.rename.node
	switch id {
	case action.Leave:
		m.endRename()
	case action.Accept:
		to := strings.TrimSpace(m.rename.field.Text())
		if to == "" || to == n.id {
			m.endRename()
			return nil
		}
		if n.kind == folder {
			m.endRename()
			return RenameFolderMsg{Folder: n.id, New: strings.TrimSuffix(to, "/")}
		}
		if m.rename.check != nil {
			if err := m.rename.check(n.id, to); err != nil {
				m.rename.note = err.Error()
				return nil
			}
		}
		m.endRename()
		return RenameMsg{ID: n.id, NewID: to}
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
	if m.search.Typing {
		m.searched()
	}
	return cmd
}

// mouse scrolls, and opens or folds what is pressed.
func (m *Model) mouse(msg tea.MouseMsg) (tea.Msg, tea.Cmd) {
	if m.rename.node == nil && m.window.Wheel(msg) || msg.Action != tea.MouseActionPress || msg.Button != tea.MouseButtonLeft {
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
	if !ok {
		return nil, nil
	}
	n := m.rows[at].node
	if n == m.rename.node {
		msg.X -= m.indent(n)
		return nil, m.give(msg)
	}
	if m.Settle() != "" {
		return nil, nil
	}
	if m.search.Typing {
		m.acceptSearch()
	}
	m.window.Go(at)
	return m.act(n), nil
}

// node is what the cursor is on; nil: there are no rows.
func (m *Model) node() *node {
	if i := m.window.Cursor(); i < len(m.rows) {
		return m.rows[i].node
	}
	return nil
}

// key is the key of what the cursor is on.
func (m *Model) key() key {
	if n := m.node(); n != nil {
		return n.key
	}
	return key{}
}

// goTo puts the cursor on a node, if it has a row.
func (m *Model) goTo(k key) {
	for i, r := range m.rows {
		if r.node.key == k {
			m.window.Go(i)
			return
		}
	}
}

// folder is where a new request goes: the folder under the cursor, or the one that holds what is.
func (m *Model) folder() string {
	n := m.node()
	switch {
	case n == nil || n.kind == others || n.kind == other || n.kind == request && n.item.Draft:
		return ""
	case n.kind == folder:
		return n.id
	case n.parent != nil:
		return n.parent.id
	}
	return ""
}
