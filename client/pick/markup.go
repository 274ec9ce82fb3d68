package pick

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"dowse/client"
	"dowse/client/document"
	"dowse/collections"
	"dowse/collections/vars"
)

// markupLimit is how long an XPath or a selector may run: one that nobody waits for may not stop everything else.
const markupLimit = 5 * time.Second

// namespaces are the prefixes that a pick declares.
func namespaces(s collections.Source) map[string]string {
	declared := make(map[string]string, len(s.Namespaces))
	for _, v := range s.Namespaces {
		declared[v.Name] = v.Value.Reveal()
	}
	return declared
}

// markupNodes are the nodes that an XPath or a selector gives, or the value that an XPath computes.
func markupNodes(s collections.Source, d *document.Document) (document.XPathResult, error) {
	ctx, cancel := context.WithTimeout(context.Background(), markupLimit)
	defer cancel()
	var found document.XPathResult
	var err error
	if s.Kind == collections.SourceXPath {
		found, err = d.XPathSelect(ctx, s.Arg, namespaces(s))
	} else {
		found.Nodes, err = d.CSSSelect(ctx, s.Arg)
	}
	if errors.Is(err, context.DeadlineExceeded) {
		err = fmt.Errorf("it was still looking after %s", markupLimit)
	}
	if s.Kind == collections.SourceCSS && s.Attr != "" {
		found.Nodes = attributesOf(d, found.Nodes, s.Attr)
	}
	return found, err
}

// attributesOf are the attributes of a name that elements have. Names of HTML are the same in any case.
func attributesOf(d *document.Document, elements []document.Node, name string) []document.Node {
	var found []document.Node
	for _, n := range elements {
		for a := range d.Children(n) {
			key, _ := d.Key(a)
			key = strings.TrimPrefix(key, "@")
			if d.Kind(a) == document.Attribute && (key == name || d.Format() == document.HTML && strings.EqualFold(key, name)) {
				found = append(found, a)
				break
			}
		}
	}
	return found
}

// readMarkup takes what the XPath or the selector of p gives in XML or HTML: the text of what it selects, or what it
// computes.
func readMarkup(p collections.Pick, e *client.Exchange) (vars.Value, *Miss) {
	d := e.Document()
	if !d.IsMarkup() || d.Root() == document.None {
		return vars.Value{}, notOf(p, e, "XML or HTML")
	}
	found, err := markupNodes(p.From, d)
	if err != nil {
		return vars.Value{}, &Miss{Kind: Invalid, What: err.Error(), Err: err}
	}
	switch value := found.Value.(type) {
	case string:
		return vars.NewString(value), nil
	case float64:
		return parse(strconv.FormatFloat(value, 'f', -1, 64))
	case bool:
		return parse(strconv.FormatBool(value))
	}
	var texts []string
	for _, n := range found.Nodes {
		texts = append(texts, d.Text(n))
	}
	return takeText(p, texts, collections.TakeOne, "nothing in the body matches "+place(p.From))
}

// takeText takes of several texts what a pick says, or what its source has where it says nothing. missing says that
// there is none.
func takeText(p collections.Pick, texts []string, usual collections.Take, missing string) (vars.Value, *Miss) {
	take := p.Take
	if take == "" {
		take = usual
	}
	switch {
	case take == collections.TakeAll:
		items := make([]string, len(texts))
		for i, text := range texts {
			items[i] = vars.NewString(text).JSON()
		}
		return parse("[" + strings.Join(items, ", ") + "]")
	case len(texts) == 0:
		return vars.Value{}, &Miss{Kind: Missing, What: missing}
	case take == collections.TakeLast:
		return vars.NewString(texts[len(texts)-1]), nil
	case take == collections.TakeFirst, len(texts) == 1:
		return vars.NewString(texts[0]), nil
	case take == collections.TakeAsk:
		return vars.Value{}, &Miss{Kind: Several, What: fmt.Sprintf("%d values match; %s", len(texts), whoChooses(p))}
	case take == collections.TakeOne:
		return vars.Value{}, &Miss{Kind: Several, What: fmt.Sprintf("%d values match; say take: first, last or all, or narrow it", len(texts))}
	}
	return vars.Value{}, &Miss{Kind: Invalid, What: fmt.Sprintf("take %q is none of one, first, last, all, ask", take)}
}

// notOf says that a body is not what a pick reads.
func notOf(p collections.Pick, e *client.Exchange, wanted string) *Miss {
	about := fmt.Sprint(e.Response.Status)
	if kind := e.Response.Header("Content-Type"); kind != "" {
		about += ", " + shown(kind)
	}
	what := "body is not " + wanted
	switch {
	case len(e.Response.Body) == 0:
		what = "body is empty"
	case !p.NamedSecret(): // else the body may be the secret
		what += fmt.Sprintf(": it starts with %q", beginning(e.Response.Body))
	}
	return &Miss{Kind: WrongBody, What: fmt.Sprintf("%s (%s)", what, about)}
}

