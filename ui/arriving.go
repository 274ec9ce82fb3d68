package ui

import (
	tea "github.com/charmbracelet/bubbletea"

	"dowse/client"
	"dowse/client/document"
	"dowse/client/session"
	"dowse/collections"
)

// arrivedMsg is what is here of a body that is on its way.
type arrivedMsg struct {
	id      int
	head    *client.Exchange
	doc     *document.Document
	results []session.Result
	more    bool
}

// lookAgain indexes in the background what came of the body since the last time.
func (m *sends) lookAgain() tea.Cmd {
	s := m.sending
	if s.looking || s.step.Key != m.drafts.Current.Key || !s.cancelled.IsZero() {
		return nil
	}
	s.looking = true
	return s.look(hiding(m.drafts.Current.Request.Picks))
}

// look gives what is here of the body, and what of it is to be hidden.
func (s *sending) look(secret []session.Result) tea.Cmd {
	id, ctx, progress := s.id, s.context, s.progress
	return func() tea.Msg {
		head, d, more := progress.Arriving(ctx)
		return arrivedMsg{id, head, d, secret, more}
	}
}

// hiding are results of the picks that hide what they select, before anything was picked.
func hiding(picks []collections.Pick) []session.Result {
	var secret []session.Result
	for _, k := range picks {
		if k.NamedSecret() {
			secret = append(secret, session.Result{Pick: k})
		}
	}
	return secret
}

// arrived shows what is here of the body, and looks for more.
func (m *sends) arrived(msg arrivedMsg) tea.Cmd {
	s := m.sending
	if s == nil || s.id != msg.id {
		return nil
	}
	s.looking = false
	if msg.doc == nil || len(msg.doc.Body()) == 0 || s.step.Key != m.drafts.Current.Key {
		return nil
	}
	s.shown = true
	m.panes.response.SetArriving(msg.head, msg.doc, msg.results, m.progress())
	cmd := m.panes.response.FindMore()
	if msg.more {
		return tea.Batch(cmd, m.lookAgain())
	}
	return cmd
}
