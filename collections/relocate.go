package collections

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"dowse/collections/fileformat/yamledit"
	"dowse/collections/vars"
)

// Relocation is a request, or a folder of requests, that gets another place, with all that names it: what Relocate plans and
// Apply carries out as one change.
//
//	Relocate(from, to) ──> Relocation ──shown, agreed to──> Apply ──> Back ──> Relocation ──> Apply: byte by byte as it was
type Relocation struct {
	From, To string // the ID of the request, or the path of the folder below the root
	Folder   bool
	Changed  []Reference // the places that name it otherwise then

	moves []Move
	edits []pendingChange
}

// examples is what ends the name of the folder of a request's examples.
const examples = ".examples"

// Renamed gives the ID that a request has after the relocation; ok is false where it keeps its own.
func (r *Relocation) Renamed(id string) (to string, ok bool) {
	name := moved(r.moves, id+extension)
	return strings.TrimSuffix(name, extension), name != id+extension
}

// Before gives the ID that a request had before the relocation; ok is false where it is the same.
func (r *Relocation) Before(id string) (from string, ok bool) {
	back := make([]Move, len(r.moves))
	for i, m := range r.moves {
		back[i] = m.back()
	}
	name := moved(back, id+extension)
	return strings.TrimSuffix(name, extension), name != id+extension
}

// Request is a request that names others by the IDs that they have after the relocation.
func (r *Relocation) Request(of Request) Request {
	of = of.WithTexts(r.Rename)
	if of.Page != nil {
		if id, pick, ok := splitExact(of.Page.Next); ok {
			if to, renamed := r.Renamed(id); renamed {
				of.Page.Next = ExactName(to, pick)
			}
		}
	}
	return of
}

// Rename is text, a template, in which picks have the exact names that they have after the relocation.
func (r *Relocation) Rename(text string) string {
	if !strings.Contains(text, exactPick) {
		return text
	}
	return vars.RenameUses(text, func(name string) (string, bool) {
		id, pick, ok := splitExact(name)
		to, renamed := r.Renamed(id)
		return ExactName(to, pick), ok && renamed
	})
}

// Relocate plans that a saved request gets another ID, and all that names it too. Nothing is written. The error says why it
// cannot be: the new ID is taken or not valid, or a file that names the request has mistakes.
func (c *Collection) Relocate(from, to string) (*Relocation, error) {
	r := &Relocation{From: from, To: to, moves: []Move{{From: from + extension, To: to + extension}}}
	if err := c.checkMove(from, to); err != nil {
		return nil, err
	}
	if isFolder(c.Root, from+examples) {
		if exists(c.Root, to+examples) {
			return nil, fmt.Errorf("%q cannot be moved to %q: there is a folder %s; move that first", from, to, to+examples)
		}
		r.moves = append(r.moves, Move{from + examples, to + examples, true})
	}
	return r, c.plan(r)
}

// RelocateFolder is Relocate for a folder with all that is in it.
func (c *Collection) RelocateFolder(from, to string) (*Relocation, error) {
	r := &Relocation{From: from, To: to, Folder: true, moves: []Move{{from, to, true}}}
	there, err := os.Lstat(filepath.Join(c.Root, filepath.FromSlash(from)))
	switch {
	case err != nil:
		return nil, fmt.Errorf("there is no folder %s", from)
	case !there.IsDir():
		return nil, fmt.Errorf("%s is no folder, or a link to one; move it yourself", from)
	}
	if err := ValidID(to); err != nil {
		return nil, fmt.Errorf("a folder has a name as a request has: %w", err)
	}
	if strings.HasPrefix(to+"/", from+"/") {
		return nil, fmt.Errorf("%q cannot be moved to %q: that is inside of it", from, to)
	}
	if err := c.checkFolders(to); err != nil {
		return nil, err
	}
	other, err := os.Lstat(filepath.Join(c.Root, filepath.FromSlash(to)))
	if err == nil && !os.SameFile(there, other) {
		return nil, fmt.Errorf("%q cannot be moved to %q: there is one of that name; choose another", from, to)
	}
	kept := map[string]file{}
	for name, held := range c.files {
		if !strings.HasPrefix(name, from+"/") {
			kept[name] = held
		}
	}
	others := &Collection{Root: c.Root, files: kept}
	for name := range c.files {
		if name := moved(r.moves, name); kept[name].data == nil {
			if err := others.checkCollision(name); err != nil {
				return nil, err
			}
		}
	}
	return r, c.plan(r)
}

// checkMove says why a request cannot get another ID.
func (c *Collection) checkMove(from, to string) error {
	if _, saved := c.files[from+extension]; !saved {
		return fmt.Errorf("%q cannot be moved, it has no file yet; save it as %q", from, to)
	}
	if _, taken := c.files[to+extension]; taken && from != to {
		return fmt.Errorf("%q cannot be moved to %q: there is a file of that name; choose another", from, to)
	}
	// A change of case only is no collision with the file itself.
	others := &Collection{Root: c.Root, files: maps.Clone(c.files)}
	delete(others.files, from+extension)
	return others.checkID(to)
}

