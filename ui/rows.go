package ui

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/client"
	"dowse/client/document"
	clientmapping "dowse/client/mapping"
	"dowse/client/runner"
	"dowse/collections"
	"dowse/ui/drafts"
	"dowse/ui/draw/quantity"
	"dowse/ui/draw/theme"
	"dowse/ui/widget/dialog"
)

// sendingRows is the rows of a mapping that are on their way, one after the other.
type sendingRows struct {
	run     *runner.Run
	context context.Context
	cancel  context.CancelFunc
	target  collections.Request
	alone   bool // nothing is sent before them
	stops   bool // at the first that the server refuses
	rows    []clientmapping.Row
	at      int // the next one
	tally   clientmapping.Tally
	taken   []string // what came of each that the server took
	refused []string // and of the others
}

// rowSentMsg is what came of one row, or of a request before them.
type rowSentMsg struct {
	of      *sendingRows
	outcome runner.Outcome
}

// askRows asks how many of the rows are to be sent.
func (m *mappings) askRows(g *mapper) {
	made := g.Mapping()
	switch {
	case made.Into.Request == "":
		m.say(theme.Warn, "this mapping is into no request, so there is nowhere to send rows to")
		return
	case m.rows != nil:
		m.say(theme.Warn, "rows are on their way already; ctrl+c ends them")
		return
	}
	target := m.session.Collection.Request(made.Into.Request)
	if target == nil {
		m.say(theme.Bad, "there is no request "+made.Into.Request)
		return
	}
	program, err := clientmapping.Compile(&made)
	if err != nil {
		m.fail(err)
		return
	}
	stops := made.OnError == collections.OnRowStop
	rows, tally := sendable(program, g.rows, stops)
	lines := []string{}
	for _, f := range tally.Failures {
		lines = append(lines, f.String())
	}
	if len(rows) == 0 {
		m.show(dialog.NewCard(m.look.theme, dialog.CardOptions{Title: "No row can be sent", Role: theme.Bad, What: quantity.Of(tally.Rows, "row", "rows") + ", and every one fails", Lines: lines, Choices: []dialog.Choice{{Title: "Close", Msg: dialog.CloseMsg{}}}}))
		return
	}
	what := quantity.Of(len(rows), "row", "rows")
	if tally.Failed > 0 {
		what += fmt.Sprintf(" of %d; %d fail and are left out", tally.Rows, tally.Failed)
		if stops {
			what += ", and what comes after: on_error says to stop"
		}
	}
	send := func(n int) doMsg {
		return do(func() tea.Cmd { return m.sendRows(*target, rows[:n], tally, stops) })
	}
	choices := []dialog.Choice{{Title: "Send the first row", Help: rows[0].Label(), Msg: send(1)}}
	if len(rows) > 1 {
		choices = append(choices, dialog.Choice{Title: fmt.Sprintf("Send all %d", len(rows)), Help: "one after the other; ctrl+c ends it", Msg: send(len(rows))})
	}
	m.show(dialog.NewCard(m.look.theme, dialog.CardOptions{
		Title: "Send rows", Role: theme.Warn, What: what + " to " + method(*target) + " " + target.ID, Means: "Each row is the body of one request. There is no undo on the server.",
		Lines: lines, Choices: append(choices, dialog.Choice{Title: "Close", Msg: dialog.CloseMsg{}}),
	}))
}

// sendable makes rows, and gives those that have no problem; where it stops, those before the first that has one.
func sendable(program *clientmapping.Program, sources [][]byte, stops bool) (rows []clientmapping.Row, tally clientmapping.Tally) {
	for i, source := range sources {
		row := program.Map(context.Background(), i+1, document.ParseJSON(source))
		problems := program.Problems(row)
		tally.Add(row, problems)
		if len(problems) == 0 {
			rows = append(rows, row)
		} else if stops {
			break
		}
	}
	return rows, tally
}

