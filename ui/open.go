package ui

import (
	"fmt"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"dowse/client/session"
	"dowse/collections"
	"dowse/ui/drafts"
	"dowse/ui/draw/layout"
	"dowse/ui/draw/theme"
	"dowse/ui/pane/sidebar"
)

// load gives the draft of a key, opening its file when there is none yet; nil: there is no such request.
func (m *Model) load(key string) *drafts.Draft {
	if d := m.desk.drafts[key]; d != nil {
		return d
	}
	if m.session.Collection == nil {
		return nil
	}
	saved := m.session.Collection.Request(key)
	if saved == nil {
		return nil
	}
	return m.desk.add(drafts.Open(*saved))
}

func (d *desk) add(new *drafts.Draft) *drafts.Draft {
	if d.drafts[new.Key] == nil {
		d.order = append(d.order, new.Key)
	}
	d.drafts[new.Key] = new
	new.Join(&d.history)
	return new
}

// open are the open requests as they stand on the screen.
func (d *desk) open() []session.Draft {
	all := make([]session.Draft, 0, len(d.order))
	for _, key := range d.order {
		one := d.drafts[key]
		all = append(all, session.Draft{Key: key, Request: one.Request, Saved: one.Saved != nil})
	}
	return all
}

// rename gives a draft the key it has now.
func (d *desk) rename(from string, to *drafts.Draft) {
	delete(d.drafts, from)
	d.order = slices.DeleteFunc(d.order, func(key string) bool { return key == to.Key })
	if i := slices.Index(d.order, from); i >= 0 {
		d.order[i] = to.Key
	} else {
		d.order = append(d.order, to.Key)
	}
	d.drafts[to.Key] = to
}

func (d *desk) remove(key string) {
	delete(d.drafts, key)
	d.order = slices.DeleteFunc(d.order, func(other string) bool { return other == key })
}

// open puts a request on the screen.
func (m *Model) open(key string) {
	d := m.load(key)
	if d == nil {
		text := "there is no request " + key
		if problem, ok := m.broken()[key]; ok {
			text = problem + "; mend the file: it is read again then"
		}
		m.say(theme.Bad, text)
		return
	}
	if m.desk.current != nil {
		m.desk.current.Rest()
	}
	m.desk.current = d
	m.changed()
	m.giveRequest()
	m.chooseTab()
	m.giveExchange()
	m.showProgress()
	m.refresh()
	if problem, ok := m.broken()[key]; ok {
		m.say(theme.Bad, problem+"; mend the file: it is read again then")
	}
}

// chooseTab shows the body of a request that has nothing in its query, and no body where there is none.
func (m *Model) chooseTab() {
	r, tab := m.desk.current.Request, m.panes.request.Tab()
	switch {
	case tab == queryTab && len(r.Query) == 0 && r.Body.Kind != collections.BodyNone:
		m.panes.request.SetTab(bodyTab)
	case tab == bodyTab && r.Body.Kind == collections.BodyNone:
		m.panes.request.SetTab(queryTab)
	}
}

// queryTab is the tab of the request pane that is shown first.
const queryTab = "Query"

// freshKey is a key for a draft without a file.
func (d *desk) freshKey() string {
	for {
		d.fresh++
		if key := fmt.Sprintf("new %d", d.fresh); d.drafts[key] == nil {
			return key
		}
	}
}

// openFirst puts something on the screen when nothing is: the draft of a key, the first request of the collection,
// or a new one.
func (m *Model) openFirst(key string) {
	if key != "" && m.load(key) != nil {
		m.open(key)
		return
	}
	if c := m.session.Collection; c != nil && len(c.Requests) > 0 {
		m.open(c.Requests[0].ID)
		m.setFocus(layout.Collection)
		return
	}
	m.newRequest()
}

// newRequest begins a request without a file. One that is still empty is used again.
func (m *Model) newRequest() {
	key := ""
	for _, k := range m.desk.order {
		if d := m.desk.drafts[k]; d.Saved == nil && d.Empty() {
			key = k
		}
	}
	if key == "" {
		key = m.desk.freshKey()
		m.desk.add(drafts.New(key, collections.Request{Method: "GET"}))
	}
	m.open(key)
	m.goTo(layout.URL)
}

// workspaceName is how the header names the collection.
func (m *Model) workspaceName() string {
	c := m.session.Collection
	switch {
	case c == nil:
		return "scratch"
	case c.Name != "":
		return safe(c.Name)
	}
	return safe(filepath.Base(c.Root))
}

// items are what the collection pane lists: what has no file first.
func (m *Model) items() []sidebar.Item {
	var items []sidebar.Item
	for _, key := range m.desk.order {
		d := m.desk.drafts[key]
		if m.gone(d) {
			items = append(items, sidebar.Item{ID: d.Key, Method: method(d.Request), URL: d.Request.URL, Unsaved: true, Open: d == m.desk.current})
			continue
		}
		if d.Saved == nil && (!d.Empty() && !d.Passing || d == m.desk.current) {
			items = append(items, sidebar.Item{ID: d.Key, Name: d.Title(), Method: method(d.Request), Unsaved: d.Unsaved(), Open: d == m.desk.current, Draft: true})
		}
	}
	if m.session.Collection == nil {
		return items
	}
	broken := m.broken()
	for _, r := range m.session.Collection.Requests {
		item := sidebar.Item{ID: r.ID, Name: r.Name, Method: method(*r), URL: r.URL, Problem: broken[r.ID]}
		delete(broken, r.ID)
		if d := m.desk.drafts[r.ID]; d != nil {
			item.Unsaved, item.Open, item.Method = d.Unsaved(), d == m.desk.current, method(d.Request)
		}
		items = append(items, item)
	}
	for _, id := range slices.Sorted(maps.Keys(broken)) {
		items = append(items, sidebar.Item{ID: id, Problem: broken[id]})
	}
	return items
}

// broken are the files of requests that cannot be used as they are, by their IDs, each with what is wrong.
func (m *Model) broken() map[string]string {
	all := map[string]string{}
	if m.session.Collection == nil {
		return all
	}
	for _, p := range m.session.Collection.Problems {
		id, isYAML := strings.CutSuffix(p.File, ".yaml")
		base := path.Base(p.File)
		if p.Warning || !isYAML || base == "_folder.yaml" || base == "dowse.yaml" || strings.HasPrefix(id, "env/") {
			continue
		}
		if all[id] == "" {
			all[id] = p.Error()
		}
	}
	return all
}

func method(r collections.Request) string {
	if r.Method == "" {
		return "GET"
	}
	return r.Method
}
