// Package sidebar is the collection pane: the requests in their folders, and a search over all of them. It
// reads no file and changes none: it says what a person asks for.
//
//	items ──SetItems──> tree ──folds, search──> rows ──View──> those in sight
//	                                              └──action──> OpenMsg, NewMsg, RenameMsg ...
package sidebar

import (
	"slices"

	"dowse/ui/action"
	"dowse/ui/draw/theme"
	"dowse/ui/widget/field"
	"dowse/ui/widget/scroll"
	"dowse/ui/widget/searchbar"
)

// OpenMsg asks for a request on the screen.
type OpenMsg struct{ ID string }

// NewMsg asks for a new request in a folder; the root's is empty.
type NewMsg struct{ Folder string }

// DuplicateMsg asks for a request like another.
type DuplicateMsg struct{ ID string }

// RenameMsg asks for another ID of a request: it moves where its folder is another one.
type RenameMsg struct{ ID, NewID string }

// RenameFolderMsg asks for another path of a folder.
type RenameFolderMsg struct{ Folder, New string }

// DeleteMsg asks for a request to be moved to the trash.
type DeleteMsg struct{ ID string }

// LeaveMsg asks to go back to where the keys were: there is no search to end.
type LeaveMsg struct{}

// Item is one request.
type Item struct {
	ID      string // its path without ".yaml": the folders are in it
	Name    string // as a person calls it; may be empty
	Method  string
	URL     string // as it is written, to be found by
	Unsaved bool   // not saved as it is
	Open    bool   // it is on the screen
	Draft   bool   // it has no file: listed by its Name, in no folder
	Problem string // why its file cannot be used as it is; empty: it can
}

// Model is the collection pane.
type Model struct {
	theme  *theme.Theme
	keymap *action.Keymap
	root   string
	items  []Item
	others []string

	tree     tree
	folds    map[string]bool // by folder: true where its rows are folded away
	unfolded bool            // the files that are no requests are listed
	rows     []row
	window   scroll.Window
	search   search
	rename   rename
	coming   string // the ID that a request will have: the cursor goes there

	focused       bool
	width, height int
}

// New makes a pane without requests.
func New(t *theme.Theme) *Model {
	return &Model{
		theme: t, keymap: action.Default(), folds: map[string]bool{},
		search: search{Bar: searchbar.New(t)}, rename: rename{field: field.New(t)},
	}
}

// SetTheme changes what it looks like.
func (m *Model) SetTheme(t *theme.Theme) {
	m.theme = t
	m.search.Field.SetTheme(t)
	m.rename.field.SetTheme(t)
}

// SetKeymap says which keys an empty pane shows.
func (m *Model) SetKeymap(k *action.Keymap) { m.keymap = k }

// SetCheck gives what says why a request cannot have another ID; what was typed stays then.
func (m *Model) SetCheck(check func(id, newID string) error) { m.rename.check = check }

// SetRoot names the collection.
func (m *Model) SetRoot(name string) { m.root = safe(name) }

// SetItems gives the requests in the order they are shown, drafts first. The cursor stays on its request;
// where another one is on the screen now, it goes there.
func (m *Model) SetItems(items []Item) {
	if slices.Equal(items, m.items) {
		return
	}
	before := m.open()
	m.items = slices.Clone(items)
	m.rebuild()
	if now := m.open(); now != before {
		m.reveal(now)
	}
	if m.coming != "" && m.reveal(m.coming) {
		m.coming = ""
	}
}

// GoTo puts the cursor on a request, or will when it is there.
func (m *Model) GoTo(id string) {
	if !m.reveal(id) {
		m.coming = id
	}
}

// SetOthers gives the files of the collection that are no requests.
func (m *Model) SetOthers(files []string) {
	if slices.Equal(files, m.others) {
		return
	}
	m.others = slices.Clone(files)
	m.rebuild()
}

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

// Contexts are those of the field that is typed in, or of moving among the requests.
func (m *Model) Contexts() []action.Context {
	switch {
	case m.search.Typing:
		return []action.Context{action.Search}
	case m.rename.node != nil:
		return []action.Context{action.Field}
	}
	return []action.Context{action.Collection, action.List}
}

// typed is the field that is typed in; nil: none is.
func (m *Model) typed() *field.Model {
	switch {
	case m.search.Typing:
		return m.search.Field
	case m.rename.node != nil:
		return m.rename.field
	}
	return nil
}

// open is the ID of the request on the screen; empty: none of these is.
func (m *Model) open() string {
	for _, item := range m.items {
		if item.Open {
			return item.ID
		}
	}
	return ""
}

// rebuild makes the tree and the rows anew. What was typed in or pointed at stays so where it still is.
func (m *Model) rebuild() {
	at := m.key()
	m.tree = grow(m.items, m.others)
	m.foldNew()
	if node := m.rename.node; node != nil {
		if m.rename.node = m.tree.find(node.key); m.rename.node == nil {
			m.rename.field.Blur()
		}
	}
	m.list()
	m.goTo(at)
}
