package disk

import (
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func file(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestSweep leaves the temporary file of a writer that is alive, and takes that of a dead one.
func TestSweep(t *testing.T) {
	dir := t.TempDir()
	temp := tempPrefix + rand.Text() + tempSuffix
	file(t, filepath.Join(dir, temp), "half")
	file(t, filepath.Join(dir, ".dowse-mine.tmp"), "not ours")
	unlock, err := lock(dir, 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := Sweep(dir, []string{temp}); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, temp)); err != nil {
		t.Error("the temporary file of a writer at work was removed")
	}
	unlock()
	if err := Sweep(dir, []string{temp, ".dowse-mine.tmp"}); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, temp)); err == nil {
		t.Error("the temporary file of a dead writer is still there")
	}
	if _, err := os.Stat(filepath.Join(dir, ".dowse-mine.tmp")); err != nil {
		t.Error("a file that is no temporary one was removed")
	}
}

func TestLock(t *testing.T) {
	dir := t.TempDir()
	unlock, err := lock(dir, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := lock(dir, time.Millisecond); !errors.Is(err, ErrBusy) {
		t.Errorf("a second lock: got %v, want ErrBusy", err)
	}
	unlock()
	unlock, err = lock(dir, 0)
	if err != nil {
		t.Fatal(err)
	}
	unlock()
	if entries, err := os.ReadDir(dir); err != nil || len(entries) > 0 {
		t.Errorf("the lock left %v behind (%v)", entries, err)
	}
}

func TestReplaceStaysInside(t *testing.T) {
	dir, outside := t.TempDir(), t.TempDir()
	file(t, filepath.Join(outside, "a"), "theirs")
	err := errors.Join(
		os.Symlink(filepath.Join(outside, "a"), filepath.Join(dir, "file")),
		os.Symlink(outside, filepath.Join(dir, "folder")),
		os.Symlink("loop", filepath.Join(dir, "loop")),
	)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"file", "folder/a", "folder/new", "../x", "/etc/x", "loop"} {
		if err := Replace(dir, name, nil, []byte("ours")); err == nil {
			t.Errorf("%s was written", name)
		}
	}
	if data, err := os.ReadFile(filepath.Join(outside, "a")); err != nil || string(data) != "theirs" {
		t.Errorf("outside is %q now (%v)", data, err)
	}
	if entries, _ := os.ReadDir(outside); len(entries) != 1 {
		t.Error("something was created outside")
	}
	if err := os.WriteFile(filepath.Join(dir, "folder", "a"), []byte("ours"), 0o644); err != nil {
		t.Errorf("control: an ordinary write does not leave the folder either (%v), so this test shows nothing", err)
	}
}

func TestReplaceCompares(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "a")
	if err := Replace(dir, "a", nil, []byte("1")); err != nil {
		t.Fatal(err)
	}
	for _, before := range [][]byte{nil, {}, []byte("0")} {
		if err := Replace(dir, "a", before, []byte("2")); !errors.Is(err, ErrChanged) {
			t.Errorf("before %q: got %v, want ErrChanged", before, err)
		}
	}
	if err := Replace(dir, "a", []byte("1"), []byte("2")); err != nil {
		t.Error(err)
	}
	if data, err := os.ReadFile(name); err != nil || string(data) != "2" {
		t.Errorf("%q %v", data, err)
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 1 {
		t.Errorf("left behind: %v", entries)
	}
}
