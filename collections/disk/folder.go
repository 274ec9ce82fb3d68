// Package disk reads and replaces the files of one folder, so that a crash at any moment leaves the
// old file or the new one, whole. Nothing outside the folder is reached, not through links either. It
// knows nothing of what is in the files.
//
//	lock the folder ── is it what was read? ── temporary file, fsync ── rename ── fsync the folder ── unlock
//
// The lock is flock(2) on the folder itself, so that no file is left lying in it. Temporary files exist
// only while the lock is held: whoever holds it and sees one knows that its writer is dead.
package disk

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/gofrs/flock"
)

// ErrChanged is returned when a file is not what it was when it was read.
var ErrChanged = errors.New("the file was changed on disk since it was read")

// ErrNotFile is returned for what is no regular file: a folder, a named pipe, a device.
var ErrNotFile = errors.New("it is not a regular file")

// ErrTooLarge is returned for a file that is larger than anybody would write by hand.
var ErrTooLarge = errors.New("it is too large")

// ErrBusy is returned when another process held the lock for too long.
var ErrBusy = errors.New("another process is saving in this folder and does not finish; try again, or end it")

// lockTimeout is how long a save waits for another one; one takes milliseconds.
const lockTimeout = 10 * time.Second

const (
	tempPrefix = ".dowse-"
	tempSuffix = ".tmp"
)

// IsTemp reports whether a file's name is that of a temporary file of this package.
func IsTemp(name string) bool {
	middle, prefixed := strings.CutPrefix(name, tempPrefix)
	middle, suffixed := strings.CutSuffix(middle, tempSuffix)
	return prefixed && suffixed && len(middle) == len(rand.Text()) && strings.ToUpper(middle) == middle
}

// Folder is a folder that files are written in. What others write there too is written one after another.
type Folder struct {
	Root        string
	LockTimeout time.Duration // how long another process may be writing there before the error is ErrBusy; zero: 10 s
}

// Replace is Folder.Replace with the usual timeout.
func Replace(root, name string, before, data []byte) error {
	return Folder{Root: root}.Replace(name, before, data)
}

// Replace writes data to the file at a slash path below the root, creating folders. before is what the file
// held when it was read, nil when there was none; if it holds something else now the error is ErrChanged.
func (f Folder) Replace(name string, before, data []byte) error {
	return f.locked(func(folder *os.Root) error {
		name, err := target(folder, filepath.FromSlash(name))
		if err != nil {
			return err
		}
		return replace(folder, name, before, data, 0o644)
	})
}

// Put makes data what is in the file at a slash path below root, whatever was in it.
func Put(root, name string, data []byte) error {
	before, err := ReadFile(filepath.Join(root, filepath.FromSlash(name)), math.MaxInt64)
	switch {
	case err == nil && bytes.Equal(before, data):
		return nil
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return err
	}
	return Replace(root, name, before, data)
}

// ReplacePrivate is Replace for a file that nobody else may read, nor list the folders made for it.
func ReplacePrivate(root, name string, before, data []byte) error {
	return Folder{Root: root}.locked(func(folder *os.Root) error {
		return replace(folder, filepath.FromSlash(name), before, data, 0o600)
	})
}

// UpdatePrivate makes what change gives the content of a private file, as ReplacePrivate writes it. change is given
// what the file holds now, nil when there is none and at most limit+1 bytes, while no other process writes in root.
// Where change fails, or gives what is there already, nothing is written.
func UpdatePrivate(root, name string, limit int64, change func(before []byte) ([]byte, error)) error {
	return Folder{Root: root}.locked(func(folder *os.Root) error {
		before, err := Read(folder, name, limit)
		if ignoreMissing(err) != nil {
			return err
		}
		if err != nil {
			before = nil
		}
		after, err := change(before)
		if err != nil || before != nil && bytes.Equal(before, after) {
			return err
		}
		return replace(folder, filepath.FromSlash(name), before, after, 0o600)
	})
}

// replace writes a file; mode is that of a new one.
func replace(folder *os.Root, name string, before, data []byte, mode fs.FileMode) error {
	// Whoever may read a file may enter its folder.
	if err := folder.MkdirAll(filepath.Dir(name), mode|mode>>2&0o111); err != nil {
		return err
	}
	info, err := folder.Stat(name)
	if ignoreMissing(err) != nil {
		return err
	}
	if err == nil && info.Mode()&0o222 == 0 {
		return fmt.Errorf("%s is read-only", filepath.ToSlash(name))
	}
	temp := filepath.Join(filepath.Dir(name), tempPrefix+rand.Text()+tempSuffix)
	if err := writeTemp(folder, temp, data, info, mode); err != nil {
		return errors.Join(err, ignoreMissing(folder.Remove(temp)))
	}
	if err := unchanged(folder, name, before); err != nil {
		return errors.Join(err, folder.Remove(temp))
	}
	if err := folder.Rename(temp, name); err != nil {
		return errors.Join(err, folder.Remove(temp))
	}
	return syncFolder(folder, filepath.Dir(name))
}

