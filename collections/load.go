package collections

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"dowse/collections/disk"
	"dowse/collections/fileformat/fields"
	"dowse/collections/fileformat/yamledit"
	"dowse/collections/spelling"
)

// The names that have a meaning of their own.
const (
	rootFile   = "dowse.yaml"
	folderFile = "_folder.yaml"
	extension  = ".yaml"
)

var reservedFolders = []string{"env", "flows", mappingFolder, "schemas"}

// file is what a file held when it was read or last written.
type file struct {
	data   []byte
	faulty bool // it has mistakes, so it is not written
}

// DefaultFolder is where a new collection is begun unless a person says otherwise: from beside it, Find
// finds it again.
const DefaultFolder = "requests"

// Find returns the nearest parent of dir, itself included, that holds a dowse.yaml; where there is none,
// the DefaultFolder of dir, if that holds one.
func Find(dir string) (root string, ok bool) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", false
	}
	for up := dir; ; up = filepath.Dir(up) {
		if holdsCollection(up) {
			return up, true
		}
		if up == filepath.Dir(up) {
			below := filepath.Join(dir, DefaultFolder)
			return below, holdsCollection(below)
		}
	}
}

func holdsCollection(dir string) bool {
	info, err := os.Stat(filepath.Join(dir, rootFile))
	return err == nil && info.Mode().IsRegular()
}

// Load reads the collection below root. What is wrong with a file is among the Problems and hides no
// other file; the error is about the folder itself. Hidden files and folders are skipped. A change of several files that
// was interrupted is finished first: see Together.
func Load(root string) (*Collection, error) {
	absolute, err := filepath.Abs(root)
	if err != nil {
		return nil, err
	}
	if err := finishPending(absolute); err != nil {
		return nil, err
	}
	folder, err := os.OpenRoot(absolute)
	if err != nil {
		return nil, fmt.Errorf("the collection cannot be opened: %w", err)
	}
	defer folder.Close()
	if _, err := folder.Stat(rootFile); err != nil {
		return nil, fmt.Errorf("%s is not a collection, it has no %s; name the folder that has one", root, rootFile)
	}
	c := &Collection{Root: absolute, files: map[string]file{}}
	l := &loader{collection: c, folder: folder}
	if err := fs.WalkDir(folder.FS(), ".", l.visit); err != nil {
		return nil, fmt.Errorf("the collection cannot be read: %w", err)
	}
	if len(l.temps) > 0 {
		if err := disk.Sweep(absolute, l.temps); err != nil {
			l.warn(".", "temporary files of an interrupted save cannot be removed: %v", err)
		}
	}
	c.checkDefaultEnvironment()
	c.sort()
	return c, nil
}

// loader reads a folder into a collection.
type loader struct {
	collection *Collection
	folder     *os.Root
	temps      []string
}

func (l *loader) fault(name, format string, args ...any) {
	l.collection.Problems = append(l.collection.Problems, Problem{File: name, Message: fmt.Sprintf(format, args...)})
}

func (l *loader) warn(name, format string, args ...any) {
	l.collection.Problems = append(l.collection.Problems, Problem{File: name, Message: fmt.Sprintf(format, args...), Warning: true})
}

func (l *loader) visit(name string, entry fs.DirEntry, err error) error {
	base := path.Base(name)
	switch {
	case err != nil:
		if name == "." {
			return err
		}
		l.fault(name, "it cannot be read: %v", err)
		return nil
	case name == ".":
		return nil
	case disk.IsTemp(base):
		l.temps = append(l.temps, name)
		return nil
	case strings.HasPrefix(base, "."):
		return skip(entry)
	case entry.Type()&fs.ModeSymlink != 0:
		return l.link(name)
	case entry.IsDir():
		if _, err := l.folder.Stat(filepath.Join(filepath.FromSlash(name), rootFile)); err == nil {
			l.warn(name, "this folder is a collection of its own, it has a %s; its requests are not part of this one", rootFile)
			return fs.SkipDir
		}
		return nil
	case entry.Type().IsRegular():
		l.file(name)
	}
	return nil
}

func skip(entry fs.DirEntry) error {
	if entry.IsDir() {
		return fs.SkipDir
	}
	return nil
}

