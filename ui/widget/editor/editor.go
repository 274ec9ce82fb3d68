// Package editor is a text of many lines that a person types, such as the body of a request: JSON is
// coloured, checked and indented, templates show whether they have a value. It draws and looks at no more
// than what is in sight, but for the check, which of a large text a command makes. It neither saves nor takes
// back: its owner has every change.
//
//	moving ──Edit──> typing ──every change──> ChangedMsg ──Leave──> moving
//	                    └──{{──> completion, by a ui/field that holds the placeholder alone
package editor

import (
	"strings"

	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/ui/action"
	"dowse/ui/draw/frame"
	"dowse/ui/draw/theme"
	"dowse/ui/widget/field"
)

// ChangedMsg says that the text is another one.
type ChangedMsg struct {
	Text string
	What string // the edit, for whoever takes it back; the same while one line is typed in
}

// Model is an editor.
type Model struct {
	buffer
	theme        *theme.Theme
	keymap       *action.Keymap
	json         bool
	placeholders *field.Placeholders
	live         map[string]bool // the names that have a value or not, of those that are offered
	complete     *completion
	declined     *position // the placeholder that is typed without completion
	known        string    // the text that the owner has
	checked      check
	checker      *checker
	typing       bool
	focused      bool
	view
}

// view is what is in sight.
type view struct {
	top, left     int // the first line, the first cell
	width, height int
}

// New makes an editor of an empty text.
func New(t *theme.Theme) *Model {
	return &Model{buffer: buffer{lines: []string{""}}, theme: t, keymap: action.Default(), checker: &checker{}}
}

// SetTheme changes what it looks like.
func (m *Model) SetTheme(t *theme.Theme) {
	m.theme = t
	if m.complete != nil {
		m.complete.field.SetTheme(t)
	}
}

// SetKeymap says which keys an empty text shows.
func (m *Model) SetKeymap(k *action.Keymap) { m.keymap = k }

// SetJSON says whether the text is meant as JSON.
func (m *Model) SetJSON(json bool) { m.json = json }

// SetPlaceholders says what stands between braces.
func (m *Model) SetPlaceholders(p *field.Placeholders) {
	m.placeholders, m.live = p, map[string]bool{}
	if p != nil {
		for _, c := range p.Candidates {
			m.live[c.Insert] = m.live[c.Insert] || c.Live
		}
	}
	if m.complete != nil {
		m.complete.field.SetPlaceholders(p)
	}
}

// SetText replaces the text. The one that the editor has already disturbs nobody who is typing in it.
func (m *Model) SetText(text string) {
	if text == m.known {
		return
	}
	m.known = text
	m.setText(text)
	m.complete, m.declined = nil, nil
	m.clamp()
	m.reveal()
}

// SetSize says how many cells it has.
func (m *Model) SetSize(width, height int) {
	m.width, m.height = max(0, width), max(0, height)
	m.reveal()
}

// SetFocus says whether it has the keys. Typing goes on when they come back.
func (m *Model) SetFocus(focused bool) { m.focused = focused }

// ToTop puts the caret before the text.
func (m *Model) ToTop() {
	m.typing, m.complete = false, nil
	m.to(position{})
	m.reveal()
}

// AtTop says whether no line is above the caret.
func (m *Model) AtTop() bool { return m.caret.line == 0 }

// Typing says whether keys are text.
func (m *Model) Typing() bool { return m.typing }

// Contexts are those of typing, or of moving through the text.
func (m *Model) Contexts() []action.Context {
	switch {
	case !m.typing:
		return []action.Context{action.Text, action.List}
	case m.complete != nil:
		return append(slices.Clip(m.complete.field.Contexts()), action.Editor)
	}
	return []action.Context{action.Editor}
}

// Line is the line that the caret is on.
func (m *Model) Line() string { return m.lines[m.caret.line] }

