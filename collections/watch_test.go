package collections

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/fsnotify/fsnotify"

	"dowse/collections/long"
)

// watched is a collection that is watched.
func watched(t *testing.T) (*Collection, *Watcher) {
	t.Helper()
	c := folder(t, "a.yaml", "url: http://a\n", "x/y/b.yaml", "url: http://b\n")
	w, err := Watch(t.Context(), c.Root)
	if err != nil {
		t.Fatal(err)
	}
	return c, w
}

// told fails the test when no change is told of.
func told(t *testing.T, w *Watcher, what string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), long.Limit)
	defer cancel()
	if err := w.Next(ctx); err != nil {
		t.Fatalf("%s: %v", what, err)
	}
}

func TestWatch(t *testing.T) {
	c, w := watched(t)
	at := func(name string) string { return filepath.Join(c.Root, name) }
	for _, step := range []struct {
		what string
		do   func() error
	}{
		{"a file is written in place", func() error { return os.WriteFile(at("a.yaml"), []byte("url: http://2\n"), 0o644) }},
		{"a file below folders is saved", func() error {
			r := c.Request("x/y/b")
			r.Note = "new"
			return c.Save(r)
		}},
		{"folders are made with a file", func() error {
			return errors.Join(os.MkdirAll(at("new/deep"), 0o755), os.WriteFile(at("new/deep/c.yaml"), nil, 0o644))
		}},
		{"a file in a new folder changes", func() error { return os.WriteFile(at("new/deep/c.yaml"), []byte("url: x\n"), 0o644) }},
		{"a folder is renamed", func() error { return os.Rename(at("new"), at("newer")) }},
		{"a file in it changes then", func() error { return os.WriteFile(at("newer/deep/c.yaml"), nil, 0o644) }},
		{"a file is removed", func() error { return os.Remove(at("a.yaml")) }},
		{"a folder is moved away", func() error { return os.Rename(at("x"), filepath.Join(t.TempDir(), "x")) }},
	} {
		if err := step.do(); err != nil {
			t.Fatal(err)
		}
		told(t, w, step.what)
	}
}

// TestWatchSettles writes much at once: it is told of when all of it is there, and not once for each file. On a busy
// machine the writing may pause for so long that it is told of in parts.
func TestWatchSettles(t *testing.T) {
	c, w := watched(t)
	const files = 50
	for i := range files {
		writeFile(t, filepath.Join(c.Root, "many", string(rune('A'+i%26)), "r.yaml"), "url: http://x\n")
	}
	told(t, w, "many files")
	times := 1
	for {
		ctx, cancel := context.WithTimeout(t.Context(), 4*settled)
		err := w.Next(ctx)
		cancel()
		if errors.Is(err, context.DeadlineExceeded) {
			break
		}
		if times++; err != nil || times > files/5 {
			t.Fatalf("told %d times of %d files that were written at once: %v", times, files, err)
		}
	}
}

func TestWatchEnds(t *testing.T) {
	c := folder(t)
	ctx, cancel := context.WithCancel(t.Context())
	w, err := Watch(ctx, c.Root)
	if err != nil {
		t.Fatal(err)
	}
	waiting, stop := context.WithCancel(t.Context())
	stop()
	if err := w.Next(waiting); !errors.Is(err, context.Canceled) {
		t.Errorf("Next with a context that ended: %v", err)
	}
	cancel()
	if err := w.Next(t.Context()); !errors.Is(err, context.Canceled) {
		t.Errorf("Next after the end: %v", err)
	}
	if _, err := Watch(t.Context(), filepath.Join(c.Root, "not there")); err == nil {
		t.Error("a folder that is not there is watched")
	}
}

func TestWatchIgnores(t *testing.T) {
	c, w := watched(t)
	for name, op := range map[string]fsnotify.Op{
		".a.yaml.swp": fsnotify.Write, ".dowse-ABC.tmp": fsnotify.Create, ".git": fsnotify.Create, "a.yaml~": fsnotify.Write,
		"4913": fsnotify.Create, "README.md": fsnotify.Write, "a.yaml": fsnotify.Chmod, ".b.yaml": fsnotify.Write, "data.json": fsnotify.Remove,
	} {
		if counts, err := w.counts(fsnotify.Event{Name: filepath.Join(c.Root, name), Op: op}); counts || err != nil {
			t.Errorf("%s of %s counts (%v)", op, name, err)
		}
	}
	for name, op := range map[string]fsnotify.Op{
		"a.yaml": fsnotify.Write, "new.yaml": fsnotify.Create, "old.yml": fsnotify.Rename, "folder": fsnotify.Remove, "dowse.yaml": fsnotify.Remove,
	} {
		if counts, err := w.counts(fsnotify.Event{Name: filepath.Join(c.Root, name), Op: op}); !counts || err != nil {
			t.Errorf("control: %s of %s does not count (%v)", op, name, err)
		}
	}
}
