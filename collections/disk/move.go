package disk

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// ErrExists is returned when a file would be moved to where one is already.
var ErrExists = errors.New("there is a file already")

// Move is Folder.Move with the usual timeout.
func Move(root, from, to string) error { return Folder{Root: root}.Move(from, to) }

// Move moves the file at a slash path below the root to another one, creating folders. Its bytes stay as they
// are. The error is ErrExists when something is at the other path.
func (f Folder) Move(from, to string) error { return f.move(from, to, regular) }

// MoveFolder is Move for a folder with all that is in it.
func (f Folder) MoveFolder(from, to string) error { return f.move(from, to, directory) }

func (f Folder) move(from, to string, look func(*os.Root, string) (fs.FileInfo, error)) error {
	return f.locked(func(folder *os.Root) error {
		from, to := filepath.FromSlash(from), filepath.FromSlash(to)
		before, err := look(folder, from)
		if err != nil {
			return err
		}
		// On a file system that does not tell case apart, the other path may be the file itself.
		if there, err := folder.Lstat(to); err == nil && !os.SameFile(before, there) {
			return ErrExists
		} else if ignoreMissing(err) != nil {
			return err
		}
		if err := folder.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			return err
		}
		if err := folder.Rename(from, to); err != nil {
			return err
		}
		return errors.Join(syncFolder(folder, filepath.Dir(to)), syncFolder(folder, filepath.Dir(from)))
	})
}

// Remove removes the file at a slash path below the root. before is what it held when it was read; if it holds
// something else now the error is ErrChanged.
func (f Folder) Remove(name string, before []byte) error {
	return f.locked(func(folder *os.Root) error {
		name := filepath.FromSlash(name)
		if _, err := regular(folder, name); err != nil {
			return err
		}
		if err := unchanged(folder, name, before); err != nil {
			return err
		}
		if err := folder.Remove(name); err != nil {
			return err
		}
		return syncFolder(folder, filepath.Dir(name))
	})
}

// regular describes a file that is no link: moved, a link would lead elsewhere.
func regular(folder *os.Root, name string) (fs.FileInfo, error) {
	info, err := folder.Lstat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, ErrChanged
	case err != nil:
		return nil, err
	case info.Mode()&fs.ModeSymlink != 0:
		return nil, fmt.Errorf("%s is a link; move or remove it yourself", filepath.ToSlash(name))
	case !info.Mode().IsRegular():
		return nil, ErrNotFile
	}
	return info, nil
}

// directory describes a folder that is no link.
func directory(folder *os.Root, name string) (fs.FileInfo, error) {
	info, err := folder.Lstat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, ErrChanged
	case err != nil:
		return nil, err
	case !info.IsDir():
		return nil, fmt.Errorf("%s is no folder, or a link to one; move it yourself", filepath.ToSlash(name))
	}
	return info, nil
}

// locked runs a job in a folder while no other process writes there.
func (f Folder) locked(job func(*os.Root) error) error {
	unlock, err := lock(f.Root, cmp.Or(f.LockTimeout, lockTimeout))
	if err != nil {
		return err
	}
	defer unlock()
	folder, err := os.OpenRoot(f.Root)
	if err != nil {
		return err
	}
	defer folder.Close()
	return job(folder)
}
