package collections

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"dowse/collections/disk"
	"dowse/collections/journal"
)

// Trashed says where a deleted request is, so that it can be restored.
type Trashed struct {
	ID   string
	File string // absolute path of its file in the trash
}

// trashLimit is how long deleted files are kept, and how much all workspaces have of them together: the oldest go first,
// when another one comes.
var trashLimit = disk.Limit{Bytes: 64 << 20, Age: 30 * 24 * time.Hour}

const trashFolder = "trash"

// Delete moves the file of a request to the trash of its workspace in the state folder, and takes the
// request out of the collection. The error is a *ConflictError when the file is not what it was when it
// was read. At any moment the file is in one of the two places, or in both.
func (c *Collection) Delete(r *Request) (Trashed, error) {
	name := r.ID + extension
	held, exists := c.files[name]
	if !exists {
		return Trashed{}, fmt.Errorf("%s has no file, so there is nothing to delete", r.ID)
	}
	trash, err := c.trash()
	if err != nil {
		return Trashed{}, err
	}
	when := time.Now().UTC().Format("20060102T150405.000000000")
	if err := disk.ReplacePrivate(trash, when+"/"+name, nil, held.data); err != nil {
		return Trashed{}, fmt.Errorf("%s was not deleted, it cannot be kept in the trash: %w", r.ID, err)
	}
	gone := Trashed{ID: r.ID, File: filepath.Join(trash, when, filepath.FromSlash(name))}
	if err := c.disk().Remove(name, held.data); err != nil {
		err = errors.Join(err, discard(trash, gone))
		if errors.Is(err, disk.ErrChanged) {
			return Trashed{}, &ConflictError{name}
		}
		return Trashed{}, fmt.Errorf("%s was not deleted: %w", r.ID, err)
	}
	_ = trashLimit.Enforce(time.Now(), gone.File, journal.Each(filepath.Dir(filepath.Dir(trash)), trashFolder)...) // the next time will do
	delete(c.files, name)
	c.Requests = slices.DeleteFunc(c.Requests, func(other *Request) bool { return other.ID == r.ID })
	c.Problems = slices.DeleteFunc(c.Problems, func(p Problem) bool { return p.File == name })
	return gone, nil
}

// Restore puts a deleted request back where it was, byte for byte. It refuses when another one is there.
func (c *Collection) Restore(t Trashed) error {
	name := t.ID + extension
	data, err := os.ReadFile(t.File)
	if err != nil {
		return fmt.Errorf("%s cannot be restored: %w", t.ID, err)
	}
	if err := c.checkID(t.ID); err != nil {
		return err
	}
	if err := c.disk().Replace(name, nil, data); errors.Is(err, disk.ErrChanged) {
		return fmt.Errorf("%s cannot be restored, another file is there; move that first: the deleted one is kept as %s", t.ID, t.File)
	} else if err != nil {
		return fmt.Errorf("%s cannot be restored: %w", t.ID, err)
	}
	(&loader{collection: c}).read(name, data)
	c.sort()
	trash, err := c.trash()
	if err != nil {
		return err
	}
	return discard(trash, t)
}

// discard takes a file out of the trash, and the folders that were made for it.
func discard(trash string, t Trashed) error {
	inside, err := filepath.Rel(trash, t.File)
	if err != nil || !filepath.IsLocal(inside) {
		return nil // of another state folder: two copies are better than none
	}
	if err := os.Remove(t.File); err != nil {
		return err
	}
	for dir := filepath.Dir(inside); dir != "."; dir = filepath.Dir(dir) {
		if err := os.Remove(filepath.Join(trash, dir)); err != nil {
			return nil // another file is in it
		}
	}
	return nil
}

// trash is the folder that deleted files go to; it is made.
func (c *Collection) trash() (string, error) {
	home, err := journal.Home()
	if err != nil {
		return "", err
	}
	dir := filepath.Join(journal.Folder(home, c.Root), trashFolder)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("there is no trash: %w", err)
	}
	return dir, nil
}
