package ui

import (
	"slices"
	"strings"

	"dowse/collections"
	"dowse/collections/vars"
	"dowse/ui/pane/variables"
)

// takenNames are the names of variables that mean something already.
func (s *variableState) takenNames() []string {
	var names []string
	for _, c := range s.candidates() {
		if !strings.HasPrefix(c.Insert, "pick.") {
			names = append(names, c.Insert)
		}
	}
	return names
}

// takenOutside are the names that mean something besides what the request on the screen gives them: a secret among
// its own variables keeps its name when it is taken out.
func (s *variableState) takenOutside() []string {
	var names []string
	for _, layer := range s.scope.Layers() {
		if kindOf(layer.Name) == variables.Request {
			continue
		}
		for _, v := range layer.Variables {
			names = append(names, v.Name)
		}
	}
	for _, p := range s.producers() {
		for _, k := range p.picks {
			names = append(names, k.Name)
		}
	}
	return names
}

// usedBy are the requests that use a variable, by key, what they inherit included; source is the request
// that it is picked from.
func (s *variableState) usedBy(source, name string) []string {
	names := []string{name}
	if source != "" {
		names = append(names, collections.ExactName(source, name))
	}
	var all []string
	for _, n := range names {
		for _, key := range s.users[n] {
			if !slices.Contains(all, key) {
				all = append(all, key)
			}
		}
	}
	return all
}

// uses says whether a request has a placeholder of a name.
func uses(r collections.Request, name string) bool {
	for _, text := range r.Templates() {
		if strings.Contains(text, name) && slices.ContainsFunc(vars.Uses(text), func(u vars.Use) bool { return u.Name == name }) {
			return true
		}
	}
	return false
}

// countUses looks up which saved requests use which variables: when the files are read, not for every frame.
func (s *variableState) countUses() {
	s.saved = map[string][]string{}
	if s.session.Collection == nil {
		return
	}
	for _, r := range s.session.Collection.Requests {
		s.addUses(s.saved, *r, r.ID, true)
	}
}

// findUsers adds the open requests, as they stand, to what is known of the files.
func (s *variableState) findUsers() {
	s.users = map[string][]string{}
	onDesk := func(key string) bool { return s.drafts.Get(key) != nil }
	for name, keys := range s.saved {
		if keys = slices.DeleteFunc(slices.Clone(keys), onDesk); len(keys) > 0 {
			s.users[name] = keys
		}
	}
	for _, d := range s.drafts.All() {
		s.addUses(s.users, d.Request, d.Key, d.Saved != nil)
	}
}

// addUses notes which variables a request uses.
func (s *variableState) addUses(users map[string][]string, r collections.Request, key string, saved bool) {
	resolved, _, err := s.session.Look(r, saved)
	if err != nil {
		resolved = r
	}
	for _, text := range resolved.Templates() {
		for _, use := range vars.Uses(text) {
			if known := users[use.Name]; len(known) == 0 || known[len(known)-1] != key {
				users[use.Name] = append(known, key)
			}
		}
	}
}