func isFolder(root, name string) bool {
	info, err := os.Lstat(filepath.Join(root, filepath.FromSlash(name)))
	return err == nil && info.IsDir()
}

// plan finds what names what is moved, and what the files hold then.
func (c *Collection) plan(r *Relocation) error {
	emptied := vanishing(c.Root, r.moves)
	for _, name := range slices.Sorted(maps.Keys(c.files)) {
		data := c.files[name].data
		document, _ := yamledit.Parse(data)
		if document == nil {
			if bytes.Contains(data, []byte(exactPick+r.From)) || strings.HasPrefix(name, mappingFolder+"/") && bytes.Contains(data, []byte(r.From)) {
				return fmt.Errorf("%s seems to name %s, and cannot be read; mend it first: %w", name, r.From, c.firstProblem(name))
			}
			continue
		}
		texts := map[*yamledit.Node]*string{}
		refs := references(name, data, document)
		for i, ref := range slices.Backward(refs) { // from the end, so that the bytes before stay where they are
			text, ok, err := c.textAfter(r, ref, texts, emptied)
			if err != nil {
				return err
			}
			if !ok {
				refs = slices.Delete(refs, i, i+1)
				continue
			}
			texts[ref.node] = text
		}
		if len(texts) == 0 {
			continue
		}
		after, err := document.Update(with(document.Root, texts))
		if err != nil {
			return fmt.Errorf("%s names %s, and cannot be changed; mend it first: %w", name, r.From, err)
		}
		r.Changed = append(r.Changed, refs...)
		r.edits = append(r.edits, pendingChange{name, data, after.Bytes()})
	}
	return nil
}

// textAfter is the text of a reference's node after the relocation, where that is another one; nil: it is taken out. texts are
// the nodes that were changed already.
func (c *Collection) textAfter(r *Relocation, ref Reference, texts map[*yamledit.Node]*string, emptied []string) (*string, bool, error) {
	if ref.Key == "order" && ref.Pick == "" {
		text, ok := c.orderAfter(r, ref, emptied)
		return text, ok, nil
	}
	to, ok := r.Renamed(ref.ID)
	if !ok {
		return nil, false, nil
	}
	text := ref.node.Text
	if before := texts[ref.node]; before != nil {
		text = *before
	}
	text = text[:ref.start] + to + text[ref.start+len(ref.ID):]
	if ref.Pick != "" && strings.HasPrefix(ref.Text, "{{") {
		exact := ExactName(to, ref.Pick)
		if uses := vars.Uses(r.Rename(ref.Text)); len(uses) != 1 || uses[0].Name != exact {
			return nil, false, fmt.Errorf("%s:%d:%d uses %s, and %s cannot be written in a template; choose another name", ref.File, ref.Line, ref.Column, ref.Text, exact)
		}
	}
	return &text, true, nil
}

// orderAfter is what an order has in the place of a name after the relocation: the new name in the same folder, and none in
// another one, or where a folder is gone with what it held.
func (c *Collection) orderAfter(r *Relocation, ref Reference, emptied []string) (*string, bool) {
	name := orderName(ref.Text)
	if strings.Contains(name, "/") {
		return nil, false // an order has the names of one folder
	}
	if r.Folder && strings.HasPrefix(ref.ID, r.From+"/") {
		return nil, false // it goes along
	}
	suffix := ref.Text[len(name):]
	if suffix != "/" && c.files[ref.ID+extension].data != nil { // it is a request
		to, ok := r.Renamed(ref.ID)
		if !ok || suffix == "" && c.holds(ref.ID) {
			return nil, false // a folder has the name too
		}
		return inOrder(ref.ID, to, suffix), true
	}
	switch to := moved(r.moves, ref.ID); {
	case slices.Contains(emptied, ref.ID):
		return nil, true
	case r.Folder && ref.ID == r.From:
		return inOrder(ref.ID, to, suffix), true
	}
	return nil, false
}

// inOrder is the new name of what an order names; nil: it is in another folder.
func inOrder(from, to, suffix string) *string {
	if path.Dir(from) != path.Dir(to) {
		return nil
	}
	text := path.Base(to) + suffix
	return &text
}

// holds says whether there is a folder with files of the collection.
func (c *Collection) holds(folder string) bool {
	for name := range c.files {
		if strings.HasPrefix(name, folder+"/") {
			return true
		}
	}
	return false
}

