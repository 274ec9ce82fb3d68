package collections

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"dowse/collections/disk"
)

// Create begins a collection in a folder, which is made if need be: it writes a dowse.yaml. It refuses when
// there is one. The name may be empty.
func Create(dir, name string) (*Collection, error) {
	absolute, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(absolute, 0o755); err != nil {
		return nil, fmt.Errorf("there can be no collection in %s: %w", dir, err)
	}
	document, err := encode(collectionKeys, &Collection{Version: 1, Name: name}, nil)
	if err != nil {
		return nil, err
	}
	if err := disk.Replace(absolute, rootFile, nil, document.Bytes()); errors.Is(err, disk.ErrChanged) {
		return nil, fmt.Errorf("%s has a %s already; open it instead", dir, rootFile)
	} else if err != nil {
		return nil, fmt.Errorf("there can be no collection in %s: %w", dir, err)
	}
	return Load(absolute)
}

// ValidID says why an ID is no place for a request in any collection, or gives nil.
func ValidID(id string) error {
	if id == "" {
		return fmt.Errorf("a request without a name cannot be saved; give it one, such as orders/list")
	}
	if !fs.ValidPath(id) || strings.Contains(id, `\`) {
		return fmt.Errorf("%q is no name for a request: it is words with / between them, such as orders/list, and stays in the collection", id)
	}
	for name := range strings.SplitSeq(id, "/") {
		if err := checkSegment(name); err != nil {
			return err
		}
	}
	if first, _, _ := strings.Cut(id, "/"); slices.Contains(reservedFolders, first) {
		return fmt.Errorf("%q is no name for a request: the folder %s is for files of its own; choose another folder", id, first)
	}
	return nil
}

// checkID refuses an ID that is no place for a request, and a new one that another system would take
// for one that is there.
func (c *Collection) checkID(id string) error {
	if err := ValidID(id); err != nil {
		return err
	}
	if err := c.checkFolders(id); err != nil {
		return err
	}
	return c.checkCollision(id + extension)
}

// checkFolders refuses an ID below a folder that is not read.
func (c *Collection) checkFolders(id string) error {
	for i, r := range id {
		if r != '/' {
			continue
		}
		name := id[:i]
		folder := filepath.Join(c.Root, filepath.FromSlash(name))
		if info, err := os.Lstat(folder); err == nil && info.Mode()&fs.ModeSymlink != 0 {
			return fmt.Errorf("%q cannot be saved: %s is a link to a folder, and what is below one is not read; use the folder's own name", id, name)
		}
		if _, err := os.Stat(filepath.Join(folder, rootFile)); err == nil {
			return fmt.Errorf("%q cannot be saved: %s is a collection of its own, it has a %s; save it there or choose another folder", id, name, rootFile)
		}
	}
	return nil
}

func checkSegment(name string) error {
	switch {
	case name == "":
		return fmt.Errorf("a name is missing")
	case strings.IndexFunc(name, func(r rune) bool { return !unicode.IsPrint(r) }) >= 0:
		return fmt.Errorf("%q cannot be the name of a file: it has invisible characters", name)
	case strings.ContainsAny(name, `/\:*?"<>|`):
		return fmt.Errorf(`%q cannot be the name of a file: \ : * ? " < > and | are not allowed on every system`, name)
	case strings.HasPrefix(name, "."):
		return fmt.Errorf("%q cannot be the name of a file: hidden files are not read", name)
	case strings.HasSuffix(name, extension):
		return fmt.Errorf("%q is no name for a request: it ends in %s, which is added", name, extension)
	case strings.HasSuffix(name, ".") || strings.TrimSpace(name) != name:
		return fmt.Errorf("%q cannot be the name of a file: it begins or ends with a space or a dot", name)
	case name+extension == folderFile || name+extension == rootFile:
		return fmt.Errorf("%q is no name for a request: %s has a meaning of its own", name, name+extension)
	}
	return nil
}

// checkCollision compares a new file's name, and those of its folders, with what is there.
func (c *Collection) checkCollision(name string) error {
	if _, exists := c.files[name]; exists {
		return nil
	}
	for existing := range c.files {
		for a, b := name, existing; a != "." && b != "."; a, b = path.Dir(a), path.Dir(b) {
			// Only names at the same depth can be taken for each other.
			for strings.Count(a, "/") > strings.Count(b, "/") {
				a = path.Dir(a)
			}
			for strings.Count(b, "/") > strings.Count(a, "/") {
				b = path.Dir(b)
			}
			if a != b && fold(a) == fold(b) {
				return fmt.Errorf("%q cannot be saved beside %q: on some systems they are the same file; choose another name or use that one", a, b)
			}
		}
	}
	return nil
}

// fold gives what file systems that do not tell case or composition apart make of a name.
func fold(name string) string { return strings.ToLower(norm.NFC.String(name)) }
