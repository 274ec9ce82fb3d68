package ui

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"dowse/collections"
	"dowse/collections/address"
	"dowse/collections/vars"
	"dowse/ui/drafts"
	"dowse/ui/draw/quantity"
	"dowse/ui/draw/theme"
	"dowse/ui/pane/variables"
	"dowse/ui/widget/dialog"
)

// renamePick gives a pick another name, after asking what shall become of the requests that use it.
func (m *picks) renamePick(key, old, name string) {
	d := m.load(key)
	if d == nil || old == name {
		return
	}
	if note, ok := m.checkName(key, old, name); !ok {
		m.say(theme.Bad, note)
		return
	}
	i := slices.IndexFunc(d.Request.Picks, func(k collections.Pick) bool { return k.Name == old })
	if i < 0 {
		m.say(theme.Muted, old+" is no pick of "+m.drafts.Label(key))
		return
	}
	k := d.Request.Picks[i]
	k.Name = name
	m.renameTo(d, old, k)
}

// renameTo puts a pick of another name in the place of one, after asking about the requests that use it.
func (m *picks) renameTo(d *drafts.Draft, old string, k collections.Pick) {
	name, uses := k.Name, m.known.usedBy(d.Key, old)
	if len(uses) == 0 {
		m.putPick(d, old, k)
		m.say(theme.Good, old+" is "+name+" now")
		return
	}
	if len(m.known.users[name]) > 0 {
		m.say(theme.Bad, fmt.Sprintf("%s uses {{%s}} already: under one name both could not be told apart any more", strings.Join(m.drafts.Labels(m.known.users[name]), ", "), name))
		return
	}
	m.show(dialog.NewCard(m.look.theme, dialog.CardOptions{
		Title: "Rename " + old, What: fmt.Sprintf("%s becomes %s. It is used by:", old, name), Lines: m.drafts.Labels(uses),
		Choices: []dialog.Choice{
			{Title: "Rename it everywhere", Msg: doing(func() { m.renameEverywhere(d, old, k) })},
			{Title: "Rename the pick alone", Help: "what uses it has no value then", Msg: doing(func() { m.putPick(d, old, k) })},
			{Title: "Leave it", Msg: dialog.CloseMsg{}},
		},
	}))
}

// putPick puts a pick in the place of another one of a request.
func (m *picks) putPick(d *drafts.Draft, old string, k collections.Pick) {
	m.setPick(d, old, k)
	m.refresh()
}

// renameEverywhere gives a pick another name, there and wherever it is used, as one change.
func (m *picks) renameEverywhere(d *drafts.Draft, old string, k collections.Pick) {
	name, before, after := k.Name, d.Request, withPick(d.Request, old, k)
	users, err := m.renameAll(d, old, name, after, m.known.users)
	m.giveRequest()
	m.refresh()
	if err != nil {
		m.say(theme.Bad, fmt.Sprintf("%s keeps its name, no file was changed: %v", old, err))
		return
	}
	m.did(fmt.Sprintf("rename %s to %s", old, name), func() error {
		_, err := m.renameAll(d, name, old, before, map[string][]string{name: users, collections.ExactName(d.Key, name): users})
		return err
	}, func() error { _, err := m.renameAll(d, old, name, after, m.known.users); return err })
	m.say(theme.Good, fmt.Sprintf("%s is %s now, also in the %s it", old, name, quantity.Of(len(users), "request that uses", "requests that use")))
}

// renameAll gives a request the picks of another, one of which has another name, and changes that name in the placeholders
// of those that use it. It gives which requests these were. Where it fails no file is changed, and what is on the screen
// goes back to what the files say.
func (m *picks) renameAll(d *drafts.Draft, from, to string, picks collections.Request, users map[string][]string) (replaced []string, err error) {
	users = maps.Clone(users)
	before := d.Request
	names := map[string]string{from: to, collections.ExactName(d.Key, from): collections.ExactName(d.Key, to)}
	err = m.together(d, func() (err error) {
		m.putPicks(d, picks)
		replaced, err = m.replaceNames(names, users)
		return err
	})
	if err == nil {
		return replaced, nil
	}
	back := map[string]string{}
	for from, to := range names {
		back[to] = from
	}
	undone := map[string][]string{to: replaced, collections.ExactName(d.Key, to): replaced}
	_ = m.together(d, func() error {
		m.putPicks(d, before)
		_, again := m.replaceNames(back, undone)
		return again
	})
	return replaced, err
}

