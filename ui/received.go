package ui

import (
	"fmt"
	"reflect"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/client/runner"
	"dowse/client/session"
	"dowse/ui/drafts"
	"dowse/ui/draw/theme"
)

// received takes what came of a send, and sends what comes next.
func (m *sends) received(msg sentMsg) tea.Cmd {
	s := m.sending
	if s == nil || s.id != msg.id {
		return nil
	}
	s.cancel()
	m.sending = nil
	m.panes.url.SetBusy("")
	d, o := m.drafts.Get(s.step.Key), msg.outcome.Renamed(s.step.Key)
	switch {
	case d == nil:
		return nil
	case s.run == nil:
		return m.came(s, d, runner.Ended{Outcome: o})
	}
	var cmds []tea.Cmd
	var renewal func()
	goOn := true
	for _, event := range s.run.Take(o) {
		switch e := event.(type) {
		case runner.Refused:
			renewal = func() { m.sayRenewal(e) }
		case runner.Ended:
			goOn = e.Step.First != nil || e.Err == nil && e.Advice == nil
			if goOn && e.Step.First == nil {
				s.done++
			}
			cmds = append(cmds, m.came(s, m.load(e.Step.Key), e), func() tea.Msg { e.KeepSample(); return nil })
		}
	}
	if goOn && m.sending == nil {
		cmds = append(cmds, m.sendNext(s))
	}
	if renewal != nil { // and not what is said of its step, which is a part of it
		renewal()
	}
	return tea.Batch(cmds...)
}

// came shows what came of a step.
func (m *sends) came(s *sending, d *drafts.Draft, e runner.Ended) tea.Cmd {
	if e.Canceled() && !e.Exchange.Answered() {
		if d == m.drafts.Current {
			m.giveExchange() // what came before is still what came last
		}
		m.say(theme.Warn, "cancelled")
		return nil
	}
	m.takes(d, e)
	switch {
	case e.Step.First != nil:
		return nil // why it is of no use is said when nothing comes next
	case d != m.drafts.Current:
		return m.cameElsewhere(s, d, e)
	}
	if v := m.options.View; v != nil && v.Query != "" {
		return m.panes.response.Filter(v.Query)
	}
	switch {
	case e.Canceled():
		m.say(theme.Warn, "cancelled; what came of the body is here")
		return nil
	case e.Err != nil:
		m.showFailure(d, e.Err, s.waiting())
		return m.panes.response.FindMore()
	}
	m.sayMisses(d)
	m.sayAdvice(d)
	return tea.Batch(m.panes.response.FindMore(), m.repair(d, false))
}

// takes gives a draft what came of its step.
func (m *sends) takes(d *drafts.Draft, e runner.Ended) {
	d.Receive(e.Exchange)
	d.Err, d.Advice, d.Results, d.Sent = e.Err, nil, nil, drafts.Sends(e.Step.Request, e.Environment)
	if e.Err == nil {
		d.Advice, d.Results = e.Advice, e.Results
		if !reflect.DeepEqual(d.Request.Picks, e.Step.Request.Picks) { // some came meanwhile
			d.Evaluate()
			m.session.Keep(e.Environment, found(d))
		}
		m.changed()
	}
	if d == m.drafts.Current {
		m.giveExchange()
	}
	m.refresh()
}

// waiting are the keys of the drafts that were asked for and have not come as they should.
func (s *sending) waiting() []string { return s.keys[s.done:] }

// cameElsewhere tells how a send went whose request is not on the screen.
func (m *sends) cameElsewhere(s *sending, d *drafts.Draft, e runner.Ended) tea.Cmd {
	more := len(s.waiting()) > 1 || d.Err == nil && d.Advice == nil && len(s.waiting()) > 0
	switch {
	case e.Canceled():
		m.say(theme.Warn, d.Title()+" was cancelled")
	case d.Err != nil:
		m.showFailure(d, d.Err, s.waiting())
	case d.Advice != nil && more:
		return m.showUseless(d, fmt.Sprintf("%s gave %d, %s", d.Title(), d.Exchange.Response.Status, d.Advice.What), s.waiting()[1:])
	case d.Advice != nil:
		m.say(theme.Bad, fmt.Sprintf("%s: %d, %s", d.Title(), d.Exchange.Response.Status, d.Advice.What))
	case more:
		m.sayMisses(d) // the next one may lack what they are
	default:
		m.say(theme.Good, fmt.Sprintf("%s: %d", d.Title(), d.Exchange.Response.Status))
	}
	return nil
}

// found are the results that count. Of an answer that something is wrong with those that it lacks do not: the answer is to
// blame, not the path, and what was picked before stays.
func found(d *drafts.Draft) []session.Result {
	return runner.Outcome{Advice: d.Advice, Results: d.Results}.Counts()
}

// giveExchange shows what came last for the request on the screen.
func (m *screen) giveExchange() {
	d := m.drafts.Current
	m.panes.response.SetPrevious(d.Previous)
	if !d.Exchange.Answered() {
		m.panes.response.Clear()
		return
	}
	m.panes.response.SetExchange(d.Exchange, d.Results)
}