// Nodes are the nodes of a body that a source selects, before a pick takes some of them; none for a source that is not
// in the body, or is wrong.
func Nodes(s collections.Source, d *document.Document) []document.Node {
	switch s.Kind {
	case collections.SourceXPath, collections.SourceCSS:
		if !d.IsMarkup() {
			return nil
		}
		found, err := markupNodes(s, d)
		if err != nil {
			return nil
		}
		return found.Nodes
	}
	path, ok := pathOf(s)
	if !ok {
		return nil
	}
	q, err := document.ParseQuery(path)
	if err != nil {
		return nil
	}
	return d.Select(q)
}

// suggestMarkup proposes a pick for a node of XML or HTML: an element of HTML by a selector, all else by an XPath, which
// declares the prefixes that it has. Its error says why no pick can select the node.
func suggestMarkup(e *client.Exchange, d *document.Document, n document.Node, about About) (Suggestion, error) {
	source := collections.Source{Kind: collections.SourceXPath, Arg: d.XPath(n)}
	element := n
	if d.Kind(n) == document.Attribute {
		element = d.Parent(n)
	}
	if selector := d.Selector(element); d.Format() == document.HTML && selector != "" {
		source = collections.Source{Kind: collections.SourceCSS, Arg: selector}
		if key, _ := d.Key(n); element != n {
			source.Attr = strings.TrimPrefix(key, "@")
		}
	}
	if source.Arg == "" {
		return Suggestion{}, errors.New("no XPath selects this: pick what it is in")
	}
	if source.Kind == collections.SourceXPath {
		source.Namespaces = declared(d, n, source.Arg)
	}
	names := newNaming(e, about)
	k := collections.Pick{Name: names.free(names.ofMarkup(d, n)), From: source}
	text := d.Text(n)
	if text != strings.TrimSpace(text) {
		k.Transform = "trim"
	}
	s := suggestion(e, k)
	if every, ok := everyNode(source.Arg); ok && source.Kind == collections.SourceXPath {
		all := s.Here
		all.From.Arg, all.Take, all.Transform = every, collections.TakeAll, ""
		s.Every, s.Fragile = &all, true
	}
	s.Fragile = Fragile(s.Here)
	return s, nil
}

// declared are the namespaces of the prefixes in an XPath, as they are declared around a node.
func declared(d *document.Document, n document.Node, path string) []collections.Variable {
	var all []collections.Variable
	seen := map[string]bool{}
	for at := n; at != document.None; at = d.Parent(at) {
		for a := range d.Children(at) {
			key, _ := d.Key(a)
			prefix, found := strings.CutPrefix(key, "@xmlns:")
			if d.Kind(a) != document.Attribute || !found || seen[prefix] || !strings.Contains(path, prefix+":") {
				continue
			}
			seen[prefix] = true
			all = append(all, collections.Variable{Name: prefix, Value: vars.NewString(d.Text(a))})
		}
	}
	return all
}

// everyNode is an XPath with its last position opened to all.
func everyNode(path string) (string, bool) {
	open := strings.LastIndexByte(path, '[')
	for open >= 0 {
		end := strings.IndexByte(path[open:], ']')
		if end < 0 {
			return "", false
		}
		if _, err := strconv.Atoi(path[open+1 : open+end]); err == nil {
			return path[:open] + path[open+end+1:], true
		}
		open = strings.LastIndexByte(path[:open], '[')
	}
	return "", false
}

// ofMarkup names a node by its own name, and where that says little by what it is in.
func (n *naming) ofMarkup(d *document.Document, node document.Node) string {
	for d.Kind(node) != document.Element && d.Kind(node) != document.Attribute && d.Parent(node) != document.None {
		node = d.Parent(node)
	}
	key, _ := d.Key(node)
	key = strings.TrimPrefix(key, "@")
	if d.Kind(node) == document.Attribute && d.Format() == document.HTML && (key == "content" || key == "value") {
		for a := range d.Children(d.Parent(node)) { // <meta name=x content=y>, <input name=x value=y>
			if other, _ := d.Key(a); other == "@name" || other == "@property" {
				return n.orValue(snake(d.Text(a)))
			}
		}
	}
	name := snake(key[strings.LastIndexByte(key, ':')+1:])
	if !startsWithLetter(name) || generic[name] {
		owner := n.resource
		for at := d.Parent(node); at > 0; at = d.Parent(at) {
			parent, _ := d.Key(at)
			if parent = snake(parent[strings.LastIndexByte(parent, ':')+1:]); parent != "" && !layout[parent] {
				owner = parent
				break
			}
		}
		name = strings.TrimPrefix(n.number(owner, false)+"_"+name, "_")
	}
	return n.orValue(name)
}

// layout are elements of HTML that name nothing.
var layout = map[string]bool{
	"html": true, "head": true, "body": true, "div": true, "span": true, "p": true, "ul": true, "ol": true, "li": true, "a": true, "b": true, "i": true,
	"table": true, "tbody": true, "thead": true, "tr": true, "td": true, "th": true, "main": true, "section": true, "article": true, "strong": true, "em": true,
}
