package ui

import (
	"errors"
	"net/http"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/client/plan"
	"dowse/collections"
	"dowse/ui/drafts"
	"dowse/ui/draw/theme"
	"dowse/ui/widget/card"
)

// sendPlanned sends what a request needs first, each once, and then the request. Where one of them may change something
// on the server, or takes a secret to strangers, a person is asked, once a session.
func (m *Model) sendPlanned(d *drafts.Draft) (cmd tea.Cmd, planned bool) {
	steps, err := plan.Make(m.session, d.Key, d.Request, d.Saved != nil, m.now())
	if stale, ok := errors.AsType[*plan.StaleError](err); ok {
		m.showStale(stale)
		return nil, true
	}
	if err != nil {
		d.Err = err
		m.refresh()
		m.showFailure(d, err)
		return nil, true
	}
	if m.askTrust(d, steps, func(m *Model) tea.Cmd { return m.send() }) {
		return nil, true
	}
	if len(steps) == 0 {
		return nil, false
	}
	keys, why := []string{}, []string{}
	var asks []plan.Consent
	var concerns []string
	for _, step := range steps {
		id := step.Request.ID
		keys, why = append(keys, id), append(why, step.Line(m.label(id)))
		if step.Asks() && !m.approved[step.Consent()] {
			asks, concerns = append(asks, step.Consent()), append(concerns, m.label(id)+": "+step.Concern())
		}
	}
	keys = append(keys, d.Key)
	send := func(m *Model) tea.Cmd {
		for _, c := range asks {
			m.approved[c] = true
		}
		m.leaveFields()
		m.say(theme.Muted, "first "+strings.Join(why, "; first "))
		return m.resend(keys[0], keys[1:]...)
	}
	if len(asks) == 0 {
		return send(m), true
	}
	o := card.Options{
		Title: "Something has to be sent first", Role: theme.Warn, What: strings.Join(why, "; "),
		Means: strings.Join(concerns, "; ") + ". You are asked once a session; what has repeatable: true in its file may always change something.",
		Choices: []card.Choice{
			{Title: "Send " + strings.Join(m.titles(keys[:len(keys)-1]), ", ") + ", then this", Msg: do(send)},
			{Title: "Send this as it is", Msg: do(func(m *Model) tea.Cmd { return m.sendNow(m.desk.current) })},
			{Title: "Close", Msg: card.CloseMsg{}},
		},
	}
	m.show(card.New(m.look.theme, o))
	return nil, true
}

// showStale says that a value does not count any more and that no request is there to give another.
func (m *Model) showStale(e *plan.StaleError) {
	m.show(card.New(m.look.theme, card.Options{
		Title: "A value is stale", Role: theme.Warn, What: e.Name + " " + e.Why + ".",
		Means: m.label(e.From) + ", which it was picked from, is not there any more, so nothing gives another one by itself. Nothing was sent.",
		Choices: []card.Choice{
			{Title: "Close", Help: "pick it again from another response", Msg: card.CloseMsg{}},
			{Title: "Send this as it is", Msg: do(func(m *Model) tea.Cmd { return m.sendNow(m.desk.current) })},
		},
	}))
}

// renew sends the request that gives another credential when one was refused, and then the request again: once, and only
// what may be sent unasked. It says whether it does.
func (m *Model) renew(d *drafts.Draft) (tea.Cmd, bool) {
	again := m.renewing == d.Key
	m.renewing = ""
	if again || d.Exchange.Response.Status != http.StatusUnauthorized {
		return nil, false
	}
	step, ok := plan.Renewal(m.session, d.Key, d.Request, d.Saved != nil)
	if !ok || step.Asks() && !m.approved[step.Consent()] {
		return nil, false
	}
	m.renewing = d.Key
	m.say(theme.Muted, "401: "+m.label(step.Request.ID)+" is sent for another "+step.For[0].Name+", then "+method(d.Request)+" again; it goes to "+step.To.Place())
	return m.resend(step.Request.ID, d.Key), true
}

// approvedAs is what was said yes to, by the IDs that requests have after a relocation: another request that gets an old ID is
// asked about.
func approvedAs(before map[plan.Consent]bool, r *collections.Relocation) map[plan.Consent]bool {
	after := map[plan.Consent]bool{}
	for c := range before {
		if to, ok := r.Renamed(c.Request); ok {
			c.Request = to
		}
		after[c] = true
	}
	return after
}
