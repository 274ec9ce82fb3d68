// Package diff says how two documents differ: value by value where both have values, line by line
// otherwise. Equal parts cost one pass over their bytes; nothing is decoded but what has to be.
//
//	Document, Document --Compare--> Diff{Changes, Matches}
//
// Members of an object are the same when their names are, whatever their order; of those with one name
// the first is the same as the first. Items of an array are the same when a member that tells them apart,
// such as id, is the same; where there is no such member, as many as can be are the same by their content
// in the same order, and what is left between two of those by its place. Strings are compared decoded,
// numbers by their text, blank space not at all. A line is compared without its end.
//
// It is no patch format and paints nothing. What it returns are nodes, whose text is untrusted.
package diff

import (
	"bytes"
	"context"
	"fmt"
	"hash/maphash"
	"slices"
	"sort"

	"dowse/client/document"
)

// Kind is what became of a value.
type Kind uint8

// The kinds.
const (
	Added   Kind = iota // only the new document has it
	Removed             // only the old document has it
	Changed             // another value stands in its place
	Moved               // it stands elsewhere among the items of its array; what changed inside is told apart
)

// String is the kind in lower case.
func (k Kind) String() string { return [...]string{"added", "removed", "changed", "moved"}[k] }

// Change is one difference.
type Change struct {
	Kind     Kind
	TextOnly bool          // of a changed number: it is written in another way and has the same value, as 1 and 1.0
	Old      document.Node // of Diff.Old; None when the value was added
	New      document.Node // of Diff.New; None when the value was removed
}

// How is how the items of two arrays were matched.
type How uint8

// The ways.
const (
	ByKey      How = iota // by a member that tells them apart
	ByContent             // the longest run of equal items in one order
	ByPosition            // there were too many edits to find that
)

// Match is how the items of one array were matched with those of another.
type Match struct {
	Old, New document.Node // the arrays, or elements of markup
	How      How
	Key      string // the name of the member, or @ and the name of the attribute; empty unless ByKey
}

// MostChanges is how many changes are kept. Those beyond are counted only.
const MostChanges = 200_000

// Diff is how two documents differ.
type Diff struct {
	Old, New *document.Document // that the nodes belong to: those given, or their text as lines
	Changes  []Change           // in the order of New, what was removed where it stood
	Matches  []Match            // of arrays that differ, in the order they were compared
	Notes    []string           // what a person has to know before trusting it, each a sentence without a capital
	Same     bool               // the bytes are the same

	Added, Removed, Changed, Moved int // how many changes of each kind there are, those not kept included

	byOld, byNew []int // places in Matches, by the node
}

// Total is how many changes there are, those not kept included.
func (d *Diff) Total() int { return d.Added + d.Removed + d.Changed + d.Moved }

// OldMatch is how the items of an array of Old were matched; false: they were not.
func (d *Diff) OldMatch(n document.Node) (Match, bool) {
	return d.match(d.byOld, n, func(m Match) document.Node { return m.Old })
}

// NewMatch is how the items of an array of New were matched; false: they were not.
func (d *Diff) NewMatch(n document.Node) (Match, bool) {
	return d.match(d.byNew, n, func(m Match) document.Node { return m.New })
}

func (d *Diff) match(order []int, n document.Node, side func(Match) document.Node) (Match, bool) {
	i := sort.Search(len(order), func(i int) bool { return side(d.Matches[order[i]]) >= n })
	if i == len(order) || side(d.Matches[order[i]]) != n {
		return Match{}, false
	}
	return d.Matches[order[i]], true
}

// sortMatches prepares the search for a match.
func (d *Diff) sortMatches() {
	d.byOld, d.byNew = make([]int, len(d.Matches)), make([]int, len(d.Matches))
	for i := range d.Matches {
		d.byOld[i], d.byNew[i] = i, i
	}
	sort.Slice(d.byOld, func(i, j int) bool { return d.Matches[d.byOld[i]].Old < d.Matches[d.byOld[j]].Old })
	sort.Slice(d.byNew, func(i, j int) bool { return d.Matches[d.byNew[i]].New < d.Matches[d.byNew[j]].New })
}

