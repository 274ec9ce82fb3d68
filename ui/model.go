// Package ui is the screen: a Bubble Tea model that gives the panes their data, and carries out what they ask for.
//
//	key ──Update──> focused pane.Update ──returns──> intent (update.go) ──> a job ──setters──> panes
//	                                                                         └──> command (background) ──> message ──> Update
//
// What a pane asks for is a return value, never a command: it is carried out before the next key is read. A command is for work
// that takes time; what comes of it is dropped when it is not wanted any more.
//
// Model routes (update.go, route.go, run.go) and keeps the state for the next session (keep.go). Each job is a type with files of
// its own: sends (send, sending, received, plan, failure, advice), files (save, relocate, manage, conflict), picks (picks, pickfile,
// strip, rename, repair, valuefrom), mappings (mapping, targets, rows, exporting), pastes and links. All of them work on the screen: the
// open requests (ui/drafts) as the panes show them, and what is known of their variables (variablestate.go); and that is drawn in a
// shell, which has panes, dialogs and focus, and knows no request. A job that wants another one done asks for it with an intent
// (intent.go).
//
// From ctrl+r to the wire and back: route.go finds the action, run.go calls send.go, which makes a step of the draft; sending.go
// starts a run of client/runner, which says what has to be sent first (plan.go asks about that, where it must) and gives the
// job that a command does; received.go gives what came to the runner, which keeps the values, and shows it.
//
// From p to the file: the response pane returns a PickMsg, picks.go asks client/pick for a name and a path and puts the pick into the
// draft, pickfile.go makes its value, and writes it to the request's file where that holds the request that was answered.
//
// It knows no file format and no wire: collections and client do. What a pane looks like is its own.
package ui

import (
	"context"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/client/plan"
	"dowse/client/runner"
	"dowse/client/sample"
	"dowse/client/session"
	"dowse/collections"
	"dowse/collections/journal"
	"dowse/collections/trust"
	"dowse/ui/action"
	"dowse/ui/draw/layout"
	"dowse/ui/draw/theme"
)

// Options are what a screen begins with.
type Options struct {
	Context  context.Context // ends with the program
	Runner   *runner.Runner  // sends, with a client and a session
	Theme    theme.Options
	Palettes map[string][]byte // the user's own themes, as YAML, by name
	Keymap   *action.Keymap    // nil: the default
	Mouse    bool
	State    State                                        // what was kept of an earlier session
	Open     string                                       // the request to show first, by ID; empty: that of the state
	Typed    string                                       // a URL or a curl command to begin with
	View     *View                                        // a body to read, and nothing else; nil: the whole screen
	Keep     func(State) error                            // the error is a *journal.UnkeptError when it is not kept; nil: nothing is kept
	Trust    trust.Store                                  // where it is kept what collections are trusted with
	KeepIn   func(folder string, s State) error           // keeps it in another folder from now on
	Samples  func(root string) *sample.Store              // where samples of a collection's responses are kept; nil: nowhere
	Reload   func(ctx context.Context, root string) error // waits until files of the collection change; nil: nobody watches
	Recent   []string                                     // roots of collections that were open lately
	Nearby   []string                                     // roots of collections in the folder where the screen began
	Editor   string                                       // the command of the editor; empty: $VISUAL, $EDITOR or vi
	Problems []string                                     // what is wrong with the configuration, said at the start
}

// State is what outlives the session: kept in the state folder while a person works.
type State struct {
	Number      int    // higher than that of every state before, in one session
	Root        string // of the collection; empty: there is none
	Open        string // the key of the draft on the screen
	Focus       layout.Pane
	Tab         string // of the request pane
	Environment string
	Theme       string // as chosen on the screen; empty: it was not
	Side, Split int    // how much larger than usual a person made collection and request
	Drafts      []Draft
	Results     []session.Result
}

