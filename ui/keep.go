package ui

import (
	"context"
	"os"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/collections"
	"dowse/ui/draft"
	"dowse/ui/theme"
)

// keepMsg says that it is time to keep the state; keptMsg that it is kept.
type (
	keepMsg struct{}
	keptMsg struct{ err error }
)

// reloadMsg says that the collection's files were changed by someone else.
type reloadMsg struct {
	collection *collections.Collection // as it is now
	writes     int                     // how many files were written before it was waited for
	unread     error                   // why it could not be read
	err        error                   // why there is nothing more to wait for
}

// changed notes that there is something to keep for the next session.
func (m *Model) changed() {
	m.unkept = true
}

// keepSoon keeps the state a moment after it changed, so that a run of edits is written once.
func (m *Model) keepSoon() tea.Cmd {
	if !m.unkept || m.keeping || m.options.Keep == nil {
		return nil
	}
	m.keeping = true
	return tea.Tick(keepEvery, func(time.Time) tea.Msg { return keepMsg{} })
}

// keep writes the state in the background.
func (m *Model) keep() tea.Cmd {
	m.unkept = false
	state, write := m.state(), m.options.Keep
	return func() tea.Msg { return keptMsg{write(state)} }
}

func (m *Model) kept(msg keptMsg) {
	m.keeping = false
	if msg.err != nil {
		m.say(theme.Bad, "what is not saved could not be kept for the next time: "+msg.err.Error())
	}
}

// Close ends what goes on and keeps the state, when the screen is not shown any more.
func (m *Model) Close() error {
	m.cancel()
	if m.editFiles != "" {
		_ = os.RemoveAll(m.editFiles)
	}
	if m.options.Keep == nil {
		return nil
	}
	return m.options.Keep(m.state())
}

// state is what outlives the session.
func (m *Model) state() State {
	m.states++
	s := State{
		Number: m.states, Focus: m.focus, Tab: m.panes.request.Tab(), Environment: m.session.Environment, Theme: m.look.chosen,
		Side: m.wish.Side, Split: m.wish.Split, Results: m.session.All(),
	}
	if m.session.Collection != nil {
		s.Root = m.session.Collection.Root
	}
	if m.desk.current != nil {
		s.Open = m.desk.current.Key
	}
	for _, key := range m.desk.order {
		d := m.desk.drafts[key]
		if d.Passing {
			continue
		}
		if d.Unsaved() || m.gone(d) || d.Saved == nil && len(d.Request.Picks) > 0 {
			s.Drafts = append(s.Drafts, Draft{Key: d.Key, Request: d.Request, Saved: d.Saved})
		}
	}
	return s
}

// restore takes up what an earlier session left.
func (m *Model) restore(s State) {
	if s.Environment != "" && m.session.Environment == "" && m.session.Collection != nil && m.session.Collection.Environment(s.Environment) != nil {
		m.session.Environment = s.Environment
	}
	m.session.Restore(s.Results)
	m.look.chosen = s.Theme
	m.wish.Side, m.wish.Split = s.Side, s.Split
	m.desk.fresh = len(s.Drafts)
	for _, kept := range s.Drafts {
		m.restoreDraft(kept)
	}
	m.countUses()
	if s.Tab != "" {
		m.panes.request.SetTab(s.Tab)
	}
	if s.Open != "" {
		m.focus = s.Focus
	}
}

// restoreDraft puts a draft on the desk again: over its file, when that is still there.
func (m *Model) restoreDraft(kept Draft) {
	var d *draft.Draft
	if c := m.session.Collection; kept.Saved != nil && c != nil && c.Request(kept.Key) != nil {
		d = draft.Open(*c.Request(kept.Key))
		if changedSince(*kept.Saved, *d.Saved) {
			m.say(theme.Warn, kept.Key+" was changed on disk since; saving it will ask")
			d.Conflict = true
		}
		d.Edit(kept.Request, "unsaved edits of an earlier session")
		d.Rest()
	} else {
		d = draft.New(kept.Key, kept.Request)
	}
	m.desk.add(d)
}

func changedSince(before, now collections.Request) bool {
	a, errA := collections.Encode(&before)
	b, errB := collections.Encode(&now)
	return errA != nil || errB != nil || string(a) != string(b)
}

// awaitReload waits, in the background, for someone else to change the collection's files.
func (m *Model) awaitReload() tea.Cmd {
	wait, ctx, c := m.options.Reload, m.options.Context, m.session.Collection
	if wait == nil || c == nil {
		return nil
	}
	writes := m.writes
	return func() tea.Msg {
		if err := wait(ctx, c.Root); err != nil {
			return reloadMsg{err: err}
		}
		now, err := collections.Load(c.Root)
		return reloadMsg{collection: now, writes: writes, unread: err}
	}
}

// reload reads the collection again after someone else changed it.
func (m *Model) reload(msg reloadMsg) tea.Cmd {
	if msg.err != nil {
		if context.Cause(m.options.Context) == nil {
			m.say(theme.Warn, "changes on disk are not seen any more: "+msg.err.Error())
		}
		return nil
	}
	switch {
	case msg.unread != nil:
		m.fail(msg.unread)
	case msg.writes != m.writes:
		// It may have been read before what was written here meanwhile. That will be heard of too, or is heard of
		// already: it is read once more.
		m.readAgain()
	case m.session.Collection != nil && msg.collection.Root == m.session.Collection.Root:
		m.take(msg.collection)
	}
	return m.awaitReload()
}

// readAgain loads the collection anew.
func (m *Model) readAgain() bool {
	old := m.session.Collection
	if old == nil {
		return false
	}
	c, err := collections.Load(old.Root)
	if err != nil {
		m.fail(err)
		return false
	}
	m.take(c)
	return true
}

// take goes on with the collection as it was read anew. Requests without unsaved edits show what the files say
// now; of the others the edits stay, and saving them asks.
func (m *Model) take(c *collections.Collection) {
	old := m.session.Collection
	m.session.Collection = c
	for _, key := range m.desk.order {
		d := m.desk.drafts[key]
		now := c.Request(key)
		if d.Saved != nil && now == nil && old.Request(key) != nil {
			text := key + " is not there any more; what the screen shows is kept, and saving it writes it again"
			if problem, ok := m.broken()[key]; ok {
				text = problem + "; the screen has it as it was"
			}
			m.say(theme.Warn, text)
		}
		if d.Saved == nil || now == nil || !changedSince(*d.Saved, *now) {
			continue
		}
		if d.Unsaved() {
			m.say(theme.Warn, key+" was changed on disk, and here too: saving it will ask")
			d.Conflict = true
			continue
		}
		d.Replace(*now)
		d.Keep(*now)
		m.say(theme.Muted, key+" was changed on disk, and read again")
	}
	m.countUses()
	m.giveRequest()
	m.refresh()
}

// ageMsg says that what is shown of the age of values is old.
type ageMsg struct{}

// ageEvery is how often the age of values is told anew.
const ageEvery = 10 * time.Second

func (m *Model) nextAge() tea.Cmd {
	return tea.Tick(ageEvery, func(time.Time) tea.Msg { return ageMsg{} })
}

// age tells the age of picked values anew.
func (m *Model) age() tea.Cmd {
	if m.live > 0 {
		m.panes.variables.SetVariables(m.variables())
	}
	return m.nextAge()
}
