package drafts

import (
	"fmt"
	"slices"

	"dowse/client/session"
)

// Drafts are the requests that were opened, in the order in which they were, and which of them is on the screen. The zero value
// has none.
type Drafts struct {
	Current *Draft   // on the screen; nil: none is yet
	History History  // what was done, and can be taken back
	Trail   []string // the keys of the drafts from which links were followed, the last one last

	byKey map[string]*Draft
	order []string
	fresh int // how many keys of drafts without a file were given
}

// Get gives the draft of a key; nil: there is none.
func (d *Drafts) Get(key string) *Draft { return d.byKey[key] }

// All gives the drafts in their order.
func (d *Drafts) All() []*Draft {
	all := make([]*Draft, len(d.order))
	for i, key := range d.order {
		all[i] = d.byKey[key]
	}
	return all
}

// Add adds a draft, or puts it in the place of the one of its key. Its edits are steps of the history from now on.
func (d *Drafts) Add(new *Draft) *Draft {
	if d.byKey == nil {
		d.byKey = map[string]*Draft{}
	}
	if d.byKey[new.Key] == nil {
		d.order = append(d.order, new.Key)
	}
	d.byKey[new.Key] = new
	new.Join(&d.History)
	return new
}

// Open are the drafts for a session: the requests as they stand on the screen.
func (d *Drafts) Open() []session.Draft {
	all := make([]session.Draft, 0, len(d.order))
	for _, one := range d.All() {
		all = append(all, session.Draft{Key: one.Key, Request: one.Request, Saved: one.Saved != nil})
	}
	return all
}

// Rename gives a draft, which had the key from, the place of that under the key that it has now.
func (d *Drafts) Rename(from string, to *Draft) {
	delete(d.byKey, from)
	d.order = slices.DeleteFunc(d.order, func(key string) bool { return key == to.Key })
	if i := slices.Index(d.order, from); i >= 0 {
		d.order[i] = to.Key
	} else {
		d.order = append(d.order, to.Key)
	}
	d.byKey[to.Key] = to
	for i, key := range d.Trail {
		if key == from {
			d.Trail[i] = to.Key
		}
	}
}

// Remove takes a draft away.
func (d *Drafts) Remove(key string) {
	delete(d.byKey, key)
	d.order = slices.DeleteFunc(d.order, func(other string) bool { return other == key })
}

// FreshKey is a key for a draft without a file.
func (d *Drafts) FreshKey() string {
	for {
		d.fresh++
		if key := fmt.Sprintf("new %d", d.fresh); d.byKey[key] == nil {
			return key
		}
	}
}

// SkipKeys makes fresh keys begin after the first n: those that drafts of an earlier session may have.
func (d *Drafts) SkipKeys(n int) { d.fresh = n }

// Label is how a request is called on the screen: by its title where it is open, else by its key.
func (d *Drafts) Label(key string) string {
	if one := d.byKey[key]; one != nil {
		return one.Title()
	}
	return key
}

// Labels are the labels of several requests.
func (d *Drafts) Labels(keys []string) []string {
	all := make([]string, len(keys))
	for i, key := range keys {
		all[i] = d.Label(key)
	}
	return all
}
