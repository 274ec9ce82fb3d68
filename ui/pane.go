package ui

import (
	tea "github.com/charmbracelet/bubbletea"

	"dowse/ui/action"
	"dowse/ui/draw/frame"
	"dowse/ui/draw/layout"
	"dowse/ui/draw/theme"
)

// pane is a part of the screen. It is given its data by setters of its own, keeps only what is gone when it
// closes, and says what a person wants by the intent that Update returns.
type pane interface {
	Update(tea.Msg) (intent tea.Msg, cmd tea.Cmd)
	View() string
	SetSize(width, height int)
	SetTheme(*theme.Theme)
	SetFocus(focused bool)
	Contexts() []action.Context
	Title() frame.Title
	Where() string
	Popup() (frame.Popup, bool)
}

// dialog is a pane on the stack above the others. It says how large it wants to be.
type dialog interface {
	pane
	Size(maxWidth, maxHeight int) (width, height int)
}

// pane gives the pane of a name.
func (m *Model) pane(p layout.Pane) pane {
	switch p {
	case layout.Collection:
		return m.panes.collection
	case layout.URL:
		return m.panes.url
	case layout.Request:
		return m.panes.request
	case layout.Variables:
		return m.panes.variables
	}
	return m.panes.response
}

// top is what has the keys: the dialog on top, else the focused pane.
func (m *Model) top() pane {
	if n := len(m.dialogs); n > 0 {
		return m.dialogs[n-1]
	}
	return m.pane(m.focus)
}

// show puts a dialog on the stack.
func (m *Model) show(d dialog) {
	m.top().SetFocus(false)
	d.SetTheme(m.look.theme)
	d.SetFocus(true)
	m.dialogs = append(m.dialogs, d)
	m.typed = nil
	m.showStrip(nil)
}

// close takes the dialog on top away.
func (m *Model) close() {
	if n := len(m.dialogs); n > 0 {
		m.dialogs = m.dialogs[:n-1]
	}
	m.top().SetFocus(true)
	m.arrange()
}

// setFocus gives the keys to a pane.
func (m *Model) setFocus(p layout.Pane) {
	if p != m.focus && m.drafts.Current != nil {
		m.drafts.Current.Rest()
	}
	if m.focus == layout.URL && m.drafts.Current != nil {
		m.carryOut(m.panes.url.Settle())
	}
	m.pane(m.focus).SetFocus(false)
	m.focus = p
	if p == layout.Request || p == layout.Response {
		m.wish.Main = p
	}
	if len(m.dialogs) == 0 {
		m.pane(p).SetFocus(true)
	}
	m.typed = nil
	m.arrange()
}

// cycle gives the keys to the pane that is so many steps further.
func (m *Model) cycle(step int) {
	at := 0
	for i, p := range layout.Order {
		if p == m.focus {
			at = i
		}
	}
	n := len(layout.Order)
	for range n {
		at = (at + step + n) % n
		if m.plan.Columns > 1 || layout.Order[at] != layout.Collection && layout.Order[at] != layout.Variables {
			break // where they only float, 1 and 4 call them
		}
	}
	m.setFocus(layout.Order[at])
}

// typing says whether keys are text now.
func (m *Model) typing() bool {
	contexts := m.top().Contexts()
	return len(contexts) > 0 && contexts[0].Typing()
}

// contexts are the places where keys mean something now, the nearest first.
func (m *Model) contexts() []action.Context {
	var all []action.Context
	if m.strip != nil && len(m.dialogs) == 0 {
		all = append(all, action.Strip)
	}
	loading := m.sending != nil && m.sending.key == m.drafts.Current.Key
	if m.focus == layout.Response && len(m.dialogs) == 0 && !m.typing() && !loading && (m.drafts.Current.Advice != nil || m.drafts.Current.Err != nil || m.missed(m.drafts.Current) != nil) {
		all = append(all, action.Trouble)
	}
	all = append(all, m.top().Contexts()...)
	all = append(all, action.Everywhere)
	if !m.typing() && len(m.dialogs) == 0 {
		all = append(all, action.Nav)
	}
	return all
}
