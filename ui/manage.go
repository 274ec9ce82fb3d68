package ui

import (
	"fmt"
	"path"

	"dowse/collections"
	"dowse/ui/action"
	"dowse/ui/drafts"
	"dowse/ui/draw/layout"
	"dowse/ui/draw/theme"
	"dowse/ui/widget/dialog"
)

// did notes a change of the collection, or of several requests at once, as the last thing that was done.
func (m *screen) did(what string, back, again func() error) {
	m.drafts.History.Did(drafts.Step{What: what, Back: back, Again: again})
	m.changed()
}

// duplicate begins a request like another.
func (m *files) duplicate(key string) {
	d := m.load(key)
	if d == nil {
		return
	}
	copied := d.Request
	copied.Picks = nil // a name has one producer
	begun := m.newRequest()
	begun.Folder = folderOf(d)
	m.edit(begun, copied, "copy of "+m.drafts.Label(key))
	m.giveRequest()
	m.setFocus(layout.Request)
	m.say(theme.Good, "a copy of "+m.drafts.Label(key)+"; "+m.look.keymap.Key(action.Save, action.Everywhere)+" saves it under a name")
}

// folderOf is the folder that a draft's file is in, or is to go to.
func folderOf(d *drafts.Draft) string {
	if d.Saved == nil {
		return d.Folder
	}
	if dir := path.Dir(d.Key); dir != "." {
		return dir
	}
	return ""
}

// renamed tells everyone who knows a draft by its key that it has another.
func (m *files) renamed(from string, d *drafts.Draft) {
	m.drafts.Rename(from, d)
	m.session.Rename(from, d.Key)
	if m.sending != nil {
		m.sending.rename(from, d.Key)
	}
}

// gone says whether the file of a request is not there any more.
func (m *screen) gone(d *drafts.Draft) bool {
	return d.Saved != nil && (m.session.Collection == nil || m.session.Collection.Request(d.Key) == nil)
}

// delete deletes a request, after saying what uses its picks.
func (m *files) delete(key string) {
	d := m.load(key)
	if d == nil {
		return
	}
	users := m.usesOf(d)
	if len(users) == 0 {
		m.deleteNow(d)
		return
	}
	m.show(dialog.NewCard(m.look.theme, dialog.CardOptions{
		Title: "Delete " + m.drafts.Label(key), Role: theme.Warn, What: "It is used by:", Lines: users, Means: "They would miss it, or have no value for what it picks.",
		Choices: []dialog.Choice{
			{Title: "Keep it", Msg: dialog.CloseMsg{}},
			{Title: "Delete it all the same", Help: "undo brings it back", Msg: doing(func() { m.deleteNow(d) })},
		},
	}))
}

// deleteNow deletes a request, and notes how to bring it back.
func (m *files) deleteNow(d *drafts.Draft) {
	label := m.drafts.Label(d.Key)
	file, err := m.remove(d)
	if err != nil {
		m.fail(err)
		return
	}
	m.did("delete "+label, func() error { return m.undelete(d, file) }, func() (err error) { file, err = m.remove(d); return err })
	m.refresh()
	m.say(theme.Warn, fmt.Sprintf("%s is deleted; %s brings it back", label, m.look.keymap.Key(action.Undo, action.Nav)))
}

// remove moves a request to the trash. One that has no file is only gone from the screen.
func (m *files) remove(d *drafts.Draft) (file collections.Trashed, err error) {
	key := d.Key
	if d.Saved != nil && !m.gone(d) {
		c := m.session.Collection
		if file, err = c.Delete(c.Request(key)); err != nil {
			return file, err
		}
	}
	next := m.beside(key)
	m.drafts.Remove(key)
	if m.drafts.Current == d {
		focus := m.focus
		m.drafts.Current = nil
		m.openFirst(next)
		m.setFocus(focus)
	}
	m.refresh()
	return file, nil
}

// beside is the request after another in the list, or else the one before; empty: there is none.
func (m *files) beside(key string) string {
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
func (m *files) undelete(d *drafts.Draft, file collections.Trashed) error {
	if file.File != "" {
		if err := m.session.Collection.Restore(file); err != nil {
			return err
		}
	}
	m.drafts.Add(d)
	m.refresh()
	m.panes.collection.GoTo(d.Key)
	return nil
}
