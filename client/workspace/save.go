package workspace

import (
	"fmt"

	"dowse/collections"
	"dowse/collections/address"
)

// Save writes a request to the file of its ID. Undo gives the file back what it had, or deletes a new one. The error is a
// *collections.ConflictError where the file was changed by someone else, a *collections.LiteralSecretError where a secret would
// be written out.
func (w Workspace) Save(r collections.Request) (Change, error) {
	var before *collections.Request
	if c := w.Session.Collection; c != nil {
		before = c.Request(r.ID)
	}
	if before == nil || before.URL != r.URL {
		r.URL = address.WithScheme(r.URL, w.Session.HasBase(r))
	}
	change, err := w.change([]string{r.ID}, func(c *collections.Collection) error { return c.Save(&r) })
	if err != nil {
		return change, err
	}
	change.Undo = func(w Workspace) (Change, error) { return w.Delete(r.ID) }
	if before != nil {
		change.Undo = func(w Workspace) (Change, error) { return w.Save(*before) }
	}
	return change, nil
}

// Delete moves a request to the trash. Undo brings it back.
func (w Workspace) Delete(id string) (Change, error) {
	var gone collections.Trashed
	change, err := w.change(nil, func(c *collections.Collection) (err error) {
		r := c.Request(id)
		if r == nil {
			return fmt.Errorf("there is no request %q", id)
		}
		gone, err = c.Delete(r)
		return err
	})
	if err != nil {
		return change, err
	}
	change.Trashed = &gone
	change.Undo = func(w Workspace) (Change, error) { return w.Restore(gone) }
	return change, nil
}

// Restore brings a deleted request back. It refuses where another one is there.
func (w Workspace) Restore(t collections.Trashed) (Change, error) {
	change, err := w.change(nil, func(c *collections.Collection) error { return c.Restore(t) })
	if err == nil {
		change.Undo = func(w Workspace) (Change, error) { return w.Delete(t.ID) }
	}
	return change, err
}