// vanishing are the folders that hold nothing any more when files have been moved out of them.
func vanishing(root string, moves []Move) (all []string) {
	gone := map[string]bool{}
	for _, m := range moves {
		gone[m.From] = true
	}
	for dir := path.Dir(moves[0].From); dir != "."; dir = path.Dir(dir) {
		entries, err := os.ReadDir(filepath.Join(root, filepath.FromSlash(dir)))
		left := slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return !gone[dir+"/"+e.Name()] })
		if err != nil || left || strings.HasPrefix(moves[0].To, dir+"/") {
			return all
		}
		gone[dir] = true
		all = append(all, dir)
	}
	return all
}

// with is a tree of a document in which some nodes have another text, or are gone where that is nil.
func with(n *yamledit.Node, texts map[*yamledit.Node]*string) *yamledit.Node {
	if text, ok := texts[n]; ok {
		if text == nil {
			return nil
		}
		return &yamledit.Node{Text: *text, Was: n}
	}
	out := &yamledit.Node{Kind: n.Kind, Flow: n.Flow, Was: n}
	same := true
	for _, e := range n.Entries {
		changed := yamledit.Entry{Key: with(e.Key, texts), Value: with(e.Value, texts)}
		if same = same && changed == e; changed.Value != nil {
			out.Entries = append(out.Entries, changed)
		}
	}
	for _, item := range n.Items {
		changed := with(item, texts)
		if same = same && changed == item; changed != nil {
			out.Items = append(out.Items, changed)
		}
	}
	if same {
		return n
	}
	return out
}

// Apply carries out a relocation as one change: all of it is done or nothing is, also when the program is killed meanwhile. The
// error is a *ConflictError where somebody changed one of the files since it was read.
func (c *Collection) Apply(r *Relocation) error {
	for _, e := range r.edits {
		if !bytes.Equal(c.files[e.Name].data, e.Before) {
			return &ConflictError{e.Name}
		}
	}
	emptied := vanishing(c.Root, r.moves)
	if err := c.writeTogether(&pending{Version: 1, Files: r.edits, Moves: r.moves}); err != nil {
		return err
	}
	for _, dir := range emptied {
		_ = os.Remove(filepath.Join(c.Root, filepath.FromSlash(dir))) // where it is empty still
	}
	c.relocated(r)
	return nil
}

// relocated is the collection as its files are after a relocation.
func (c *Collection) relocated(r *Relocation) {
	files := map[string]file{}
	for name, held := range c.files {
		files[moved(r.moves, name)] = held
	}
	c.files = files
	for i := range c.Problems {
		c.Problems[i].File = moved(r.moves, c.Problems[i].File)
	}
	for i, name := range c.Others {
		c.Others[i] = moved(r.moves, name)
	}
	for i, request := range c.Requests {
		if to, ok := r.Renamed(request.ID); ok {
			c.Requests[i] = copied(request)
			c.Requests[i].ID = to
		}
	}
	for i, f := range c.Folders {
		if to := strings.TrimSuffix(moved(r.moves, f.ID+"/"), "/"); to != f.ID {
			c.Folders[i] = copied(f)
			c.Folders[i].ID = to
		}
	}
	for _, e := range r.edits {
		c.reread(moved(r.moves, e.Name), e.After)
	}
	c.sort()
}

// reread takes in what a file holds now.
func (c *Collection) reread(name string, data []byte) {
	id := strings.TrimSuffix(name, extension)
	c.Problems = slices.DeleteFunc(c.Problems, func(p Problem) bool { return p.File == name })
	c.Others = slices.DeleteFunc(c.Others, func(other string) bool { return other == name })
	c.Requests = slices.DeleteFunc(c.Requests, func(r *Request) bool { return r.ID == id })
	c.Folders = slices.DeleteFunc(c.Folders, func(f *Folder) bool { return path.Join(f.ID, folderFile) == name })
	c.Environments = slices.DeleteFunc(c.Environments, func(e *Environment) bool { return "env/"+e.Name == id })
	c.Mappings = slices.DeleteFunc(c.Mappings, func(m *Mapping) bool { return mappingFolder+"/"+m.ID == id })
	if name == rootFile {
		c.Version, c.Name, c.DefaultEnv, c.Settings, c.Secrets = 0, "", "", Settings{}, nil
	}
	(&loader{collection: c}).read(name, data)
	if name == rootFile {
		c.checkDefaultEnvironment()
	}
}

// Back plans the way back of a relocation that was carried out: byte by byte what the files were, but for what was changed in
// them since.
func (c *Collection) Back(r *Relocation) (*Relocation, error) {
	plan := c.Relocate
	if r.Folder {
		plan = c.RelocateFolder
	}
	back, err := plan(r.To, r.From)
	if err != nil {
		return nil, err
	}
	for _, e := range r.edits {
		name := moved(r.moves, e.Name)
		if !bytes.Equal(c.files[name].data, e.After) {
			continue
		}
		back.edits = slices.DeleteFunc(back.edits, func(other pendingChange) bool { return other.Name == name })
		back.edits = append(back.edits, pendingChange{name, e.After, e.Before})
	}
	return back, nil
}
