package ui

import (
	"reflect"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/collections"
	"dowse/ui/action"
	"dowse/ui/drafts"
	"dowse/ui/draw/theme"
	"dowse/ui/pane/request"
	"dowse/ui/pane/urlbar"
)

// edit changes a draft; what names the edit for whoever takes it back.
func (m *screen) edit(d *drafts.Draft, r collections.Request, what string) {
	before := d.Request
	d.Edit(r, what)
	m.endWait()
	m.changed()
	if !reflect.DeepEqual(before.Vars, r.Vars) || !reflect.DeepEqual(before.TLS, r.TLS) {
		m.refresh()
		return
	}
	m.known.lacks = len(m.known.missing(m.drafts.Current))
	m.panes.response.SetEmpty(m.emptyResponse())
	m.refreshItems()
}

// edited takes an edit of the request on the screen, of its URL bar or its pane; nil: there is none.
func (m *screen) edited(intent tea.Msg) {
	d := m.drafts.Current
	switch msg := intent.(type) {
	case urlbar.EditMsg:
		m.editURL(d, msg.Method, msg.URL)
	case request.EditMsg:
		m.edit(d, msg.Onto(d.Request), msg.What)
	}
}

// inRequest carries out an action in the request pane.
func (m *screen) inRequest(id action.ID) tea.Cmd {
	intent, cmd := m.panes.request.Update(action.RunMsg{ID: id})
	m.edited(intent)
	return cmd
}

// editURL changes method and URL.
func (m *screen) editURL(d *drafts.Draft, verb, url string) {
	r := d.Request
	what := "URL"
	if verb != "" && verb != method(r) { // none is GET, and stays so
		r.Method, what = verb, "method"
	}
	r.URL = url
	m.edit(d, r, what)
	if d == m.drafts.Current {
		m.panes.request.SetRequest(d.Request, m.inherited(d))
	}
}

// giveRequest shows the request as it is now.
func (m *screen) giveRequest() {
	d := m.drafts.Current
	m.panes.url.SetRequest(method(d.Request), d.Request.URL)
	m.panes.request.SetRequest(d.Request, m.inherited(d))
}

// inherited is what the files give to a draft; nothing where they cannot be read.
func (m *screen) inherited(d *drafts.Draft) collections.Request {
	bare := d.Request
	bare.Headers, bare.Auth = nil, nil
	if m.session.Collection == nil || !m.session.Inherits(d.Request, d.Saved != nil) {
		return collections.Request{}
	}
	resolved, _, err := m.session.Look(bare, d.Saved != nil)
	if err != nil {
		return collections.Request{}
	}
	return resolved
}

// undo takes back the last thing that was done, whatever pane has the keys and whatever request it was about. Where nothing
// was done in this session, the edits of an earlier one that the request on the screen came with can be taken back.
func (m *picks) undo() tea.Cmd {
	history := &m.drafts.History
	step, ok := history.Newest()
	if !ok {
		m.turnOwn((*drafts.Draft).Undo, "took back: ", "there is nothing to take back")
		return nil
	}
	m.turn(step, history.Undo, "took back: ")
	return nil
}

// redo does again what was taken back last.
func (m *picks) redo() {
	history := &m.drafts.History
	step, ok := history.Undone()
	if !ok {
		m.turnOwn((*drafts.Draft).Redo, "did again: ", "there is nothing to do again")
		return
	}
	m.turn(step, history.Redo, "did again: ")
}

// turnOwn takes back, or does again, an edit of the request on the screen that is no step of this session.
func (m *picks) turnOwn(way func(*drafts.Draft) (string, bool), said, nothing string) {
	d := m.drafts.Current
	before := d.Request
	what, ok := way(d)
	if !ok {
		m.say(theme.Muted, nothing)
		return
	}
	m.turned(d, before)
	m.say(theme.Good, said+what)
}

// turn carries out a step one way and says so; of a request that is not on the screen with its name.
func (m *picks) turn(step drafts.Step, way func() error, said string) {
	m.notice = notice{}
	d := step.Draft
	var before collections.Request
	if d != nil {
		before = d.Request
	}
	if err := way(); err != nil {
		m.fail(err)
		return
	}
	m.changed()
	if d == nil {
		m.giveRequest()
		m.refresh()
	} else {
		if m.drafts.Get(d.Key) != d {
			m.drafts.Add(d)
		}
		if d != m.drafts.Current {
			step.What += ", of " + m.drafts.Label(d.Key)
		}
		m.turned(d, before)
	}
	if m.notice.role != theme.Bad && m.notice.role != theme.Warn { // else there is more to know than that
		m.say(theme.Good, said+step.What)
	}
}

// turned shows a request as it is now, after it was another one. One that is not on the screen is opened, unless all that
// changed is its picks: these are seen in the variables.
func (m *picks) turned(d *drafts.Draft, before collections.Request) {
	if !reflect.DeepEqual(before.Picks, d.Request.Picks) {
		m.picksChanged(d, before.Picks, d.Sent) // what has to be asked about stays in the draft
	}
	before.Picks, before.Page = d.Request.Picks, d.Request.Page
	if d != m.drafts.Current && !reflect.DeepEqual(before, d.Request) {
		m.open(d.Key)
	}
	m.changed()
	m.giveRequest()
	m.refresh()
}
