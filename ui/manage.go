package ui

import (
	"fmt"
	"path"

	"dowse/client/session"
	"dowse/collections"
	"dowse/ui/draft"
	"dowse/ui/theme"
)

// change is something that was done to the collection, or to several requests at once, and can be taken back.
type change struct {
	what string
	back func(*Model) error
}

// did notes a change, as the last thing that was done.
func (m *Model) did(what string, back func(*Model) error) {
	m.changes, m.changedLast = append(m.changes, change{what, back}), true
	m.changed()
}

// takeBack undoes the last change.
func (m *Model) takeBack() {
	last := m.changes[len(m.changes)-1]
	m.changes = m.changes[:len(m.changes)-1]
	if err := last.back(m); err != nil {
		m.fail(err)
		return
	}
	m.changed()
	m.giveRequest()
	m.refresh()
	m.say(theme.Good, "took back: "+last.what)
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
	m.edit(copied, "copy of "+m.label(key))
	m.giveRequest()
	m.say(theme.Good, "a copy of "+m.label(key)+"; "+m.look.keymap.Key("save", "everywhere")+" saves it under a name")
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

// move gives a request another name, and so its file another path.
func (m *Model) move(from, to string) {
	d := m.load(from)
	if d == nil || from == to {
		return
	}
	if d.Saved == nil {
		m.saveAt(d, to)
		return
	}
	if err := m.moveFile(d, to); err != nil {
		m.fail(err)
		return
	}
	m.did("rename "+from+" to "+to, func(m *Model) error { return m.moveFile(d, from) })
	m.refresh()
	m.panes.collection.GoTo(to)
	m.say(theme.Good, from+" is "+to+" now")
}

// checkID says why a request cannot have a name.
func (m *Model) checkID(from, to string) error {
	if err := collections.ValidID(to); err != nil {
		return err
	}
	if c := m.session.Collection; c != nil && c.Request(to) != nil {
		return fmt.Errorf("there is a request %s already", to)
	}
	return nil
}

// moveFile moves the file of a request, and changes what names its picks by where it was.
func (m *Model) moveFile(d *draft.Draft, to string) error {
	c, from := m.session.Collection, d.Key
	if err := c.Move(c.Request(from), to); err != nil {
		return err
	}
	d.Keep(*c.Request(to))
	m.renamed(from, d)
	names := map[string]string{}
	for _, k := range d.Request.Picks {
		names[session.ExactName(from, k.Name)] = session.ExactName(to, k.Name)
	}
	m.replaceNames(names)
	m.giveRequest()
	return nil
}

// renamed tells everyone who knows a draft by its key that it has another.
func (m *Model) renamed(from string, d *draft.Draft) {
	m.desk.rename(from, d)
	m.session.Rename(from, d.Key)
	if m.sending != nil && m.sending.key == from {
		m.sending.key = d.Key
	}
}

// delete moves a request to the trash. One that has no file is only gone from the screen.
func (m *Model) delete(key string) {
	d := m.load(key)
	if d == nil {
		return
	}
	var file collections.Trashed
	if d.Saved != nil {
		c := m.session.Collection
		var err error
		if file, err = c.Delete(c.Request(key)); err != nil {
			m.fail(err)
			return
		}
	}
	label, next := m.label(key), m.beside(key)
	m.desk.remove(key)
	if m.desk.current == d {
		focus := m.focus
		m.desk.current = nil
		m.options.State.Open = next
		m.openFirst()
		m.setFocus(focus)
	}
	m.did("delete "+label, func(m *Model) error { return m.undelete(d, file) })
	m.refresh()
	m.say(theme.Warn, fmt.Sprintf("%s is deleted; %s here brings it back", label, m.look.keymap.Key("undo", "nav")))
}

// beside is the request after another in the list, or else the one before; empty: there is none.
func (m *Model) beside(key string) string {
	items := m.items()
	for i, item := range items {
		switch {
		case item.ID != key:
		case i+1 < len(items):
			return items[i+1].ID
		case i > 0:
			return items[i-1].ID
		}
	}
	return ""
}

// undelete brings back what was deleted.
func (m *Model) undelete(d *draft.Draft, file collections.Trashed) error {
	if d.Saved != nil {
		if err := m.session.Collection.Restore(file); err != nil {
			return err
		}
	}
	m.desk.add(d)
	m.refresh()
	m.panes.collection.GoTo(d.Key)
	return nil
}

// label is how a request is called on the screen: by its name, or by its URL while it has none.
func (m *Model) label(key string) string {
	if d := m.desk.drafts[key]; d != nil {
		return d.Title()
	}
	return key
}
