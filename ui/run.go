package ui

import (
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/ui/action"
	"dowse/ui/draw/layout"
	"dowse/ui/draw/theme"
	"dowse/ui/pane/picking"
)

// run carries out an action, whatever called it: those of the root here, any other by the pane on top.
func (m *Model) run(id action.ID) tea.Cmd {
	if len(m.dialogs) > 0 {
		if cmd, ok := m.runOnDialog(id); ok {
			return cmd
		}
	}
	if (id == action.Send || id == action.Save || id == action.SaveAs) && !m.settle() {
		return nil
	}
	if cmd, ok := m.runOnRequest(id); ok {
		return cmd
	}
	if cmd, ok := m.runOnScreen(id); ok {
		return cmd
	}
	switch id {
	case action.NextTab, action.PreviousTab:
		return m.give(m.pane(m.wish.Tabbed(m.focus)), action.RunMsg{ID: id})
	}
	return m.give(m.top(), action.RunMsg{ID: id})
}

// runOnDialog sends and saves what the dialog on top shows, and keeps what was typed in it from getting lost. It says whether
// that is all there is to do.
func (m *Model) runOnDialog(id action.ID) (tea.Cmd, bool) {
	acts := id == action.Send || id == action.Save
	switch d := m.top().(type) {
	case *mapper:
		if acts {
			return m.mappings.runMapping(d, id), true
		}
		return nil, false
	case *pickDialog:
		if id == action.Save {
			if save, ok := d.Save().(picking.SaveMsg); ok {
				m.picks.savePick(save.Pick)
			}
			return nil, true
		}
	}
	if acts || m.holds() && m.leaves(id) {
		m.say(theme.Warn, "choose first, or close this with "+m.look.keymap.Key(action.Leave, m.top().Contexts()...))
		return nil, true
	}
	return nil, false
}

// holds says whether something was typed in the dialog on top that nobody has yet.
func (m *Model) holds() bool {
	d, ok := m.top().(interface{ Unsaved() bool })
	return ok && len(m.dialogs) > 0 && d.Unsaved()
}

// leaves says whether an action is none of the dialog on top, so that it is gone from there.
func (m *Model) leaves(id action.ID) bool {
	switch id {
	case action.Cancel, action.NextPane, action.PreviousPane, action.Help, action.Palette:
		return false
	}
	own := m.look.keymap.In(m.top().Contexts()...)
	return !slices.ContainsFunc(own, func(a action.Action) bool { return a.ID == id })
}

// settle makes what is typed in the panes, and not taken yet, a part of the request. It says whether everything is what the
// screen shows; else it says why not.
func (m *Model) settle() bool {
	m.edited(m.panes.url.Settle())
	for _, why := range []string{m.panes.collection.Settle(), m.panes.variables.Settle()} {
		if why != "" {
			m.say(theme.Warn, why)
			return false
		}
	}
	return true
}

// runOnRequest carries out what concerns the request and its files.
func (m *Model) runOnRequest(id action.ID) (tea.Cmd, bool) {
	switch id {
	case action.Send:
		return m.send(m.drafts.Current), true
	case action.Save:
		m.files.save(m.drafts.Current)
	case action.SaveAs:
		m.files.saveAs(m.drafts.Current)
	case action.Cancel:
		return m.cancelOrQuit(), true
	case action.Undo:
		return m.picks.undo(), true
	case action.Redo:
		m.picks.redo()
	case action.New:
		m.newRequest()
	case action.OpenFolder:
		m.chooseFolder()
	case action.Import:
		m.pastes.askForCurl(m.drafts.Current, "")
	case action.SaveBody:
		m.saveBody(m.drafts.Current)
	case action.Insecure:
		m.toggleTLS(m.drafts.Current)
	case action.Environment:
		m.chooseEnvironment()
	case action.OpenEditor:
		return m.openEditor(m.drafts.Current), true
	case action.Advise:
		return m.advise(m.drafts.Current), true
	case action.Method:
		from := m.focus
		m.goTo(layout.URL)
		m.panes.url.ChooseMethod()
		m.choosing, m.chosenFrom = true, from
	case action.Back:
		m.links.goBack()
	default:
		return nil, false
	}
	return nil, true
}

