package document

import (
	"context"
	"fmt"
	"strings"

	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// maxMatched is in how many elements a CSS selector is looked for at most: each costs some 250 bytes meanwhile.
const maxMatched = 2_000_000

// CSSSelect gives the elements of markup that a CSS selector (level 3, with :has, :contains and some more) matches, in
// the order of the body. Names are compared without regard to case, in XML too. The error is one line; it is the
// context's when that ends first.
func (d *Document) CSSSelect(ctx context.Context, selector string) ([]Node, error) {
	if !d.IsMarkup() {
		return nil, fmt.Errorf("a CSS selector selects in HTML and XML, and this is %s", d.format)
	}
	group, err := parseSelector(selector)
	if err != nil {
		return nil, err
	}
	type outcome struct {
		nodes []Node
		err   error
	}
	done := make(chan outcome, 1)
	go func() {
		nodes, err := d.match(ctx, group, strings.Contains(selector, ":"))
		done <- outcome{nodes, err}
	}()
	select {
	case o := <-done:
		return o.nodes, o.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// CheckSelector says in one line what is wrong with a CSS selector, or gives nil.
func CheckSelector(selector string) error {
	_, err := parseSelector(selector)
	return err
}

// parseSelector parses a CSS selector.
func parseSelector(selector string) (group cascadia.SelectorGroup, err error) {
	if len(selector) > maxQuery {
		return nil, fmt.Errorf("the selector is %d bytes long; the longest accepted is %d", len(selector), maxQuery)
	}
	defer func() {
		if r := recover(); r != nil {
			group, err = nil, fmt.Errorf("selector %s: cannot be read", quote(selector))
		}
	}()
	group, err = cascadia.ParseGroup(selector)
	if err == nil {
		return group, nil
	}
	hint := ""
	switch trimmed := strings.TrimSpace(selector); {
	case trimmed == "":
		hint = "; `p` is every element of that name, `.x` of a class, `#x` of an id"
	case trimmed[0] == '/':
		hint = "; this looks like XPath"
	case strings.HasSuffix(trimmed, ">"), strings.HasSuffix(trimmed, ","):
		hint = "; something must follow its last character"
	}
	return nil, fmt.Errorf("selector %s: %s%s", quote(selector), printable(err.Error()), hint)
}

// checkEvery is after how many elements it is looked whether the context has ended.
const checkEvery = 1024

// match tries every element.
func (d *Document) match(ctx context.Context, group cascadia.SelectorGroup, texts bool) (found []Node, err error) {
	defer func() {
		if r := recover(); r != nil {
			found, err = nil, fmt.Errorf("the selector cannot be tried: %s", printable(fmt.Sprint(r)))
		}
	}()
	tree, nodes, err := d.tree(ctx, texts)
	if err != nil {
		return nil, err
	}
	for i := range tree {
		if i%checkEvery == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if tree[i].Type == html.ElementNode && group.Match(&tree[i]) {
			found = append(found, nodes[i])
		}
	}
	return found, nil
}

// tree makes the tree that the library matches in, in the order of the body, and gives the node of each part of it.
func (d *Document) tree(ctx context.Context, texts bool) (tree []html.Node, nodes []Node, err error) {
	count, attributes := 1, 0
	for n := range Node(len(d.nodes)) {
		switch d.Kind(n) {
		case Element:
			if count++; texts && d.content(n) == None {
				count++
			}
		case Attribute:
			attributes++
		case Chars:
			count++
		}
	}
	if count > maxMatched {
		return nil, nil, fmt.Errorf("the body has more than %d elements, in which no CSS selector is looked for; an XPath is", maxMatched)
	}
	b := treeBuilder{doc: d, tree: make([]html.Node, 0, count), nodes: make([]Node, 0, count), attributes: make([]html.Attribute, 0, attributes)}
	b.add(0, html.Node{Type: html.DocumentNode}, nil)
	open := []*html.Node{&b.tree[0]} // and the numbers of their nodes
	ends := []Node{Node(len(d.nodes))}
	for n := Node(1); int(n) < len(d.nodes); n++ {
		if n%checkEvery == 0 && ctx.Err() != nil {
			return nil, nil, ctx.Err()
		}
		for n >= ends[len(ends)-1] {
			open, ends = open[:len(open)-1], ends[:len(ends)-1]
		}
		parent := open[len(open)-1]
		switch d.Kind(n) {
		case Element:
			open, ends = append(open, b.element(n, parent, texts)), append(ends, d.next(n))
		case Chars:
			if texts {
				b.add(n, html.Node{Type: html.TextNode, Data: d.Text(n)}, parent)
			}
		}
	}
	return b.tree, b.nodes, nil
}

// treeBuilder holds the parts of a tree, which were counted before: they do not move.
type treeBuilder struct {
	doc        *Document
	tree       []html.Node
	nodes      []Node
	attributes []html.Attribute
}

// add appends a part to the tree.
func (b *treeBuilder) add(n Node, part html.Node, parent *html.Node) *html.Node {
	b.tree, b.nodes = append(b.tree, part), append(b.nodes, n)
	added := &b.tree[len(b.tree)-1]
	if parent != nil {
		parent.AppendChild(added)
	}
	return added
}

// element appends an element with its attributes, and with its text when that has no node.
func (b *treeBuilder) element(n Node, parent *html.Node, texts bool) *html.Node {
	d := b.doc
	name := lowered(string(d.name(n)))
	from := len(b.attributes)
	bare := true
	for c := range d.Children(n) {
		if d.Kind(c) != Attribute {
			bare = false
			break
		}
		if !d.repeats(c) {
			b.attributes = append(b.attributes, html.Attribute{Key: lowered(string(d.name(c))), Val: d.Text(c)})
		}
	}
	to := len(b.attributes)
	added := b.add(n, html.Node{Type: html.ElementNode, Data: name, DataAtom: atom.Lookup([]byte(name)), Attr: b.attributes[from:to:to]}, parent)
	if texts && bare {
		if text := d.Text(n); text != "" {
			b.add(n, html.Node{Type: html.TextNode, Data: text}, added)
		}
	}
	return added
}
