package dialog

import (
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/ui/action"
	"dowse/ui/draw/frame"
	"dowse/ui/draw/text"
	"dowse/ui/draw/theme"
	"dowse/ui/terminal"
	"dowse/ui/widget/field"
)

// PromptOptions are what is asked. The texts may be anyone's: they are made safe here.
type PromptOptions struct {
	Title string
	Hint  string // what the text is, above the field
	Text  string // what the field begins with
	Mask  bool   // the text is a secret
	// Check says what would come of a text, or why it cannot be taken; nil: any but an empty one can.
	Check func(text string) (note string, ok bool)
	// Answer makes the message of a text that was taken.
	Answer func(text string) tea.Msg
}

// Prompt asks for one line of text, and says while it is typed what would come of it. What that is, its owner knows: the
// prompt only asks Check, and answers with what Answer makes of the text.
type Prompt struct {
	theme   *theme.Theme
	options PromptOptions
	field   *field.Model

	text    string // what note is about
	note    string
	ok      bool
	refused bool // it was accepted although it is not ok

	width, height int
	plan          promptPlan
}

// NewPrompt makes a prompt; the caret is behind its text.
func NewPrompt(t *theme.Theme, o PromptOptions) *Prompt {
	m := &Prompt{theme: t, options: o, field: field.New(t)}
	m.options.Title = terminal.SafeLine(terminal.Untrusted(o.Title))
	m.options.Hint = text.Safe(o.Hint, t.Glyphs.Ellipsis)
	m.field.SetMask(o.Mask)
	m.field.SetText(o.Text)
	m.check()
	return m
}

// SetWords says what completes the text.
func (m *Prompt) SetWords(words []string) { m.field.SetWords(words) }

// SetTheme changes what it looks like.
func (m *Prompt) SetTheme(t *theme.Theme) {
	m.theme = t
	m.field.SetTheme(t)
}

// SetFocus says whether it has the keys.
func (m *Prompt) SetFocus(focused bool) { m.field.SetFocus(focused) }

// SetSize says how many cells it has.
func (m *Prompt) SetSize(width, height int) {
	m.width, m.height = max(0, width), max(0, height)
	m.plan = m.arrange(m.width, m.height)
	m.field.SetWidth(max(0, m.width-2*margin))
}

// Size is how much room it wants. It does not change while the text does.
func (m *Prompt) Size(maxWidth, maxHeight int) (width, height int) {
	width = max(0, min(widest, maxWidth))
	return width, max(0, min(len(m.hint(width))+1+m.notes(), maxHeight))
}

// Unsaved says whether something was typed.
func (m *Prompt) Unsaved() bool { return m.field.Text() != m.options.Text }

// Contexts are those of a field.
func (m *Prompt) Contexts() []action.Context {
	return append(m.field.Contexts(), action.Field)
}

// Title names what is asked.
func (m *Prompt) Title() frame.Title { return frame.Title{Name: m.options.Title} }

// Where says nothing: the prompt has it all.
func (m *Prompt) Where() string { return "" }

// Popup is the list of completions.
func (m *Prompt) Popup() (frame.Popup, bool) {
	p, ok := m.field.Popup()
	return p.Moved(margin, m.plan.hint), ok
}

// Update types, and answers with what Answer makes of the text or with CloseMsg.
func (m *Prompt) Update(msg tea.Msg) (intent tea.Msg, cmd tea.Cmd) {
	switch msg := msg.(type) {
	case action.RunMsg:
		if len(m.field.Contexts()) > 0 {
			return nil, m.give(msg)
		}
		return m.run(msg.ID), nil
	case tea.KeyMsg:
		return nil, m.give(msg)
	case tea.MouseMsg:
		if msg.Y == m.plan.hint {
			msg.X -= margin
			return nil, m.give(msg)
		}
	}
	return nil, nil
}

// give hands a message to the field, and checks the text when it is another one.
func (m *Prompt) give(msg tea.Msg) tea.Cmd {
	_, cmd := m.field.Update(msg)
	if m.field.Text() != m.text {
		m.check()
	}
	return cmd
}

func (m *Prompt) run(id action.ID) tea.Msg {
	switch id {
	case action.Leave:
		return CloseMsg{}
	case action.Accept:
		m.check() // a file may have come or gone since the last key
		if m.ok && m.options.Answer != nil {
			return m.options.Answer(m.text)
		}
		m.refused = !m.ok
	}
	return nil
}

// check asks what would come of the text.
func (m *Prompt) check() {
	m.text, m.refused = m.field.Text(), false
	m.note, m.ok = "", m.text != ""
	if m.options.Check != nil {
		m.note, m.ok = m.options.Check(m.text)
	}
	m.note = text.Safe(m.note, m.theme.Glyphs.Ellipsis)
}

const (
	mostHints = 4 // lines of the hint
	mostNotes = 2 // lines of the note
)

// promptPlan is how the lines of a prompt are shared out, from above: hint, field, note.
type promptPlan struct{ hint, note int }

// arrange shares out a height. Where there is too little of it, the field comes first, then the note.
func (m *Prompt) arrange(width, height int) promptPlan {
	note := max(0, min(m.notes(), height-1))
	return promptPlan{hint: max(0, min(len(m.hint(width)), height-1-note)), note: note}
}

// notes is how many lines the note may have: they are kept free, so that nothing moves while a person types.
func (m *Prompt) notes() int {
	if m.options.Check == nil {
		return 1
	}
	return mostNotes
}

// hint is the hint in lines.
func (m *Prompt) hint(width int) []string {
	return m.clipped(m.options.Hint, width, mostHints)
}

// clipped is a text in at most so many lines.
func (m *Prompt) clipped(words string, width, most int) []string {
	lines := text.Wrap(words, width-2*margin, 0)
	if len(lines) > most {
		lines = lines[:most]
		if most > 0 {
			lines[most-1] = frame.Clip(lines[most-1], max(0, width-2*margin-1), "") + m.theme.Glyphs.Ellipsis
		}
	}
	return lines
}

// View is the hint, the field and the note.
func (m *Prompt) View() string {
	before := strings.Repeat(" ", margin)
	var lines []string
	for _, l := range m.clipped(m.options.Hint, m.width, m.plan.hint) {
		lines = append(lines, before+m.theme.Paint(theme.Muted, l))
	}
	lines = append(lines, m.theme.Paint(theme.Accent, m.theme.Glyphs.Cursor)+m.field.View())
	role, note := m.said()
	for _, l := range m.clipped(note, m.width, m.plan.note) {
		lines = append(lines, before+m.theme.Paint(role, l))
	}
	return frame.Block(lines, m.width, m.height, m.theme.Glyphs.Ellipsis)
}

// said is the note and its look: it stands out once a person tried to accept a text that cannot be taken.
func (m *Prompt) said() (theme.Role, string) {
	switch {
	case m.ok:
		return theme.Good, m.note
	case !m.refused:
		return theme.Bad, m.note
	case m.note == "" && m.text == "":
		return theme.Badge, "nothing is typed yet"
	case m.note == "":
		return theme.Badge, "this cannot be taken"
	}
	return theme.Badge, m.note
}
