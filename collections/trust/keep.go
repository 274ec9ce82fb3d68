package trust

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"dowse/collections"
	"dowse/collections/disk"
	"dowse/collections/journal"
)

const (
	version   = 1
	keptFile  = "trust.json"
	sizeLimit = 16 << 20
	attempts  = 100 // to write between the writes of others
)

// kept is what is on disk of one collection: in the state folder of its real path, so that a link to it is no other
// collection, and the folder moved elsewhere, or another one in its place, is not trusted by its name.
type kept struct {
	Version int      `json:"version"`
	Root    string   `json:"root"` // for whoever reads the file
	Hash    string   `json:"hash"` // of all that the collection wanted when this was written
	Wants   []string `json:"wants"`
}

// Store is where it is kept what collections are trusted with.
type Store struct {
	Home string // such as journal.Home gives; empty: nothing is kept
}

// Load gives what the collection of a root is trusted with. With an error it is trusted with nothing.
func (s Store) Load(root string) (*Trust, error) {
	if s.Home == "" {
		return nil, nil
	}
	return load(s.Home, root)
}

// Add trusts a collection with some wants beyond those that now has, and keeps that. Without any it is kept that the
// collection was begun here. What cannot be kept counts for this session, and is an error.
func (s Store) Add(now *Trust, c *collections.Collection, wants []Want) (*Trust, error) {
	now = now.With(wants...)
	now.kept = true
	if s.Home == "" {
		return now, nil
	}
	return now, add(s.Home, c.Root, Hash(Of(c)), Lines(wants))
}

func load(home, root string) (*Trust, error) {
	k, _, err := read(home, root)
	if err != nil || k == nil {
		return nil, err
	}
	t := &Trust{kept: true, lines: map[string]bool{}}
	for _, line := range k.Wants {
		t.lines[line] = true
	}
	return t, nil
}

// add puts lines to those that are kept.
func add(home, root, hash string, lines []string) error {
	dir := journal.Folder(home, root)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("what the collection is trusted with cannot be kept: %w", err)
	}
	for range attempts {
		k, before, err := read(home, root)
		if err != nil {
			return err
		}
		now := kept{Version: version, Root: root, Hash: hash, Wants: slices.Clone(lines)}
		if k != nil {
			now.Wants = append(now.Wants, k.Wants...)
		}
		slices.Sort(now.Wants)
		now.Wants = slices.Compact(now.Wants)
		data, err := json.MarshalIndent(now, "", " ")
		if err != nil {
			return err
		}
		err = disk.ReplacePrivate(dir, keptFile, before, append(data, '\n'))
		if errors.Is(err, disk.ErrChanged) {
			continue
		}
		if err != nil {
			return fmt.Errorf("what the collection is trusted with cannot be kept: %w", err)
		}
		return nil
	}
	return disk.ErrBusy
}

// read gives what is on disk, and the bytes it was read from; nil: nothing is. What cannot be read is an error and no trust.
func read(home, root string) (*kept, []byte, error) {
	folder, err := os.OpenRoot(journal.Folder(home, root))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	defer folder.Close()
	data, err := disk.Read(folder, keptFile, sizeLimit)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, nil
	}
	name := filepath.Join(journal.Folder(home, root), keptFile)
	if err != nil {
		return nil, nil, fmt.Errorf("%s cannot be read, so the collection is not trusted: %w", name, err)
	}
	var k kept
	switch err := json.Unmarshal(data, &k); {
	case err != nil || k.Version < 1:
		return nil, nil, fmt.Errorf("%s makes no sense, so the collection is not trusted; remove it, and you are asked again", name)
	case k.Version > version:
		return nil, nil, fmt.Errorf("%s is of a newer dowse, so the collection is not trusted; use that one, or remove the file", name)
	}
	return &k, data, nil
}
