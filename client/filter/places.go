package filter

import (
	"github.com/itchyny/gojq"

	"dowse/client/document"
)

// places finds the nodes that paths of jq lead to.
type places struct {
	doc      *document.Document
	elements map[document.Node][]document.Node
	members  map[document.Node]map[string]document.Node
}

// few is how many children are looked through without keeping where they are.
const few = 8

// resolve follows a path in the document and in its decoded value at once. The node is None for what is null because the
// body has no such thing. It fails on a path to what is no node: a slice.
func (p *places) resolve(input any, path []any) (n document.Node, v any, ok bool) {
	n, v = p.doc.Root(), input
	var lower, upper int
	sliced := false
	for _, step := range path {
		switch step := step.(type) {
		case string:
			members, isObject := v.(map[string]any)
			if sliced || v != nil && !isObject {
				return n, v, false
			}
			n, v = p.member(n, step), members[step]
		case map[string]any:
			items, isArray := v.([]any)
			if v != nil && !isArray {
				return n, v, false
			}
			if !sliced {
				lower, upper = 0, len(items)
			}
			if lower, upper, ok = slice(step, lower, upper); !ok {
				return n, v, false
			}
			sliced = true
		default:
			i, isNumber := gojq.ToInt(step)
			items, isArray := v.([]any)
			if !isNumber || v != nil && !isArray {
				return n, v, false
			}
			if !sliced {
				lower, upper = 0, len(items)
			}
			if i < 0 {
				i += upper - lower
			}
			sliced = false
			if i < 0 || i >= upper-lower {
				n, v = document.None, nil
				continue
			}
			n, v = p.element(n, lower+i), items[lower+i]
		}
	}
	return n, v, !sliced
}

// slice narrows the bounds of an array; it fails on bounds that are no whole numbers.
func slice(step map[string]any, lower, upper int) (from, to int, ok bool) {
	bound := func(name string, otherwise int) int {
		size := upper - lower
		switch v := step[name].(type) {
		case nil:
			return otherwise
		case int:
			if v < 0 {
				v += size
			}
			return lower + min(max(v, 0), size)
		}
		ok = false
		return otherwise
	}
	ok = true
	from, to = bound("start", lower), bound("end", upper)
	return from, max(from, to), ok
}

// member is Member of the document, which it walks at most once for each object.
func (p *places) member(n document.Node, key string) document.Node {
	d := p.doc
	if n == document.None || d.Kind(n) != document.Object {
		return document.None
	}
	if found, ok := p.members[n]; ok {
		if c, ok := found[key]; ok {
			return c
		}
		return document.None
	}
	if d.Count(n) <= few {
		return d.Member(n, key)
	}
	found := make(map[string]document.Node)
	for c := range d.Children(n) {
		name, _ := d.Key(c)
		found[name] = c
	}
	if p.members == nil {
		p.members = make(map[document.Node]map[string]document.Node)
	}
	p.members[n] = found
	return p.member(n, key)
}

// element is the child of an array at an index that it has.
func (p *places) element(n document.Node, index int) document.Node {
	if n == document.None {
		return n
	}
	if found, ok := p.elements[n]; ok {
		return found[index]
	}
	if index < few {
		for c := range p.doc.Children(n) {
			if index == 0 {
				return c
			}
			index--
		}
	}
	found := make([]document.Node, 0, p.doc.Count(n))
	for c := range p.doc.Children(n) {
		found = append(found, c)
	}
	if p.elements == nil {
		p.elements = make(map[document.Node][]document.Node)
	}
	p.elements[n] = found
	return found[index]
}
