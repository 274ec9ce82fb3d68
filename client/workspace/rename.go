package workspace

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"dowse/collections"
	"dowse/collections/address"
	"dowse/collections/vars"
)

// RenameVariable gives a variable another name in all files: where it is picked, where it is written, and wherever it is used. All
// of them change or none does. A draft that is edited has the name too, and its file keeps what it has until it is saved. Undo
// replaces the name again in just those places.
func (w Workspace) RenameVariable(from, to string) (Change, error) {
	if err := w.CheckRename(from, to); err != nil {
		return Change{}, err
	}
	return w.rename(from, to, func(string) bool { return true })
}

// CheckRename says why a variable cannot have another name.
func (w Workspace) CheckRename(from, to string) error {
	names := w.TakenNames()
	switch {
	case w.Session.Collection == nil:
		return ErrNoCollection
	case from == address.Base:
		return fmt.Errorf("%s is a key of environments, and keeps its name", from)
	case !slices.Contains(names, from):
		return &UnknownVariableError{from, names}
	case !collections.ValidName(to):
		return fmt.Errorf("%s is no name: a name has letters, digits, _ and -, and begins with a letter or _", to)
	case slices.Contains(names, to):
		return fmt.Errorf("there is a variable %s already: under one name both could not be told apart any more", to)
	}
	if users := w.Users(to); len(users) > 0 {
		return fmt.Errorf("%s uses {{%s}} already: under one name both could not be told apart any more", strings.Join(users, ", "), to)
	}
	return nil
}

// UnknownVariableError says that there is no variable of a name.
type UnknownVariableError struct {
	Name  string
	Names []string // those that there are
}

// Error names the variable.
func (e *UnknownVariableError) Error() string {
	return fmt.Sprintf("there is no variable %q: no request picks it, and no file gives it a value", e.Name)
}

// rename replaces a name in the requests that in allows, in what they inherit, and where it is defined.
func (w Workspace) rename(from, to string, in func(id string) bool) (Change, error) {
	var replaced, saved []string
	var drafts []Draft
	open := map[string]Draft{}
	for _, d := range w.Drafts {
		open[d.Key] = d
	}
	names := w.exactNames(from, to)
	for key, d := range open {
		if changed := withNames(d.Request, names); in(key) && !reflect.DeepEqual(changed, d.Request) {
			d.Request = changed
			drafts, replaced = append(drafts, d), append(replaced, key)
		}
	}
	change, err := w.change(w.using(names), func(c *collections.Collection) error {
		return c.Together(func() error {
			if _, err := c.RenameVariable(from, to); err != nil {
				return err
			}
			for _, r := range slices.Clone(c.Requests) {
				changed := withNames(*r, names)
				if !in(r.ID) || open[r.ID].Edited || reflect.DeepEqual(changed, *r) {
					continue
				}
				if saved = append(saved, r.ID); !slices.Contains(replaced, r.ID) {
					replaced = append(replaced, r.ID)
				}
				if err := c.Save(&changed); err != nil {
					return err
				}
			}
			return renameInSettings(c, names)
		})
	})
	if err != nil {
		return change, err
	}
	change.Drafts, change.Replaced = drafts, replaced
	change.Undo = func(w Workspace) (Change, error) {
		return w.rename(to, from, func(id string) bool { return slices.Contains(replaced, id) })
	}
	return change, nil
}

// exactNames are the names that a variable has, and those that it gets: its own, and that of the pick of each request.
func (w Workspace) exactNames(from, to string) map[string]string {
	names := map[string]string{from: to}
	for _, producer := range w.Session.Suppliers(from) {
		names[collections.ExactName(producer.Key, from)] = collections.ExactName(producer.Key, to)
	}
	return names
}

// using are the saved requests in which any of the names is replaced.
func (w Workspace) using(names map[string]string) (ids []string) {
	if c := w.Session.Collection; c != nil {
		for _, r := range c.Requests {
			if !reflect.DeepEqual(withNames(*r, names), *r) {
				ids = append(ids, r.ID)
			}
		}
	}
	return ids
}

// renameInSettings replaces names in what requests inherit from files.
func renameInSettings(c *collections.Collection, names map[string]string) error {
	replace := func(s collections.Settings) (collections.Settings, bool) {
		changed := withNames(collections.Request{Settings: s}, names).Settings
		return changed, !reflect.DeepEqual(changed, s)
	}
	if s, other := replace(c.Settings); other {
		c.Settings = s
		if err := c.SaveCollection(); err != nil {
			return err
		}
	}
	for _, f := range slices.Clone(c.Folders) {
		if s, other := replace(f.Settings); other {
			changed := *f
			changed.Settings = s
			if err := c.SaveFolder(&changed); err != nil {
				return err
			}
		}
	}
	for _, e := range slices.Clone(c.Environments) {
		if s, other := replace(e.Settings); other {
			changed := *e
			changed.Settings = s
			if err := c.SaveEnvironment(&changed); err != nil {
				return err
			}
		}
	}
	return nil
}

// withNames is a request whose placeholders, picks and own variables have other names.
func withNames(r collections.Request, names map[string]string) collections.Request {
	named := func(name string) (string, bool) { to, ok := names[name]; return to, ok }
	r = r.WithTexts(func(text string) string { return vars.RenameUses(text, named) })
	for i := range r.Picks {
		if to, ok := names[r.Picks[i].Name]; ok {
			r.Picks[i].Name = to
		}
	}
	for i := range r.Vars {
		if to, ok := names[r.Vars[i].Name]; ok {
			r.Vars[i].Name = to
		}
	}
	if r.Page != nil {
		if to, ok := names[r.Page.Next]; ok {
			r.Page.Next = to
		}
	}
	return r
}
