package dialog

import (
	tea "github.com/charmbracelet/bubbletea"

	"dowse/ui/action"
	"dowse/ui/draw/frame"
	"dowse/ui/draw/text"
	"dowse/ui/draw/theme"
	"dowse/ui/widget/scroll"
)

// Choice is one thing that can be done.
type Choice struct {
	Title string
	Help  string  // what comes of it; may be empty
	Msg   tea.Msg // what the card answers with
}

// CardOptions are what a card says. Its texts may be anyone's: they are made safe here.
type CardOptions struct {
	Title   string
	Role    theme.Role // of What
	What    string     // what happened
	Means   string     // what that means
	Lines   []string   // details, each on a line of its own
	Choices []Choice
}

// Card is a decision: what happened, what it means, and what can be done about it. From above:
//
//	what       in the colour of how bad it is
//	means      muted
//	lines      as they are
//	choices    with a cursor; they stay in sight where the text does not fit
type Card struct {
	theme   *theme.Theme
	options CardOptions
	window  scroll.Window // the choices in sight
	top     int           // the first line of the text in sight

	width, height int
	plan          cardPlan
}

// NewCard makes a card.
func NewCard(t *theme.Theme, o CardOptions) *Card {
	ell := t.Glyphs.Ellipsis
	o.What, o.Means = text.Safe(o.What, ell), text.Safe(o.Means, ell)
	lines := make([]string, len(o.Lines))
	for i, line := range o.Lines {
		lines[i] = text.Safe(line, ell)
	}
	choices := make([]Choice, len(o.Choices))
	for i, c := range o.Choices {
		choices[i] = Choice{safe(c.Title), safe(c.Help), c.Msg}
	}
	o.Title, o.Lines, o.Choices = safe(o.Title), lines, choices
	m := &Card{theme: t, options: o}
	m.window.SetRows(len(choices))
	return m
}

// SetTheme changes what it looks like.
func (m *Card) SetTheme(t *theme.Theme) { m.theme = t }

// SetFocus changes nothing: a card on the screen has the keys.
func (m *Card) SetFocus(bool) {}

// SetSize says how many cells it has.
func (m *Card) SetSize(width, height int) {
	m.width, m.height = max(0, width), max(0, height)
	m.plan = m.arrange(m.width, m.height)
	m.window.SetHeight(m.plan.choices)
	m.scroll(0)
}

// Size is how much room it wants: a card with little to say is narrow.
func (m *Card) Size(maxWidth, maxHeight int) (width, height int) {
	width = max(0, min(m.natural(), widest, maxWidth))
	return width, max(0, min(m.arrange(width, 0).wanted, maxHeight))
}

// Contexts are those of a card; where its text does not fit, the keys of a page scroll it.
func (m *Card) Contexts() []action.Context {
	if len(m.plan.lines) > m.plan.text {
		return []action.Context{action.Card, action.List}
	}
	return []action.Context{action.Card}
}

// Title names what happened.
func (m *Card) Title() frame.Title { return frame.Title{Name: m.options.Title} }

// Where says nothing: the card has it all.
func (m *Card) Where() string { return "" }

// Popup is none.
func (m *Card) Popup() (frame.Popup, bool) { return frame.Popup{}, false }

// Update moves the cursor, scrolls, and answers with the message of the choice or with CloseMsg.
func (m *Card) Update(msg tea.Msg) (intent tea.Msg, cmd tea.Cmd) {
	switch msg := msg.(type) {
	case action.RunMsg:
		return m.run(msg.ID), nil
	case tea.MouseMsg:
		return m.mouse(msg), nil
	}
	return nil, nil
}

func (m *Card) run(id action.ID) tea.Msg {
	page := max(1, m.plan.text-2)
	switch id {
	case action.Accept:
		if at := m.window.Cursor(); at < len(m.options.Choices) {
			return m.options.Choices[at].Msg
		}
	case action.Leave:
		return CloseMsg{}
	case action.Down, action.Up:
		m.window.Run(id)
	case action.PageDown:
		m.scroll(page)
	case action.PageUp:
		m.scroll(-page)
	case action.HalfDown:
		m.scroll(max(1, page/2))
	case action.HalfUp:
		m.scroll(-max(1, page/2))
	case action.Top:
		m.scroll(-len(m.plan.lines))
	case action.Bottom:
		m.scroll(len(m.plan.lines))
	}
	return nil
}

// scroll moves the text by so many lines.
func (m *Card) scroll(by int) {
	m.top = max(0, min(m.top+by, len(m.plan.lines)-m.plan.text))
}

// wheel is how many lines of text one step of the wheel scrolls.
const wheel = 3

// mouse scrolls what it is over, and does what is pressed.
func (m *Card) mouse(msg tea.MouseMsg) tea.Msg {
	first := m.plan.first()
	switch {
	case msg.Button == tea.MouseButtonWheelDown && msg.Y < first:
		m.scroll(wheel)
	case msg.Button == tea.MouseButtonWheelUp && msg.Y < first:
		m.scroll(-wheel)
	case m.window.Wheel(msg):
	case msg.Action == tea.MouseActionPress && msg.Button == tea.MouseButtonLeft:
		if at, ok := m.window.At(msg.Y - first); ok {
			m.window.Go(at)
			return m.options.Choices[at].Msg
		}
	}
	return nil
}
