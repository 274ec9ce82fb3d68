package ui

import (
	"fmt"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/client"
	"dowse/ui/drafts"
	"dowse/ui/draw/theme"
	"dowse/ui/widget/dialog"
)

// compareWith offers the responses of this session to compare that of a draft with.
func (m *Model) compareWith(shown *drafts.Draft) {
	var choices []dialog.Choice
	offer := func(d *drafts.Draft, e *client.Exchange, which string) {
		if !e.Answered() {
			return
		}
		name := d.Title()
		if d == shown {
			name = ""
		}
		choices = append(choices, dialog.Choice{
			Title: d.Title() + which,
			Help:  fmt.Sprintf("%d, %s", e.Response.Status, e.Started.Format("15:04:05")),
			Msg:   do(func() tea.Cmd { return m.panes.response.CompareWith(e, name) }),
		})
	}
	offer(shown, shown.Previous, ", the one before")
	for _, d := range m.drafts.All() {
		if d != nil && d != shown {
			offer(d, d.Exchange, "")
			offer(d, d.Previous, ", the one before")
		}
	}
	if len(choices) == 0 {
		m.say(theme.Warn, "there is no other response in this session yet")
		return
	}
	m.show(dialog.NewCard(m.look.theme, dialog.CardOptions{Title: "Compare", What: "With which response?", Choices: append(choices, dialog.Choice{Title: "None", Msg: dialog.CloseMsg{}})}))
}
