package ui

import (
	"fmt"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/ui/draw/layout"
	"dowse/ui/draw/theme"
	"dowse/ui/pane/response"
	"dowse/ui/widget/card"
)

// valueFrom shows the responses of this session, so that a value can be picked and put into the field.
func (m *Model) valueFrom() {
	var choices []card.Choice
	for _, key := range m.desk.order {
		d := m.desk.drafts[key]
		if d.Exchange.Answered() && d != m.desk.current {
			choices = append(choices, card.Choice{Title: d.Title(), Help: fmt.Sprint(d.Exchange.Response.Status), Msg: doing(func(m *Model) { m.chooseFrom(d.Key) })})
		}
	}
	if len(choices) == 0 {
		m.say(theme.Warn, "no other request was sent in this session yet")
		return
	}
	m.show(card.New(m.look.theme, card.Options{Title: "Value from", What: "Which response has it?", Choices: append(choices, card.Choice{Title: "None", Msg: card.CloseMsg{}})}))
}

// chooseFrom shows a response in which Enter picks a value for the field that is typed in.
func (m *Model) chooseFrom(key string) {
	d := m.desk.drafts[key]
	pane := response.New(m.look.theme)
	pane.SetKeymap(m.look.keymap)
	pane.SetChoosing(true)
	pane.SetExchange(d.Exchange, d.Results)
	m.show(&chooser{pane})
	m.about.field = key
}

// chooser is a response pane as a dialog.
type chooser struct{ *response.Model }

// Size is most of the screen.
func (c *chooser) Size(maxWidth, maxHeight int) (width, height int) { return maxWidth, maxHeight }

// pickForField picks a value of the response that is shown for a field, and puts the variable into the field.
func (m *Model) pickForField(msg response.PickMsg) tea.Cmd {
	d := m.desk.drafts[m.about.field]
	m.close()
	m.on(d, func() { m.pick(msg) })
	picked := m.strip
	m.showStrip(nil)
	m.refresh()
	if picked == nil {
		return nil
	}
	return m.insert("{{" + picked.pick.Name + "}}")
}

// insert puts text into the field that is typed in.
func (m *Model) insert(text string) tea.Cmd {
	var intent tea.Msg
	switch m.focus {
	case layout.URL:
		intent = m.panes.url.Insert(text)
	case layout.Request:
		intent = m.panes.request.Insert(text)
	}
	return m.carryOut(intent)
}
