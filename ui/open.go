package ui

import (
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"dowse/collections"
	"dowse/ui/drafts"
	"dowse/ui/draw/layout"
	"dowse/ui/draw/theme"
	"dowse/ui/pane/sidebar"
)

// load gives the draft of a key, opening its file when there is none yet; nil: there is no such request.
func (m *screen) load(key string) *drafts.Draft {
	if d := m.drafts.Get(key); d != nil {
		return d
	}
	if m.session.Collection == nil {
		return nil
	}
	saved := m.session.Collection.Request(key)
	if saved == nil {
		return nil
	}
	return m.drafts.Add(drafts.Open(*saved))
}

// open puts a request on the screen.
func (m *screen) open(key string) {
	d := m.load(key)
	if d == nil {
		text := "there is no request " + key
		if problem, ok := m.broken()[key]; ok {
			text = problem + "; mend the file: it is read again then"
		}
		m.say(theme.Bad, text)
		return
	}
	if m.drafts.Current != nil {
		m.drafts.Current.Rest()
	}
	m.drafts.Current = d
	m.changed()
	m.giveRequest()
	m.chooseTab(d)
	m.giveExchange()
	m.showProgress()
	m.refresh()
	if problem, ok := m.broken()[key]; ok {
		m.say(theme.Bad, problem+"; mend the file: it is read again then")
	}
}

// chooseTab shows the body of a request that has nothing in its query, and no body where there is none.
func (m *screen) chooseTab(d *drafts.Draft) {
	r, tab := d.Request, m.panes.request.Tab()
	switch {
	case tab == queryTab && len(r.Query) == 0 && r.Body.Kind != collections.BodyNone:
		m.panes.request.SetTab(bodyTab)
	case tab == bodyTab && r.Body.Kind == collections.BodyNone:
		m.panes.request.SetTab(queryTab)
	}
}

// queryTab is the tab of the request pane that is shown first.
const queryTab = "Query"

// openFirst puts something on the screen when nothing is: the draft of a key, the first request of the collection,
// or a new one.
func (m *screen) openFirst(key string) {
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
func (m *screen) newRequest() *drafts.Draft {
	key := ""
	for _, d := range m.drafts.All() {
		if d.Saved == nil && d.Empty() {
			key = d.Key
		}
	}
	if key == "" {
		key = m.drafts.FreshKey()
		m.drafts.Add(drafts.New(key, collections.Request{Method: "GET"}))
	}
	m.open(key)
	m.goTo(layout.URL)
	return m.drafts.Get(key)
}

// workspaceName is how the header names the collection.
func (m *screen) workspaceName() string {
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
func (m *screen) items() []sidebar.Item {
	var items []sidebar.Item
	for _, d := range m.drafts.All() {
		if m.gone(d) {
			items = append(items, sidebar.Item{ID: d.Key, Method: method(d.Request), URL: d.Request.URL, Unsaved: true, Open: d == m.drafts.Current})
			continue
		}
		if d.Saved == nil && (!d.Empty() && !d.Passing || d == m.drafts.Current) {
			items = append(items, sidebar.Item{ID: d.Key, Name: d.Title(), Method: method(d.Request), Unsaved: d.Unsaved(), Open: d == m.drafts.Current, Draft: true})
		}
	}
	if m.session.Collection == nil {
		return items
	}
	broken := m.broken()
	for _, r := range m.session.Collection.Requests {
		item := sidebar.Item{ID: r.ID, Name: r.Name, Method: method(*r), URL: r.URL, Problem: broken[r.ID]}
		delete(broken, r.ID)
		if d := m.drafts.Get(r.ID); d != nil {
			item.Unsaved, item.Open, item.Method = d.Unsaved(), d == m.drafts.Current, method(d.Request)
		}
		items = append(items, item)
	}
	for _, id := range slices.Sorted(maps.Keys(broken)) {
		items = append(items, sidebar.Item{ID: id, Problem: broken[id]})
	}
	return items
}

// broken are the files of requests that cannot be used as they are, by their IDs, each with what is wrong.
func (m *screen) broken() map[string]string {
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