// sendRows begins to send rows, after what the target needs first.
func (m *mappings) sendRows(target collections.Request, rows []clientmapping.Row, tally clientmapping.Tally, stops bool) tea.Cmd {
	ctx, cancel := context.WithCancel(m.options.Context)
	s := &sendingRows{context: ctx, cancel: cancel, target: target, rows: rows, tally: tally, stops: stops}
	m.options.Runner.Samples = m.samples()
	s.run = m.options.Runner.Start(s.step)
	return m.nextRow(s)
}

// step is the next row as a step of a run.
func (s *sendingRows) step() (runner.Step, bool) {
	for s.at < len(s.rows) {
		row := s.rows[s.at]
		request, err := row.Request(s.target)
		if err == nil {
			step := runner.Saved(request)
			step.Name, step.Alone = row.Label(), s.alone
			return step, true
		}
		s.tally.Add(row, []clientmapping.Problem{{What: err.Error()}})
		s.at++
	}
	return runner.Step{}, false
}

// nextRow sends what comes next, or shows what came of all.
func (m *mappings) nextRow(s *sendingRows) tea.Cmd {
	m.rows = nil
	job, err := s.run.Next()
	switch {
	case err == nil && job == nil:
		m.rowsDone(s, "")
		return nil
	case err == nil && job.Step.First != nil:
		m.say(theme.Muted, "first "+job.Step.First.Line(m.drafts.Label(job.Step.Key)))
	case err == nil:
		m.say(theme.Muted, fmt.Sprintf("row %d of %d to %s", s.at+1, len(s.rows), s.target.ID))
	default:
		goOn := func(alone bool) tea.Cmd {
			if alone {
				s.alone = true
				s.run.Alone()
			}
			return m.nextRow(s)
		}
		if !m.sends.ask(drafts.Open(s.target), err, goOn) {
			m.rowsDone(s, s.ended(err))
		}
		return nil
	}
	m.rows = s
	return func() tea.Msg { return rowSentMsg{s, job.Do(s.context)} }
}

// rowSent takes what came of a row, and sends the next.
func (m *mappings) rowSent(msg rowSentMsg) tea.Cmd {
	s := m.rows
	if s != msg.of {
		return nil
	}
	var cmds []tea.Cmd
	renewal := func() {}
	for _, event := range s.run.Take(msg.outcome) {
		switch e := event.(type) {
		case runner.Refused:
			renewal = func() { m.sends.sayRenewal(e) }
		case runner.Ended:
			cmds = append(cmds, func() tea.Msg { e.KeepSample(); return nil })
			if e.Step.First != nil {
				continue
			}
			if e.Err != nil { // the next row would have no answer either
				m.rowsDone(s, s.ended(e.Err))
				return nil
			}
			s.came(e)
			if s.stops && e.Failed() {
				m.rowsDone(s, "on_error says to stop")
				return tea.Batch(cmds...)
			}
		}
	}
	cmds = append(cmds, m.nextRow(s))
	renewal() // in place of what is said of the request that is sent for it
	return tea.Batch(cmds...)
}

// came notes what came of a row.
func (s *sendingRows) came(e runner.Ended) {
	line := e.Step.Name + "  " + client.StatusText(e.Exchange.Response.Status)
	s.at++
	if !e.Failed() {
		s.taken = append(s.taken, line)
		return
	}
	if said := cmp.Or(clientmapping.Rejection(e.Exchange.Response.Body), e.Reported()); said != "" {
		line += ": " + said
	}
	s.refused = append(s.refused, line)
}

// ended says what ended the rows.
func (s *sendingRows) ended(err error) string {
	if errors.Is(err, context.Canceled) || s.context.Err() != nil {
		return "ended by you"
	}
	return err.Error()
}

// mostRowLines is how many rows the report lists.
const mostRowLines = 200

// rowsDone says what came of the rows. why is what ended them before their end.
func (m *mappings) rowsDone(s *sendingRows, why string) {
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
	m.show(dialog.NewCard(m.look.theme, dialog.CardOptions{Title: "Rows sent", Role: role, What: what, Lines: lines, Choices: []dialog.Choice{{Title: "Close", Msg: dialog.CloseMsg{}}}}))
	m.changed()
	m.refresh()
}