// Update takes an action, a key that is typed, a paste or the mouse. The intent is nil, ChangedMsg or
// field.ValueFromMsg.
func (m *Model) Update(msg tea.Msg) (intent tea.Msg, cmd tea.Cmd) {
	defer func() {
		m.forgive()
		m.reveal()
	}()
	switch msg := msg.(type) {
	case action.RunMsg:
		if m.typing {
			return m.runTyping(msg)
		}
		return m.run(msg.ID), nil
	case tea.KeyMsg:
		if m.typing {
			intent, cmd = m.key(msg)
			return intent, tea.Batch(cmd, m.checkLater(intent))
		}
	case tea.MouseMsg:
		m.mouse(msg)
	}
	return nil, nil
}

// Paste puts text where the caret is.
func (m *Model) Paste(text string) tea.Msg {
	m.complete = nil
	m.insert(inert(text))
	m.reveal()
	return m.report("paste into the body")
}

// Insert puts text where the caret is, instead of a placeholder that is being completed.
func (m *Model) Insert(text string) tea.Msg {
	if m.complete != nil { // its field is the one line of the name
		name := text
		if end := strings.IndexAny(text, "\r\n"); end >= 0 {
			name = text[:end]
		}
		m.complete.field.Insert(name)
		m.mirror()
		m.complete, text = nil, text[len(name):]
	}
	if text != "" {
		m.insert(text)
	}
	m.reveal()
	return m.report(m.naming())
}

// Leave ends typing.
func (m *Model) Leave() tea.Msg {
	m.typing, m.complete, m.declined = false, nil, nil
	return m.report(m.naming())
}

// run carries out an action while nothing is typed.
func (m *Model) run(id action.ID) tea.Msg {
	switch id {
	case action.Edit:
		m.typing = true
	case action.Format:
		return m.format()
	case action.Down:
		m.down(1)
	case action.Up:
		m.down(-1)
	case action.Left:
		m.to(m.before())
	case action.Right:
		m.to(m.after())
	case action.Top:
		m.to(position{})
	case action.Bottom:
		m.to(m.end())
	case action.HalfDown:
		m.down(max(1, m.height/2))
	case action.HalfUp:
		m.down(-max(1, m.height/2))
	case action.PageDown:
		m.down(max(1, m.height))
	case action.PageUp:
		m.down(-max(1, m.height))
	}
	return nil
}

// runTyping carries out an action while the text is typed in.
func (m *Model) runTyping(msg action.RunMsg) (tea.Msg, tea.Cmd) {
	if m.completing() {
		return m.runCompletion(msg)
	}
	switch msg.ID {
	case action.Leave:
		return m.Leave(), nil
	case action.Format:
		return m.format(), nil
	}
	return nil, nil
}

// mouse puts the caret where it is pressed; pressed on its own line, it types there.
func (m *Model) mouse(msg tea.MouseMsg) {
	const lines = 3 // that one notch of the wheel scrolls
	if msg.Action != tea.MouseActionPress {
		return
	}
	m.complete = nil // it is of the line that the caret was on
	switch {
	case msg.Button == tea.MouseButtonWheelDown:
		m.down(lines)
	case msg.Button == tea.MouseButtonWheelUp:
		m.down(-lines)
	case msg.Button == tea.MouseButtonLeft:
		line := m.top + msg.Y
		if line < 0 || line >= len(m.lines) {
			return
		}
		m.typing = m.typing || line == m.caret.line
		m.to(position{line, m.byteAt(line, m.left+max(0, msg.X-m.gutter()))})
	}
}

// format indents JSON anew, and leaves alone what is none.
func (m *Model) format() tea.Msg {
	if !m.json || !m.valid() {
		return nil
	}
	line := m.caret.line
	m.complete, m.declined = nil, nil
	m.setText(indented(m.Text()))
	m.caret = position{line, 0}
	m.clamp()
	return m.report("format the body")
}

// report tells the owner of the text when it is another one than it knows.
func (m *Model) report(what string) tea.Msg {
	text := m.Text()
	if text == m.known {
		return nil
	}
	m.known = text
	return ChangedMsg{Text: text, What: what}
}

// Popup is the list of completions.
func (m *Model) Popup() (frame.Popup, bool) {
	if !m.typing || m.complete == nil {
		return frame.Popup{}, false
	}
	p, ok := m.complete.field.Popup()
	x := m.gutter() + m.cell(m.caret.line, m.complete.start) - m.left
	return p.Moved(x, m.caret.line-m.top), ok
}
