package journal

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"dowse/collections/disk"
)

// Home is the folder in which every workspace has its own: dowse in $XDG_STATE_HOME, or in
// ~/.local/state when that is not set.
func Home() (string, error) {
	if dir := os.Getenv("XDG_STATE_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "dowse"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", fmt.Errorf("there is no place for what is not saved; set HOME or XDG_STATE_HOME: %w", err)
	}
	return filepath.Join(home, ".local", "state", "dowse"), nil
}

// Folder is where the workspace of a root has its state; a root of "" is the scratch workspace. However a
// root is reached, through links or not, its folder is the same.
func Folder(home, root string) string {
	if root == "" {
		return filepath.Join(home, "scratch")
	}
	sum := sha256.Sum256([]byte(unlinked(root)))
	return filepath.Join(home, fmt.Sprintf("%x", sum[:8]))
}

// Each gives the folders of a name that the workspaces in a home have, such as trash.
func Each(home, name string) []string {
	workspaces, _ := os.ReadDir(home)
	var folders []string
	for _, w := range workspaces {
		folders = append(folders, filepath.Join(home, w.Name(), name))
	}
	return folders
}

// unlinked is the path of a folder without links, as far as it can be told.
func unlinked(dir string) string {
	if absolute, err := filepath.Abs(dir); err == nil {
		dir = absolute
	}
	if target, err := filepath.EvalSymlinks(dir); err == nil {
		dir = target
	}
	return dir
}

const (
	recentFile = "recent.json"
	mostRecent = 20
)

// Recent lists the roots that were opened, the last one first, but for those that are gone. A list that
// cannot be read is none, and without a home there is none.
func Recent(home string) []string {
	data, err := disk.ReadFile(filepath.Join(home, recentFile), sizeLimit)
	if home == "" || err != nil {
		return nil
	}
	return slices.DeleteFunc(parseRecent(data), func(root string) bool {
		_, err := os.Stat(root)
		return err != nil
	})
}

// record puts a root first in the list of recent ones. One below the folder for temporary files is no
// workspace of a person.
func record(home, root string) error {
	if inside, err := filepath.Rel(unlinked(os.TempDir()), unlinked(root)); err == nil && filepath.IsLocal(inside) {
		return nil
	}
	return disk.UpdatePrivate(home, recentFile, sizeLimit, func(before []byte) ([]byte, error) {
		roots := parseRecent(before)
		roots = slices.DeleteFunc(roots, func(other string) bool { return other == root })
		roots = slices.Insert(roots, 0, root)
		return json.MarshalIndent(roots[:min(len(roots), mostRecent)], "", " ")
	})
}

// parseRecent reads a list. Damage is an empty one: it is a convenience, and written anew.
func parseRecent(data []byte) (roots []string) {
	if json.Unmarshal(data, &roots) != nil {
		return nil
	}
	return roots
}
