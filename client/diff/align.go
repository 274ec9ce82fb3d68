package diff

import (
	"cmp"
	"slices"
)

// tagged is the hash of an item and its place.
type tagged struct {
	sum   uint64
	place int32
}

func sortTagged(all []tagged) {
	slices.SortFunc(all, func(a, b tagged) int { return cmp.Or(cmp.Compare(a.sum, b.sum), cmp.Compare(a.place, b.place)) })
}

// pairing is two items that are the same, by their places.
type pairing struct{ a, b int32 }

// join matches equal hashes, the first with the first. It sorts what it is given.
func join(a, b []tagged) []pairing {
	sortTagged(a)
	sortTagged(b)
	var all []pairing
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i].sum < b[j].sum:
			i++
		case a[i].sum > b[j].sum:
			j++
		default:
			all = append(all, pairing{a[i].place, b[j].place})
			i, j = i+1, j+1
		}
	}
	return all
}

// aligner finds a long common run of two lists of hashes, the longest where that takes few edits.
type aligner struct {
	stop     func() bool
	newFirst bool // of two lists of one length the second counts as the first
	budget   int  // how many steps it may still take
	cut      bool // it was not enough
}

// budgetOf is how many steps are taken for so many items: their number counts once, so that all of a document takes
// no more than its size times this.
func budgetOf(items int) int { return 256*items + 1<<12 }

// mostEdits is how many edits are looked for between two items that stay. What is kept for that grows with the
// square of it: 4 MB.
const mostEdits = 1000

// align gives what is matched, rising in both. Which of several longest runs it finds does not depend on which
// list comes first, so that a comparison and its reverse tell the same.
func (x *aligner) align(a, b []uint64) []pairing {
	if len(a) < len(b) || len(a) == len(b) && !x.newFirst {
		return x.inOrder(a, b)
	}
	all := x.inOrder(b, a)
	for i, m := range all {
		all[i] = pairing{m.b, m.a}
	}
	return all
}

// inOrder is align for two lists in the order in which they are also put by the reverse of the comparison.
func (x *aligner) inOrder(a, b []uint64) []pairing {
	if all, ok := x.exact(a, b, 0, 0); ok {
		return all
	}
	var all []pairing
	from := pairing{}
	for _, m := range append(anchors(a, b), pairing{int32(len(a)), int32(len(b))}) {
		part, ok := x.exact(a[from.a:m.a], b[from.b:m.b], from.a, from.b)
		x.cut = x.cut || !ok
		all = append(all, part...)
		if int(m.a) < len(a) {
			all = append(all, m)
		}
		from = pairing{m.a + 1, m.b + 1}
	}
	return all
}

// anchors matches what is there once in both, as far as it is in one order.
func anchors(a, b []uint64) []pairing {
	all := join(once(a), once(b))
	slices.SortFunc(all, func(x, y pairing) int { return cmp.Compare(x.a, y.a) })
	places := make([]int32, len(all))
	for i, m := range all {
		places[i] = m.b
	}
	var kept []pairing
	for _, i := range rising(places) {
		kept = append(kept, all[i])
	}
	return kept
}

// once gives the hashes that are there once.
func once(sums []uint64) []tagged {
	all := make([]tagged, len(sums))
	for i, sum := range sums {
		all[i] = tagged{sum, int32(i)}
	}
	sortTagged(all)
	var single []tagged
	for i, t := range all {
		if (i == 0 || all[i-1].sum != t.sum) && (i+1 == len(all) || all[i+1].sum != t.sum) {
			single = append(single, t)
		}
	}
	return single
}

// exact finds a longest common run; false: that takes more edits or steps than there may be. Places begin at
// those given.
func (x *aligner) exact(a, b []uint64, fromA, fromB int32) ([]pairing, bool) {
	all := make([]pairing, 0, min(len(a), len(b)))
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		all = append(all, pairing{fromA, fromB})
		a, b, fromA, fromB = a[1:], b[1:], fromA+1, fromB+1
	}
	tail := 0
	for tail < min(len(a), len(b)) && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	middle, ok := x.myers(a[:len(a)-tail], b[:len(b)-tail])
	for _, m := range middle {
		all = append(all, pairing{fromA + m.a, fromB + m.b})
	}
	for i := tail; i > 0; i-- {
		all = append(all, pairing{fromA + int32(len(a)-i), fromB + int32(len(b)-i)})
	}
	return all, ok
}

// myers is the greedy algorithm of Myers, "An O(ND) Difference Algorithm and Its Variations" (1986): the
// furthest places that d edits reach on each diagonal, d growing.
func (x *aligner) myers(a, b []uint64) ([]pairing, bool) {
	if len(a) == 0 || len(b) == 0 {
		return nil, true
	}
	most := min(len(a)+len(b), mostEdits)
	furthest := make([]int32, 2*most+3)
	at := func(k int) *int32 { return &furthest[k+most+1] }
	var trace [][]int32
	for d := 0; d <= most; d++ {
		if x.budget < 0 || x.stop() {
			return nil, false
		}
		for k := -d; k <= d; k += 2 {
			i := *at(k - 1) + 1
			if k == -d || k != d && *at(k - 1) < *at(k + 1) {
				i = *at(k + 1)
			}
			start := i
			for j := int(i) - k; int(i) < len(a) && j < len(b) && a[i] == b[j]; j++ {
				i++
			}
			*at(k) = i
			x.budget -= int(i-start) + 1
			if k == len(a)-len(b) && int(i) >= len(a) {
				return backtrack(trace, len(a), len(b)), true
			}
		}
		trace = append(trace, slices.Clone(furthest[most+1-d:most+2+d]))
	}
	return nil, false
}

// backtrack gives what was matched on the way to the end. The place d of trace is what d edits reached, from
// diagonal -d on.
func backtrack(trace [][]int32, i, j int) []pairing {
	all := make([]pairing, 0, min(i, j))
	matched := func(start int) {
		for i > start {
			i, j = i-1, j-1
			all = append(all, pairing{int32(i), int32(j)})
		}
	}
	for d := len(trace); d > 0; d-- {
		reached := func(k int) int { return int(trace[d-1][k+d-1]) }
		k := i - j
		if k == -d || k != d && reached(k-1) < reached(k+1) {
			matched(reached(k + 1))
			j--
		} else {
			matched(reached(k-1) + 1)
			i--
		}
	}
	matched(0)
	slices.Reverse(all)
	return all
}
