package ui

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/client/session"
	"dowse/collections"
	"dowse/collections/journal"
	"dowse/ui/action"
	"dowse/ui/drafts"
	"dowse/ui/draw/theme"
	"dowse/ui/widget/dialog"
)

// keepMsg says that it is time to keep the state; keptMsg that it is kept, or why not.
type (
	keepMsg struct{}
	keptMsg struct {
		err  error
		quit bool // it was the last time: the program ends
	}
)

// reloadMsg says that the collection's files were changed by someone else.
type reloadMsg struct {
	collection *collections.Collection // as it is now
	writes     int                     // how many files were written before it was waited for
	unread     error                   // why it could not be read
	err        error                   // why there is nothing more to wait for
}

// changed notes that there is something to keep for the next session.
func (m *screen) changed() {
	m.unkept = true
}

// keepSoon keeps the state a moment after it changed, so that a run of edits is written once.
func (m *Model) keepSoon() tea.Cmd {
	if !m.unkept || m.keeper.keeping || m.options.Keep == nil {
		return nil
	}
	m.keeper.keeping = true
	return tea.Tick(keepEvery, func(time.Time) tea.Msg { return keepMsg{} })
}

// keep writes the state in the background; with quit the program ends then.
func (m *Model) keep(quit bool) tea.Cmd {
	m.unkept = false
	state, write := m.state(), m.options.Keep
	return func() tea.Msg { return keptMsg{write(state), quit} }
}

// kept takes what came of keeping the state. As long as it fails the header says so, and nobody quits unasked.
func (m *Model) kept(msg keptMsg) tea.Cmd {
	m.keeper.keeping = false
	before := m.keeper.refused
	m.keeper.refused = nil
	refused, ok := errors.AsType[*journal.UnkeptError](msg.err)
	if ok {
		m.keeper.refused = refused
	}
	switch {
	case msg.quit && (!ok || len(refused.Drafts) == 0):
		return tea.Quit
	case msg.quit:
		m.keeper.leaving = false
		m.showUnkept(refused)
	case ok && (before == nil || before.Error() != refused.Error()):
		m.say(theme.Bad, refused.Error()+"; quitting asks for another place")
	case msg.err != nil && !ok:
		m.say(theme.Warn, msg.err.Error())
	}
	return nil
}

// losing says whether a draft could not be kept, or was changed since nothing could.
func (m *Model) losing() bool {
	if m.keeper.refused == nil {
		return false
	}
	return len(m.keeper.refused.Drafts) > 0 || (m.unkept || m.keeper.keeping) && len(m.state().Drafts) > 0
}

// showUnkept asks what shall become of the drafts that cannot be kept.
func (m *Model) showUnkept(e *journal.UnkeptError) {
	m.keeper.warned = true
	m.show(dialog.NewCard(m.look.theme, dialog.CardOptions{
		Title: "What is not saved cannot be kept", Role: theme.Bad, What: e.Err.Error() + ".",
		Means: "These would be lost:", Lines: m.drafts.Labels(e.Drafts),
		Choices: []dialog.Choice{
			{Title: "Keep it in another folder", Help: "and quit", Msg: doing(m.askKeepIn)},
			{Title: "Try again", Help: "when there is room, or the folder can be written", Msg: choose(quitMsg{})},
			{Title: "Go back", Help: m.look.keymap.Key(action.Save, action.Everywhere) + " saves a request to a file of its own", Msg: dialog.CloseMsg{}},
			{Title: "Quit and lose it", Msg: do(func() tea.Cmd { return tea.Quit })},
		},
	}))
}

// askKeepIn asks for another folder for what is not saved.
func (m *Model) askKeepIn() {
	m.show(dialog.NewPrompt(m.look.theme, dialog.PromptOptions{
		Title: "Keep it where?", Hint: "a folder; it is made when it is not there",
		Check: func(text string) (string, bool) {
			dir, err := filepath.Abs(expandHome(text))
			if err != nil || strings.TrimSpace(text) == "" {
				return "type the path of a folder", false
			}
			return "there again with XDG_STATE_HOME=" + dir, true
		},
		Answer: func(text string) tea.Msg {
			return do(func() tea.Cmd { return m.keepIn(expandHome(text)) })
		},
	}))
}

