package disk

import (
	"cmp"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// Limit is how much may lie in folders of files that nobody deletes by hand.
type Limit struct {
	Bytes int64         // all files together
	Age   time.Duration // since a file was written
}

// Enforce removes regular files below folders that are older than the limit, and then the oldest until they are not larger
// together than it says; keep is never removed. Folders that are empty then are removed too, but not the given ones. It
// follows no link. What cannot be looked at or removed stays; the error says why.
func (l Limit) Enforce(now time.Time, keep string, folders ...string) error {
	type found struct {
		folder, name string
		info         fs.FileInfo
	}
	var files []found
	var failed error
	var total int64
	for _, folder := range folders {
		err := filepath.WalkDir(folder, func(name string, entry fs.DirEntry, err error) error {
			if err != nil || !entry.Type().IsRegular() || IsTemp(entry.Name()) {
				return ignoreMissing(err)
			}
			info, err := entry.Info()
			if err == nil {
				files = append(files, found{folder, name, info})
				total += info.Size()
			}
			return ignoreMissing(err)
		})
		failed = errors.Join(failed, err)
	}
	slices.SortFunc(files, func(a, b found) int { return cmp.Compare(a.info.ModTime().UnixNano(), b.info.ModTime().UnixNano()) })
	for _, f := range files {
		if f.name == keep || total <= l.Bytes && now.Sub(f.info.ModTime()) <= l.Age {
			continue
		}
		if err := ignoreMissing(os.Remove(f.name)); err != nil {
			failed = errors.Join(failed, err)
			continue
		}
		total -= f.info.Size()
		for dir := filepath.Dir(f.name); dir != f.folder; dir = filepath.Dir(dir) {
			if os.Remove(dir) != nil {
				break // another file is in it
			}
		}
	}
	return failed
}
