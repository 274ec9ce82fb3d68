//go:build unix

package disk

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// TestNamedPipe neither reads nor saves over a named pipe: opening one waits for its other end.
func TestNamedPipe(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mkfifo(filepath.Join(dir, "pipe"), 0o600); err != nil {
		t.Skipf("no named pipe can be made here: %v", err)
	}
	if err := os.Symlink("pipe", filepath.Join(dir, "link")); err != nil {
		t.Fatal(err)
	}
	folder, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer folder.Close()
	for _, name := range []string{"pipe", "link"} {
		if _, err := Read(folder, name, 10); !errors.Is(err, ErrNotFile) {
			t.Errorf("reading %s: %v", name, err)
		}
		if err := Replace(dir, name, nil, []byte("x")); !errors.Is(err, ErrNotFile) {
			t.Errorf("saving %s: %v", name, err)
		}
	}
}

func TestReadOnly(t *testing.T) {
	dir := t.TempDir()
	file(t, filepath.Join(dir, "a"), "1")
	if err := os.Chmod(filepath.Join(dir, "a"), 0o444); err != nil {
		t.Fatal(err)
	}
	if err := Replace(dir, "a", []byte("1"), []byte("2")); err == nil {
		t.Error("a read-only file was replaced")
	}
}

func TestIsTemp(t *testing.T) {
	for name, want := range map[string]bool{".dowse-ABCDEFGHIJKLMNOPQRSTUVWXYZ.tmp": true, ".dowse-mine.tmp": false, "dowse.yaml": false} {
		if IsTemp(name) != want {
			t.Errorf("%s: %v", name, !want)
		}
	}
}
