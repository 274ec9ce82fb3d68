package ui

import (
	"reflect"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/client/session"
	"dowse/collections"
	"dowse/ui/layout"
	"dowse/ui/theme"
)

// edit changes the request on the screen; what names the edit for whoever takes it back.
func (m *Model) edit(r collections.Request, what string) {
	d := m.desk.current
	before := d.Request
	d.Edit(r, what)
	m.endWait()
	m.changedLast = false
	m.changed()
	if !reflect.DeepEqual(before.Vars, r.Vars) || !reflect.DeepEqual(before.TLS, r.TLS) {
		m.refresh()
		return
	}
	m.lacks = len(m.missing())
	m.panes.response.SetEmpty(m.emptyResponse())
	m.refreshItems()
}

// editURL changes method and URL.
func (m *Model) editURL(method, url string) {
	r := m.desk.current.Request
	what := "URL"
	if method != r.Method {
		what = "method"
	}
	r.Method, r.URL = method, url
	m.edit(r, what)
	m.panes.request.SetRequest(m.desk.current.Request, m.inherited())
}

// giveRequest shows the request as it is now.
func (m *Model) giveRequest() {
	d := m.desk.current
	m.panes.url.SetRequest(method(d.Request), d.Request.URL)
	m.panes.request.SetRequest(d.Request, m.inherited())
}

// inherited is the request with what the files give it, or as it is where they cannot be read.
func (m *Model) inherited() collections.Request {
	d := m.desk.current
	bare := d.Request
	bare.Headers, bare.Auth = nil, nil
	if m.session.Collection == nil || !session.Inherits(d.Request, d.Saved != nil) {
		return collections.Request{}
	}
	resolved, _, err := m.session.Ready(bare, d.Saved != nil)
	if err != nil {
		return collections.Request{}
	}
	return resolved
}

// undo takes back the last edit of the request on the screen; the last change of the collection where that
// was done last, or has the keys.
func (m *Model) undo() tea.Cmd {
	switch inCollection := m.focus == layout.Collection; {
	case len(m.changes) > 0 && (m.changedLast || inCollection):
		m.takeBack()
		return nil
	case inCollection:
		m.say(theme.Muted, "nothing was deleted or moved; edits of a request are taken back in its own pane")
		return nil
	}
	picks := m.desk.current.Request.Picks
	what, ok := m.desk.current.Undo()
	if !ok {
		m.say(theme.Muted, "there is nothing to take back")
		return nil
	}
	m.afterUndo(picks)
	m.say(theme.Good, "took back: "+what)
	return nil
}

func (m *Model) redo() {
	if len(m.undone) > 0 && (m.changedLast || m.focus == layout.Collection) {
		m.doAgain()
		return
	}
	picks := m.desk.current.Request.Picks
	what, ok := m.desk.current.Redo()
	if !ok {
		m.say(theme.Muted, "there is nothing to do again")
		return
	}
	m.afterUndo(picks)
	m.say(theme.Good, "did again: "+what)
}

// afterUndo shows the request as it is now; picks are those it had before.
func (m *Model) afterUndo(picks []collections.Pick) {
	d := m.desk.current
	if !reflect.DeepEqual(picks, d.Request.Picks) {
		m.picksChanged(picks)
	}
	m.changed()
	m.giveRequest()
	m.refresh()
}
