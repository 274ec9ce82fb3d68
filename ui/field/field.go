// Package field is one line of text that a person types: readline's keys, {{templates}} coloured by whether
// they have a value, and completion of names with their live values. It knows no request and saves nothing.
package field

import (
	tea "github.com/charmbracelet/bubbletea"

	"dowse/collections/vars"
	"dowse/ui/action"
	"dowse/ui/frame"
	"dowse/ui/terminal"
	"dowse/ui/theme"
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
	theme *theme.Theme
}

// New makes an empty field.
func New(t *theme.Theme) *Model { return &Model{theme: t} }

// SetTheme changes what the field looks like.
func (m *Model) SetTheme(t *theme.Theme) { m.theme = t }

// SetText replaces the text; the caret goes to its end.
func (m *Model) SetText(text string) {}

// Text is what was typed.
func (m *Model) Text() string { return "" }

// Insert puts text where the caret is, instead of an open completion.
func (m *Model) Insert(text string) {}

// SetPlaceholders says what completes behind {{ and what has a value; nil: the text has no templates.
func (m *Model) SetPlaceholders(p *Placeholders) {}

// SetWords says what completes the text as a whole, such as the names of headers.
func (m *Model) SetWords(words []string) {}

// SetWidth says how many cells the field is wide.
func (m *Model) SetWidth(width int) {}

// SetHint is the dim text of an empty field.
func (m *Model) SetHint(hint string) {}

// SetMask hides the text, for secrets.
func (m *Model) SetMask(mask bool) {}

// Focus puts the caret in the field; where it was, or at cell x when x is not negative.
func (m *Model) Focus(x int) {}

// Blur takes the caret away and closes the completion.
func (m *Model) Blur() {}

// Focused says whether the field has the caret.
func (m *Model) Focused() bool { return false }

// Contexts is Completion while the list is open, and nothing else: the context of the field itself is that
// of whoever holds it.
func (m *Model) Contexts() []action.Context { return nil }

// Update takes a key, a paste, a press of the mouse (X from the field's left) or an action.RunMsg of the
// context Completion. The intent is nil, ChangedMsg or ValueFromMsg.
func (m *Model) Update(msg tea.Msg) (intent tea.Msg, cmd tea.Cmd) { return nil, nil }

// View is the field as exactly one line of its width.
func (m *Model) View() string { return "" }

// Popup is the list of completions, from the field's left.
func (m *Model) Popup() (frame.Popup, bool) { return frame.Popup{}, false }

// Paint gives a text that is not typed in the colours of its templates, clipped to width cells but not
// padded.
func Paint(t *theme.Theme, p *Placeholders, text string, width int) string { return "" }