// putPicks gives a request the picks of another, as a part of a change.
func (m *picks) putPicks(d *drafts.Draft, other collections.Request) {
	r, before := d.Request, d.Request.Picks
	r.Picks, r.Page = other.Picks, other.Page
	d.Replace(r)
	m.picksChanged(d, before, d.Sent)
}

// together makes the saves in f one change of the collection.
func (m *picks) together(d *drafts.Draft, f func() error) error {
	if m.session.Collection == nil {
		return f()
	}
	return m.trusting(d.Request, func() error { return m.session.Collection.Together(f) })
}

// replaceNames changes names in the placeholders of the requests that use them, and gives those that it
// changed.
func (m *picks) replaceNames(names map[string]string, users map[string][]string) (replaced []string, failed error) {
	var keys []string
	for name := range names {
		for _, key := range users[name] {
			if !slices.Contains(keys, key) {
				keys = append(keys, key)
			}
		}
	}
	for _, key := range keys {
		d := m.load(key)
		if d == nil {
			continue
		}
		changed := withNames(d.Request, names)
		if reflect.DeepEqual(changed, d.Request) {
			continue // it inherits what uses the name
		}
		replaced = append(replaced, key)
		failed = errors.Join(failed, m.rewrite(d, changed))
	}
	failed = errors.Join(failed, m.replaceInSettings(names))
	m.known.countUses()
	m.changed()
	return replaced, failed
}

// rewrite changes a request, as a part of a change. One that was saved as it is is written, another keeps the change with its
// other edits.
func (m *picks) rewrite(d *drafts.Draft, changed collections.Request) error {
	saved := !d.Unsaved()
	d.Replace(changed)
	if !saved || d.Saved == nil {
		return nil
	}
	if err := m.write(d.Request); err != nil {
		return err
	}
	d.Keep(d.Request)
	return nil
}

// replaceInSettings changes names in what requests inherit from files.
func (m *picks) replaceInSettings(names map[string]string) error {
	c := m.session.Collection
	if c == nil {
		return nil
	}
	replace := func(s *collections.Settings, save func() error) error {
		before := *s
		*s = withNames(collections.Request{Settings: before}, names).Settings
		if reflect.DeepEqual(before, *s) {
			return nil
		}
		if err := save(); err != nil {
			*s = before
			return err
		}
		return nil
	}
	err := replace(&c.Settings, c.SaveCollection)
	for _, f := range c.Folders {
		err = errors.Join(err, replace(&f.Settings, func() error { return c.SaveFolder(f) }))
	}
	for _, e := range c.Environments {
		err = errors.Join(err, replace(&e.Settings, func() error { return c.SaveEnvironment(e) }))
	}
	return err
}

// withNames is a request whose placeholders have other names.
func withNames(r collections.Request, names map[string]string) collections.Request {
	to := func(name string) (string, bool) { to, ok := names[name]; return to, ok }
	return r.WithTexts(func(text string) string { return vars.RenameUses(text, to) })
}

// deletePick forgets a pick, after saying what uses it.
func (m *picks) deletePick(key, name string) {
	if d := m.load(key); d == nil || !slices.ContainsFunc(d.Request.Picks, func(k collections.Pick) bool { return k.Name == name }) {
		m.say(theme.Muted, name+" is no pick, so there is nothing to delete here; it comes from "+m.drafts.Label(key))
		return
	}
	uses := m.known.usedBy(key, name)
	if len(uses) == 0 {
		m.dropPick(key, name)
		return
	}
	m.show(dialog.NewCard(m.look.theme, dialog.CardOptions{
		Title: "Delete " + name, Role: theme.Warn, What: fmt.Sprintf("%s is used by %s.", name, strings.Join(m.drafts.Labels(uses), ", ")),
		Means: "They would have no value for it any more.",
		Choices: []dialog.Choice{
			{Title: "Keep it", Msg: dialog.CloseMsg{}},
			{Title: "Delete it all the same", Help: "undo brings it back", Msg: doing(func() { m.dropPick(key, name) })},
		},
	}))
}

