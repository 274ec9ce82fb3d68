package request

import (
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/collections"
	"dowse/ui/action"
	"dowse/ui/draw/frame"
	"dowse/ui/draw/theme"
	"dowse/ui/widget/field"
)

// authMsg says that the auth is another one; nil: it is inherited.
type authMsg struct {
	auth *collections.Auth
	what string
}

// auth is the tab that says how the request authenticates: the kind, and below it the texts of that kind.
type auth struct {
	theme         *theme.Theme
	kind          choice
	values        collections.Auth // of every kind: what was typed for one is there again when it is chosen again
	inherited     *collections.Auth
	row           int // 0 is the kind
	field         *field.Model
	typing        bool
	focused       bool
	placeholders  *field.Placeholders
	width, height int
}

// authLabel is the width of the labels.
const authLabel = 10

func newAuth(t *theme.Theme) *auth {
	m := &auth{theme: t, field: field.New(t), kind: choice{label: "kind", onIt: true}}
	m.kind.options = append(m.kind.options, "inherit")
	for _, form := range collections.AuthForms {
		m.kind.options = append(m.kind.options, string(form.Kind))
	}
	return m
}

// setAuth shows an auth, and the one that is inherited where there is none.
func (m *auth) setAuth(a, inherited *collections.Auth) {
	m.inherited = inherited
	if now := m.auth(); now == nil && a == nil || now != nil && a != nil && *now == *a {
		return
	}
	m.stop()
	m.kind.at, m.values = 0, collections.Auth{}
	if a != nil {
		m.values = *a
		m.kind.at = 1 + slices.IndexFunc(collections.AuthForms, func(f collections.AuthForm) bool { return f.Kind == a.Kind })
	}
	m.move(0)
}

// forget drops what was typed for kinds that are not shown.
func (m *auth) forget() {
	now := m.auth()
	m.values = collections.Auth{}
	if now != nil {
		m.values = *now
	}
}

// auth is what is set: nil for inherit, and of the texts those of the kind.
func (m *auth) auth() *collections.Auth {
	if m.kind.at == 0 {
		return nil
	}
	return m.form().Only(&m.values)
}

// form is what is known of the kind that is chosen; nothing of inherit.
func (m *auth) form() collections.AuthForm {
	if m.kind.at == 0 {
		return collections.AuthForm{}
	}
	return collections.AuthForms[m.kind.at-1]
}

func (m *auth) texts() []collections.AuthField { return m.form().Fields }

// SetTheme changes what it looks like.
func (m *auth) SetTheme(t *theme.Theme) {
	m.theme = t
	m.field.SetTheme(t)
}

// SetKeymap does nothing: no hint here names a key.
func (m *auth) SetKeymap(*action.Keymap) {}

// SetPlaceholders says what completes a template and which have a value.
func (m *auth) SetPlaceholders(p *field.Placeholders) {
	m.placeholders = p
	m.field.SetPlaceholders(p)
}

// SetSize says how many cells it has.
func (m *auth) SetSize(width, height int) {
	m.width, m.height = width, height
	m.field.SetWidth(max(0, width-m.left()))
}

// SetFocus says whether it has the keys. What is typed in stays so.
func (m *auth) SetFocus(focused bool) {
	m.focused = focused
	if m.typing {
		m.field.SetFocus(focused)
	}
}

// ToTop puts the cursor on the kind.
func (m *auth) ToTop() {
	m.stop()
	m.row, m.kind.onIt = 0, true
}

// Contexts are those of what has the keys.
func (m *auth) Contexts() []action.Context {
	if m.typing {
		return append(slices.Clip(m.field.Contexts()), action.Cell)
	}
	return []action.Context{action.Auth, action.List}
}

// Text is what the cursor is on, nothing on the kind.
func (m *auth) Text() string {
	if m.row == 0 {
		return ""
	}
	return *m.texts()[m.row-1].Of(&m.values)
}

// Update takes an action, a key that is typed or the mouse.
func (m *auth) Update(msg tea.Msg) (intent tea.Msg, cmd tea.Cmd) {
	switch msg := msg.(type) {
	case action.RunMsg:
		if m.typing {
			return m.runTyping(msg)
		}
		return m.run(msg.ID), nil
	case tea.KeyMsg:
		if m.typing {
			return m.give(msg)
		}
	case tea.MouseMsg:
		return m.mouse(msg)
	}
	return nil, nil
}

