package collections

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// TestTrashLimit holds that the trash of all workspaces together has a size and an age, and that what was just deleted stays.
func TestTrashLimit(t *testing.T) {
	home := t.TempDir()
	t.Setenv("XDG_STATE_HOME", home)
	dir := t.TempDir()
	for name, text := range map[string]string{"dowse.yaml": "version: 1\n", "a.yaml": "url: http://x/a\n", "b.yaml": "url: http://x/b\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	trashed := func(name string, size int64, age time.Duration) string {
		t.Helper()
		name = filepath.Join(home, "dowse", name)
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Truncate(name, size); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(name, time.Now(), time.Now().Add(-age)); err != nil {
			t.Fatal(err)
		}
		return name
	}
	day := 24 * time.Hour
	old := trashed("another/trash/1/old.yaml", 10, 31*day)
	large := trashed("another/trash/2/large.yaml", trashLimit.Bytes-10, 2*day)
	recent := trashed("another/trash/3/recent.yaml", 10, day)
	state := trashed("another/state.json", 10, 400*day)

	c := load(t, dir)
	gone, err := c.Delete(c.Request("a"))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]bool{old: false, filepath.Dir(old): false, large: false, recent: true, state: true, gone.File: true} {
		if _, err := os.Stat(name); (err == nil) != want {
			t.Errorf("%s is there: %v", name, err == nil)
		}
	}
	if err := c.Restore(gone); err != nil {
		t.Error(err)
	}

	large = trashed("another/trash/4/large.yaml", 2*trashLimit.Bytes, 0)
	if gone, err = c.Delete(c.Request("b")); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(gone.File); err != nil {
		t.Error("what was just deleted is not in the trash")
	}
	if _, err := os.Stat(large); err == nil {
		t.Error("the trash is larger than it says")
	}
}
