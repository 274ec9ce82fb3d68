// Package variables is the variables pane: every name that a request can use, what it stands for now and
// where that comes from. It looks nothing up and holds no secret: values come masked.
//
//	variables ──SetVariables──> sections ──search──> rows ──View──> those in sight, or a strip
//	                                                   └──action──> GoMsg, RenameMsg, ResendMsg ...
package variables

import (
	"slices"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/ui/action"
	"dowse/ui/draw/theme"
	"dowse/ui/terminal"
	"dowse/ui/widget/field"
	"dowse/ui/widget/scroll"
	"dowse/ui/widget/searchbar"
)

// GoMsg asks for the place that a variable comes from.
type GoMsg struct{ Name, Source string }

// RenameMsg asks for another name of a variable, where it is written and wherever it is used.
type RenameMsg struct {
	Name, Source, New string
	Kind              Kind
}

// DeleteMsg asks for a pick to be forgotten.
type DeleteMsg struct{ Name, Source string }

// ResendMsg asks for the request that a variable comes from to be sent again.
type ResendMsg struct{ Source string }

// LeaveMsg asks to go back to where the keys were: there is no search to end.
type LeaveMsg struct{}

// CopyMsg asks for the value of a variable in the clipboard.
type CopyMsg struct{ Name, Source string }

// Kind says what gives a variable its value.
type Kind uint8

// The kinds of variables.
const (
	Picked      Kind = iota // a place in a response; the Source is the request's ID
	Unresolved              // nothing; the Source is the request that could pick it, or empty
	Request                 // the request on the screen
	Environment             // the environment that is chosen
	Folder                  // a folder above the request
	Collection              // the collection
	Secret                  // a place outside of the collection, such as the keychain
)

// State says how much a value can be counted on.
type State uint8

// The states of a variable.
const (
	Plain    State = iota // written down: it is what it is
	Fresh                 // picked so long ago as its Age says
	Stale                 // picked, and too old
	Expiring              // fresh until its Left is over
	Missing               // without a value
	Fragile               // picked by its position in a list
	NotKept               // a secret of an earlier session: send its request again
	NotSent               // its request was not sent yet
)

// Variable is one name and what it stands for.
type Variable struct {
	Name       string
	Value      terminal.Untrusted // masked when it is secret; empty: none
	Kind       Kind
	Type       string // of the value
	Source     string // where it comes from
	From       string // how that is called on the screen; empty: as it is
	Path       string // the place in the response, of a picked one
	State      State
	Age        time.Duration // since it was picked
	Left       time.Duration // until it expires
	Shadowed   bool          // another variable of the name counts instead
	ShadowedBy string        // where that comes from
	Uses       []string      // the requests that use it
}

// Model is the variables pane.
type Model struct {
	theme     *theme.Theme
	keymap    *action.Keymap
	variables []Variable

	rows   []row
	widest widths // what the columns would like
	window scroll.Window
	search searchbar.Bar // narrows the rows
	rename rename

	strip         bool
	focused       bool
	width, height int
}

// rename is the name that is typed in place of another.
type rename struct {
	field *field.Model
	of    identity
	on    bool
	note  string // what keeps it from being taken
	check func(RenameMsg) error
}

// New makes a pane without variables.
func New(t *theme.Theme) *Model {
	return &Model{theme: t, keymap: action.Default(), search: searchbar.New(t), rename: rename{field: field.New(t)}}
}

// SetCheck gives what says why a variable cannot have another name; what was typed stays then.
func (m *Model) SetCheck(check func(RenameMsg) error) { m.rename.check = check }

// SetTheme changes what it looks like.
func (m *Model) SetTheme(t *theme.Theme) {
	m.theme = t
	m.search.Field.SetTheme(t)
	m.rename.field.SetTheme(t)
}

// SetKeymap says which keys an empty pane shows.
func (m *Model) SetKeymap(k *action.Keymap) { m.keymap = k }

// SetVariables gives all variables, the nearest first. The cursor stays on its variable.
func (m *Model) SetVariables(all []Variable) {
	at := m.identity()
	m.variables = slices.Clone(all)
	m.widest = widest(all)
	m.list()
	m.goTo(at)
	if m.rename.on && m.at(m.rename.of) < 0 {
		m.endRename()
	}
}

// SetStrip says whether the pane is a line or two below the others, its variables beside each other. With
// the keys it shows its rows all the same.
func (m *Model) SetStrip(strip bool) { m.strip = strip }

// SetSize says how many cells it has.
func (m *Model) SetSize(width, height int) {
	m.width, m.height = max(0, width), max(0, height)
	m.window.SetHeight(m.height - m.search.Lines())
}

// SetFocus says whether it has the keys. What is typed in stays so.
func (m *Model) SetFocus(focused bool) {
	m.focused = focused
	if typed := m.typed(); typed != nil {
		typed.SetFocus(focused)
	}
}

// Contexts are those of the field that is typed in, or of moving among the variables.
func (m *Model) Contexts() []action.Context {
	switch {
	case m.search.Typing:
		return []action.Context{action.Search}
	case m.rename.on:
		return []action.Context{action.Field}
	}
	return []action.Context{action.Variables, action.List}
}

// Update takes an action, a key that is typed, a paste or the mouse.
func (m *Model) Update(msg tea.Msg) (intent tea.Msg, cmd tea.Cmd) {
	switch msg := msg.(type) {
	case action.RunMsg:
		switch {
		case m.search.Typing:
			m.runSearch(msg.ID)
			return nil, nil
		case m.rename.on:
			return m.runRename(msg.ID), nil
		}
		return m.run(msg.ID), nil
	case tea.KeyMsg:
		return nil, m.give(msg)
	case tea.MouseMsg:
		return m.mouse(msg)
	}
	return nil, nil
}

// typed is the field that is typed in; nil: none is.
func (m *Model) typed() *field.Model {
	switch {
	case m.search.Typing:
		return m.search.Field
	case m.rename.on:
		return m.rename.field
	}
	return nil
}