// writeTemp writes a new file with the permissions of the one it is to replace, old, or mode when there is none.
func writeTemp(folder *os.Root, temp string, data []byte, old fs.FileInfo, mode fs.FileMode) (err error) {
	if old != nil {
		mode = old.Mode().Perm()
	}
	f, err := folder.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if old != nil {
		if err := setMode(f, mode); err != nil {
			return err
		}
	}
	if _, err := f.Write(data); err != nil {
		return err
	}
	return f.Sync()
}

// setMode gives f the permissions that opening it took the umask from. Some file systems know one mode
// alone and let nobody set it.
func setMode(f *os.File, mode fs.FileMode) error {
	info, err := f.Stat()
	if err != nil || info.Mode().Perm() == mode {
		return err
	}
	return f.Chmod(mode)
}

// unchanged compares what is on disk with what was read.
func unchanged(folder *os.Root, name string, before []byte) error {
	now, err := Read(folder, filepath.ToSlash(name), int64(len(before)))
	switch {
	case errors.Is(err, fs.ErrNotExist) && before == nil:
		return nil
	case errors.Is(err, fs.ErrNotExist):
		return ErrChanged
	case err != nil:
		return err
	case before == nil || !bytes.Equal(now, before):
		return ErrChanged
	}
	return nil
}

// target follows a link to the file that is meant, so that a save does not replace the link.
func target(folder *os.Root, name string) (string, error) {
	for range 40 {
		info, err := folder.Lstat(name)
		if err != nil || info.Mode()&fs.ModeSymlink == 0 {
			return name, ignoreMissing(err)
		}
		link, err := folder.Readlink(name)
		if err != nil {
			return "", err
		}
		if filepath.IsAbs(link) {
			return "", fmt.Errorf("%s is a link to %s; a link has to stay in the folder", name, link)
		}
		name = filepath.Join(filepath.Dir(name), link)
	}
	return "", fmt.Errorf("%s: too many links", name)
}

func syncFolder(folder *os.Root, name string) error {
	if runtime.GOOS == "windows" {
		return nil // a folder cannot be synced there, and a rename is journalled
	}
	f, err := folder.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// Sweep removes temporary files, given as slash paths below root, that dead processes left. When
// another process is saving it leaves them for the next time.
func Sweep(root string, temps []string) error {
	unlock, err := lock(root, 0)
	if errors.Is(err, ErrBusy) {
		return nil
	}
	if err != nil {
		return err
	}
	defer unlock()
	folder, err := os.OpenRoot(root)
	if err != nil {
		return err
	}
	defer folder.Close()
	for _, temp := range temps {
		if IsTemp(path.Base(temp)) {
			err = errors.Join(err, ignoreMissing(folder.Remove(filepath.FromSlash(temp))))
		}
	}
	return err
}

func ignoreMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// lock takes the folder's lock and gives the function that lets go of it.
func lock(root string, wait time.Duration) (unlock func(), err error) {
	l := flock.New(root, flock.SetFlag(os.O_RDONLY))
	if runtime.GOOS == "windows" {
		// A folder cannot be locked there.
		sum := sha256.Sum256([]byte(root))
		l = flock.New(filepath.Join(os.TempDir(), fmt.Sprintf("dowse-%x.lock", sum[:8])))
	}
	locked, err := l.TryLock()
	if err == nil && !locked && wait > 0 {
		ctx, cancel := context.WithTimeout(context.Background(), wait)
		defer cancel()
		locked, err = l.TryLockContext(ctx, 2*time.Millisecond)
		if errors.Is(err, context.DeadlineExceeded) {
			err = nil
		}
	}
	if err != nil {
		return nil, fmt.Errorf("locking %s: %w", root, err)
	}
	if !locked {
		return nil, ErrBusy
	}
	return func() { _ = l.Close() }, nil
}

// ReadFile gives the content of a file that may lie anywhere. The error is ErrNotFile for what is no regular file
// and ErrTooLarge for one of more than limit bytes.
func ReadFile(name string, limit int64) ([]byte, error) {
	// Opening a named pipe would wait for whoever writes to it, and a device may have no end.
	info, err := os.Stat(name)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s: %w", name, ErrNotFile)
	case info.Size() > limit:
		return nil, fmt.Errorf("%s: %w, of more than %d bytes", name, ErrTooLarge, limit)
	}
	return os.ReadFile(name)
}

// Read gives the content of a file at a slash path below folder, at most limit+1 bytes of it.
func Read(folder *os.Root, name string, limit int64) (_ []byte, err error) {
	name = filepath.FromSlash(name)
	// Opening a named pipe would wait for whoever writes to it.
	if info, err := folder.Stat(name); err == nil && !info.Mode().IsRegular() {
		return nil, ErrNotFile
	}
	f, err := folder.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return io.ReadAll(io.LimitReader(f, limit+1))
}