func (l *loader) link(name string) error {
	info, err := l.folder.Stat(filepath.FromSlash(name))
	switch ext := path.Ext(name); {
	case err != nil && errors.Is(err, fs.ErrNotExist):
		l.warn(name, "this link leads nowhere")
	case err != nil:
		l.fault(name, "this link leads out of the collection, so it is not followed; copy what it points at")
	case info.IsDir():
		l.warn(name, "this is a link to a folder; only links to files are followed")
	case !info.Mode().IsRegular():
		l.warn(name, "this is a link to something that is not a file; it is not read")
	case ext == extension || ext == ".yml":
		l.file(name)
	}
	return nil
}

// file reads one file for what its name says it is.
func (l *loader) file(name string) {
	ext := path.Ext(name)
	if ext != extension && ext != ".yml" {
		return
	}
	data, err := disk.Read(l.folder, name, yamledit.MaxSize)
	if err != nil {
		l.fault(name, "it cannot be read: %v", err)
		return
	}
	if ext == ".yml" {
		if document, _ := yamledit.Parse(data); document != nil && document.Root.Get("url") != nil {
			l.warn(name, "this looks like a request, but only files that end in .yaml are read; rename it to %s", strings.TrimSuffix(name, ext)+extension)
		}
		return
	}
	l.read(name, data)
}

// read takes in what a file holds.
func (l *loader) read(name string, data []byte) {
	document, faults := yamledit.Parse(data)
	problems := l.parsed(name, data, document)
	for _, f := range faults {
		// What is no YAML of ours cannot be of the right kind either; the first is what to correct.
		problems = slices.DeleteFunc(problems, func(p fields.Problem) bool { return p.Line == f.Line && p.Column == f.Column })
	}
	for _, f := range faults {
		problems = append(problems, fields.Problem{Line: f.Line, Column: f.Column, Key: f.Key, Message: f.Message})
	}
	faulty := false
	for _, p := range problems {
		faulty = faulty || !p.Warning
		l.collection.Problems = append(l.collection.Problems, Problem{name, p.Line, p.Column, p.Key, p.Message, p.Warning})
	}
	l.collection.files[name] = file{data, faulty}
}

// parsed reads a document into the collection.
func (l *loader) parsed(name string, data []byte, document *yamledit.Document) []fields.Problem {
	c := l.collection
	if document == nil {
		return nil
	}
	r := &fields.Reader{Source: data, Foreign: foreign}
	switch folder, id := path.Dir(name), strings.TrimSuffix(name, extension); {
	case name == rootFile:
		collectionKeys.Read(r, document.Root, c, "a collection")
		warnLiterals(r, document.Root, collectionLiterals(c))
		checkVersion(r, document.Root, c.Version)
	case path.Base(name) == folderFile:
		f := &Folder{ID: strings.TrimPrefix(folder, ".")}
		folderKeys.Read(r, document.Root, f, "a folder")
		warnLiterals(r, document.Root, folderLiterals(f))
		c.Folders = append(c.Folders, f)
	case folder == "env":
		e := &Environment{Name: path.Base(id)}
		environmentKeys.Read(r, document.Root, e, "an environment")
		warnLiterals(r, document.Root, environmentLiterals(e))
		c.Environments = append(c.Environments, e)
	case strings.HasPrefix(name, mappingFolder+"/"):
		m := &Mapping{ID: strings.TrimPrefix(id, mappingFolder+"/")}
		mappingKeys.Read(r, document.Root, m, "a mapping")
		warnLiterals(r, document.Root, mappingLiterals(m))
		c.Mappings = append(c.Mappings, m)
	case reserved(name) || document.Root.Get("url") == nil:
		c.Others = append(c.Others, name)
		if !reserved(name) {
			checkOther(r, document.Root)
		}
	default:
		request := &Request{ID: id}
		requestKeys.Read(r, document.Root, request, "a request")
		warnLiterals(r, document.Root, requestLiterals(request))
		c.Requests = append(c.Requests, request)
	}
	return r.Problems
}

func reserved(name string) bool {
	first, _, nested := strings.Cut(name, "/")
	return nested && slices.Contains(reservedFolders, first)
}

func checkVersion(r *fields.Reader, root *yamledit.Node, version int) {
	at := root.Get("version")
	if at == nil {
		r.Problems = append(r.Problems, fields.Problem{Line: 1, Column: 1, Key: "version", Warning: true,
			Message: "the version of the file format is missing; write version: 1"})
		return
	}
	if version > 1 {
		r.Problem(at, "version %d is not known here; this dowse reads version 1", version)
	}
}

