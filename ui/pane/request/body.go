package request

import (
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/collections"
	"dowse/ui/action"
	"dowse/ui/draw/frame"
	"dowse/ui/draw/theme"
	"dowse/ui/widget/editor"
	"dowse/ui/widget/field"
	"dowse/ui/widget/table"
)

// bodyMsg says that the body is another one.
type bodyMsg struct {
	body collections.Body
	what string
}

// body is the tab of the body: its kind, and below it the text or the rows.
type body struct {
	theme         *theme.Theme
	keymap        *action.Keymap
	kind          choice
	text          *editor.Model
	form          *table.Model
	kept          collections.Body // the text and the rows of the kinds that are not shown
	focused       bool
	width, height int
}

// bodyKinds are the kinds in the order shown.
var bodyKinds = [...]collections.BodyKind{collections.BodyNone, collections.BodyJSON, collections.BodyText, collections.BodyForm}

func newBody(t *theme.Theme) *body {
	m := &body{theme: t, keymap: action.Default(), text: editor.New(t), form: table.New(t, table.Options{Noun: "field"})}
	m.kind = choice{label: "kind", options: []string{"none", "json", "text", "form"}, onIt: true}
	return m
}

// below is what stands below the kind; nil for none.
func (m *body) below() interface {
	part
	AtTop() bool
	Typing() bool
} {
	switch bodyKinds[m.kind.at] {
	case collections.BodyJSON, collections.BodyText:
		return bodyText{m.text}
	case collections.BodyForm:
		return m.form
	}
	return nil
}

// bodyText is the editor as a part.
type bodyText struct{ *editor.Model }

// Text is the line under the caret.
func (t bodyText) Text() string { return t.Line() }

// setBody shows a body.
func (m *body) setBody(b collections.Body) {
	at := max(0, slices.Index(bodyKinds[:], b.Kind))
	if at != m.kind.at {
		m.Leave() // whoever set it has what was typed
		m.kind.at = at
		m.onKind(at == 0)
	}
	m.focusBelow()
	if at > 0 && b.Kind != collections.BodyForm {
		m.text.SetText(b.Text)
		m.kept.Text = b.Text
	}
	if b.Kind == collections.BodyForm {
		m.form.SetRows(b.Form)
		m.kept.Form = slices.Clone(b.Form)
	}
}

// forget drops what was typed for kinds that are not shown.
func (m *body) forget() { m.kept = collections.Body{} }

// body is what is set: the text or the rows, not both.
func (m *body) body() collections.Body {
	b := collections.Body{Kind: bodyKinds[m.kind.at]}
	switch b.Kind {
	case collections.BodyJSON, collections.BodyText:
		b.Text = m.kept.Text
	case collections.BodyForm:
		b.Form = slices.Clone(m.kept.Form)
	}
	return b
}

// choose takes another kind. What was typed for it before is there again.
func (m *body) choose(at int) tea.Msg {
	m.kind.change(at - m.kind.at)
	m.text.SetText(m.kept.Text)
	m.form.SetRows(m.kept.Form)
	m.focusBelow()
	return bodyMsg{m.body(), "kind of body"}
}

// focusBelow tells what stands below the kind whether it has the keys.
func (m *body) focusBelow() {
	m.text.SetJSON(bodyKinds[m.kind.at] == collections.BodyJSON)
	m.text.SetFocus(m.focused && !m.kind.onIt)
	m.form.SetFocus(m.focused && !m.kind.onIt)
}

// onKind puts the cursor on the kind, or below it.
func (m *body) onKind(on bool) {
	m.kind.onIt = on || m.below() == nil
	m.focusBelow()
}

// SetTheme changes what it looks like.
func (m *body) SetTheme(t *theme.Theme) {
	m.theme = t
	m.text.SetTheme(t)
	m.form.SetTheme(t)
}

// SetKeymap says which keys its hints name.
func (m *body) SetKeymap(k *action.Keymap) {
	m.keymap = k
	m.text.SetKeymap(k)
	m.form.SetKeymap(k)
}

// SetPlaceholders says what completes a template and which have a value.
func (m *body) SetPlaceholders(p *field.Placeholders) {
	m.text.SetPlaceholders(p)
	m.form.SetPlaceholders(p)
}

// SetSize says how many cells it has.
func (m *body) SetSize(width, height int) {
	m.width, m.height = width, height
	m.text.SetSize(width, max(0, height-1))
	m.form.SetSize(width, max(0, height-1))
}

// SetFocus says whether it has the keys. What is typed in stays so.
func (m *body) SetFocus(focused bool) {
	m.focused = focused
	m.focusBelow()
}

// ToTop puts the cursor on the kind.
func (m *body) ToTop() {
	m.text.ToTop()
	m.form.ToTop()
	m.onKind(false)
}

// Contexts are those of what has the keys.
func (m *body) Contexts() []action.Context {
	if m.kind.onIt {
		return []action.Context{action.Text, action.List}
	}
	return m.below().Contexts()
}

// Text is what the cursor is on, nothing on the kind.
func (m *body) Text() string {
	if m.kind.onIt {
		return ""
	}
	return m.below().Text()
}

