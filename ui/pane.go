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

// overlay is a pane on the stack above the others: a dialog, or what is shown as one. It says how large it wants to be.
type overlay interface {
	pane
	Size(maxWidth, maxHeight int) (width, height int)
}

// contexts are the places where keys mean something now, the nearest first.
func (m *Model) contexts() []action.Context {
	var all []action.Context
	if m.strip != nil && len(m.dialogs) == 0 {
		all = append(all, action.Strip)
	}
	loading := m.sending != nil && m.sending.step.Key == m.drafts.Current.Key
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
