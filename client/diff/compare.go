package diff

import (
	"bytes"
	"context"

	"dowse/client/document"
)

// comparer is the state of one comparison.
type comparer struct {
	ctx      context.Context
	diff     *Diff
	old, new *hasher
	newFirst bool // where either body may come first, the new one does
	err      error
	steps    int
}

// checkEvery is how many values are compared between two looks at the context.
const checkEvery = 1 << 10

// releaseEvery is how many values are compared before the memory is let go of that very large bodies take.
const releaseEvery = 1 << 18

// stopped says whether the comparison was cancelled.
func (c *comparer) stopped() bool {
	if c.steps++; c.err == nil && c.steps%checkEvery == 0 {
		c.err = c.ctx.Err()
		if c.steps%releaseEvery == 0 {
			c.release()
		}
	}
	return c.err != nil
}

func (c *comparer) release() {
	c.diff.Old.Release()
	c.diff.New.Release()
}

// stretch is how many bytes of very large bodies are looked at in one go.
const stretch = 16 << 20

// commonPrefix is how many bytes two texts begin with alike; when the comparison was cancelled it is less.
func (c *comparer) commonPrefix(a, b []byte) int {
	at := 0
	for {
		x, y := a[at:min(len(a), at+stretch)], b[at:min(len(b), at+stretch)]
		same := commonPrefix(x, y)
		at += same
		if same < stretch || c.err != nil {
			return at
		}
		c.err = c.ctx.Err()
		c.release()
	}
}

// report adds a change.
func (c *comparer) report(ch Change) {
	d := c.diff
	switch ch.Kind {
	case Added:
		d.Added++
	case Removed:
		d.Removed++
	case Changed:
		d.Changed++
	case Moved:
		d.Moved++
	}
	if len(d.Changes) < MostChanges {
		d.Changes = append(d.Changes, ch)
	}
}

func (c *comparer) added(n document.Node) {
	c.report(Change{Kind: Added, Old: document.None, New: n})
}

func (c *comparer) removed(n document.Node) {
	c.report(Change{Kind: Removed, Old: n, New: document.None})
}

func (c *comparer) changed(o, n document.Node) { c.report(Change{Kind: Changed, Old: o, New: n}) }

// either compares two values, of which there may be one only.
func (c *comparer) either(o, n document.Node) {
	switch {
	case o == document.None && n == document.None:
	case o == document.None:
		c.added(n)
	case n == document.None:
		c.removed(o)
	case virtual(c.diff.Old) != virtual(c.diff.New) && c.diff.Old.Kind(o) == document.Array && c.diff.New.Kind(n) == document.Array:
		c.array(o, n, prefix{}) // their bytes may be the same: [1] as JSON, and a line of it
	default:
		c.pair(o, n, 0)
	}
}

// virtual tells whether the root is an array that stands in the body nowhere.
func virtual(d *document.Document) bool {
	return d.Format() == document.NDJSON || d.Format() == document.Sequence
}

// prefix is how far the bytes of two values are the same. What is known of a value is known of what is
// inside, so that no byte is compared twice however deep values nest.
type prefix struct {
	old, new int // where the values begin
	same     int // how many bytes from there on are the same
}

// of is what is known of the values inside that begin at two places.
func (p prefix) of(old, new int) int {
	if old-p.old != new-p.new {
		return 0
	}
	return max(0, p.same-(old-p.old))
}

// pair compares two values that are the same one. The first known bytes of both are the same.
func (c *comparer) pair(o, n document.Node, known int) {
	if c.stopped() {
		return
	}
	so, eo := c.diff.Old.Span(o)
	sn, en := c.diff.New.Span(n)
	a, b := c.diff.Old.Bytes()[so:eo], c.diff.New.Bytes()[sn:en]
	known = min(known, len(a), len(b))
	known += c.commonPrefix(a[known:], b[known:])
	ok, nk := c.diff.Old.Kind(o), c.diff.New.Kind(n)
	switch {
	case ok == nk && known == len(a) && known == len(b):
	case ok != nk:
		c.changed(o, n)
	case ok == document.Object:
		c.object(o, n, prefix{so, sn, known})
	case ok >= document.Fragment:
		c.markup(o, n, prefix{so, sn, known})
	case ok == document.Array:
		c.array(o, n, prefix{so, sn, known})
	case ok == document.Number:
		c.report(Change{Kind: Changed, TextOnly: sameNumber(a, b), Old: o, New: n})
	case ok == document.String && !c.sameText(o, n, a, b):
		c.changed(o, n)
	case ok < document.String, ok > document.Object:
		c.changed(o, n)
	}
}

