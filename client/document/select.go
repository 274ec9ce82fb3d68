package document

import "github.com/theory/jsonpath/spec"

// Select returns the nodes that a query selects, in the order of RFC 9535; a query that selects a node
// twice gives it twice. Where names repeat in an object, a name selects the last member of that name, and
// a wildcard or filter selects each member as it stands. Lines are never selected.
func (d *Document) Select(q Query) []Node {
	if q.parsed == nil || !d.IsJSON() || d.Root() == None {
		return nil
	}
	s := selection{doc: d, query: q}
	nodes := []Node{d.Root()}
	for _, segment := range q.parsed.Segments() {
		nodes = s.follow(nodes, segment)
	}
	return nodes
}

// Trace follows a query as far as it selects something. It gives the longest prefix, a query of its own
// cut from the one written, that selects at least one node, and those nodes. When the whole query selects
// something that is the query itself; when the body holds nothing the prefix is empty.
func (d *Document) Trace(q Query) (prefix string, at []Node) {
	if q.parsed == nil || !d.IsJSON() || d.Root() == None {
		return "", nil
	}
	s := selection{doc: d, query: q}
	prefix, at = "$", []Node{d.Root()}
	for i, segment := range q.parsed.Segments() {
		next := s.follow(at, segment)
		if len(next) == 0 {
			break
		}
		prefix, at = q.source[:q.ends[i]], next
	}
	return prefix, at
}

// selection is one evaluation of a query.
type selection struct {
	doc     *Document
	query   Query
	root    any // decoded, once a filter is met that asks for it
	decoded bool
	members map[string]any // of the value that a filter looks at
}

// follow applies a segment to each node (RFC 9535 section 2.5).
func (s *selection) follow(nodes []Node, segment *spec.Segment) []Node {
	var out []Node
	selectors := segment.Selectors()
	for _, n := range nodes {
		end := n + 1
		if segment.IsDescendant() {
			// A subtree is a run of nodes in the order that section 2.5.2.2 asks for.
			end = s.doc.next(n)
		}
		for ; n < end; n++ {
			if s.doc.Kind(n) < Array {
				continue
			}
			for _, selector := range selectors {
				out = s.choose(out, n, selector)
			}
		}
	}
	return out
}

// choose appends the children of the container n that a selector selects (RFC 9535 section 2.3).
func (s *selection) choose(out []Node, n Node, selector spec.Selector) []Node {
	d := s.doc
	switch sel := selector.(type) {
	case spec.Name:
		if c := d.Member(n, string(sel)); c != None {
			out = append(out, c)
		}
	case spec.Index:
		if c := d.element(n, int(sel)); c != None {
			out = append(out, c)
		}
	case spec.WildcardSelector:
		for c := range d.Children(n) {
			out = append(out, c)
		}
	case spec.SliceSelector:
		out = d.slice(out, n, sel)
	case *spec.FilterSelector:
		for c := range d.Children(n) {
			if sel.Eval(s.candidate(c), s.rootValue()) {
				out = append(out, c)
			}
		}
	}
	return out
}

// rootValue is the whole body decoded, or nil when no filter asks for it.
func (s *selection) rootValue() any {
	if !s.decoded && s.query.rooted {
		s.root, s.decoded = s.doc.Decode(0), true
	}
	return s.root
}

// candidate decodes of a value what the filters ask of it.
func (s *selection) candidate(n Node) any {
	d := s.doc
	if !s.query.partly || d.Kind(n) < Array {
		return d.Decode(n)
	}
	if d.Kind(n) == Array {
		return []any{} // it has no members
	}
	if s.members == nil {
		s.members = make(map[string]any, len(s.query.names))
	}
	clear(s.members)
	for c := range d.Children(n) {
		for _, name := range s.query.names {
			if d.named(c, name) {
				s.members[name] = d.Decode(c)
			}
		}
	}
	return s.members
}

// element is the child of an array at an index, from the end when negative; None when there is none.
func (d *Document) element(n Node, index int) Node {
	if d.Kind(n) != Array {
		return None
	}
	if index < 0 {
		if index += d.Count(n); index < 0 {
			return None
		}
	}
	for c := range d.Children(n) {
		if index == 0 {
			return c
		}
		index--
	}
	return None
}

// slice appends the elements of an array that a slice selects (RFC 9535 section 2.3.4.2.2).
func (d *Document) slice(out []Node, n Node, sel spec.SliceSelector) []Node {
	if d.Kind(n) != Array || sel.Step() == 0 {
		return out
	}
	elements := make([]Node, 0, d.Count(n))
	for c := range d.Children(n) {
		elements = append(elements, c)
	}
	lower, upper := sel.Bounds(len(elements))
	step := sel.Step()
	if step > 0 {
		for i := lower; i < upper; i += min(step, upper-i) {
			out = append(out, elements[i])
		}
		return out
	}
	for i := upper; i > lower; i += max(step, lower-i) {
		out = append(out, elements[i])
	}
	return out
}
