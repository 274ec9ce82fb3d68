package ui

import (
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/ui/action"
	"dowse/ui/widget/dialog"
)

// Next is what the program shows after this screen.
type Next struct {
	Root string // a collection; empty: none
	Demo bool   // the demo API with its collection
}

// Next is what a person asked to open, when the screen has ended; the zero value is nothing: the end.
func (m *Model) Next() Next { return m.next }

// openCollection ends this screen for that of another collection.
func (m *Model) openCollection(root string) tea.Cmd {
	m.next = Next{Root: root}
	return m.quit()
}

// openDemo ends this screen for that of the demo API.
func (m *Model) openDemo() tea.Cmd {
	m.next = Next{Demo: true}
	return m.quit()
}

// unused says whether there is nothing here yet: no collection, and nothing typed.
func (m *screen) unused() bool {
	return m.session.Collection == nil && m.drafts.Current.Empty() && m.drafts.Current.Exchange == nil
}

// showStart lists what a person can begin with beside a URL.
func (m *Model) showStart() {
	items := []dialog.Item{
		{Title: "Try the demo API", Help: "a web shop on this machine, with a collection ready to send", Msg: do(m.openDemo)},
		{Title: "Open a folder", Help: "a collection of requests", Msg: doing(m.chooseFolder)},
		{Title: "Paste a curl command", Help: "from docs, or a browser's developer tools", Msg: choose(importMsg{m.drafts.Current, ""})},
	}
	for _, root := range m.options.Nearby {
		items = slices.Insert(items, 0, dialog.Item{Title: root, Help: "a collection here", Msg: choose(openMsg{root})})
	}
	for _, root := range m.options.Recent {
		items = append(items, dialog.Item{Title: root, Help: "recent", Msg: choose(openMsg{root})})
	}
	m.show(dialog.NewList(m.look.theme, dialog.ListOptions{Title: "Begin with", Hint: "or go back and type a URL", Items: items}))
}

// emptyResponse says, where the response will be, what to do.
func (m *screen) emptyResponse() []string {
	key := func(id action.ID, c action.Context) string { return m.look.keymap.Key(id, c) }
	if d := m.drafts.Current; d.Err != nil {
		return m.failureLines(d)
	}
	if m.unused() {
		return []string{
			"Type a URL above and press Enter.",
			"",
			"Or paste one, or a curl command from docs or a browser.",
			key(action.ListBelow, action.URL) + " lists what else to begin with: the demo API, a folder, recent ones.",
		}
	}
	return []string{
		key(action.Send, action.Everywhere) + " sends this request.",
		"",
		"Then put the cursor on a value and press " + key(action.PickValue, action.Response) + ": it becomes a variable,",
		"and {{ in any field of the next request offers it.",
	}
}
