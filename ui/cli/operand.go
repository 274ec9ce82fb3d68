package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dowse/collections"
	"dowse/collections/address"
	"dowse/collections/spelling"
)

// operand is what REQUEST on a command line turned out to be.
type operand struct {
	request collections.Request
	saved   bool // it has a file: it follows redirects as that says
}

// find opens the workspace and finds REQUEST in it.
func (p *Program) find(where workspaceFlags, arg string) (*workspace, operand, error) {
	w, err := p.open(where)
	if err != nil {
		return nil, operand{}, err
	}
	o, err := w.find(arg)
	return w, o, err
}

// find turns REQUEST into a request, in the order that `dowse help send` gives: an existing file, an
// ID of the collection, a URL.
func (w *workspace) find(arg string) (operand, error) {
	if info, err := os.Stat(arg); err == nil && !info.IsDir() {
		return w.findFile(arg)
	}
	if w.Collection != nil {
		id := strings.TrimSuffix(filepath.ToSlash(arg), ".yaml")
		if err := w.broken(id + ".yaml"); err != nil {
			return operand{}, err
		}
		if r := w.Collection.Request(id); r != nil {
			return operand{*r, true}, nil
		}
	}
	if ext := filepath.Ext(arg); (ext == ".yaml" || ext == ".yml") && !strings.Contains(arg, "://") {
		return operand{}, w.unknownRequest(arg)
	}
	if w.isURL(arg) {
		none := 0 // a URL follows redirects only when it is asked to
		return operand{request: collections.Request{URL: arg, Settings: collections.Settings{Redirects: &none}}}, nil
	}
	return operand{}, w.unknownRequest(arg)
}

// isURL says whether what is no file and no ID is a URL. Where there is a base_url that is what is relative to it too,
// but not a word that may be an ID with a slip in it.
func (w *workspace) isURL(arg string) bool {
	switch {
	case address.Is(arg):
		return true
	case !address.Relative(arg, w.HasBase(collections.Request{})) || strings.ContainsAny(arg, " \t"):
		return false
	case address.FormOf(arg) == address.Path || w.Collection == nil:
		return true
	}
	id := requestID(arg)
	isFolder := slices.ContainsFunc(w.requestIDs(), func(r string) bool { return strings.HasPrefix(r, id+"/") })
	return !isFolder && !slices.Contains(w.Collection.Others, id+".yaml") && spelling.Nearest(id, w.requestIDs()) == ""
}

// requestID is the ID that a word of a command line would be.
func requestID(arg string) string {
	return strings.Trim(strings.TrimSuffix(filepath.ToSlash(arg), ".yaml"), "/")
}

func (w *workspace) findFile(path string) (operand, error) {
	absolute, err := filepath.Abs(path)
	if err != nil {
		return operand{}, usage("%w", err)
	}
	if w.dir == "" {
		root, ok := collections.Find(filepath.Dir(absolute))
		if !ok {
			root = filepath.Dir(absolute)
		}
		if err := w.load(root); err != nil {
			return operand{}, err
		}
	}
	file, err := relative(w.Collection.Root, absolute)
	if err != nil {
		return operand{}, usage("%s is not in the collection %s; leave out --dir, or name the one that it is in", path, w.Collection.Root)
	}
	if err := w.broken(file); err != nil {
		return operand{}, err
	}
	if r := w.Collection.Request(strings.TrimSuffix(file, ".yaml")); r != nil {
		return operand{*r, true}, nil
	}
	return operand{}, usage("%s is not a request: a request is a .yaml file whose top level has a url", path)
}

// relative is the slash path of a file below root, symbolic links of both resolved.
func relative(root, path string) (string, error) {
	for _, p := range []*string{&root, &path} {
		if real, err := filepath.EvalSymlinks(*p); err == nil {
			*p = real
		}
	}
	rel, err := filepath.Rel(root, path)
	if err != nil || !filepath.IsLocal(rel) {
		return "", errors.Join(err, fs.ErrNotExist)
	}
	return filepath.ToSlash(rel), nil
}

// unknownRequest names the request that was probably meant.
func (w *workspace) unknownRequest(arg string) error {
	if w.Collection == nil {
		return usage("%q is no file and no URL, and there is no collection here (no dowse.yaml in this folder or above it); name one with --dir, or give a URL", arg)
	}
	id := requestID(arg)
	file := id + ".yaml"
	if slices.Contains(w.Collection.Others, file) {
		return usage("%s is there, but it is not a request: its top level has no url", file)
	}
	message := fmt.Sprintf("there is no request %q in %s", arg, w.Collection.Root)
	var inside []string
	for _, r := range w.requestIDs() {
		if strings.HasPrefix(r, id+"/") {
			inside = append(inside, r)
		}
	}
	if len(inside) > 0 {
		return usage("%s is a folder; %s", arg, enumerated("it has", inside, ""))
	}
	if near := spelling.Nearest(id, w.requestIDs()); near != "" {
		return usage("%s; the nearest is %s", message, near)
	}
	return usage("%s; %s", message, enumerated("it has", w.requestIDs(), "it has none yet"))
}

func (w *workspace) requestIDs() []string {
	var ids []string
	if w.Collection != nil {
		for _, r := range w.Collection.Requests {
			ids = append(ids, r.ID)
		}
	}
	return ids
}

// nearestRequest is the request of the collection here whose ID is nearest to word, or "".
func (p *Program) nearestRequest(word string) string {
	w, err := p.open(workspaceFlags{})
	if err != nil {
		return ""
	}
	ids := w.requestIDs()
	if slices.Contains(ids, word) {
		return word
	}
	return spelling.Nearest(word, ids)
}
