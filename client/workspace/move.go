package workspace

import (
	"errors"
	"reflect"

	"dowse/collections"
)

// PlanMove plans that a request, or a folder of requests where there is no request of that ID, gets another path, with all that
// names it. Nothing is written.
func (w Workspace) PlanMove(from, to string) (*collections.Relocation, error) {
	c := w.Session.Collection
	switch {
	case c == nil:
		return nil, ErrNoCollection
	case c.Request(from) != nil:
		return c.Relocate(from, to)
	}
	return c.RelocateFolder(from, to)
}

// Move carries a plan out: files move, and what names them, drafts, values and samples go along. Undo moves back.
func (w Workspace) Move(r *collections.Relocation) (Change, error) {
	change, err := w.change([]string{r.To}, func(c *collections.Collection) error { return c.Apply(r) })
	if err != nil {
		return change, err
	}
	change.Relocation = r
	for _, d := range w.Drafts {
		if moved, other := movedDraft(r, d, change.Collection); other {
			change.Drafts = append(change.Drafts, moved)
		}
	}
	if w.Samples != nil {
		for _, one := range change.Collection.Requests {
			if from, ok := r.Before(one.ID); ok {
				change.Unkept = errors.Join(change.Unkept, w.Samples.Rename(from, one.ID))
			}
		}
	}
	change.Undo = func(w Workspace) (Change, error) {
		back, err := w.Session.Collection.Back(r)
		if err != nil {
			return Change{}, err
		}
		return w.Move(back)
	}
	return change, nil
}

// movedDraft is a draft after a move: one that is as in its file is so afterwards; another names what it names by new names.
func movedDraft(r *collections.Relocation, d Draft, c *collections.Collection) (_ Draft, other bool) {
	before := d
	if to, moved := r.Renamed(d.Key); moved && d.Saved {
		d.Key, d.Request.ID = to, to
	}
	if saved := c.Request(d.Key); d.Saved && !d.Edited && saved != nil {
		d.Request = *saved
	} else {
		d.Request = r.Request(d.Request)
	}
	return d, !reflect.DeepEqual(before, d)
}
