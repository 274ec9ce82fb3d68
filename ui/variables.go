package ui

import (
	"fmt"
	"slices"

	"dowse/collections"
	"dowse/collections/vars"
	"dowse/ui/action"
	"dowse/ui/draw/layout"
	"dowse/ui/draw/theme"
	"dowse/ui/widget/field"
)

// refresh gives the panes the variables and the list of requests as they are now.
func (m *screen) refresh() {
	rows, err := m.known.look()
	p := &field.Placeholders{Candidates: m.known.candidates(), Transforms: vars.Transforms(), Value: m.known.value}
	m.panes.response.SetEmpty(m.emptyResponse())
	m.panes.url.SetPlaceholders(p)
	m.panes.request.SetPlaceholders(p)
	m.panes.variables.SetVariables(rows)
	m.refreshItems()
	if err != nil {
		m.say(theme.Bad, err.Error())
	}
}

// refreshItems gives the collection pane its requests.
func (m *screen) refreshItems() {
	m.panes.collection.SetRoot(m.workspaceName())
	m.panes.collection.SetItems(m.items())
	if c := m.session.Collection; c != nil {
		m.panes.collection.SetOthers(c.Others)
	}
}

// goToSource shows the field that a variable comes from.
func (m *Model) goToSource(name, key string) {
	if _, ok := m.known.value(name); !ok && m.session.Secret(name) || m.known.supplied(name) {
		m.askSecret(name, nil)
		return
	}
	if m.load(key) == nil {
		m.say(theme.Muted, name+" comes from "+key)
		return
	}
	m.open(key)
	d := m.drafts.Current
	i := slices.IndexFunc(d.Request.Picks, func(k collections.Pick) bool { return k.Name == name })
	if i < 0 || d.Exchange == nil {
		m.setFocus(layout.URL)
		m.say(theme.Warn, fmt.Sprintf("%s was not sent yet in this session; %s sends it", key, m.look.keymap.Key(action.Send, action.Everywhere)))
		return
	}
	m.panes.response.GoToPick(name)
	m.setFocus(layout.Response)
}
