package collections

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"
)

// settled is how long nothing may happen to the files before a change is told: an editor's save is several.
const settled = 50 * time.Millisecond

// Watcher tells of changes to the files of a collection, whoever makes them: its own saves too.
type Watcher struct {
	notify  *fsnotify.Watcher
	changes chan struct{} // holds one when something changed since the last Next
	ended   chan struct{} // closed when there will be no more
	failure error         // why, once ended is closed
}

// Watch begins to watch the folder of a collection and the folders in it, also those that come later, until
// ctx ends. Hidden files and folders, and files that are not YAML, count as little as they do for Load.
func Watch(ctx context.Context, root string) (*Watcher, error) {
	notify, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, fmt.Errorf("changes of the files cannot be seen: %w", err)
	}
	w := &Watcher{notify: notify, changes: make(chan struct{}, 1), ended: make(chan struct{})}
	if _, err := os.ReadDir(root); err != nil {
		return nil, errors.Join(fmt.Errorf("changes of the files cannot be seen: %w", err), notify.Close())
	}
	if _, err := w.add(root); err != nil {
		return nil, errors.Join(err, notify.Close())
	}
	go func() {
		w.failure = w.run(ctx)
		close(w.ended)
	}()
	return w, nil
}

// Next waits until files changed since the last Next, or since Watch, and then for them to settle. Its error
// is that of a context that ended, or says why there is nothing more to come.
func (w *Watcher) Next(ctx context.Context) error {
	select {
	case <-w.changes:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-w.ended:
		return w.failure
	}
}

// run turns what happens to files into changes.
func (w *Watcher) run(ctx context.Context) (err error) {
	defer func() { err = errors.Join(err, w.notify.Close()) }()
	quiet := time.NewTimer(settled)
	quiet.Stop()
	for {
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-quiet.C:
			select {
			case w.changes <- struct{}{}:
			default: // the last one has not been taken yet, and stands for this too
			}
		case event, open := <-w.notify.Events:
			if !open {
				return errors.New("changes of the files cannot be seen any more")
			}
			counts, err := w.counts(event)
			if err != nil {
				return err
			}
			if counts {
				quiet.Reset(settled)
			}
		case err := <-w.notify.Errors:
			if !errors.Is(err, fsnotify.ErrEventOverflow) {
				return fmt.Errorf("changes of the files cannot be seen any more: %w", err)
			}
			quiet.Reset(settled) // events were lost, so anything may have changed
		}
	}
}

// counts says whether an event may change the collection, and watches a folder that it made.
func (w *Watcher) counts(event fsnotify.Event) (bool, error) {
	base := filepath.Base(event.Name)
	if event.Op == fsnotify.Chmod || strings.HasPrefix(base, ".") {
		return false, nil
	}
	if event.Has(fsnotify.Create) {
		if info, err := os.Lstat(event.Name); err == nil && info.IsDir() {
			return w.add(event.Name)
		}
	}
	ext := filepath.Ext(base)
	// What is gone and had no extension may have been a folder.
	gone := event.Has(fsnotify.Remove) || event.Has(fsnotify.Rename)
	return ext == extension || ext == ".yml" || gone && ext == "", nil
}

// add watches a folder and those in it, and says whether any file of a collection is there. Watching comes
// before reading, so that no file is missed.
func (w *Watcher) add(dir string) (found bool, err error) {
	err = filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return nil // it is gone again, or not readable: Load says so
		case name != dir && strings.HasPrefix(entry.Name(), "."):
			return skip(entry)
		case !entry.IsDir():
			ext := filepath.Ext(name)
			found = found || ext == extension || ext == ".yml"
			return nil
		}
		if err := w.notify.Add(name); err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fs.ErrPermission) {
			return fmt.Errorf("changes of the files in %s cannot be seen: %w", name, err)
		}
		return nil
	})
	return found, err
}
