package ui

import (
	"fmt"
	"net/url"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/client/advice"
	"dowse/client/session"
	"dowse/collections"
	"dowse/collections/vars"
	"dowse/ui/action"
	"dowse/ui/card"
	"dowse/ui/draft"
	"dowse/ui/layout"
	"dowse/ui/theme"
)

// sayAdvice says in one line what an answer means that is not what was asked for: the answer itself is on
// the screen, and a key shows the rest.
func (m *Model) sayAdvice(d *draft.Draft) {
	switch {
	case d.Advice != nil:
		text := d.Advice.What
		if len(d.Advice.Details) > 0 {
			text += ": " + d.Advice.Details[0]
		}
		m.say(theme.Bad, m.look.keymap.Key(action.Advise, action.Trouble)+" what to do   "+text)
	case len(d.Exchange.Notices) > 0:
		m.say(theme.Warn, d.Exchange.Notices[0])
	}
}

// showAdvice shows what an answer means, and what can be done.
func (m *Model) showAdvice() {
	d := m.desk.current
	a := d.Advice
	if a == nil || d.Exchange == nil {
		m.say(theme.Muted, "there is nothing to mend in this answer")
		return
	}
	o := card.Options{
		Title: fmt.Sprintf("%d %s", d.Exchange.Response.Status, d.Exchange.Response.Reason), Role: theme.Bad,
		What: a.What, Means: a.Means, Lines: a.Details, Choices: m.producersOf(d),
	}
	for _, remedy := range a.Remedies {
		o.Choices = append(o.Choices, m.choice(remedy))
	}
	o.Choices = append(o.Choices,
		card.Choice{Title: "Send it again", Msg: do(func(m *Model) tea.Cmd { return m.send(false) })},
		card.Choice{Title: "Close", Msg: card.CloseMsg{}})
	m.show(card.New(m.look.theme, o))
}

// choice is a remedy as a choice of a card.
func (m *Model) choice(r advice.Remedy) card.Choice {
	switch r.Kind {
	case advice.UseMethod:
		return card.Choice{Title: "Make it " + r.Text, Help: "not sent yet", Msg: doing(func(m *Model) {
			m.editURL(r.Text, m.desk.current.Request.URL)
			m.giveRequest()
		})}
	case advice.UseURL:
		return card.Choice{Title: "Send it to " + r.Text, Msg: do(func(m *Model) tea.Cmd {
			m.editPath(r.Text)
			return m.send(false)
		})}
	case advice.EditHeaders:
		return card.Choice{Title: "Look at the request's headers", Msg: doing(func(m *Model) { m.showTab("Headers") })}
	case advice.WaitAndSend:
		return card.Choice{Title: fmt.Sprintf("Wait %s, then send it again", r.Wait), Help: m.look.keymap.Key(action.Cancel, action.Everywhere) + " cancels",
			Msg: do(func(m *Model) tea.Cmd { return m.sendAfter(r) })}
	case advice.CopyID:
		return card.Choice{Title: "Copy the request's ID", Help: r.Text, Msg: do(func(m *Model) tea.Cmd { return m.copied("the request's ID", r.Text) })}
	}
	title := "Set the credentials"
	if r.Text != "" {
		title += " (" + r.Text + ")"
	}
	return card.Choice{Title: title, Help: "in the request's Auth tab", Msg: doing(func(m *Model) { m.setAuth(r.Text) })}
}

// producersOf are, for an answer of 401, the requests whose picks the request used: their values may be
// of no use any more.
func (m *Model) producersOf(d *draft.Draft) []card.Choice {
	if d.Exchange.Response.Status != 401 {
		return nil
	}
	var choices []card.Choice
	for _, producer := range m.producers() {
		for _, k := range producer.picks {
			if producer.key != d.Key && (uses(d.Request, k.Name) || uses(d.Request, session.ExactName(producer.key, k.Name))) {
				choices = append(choices, card.Choice{Title: "Send " + producer.key + ", then this again", Help: "for a new " + k.Name,
					Msg: do(func(m *Model) tea.Cmd { return m.resend(producer.key, d.Key) })})
				break
			}
		}
	}
	return choices
}

// setAuth goes to the request's auth, with a kind chosen where it had none.
func (m *Model) setAuth(kind string) {
	r := m.desk.current.Request
	if kind != "" && (r.Auth == nil || r.Auth.Kind == collections.AuthNone) {
		r.Auth = &collections.Auth{Kind: collections.AuthKind(kind)}
		m.edit(r, "auth")
		m.giveRequest()
	}
	m.showTab("Auth")
}

// showTab goes to a tab of the request.
func (m *Model) showTab(name string) {
	m.panes.request.SetTab(name)
	m.setFocus(layout.Request)
}

// editPath changes the path of the URL, as far as that is not made of variables.
func (m *Model) editPath(path string) {
	r := m.desk.current.Request
	text, query, found := strings.Cut(r.URL, "?")
	sent, err := url.Parse(m.desk.current.Exchange.Request.URL.Reveal())
	if before, ok := strings.CutSuffix(text, sent.Path); err == nil && ok {
		text = before + path
	} else if len(vars.Uses(text)) > 0 {
		text = strings.TrimRight(text, "/")
	}
	if found {
		text += "?" + query
	}
	m.editURL(method(r), text)
	m.giveRequest()
}

// sendAfter sends the request on the screen when a server wants it again.
func (m *Model) sendAfter(r advice.Remedy) tea.Cmd {
	d := m.desk.current
	resolved, scope, err := m.session.Ready(d.Request, d.Saved != nil)
	if err != nil {
		m.showFailure(d, err)
		return nil
	}
	return m.start(d, job{request: resolved, scope: scope, follow: true, after: r.Wait})
}
