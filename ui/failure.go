package ui

import (
	"dowse/collections"
	"errors"
	"slices"
	"strings"

	"dowse/client"
	"dowse/client/plan"
	"dowse/client/session"
	"dowse/collections/vars"
	"dowse/ui/action"
	"dowse/ui/drafts"
	"dowse/ui/draw/layout"
	"dowse/ui/draw/theme"
	"dowse/ui/widget/dialog"
)

// showFailure says why a request could not be sent: what happened, what it means, what can be done. waiting are the keys of
// those that are to be sent then.
func (m *sends) showFailure(d *drafts.Draft, err error, waiting []string) {
	if unresolved, ok := errors.AsType[*client.UnresolvedError](err); ok {
		m.showUnresolved(d, unresolved, waiting)
		return
	}
	o := dialog.CardOptions{Title: "Not sent", Role: theme.Bad, What: err.Error()}
	if failure, ok := errors.AsType[*client.Error](err); ok {
		o.Title, o.What, o.Means = titleOf(failure.Phase), failure.What, failure.Means
		if failure.Do != "" {
			o.Lines = []string{"What to do: " + failure.Do}
		}
		o.Choices = m.remedies(d, failure)
		if failure.ID == "prepare.header" {
			o.Choices = append(o.Choices, dialog.Choice{Title: "Look at the request's headers", Msg: doing(func() { m.showTab(headersTab) })})
		}
		if failure.Phase == client.PhasePrepare && strings.HasPrefix(failure.What, "body") {
			o.Choices = append(o.Choices, dialog.Choice{Title: "Look at the body", Msg: doing(func() { m.showTab(bodyTab) })})
		}
	}
	o.Choices = append(o.Choices,
		dialog.Choice{Title: "Change the URL", Msg: doing(func() { m.setFocus(layout.URL) })},
		dialog.Choice{Title: "Send it again", Msg: choose(sendMsg{d})},
		dialog.Choice{Title: "Close", Msg: dialog.CloseMsg{}})
	m.show(dialog.NewCard(m.look.theme, o))
}

// failureLines say, where the response would be, why there is none.
func (m *screen) failureLines(d *drafts.Draft) []string {
	lines := []string{"There is no response."}
	if failure, ok := errors.AsType[*client.Error](d.Err); ok {
		lines = []string{titleOf(failure.Phase) + "."}
		for _, text := range []string{failure.What, failure.Means, failure.Do} {
			if text != "" {
				lines = append(lines, "", safe(text))
			}
		}
	}
	return append(lines, "", m.look.keymap.Key(action.Advise, action.Trouble)+" what to do")
}

// titleOf names a failure by the phase that it ended.
func titleOf(p client.Phase) string {
	switch p {
	case client.PhasePrepare:
		return "Not sent"
	case client.PhaseDNS:
		return "Host not found"
	case client.PhaseConnect:
		return "No connection"
	case client.PhaseTLS:
		return "No secure connection"
	case client.PhaseRedirect:
		return "Redirect not followed"
	case client.PhaseBody:
		return "The body is incomplete"
	}
	return "No answer"
}

// remedies are what can be done about a failure with one key.
func (m *sends) remedies(d *drafts.Draft, e *client.Error) []dialog.Choice {
	var choices []dialog.Choice
	if strings.HasPrefix(e.ID, "tls.") {
		choices = append(choices, dialog.Choice{
			Title: "Do not verify this server, for this request", Help: "whoever is in between can read and change it; a red badge says so",
			Msg: doing(func() { m.toggleTLS(d) }).andThen(sendMsg{d}),
		})
	}
	if url := otherScheme(d.Request.URL); url != "" && (strings.HasPrefix(e.ID, "tls.") || e.Phase == client.PhaseWait || e.Phase == client.PhaseConnect) {
		choices = append(choices, dialog.Choice{Title: "Try " + url, Msg: doing(func() {
			m.editURL(d, method(d.Request), url)
			m.giveRequest()
		}).andThen(sendMsg{d})})
	}
	if strings.HasSuffix(e.ID, "timeout") {
		choices = append(choices, dialog.Choice{Title: "Wait twice as long, and send again", Msg: doing(func() { m.doubleTimeout(d) }).andThen(sendMsg{d})})
	}
	return choices
}

// otherScheme is a URL with http for https and the other way round; empty where neither.
func otherScheme(url string) string {
	if rest, ok := strings.CutPrefix(url, "https://"); ok {
		return "http://" + rest
	}
	if rest, ok := strings.CutPrefix(url, "http://"); ok {
		return "https://" + rest
	}
	return ""
}

// doubleTimeout lets the request wait twice as long for the first byte and between two.
func (m *screen) doubleTimeout(d *drafts.Draft) {
	r := d.Request
	usual := client.DefaultTimeouts()
	if r.Timeouts.FirstByte == 0 {
		r.Timeouts.FirstByte = usual.FirstByte
	}
	if r.Timeouts.Connect == 0 {
		r.Timeouts.Connect = usual.Connect
	}
	r.Timeouts.FirstByte *= 2
	r.Timeouts.Connect *= 2
	m.edit(d, r, "timeout")
	m.giveRequest()
}

// showUnresolved says which placeholders have no value, and offers the requests that pick them.
func (m *sends) showUnresolved(d *drafts.Draft, e *client.UnresolvedError, waiting []string) {
	if slices.ContainsFunc(e.Problems, func(p client.Unresolved) bool { return p.Kind == vars.Untrusted }) {
		err := plan.Untrusted(m.session, nil, d.Request, d.Saved != nil)
		if untrusted, ok := errors.AsType[*session.UntrustedError](err); ok {
			m.askTrust(d, untrusted, choose(sendAllMsg{waiting}))
			return
		}
	}
	o := dialog.CardOptions{Title: "Not sent: " + d.Title(), Role: theme.Bad, What: "These have no value:"}
	offered := map[string]bool{}
	for _, p := range e.Problems {
		o.Lines = append(o.Lines, "  "+p.Place+": "+p.Message)
		if offered[p.Name] || p.Name == "" {
			continue
		}
		offered[p.Name] = true
		o.Choices = append(o.Choices, m.suppliers(p, waiting)...)
	}
	o.Choices = append(o.Choices, dialog.Choice{Title: "Close", Msg: dialog.CloseMsg{}})
	m.show(dialog.NewCard(m.look.theme, o))
}

// suppliers are the ways to give a variable a value.
func (m *sends) suppliers(p client.Unresolved, waiting []string) []dialog.Choice {
	var choices []dialog.Choice
	again := sendAllMsg{waiting}
	if p.Kind == vars.Unresolved {
		for _, producer := range m.known.producers() {
			for _, k := range producer.picks {
				if k.Name == p.Name || collections.ExactName(producer.key, k.Name) == p.Name {
					choices = append(choices, dialog.Choice{
						Title: "Send " + m.drafts.Label(producer.key) + ", then this", Help: "it picks " + k.Name,
						Msg: choose(sendAllMsg{append([]string{producer.key}, waiting...)}),
					})
				}
			}
		}
	}
	if p.Kind == vars.NoSecret || m.session.Secret(p.Name) || p.Kind == vars.Unresolved && len(choices) == 0 {
		choices = append(choices, dialog.Choice{Title: "Type the value of " + p.Name, Help: "for this session; masked, and written nowhere", Msg: doing(func() { m.askSecret(p.Name, again) })})
	}
	return choices
}

// sayMisses says which picks found nothing.
func (m *screen) sayMisses(d *drafts.Draft) {
	for _, r := range found(d) {
		if r.Err != nil {
			m.say(theme.Bad, r.Err.Error())
			return
		}
	}
}
