package ui

import (
	"context"
	"errors"
	"fmt"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/client"
	"dowse/client/document"
	clientmapping "dowse/client/mapping"
	"dowse/client/plan"
	"dowse/client/session"
	"dowse/collections"
	"dowse/ui/drafts"
	"dowse/ui/draw/quantity"
	"dowse/ui/draw/theme"
	"dowse/ui/widget/card"
)

// sendingRows is the rows of a mapping that are on their way, one after the other.
type sendingRows struct {
	context context.Context
	cancel  context.CancelFunc
	target  collections.Request
	first   []plan.Step // what has to be sent before them
	rows    []clientmapping.Row
	at      int // the next one
	tally   clientmapping.Tally
	taken   []string // what came of each that the server took
	refused []string // and of the others
}

// rowSentMsg is what came of one row, or of a request before them.
type rowSentMsg struct {
	of       *sendingRows
	step     *plan.Step // nil: it was a row
	request  collections.Request
	exchange *client.Exchange
	err      error
}

// askRows asks how many of the rows are to be sent.
func (m *Model) askRows(g *mapper) tea.Cmd {
	made := g.Mapping()
	switch {
	case made.Into.Request == "":
		m.say(theme.Warn, "this mapping is into no request, so there is nowhere to send rows to")
		return nil
	case m.rows != nil:
		m.say(theme.Warn, "rows are on their way already; ctrl+c ends them")
		return nil
	}
	target := m.session.Collection.Request(made.Into.Request)
	if target == nil {
		m.say(theme.Bad, "there is no request "+made.Into.Request)
		return nil
	}
	program, err := clientmapping.Compile(&made)
	if err != nil {
		m.fail(err)
		return nil
	}
	var rows []clientmapping.Row
	tally := clientmapping.Tally{}
	for i, source := range g.rows {
		row := program.Map(context.Background(), i+1, document.ParseJSON(source))
		problems := program.Problems(row)
		if tally.Add(row, problems); len(problems) == 0 {
			rows = append(rows, row)
		}
	}
	lines := []string{}
	for _, f := range tally.Failures {
		lines = append(lines, f.String())
	}
	if len(rows) == 0 {
		m.show(card.New(m.look.theme, card.Options{Title: "No row can be sent", Role: theme.Bad, What: quantity.Of(tally.Rows, "row", "rows") + ", and every one fails", Lines: lines, Choices: []card.Choice{{Title: "Close", Msg: card.CloseMsg{}}}}))
		return nil
	}
	what := quantity.Of(len(rows), "row", "rows")
	if tally.Failed > 0 {
		what += fmt.Sprintf(" of %d; %d fail and are left out", tally.Rows, tally.Failed)
	}
	send := func(n int) doMsg { return do(func(m *Model) tea.Cmd { return m.sendRows(*target, rows[:n], tally) }) }
	choices := []card.Choice{{Title: "Send the first row", Help: rows[0].Label(), Msg: send(1)}}
	if len(rows) > 1 {
		choices = append(choices, card.Choice{Title: fmt.Sprintf("Send all %d", len(rows)), Help: "one after the other; ctrl+c ends it", Msg: send(len(rows))})
	}
	m.show(card.New(m.look.theme, card.Options{
		Title: "Send rows", Role: theme.Warn, What: what + " to " + method(*target) + " " + target.ID, Means: "Each row is the body of one request. There is no undo on the server.",
		Lines: lines, Choices: append(choices, card.Choice{Title: "Close", Msg: card.CloseMsg{}}),
	}))
	return nil
}

// sendRows begins to send rows, after what the target needs first.
func (m *Model) sendRows(target collections.Request, rows []clientmapping.Row, tally clientmapping.Tally) tea.Cmd {
	steps, err := plan.Make(m.session, target.ID, target, true, m.now())
	if err != nil {
		m.fail(err)
		return nil
	}
	if m.askTrust(drafts.Open(target), steps, func(m *Model) tea.Cmd { return m.sendRows(target, rows, tally) }) {
		return nil
	}
	for _, step := range steps {
		if step.Asks() && !m.approved[step.Consent()] {
			m.say(theme.Warn, m.label(step.Request.ID)+" has to be sent first ("+step.Why()+"), and "+step.Concern()+": send it yourself")
			return nil
		}
	}
	ctx, cancel := context.WithCancel(m.options.Context)
	m.rows = &sendingRows{context: ctx, cancel: cancel, target: target, first: steps, rows: rows, tally: tally}
	return m.nextRow()
}

