package disk

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestLinksStay holds that no link is moved or removed in the place of a file, and nothing outside the folder is reached by one.
func TestLinksStay(t *testing.T) {
	dir, outside := t.TempDir(), t.TempDir()
	file(t, filepath.Join(dir, "a"), "ours")
	file(t, filepath.Join(outside, "a"), "theirs")
	links := map[string]string{"link": "a", "away": filepath.Join(outside, "a"), "folder": outside, "gone": "nowhere"}
	for name, to := range links {
		if err := os.Symlink(to, filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"link", "away", "folder/a", "gone"} {
		if err := Move(dir, name, "moved"); err == nil {
			t.Errorf("%s was moved", name)
		}
		for _, before := range []string{"ours", "theirs"} {
			if err := (Folder{Root: dir}).Remove(name, []byte(before)); err == nil {
				t.Errorf("%s was removed", name)
			}
		}
	}
	for _, err := range []error{Move(dir, "link", "moved"), Folder{Root: dir}.Remove("link", []byte("ours"))} {
		if err == nil || !strings.Contains(err.Error(), "link is a link; move or remove it yourself") {
			t.Errorf("it does not say what to do: %v", err)
		}
	}
	for _, to := range []string{"link", "gone", "folder/b"} {
		if err := Move(dir, "a", to); err == nil {
			t.Errorf("a file was moved to %s", to)
		}
	}
	for name, to := range links {
		if got, err := os.Readlink(filepath.Join(dir, name)); err != nil || got != to {
			t.Errorf("the link %s leads to %q now (%v)", name, got, err)
		}
	}
	for name, want := range map[string]string{filepath.Join(dir, "a"): "ours", filepath.Join(outside, "a"): "theirs"} {
		if data, err := os.ReadFile(name); err != nil || string(data) != want {
			t.Errorf("%s is %q now (%v)", name, data, err)
		}
	}
	if entries, _ := os.ReadDir(outside); len(entries) != 1 {
		t.Errorf("outside there is %v", entries)
	}
}
