package ui

import (
	"slices"
	"strings"

	"dowse/client/session"
	"dowse/collections"
	"dowse/collections/vars"
)

// usedBy are the requests that use a variable, by key, what they inherit included; source is the request
// that it is picked from.
func (m *Model) usedBy(source, name string) []string {
	names := []string{name}
	if source != "" {
		names = append(names, collections.ExactName(source, name))
	}
	var all []string
	for _, n := range names {
		for _, key := range m.users[n] {
			if !slices.Contains(all, key) {
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
		m.addUses(m.saved, *r, r.ID, true)
	}
}

// findUsers adds the open requests, as they stand, to what is known of the files.
func (m *Model) findUsers() {
	m.users = map[string][]string{}
	onDesk := func(key string) bool { return m.drafts.Get(key) != nil }
	for name, keys := range m.saved {
		if keys = slices.DeleteFunc(slices.Clone(keys), onDesk); len(keys) > 0 {
			m.users[name] = keys
		}
	}
	for _, d := range m.drafts.All() {
		m.addUses(m.users, d.Request, d.Key, d.Saved != nil)
	}
}

// addUses notes which variables a request uses.
func (m *Model) addUses(users map[string][]string, r collections.Request, key string, saved bool) {
	resolved, _, err := m.session.Ready(r, saved)
	if err != nil {
		resolved = r
	}
	for _, text := range session.Templates(resolved) {
		for _, use := range vars.Uses(text) {
			if known := users[use.Name]; len(known) == 0 || known[len(known)-1] != key {
				users[use.Name] = append(known, key)
			}
		}
	}
}