// Update takes an action, a key that is typed or the mouse.
func (m *body) Update(msg tea.Msg) (intent tea.Msg, cmd tea.Cmd) {
	below := m.below()
	switch msg := msg.(type) {
	case action.RunMsg:
		if m.kind.onIt {
			return m.run(msg), nil
		}
		if msg.ID == action.Up && below.AtTop() && !below.Typing() {
			m.onKind(true)
			return nil, nil
		}
	case tea.MouseMsg:
		if intent, done := m.mouse(&msg); done {
			return intent, nil
		}
		intent, cmd = below.Update(msg)
		return m.changed(intent), cmd
	}
	if m.kind.onIt {
		return nil, nil
	}
	intent, cmd = below.Update(msg)
	return m.changed(intent), cmd
}

// run carries out an action while the cursor is on the kind.
func (m *body) run(msg action.RunMsg) tea.Msg {
	switch msg.ID {
	case action.Left:
		return m.choose(m.kind.at - 1)
	case action.Right:
		return m.choose(m.kind.at + 1)
	case action.Edit:
		return m.begin(msg)
	case action.Down, action.HalfDown, action.PageDown:
		m.onKind(false)
	case action.Bottom, action.Format:
		if below := m.below(); below != nil {
			if msg.ID == action.Bottom {
				m.onKind(false)
			}
			intent, _ := below.Update(msg)
			return m.changed(intent)
		}
	}
	return nil
}

// mistake is what keeps a body that is shown from being JSON.
func (m *body) mistake() string {
	if bodyKinds[m.kind.at] != collections.BodyJSON {
		return ""
	}
	return m.text.Mistake()
}

// begin types in the body, which becomes JSON when there is none.
func (m *body) begin(msg action.RunMsg) tea.Msg {
	var intent tea.Msg
	if m.below() == nil {
		intent = m.choose(slices.Index(bodyKinds[:], collections.BodyJSON))
	}
	m.onKind(false)
	if begun, _ := m.below().Update(msg); begun != nil {
		intent = m.changed(begun)
	}
	return intent
}

// mouse takes what is for the kind, and moves the rest to where the part below counts from. done says that
// there is no rest.
func (m *body) mouse(msg *tea.MouseMsg) (intent tea.Msg, done bool) {
	below := m.below()
	pressed := msg.Action == tea.MouseActionPress && msg.Button == tea.MouseButtonLeft
	switch {
	case pressed && msg.Y == 0:
		if below != nil {
			intent = m.changed(below.Leave())
		}
		m.onKind(true)
		if at := m.kind.option(msg.X, m.width); at >= 0 && at != m.kind.at {
			intent = m.choose(at)
		}
		return intent, true
	case below == nil:
		return nil, true
	case pressed && m.kind.onIt:
		m.onKind(false)
	}
	msg.Y--
	return nil, false
}

// changed makes a body of what the part below says of itself.
func (m *body) changed(intent tea.Msg) tea.Msg {
	switch msg := intent.(type) {
	case editor.ChangedMsg:
		m.kept.Text = msg.Text
		return bodyMsg{m.body(), msg.What}
	case table.ChangedMsg:
		m.kept.Form = msg.Rows
		return bodyMsg{m.body(), msg.What}
	}
	return intent
}

// Paste puts text into the body, which becomes JSON or text when there is none.
func (m *body) Paste(text string) tea.Msg {
	if m.below() == nil {
		kind := collections.BodyText
		if trimmed := strings.TrimSpace(text); strings.HasPrefix(trimmed, "{") || strings.HasPrefix(trimmed, "[") {
			kind = collections.BodyJSON
		}
		m.choose(slices.Index(bodyKinds[:], kind))
	}
	m.onKind(false)
	return m.changed(m.below().Paste(text))
}

// Insert puts a text where the caret is.
func (m *body) Insert(text string) tea.Msg {
	below := m.below()
	if below == nil || !below.Typing() {
		return nil
	}
	return m.changed(below.Insert(text))
}

// Leave ends typing and keeps the text.
func (m *body) Leave() tea.Msg {
	if below := m.below(); below != nil {
		return m.changed(below.Leave())
	}
	return nil
}

// View draws it.
func (m *body) View() string {
	if m.height <= 0 {
		return ""
	}
	ell := m.theme.Glyphs.Ellipsis
	line := m.kind.line(m.theme, m.width, m.focused)
	below := m.below()
	if below == nil {
		paint := m.theme.Paint
		hint := paint(theme.Muted, " no body is sent "+m.theme.Glyphs.Dot+" ") + paint(theme.Accent, m.keymap.Key(action.Edit, action.Text)) + paint(theme.Muted, " write JSON, ") +
			paint(theme.Accent, m.keymap.Key(action.Right, action.List)) + paint(theme.Muted, " another kind")
		return frame.Block([]string{line, hint}, m.width, m.height, ell)
	}
	if bodyKinds[m.kind.at] != collections.BodyForm {
		room := max(0, m.width-frame.Width(line)-3)
		line = frame.Sides(line, frame.Clip(m.text.Status(), room, ell)+" ", m.width, ell)
	}
	line = frame.Fit(line, m.width, ell)
	if m.height == 1 {
		return line
	}
	return line + "\n" + below.View()
}

// Popup is the list of completions of what is typed in.
func (m *body) Popup() (frame.Popup, bool) {
	if m.kind.onIt {
		return frame.Popup{}, false
	}
	p, ok := m.below().Popup()
	return p.Moved(0, 1), ok
}
