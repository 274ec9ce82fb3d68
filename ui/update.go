package ui

import (
	tea "github.com/charmbracelet/bubbletea"

	"dowse/ui/action"
	"dowse/ui/draw/layout"
	"dowse/ui/pane/mapping"
	"dowse/ui/pane/picking"
	"dowse/ui/pane/request"
	"dowse/ui/pane/response"
	"dowse/ui/pane/sidebar"
	"dowse/ui/pane/urlbar"
	"dowse/ui/pane/variables"
	"dowse/ui/widget/dialog"
	"dowse/ui/widget/field"
)

// Update takes what came from the terminal or from a command.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	var cmd tea.Cmd
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.wish.Width, m.wish.Height = msg.Width, msg.Height
		m.arrange()
	case tea.KeyMsg:
		if !m.keeper.leaving {
			cmd = m.key(msg)
		} else if msg.Type == tea.KeyCtrlC {
			cmd = tea.Quit // the state cannot be written, nor is that refused
		}
	case tea.MouseMsg:
		cmd = m.mouse(msg)
	case action.RunMsg:
		cmd = m.run(msg.ID)
	case sentMsg:
		cmd = m.sends.received(msg)
	case themeMsg:
		m.useTheme(msg)
	case rereadMsg:
		m.reread(msg)
	case tickMsg:
		cmd = m.sends.tick(msg)
	case arrivedMsg:
		cmd = m.sends.arrived(msg)
	case keepMsg:
		cmd = m.keep(false)
	case keptMsg:
		cmd = m.kept(msg)
	case reloadMsg:
		cmd = m.reload(msg)
	case ageMsg:
		cmd = m.age()
	case editedMsg:
		m.takeEdited(msg)
	case writtenMsg:
		cmd = m.written(msg)
	case noticeMsg:
		m.say(msg.role, msg.text)
	case rowSentMsg:
		cmd = m.mappings.rowSent(msg)
	case missedMsg:
		m.picks.showMiss(msg)
	case inspectedMsg:
		m.showInspected(msg)
	case valueMsg:
		cmd = m.valueCame(msg)
	default:
		cmd = m.broadcast(msg)
	}
	if m.choosing && !m.panes.url.Choosing() {
		m.choosing = false
		if m.focus == layout.URL {
			m.setFocus(m.chosenFrom)
		}
	}
	return m, tea.Batch(cmd, m.keepSoon(), m.panes.response.Pending())
}

// give hands a message to a pane or dialog and carries out what it asks for.
func (m *Model) give(p pane, msg tea.Msg) tea.Cmd {
	intent, cmd := p.Update(msg)
	return tea.Batch(cmd, m.carryOut(intent))
}

// broadcast hands a message to whoever it may be for: each drops what is not its own.
func (m *Model) broadcast(msg tea.Msg) tea.Cmd {
	var cmds []tea.Cmd
	for _, d := range m.dialogs {
		cmds = append(cmds, m.give(d, msg))
	}
	for _, p := range []pane{m.panes.collection, m.panes.url, m.panes.request, m.panes.response, m.panes.variables} {
		cmds = append(cmds, m.give(p, msg))
	}
	return tea.Batch(cmds...)
}

// carryOut does what a pane asked for. It only routes: each job is in a file of its own.
func (m *Model) carryOut(intent tea.Msg) tea.Cmd {
	switch msg := intent.(type) {
	case nil:
		return nil
	case action.RunMsg:
		m.closeAll()
		return m.run(msg.ID)
	case sendMsg:
		return m.send(msg.draft)
	case sendAllMsg:
		return m.sends.sendAll(msg.keys...)
	case importMsg:
		m.pastes.askForCurl(msg.draft, msg.text)
		return nil
	case openMsg:
		return m.openCollection(msg.root)
	case runMsg:
		return m.run(msg.id)
	case quitMsg:
		return m.quit()
	case dialog.CloseMsg:
		m.close()
		return nil
	case doMsg:
		m.close()
		return tea.Batch(msg.run(), m.carryOut(msg.then))
	case field.ValueFromMsg:
		m.picks.valueFrom()
		return nil
	case picking.SaveMsg:
		m.picks.savePick(msg.Pick)
		return nil
	case mapping.CloseMsg:
		m.mappings.closeMapping(msg.Changed)
		return nil
	case mapping.ExportMsg:
		m.mappings.chooseExport()
		return nil
	}
	if cmd, ok := m.editing(intent); ok {
		return cmd
	}
	if cmd, ok := m.reading(intent); ok {
		return cmd
	}
	return m.managing(intent)
}

