// Package urlbar is the line with the method and the URL of the request on the screen. It parses no URL and
// sends nothing: it says what a person typed, and what they ask for.
//
//	key ──> field ──> text ──method typed first?──> EditMsg
//	Enter ──> SendMsg, or PasteMsg where the text is a curl command or a path
//	Backspace at the start, or a press on the method ──> choice of the method ──> EditMsg
package urlbar

import (
	tea "github.com/charmbracelet/bubbletea"

	"dowse/ui/action"
	"dowse/ui/draw/frame"
	"dowse/ui/draw/theme"
	"dowse/ui/widget/field"
)

// EditMsg says that the method or the URL is another one.
type EditMsg struct{ Method, URL string }

// SendMsg asks for the request to be sent.
type SendMsg struct{}

// BelowMsg asks for the keys to go to what is below.
type BelowMsg struct{}

// LeaveMsg asks for keys to be commands again.
type LeaveMsg struct{}

// PasteMsg is text that is no URL: a curl command, JSON, several lines, or the path of a file or folder that
// is there, without quotes and with the home folder written out.
type PasteMsg struct {
	Text  string
	Typed bool // it is what the URL bar holds, and was the last EditMsg's URL
}

// hint is the dim text of an empty URL.
const hint = "type a URL, or paste a curl command"

// Model is the URL bar.
type Model struct {
	theme        *theme.Theme
	keymap       *action.Keymap
	placeholders *field.Placeholders
	field        *field.Model
	method       string
	choice       choice
	erasing      bool   // the last key was a backspace that took something away
	resolved     string // what Where says of the URL
	busy         string

	focused       bool
	width, height int
}

// New makes a URL bar without a URL.
func New(t *theme.Theme) *Model {
	m := &Model{theme: t, keymap: action.Default(), field: field.New(t), method: "GET", height: 1}
	m.field.SetHint(hint)
	return m
}

// SetTheme changes what it looks like.
func (m *Model) SetTheme(t *theme.Theme) {
	m.theme = t
	m.field.SetTheme(t)
	m.resolve()
}

// SetKeymap says which keys its hint shows.
func (m *Model) SetKeymap(k *action.Keymap) { m.keymap = k }

// SetSize says how many cells it has.
func (m *Model) SetSize(width, height int) {
	m.width, m.height = max(0, width), max(0, height)
	m.fit()
}

// SetFocus says whether it has the keys. Whoever takes them settles the method first.
func (m *Model) SetFocus(focused bool) {
	m.focused = focused
	m.choice, m.erasing = choice{}, false
	m.field.SetFocus(focused)
	m.fit()
}

// SetRequest shows a method and a URL. A URL that is what was typed leaves the caret where it is.
func (m *Model) SetRequest(method, url string) {
	if method == m.method && url == m.field.Text() {
		return
	}
	m.method = method
	m.choice = choice{}
	if url != m.field.Text() {
		m.field.SetText(url)
	}
	m.fit()
	m.resolve()
}

// SetPlaceholders says what stands between braces.
func (m *Model) SetPlaceholders(p *field.Placeholders) {
	m.placeholders = p
	m.field.SetPlaceholders(p)
	m.resolve()
}

// SetBusy says what is being done, such as a spinner and the key that cancels; empty: nothing is.
func (m *Model) SetBusy(text string) {
	m.busy = safe(text)
	m.fit()
}

// Insert puts text where the caret is.
func (m *Model) Insert(text string) tea.Msg {
	before := m.field.Text()
	m.field.Insert(text)
	return m.edited(before)
}

// Contexts are those of the field, or of choosing a method.
func (m *Model) Contexts() []action.Context {
	if m.choice.open {
		return []action.Context{action.Choice}
	}
	return append(m.field.Contexts(), action.URL)
}

// ChooseMethod opens the list of methods.
func (m *Model) ChooseMethod() {
	m.choose()
	m.fit()
}

// Settle takes the method that is shown while one is chosen. The intent is nil or EditMsg.
func (m *Model) Settle() tea.Msg {
	if !m.choice.open {
		return nil
	}
	return m.accept()
}

// Choosing says whether the list of methods is open.
func (m *Model) Choosing() bool { return m.choice.open }

// CaretBehind puts the caret behind the beginning of the URL.
func (m *Model) CaretBehind(beginning string) { m.field.Focus(frame.Width(safe(beginning))) }
