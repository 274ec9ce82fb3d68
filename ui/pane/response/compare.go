package response

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/client"
	"dowse/client/diff"
	"dowse/client/document"
	"dowse/client/session"
	"dowse/collections"
	"dowse/ui/action"
)

// CompareMsg asks which exchange to compare the one that is shown with; the answer is CompareWith.
type CompareMsg struct{}

// comparing is a comparison on its way. It is never changed once made; its address tells it from others.
type comparing struct {
	page   *page
	with   *client.Exchange
	name   string
	picks  []collections.Pick
	cancel context.CancelFunc
}

// comparedMsg is what came of a comparison.
type comparedMsg struct {
	job  *comparing
	diff *diff.Diff
	side [2]veil // what is hidden of the old document, and of the new one
	err  error
}

// SetPrevious says which exchange came before the one that is shown; nil: there is none.
func (m *Model) SetPrevious(e *client.Exchange) { m.previous = e }

// compare carries out an action that compares. It says whether the action is one.
func (m *Model) compare(id action.ID) (intent tea.Msg, cmd tea.Cmd, ok bool) {
	if id != action.Diff && id != action.DiffWith {
		return nil, nil, false
	}
	switch {
	case m.arriving != nil:
		m.note = "the body still arrives: " + m.key(action.Leave) + " ends it here"
	case id == action.DiffWith:
		return CompareMsg{}, nil, true
	case m.previous == nil:
		m.note = "there is no response before this one: " + m.key(action.DiffWith) + " compares with another"
	default:
		return nil, m.CompareWith(m.previous, ""), true
	}
	return nil, nil, true
}

// CompareWith shows how the exchange that is shown differs from another. name is that of the other's request; empty:
// it is the same one.
func (m *Model) CompareWith(e *client.Exchange, name string) tea.Cmd {
	if m.page == nil || m.loading != nil || m.arriving != nil {
		return nil
	}
	m.forgetSearch()
	m.endFilter() // bodies are compared as they are
	m.endCompare()
	m.tab = diffTab
	ctx, cancel := context.WithCancel(context.Background())
	job := &comparing{page: m.page, with: e, name: name, picks: m.page.made, cancel: cancel}
	m.job = job
	m.sheets[diffSheet] = scroller{rows: newWait(m.page)}
	m.fit()
	new, doc := m.page.exchange, m.page.body
	return func() tea.Msg {
		d, err := diff.Compare(ctx, e.Document(), doc)
		done := comparedMsg{job: job, diff: d, err: err}
		if err == nil {
			done.side = veils(d, e, new, job.picks)
		}
		return done
	}
}

// veils are what is hidden of both documents: what is a secret of one is none of the other's business to show.
func veils(d *diff.Diff, old, new *client.Exchange, picks []collections.Pick) [2]veil {
	a := newVeil(old, d.Old, session.Evaluate("", picks, old))
	b := newVeil(new, d.New, session.Evaluate("", picks, new))
	both := a.masker.With(b.masker.Secrets()...)
	a.use(both)
	b.use(both)
	return [2]veil{a, b}
}

// compared takes what came of a comparison. That of an older one is dropped.
func (m *Model) compared(msg comparedMsg) {
	if m.job == nil || msg.job != m.job {
		return
	}
	m.endCompare()
	if msg.err != nil || msg.job.page != m.page {
		return
	}
	m.page.compared = &comparison{diff: msg.diff, with: msg.job.with, name: msg.job.name, side: msg.side}
	m.sheets[diffSheet] = scroller{rows: newDiff(m.page)}
	m.sheets[diffSheet].begin()
	m.fit()
}

// endCompare forgets the comparison that is on its way.
func (m *Model) endCompare() {
	if m.job != nil {
		m.job.cancel()
		m.job = nil
	}
}

// comparesNow says whether there is a comparison to look at, or to wait for.
func (m *Model) comparesNow() bool {
	return m.page != nil && (m.page.compared != nil || m.job != nil && m.job.page == m.page)
}

// leaveDiff goes back to the body; what is still being compared is not waited for.
func (m *Model) leaveDiff() {
	m.endCompare()
	m.tab = bodyTab
	m.fit()
}

// goToChange shows the value that the row under the cursor is about, in the body.
func (m *Model) goToChange(d *differences) {
	s := m.scroller()
	n, ok := d.node(s.cursor)
	switch {
	case !ok:
		return
	case n < 0:
		m.note = "this body does not have it: it is in the one before"
		return
	}
	m.goTo(n)
}

// goTo puts the cursor on a value of the body, all of which is shown for that.
func (m *Model) goTo(n document.Node) {
	m.endFilter()
	m.tab = bodyTab
	if m.view != prettySheet {
		m.view = treeSheet
	}
	m.fit()
	s, shown := m.scroller(), m.page.shows(n)
	at := int(shown)
	if m.shown() == rawSheet {
		at, _ = m.page.doc.Span(shown)
	}
	s.goTo(s.rows.seek(at))
}