// note adds a note, once.
func (d *Diff) note(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	if slices.Contains(d.Notes, text) {
		return
	}
	d.Notes = append(d.Notes, text)
}

// Compare says how two documents differ. Two of JSON values are compared value by value, whatever format
// the values came in, two of markup element by element, and any others line by line, with a note when they
// are not both text. Of binary bodies it says only where they begin to differ. The only error is that of
// the context.
func Compare(ctx context.Context, old, new *document.Document) (*Diff, error) {
	d := &Diff{Old: old, New: new}
	c := &comparer{ctx: ctx, diff: d}
	defer c.release()
	at := c.commonPrefix(old.Bytes(), new.Bytes())
	if c.err = ctx.Err(); c.err != nil {
		return nil, c.err
	}
	if old.Format() == new.Format() && at == len(old.Bytes()) && at == len(new.Bytes()) {
		d.Same = true
		return d, nil
	}
	if max(len(old.Bytes()), len(new.Bytes())) > longestCompared {
		d.large(at)
		return d, nil
	}
	of, nf := familyOf(old), familyOf(new)
	switch {
	case of == binary || nf == binary:
		d.binary()
		return d, nil
	case of != nf && of != empty && nf != empty:
		d.Old, d.New = document.ParseText(old.Body()), document.ParseText(new.Body())
		d.note("%s against %s: compared as lines of text", old.Format(), new.Format())
		of, nf = lines, lines
	}
	c.newFirst = bytes.Compare(new.Bytes()[at:], old.Bytes()[at:]) < 0
	d.noteBroken("old", d.Old)
	d.noteBroken("new", d.New)
	seed := maphash.MakeSeed()
	c.old, c.new = newHasher(d.Old, seed, c.stopped), newHasher(d.New, seed, c.stopped)
	if of == lines || nf == lines {
		c.lines()
	} else {
		c.either(d.Old.Root(), d.New.Root())
	}
	if c.err != nil {
		return nil, c.err
	}
	d.sortMatches()
	return d, nil
}

// noteBroken says that a body was read only in part.
func (d *Diff) noteBroken(which string, doc *document.Document) {
	if p := doc.Problem(); p != nil && len(doc.Bytes()) > 0 {
		d.note("the %s body is compared as far as it could be read: line %d, column %d: %s", which, p.Line, p.Column, p.Message)
	}
}

// longestCompared is the length in bytes of the longest body that is compared value by value: what that takes of
// memory grows with the number of values.
const longestCompared = 512 << 20

// large says where bodies begin to differ that are too large to be compared.
func (d *Diff) large(at int) {
	d.note("bodies above %d MiB are not compared value by value: they differ from byte %d on", longestCompared>>20, at)
	d.Changed = 1
	ch := Change{Kind: Changed, Old: d.Old.At(at), New: d.New.At(at)}
	switch {
	case ch.Old == document.None && ch.New != document.None:
		ch.Kind, d.Changed, d.Added = Added, 0, 1
	case ch.New == document.None && ch.Old != document.None:
		ch.Kind, d.Changed, d.Removed = Removed, 0, 1
	}
	d.Changes = []Change{ch}
}

// binary says where bodies differ that have no lines.
func (d *Diff) binary() {
	a, b := d.Old.Body(), d.New.Body()
	at := commonPrefix(a, b)
	if at == len(a) && at == len(b) {
		d.Same = true
		return
	}
	d.note("binary bodies differ from byte %d on: %d bytes against %d", at, len(a), len(b))
	d.Changed, d.Changes = 1, []Change{{Kind: Changed, Old: document.None, New: document.None}}
}

// family is what sort of nodes a document has.
type family uint8

const (
	empty family = iota
	values
	markup
	lines
	binary
)

func familyOf(d *document.Document) family {
	switch {
	case d.Format() == document.Binary:
		return binary
	case d.Root() == document.None:
		return empty
	case d.IsText():
		return lines
	case d.IsMarkup():
		return markup
	}
	return values
}
