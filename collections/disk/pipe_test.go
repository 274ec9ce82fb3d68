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
		if _, err := ReadFile(filepath.Join(dir, name), 10); !errors.Is(err, ErrNotFile) {
			t.Errorf("reading %s by its path: %v", name, err)
		}
		if err := Replace(dir, name, nil, []byte("x")); !errors.Is(err, ErrNotFile) {
			t.Errorf("saving %s: %v", name, err)
		}
	}
}

func TestReadFile(t *testing.T) {
	name := filepath.Join(t.TempDir(), "a")
	file(t, name, "12345")
	if data, err := ReadFile(name, 5); err != nil || string(data) != "12345" {
		t.Errorf("%q, %v", data, err)
	}
	if _, err := ReadFile(name, 4); !errors.Is(err, ErrTooLarge) {
		t.Errorf("a file over the limit: %v", err)
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

// TestPermissions keeps a file's permissions, of which opening a file takes away the umask.
func TestPermissions(t *testing.T) {
	defer syscall.Umask(syscall.Umask(0o022))
	dir := t.TempDir()
	name := filepath.Join(dir, "a")
	file(t, name, "1")
	for _, mode := range []os.FileMode{0o600, 0o644, 0o664, 0o666, 0o640, 0o777} {
		if err := os.Chmod(name, mode); err != nil {
			t.Fatal(err)
		}
		if err := Replace(dir, "a", []byte("1"), []byte("1")); err != nil {
			t.Fatal(err)
		}
		if got := permissions(t, name); got != mode {
			t.Errorf("%o became %o", mode, got)
		}
	}
	if err := Replace(dir, "new", nil, []byte("1")); err != nil {
		t.Fatal(err)
	}
	if got := permissions(t, filepath.Join(dir, "new")); got != 0o644 {
		t.Errorf("a new file has %o", got)
	}

	control, err := os.OpenFile(filepath.Join(dir, "control"), os.O_CREATE|os.O_EXCL, 0o664)
	if err != nil {
		t.Fatal(err)
	}
	defer control.Close()
	if got := permissions(t, control.Name()); got == 0o664 {
		t.Errorf("control: opening with a mode gives it whole (%o), so this test shows nothing", got)
	}
}

func permissions(t *testing.T, name string) os.FileMode {
	t.Helper()
	info, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	return info.Mode().Perm()
}

func TestIsTemp(t *testing.T) {
	for name, want := range map[string]bool{".dowse-ABCDEFGHIJKLMNOPQRSTUVWXYZ.tmp": true, ".dowse-mine.tmp": false, "dowse.yaml": false} {
		if IsTemp(name) != want {
			t.Errorf("%s: %v", name, !want)
		}
	}
}