func (m *picks) dropPick(key, name string) {
	d := m.load(key)
	if d == nil || !slices.ContainsFunc(d.Request.Picks, func(k collections.Pick) bool { return k.Name == name }) {
		m.say(theme.Muted, name+" is no pick: change it where it is written, in "+key)
		return
	}
	m.setPicks(d, slices.DeleteFunc(slices.Clone(d.Request.Picks), func(k collections.Pick) bool { return k.Name == name }), "delete "+name)
	m.refresh()
	m.say(theme.Warn, name+" is deleted")
}

// checkRename says what keeps a variable from having another name.
func (m *picks) checkRename(r variables.RenameMsg) error {
	switch {
	case r.Kind == variables.Picked:
		if note, ok := m.checkName(r.Source, r.Name, r.New); !ok {
			return errors.New(note)
		}
	case m.session.Collection == nil:
		return fmt.Errorf("there is no collection, so %s is written in no file", r.Name)
	case r.Name == address.Base:
		return fmt.Errorf("%s is a key of environments, and keeps its name", r.Name)
	case !collections.ValidName(r.New):
		return fmt.Errorf("%s is no name: a name has letters, digits, _ and -, and begins with a letter or _", r.New)
	case slices.Contains(m.known.takenNames(), r.New):
		return fmt.Errorf("there is a variable %s already: under one name both could not be told apart any more", r.New)
	}
	return nil
}

// renameWritten gives a variable that is written in files another name, there and wherever it is used, after asking.
func (m *picks) renameWritten(d *drafts.Draft, old, name string) {
	uses := m.known.usedBy("", old)
	if len(uses) == 0 {
		m.renameDefinitions(d, old, name)
		return
	}
	m.show(dialog.NewCard(m.look.theme, dialog.CardOptions{
		Title: "Rename " + old, What: fmt.Sprintf("%s becomes %s, in every environment too. It is used by:", old, name), Lines: m.drafts.Labels(uses),
		Choices: []dialog.Choice{
			{Title: "Rename it everywhere", Msg: doing(func() { m.renameDefinitions(d, old, name) })},
			{Title: "Leave it", Msg: dialog.CloseMsg{}},
		},
	}))
}

// renameDefinitions renames a variable that is written in files, as one change.
func (m *picks) renameDefinitions(d *drafts.Draft, old, name string) {
	users, err := m.replaceWritten(d, old, name, m.known.users)
	if err != nil {
		m.say(theme.Bad, fmt.Sprintf("%s keeps its name, no file was changed: %v", old, err))
		return
	}
	m.did(fmt.Sprintf("rename %s to %s", old, name), func() error {
		_, err := m.replaceWritten(d, name, old, map[string][]string{name: users})
		return err
	}, func() error { _, err := m.replaceWritten(d, old, name, m.known.users); return err })
	m.say(theme.Good, fmt.Sprintf("%s is %s now, also in the %s it", old, name, quantity.Of(len(users), "request that uses", "requests that use")))
}

// replaceWritten renames where a variable is written and where it is used.
func (m *picks) replaceWritten(d *drafts.Draft, old, name string, users map[string][]string) (replaced []string, err error) {
	users = maps.Clone(users)
	both := func(old, name string) (err error) {
		if _, err := m.session.Collection.RenameVariable(old, name); err != nil {
			return err
		}
		if err := m.renameOwn(old, name); err != nil {
			return err
		}
		replaced, err = m.replaceNames(map[string]string{old: name}, users)
		return err
	}
	if err = m.together(d, func() error { return both(old, name) }); err != nil { // no file was written
		users = map[string][]string{name: replaced}
		_ = m.together(d, func() error { return both(name, old) })
	}
	m.giveRequest()
	m.refresh()
	return replaced, err
}

// renameOwn renames a request's own variables.
func (m *picks) renameOwn(old, name string) error {
	for _, r := range m.session.Collection.Requests {
		if !slices.ContainsFunc(r.Vars, func(v collections.Variable) bool { return v.Name == old }) {
			continue
		}
		d := m.load(r.ID)
		if d == nil {
			continue
		}
		changed := d.Request
		changed.Vars = slices.Clone(changed.Vars)
		for i := range changed.Vars {
			if changed.Vars[i].Name == old {
				changed.Vars[i].Name = name
			}
		}
		if err := m.rewrite(d, changed); err != nil {
			return err
		}
	}
	return nil
}
