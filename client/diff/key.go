package diff

import (
	"cmp"
	"slices"
	"strings"

	"dowse/client/document"
)

// keyNames are the members that tell items apart, the most likely first.
var keyNames = []string{"id", "uuid", "key", "slug", "code", "sku", "number", "email", "name"}

// sure is how many of keyNames are taken whenever they are there. Others, and members of any name, may have been
// changed in an item that stayed: half of the items have to have theirs on the other side.
const sure = 6

// Ranks of names that are not in keyNames.
const (
	rankID    = 100 // its name ends as order_id and orderId do
	rankOther = 200
)

func rankOf(name string) int {
	lower := strings.ToLower(name)
	if i := slices.Index(keyNames, lower); i >= 0 {
		return i
	}
	if strings.HasSuffix(lower, "_id") || strings.HasSuffix(name, "Id") || strings.HasSuffix(name, "ID") {
		return rankID
	}
	return rankOther
}

// mostCandidates is how many members are tried.
const mostCandidates = 12

// candidate is a member that may tell items apart.
type candidate struct {
	name  string
	rank  int
	place int // in the first items of both
}

// candidates are the members of the first items of both that hold a string or a number.
func (c *comparer) candidates(o, n document.Node) []candidate {
	var all []candidate
	place := 0
	for m := range c.diff.Old.Children(o) {
		if place++; place > 1000 {
			break
		}
		name, _ := c.diff.Old.Key(m)
		if !isKey(c.diff.Old, m) {
			continue
		}
		if other := c.diff.New.Member(n, name); isKey(c.diff.New, other) {
			all = append(all, candidate{name, rankOf(name), place + c.diff.New.Index(other)})
		}
	}
	slices.SortFunc(all, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.place, b.place), cmp.Compare(a.name, b.name))
	})
	all = slices.CompactFunc(all, func(a, b candidate) bool { return a.name == b.name })
	return all[:min(len(all), mostCandidates)]
}

func isKey(d *document.Document, n document.Node) bool {
	return n != document.None && (d.Kind(n) == document.String || d.Kind(n) == document.Number)
}

// key finds the member that tells the items of two arrays apart, and the items that it matches; nil: there is
// none.
func (c *comparer) key(olds, news []document.Node) (string, []pairing) {
	if !allObjects(c.diff.Old, olds) || !allObjects(c.diff.New, news) {
		return "", nil
	}
	for _, k := range c.candidates(olds[0], news[0]) {
		a := c.keys(c.old, olds, k.name)
		if a == nil {
			continue
		}
		b := c.keys(c.new, news, k.name)
		if b == nil {
			continue
		}
		matched := join(a, b)
		if k.rank < sure || k.rank == rankID || 2*len(matched) >= min(len(olds), len(news)) {
			return k.name, append([]pairing{}, matched...)
		}
	}
	return "", nil
}

func allObjects(d *document.Document, nodes []document.Node) bool {
	return !slices.ContainsFunc(nodes, func(n document.Node) bool { return d.Kind(n) != document.Object })
}

// keys are the hashes of a member of each item, in their order; nil: not each has it, or two share one.
func (c *comparer) keys(h *hasher, items []document.Node, name string) []tagged {
	all := make([]tagged, len(items))
	for i, n := range items {
		m := h.doc.Member(n, name)
		if c.stopped() || !isKey(h.doc, m) {
			return nil
		}
		all[i] = tagged{h.of(m), int32(i)}
	}
	sortTagged(all)
	for i := 1; i < len(all); i++ {
		if all[i].sum == all[i-1].sum {
			return nil
		}
	}
	return all
}
