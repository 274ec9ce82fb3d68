package diff

import (
	"slices"

	"dowse/client/document"
)

// markup compares two nodes of XML or HTML of one kind: elements by their names, their attributes by theirs, and
// their content as the items of arrays are.
func (c *comparer) markup(o, n document.Node, p prefix) {
	old, new := c.diff.Old, c.diff.New
	a, b := old.First(o), new.First(n)
	switch kind := old.Kind(o); {
	case kind != document.Element && kind != document.Fragment:
		if old.Text(o) != new.Text(n) {
			c.changed(o, n)
		}
		return
	case !sameName(old, o, new, n), (a == document.None) != (b == document.None):
		c.changed(o, n)
		return
	case a == document.None:
		if old.Text(o) != new.Text(n) {
			c.changed(o, n)
		}
		return
	}
	x, y := siblings(old, a), siblings(new, b)
	i, j := attributes(old, x), attributes(new, y)
	if i > 0 || j > 0 {
		c.emit(x[:i], y[:j], byName(c.diff, x[:i], y[:j]), nil, p)
	}
	c.elements(x[i:], y[j:], Match{Old: o, New: n, How: ByContent}, p)
}

func sameName(old *document.Document, o document.Node, new *document.Document, n document.Node) bool {
	a, _ := old.Key(o)
	b, _ := new.Key(n)
	return a == b
}

// attributes is how many of the children of an element are attributes: they come first.
func attributes(d *document.Document, nodes []document.Node) int {
	i := slices.IndexFunc(nodes, func(n document.Node) bool { return d.Kind(n) != document.Attribute })
	if i < 0 {
		return len(nodes)
	}
	return i
}

// elements compares what two elements hold.
func (c *comparer) elements(olds, news []document.Node, how Match, p prefix) {
	if len(olds) == 0 || len(news) == 0 {
		c.emit(olds, news, unmatched(len(news)), nil, p)
		return
	}
	for _, name := range []string{"@id", "@xml:id", "@name", "@key"} {
		a := c.attributeKeys(c.old, olds, name)
		if a == nil {
			continue
		}
		b := c.attributeKeys(c.new, news, name)
		if b == nil {
			continue
		}
		how.How, how.Key = ByKey, name
		c.record(how)
		match := unmatched(len(news))
		for _, m := range join(a, b) {
			match[m.b] = m.a
		}
		c.emit(olds, news, match, outOfOrder(match), p)
		return
	}
	c.content(olds, news, how, p)
}

// attributeKeys are the hashes of an attribute of each element, its own name with it; nil: not each has it, or two
// share one.
func (c *comparer) attributeKeys(h *hasher, nodes []document.Node, name string) []tagged {
	all := make([]tagged, len(nodes))
	for i, n := range nodes {
		value := attribute(h.doc, n, name)
		if c.stopped() || value == document.None {
			return nil
		}
		all[i] = tagged{mix(h.name(n), h.of(value)), int32(i)}
	}
	sortTagged(all)
	for i := 1; i < len(all); i++ {
		if all[i].sum == all[i-1].sum {
			return nil
		}
	}
	return all
}

// attribute is the attribute of an element with that name, or None.
func attribute(d *document.Document, n document.Node, name string) document.Node {
	if d.Kind(n) != document.Element {
		return document.None
	}
	for c := range d.Children(n) {
		if d.Kind(c) != document.Attribute {
			break
		}
		if key, _ := d.Key(c); key == name {
			return c
		}
	}
	return document.None
}

// byLabel matches nodes of markup that have one kind and one name, as many as can be in one order.
func (c *comparer) byLabel(olds, news []document.Node) func(x, y []int32) []pairing {
	labels := func(h *hasher, nodes []document.Node, places []int32) []uint64 {
		all := make([]uint64, len(places))
		for i, place := range places {
			all[i] = mix(uint64(h.doc.Kind(nodes[place])), h.name(nodes[place]))
		}
		return all
	}
	return func(x, y []int32) []pairing {
		run := aligner{stop: c.stopped, newFirst: c.newFirst, budget: budgetOf(len(x) + len(y))}
		return run.align(labels(c.old, olds, x), labels(c.new, news, y))
	}
}
