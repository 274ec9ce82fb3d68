// Package table is rows that a person edits: whether each counts, its name, its value and a note. Queries,
// headers, forms and variables are such rows. It knows neither requests nor files.
//
//	moving ──Edit, Add──> typing in a cell ──Accept──> the next cell ... ──Leave──> moving
//	   └──────── every change ──────┴──────────> ChangedMsg with all rows
package table

import (
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/collections"
	"dowse/ui/action"
	"dowse/ui/draw/theme"
	"dowse/ui/widget/field"
)

// ChangedMsg says that the rows are other ones now.
type ChangedMsg struct {
	Rows collections.Rows
	What string // the edit, for whoever takes it back; the same while one cell is typed in
}

// Inherited is a row that comes from elsewhere: it is shown below the own ones. Editing it makes an own row.
type Inherited struct {
	Name, Value string
	From        string // such as "collection"
}

// Options say what the rows of a table are.
type Options struct {
	Noun  string   // what one row is, such as "header"
	Names []string // that a name completes to
	Plain bool     // rows are a name and a value: they are not turned off and have no note
}

// Model is a table.
type Model struct {
	options      Options
	theme        *theme.Theme
	keymap       *action.Keymap
	placeholders *field.Placeholders

	rows      collections.Rows
	known     collections.Rows // the rows that the owner has: what it gave, or what it was told last
	inherited []Inherited

	cursor  cell
	field   *field.Model // the cell that is typed in
	typing  bool
	fresh   bool // the row under the cursor was added just now: it is dropped when it stays empty
	focused bool

	top           int // the first row in sight
	width, height int
}

// cell is a place of a table.
type cell struct {
	row    int // the inherited rows come after the own ones
	column column
}

// column is a part of a row that can be typed in.
type column int

const (
	nameColumn column = iota
	valueColumn
	noteColumn
)

// String names the column.
func (c column) String() string { return [...]string{"name", "value", "note"}[c] }

// New makes an empty table.
func New(t *theme.Theme, o Options) *Model {
	return &Model{options: o, theme: t, keymap: action.Default(), field: field.New(t)}
}

// SetTheme changes what it looks like.
func (m *Model) SetTheme(t *theme.Theme) {
	m.theme = t
	m.field.SetTheme(t)
}

// SetKeymap says which keys an empty table shows.
func (m *Model) SetKeymap(k *action.Keymap) { m.keymap = k }

// SetPlaceholders says what stands between braces.
func (m *Model) SetPlaceholders(p *field.Placeholders) {
	m.placeholders = p
	if m.typing && m.cursor.column != noteColumn {
		m.field.SetPlaceholders(p)
	}
}

// SetRows replaces the rows. Rows that the table has already disturb nobody who is typing in them.
func (m *Model) SetRows(rows collections.Rows) {
	if slices.Equal(rows, m.known) {
		return
	}
	m.rows, m.known, m.fresh = slices.Clone(rows), slices.Clone(rows), false
	m.stop()
}

// Rows gives the rows as they are now.
func (m *Model) Rows() collections.Rows {
	rows := slices.Clone(m.rows)
	if m.fresh && m.own() && rows[m.cursor.row] == (collections.Row{}) {
		rows = slices.Delete(rows, m.cursor.row, m.cursor.row+1)
	}
	if len(rows) == 0 {
		return nil // as a request without rows has it
	}
	return rows
}

// SetInherited says which rows come from elsewhere.
func (m *Model) SetInherited(rows []Inherited) {
	m.inherited = slices.Clone(rows)
	m.move(0, 0)
}

// SetSize says how many cells it has.
func (m *Model) SetSize(width, height int) {
	m.width, m.height = max(0, width), max(0, height)
	m.reveal()
}

// SetFocus says whether it has the keys. A cell that is typed in stays so.
func (m *Model) SetFocus(focused bool) {
	m.focused = focused
	if m.typing {
		m.field.SetFocus(focused)
	}
}

// ToTop puts the cursor on the first row.
func (m *Model) ToTop() {
	m.stop()
	m.cursor = cell{}
	m.reveal()
}