// sameText tells whether two strings of different bytes decode to the same text.
func (c *comparer) sameText(o, n document.Node, a, b []byte) bool {
	if plain(a) && plain(b) {
		return false
	}
	return c.diff.Old.Text(o) == c.diff.New.Text(n)
}

// child compares two values inside of others.
func (c *comparer) child(o, n document.Node, p prefix) {
	so, _ := c.diff.Old.Span(o)
	sn, _ := c.diff.New.Span(n)
	c.pair(o, n, p.of(so, sn))
}

// object compares the members of two objects by name.
func (c *comparer) object(o, n document.Node, p prefix) {
	c.members(c.diff.Old.First(o), c.diff.New.First(n), p)
}

// members compares members by name, from the first two given on.
func (c *comparer) members(a, b document.Node, p prefix) {
	// Nearly always the names come in the same order: then nothing has to be kept.
	for a != document.None && b != document.None && c.err == nil {
		if x, _ := c.diff.Old.Key(a); !c.named(b, x) {
			break
		}
		c.child(a, b, p)
		a, b = c.diff.Old.Next(a), c.diff.New.Next(b)
	}
	if a == document.None && b == document.None || c.err != nil {
		return
	}
	olds, news := siblings(c.diff.Old, a), siblings(c.diff.New, b)
	c.emit(olds, news, byName(c.diff, olds, news), nil, p)
}

func (c *comparer) named(n document.Node, name string) bool {
	own, _ := c.diff.New.Key(n)
	return own == name
}

// siblings are a node and those after it.
func siblings(d *document.Document, n document.Node) []document.Node {
	var all []document.Node
	for ; n != document.None; n = d.Next(n) {
		all = append(all, n)
	}
	return all
}

// byName matches members: of each new one it gives the place of the old one with its name, or -1. Of those
// with one name the first is matched with the first.
func byName(d *Diff, olds, news []document.Node) []int32 {
	first := make(map[string]int32, len(olds))
	next := make([]int32, len(olds)) // of the same name
	for i := len(olds) - 1; i >= 0; i-- {
		name, _ := d.Old.Key(olds[i])
		next[i] = -1
		if later, ok := first[name]; ok {
			next[i] = later
		}
		first[name] = int32(i)
	}
	match := make([]int32, len(news))
	for j, n := range news {
		name, _ := d.New.Key(n)
		match[j] = -1
		if i, ok := first[name]; ok && i >= 0 {
			match[j], first[name] = i, next[i]
		}
	}
	return match
}

// emit tells what became of nodes: match gives the place of the old one of each new one, or -1; moved says
// which of the new ones stand elsewhere, nil: order does not count.
func (c *comparer) emit(olds, news []document.Node, match []int32, moved []bool, p prefix) {
	kept := make([]bool, len(olds))
	for _, i := range match {
		if i >= 0 {
			kept[i] = true
		}
	}
	told := 0 // of the old ones that were removed, those before this place
	for j, n := range news {
		i := match[j]
		if c.err != nil {
			return
		}
		if i < 0 {
			c.added(n)
			continue
		}
		if moved != nil && moved[j] {
			c.report(Change{Kind: Moved, Old: olds[i], New: n})
		} else {
			for ; told < int(i); told++ {
				if !kept[told] {
					c.removed(olds[told])
				}
			}
		}
		c.child(olds[i], n, p)
	}
	for ; told < len(olds); told++ {
		if !kept[told] {
			c.removed(olds[told])
		}
	}
}

// plain tells whether a string's bytes are its text: ASCII without escapes.
func plain(b []byte) bool {
	for _, c := range b {
		if c == '\\' || c >= 0x80 {
			return false
		}
	}
	return true
}

// blockSize is how many bytes are compared at once before the first that differs is looked for.
const blockSize = 1 << 12

// commonPrefix is how many bytes two texts begin with alike.
func commonPrefix(a, b []byte) int {
	n := min(len(a), len(b))
	i := 0
	for i+blockSize <= n && bytes.Equal(a[i:i+blockSize], b[i:i+blockSize]) {
		i += blockSize
	}
	for size := blockSize / 2; size > 0; size /= 2 {
		if i+size <= n && bytes.Equal(a[i:i+size], b[i:i+size]) {
			i += size
		}
	}
	return i
}
