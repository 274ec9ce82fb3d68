package ui

import (
	"fmt"

	"dowse/ui/drafts"
	"dowse/ui/draw/layout"
	"dowse/ui/draw/theme"
	"dowse/ui/pane/response"
	"dowse/ui/widget/dialog"
)

// valueFrom shows the responses of this session, so that a value can be picked and put into the field.
func (m *picks) valueFrom() {
	var choices []dialog.Choice
	for _, d := range m.drafts.All() {
		if d.Exchange.Answered() && d != m.drafts.Current {
			choices = append(choices, dialog.Choice{Title: d.Title(), Help: fmt.Sprint(d.Exchange.Response.Status), Msg: doing(func() { m.chooseFrom(d.Key) })})
		}
	}
	if len(choices) == 0 {
		m.say(theme.Warn, "no other request was sent in this session yet")
		return
	}
	m.show(dialog.NewCard(m.look.theme, dialog.CardOptions{Title: "Value from", What: "Which response has it?", Choices: append(choices, dialog.Choice{Title: "None", Msg: dialog.CloseMsg{}})}))
}

// chooseFrom shows a response in which Enter picks a value for the field that is typed in.
func (m *picks) chooseFrom(key string) {
	d := m.drafts.Get(key)
	pane := response.New(m.look.theme)
	pane.SetKeymap(m.look.keymap)
	pane.SetChoosing(true)
	pane.SetExchange(d.Exchange, d.Results)
	m.show(&chooser{pane, d})
}

// chooser is a response pane as a dialog.
type chooser struct {
	*response.Model
	draft *drafts.Draft // whose response it is
}

// Size is most of the screen.
func (c *chooser) Size(maxWidth, maxHeight int) (width, height int) { return maxWidth, maxHeight }

// pickForField picks a value of the response that is shown for a field, and puts the variable into the field.
func (m *picks) pickForField(c *chooser, msg response.PickMsg) {
	m.close()
	picked := m.pick(c.draft, msg)
	m.refresh()
	if picked != nil {
		m.insert("{{" + picked.pick.Name + "}}")
	}
}

// insert puts text into the field that is typed in.
func (m *picks) insert(text string) {
	switch m.focus {
	case layout.URL:
		m.edited(m.panes.url.Insert(text))
	case layout.Request:
		m.edited(m.panes.request.Insert(text))
	}
}
