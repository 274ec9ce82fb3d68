package workspace

import (
	"slices"
	"strings"

	"dowse/collections"
	"dowse/collections/vars"
)

// TakenNames are the names of variables that mean something: what any request picks or has of its own, open ones as they stand,
// and what the collection, its folders and its environments give a value.
func (w Workspace) TakenNames() []string {
	taken := map[string]bool{}
	request := func(r collections.Request) {
		for _, k := range r.Picks {
			taken[k.Name] = true
		}
		for _, v := range r.Vars {
			taken[v.Name] = true
		}
	}
	settings := func(s collections.Settings, secrets []collections.SecretRef) {
		for _, v := range s.Vars {
			taken[v.Name] = true
		}
		for _, ref := range secrets {
			taken[ref.Name] = true
		}
	}
	for _, d := range w.Drafts {
		request(d.Request)
	}
	if c := w.Session.Collection; c != nil {
		settings(c.Settings, c.Secrets)
		for _, f := range c.Folders {
			settings(f.Settings, f.Secrets)
		}
		for _, e := range c.Environments {
			settings(e.Settings, e.Secrets)
		}
		for _, r := range c.Requests {
			request(*r)
		}
	}
	names := make([]string, 0, len(taken))
	for name := range taken {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// Users are the keys of the requests that use a variable of any of some names, what they inherit included: open ones as they
// stand, the others as in their files.
func (w Workspace) Users(names ...string) []string {
	var keys []string
	uses := func(r collections.Request, saved bool) bool {
		if resolved, _, err := w.Session.Ready(r, saved); err == nil {
			r = resolved
		}
		return slices.ContainsFunc(r.Templates(), func(text string) bool {
			return strings.Contains(text, "{{") && slices.ContainsFunc(vars.Uses(text), func(u vars.Use) bool { return slices.Contains(names, u.Name) })
		})
	}
	open := map[string]bool{}
	for _, d := range w.Drafts {
		if open[d.Key] = true; uses(d.Request, d.Saved) {
			keys = append(keys, d.Key)
		}
	}
	if w.Session.Collection == nil {
		return keys
	}
	for _, r := range w.Session.Collection.Requests {
		if !open[r.ID] && uses(*r, true) {
			keys = append(keys, r.ID)
		}
	}
	return keys
}
