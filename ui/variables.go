package ui

import (
	"fmt"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

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

// valueMsg is the value of a variable, and what is done with it.
type valueMsg struct {
	value vars.Value
	err   error // why there is none
	then  func(vars.Value, error) tea.Cmd
}

// valueOf does something with the value of a variable of the request on the screen. A secret is asked for in the background.
func (m *screen) valueOf(name string, then func(vars.Value, error) tea.Cmd) tea.Cmd {
	d := m.drafts.Current
	_, scope, err := m.session.Ready(d.Request, d.Saved != nil)
	found := scope.Lookup(name)
	switch {
	case err != nil:
		return then(vars.Value{}, err)
	case len(found) == 0:
		return then(vars.Value{}, fmt.Errorf("%s has no value", name))
	case found[0].Resolve == nil:
		return then(found[0].Value, nil)
	}
	return func() tea.Msg {
		value, err := found[0].Get()
		return valueMsg{value, err, then}
	}
}

// valueCame shows what is known of a secret now, and does what it was asked for.
func (m *screen) valueCame(msg valueMsg) tea.Cmd {
	m.refresh()
	return msg.then(msg.value, msg.err)
}

// goToSource shows the field that a variable comes from; a secret that has no value, or one for this session, is typed.
func (m *Model) goToSource(name, key string) tea.Cmd {
	if m.known.supplied(name) {
		m.askSecret(name, nil)
		return nil
	}
	if m.session.Secret(name) && m.load(key) == nil {
		return m.valueOf(name, func(_ vars.Value, err error) tea.Cmd {
			if err != nil {
				m.askSecret(name, nil)
			} else {
				m.say(theme.Muted, name+" comes from "+key)
			}
			return nil
		})
	}
	m.goToPick(name, key)
	return nil
}

// goToPick shows the value that a variable is picked from.
func (m *Model) goToPick(name, key string) {
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
