package diff

import (
	"bytes"
	"slices"

	"dowse/client/document"
)

// array compares the items of two arrays.
func (c *comparer) array(o, n document.Node, p prefix) {
	olds := siblings(c.diff.Old, c.diff.Old.First(o))
	news := siblings(c.diff.New, c.diff.New.First(n))
	if len(olds) == 0 || len(news) == 0 {
		c.emit(olds, news, unmatched(len(news)), nil, p)
		return
	}
	if name, keyed := c.key(olds, news); keyed != nil {
		c.record(Match{Old: o, New: n, How: ByKey, Key: name})
		match := unmatched(len(news))
		for _, m := range keyed {
			match[m.b] = m.a
		}
		c.emit(olds, news, match, outOfOrder(match), p)
		return
	}
	c.content(olds, news, Match{Old: o, New: n, How: ByContent}, p)
}

// lines compares two texts line by line.
func (c *comparer) lines() {
	olds, news := allNodes(c.diff.Old), allNodes(c.diff.New)
	c.content(olds, news, Match{Old: document.None, New: document.None, How: ByContent}, prefix{same: c.commonPrefix(c.diff.Old.Bytes(), c.diff.New.Bytes())})
}

// allNodes are the nodes of a text.
func allNodes(d *document.Document) []document.Node {
	all := make([]document.Node, d.Len())
	for i := range all {
		all[i] = document.Node(i)
	}
	return all
}

// mostMatches is how many matches of arrays are kept.
const mostMatches = 100_000

func (c *comparer) record(m Match) {
	if len(c.diff.Matches) < mostMatches {
		c.diff.Matches = append(c.diff.Matches, m)
	}
}

func unmatched(n int) []int32 {
	match := make([]int32, n)
	for i := range match {
		match[i] = -1
	}
	return match
}

// content matches items by what they are, and those that are left between two by their place.
func (c *comparer) content(olds, news []document.Node, how Match, p prefix) {
	head := 0
	for head < min(len(olds), len(news)) && !c.stopped() && c.alike(olds[head], news[head], p) {
		head++
	}
	tail := 0
	for tail < min(len(olds), len(news))-head && !c.stopped() && c.alike(olds[len(olds)-1-tail], news[len(news)-1-tail], p) {
		tail++
	}
	a := c.hashes(c.old, olds[head:len(olds)-tail])
	b := c.hashes(c.new, news[head:len(news)-tail])
	match := unmatched(len(news))
	for j := range head {
		match[j] = int32(j)
	}
	for j := range tail {
		match[len(news)-1-j] = int32(len(olds) - 1 - j)
	}
	aligner := aligner{stop: c.stopped, newFirst: c.newFirst, budget: budgetOf(len(a) + len(b))}
	for _, m := range aligner.align(a, b) {
		match[head+int(m.b)] = int32(head) + m.a
	}
	if aligner.cut {
		how.How = ByPosition
		c.diff.note("too many edits to find the fewest: some %s are compared by their place", c.noun(how))
	}
	var moved []bool
	if how.New != document.None { // that a line of text moved says little: many are the same
		moved = c.moves(a, b, match, head)
	}
	if c.diff.New.IsMarkup() {
		fill(match, moved, len(olds), c.byLabel(olds, news))
	} else {
		fill(match, moved, len(olds), inTurn)
	}
	c.record(how)
	c.emit(olds, news, match, moved, p)
}

func (c *comparer) noun(m Match) string {
	if m.New == document.None {
		return "lines"
	}
	return "items"
}

// alike tells whether two items have the same bytes. Where it is known how far those are the same they are not
// looked at again.
func (c *comparer) alike(o, n document.Node, p prefix) bool {
	if c.diff.Old.Kind(o) != c.diff.New.Kind(n) {
		return false
	}
	so, eo := c.diff.Old.Span(o)
	sn, en := c.diff.New.Span(n)
	switch {
	case eo-so != en-sn:
		return false
	case so-p.old == sn-p.new:
		return eo-so <= p.of(so, sn)
	}
	return bytes.Equal(c.diff.Old.Bytes()[so:eo], c.diff.New.Bytes()[sn:en])
}

func (c *comparer) hashes(h *hasher, nodes []document.Node) []uint64 {
	all := make([]uint64, len(nodes))
	for i, n := range nodes {
		if c.stopped() {
			break
		}
		all[i] = h.of(n)
	}
	return all
}

// moves matches equal items that stand elsewhere, and says which of the new ones those are. The hashes are
// those of the items from head on.
func (c *comparer) moves(a, b []uint64, match []int32, head int) []bool {
	moved := make([]bool, len(match))
	kept := make([]bool, len(a))
	for _, i := range match {
		if at := int(i) - head; i >= 0 && at >= 0 && at < len(a) {
			kept[at] = true
		}
	}
	var x, y []tagged
	for i, sum := range a {
		if !kept[i] {
			x = append(x, tagged{sum, int32(i)})
		}
	}
	for j, sum := range b {
		if match[head+j] < 0 {
			y = append(y, tagged{sum, int32(j)})
		}
	}
	for _, m := range join(x, y) {
		match[head+int(m.b)] = int32(head) + m.a
		moved[head+int(m.b)] = true
	}
	return moved
}

// fill matches what is left between two items that stay: run gives of the places left there, of old and new, those
// that are the same.
func fill(match []int32, moved []bool, olds int, run func(olds, news []int32) []pairing) {
	used := make([]bool, olds)
	for _, i := range match {
		if i >= 0 {
			used[i] = true
		}
	}
	var left, waiting []int32
	next := int32(0)
	until := func(limit int32) {
		left = left[:0]
		for ; next < limit; next++ {
			if !used[next] {
				left = append(left, next)
			}
		}
		if len(left) > 0 && len(waiting) > 0 {
			for _, m := range run(left, waiting) {
				match[waiting[m.b]] = left[m.a]
			}
		}
		waiting = waiting[:0]
	}
	for j, i := range match {
		switch {
		case i < 0:
			waiting = append(waiting, int32(j))
		case moved == nil || !moved[j]:
			until(i)
			next = i + 1
		}
	}
	until(int32(olds))
}

// inTurn matches the first with the first and so on.
func inTurn(olds, news []int32) []pairing {
	all := make([]pairing, min(len(olds), len(news)))
	for i := range all {
		all[i] = pairing{int32(i), int32(i)}
	}
	return all
}

// outOfOrder says which of the matched do not stand in the longest run that kept its order.
func outOfOrder(match []int32) []bool {
	var at []int32
	var places []int
	for j, i := range match {
		if i >= 0 {
			at = append(at, i)
			places = append(places, j)
		}
	}
	moved := make([]bool, len(match))
	for _, j := range places {
		moved[j] = true
	}
	for _, k := range rising(at) {
		moved[places[k]] = false
	}
	return moved
}

// rising gives the places of a longest rising run of numbers.
func rising(numbers []int32) []int {
	var ends []int                      // of the runs of each length, the place of the least number they can end with
	before := make([]int, len(numbers)) // of each, the one before it in its run
	for i, n := range numbers {
		k, _ := slices.BinarySearchFunc(ends, n, func(place int, n int32) int { return int(numbers[place]) - int(n) })
		before[i] = -1
		if k > 0 {
			before[i] = ends[k-1]
		}
		if k == len(ends) {
			ends = append(ends, i)
		} else {
			ends[k] = i
		}
	}
	run := make([]int, len(ends))
	if len(ends) == 0 {
		return run
	}
	for i, at := len(ends)-1, ends[len(ends)-1]; i >= 0; i, at = i-1, before[at] {
		run[i] = at
	}
	return run
}
