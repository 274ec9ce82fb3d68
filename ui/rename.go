package ui

import (
	"fmt"
	"slices"
	"strings"

	"dowse/client/session"
	"dowse/collections"
	"dowse/collections/vars"
	"dowse/ui/card"
	"dowse/ui/theme"
)

// renamePick gives a pick another name, in its request and wherever it is used.
func (m *Model) renamePick(key, old, name string) {
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
		m.say(theme.Muted, old+" is no pick of "+key)
		return
	}
	shown := m.desk.current
	m.desk.current = d
	k := d.Request.Picks[i]
	k.Name = name
	m.setPick(old, k)
	m.desk.current = shown
	if uses := m.usedBy(key, old); len(uses) > 0 {
		m.show(card.New(m.look.theme, card.Options{
			Title: "Renamed", What: fmt.Sprintf("%s is %s now. These use the old name: %s.", old, name, strings.Join(uses, ", ")),
			Choices: []card.Choice{
				{Title: "Change them too", Help: "unsaved until you save each", Msg: doing(func(m *Model) { m.renameUses(old, name, key) })},
				{Title: "Leave them", Msg: card.CloseMsg{}},
			},
		}))
		return
	}
	m.refresh()
	m.say(theme.Good, old+" is "+name+" now")
}

// renameUses writes the new name in every request that uses the old one.
func (m *Model) renameUses(old, name, key string) {
	shown := m.desk.current
	for _, user := range m.usedBy(key, old) {
		d := m.load(user)
		if d == nil {
			continue
		}
		d.Rest()
		d.Edit(withNames(d.Request, map[string]string{old: name, session.ExactName(key, old): session.ExactName(key, name)}), "rename "+old)
		d.Rest()
	}
	m.desk.current = shown
	m.changed()
	m.countUses()
	m.giveRequest()
	m.refresh()
}

// withNames is a request whose placeholders have other names.
func withNames(r collections.Request, names map[string]string) collections.Request {
	change := func(text string) string {
		for _, use := range slices.Backward(vars.Uses(text)) {
			if to, ok := names[use.Name]; ok {
				inside := strings.Replace(text[use.Start:use.End], use.Name, to, 1)
				text = text[:use.Start] + inside + text[use.End:]
			}
		}
		return text
	}
	rows := func(rows collections.Rows) collections.Rows {
		rows = slices.Clone(rows)
		for i := range rows {
			rows[i].Name, rows[i].Value = change(rows[i].Name), change(rows[i].Value)
		}
		return rows
	}
	r.URL, r.Body.Text = change(r.URL), change(r.Body.Text)
	r.Query, r.Headers, r.Body.Form = rows(r.Query), rows(r.Headers), rows(r.Body.Form)
	if r.Auth != nil {
		auth := *r.Auth
		auth.User, auth.Password, auth.Name, auth.Token = change(auth.User), change(auth.Password), change(auth.Name), change(auth.Token)
		r.Auth = &auth
	}
	return r
}

// deletePick forgets a pick, after saying what uses it.
func (m *Model) deletePick(key, name string) {
	uses := m.usedBy(key, name)
	if len(uses) == 0 {
		m.dropPick(key, name)
		return
	}
	m.show(card.New(m.look.theme, card.Options{
		Title: "Delete " + name, Role: theme.Warn, What: fmt.Sprintf("%s is used by %s.", name, strings.Join(uses, ", ")),
		Means: "They would have no value for it any more.",
		Choices: []card.Choice{
			{Title: "Keep it", Msg: card.CloseMsg{}},
			{Title: "Delete it all the same", Help: "undo brings it back", Msg: doing(func(m *Model) { m.dropPick(key, name) })},
		},
	}))
}

func (m *Model) dropPick(key, name string) {
	d := m.load(key)
	if d == nil || !slices.ContainsFunc(d.Request.Picks, func(k collections.Pick) bool { return k.Name == name }) {
		m.say(theme.Muted, name+" is no pick: change it where it is written, in "+key)
		return
	}
	shown := m.desk.current
	m.desk.current = d
	before := d.Request.Picks
	r := d.Request
	r.Picks = slices.DeleteFunc(slices.Clone(r.Picks), func(k collections.Pick) bool { return k.Name == name })
	d.Rest()
	d.Edit(r, "delete "+name)
	d.Rest()
	m.picksChanged(before)
	m.desk.current = shown
	m.refresh()
	m.say(theme.Warn, name+" is deleted")
}

// usedBy are the requests that use a variable, by key; source is the request that it is picked from.
func (m *Model) usedBy(source, name string) []string {
	names := []string{name}
	if source != "" {
		names = append(names, session.ExactName(source, name))
	}
	var all []string
	for _, key := range m.desk.order {
		for _, n := range names {
			if uses(m.desk.drafts[key].Request, n) && !slices.Contains(all, key) {
				all = append(all, key)
			}
		}
	}
	for _, n := range names {
		for _, key := range m.saved[n] {
			if m.desk.drafts[key] == nil && !slices.Contains(all, key) {
				all = append(all, key)
			}
		}
	}
	return all
}

// uses says whether a request has a placeholder of a name.
func uses(r collections.Request, name string) bool {
	for _, text := range session.Templates(r) {
		if strings.Contains(text, name) && slices.ContainsFunc(vars.Uses(text), func(u vars.Use) bool { return u.Name == name }) {
			return true
		}
	}
	return false
}

// countUses looks up which saved requests use which variables: when the files are read, not for every frame.
func (m *Model) countUses() {
	m.saved = map[string][]string{}
	if m.session.Collection == nil {
		return
	}
	for _, r := range m.session.Collection.Requests {
		for _, text := range session.Templates(*r) {
			for _, use := range vars.Uses(text) {
				if users := m.saved[use.Name]; len(users) == 0 || users[len(users)-1] != r.ID {
					m.saved[use.Name] = append(users, r.ID)
				}
			}
		}
	}
}
