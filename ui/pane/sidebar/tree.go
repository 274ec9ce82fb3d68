package sidebar

import (
	"strings"

	"dowse/ui/terminal"
)

// kind says what a node is.
type kind uint8

const (
	request kind = iota
	folder
	others // the one node that holds the files that are no requests
	other
)

// key tells the nodes of all trees apart: a request and a folder may have the same path.
type key struct {
	kind kind
	id   string
}

// node is a request, a folder or a file that is neither.
type node struct {
	key
	item     *Item  // of a request
	label    string // safe: the last part of the ID
	path     string // safe: the whole ID, or the name of a draft
	name     string // safe: what the request is called, where that says more
	url      string // safe
	depth    int
	parent   *node // nil at the top
	children []*node
	count    int // requests in a folder and below
}

// tree is everything that a collection lists.
type tree struct {
	top      []*node
	requests []*node
	byKey    map[key]*node
}

// grow makes the tree of requests and other files. Rows come in the order of the items; a folder stands
// where its first request does.
func grow(items []Item, files []string) tree {
	t := tree{byKey: make(map[key]*node, len(items))}
	for i := range items {
		item := &items[i]
		n := &node{key: key{request, item.ID}, item: item, name: safe(item.Name), url: safe(item.URL)}
		t.requests = append(t.requests, n)
		if item.Draft {
			n.label, n.name = n.name, ""
			n.path = n.label
			t.add(nil, n)
			continue
		}
		dir, label := split(item.ID)
		n.label, n.path = safe(label), safe(item.ID)
		if n.name == n.label || n.name == n.path {
			n.name = ""
		}
		t.add(t.folder(dir), n)
	}
	if len(files) == 0 {
		return t
	}
	all := &node{key: key{others, ""}, count: len(files)}
	t.add(nil, all)
	for _, file := range files {
		t.add(all, &node{key: key{other, file}, label: safe(file), path: safe(file)})
	}
	return t
}

// folder gives the node of a folder, and makes it and those above it where there is none yet; nil: the top.
func (t *tree) folder(id string) *node {
	if id == "" {
		return nil
	}
	if n := t.byKey[key{folder, id}]; n != nil {
		return n
	}
	dir, label := split(id)
	n := &node{key: key{folder, id}, label: safe(label), path: safe(id)}
	t.add(t.folder(dir), n)
	return n
}

// add puts a node at the end of its parent.
func (t *tree) add(parent, n *node) {
	n.parent = parent
	t.byKey[n.key] = n
	if parent == nil {
		t.top = append(t.top, n)
		return
	}
	n.depth = parent.depth + 1
	parent.children = append(parent.children, n)
	if n.kind == request {
		for up := parent; up != nil; up = up.parent {
			up.count++
		}
	}
}

// find gives the node of a key, or nil.
func (t *tree) find(k key) *node { return t.byKey[k] }

// foldFrom is the number of requests from which folders begin folded.
const foldFrom = 200

// foldNew decides whether folders that were never seen before are folded.
func (m *Model) foldNew() {
	for k := range m.tree.byKey {
		if _, seen := m.folds[k.id]; k.kind == folder && !seen {
			m.folds[k.id] = len(m.items) > foldFrom
		}
	}
}

// folded says whether the rows below a node are out of sight.
func (m *Model) folded(n *node) bool {
	if n.kind == others {
		return !m.unfolded
	}
	return m.folds[n.id]
}

// fold folds a folder or unfolds it.
func (m *Model) fold(n *node, folded bool) {
	switch n.kind {
	case folder:
		m.folds[n.id] = folded
	case others:
		m.unfolded = !folded
	default:
		return
	}
	m.list()
	m.goTo(n.key)
}

// flatten appends the rows of nodes that are not folded away.
func (m *Model) flatten(rows []row, nodes []*node) []row {
	for _, n := range nodes {
		rows = append(rows, row{node: n})
		if len(n.children) > 0 && !m.folded(n) {
			rows = m.flatten(rows, n.children)
		}
	}
	return rows
}

// reveal puts the cursor on a request and unfolds what holds it. It says whether there is such a request.
func (m *Model) reveal(id string) bool {
	n := m.tree.find(key{request, id})
	if n == nil {
		return false
	}
	for up := n.parent; up != nil; up = up.parent {
		m.folds[up.id] = false
	}
	m.list()
	m.goTo(n.key)
	return true
}

// split parts a path into what holds it and its last part.
func split(id string) (dir, label string) {
	if i := strings.LastIndexByte(id, '/'); i >= 0 {
		return id[:i], id[i+1:]
	}
	return "", id
}

func safe(text string) string { return terminal.SafeLine(terminal.Untrusted(text)) }