// editing carries out what the URL bar and the request pane ask for.
func (m *Model) editing(intent tea.Msg) (tea.Cmd, bool) {
	switch msg := intent.(type) {
	case urlbar.EditMsg, request.EditMsg:
		m.edited(msg)
	case urlbar.SendMsg:
		return m.run(action.Send), true
	case urlbar.BelowMsg:
		m.below()
	case urlbar.LeaveMsg:
		m.setFocus(m.wish.Main)
	case urlbar.PasteMsg:
		if msg.Typed {
			return m.carryOut(m.pastes.typedIn(m.drafts.Current, msg.Text)), true
		}
		return m.carryOut(m.pastes.pasted(m.drafts.Current, msg.Text)), true
	default:
		return nil, false
	}
	return nil, true
}

// reading carries out what the response and the variables ask for.
func (m *Model) reading(intent tea.Msg) (tea.Cmd, bool) {
	switch msg := intent.(type) {
	case response.PickMsg:
		if c, ok := m.top().(*chooser); ok {
			m.picks.pickForField(c, msg)
		} else if picked := m.picks.pick(m.drafts.Current, msg); picked != nil {
			m.showStrip(picked)
		}
	case response.PickManyMsg:
		m.picks.pickMany(m.drafts.Current, msg.Nodes)
	case response.SettingsMsg:
		return m.picks.pickSettings(m.drafts.Current, msg), true
	case response.WhichMsg:
		m.picks.cycleWhich(m.drafts.Current, msg)
	case response.CopyMsg:
		return m.copyFrom(m.drafts.Current, msg), true
	case response.CancelMsg:
		return m.cancel(), true
	case response.ShowMsg:
		m.showValue(msg)
	case response.PageMsg:
		return m.readIn(m.drafts.Current, pager(), true), true
	case response.ReadAsMsg:
		m.chooseFormat(m.drafts.Current)
	case response.CompareMsg:
		m.compareWith(m.drafts.Current)
	case response.FollowMsg:
		return m.carryOut(m.links.follow(m.drafts.Current, msg)), true
	case response.MapMsg:
		m.mappings.mapList(m.drafts.Current, msg)
	case response.InspectMsg:
		return m.inspect(m.drafts.Current, msg), true
	case variables.GoMsg:
		return m.goToSource(msg.Name, msg.Source), true
	case variables.RenameMsg:
		if msg.Kind == variables.Picked {
			m.picks.renamePick(msg.Source, msg.Name, msg.New)
		} else {
			m.picks.renameWritten(m.drafts.Current, msg.Name, msg.New)
		}
	case variables.DeleteMsg:
		m.picks.deletePick(msg.Source, msg.Name)
	case variables.ResendMsg:
		return m.sends.sendAll(msg.Source), true
	case variables.CopyMsg:
		return m.copyVariable(msg.Name), true
	default:
		return nil, false
	}
	return nil, true
}

// managing carries out what the collection asks for.
func (m *Model) managing(intent tea.Msg) tea.Cmd {
	switch msg := intent.(type) {
	case sidebar.OpenMsg:
		m.open(msg.ID)
		m.setFocus(m.wish.Main)
	case sidebar.NewMsg:
		m.newRequest().Folder = msg.Folder
	case sidebar.DuplicateMsg:
		m.files.duplicate(msg.ID)
	case sidebar.RenameMsg:
		m.files.move(msg.ID, msg.NewID)
	case sidebar.RenameFolderMsg:
		m.files.moveFolder(msg.Folder, msg.New)
	case sidebar.DeleteMsg:
		m.files.delete(msg.ID)
	case sidebar.LeaveMsg, variables.LeaveMsg:
		m.leave()
	}
	return nil
}
