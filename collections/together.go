package collections

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"dowse/collections/disk"
	"dowse/collections/journal"
)

// pendingFile is, in the state folder of a collection, a change of several files that is being written. It is there for as
// long as that takes: what finds it goes on where a crash ended it.
const pendingFile = "pending.json"

// pending is a change of several files.
type pending struct {
	Version int             `json:"version"`
	Files   []pendingChange `json:"files"`
}

// pendingChange is what one file held, and what it is to hold.
type pendingChange struct {
	Name   string `json:"name"` // slash path below the root
	Before []byte `json:"before"`
	After  []byte `json:"after"`
}

// Together makes one change of all saves in f: all of their files are written or none is, also when the program is killed
// meanwhile (the next Load goes on) and when somebody else changed one of them (a *ConflictError, and the others are as they
// were). Where f fails nothing is written. New files cannot be part of it.
func (c *Collection) Together(f func() error) error {
	if c.together != nil {
		return f() // it is part of a larger one
	}
	c.together = &pending{Version: 1}
	before := map[string]file{}
	for name, held := range c.files {
		before[name] = held
	}
	err := f()
	change := c.together
	c.together = nil
	if err == nil && len(change.Files) > 0 {
		err = c.writeTogether(change)
	}
	if err != nil {
		c.files = before
	}
	return err
}

// put writes one file, or notes that it is to be written with others.
func (c *Collection) put(name string, held file, exists bool, data []byte) error {
	if c.together != nil && exists {
		for i := range c.together.Files {
			if change := &c.together.Files[i]; change.Name == name {
				change.After = data
				return nil
			}
		}
		c.together.Files = append(c.together.Files, pendingChange{name, held.data, data})
		return nil
	}
	return disk.Replace(c.Root, name, held.data, data)
}

// writeTogether writes the files of a change: first what is to be written is noted, then each file is replaced.
func (c *Collection) writeTogether(change *pending) error {
	text, err := json.Marshal(change)
	if err != nil {
		return err
	}
	folder, err := stateFolder(c.Root)
	if err == nil {
		err = os.MkdirAll(folder, 0o700)
	}
	if err == nil {
		before, readErr := os.ReadFile(filepath.Join(folder, pendingFile))
		if readErr != nil {
			before = nil
		}
		err = disk.ReplacePrivate(folder, pendingFile, before, text)
	}
	if err != nil {
		return fmt.Errorf("several files change together, and that cannot be noted first: %w", err)
	}
	for i, one := range change.Files {
		err := disk.Replace(c.Root, one.Name, one.Before, one.After)
		if now, _ := os.ReadFile(filepath.Join(c.Root, filepath.FromSlash(one.Name))); err == nil || bytes.Equal(now, one.After) {
			continue // or another program went on with it
		}
		if errors.Is(err, disk.ErrChanged) {
			err = &ConflictError{one.Name}
		}
		for _, done := range change.Files[:i] { // what somebody changed since stays
			if undo := disk.Replace(c.Root, done.Name, done.After, done.Before); undo != nil && !errors.Is(undo, disk.ErrChanged) {
				err = errors.Join(err, undo)
			}
		}
		return errors.Join(err, noted(folder))
	}
	return noted(folder)
}

// noted forgets what was noted: it is written.
func noted(folder string) error {
	if err := os.Remove(filepath.Join(folder, pendingFile)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// stateFolder is where a collection has what is not in its files.
func stateFolder(root string) (string, error) {
	home, err := journal.Home()
	if err != nil {
		return "", err
	}
	return journal.Folder(home, root), nil
}

// goOn finishes a change of several files that a crash ended; where somebody changed one of them since, the others are put
// back. Without one it is one look at a folder.
func goOn(root string) error {
	folder, err := stateFolder(root)
	if err != nil {
		return nil // nothing can have been noted either
	}
	text, err := os.ReadFile(filepath.Join(folder, pendingFile))
	if err != nil {
		return nil
	}
	var change pending
	if err := json.Unmarshal(text, &change); err != nil {
		return noted(folder) // it was never noted whole, so nothing was written
	}
	foreign := false
	for _, one := range change.Files {
		if !fs.ValidPath(one.Name) {
			return noted(folder) // it is none of ours
		}
		now, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(one.Name)))
		foreign = foreign || err != nil || !bytes.Equal(now, one.Before) && !bytes.Equal(now, one.After)
	}
	for _, one := range change.Files {
		from, to := one.Before, one.After
		if foreign {
			from, to = to, from
		}
		if err := disk.Replace(root, one.Name, from, to); err != nil && !errors.Is(err, disk.ErrChanged) {
			return fmt.Errorf("a change of several files that was interrupted cannot be finished: %w", err)
		}
	}
	return noted(folder)
}
