// Package field is one line of text that a person types: readline's keys, {{templates}} coloured by whether
// they have a value, and completion of names with their live values. It knows no request and saves nothing.
//
//	key, paste, mouse ──> buffer ──> layout ──> cells ──> View
//	                        └──> listHere ──> list ──Accept──> buffer, or ValueFromMsg
package field

import (
	tea "github.com/charmbracelet/bubbletea"

	"dowse/collections/vars"
	"dowse/ui/action"
	"dowse/ui/draw/theme"
	"dowse/ui/terminal"
)

// Candidate is one variable that {{ can complete to.
type Candidate struct {
	Insert string             // what stands between the braces: order_id or pick.orders/list.id
	Value  terminal.Untrusted // as it is now, masked when it is secret; empty without one
	Type   string             // of the value: string, number...
	From   terminal.Untrusted // where it comes from, such as "pick of auth/login"
	Live   bool               // it has a value
	Fresh  bool               // picked last: offered first
}

// Placeholders say what stands between braces in the fields of one screen. It is never changed once made.
type Placeholders struct {
	Candidates []Candidate
	Transforms []vars.Transform                     // offered behind a |
	Value      func(name string) (vars.Value, bool) // for what a transform makes of it
}

// ChangedMsg says that the text is another one.
type ChangedMsg struct{}

// ValueFromMsg asks for the recent responses, to pick a value and put it here in one step.
type ValueFromMsg struct{}

// Model is a field.
type Model struct {
	theme        *theme.Theme
	placeholders *Placeholders
	words        []string
	chosen       bool // the first of them is, while the text is none
	width        int
	hint         string
	mask         bool
	focused      bool

	buffer   buffer
	drawn    drawn // the cells round those in sight
	first    int   // the first cell in sight
	list     *list // nil: no completions
	declined int   // where the placeholder is that Leave closed the list of; none is -1, wholeText the words
}

// Places that are none in the text.
const (
	none      = -1
	wholeText = -2
)

// New makes an empty field.
func New(t *theme.Theme) *Model { return &Model{theme: t, declined: none} }

// SetTheme changes what the field looks like.
func (m *Model) SetTheme(t *theme.Theme) {
	m.theme = t
	m.layout()
}

// SetText replaces the text; the caret goes to its end.
func (m *Model) SetText(text string) {
	m.buffer.set(text, len(text))
	m.first, m.list, m.declined = 0, nil, none
	m.layout()
}

// Text is what was typed.
func (m *Model) Text() string { return m.buffer.text }

// Insert puts text where the caret is, instead of the placeholder that is being completed there.
func (m *Model) Insert(text string) {
	if r, ok := m.within(); ok {
		end := m.buffer.at
		if r.name != "" || m.nameEnd(r) >= 0 {
			end = r.end
		}
		m.buffer.remove(r.start, end)
	}
	m.buffer.insert(text)
	m.list, m.declined = nil, none
	m.layout()
}

// SetPlaceholders says what completes behind {{ and what has a value; nil: the text has no templates.
func (m *Model) SetPlaceholders(p *Placeholders) {
	m.placeholders = p
	m.layout()
	m.relist()
}

// SetWords says what completes the text as a whole, such as the names of headers.
func (m *Model) SetWords(words []string) {
	m.words, m.chosen = words, false
	m.relist()
}

// SetChoices is SetWords for a text that must become one of them: the first is chosen, as among placeholders.
func (m *Model) SetChoices(words []string) {
	m.words, m.chosen = words, true
	m.relist()
}

// SetWidth says how many cells the field is wide.
func (m *Model) SetWidth(width int) { m.width = max(0, width) }

// SetHint is the dim text of an empty field.
func (m *Model) SetHint(hint string) { m.hint = hint }

// SetMask hides the text, for secrets.
func (m *Model) SetMask(mask bool) {
	if m.mask != mask {
		m.mask = mask
		m.buffer.killed, m.buffer.killing = "", false // what was hidden is not put back where it is seen
		m.layout()
	}
}

// Focus puts the caret in the field; where it was, or at cell x when x is not negative.
func (m *Model) Focus(x int) {
	m.focused = true
	if x >= 0 {
		m.press(x)
	}
}

// Blur takes the caret away and closes the completion.
func (m *Model) Blur() { m.focused, m.list, m.declined = false, nil, none }

// SetFocus is Focus where the caret was, or Blur.
func (m *Model) SetFocus(focused bool) {
	if focused {
		m.Focus(-1)
	} else {
		m.Blur()
	}
}

// Focused says whether the field has the caret.
func (m *Model) Focused() bool { return m.focused }

// Contexts is Completion while the list is open, and nothing else: the context of the field itself is that
// of whoever holds it. A list of words counts from when one is chosen: until then Enter takes what was typed.
func (m *Model) Contexts() []action.Context {
	if m.list == nil || m.list.at < 0 {
		return nil
	}
	return []action.Context{action.Completion}
}

// Update takes a key, a paste, a press of the mouse (X from the field's left) or an action.RunMsg of the
// context Completion. The intent is nil, ChangedMsg or ValueFromMsg.
func (m *Model) Update(msg tea.Msg) (intent tea.Msg, cmd tea.Cmd) {
	before := m.buffer.text
	switch msg := msg.(type) {
	case action.RunMsg:
		intent = m.run(msg.ID)
	case tea.KeyMsg:
		m.key(msg)
	case tea.MouseMsg:
		if msg.Action == tea.MouseActionPress && msg.Button == tea.MouseButtonLeft {
			m.press(msg.X)
		}
	}
	if m.buffer.text != before {
		return ChangedMsg{}, nil
	}
	return intent, nil
}

// run carries out an action of the list.
func (m *Model) run(id action.ID) tea.Msg {
	if m.list == nil {
		return nil
	}
	switch id {
	case action.Accept:
		return m.accept()
	case action.Down:
		m.list.move(1)
	case action.Up:
		m.list.move(-1)
	case action.Leave:
		m.declined, m.list = m.list.start, nil
	}
	return nil
}

// press puts the caret at a cell, as the field was drawn last.
func (m *Model) press(x int) {
	m.buffer.killing = false
	m.buffer.at = m.buffer.start(m.cellAt(max(0, x)))
	m.list = nil
	m.moved()
}

// edited follows a change of the text by a key.
func (m *Model) edited() {
	m.layout()
	m.forgive()
	m.list = m.listHere()
}

// moved follows a move of the caret: a list stays open while the caret is where it belongs.
func (m *Model) moved() {
	m.forgive()
	m.relist()
}

// forgive lets a list open again that was closed, once the caret has left its placeholder.
func (m *Model) forgive() {
	r, ok := m.within()
	if m.declined == wholeText && m.buffer.text == "" || m.declined >= 0 && (!ok || r.start != m.declined) {
		m.declined = none
	}
}

// relist makes an open list anew, with the same row chosen where it still is one.
func (m *Model) relist() {
	old := m.list
	if old == nil {
		return
	}
	m.list = m.listHere()
	if m.list == nil || m.list.start != old.start || m.list.kind != old.kind {
		m.list = nil
		return
	}
	if m.list.kind != wholeWords || old.chosen == m.chosen {
		m.list.choose(old)
	}
}
