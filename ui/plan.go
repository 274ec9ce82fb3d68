package ui

import (
	"errors"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/client/plan"
	"dowse/client/runner"
	"dowse/client/session"
	"dowse/collections"
	"dowse/ui/action"
	"dowse/ui/drafts"
	"dowse/ui/draw/layout"
	"dowse/ui/draw/theme"
	"dowse/ui/widget/dialog"
)

// halted says why a run does not go on, or asks what it needs to go on.
func (m *sends) halted(s *sending, err error) tea.Cmd {
	if first, ok := errors.AsType[*runner.FirstError](err); ok {
		d, o := m.load(first.Outcome.Step.Key), first.Outcome
		switch {
		case o.Canceled():
			m.say(theme.Warn, d.Title()+" was cancelled")
		case o.Err != nil:
			m.showFailure(d, o.Err, s.waiting())
		default:
			return m.showUseless(d, err.Error(), s.waiting())
		}
		return nil
	}
	asked := s.run.Waiting()
	d := m.load(asked[len(asked)-1].Key)
	goOn := func(alone bool) tea.Cmd {
		if alone {
			s.run.Alone()
		}
		return m.sendNext(s)
	}
	if !m.ask(d, err, goOn) {
		d.Err = err
		m.refresh()
		m.showFailure(d, err, s.waiting())
	}
	return nil
}

// showUseless opens a request for which others wait in vain, as that is what is to be mended, and says why, and which was not
// sent. waiting are their keys.
func (m *sends) showUseless(d *drafts.Draft, why string, waiting []string) tea.Cmd {
	m.open(d.Key)
	m.setFocus(layout.Response)
	why = m.drafts.Label(waiting[0]) + " was not sent: " + d.Exchange.Masker().Text(why)
	if d.Advice != nil {
		why = m.look.keymap.Key(action.Advise, action.Trouble) + " what to do   " + why
	}
	m.say(theme.Bad, why)
	return m.repair(d, false, waiting...)
}

// ask asks a person what a run needs to go on, where they can decide that; goOn does it, with what was asked for as it is
// and nothing first where alone says so.
func (m *sends) ask(d *drafts.Draft, err error, goOn func(alone bool) tea.Cmd) bool {
	alone := do(func() tea.Cmd { return goOn(true) })
	if stale, ok := errors.AsType[*plan.StaleError](err); ok {
		m.showStale(stale, alone)
		return true
	}
	if untrusted, ok := errors.AsType[*session.UntrustedError](err); ok {
		m.askTrust(d, untrusted, do(func() tea.Cmd { return goOn(false) }))
		return true
	}
	if consent, ok := errors.AsType[*runner.ConsentError](err); ok {
		m.askConsent(consent, alone, goOn)
		return true
	}
	return false
}

// askConsent asks before something is sent first that may change something on the server, or takes a secret to strangers; once a
// session.
func (m *sends) askConsent(e *runner.ConsentError, alone doMsg, goOn func(alone bool) tea.Cmd) {
	var why, labels, concerns []string
	for _, s := range e.All {
		label := m.drafts.Label(s.Request.ID)
		why, labels = append(why, s.Line(label)), append(labels, label)
	}
	for _, s := range e.Asks {
		concerns = append(concerns, m.drafts.Label(s.Request.ID)+": "+s.Concern())
	}
	m.show(dialog.NewCard(m.look.theme, dialog.CardOptions{
		Title: "Something has to be sent first", Role: theme.Warn, What: strings.Join(why, "; "),
		Means: strings.Join(concerns, "; ") + ". You are asked once a session; what has repeatable: true in its file may always change something.",
		Choices: []dialog.Choice{
			{Title: "Send " + strings.Join(labels, ", ") + ", then this", Msg: do(func() tea.Cmd {
				for _, s := range e.Asks {
					m.options.Runner.Consents[s.Consent()] = true
				}
				return goOn(false)
			})},
			{Title: "Send this as it is", Msg: alone},
			{Title: "Close", Msg: dialog.CloseMsg{}},
		},
	}))
}

// firsts say of each step of a plan which request it is, what for, and where it goes.
func (m *sends) firsts(steps []runner.Step) []string {
	var lines []string
	for _, s := range steps {
		if s.First != nil {
			lines = append(lines, s.First.Line(m.drafts.Label(s.Key)))
		}
	}
	return lines
}

// showStale says that a value does not count any more and that no request is there to give another.
func (m *sends) showStale(e *plan.StaleError, alone doMsg) {
	m.show(dialog.NewCard(m.look.theme, dialog.CardOptions{
		Title: "A value is stale", Role: theme.Warn, What: e.Name + " " + e.Why + ".",
		Means: m.drafts.Label(e.From) + ", which it was picked from, is not there any more, so nothing gives another one by itself. Nothing was sent.",
		Choices: []dialog.Choice{
			{Title: "Close", Help: "pick it again from another response", Msg: dialog.CloseMsg{}},
			{Title: "Send this as it is", Msg: alone},
		},
	}))
}

// sayRenewal says that a credential was refused, and what is sent for another one.
func (m *sends) sayRenewal(e runner.Refused) {
	m.say(theme.Muted, "401: "+m.drafts.Label(e.Renewal.Request.ID)+" is sent for another "+e.Renewal.For[0].Name+", then "+method(e.Step.Request)+" again; it goes to "+e.Renewal.To.Place())
}

// consentsAs is what was said yes to, by the IDs that requests have after a relocation: another request that gets an old ID is
// asked about.
func consentsAs(before map[plan.Consent]bool, r *collections.Relocation) map[plan.Consent]bool {
	after := map[plan.Consent]bool{}
	for c := range before {
		if to, ok := r.Renamed(c.Request); ok {
			c.Request = to
		}
		after[c] = true
	}
	return after
}
