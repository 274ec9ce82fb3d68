package collections

import (
	"path/filepath"
	"slices"
	"testing"
)

// TestTextListKeepsComments: what stands beside an item goes where the item goes.
func TestTextListKeepsComments(t *testing.T) {
	const order = "order:\n  - a # first\n  - b # second\n  - c # third\n"
	for want, now := range map[string][]string{
		"order:\n  - b # second\n  - c # third\n":                       {"b", "c"},
		"order:\n  - a # first\n  - c # third\n":                        {"a", "c"},
		"order:\n  - z\n  - a # first\n  - b # second\n  - c # third\n": {"z", "a", "b", "c"},
		"order:\n  - a # first\n  - bb # second\n  - c # third\n":       {"a", "bb", "c"},
	} {
		c := folder(t, "f/_folder.yaml", order, "f/a.yaml", "url: http://x\n")
		f := c.Folders[0]
		f.Order = slices.Clone(now)
		if err := c.SaveFolder(f); err != nil {
			t.Fatal(err)
		}
		if got := readFile(t, filepath.Join(c.Root, "f", "_folder.yaml")); got != want {
			t.Errorf("%v:\n%s", now, got)
		}
	}
}