func (m *auth) run(id action.ID) tea.Msg {
	switch id {
	case action.Down, action.HalfDown, action.PageDown:
		m.move(1)
	case action.Up, action.HalfUp, action.PageUp:
		m.move(-1)
	case action.Top:
		m.move(-len(m.texts()))
	case action.Bottom:
		m.move(len(m.texts()))
	case action.Left, action.Right, action.Edit:
		switch {
		case m.row > 0 && id == action.Edit:
			m.begin()
		case id == action.Edit && len(m.texts()) > 0:
			m.move(1)
			m.begin()
		case m.row == 0 && id == action.Left:
			return m.choose(m.kind.at - 1)
		case m.row == 0:
			return m.choose(m.kind.at + 1)
		}
	}
	return nil
}

func (m *auth) move(by int) {
	m.row = max(0, min(m.row+by, len(m.texts())))
	m.kind.onIt = m.row == 0
}

// choose takes another kind.
func (m *auth) choose(at int) tea.Msg {
	m.kind.change(at - m.kind.at)
	return authMsg{m.auth(), "kind of auth"}
}

// begin types in the text under the cursor.
func (m *auth) begin() {
	m.typing = true
	m.field.SetPlaceholders(m.placeholders)
	m.field.SetText(m.Text())
	m.mask()
	m.field.Focus(-1)
}

// mask hides a secret unless it is a template, or becomes one.
func (m *auth) mask() {
	m.field.SetMask(m.texts()[m.row-1].Secret != "" && !strings.Contains(m.field.Text(), "{{"))
}

func (m *auth) stop() {
	m.typing = false
	m.field.Blur()
}

func (m *auth) runTyping(msg action.RunMsg) (tea.Msg, tea.Cmd) {
	if slices.Contains(m.field.Contexts(), action.Completion) {
		return m.give(msg)
	}
	switch msg.ID {
	case action.Accept, action.NextCell:
		m.stop()
		if m.row < len(m.texts()) {
			m.move(1)
			m.begin()
		}
	case action.PrevCell:
		if m.row > 1 {
			m.move(-1)
			m.begin()
		}
	case action.Leave:
		m.stop()
	}
	return nil, nil
}

// give hands a message to the field and takes over what it made of its text.
func (m *auth) give(msg tea.Msg) (tea.Msg, tea.Cmd) {
	intent, cmd := m.field.Update(msg)
	if _, ok := intent.(field.ValueFromMsg); ok {
		return intent, cmd
	}
	return m.typed(), cmd
}

func (m *auth) typed() tea.Msg {
	m.mask()
	text := m.texts()[m.row-1]
	if *text.Of(&m.values) == m.field.Text() {
		return nil
	}
	*text.Of(&m.values) = m.field.Text()
	return authMsg{m.auth(), text.Name + " of the auth"}
}

// Paste takes a pasted text.
func (m *auth) Paste(text string) tea.Msg {
	if m.row == 0 {
		return nil
	}
	m.begin()
	intent, _ := m.give(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(text), Paste: true})
	return intent
}

// Insert puts a text where the caret is.
func (m *auth) Insert(text string) tea.Msg {
	if !m.typing {
		return nil
	}
	m.field.Insert(text)
	return m.typed()
}

// Leave ends typing and keeps the text.
func (m *auth) Leave() tea.Msg {
	m.stop()
	return nil
}

func (m *auth) mouse(msg tea.MouseMsg) (tea.Msg, tea.Cmd) {
	msg.Y += m.top()
	switch {
	case msg.Button == tea.MouseButtonWheelDown && !m.typing:
		m.move(1)
	case msg.Button == tea.MouseButtonWheelUp && !m.typing:
		m.move(-1)
	case msg.Action != tea.MouseActionPress || msg.Button != tea.MouseButtonLeft || msg.Y > len(m.texts()):
	case m.typing && msg.Y == m.row:
		msg.X -= m.left()
		return m.give(msg)
	case msg.Y == m.row && m.row > 0:
		m.begin()
		m.field.Focus(max(0, msg.X-m.left()))
	default:
		m.stop()
		m.move(msg.Y - m.row)
		if at := m.kind.option(msg.X, m.width); m.row == 0 && at >= 0 && at != m.kind.at {
			return m.choose(at), nil
		}
	}
	return nil, nil
}

// top is the first row in sight, so that the one under the cursor is.
func (m *auth) top() int { return max(0, m.row-m.height+1) }

// left is the first cell of the texts.
func (m *auth) left() int { return 1 + authLabel }

// Popup is the list of completions of what is typed in.
func (m *auth) Popup() (frame.Popup, bool) {
	if !m.typing {
		return frame.Popup{}, false
	}
	p, ok := m.field.Popup()
	return p.Moved(m.left(), m.row-m.top()), ok
}
