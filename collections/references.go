package collections

import (
	"maps"
	"path"
	"slices"
	"strings"

	"dowse/collections/fileformat/fields"
	"dowse/collections/fileformat/yamledit"
	"dowse/collections/vars"
)

// Reference is a place in a file that names a request, or in an order a file or folder.
type Reference struct {
	File         string // slash path below the root
	Line, Column int    // from 1
	Key          string // under which it stands: from, into, next, order; for the pick of a template the key of that
	ID           string // of the request; in an order the path below the root, of a folder too
	Pick         string // the name of the pick, where one is named
	Text         string // as it is written, such as {{pick.orders/list.order_id}}

	node  *yamledit.Node
	start int // the byte of the node's text at which the ID, in an order the name, begins
}

// exactPick begins the name of a pick of one request: pick.ID.NAME.
const exactPick = "pick."

// ExactName is the name of a pick that no other request's pick can have.
func ExactName(id, name string) string { return exactPick + id + "." + name }

// splitExact gives the request and the pick of such a name.
func splitExact(name string) (id, pick string, ok bool) {
	rest, exact := strings.CutPrefix(name, exactPick)
	dot := strings.LastIndexByte(rest, '.')
	if !exact || dot < 1 || dot == len(rest)-1 {
		return "", "", false
	}
	return rest[:dot], rest[dot+1:], true
}

// References are the places in all files that name a request: sources and targets of mappings, picks by their exact names in
// any text, and the names in the orders of folders. They are looked up in what was read or last written.
func (c *Collection) References() []Reference {
	var all []Reference
	for _, name := range slices.Sorted(maps.Keys(c.files)) {
		if document, _ := yamledit.Parse(c.files[name].data); document != nil {
			all = append(all, references(name, c.files[name].data, document)...)
		}
	}
	return all
}

// ReferencesTo are those to one request, also by the order of its folder.
func (c *Collection) ReferencesTo(id string) []Reference {
	return slices.DeleteFunc(c.References(), func(r Reference) bool { return r.ID != id })
}

// finder collects the references of a file.
type finder struct {
	file   string
	reader *fields.Reader
	all    []Reference
}

func references(name string, data []byte, document *yamledit.Document) []Reference {
	f := &finder{file: name, reader: &fields.Reader{Source: data}}
	root := document.Root
	f.templates("", root)
	switch {
	case strings.HasPrefix(name, mappingFolder+"/"):
		f.request("from", root.Get("from").Get("request"))
		f.request("into", root.Get("into").Get("request"))
	case path.Base(name) == folderFile:
		f.order(root.Get("order"))
	case root.Get("page") != nil:
		for _, e := range root.Get("page").Entries {
			f.bare(e.Key.Text, e.Value)
		}
	}
	return f.all
}

// add notes a reference whose ID, or name, begins at a byte of a node's text.
func (f *finder) add(n *yamledit.Node, start int, r Reference) {
	before := n.Text[:start]
	line := strings.Count(before, "\n") + 1
	column := len([]rune(before[strings.LastIndexByte(before, '\n')+1:])) + 1
	r.File, r.node, r.start = f.file, n, start
	r.Line, r.Column = f.reader.Place(n, line, column)
	f.all = append(f.all, r)
}

// templates finds the exact names of picks in the placeholders of all texts.
func (f *finder) templates(key string, n *yamledit.Node) {
	for _, e := range n.Entries {
		f.templates(e.Key.Text, e.Key)
		f.templates(e.Key.Text, e.Value)
	}
	for _, item := range n.Items {
		f.templates(key, item)
	}
	if n.Kind != yamledit.Scalar || !strings.Contains(n.Text, exactPick) {
		return
	}
	for _, use := range vars.Uses(n.Text) {
		if id, pick, ok := splitExact(use.Name); ok {
			start := use.Start + strings.Index(n.Text[use.Start:use.End], exactPick) + len(exactPick)
			f.add(n, start, Reference{Key: key, ID: id, Pick: pick, Text: n.Text[use.Start:use.End]})
		}
	}
}

// request is a text that is the ID of a request.
func (f *finder) request(key string, n *yamledit.Node) {
	if n != nil && n.Kind == yamledit.Scalar && n.Text != "" {
		f.add(n, 0, Reference{Key: key, ID: n.Text, Text: n.Text})
	}
}

// bare is a text of a page: the name of a variable, or a condition in which names stand.
func (f *finder) bare(key string, n *yamledit.Node) {
	if n.Kind != yamledit.Scalar || strings.Contains(n.Text, "{{") {
		return
	}
	for at := 0; ; {
		i := strings.Index(n.Text[at:], exactPick)
		if i < 0 {
			return
		}
		start := at + i
		at = start + len(exactPick)
		word, _, _ := strings.Cut(n.Text[start:], " ")
		if id, pick, ok := splitExact(word); ok && (start == 0 || n.Text[start-1] == ' ') {
			f.add(n, at, Reference{Key: key, ID: id, Pick: pick, Text: word})
		}
	}
}

// order is the names of files and folders as a folder shows them.
func (f *finder) order(n *yamledit.Node) {
	if n == nil {
		return
	}
	items := n.Items
	if n.Kind == yamledit.Scalar {
		items = []*yamledit.Node{n}
	}
	for _, item := range items {
		if item.Kind == yamledit.Scalar && item.Text != "" {
			f.add(item, 0, Reference{Key: "order", ID: path.Join(path.Dir(f.file), orderName(item.Text)), Text: item.Text})
		}
	}
}

// orderName is the name of a file or folder as an order has it, without the ending that it may have there.
func orderName(text string) string {
	return strings.TrimSuffix(strings.TrimSuffix(text, "/"), extension)
}
