package ui

import (
	"fmt"
	"path"
	"path/filepath"
	"slices"

	"dowse/collections"
	"dowse/ui/draft"
	"dowse/ui/layout"
	"dowse/ui/sidebar"
	"dowse/ui/theme"
)

// load gives the draft of a key, opening its file when there is none yet; nil: there is no such request.
func (m *Model) load(key string) *draft.Draft {
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
	return m.desk.add(draft.Open(*saved))
}

func (d *desk) add(new *draft.Draft) *draft.Draft {
	if d.drafts[new.Key] == nil {
		d.order = append(d.order, new.Key)
	}
	d.drafts[new.Key] = new
	return new
}

// rename gives a draft the key it has now.
func (d *desk) rename(from string, to *draft.Draft) {
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
		m.say(theme.Bad, fmt.Sprintf("there is no request %s", key))
		return
	}
	if m.desk.current != nil {
		m.desk.current.Rest()
	}
	m.desk.current = d
	m.changed()
	m.giveRequest()
	m.giveExchange()
	m.showProgress()
	m.refresh()
}

// openFirst puts something on the screen when nothing is: what was there last, the first request of the
// collection, or a new one.
func (m *Model) openFirst() {
	if key := m.options.State.Open; key != "" && m.load(key) != nil {
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
	for key == "" || m.desk.drafts[key] != nil && !m.desk.drafts[key].Empty() {
		m.desk.fresh++
		key = fmt.Sprintf("new %d", m.desk.fresh)
	}
	if m.desk.drafts[key] == nil {
		m.desk.add(draft.New(key, collections.Request{Method: "GET"}))
	}
	m.open(key)
	m.goTo(layout.URL)
}

// duplicate begins a request like another.
func (m *Model) duplicate(key string) {
	d := m.load(key)
	if d == nil {
		return
	}
	copied := d.Request
	copied.Picks = nil // a name has one producer
	m.newRequest()
	m.desk.current.Folder = folderOf(d)
	m.edit(copied, "copy of "+d.Title())
	m.giveRequest()
	m.say(theme.Good, "a copy of "+d.Title()+"; "+m.look.keymap.Key("save", "everywhere")+" saves it under a name")
}

// folderOf is the folder that a draft's file is in, or is to go to.
func folderOf(d *draft.Draft) string {
	if d.Saved == nil {
		return d.Folder
	}
	if dir := path.Dir(d.Key); dir != "." {
		return dir
	}
	return ""
}

// move gives a request another ID, and so its file another path.
func (m *Model) move(from, to string) {
	d := m.load(from)
	if d == nil || from == to {
		return
	}
	if d.Saved == nil {
		m.saveAt(d, to)
		return
	}
	c := m.session.Collection
	if uses := c.Uses(from); len(uses) > 0 {
		m.say(theme.Warn, fmt.Sprintf("%s uses {{pick.%s...}}: change it there too", uses[0], from))
	}
	if err := c.Move(c.Request(from), to); err != nil {
		m.fail(err)
		return
	}
	saved := *c.Request(to)
	current := m.desk.current == d
	d.Keep(saved)
	m.renamed(from, d)
	if current {
		m.giveRequest()
	}
	m.changed()
	m.refresh()
}

// renamed tells everyone who knows a draft by its key that it has another.
func (m *Model) renamed(from string, d *draft.Draft) {
	m.desk.rename(from, d)
	m.session.Rename(from, d.Key)
	if m.sending != nil && m.sending.key == from {
		m.sending.key = d.Key
	}
}

// trashed is a deletion that can be taken back.
type trashed struct {
	at    int // how many changes there were before and with it
	draft *draft.Draft
	file  collections.Trashed
	saved bool
}

// delete moves a request to the trash.
func (m *Model) delete(key string) {
	d := m.load(key)
	if d == nil {
		return
	}
	gone := trashed{draft: d, saved: d.Saved != nil}
	if gone.saved {
		c := m.session.Collection
		var err error
		if gone.file, err = c.Delete(c.Request(key)); err != nil {
			m.fail(err)
			return
		}
	}
	m.desk.remove(key)
	if m.desk.current == d {
		focus := m.focus
		m.desk.current = nil
		m.options.State.Open = ""
		m.openFirst()
		m.setFocus(focus)
	}
	m.changed()
	gone.at = m.edits
	m.trash = append(m.trash, gone)
	m.refresh()
	m.say(theme.Warn, fmt.Sprintf("%s is in the trash; %s brings it back", d.Title(), m.look.keymap.Key("undo", "nav")))
}

// undelete brings back what was deleted last.
func (m *Model) undelete() {
	gone := m.trash[len(m.trash)-1]
	m.trash = m.trash[:len(m.trash)-1]
	if gone.saved {
		if err := m.session.Collection.Restore(gone.file); err != nil {
			m.fail(err)
			return
		}
	}
	m.desk.add(gone.draft)
	m.changed()
	m.refresh()
	m.say(theme.Good, gone.draft.Title()+" is back")
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
		if d.Saved == nil && (!d.Empty() || d == m.desk.current) {
			items = append(items, sidebar.Item{ID: d.Key, Name: urlName(d.Request), Method: method(d.Request), Unsaved: d.Unsaved(), Open: d == m.desk.current, Draft: true})
		}
	}
	if m.session.Collection == nil {
		return items
	}
	for _, r := range m.session.Collection.Requests {
		item := sidebar.Item{ID: r.ID, Name: r.Name, Method: method(*r)}
		if d := m.desk.drafts[r.ID]; d != nil {
			item.Unsaved, item.Open, item.Method = d.Unsaved(), d == m.desk.current, method(d.Request)
		}
		items = append(items, item)
	}
	return items
}

func method(r collections.Request) string {
	if r.Method == "" {
		return "GET"
	}
	return r.Method
}

// urlName names a request that has no file by its URL.
func urlName(r collections.Request) string {
	if r.URL == "" {
		return "new request"
	}
	return r.URL
}
