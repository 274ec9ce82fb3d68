package collections

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dowse/collections/disk"
	"dowse/collections/journal"
)

// pendingFile is, in the state folder of a collection, a change of several files that is being written. It is there for as
// long as that takes: what finds it goes on where a crash ended it.
const pendingFile = "pending.json"

// pending is a change of several files: first what they hold is replaced, then files and folders are moved.
type pending struct {
	Version int             `json:"version"`
	Files   []pendingChange `json:"files"`
	Moves   []Move          `json:"moves,omitempty"`
}

// Move is a file or a folder that gets another path.
type Move struct {
	From   string `json:"from"` // slash paths below the root
	To     string `json:"to"`
	Folder bool   `json:"folder,omitempty"`
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
	maps.Copy(before, c.files)
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

// write writes one file, or notes that it is to be written with others.
func (c *Collection) write(name string, held file, exists bool, data []byte) error {
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
	return c.disk().Replace(name, held.data, data)
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
	if err := change.replace(c.disk()); err != nil {
		return errors.Join(err, forgetPending(folder))
	}
	for i, one := range change.Moves {
		if err := one.carryOut(c.disk()); err != nil {
			for _, done := range slices.Backward(change.Moves[:i]) {
				err = errors.Join(err, done.back().carryOut(c.disk()))
			}
			return errors.Join(err, change.putBack(c.disk(), len(change.Files)), forgetPending(folder))
		}
	}
	return forgetPending(folder)
}

// replace writes what the files are to hold; where that fails they hold what they did before.
func (change *pending) replace(folder disk.Folder) error {
	for i, one := range change.Files {
		err := folder.Replace(one.Name, one.Before, one.After)
		if err == nil || holdsNow(folder.Root, one.Name, one.After) || holdsNow(folder.Root, moved(change.Moves, one.Name), one.After) {
			continue // or another program went on with it
		}
		if errors.Is(err, disk.ErrChanged) {
			err = &ConflictError{one.Name}
		}
		return errors.Join(err, change.putBack(folder, i))
	}
	return nil
}

// holdsNow says whether a file holds just that.
func holdsNow(root, name string, data []byte) bool {
	now, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
	return err == nil && bytes.Equal(now, data)
}

// putBack gives the first n files what they held before. What somebody changed since stays.
func (change *pending) putBack(folder disk.Folder, n int) (failed error) {
	for _, done := range change.Files[:n] {
		if err := folder.Replace(done.Name, done.After, done.Before); err != nil && !errors.Is(err, disk.ErrChanged) {
			failed = errors.Join(failed, err)
		}
	}
	return failed
}

// carryOut moves, unless another program did it already.
func (m Move) carryOut(folder disk.Folder) error {
	move := folder.Move
	if m.Folder {
		move = folder.MoveFolder
	}
	err := move(m.From, m.To)
	if err == nil || m.done(folder.Root) {
		return nil
	}
	switch {
	case errors.Is(err, disk.ErrExists):
		return fmt.Errorf("%q cannot be moved to %q: there is one of that name; choose another", m.From, m.To)
	case errors.Is(err, disk.ErrChanged):
		return &ConflictError{m.From}
	}
	return fmt.Errorf("%q cannot be moved to %q: %w", m.From, m.To, err)
}

func (m Move) back() Move { return Move{m.To, m.From, m.Folder} }

// done says whether what was to be moved is at its new path, and no more at the old one.
func (m Move) done(root string) bool { return !exists(root, m.From) && exists(root, m.To) }

func exists(root, name string) bool {
	_, err := os.Lstat(filepath.Join(root, filepath.FromSlash(name)))
	return err == nil
}

// moved is the path of a file after some moves.
func moved(moves []Move, name string) string {
	for _, m := range moves {
		if rest, inside := strings.CutPrefix(name, m.From+"/"); m.Folder && inside {
			return m.To + "/" + rest
		}
		if name == m.From {
			return m.To
		}
	}
	return name
}

// forgetPending removes the note of a change that is written, or never will be.
func forgetPending(folder string) error {
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

// finishPending finishes a change of several files that a crash ended; where somebody changed one of them since, the others are put
// back. Without one it is one look at a folder.
func finishPending(root string) error {
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
		return forgetPending(folder) // it was never noted whole, so nothing was written
	}
	if !change.ours() {
		return forgetPending(folder)
	}
	foreign := false
	for i := range change.Files {
		one := &change.Files[i]
		if !exists(root, one.Name) {
			one.Name = moved(change.Moves, one.Name)
		}
		now, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(one.Name)))
		foreign = foreign || err != nil || !bytes.Equal(now, one.Before) && !bytes.Equal(now, one.After)
	}
	for _, one := range change.Moves {
		foreign = foreign || exists(root, one.From) == exists(root, one.To)
	}
	for i := range change.Files {
		if one := &change.Files[i]; foreign {
			one.Before, one.After = one.After, one.Before
		}
	}
	for _, one := range change.Files {
		if err := disk.Replace(root, one.Name, one.Before, one.After); err != nil && !errors.Is(err, disk.ErrChanged) {
			return fmt.Errorf("a change of several files that was interrupted cannot be finished: %w", err)
		}
	}
	for _, one := range change.Moves {
		if foreign {
			one = one.back()
		}
		if exists(root, one.From) && !exists(root, one.To) {
			if err := one.carryOut(disk.Folder{Root: root}); err != nil {
				return fmt.Errorf("a move that was interrupted cannot be finished: %w", err)
			}
		}
	}
	return forgetPending(folder)
}

// ours says whether all that a change names is below the root.
func (change *pending) ours() bool {
	for _, one := range change.Files {
		if !fs.ValidPath(one.Name) {
			return false
		}
	}
	for _, one := range change.Moves {
		if !fs.ValidPath(one.From) || !fs.ValidPath(one.To) {
			return false
		}
	}
	return true
}
