// Package action is the table of what a person can do: each action with its name, its one line of help,
// where it is possible and its keys. Footer, which-key, palette, help, README and the keymap file are
// renderings of it. It carries nothing out: that is for the pane or the root that is sent a RunMsg.
//
//	key ──Find(contexts)──> Action ──RunMsg{ID}──> pane.Update or the root's
package action

// ID names an action in the keymap file and in code.
type ID string

// Context is a place where keys mean something. At any moment several count, the nearest first.
type Context string

// The contexts. Everywhere holds while a field is edited too; Nav while none is.
const (
	Everywhere Context = "everywhere"
	Nav        Context = "nav"
	List       Context = "list" // whatever has rows: moving among them
	Collection Context = "collection"
	URL        Context = "url" // the URL bar, typed in
	Table      Context = "table"
	Cell       Context = "cell" // a table's field, typed in
	Field      Context = "field"
	Text       Context = "text" // the body's text, not typed in
	Auth       Context = "auth" // the auth's kind and texts, not typed in
	Editor     Context = "editor"
	Completion Context = "completion"
	Choice     Context = "choice" // a list that is searched by typing
	Response   Context = "response"
	Chooser    Context = "chooser"     // a response in which a value is picked for a field
	Link       Context = "link"        // a text of the response that leads somewhere
	Columns    Context = "columns"     // a response shown as a table
	Marked     Context = "marked"      // values of the response are marked
	Trouble    Context = "trouble"     // a response that is not what was asked for
	Search     Context = "search"      // the words looked for, typed in
	SearchBody Context = "search-body" // the same, in a body
	Filter     Context = "filter"      // the filter of a response, typed in
	Variables  Context = "variables"
	Strip      Context = "strip" // the line that says what was picked
	Card       Context = "card"
	Pick       Context = "pick"      // all settings of a pick
	PickText   Context = "pick-text" // one of them that is a text
	Mapping    Context = "mapping"   // the grid of a mapping, not typed in
)

// Action is one thing that a person can do in one context.
type Action struct {
	ID      ID
	Context Context
	Title   string   // two or three words, as the footer shows it
	Help    string   // one line
	Keys    []string // the first is shown; a sequence has spaces: "g g", "space n". The space bar is "space".
	Hidden  bool     // too plain for the footer: moving, typing
}

// RunMsg asks for an action, whatever asked: a key, the palette, a click, a start option.
type RunMsg struct{ ID ID }

// Typing says whether keys are text in this context, but for those bound.
func (c Context) Typing() bool {
	switch c {
	case URL, Cell, Field, Editor, Completion, Choice, Search, SearchBody, Filter:
		return true
	}
	return false
}