// nextRow sends what comes next, or shows what came of all.
func (m *Model) nextRow() tea.Cmd {
	s := m.rows
	var step *plan.Step
	request, saved := s.target, true
	switch {
	case len(s.first) > 0:
		step, s.first = &s.first[0], s.first[1:]
		request, saved = *step.Request, !step.Draft
		m.say(theme.Muted, "first "+step.Line(m.label(request.ID)))
	case s.at == len(s.rows):
		m.rowsDone("")
		return nil
	default:
		var err error
		if request, err = s.rows[s.at].Request(s.target); err != nil {
			m.rowsDone(err.Error())
			return nil
		}
		m.say(theme.Muted, fmt.Sprintf("row %d of %d to %s", s.at+1, len(s.rows), s.target.ID))
	}
	resolved, scope, err := m.session.Ready(request, saved)
	if err != nil {
		m.rowsDone(err.Error())
		return nil
	}
	c := m.options.Client
	return func() tea.Msg {
		e, err := c.Send(s.context, resolved, scope)
		return rowSentMsg{s, step, request, e, err}
	}
}

// rowSent notes what came of a row, and goes on.
func (m *Model) rowSent(msg rowSentMsg) tea.Cmd {
	s := m.rows
	if s != msg.of {
		return nil
	}
	if msg.err != nil {
		why := msg.err.Error()
		if errors.Is(msg.err, context.Canceled) || s.context.Err() != nil {
			why = "ended by you"
		}
		m.rowsDone(why)
		return nil
	}
	if len(msg.request.Picks) > 0 {
		m.session.Keep(m.session.EnvironmentName(), session.Evaluate(msg.request.ID, msg.request.Picks, msg.exchange))
	}
	came := client.StatusText(msg.exchange.Response.Status)
	failed := msg.exchange.Response.Status >= 400
	if msg.step != nil {
		if failed {
			m.rowsDone(msg.request.ID + ", which has to be sent first, gave " + came)
			return nil
		}
		return m.nextRow()
	}
	row := s.rows[s.at]
	s.at++
	line := row.Label() + "  " + came
	if !failed {
		s.taken = append(s.taken, line)
		return m.nextRow()
	}
	if said := clientmapping.Rejection(msg.exchange.Response.Body); said != "" {
		line += ": " + said
	}
	s.refused = append(s.refused, line)
	return m.nextRow()
}

// mostRowLines is how many rows the report lists.
const mostRowLines = 200

// rowsDone says what came of the rows. why is what ended them before their end.
func (m *Model) rowsDone(why string) {
	s := m.rows
	m.rows = nil
	s.cancel()
	lines := s.refused
	for _, f := range s.tally.Failures {
		lines = append(lines, "not sent: "+f.String())
	}
	lines = append(lines, s.taken...)
	if more := len(lines) - mostRowLines; more > 0 {
		lines = append(lines[:mostRowLines], fmt.Sprintf("and %d more", more))
	}
	role, what := theme.Good, fmt.Sprintf("%s sent to %s", quantity.Of(len(s.taken), "row", "rows"), s.target.ID)
	if n := len(s.refused); n > 0 {
		role = theme.Warn
		what += fmt.Sprintf(", %d refused by the server", n)
	}
	if s.tally.Failed > 0 {
		role = theme.Warn
		what += fmt.Sprintf(", %d left out", s.tally.Failed)
	}
	if why != "" {
		role = theme.Bad
		what += fmt.Sprintf("; then it ended, %s not sent: %s", quantity.Of(len(s.rows)-s.at, "row", "rows"), why)
	}
	m.notice = notice{}
	m.show(card.New(m.look.theme, card.Options{Title: "Rows sent", Role: role, What: what, Lines: lines, Choices: []card.Choice{{Title: "Close", Msg: card.CloseMsg{}}}}))
	m.changed()
	m.refresh()
}