// runOnScreen carries out what concerns the screen alone.
func (m *Model) runOnScreen(id action.ID) (tea.Cmd, bool) {
	switch id {
	case action.GoURL:
		m.goTo(layout.URL)
	case action.GoCollection:
		m.goTo(layout.Collection)
	case action.GoRequest:
		m.goTo(layout.Request)
	case action.GoResponse:
		m.goTo(layout.Response)
	case action.GoVariables:
		m.goTo(layout.Variables)
	case action.NextPane:
		return m.step(1, action.Down), true
	case action.PreviousPane:
		return m.step(-1, action.Up), true
	case action.Grow, action.Shrink, action.Even:
		m.resize(id)
	case action.Zoom:
		return m.zoom(), true
	case action.Jump:
		m.labels()
	case action.Help:
		m.showHelp()
	case action.Palette:
		m.showPalette()
	case action.Themes:
		m.chooseTheme()
	case action.Close:
		return m.closeOrQuit(), true
	case action.Quit:
		return m.askToQuit(), true
	default:
		return nil, false
	}
	return nil, true
}

// step goes to the next pane or the one before; in a dialog, which has the keys to itself, one row.
func (m *Model) step(by int, row action.ID) tea.Cmd {
	if len(m.dialogs) > 0 {
		return m.give(m.top(), action.RunMsg{ID: row})
	}
	m.cycle(by)
	return nil
}

// goTo gives the keys to a pane, whatever is open above it.
func (m *screen) goTo(p layout.Pane) {
	m.closeAll()
	m.setFocus(p)
}

// closeAll takes every dialog away.
func (m *screen) closeAll() {
	for len(m.dialogs) > 0 {
		if g, ok := m.top().(*mapper); ok && g.Unsaved() {
			m.parked = g
			m.say(theme.Muted, "the mapping is not saved, and not lost: "+m.look.keymap.Key(action.Map, action.Response)+" in the response goes on with it")
		}
		m.close()
	}
}

// below goes from the URL bar to what is under it.
func (m *Model) below() {
	if m.unused() {
		m.showStart()
		return
	}
	m.setFocus(m.wish.Main)
}

// zoom shows the focused pane alone, without mouse, so that the terminal can select its text.
func (m *Model) zoom() tea.Cmd {
	m.wish.Zoom = !m.wish.Zoom
	m.arrange()
	switch {
	case !m.look.mouse:
		return nil
	case m.wish.Zoom:
		return tea.DisableMouse
	}
	return tea.EnableMouseCellMotion
}

// closeOrQuit closes what lies over the rest; with nothing there it ends the program.
func (m *Model) closeOrQuit() tea.Cmd {
	switch {
	case m.wish.Zoom:
		return m.zoom()
	case m.floats():
		m.leave()
		return nil
	}
	return m.askToQuit()
}

// leave goes back from a pane that lies over the others.
func (m *Model) leave() {
	if m.floats() {
		m.setFocus(m.wish.Main)
	}
}

// quit ends the program when what is not saved is kept for the next session; the second time at once.
func (m *Model) quit() tea.Cmd {
	m.cancel()
	m.edited(m.panes.url.Settle())
	if m.options.Keep == nil || m.keeper.leaving {
		return tea.Quit
	}
	m.keeper.leaving = true
	return m.keep(true)
}

// cancelOrQuit ends the request that is on its way; with none, the second time in a row it quits.
func (m *Model) cancelOrQuit() tea.Cmd {
	if m.sending != nil {
		return m.cancel()
	}
	if m.mappings.rows != nil {
		m.mappings.rows.cancel()
		return nil
	}
	if m.quitting && m.keeper.warned && m.keeper.refused != nil {
		return tea.Quit
	}
	if m.quitting {
		return m.quit()
	}
	m.quitting = true
	if m.losing() {
		text := "ctrl+c again asks what shall become of what is not saved: it cannot be kept"
		if m.keeper.warned {
			text = "ctrl+c again quits, and what is not saved is lost"
		}
		m.say(theme.Bad, text)
		return nil
	}
	if m.unsavedMapping() != nil {
		m.say(theme.Warn, "ctrl+c again quits, and the mapping that is not saved is lost")
		return nil
	}
	m.say(theme.Warn, "ctrl+c again quits; what is not saved is kept for the next time")
	return nil
}