// Draft is what is kept of a request that is not saved as it is on the screen.
type Draft struct {
	Key     string
	Copy    string // the ID of the request that it is a second draft of; empty: it is none
	Request collections.Request
	Saved   *collections.Request // the file as it was when the draft was begun; nil: it has none
}

// Model is the program on the screen: it routes keys and what jobs ask for, and keeps the state.
type Model struct {
	screen
	*input
	keeper   *keeper
	sends    *sends
	mappings *mappings
	files    *files
	picks    *picks
	pastes   *pastes
	links    *links
	next     Next
}

// input is what earlier keys mean for the next one.
type input struct {
	jump       *jump       // labels are shown
	quitting   bool        // ctrl+c was pressed once
	pasting    bool        // the last key was text pasted where keys are commands
	choosing   bool        // the method is chosen, and then the keys go back
	chosenFrom layout.Pane // to this pane
	editFiles  string      // the folder of what is in the editor; empty: nothing is
}

// keeper is what is to be kept for the next session, and whether it can be.
type keeper struct {
	keeping bool                 // the state is being kept, or will be in a moment
	states  int                  // how many states were made to be kept
	refused *journal.UnkeptError // why the state was not kept the last time; nil: it was
	warned  bool                 // a person was asked what shall become of what cannot be kept
	leaving bool                 // the program ends as soon as the state is kept
}

// New makes the screen. Its error is about the theme.
func New(o Options) (*Model, error) {
	th, err := theme.New(o.Theme)
	if err != nil {
		return nil, err
	}
	if o.Keymap == nil {
		o.Keymap = action.Default()
	}
	if o.Runner.Now == nil {
		o.Runner.Now = time.Now
	}
	if o.Runner.Consents == nil {
		o.Runner.Consents = map[plan.Consent]bool{}
	}
	if o.View != nil {
		o.Keymap = o.Keymap.Without(notViewing()...)
	}
	m := &Model{input: &input{}, keeper: &keeper{}, screen: screen{shell: newShell(th, o), options: &o, session: o.Runner.Session}}
	m.blur = m.blurred
	m.sends = &sends{screen: &m.screen}
	m.mappings = &mappings{screen: &m.screen, sends: m.sends}
	m.files = &files{&m.screen}
	m.picks = &picks{&m.screen, m.files}
	m.pastes = &pastes{&m.screen}
	m.links = &links{&m.screen}
	m.session.Drafts = m.drafts.Open
	m.known = &variableState{session: m.session, drafts: &m.drafts, clock: o.Runner.Now}
	m.panes.collection.SetCheck(m.files.checkID)
	m.panes.variables.SetCheck(m.picks.checkRename)
	m.restore(o.State)
	if o.View != nil {
		m.beginView(o.View)
	}
	m.begin(o)
	return m, nil
}

// blurred ends what is typed where the keys are, before a pane gets them.
func (m *Model) blurred(to layout.Pane) {
	d := m.drafts.Current
	if d == nil {
		return
	}
	if to != m.focus {
		d.Rest()
	}
	if m.focus == layout.URL {
		m.edited(m.panes.url.Settle())
	}
}

// begin shows what the command line asked for.
func (m *Model) begin(o Options) {
	if o.Open != "" {
		m.open(o.Open)
		m.focus = m.wish.Main
	}
	if m.drafts.Current == nil {
		m.openFirst(o.State.Open)
	}
	if o.Typed != "" {
		m.pastes.beginWith(o.Typed)
	}
	if len(o.Problems) > 0 {
		m.say(theme.Warn, strings.Join(o.Problems, "; "))
	}
	m.refresh()
	m.setFocus(m.focus)
}

// Init starts what goes on beside the keys.
func (m *Model) Init() tea.Cmd {
	return tea.Batch(m.keepSoon(), m.awaitReload(), m.nextAge(), m.read())
}

// keepEvery is how long after a change it is kept at the latest.
const keepEvery = 200 * time.Millisecond
