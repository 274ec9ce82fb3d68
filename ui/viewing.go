package ui

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/client"
	"dowse/client/document"
	"dowse/client/runner"
	"dowse/collections"
	"dowse/ui/action"
	"dowse/ui/drafts"
	"dowse/ui/draw/layout"
)

// View is a body to read that no request brought: that of a file, or what a pipe brings.
type View struct {
	Name   string // as it is shown
	Source client.Source
	Query  string // the filter to begin with; empty: none
}

// notViewing are the actions that need a request, which a body that is only read has not.
func notViewing() []action.ID {
	return []action.ID{
		action.Send, action.GoURL, action.Save, action.SaveAs, action.NextPane, action.PreviousPane,
		action.GoCollection, action.GoRequest, action.GoResponse, action.GoVariables, action.Grow, action.Shrink, action.Even,
		action.New, action.OpenFolder, action.Import, action.Method, action.Insecure, action.Environment, action.Back, action.Undo, action.Redo,
		action.PickValue, action.PickAll, action.Which, action.Mark, action.PickMarked, action.Map, action.Follow, action.CopyURL, action.CopyCurl, action.Advise,
	}
}

// beginView puts the body to read on the screen, and nothing beside it.
func (m *Model) beginView(v *View) {
	m.wish.Alone, m.focus = true, layout.Response
	m.drafts.Current = m.drafts.Add(drafts.New(v.Name, collections.Request{}))
}

// read begins to read what is only to be viewed.
func (m *Model) read() tea.Cmd {
	if m.options.View == nil {
		return nil
	}
	d, source := m.drafts.Current, m.options.View.Source
	format := d.Format
	return m.sends.start(&sending{keys: []string{d.Key}}, stepOf(d), func(ctx context.Context) runner.Outcome {
		e, err := client.Read(ctx, source)
		if e.Answered() {
			if format != document.Auto {
				e = e.ReadAs(format)
			}
			e.Document() // parsed here, where nobody waits for it
		}
		return runner.Outcome{Exchange: e, Err: err}
	})
}