// AtTop says whether no row is above the cursor.
func (m *Model) AtTop() bool { return m.cursor.row == 0 }

// Typing says whether a cell is typed in.
func (m *Model) Typing() bool { return m.typing }

// Contexts are those of the cell that is typed in, or of moving among the rows.
func (m *Model) Contexts() []action.Context {
	if m.typing {
		return append(slices.Clip(m.field.Contexts()), action.Cell)
	}
	return []action.Context{action.Table, action.List}
}

// Text is what the cell under the cursor holds.
func (m *Model) Text() string {
	if m.own() {
		return *m.text()
	}
	if i := m.cursor.row - len(m.rows); i >= 0 && i < len(m.inherited) {
		return m.inherited[i].Value
	}
	return ""
}

// Update takes an action, a key that is typed, a paste or the mouse. The intent is nil, ChangedMsg or
// field.ValueFromMsg.
func (m *Model) Update(msg tea.Msg) (intent tea.Msg, cmd tea.Cmd) {
	switch msg := msg.(type) {
	case action.RunMsg:
		if m.typing {
			return m.runTyping(msg)
		}
		return m.run(msg.ID), nil
	case tea.KeyMsg:
		if m.typing {
			return m.key(msg)
		}
	case tea.MouseMsg:
		return m.mouse(msg)
	}
	return nil, nil
}

// Paste adds the rows that a text holds, one a line.
func (m *Model) Paste(text string) tea.Msg {
	rows, _ := parse(text)
	return m.addAll(rows)
}

// Insert puts text into the cell that is typed in, where the caret is.
func (m *Model) Insert(text string) tea.Msg {
	if !m.typing {
		return nil
	}
	m.field.Insert(text)
	return m.typed()
}

// run carries out an action while nothing is typed.
func (m *Model) run(id action.ID) tea.Msg {
	switch id {
	case action.Edit:
		return m.edit(-1)
	case action.Toggle:
		return m.toggle()
	case action.Add:
		m.add()
	case action.Delete:
		return m.delete()
	case action.MoveDown:
		return m.swap(1)
	case action.MoveUp:
		return m.swap(-1)
	default:
		m.travel(id)
	}
	return nil
}

// travel moves the cursor.
func (m *Model) travel(id action.ID) {
	all := len(m.rows) + len(m.inherited)
	switch id {
	case action.Down:
		m.move(1, 0)
	case action.Up:
		m.move(-1, 0)
	case action.Left:
		m.move(0, -1)
	case action.Right:
		m.move(0, 1)
	case action.Top:
		m.move(-all, 0)
	case action.Bottom:
		m.move(all, 0)
	case action.HalfDown:
		m.move(max(1, m.height/2), 0)
	case action.HalfUp:
		m.move(-max(1, m.height/2), 0)
	case action.PageDown:
		m.move(max(1, m.height), 0)
	case action.PageUp:
		m.move(-max(1, m.height), 0)
	}
}

// move takes the cursor so many rows and columns further, and keeps it in the table.
func (m *Model) move(rows, columns int) {
	last := noteColumn
	if m.options.Plain {
		last = valueColumn
	}
	m.cursor.row = max(0, min(m.cursor.row+rows, len(m.rows)+len(m.inherited)-1))
	m.cursor.column = max(0, min(m.cursor.column+column(columns), last))
	m.reveal()
}

// reveal scrolls so that the row under the cursor is in sight.
func (m *Model) reveal() {
	m.top = min(m.top, m.cursor.row)
	m.top = max(m.top, m.cursor.row-m.height+1, 0)
	if all := len(m.rows) + len(m.inherited); m.top+m.height > all {
		m.top = max(0, min(m.top, all-m.height))
	}
}

// own says whether the cursor is on a row of the table itself.
func (m *Model) own() bool { return m.cursor.row < len(m.rows) }

// text is the cell under the cursor, which is on an own row.
func (m *Model) text() *string {
	row := &m.rows[m.cursor.row]
	switch m.cursor.column {
	case nameColumn:
		return &row.Name
	case valueColumn:
		return &row.Value
	}
	return &row.Note
}