// keepIn keeps the state in another folder, and quits.
func (m *Model) keepIn(dir string) tea.Cmd {
	m.keeper.leaving = true
	state, write := m.state(), m.options.KeepIn
	return func() tea.Msg {
		dir, err := filepath.Abs(dir)
		if err != nil {
			return keptMsg{err, true}
		}
		return keptMsg{write(dir, state), true}
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
	m.keeper.states++
	s := State{
		Number: m.keeper.states, Focus: m.focus, Tab: m.panes.request.Tab(), Environment: m.session.Environment, Theme: m.look.chosen,
		Side: m.wish.Side, Split: m.wish.Split, Results: m.session.All(),
	}
	if m.session.Collection != nil {
		s.Root = m.session.Collection.Root
	}
	if m.drafts.Current != nil {
		s.Open = m.drafts.Current.Key
	}
	for _, d := range m.drafts.All() {
		if d.Passing {
			continue
		}
		if d.Unsaved() || m.gone(d) || d.Saved == nil && len(d.Request.Picks) > 0 {
			s.Drafts = append(s.Drafts, Draft{Key: d.Key, Copy: d.Copy, Request: d.Request, Saved: d.Saved})
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
	m.drafts.SkipKeys(len(s.Drafts))
	for _, kept := range s.Drafts {
		m.restoreDraft(kept)
	}
	m.known.countUses()
	if s.Tab != "" {
		m.panes.request.SetTab(s.Tab)
	}
	if s.Open != "" {
		m.focus = s.Focus
	}
}

// restoreDraft puts a draft back: over its file, when that is still there.
func (m *Model) restoreDraft(kept Draft) {
	var d *drafts.Draft
	if c := m.session.Collection; kept.Saved != nil && c != nil && c.Request(kept.Key) != nil {
		d = drafts.Open(*c.Request(kept.Key))
		if !changedSince(kept.Request, *d.Saved) {
			return // it was saved when the session ended before it could say so
		}
		if changedSince(*kept.Saved, *d.Saved) {
			m.say(theme.Warn, kept.Key+" was changed on disk since; saving it will ask")
			d.Conflict = true
		}
		d.Edit(kept.Request, "unsaved edits of an earlier session")
		d.Rest()
	} else {
		d = drafts.New(kept.Key, kept.Request)
		d.Copy = kept.Copy
	}
	if d.Copy != "" {
		m.say(theme.Warn, d.Copy+" was edited on two screens: both drafts are kept, the other one as "+d.Title())
	}
	m.drafts.Add(d)
}

func changedSince(before, now collections.Request) bool {
	a, errA := collections.Encode(&before)
	b, errB := collections.Encode(&now)
	return errA != nil || errB != nil || string(a) != string(b)
}

// awaitReload waits, in the background, for someone else to change the collection's files.
func (m *screen) awaitReload() tea.Cmd {
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
		m.files.readAgain()
	case m.session.Collection != nil && msg.collection.Root == m.session.Collection.Root:
		m.files.take(msg.collection)
	}
	return m.awaitReload()
}

// readAgain loads the collection anew.
func (m *files) readAgain() bool {
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
func (m *files) take(c *collections.Collection) {
	old := m.session.Collection
	m.session.Collection = c
	for _, d := range m.drafts.All() {
		now := c.Request(d.Key)
		if d.Saved != nil && now == nil && old.Request(d.Key) != nil {
			text := d.Key + " is not there any more; what the screen shows is kept, and saving it writes it again"
			if problem, ok := m.broken()[d.Key]; ok {
				text = problem + "; the screen has it as it was"
			}
			m.say(theme.Warn, text)
		}
		if d.Saved == nil || now == nil || !changedSince(*d.Saved, *now) {
			continue
		}
		if d.Unsaved() {
			m.say(theme.Warn, d.Key+" was changed on disk, and here too: saving it will ask")
			d.Conflict = true
			continue
		}
		d.Replace(*now)
		d.Results = slices.DeleteFunc(slices.Clone(d.Results), func(r session.Result) bool {
			return !slices.ContainsFunc(now.Picks, func(k collections.Pick) bool { return reflect.DeepEqual(k, r.Pick) })
		})
		if d == m.drafts.Current {
			m.panes.response.SetResults(d.Results)
		}
		d.Keep(*now)
		m.say(theme.Muted, d.Key+" was changed on disk, and read again")
	}
	m.known.countUses()
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
	if m.known.live > 0 {
		m.panes.variables.SetVariables(m.known.rows())
	}
	return m.nextAge()
}