// requestOnly are keys that hardly any file but a request has.
var requestOnly = []string{"method", "body", "headers", "picks"}

// checkOther warns of a file that was probably meant as a request.
func checkOther(r *fields.Reader, root *yamledit.Node) {
	warn := func(n *yamledit.Node, key, format string, args ...any) {
		r.Problems = append(r.Problems, fields.Problem{Line: n.Line, Column: n.Column, Key: key, Message: fmt.Sprintf(format, args...), Warning: true})
	}
	if name := requestKeys.Joined(root.Text); name != "" {
		warn(root, name, "this file is one text, so it is not read as a request; put a space after %q", name+":")
	}
	var like, near *yamledit.Node
	for _, e := range root.Entries {
		switch name := e.Key.Text; {
		case slices.Contains(requestOnly, name) && like == nil:
			like = e.Key
		case spelling.Nearest(name, []string{"url"}) != "" && near == nil:
			near = e.Key
		}
	}
	for _, e := range root.Entries {
		if like != nil && near == nil && slices.Contains(foreign[strings.ToLower(e.Key.Text)], "url") {
			near = e.Key
		}
	}
	switch {
	case near != nil:
		warn(near, near.Text, `this file has %q but no url, so it is not read as a request; did you mean "url"?`, near.Text)
	case like != nil:
		warn(like, like.Text, "this file has %q but no url, so it is not read as a request; add url:", like.Text)
	}
}

func (c *Collection) checkDefaultEnvironment() {
	if c.DefaultEnv == "" || c.Environment(c.DefaultEnv) != nil || c.files["env/"+c.DefaultEnv+extension].faulty {
		return
	}
	var names []string
	for _, e := range c.Environments {
		names = append(names, e.Name)
	}
	message := fmt.Sprintf("the default environment %q is not there; add env/%s.yaml", c.DefaultEnv, c.DefaultEnv)
	if near := spelling.Nearest(c.DefaultEnv, names); near != "" {
		message = fmt.Sprintf("the default environment %q is not there; did you mean %q?", c.DefaultEnv, near)
	}
	p := Problem{File: rootFile, Key: "default_env", Message: message, Warning: true}
	if document, _ := yamledit.Parse(c.files[rootFile].data); document != nil {
		if n := document.Root.Get("default_env"); n != nil {
			p.Line, p.Column = n.Line, n.Column
		}
	}
	c.Problems = append(c.Problems, p)
}

// sort puts requests in the order shown and everything else by name.
func (c *Collection) sort() {
	slices.SortStableFunc(c.Problems, func(a, b Problem) int {
		return cmp.Or(strings.Compare(a.File, b.File), a.Line-b.Line, a.Column-b.Column)
	})
	slices.SortFunc(c.Folders, func(a, b *Folder) int { return strings.Compare(a.ID, b.ID) })
	slices.SortFunc(c.Mappings, func(a, b *Mapping) int { return strings.Compare(a.ID, b.ID) })
	slices.SortFunc(c.Environments, func(a, b *Environment) int { return strings.Compare(a.Name, b.Name) })
	orders := map[string][]string{}
	for _, f := range c.Folders {
		for _, name := range f.Order {
			orders[f.ID] = append(orders[f.ID], strings.TrimSuffix(strings.TrimSuffix(name, "/"), extension))
		}
	}
	slices.SortFunc(c.Requests, func(a, b *Request) int { return compareIDs(a.ID, b.ID, orders) })
}

// compareIDs compares at the first folder in which two IDs part, by that folder's order.
func compareIDs(a, b string, orders map[string][]string) int {
	folder, restA, restB := "", a, b
	for {
		nameA, nextA, moreA := strings.Cut(restA, "/")
		nameB, nextB, moreB := strings.Cut(restB, "/")
		if nameA != nameB {
			placeA, placeB := place(orders[folder], nameA), place(orders[folder], nameB)
			if placeA != placeB {
				return placeA - placeB
			}
			return strings.Compare(nameA, nameB)
		}
		if !moreA || !moreB {
			return strings.Compare(restA, restB)
		}
		folder, restA, restB = path.Join(folder, nameA), nextA, nextB
	}
}

func place(order []string, name string) int {
	if i := slices.Index(order, name); i >= 0 {
		return i
	}
	return len(order)
}
