package filter

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/itchyny/gojq"

	"dowse/client/document"
)

// followable tells whether a program only follows names, indexes and iterators, which needs no decoding:
// .a["b"][0][]? | ., (..)
//
// What it gives is what gojq gives, but that a number takes no character of a string, as in jq itself.
func followable(q *gojq.Query) bool {
	if len(q.FuncDefs) > 0 || len(q.Patterns) > 0 {
		return false
	}
	if q.Term == nil {
		return (q.Op == gojq.OpPipe || q.Op == gojq.OpComma) && followable(q.Left) && followable(q.Right)
	}
	t := q.Term
	for _, s := range t.SuffixList {
		if s.Index != nil && stepOf(s.Index) == nil {
			return false
		}
	}
	switch t.Type {
	case gojq.TermTypeIdentity, gojq.TermTypeRecurse:
		return true
	case gojq.TermTypeIndex:
		return stepOf(t.Index) != nil
	case gojq.TermTypeQuery:
		return followable(t.Query)
	}
	return false
}

// stepOf is the name or the number that an index of a program is; nil when it is neither.
func stepOf(x *gojq.Index) any {
	switch {
	case x.Name != "":
		return x.Name
	case x.Str != nil:
		if x.Str.Queries == nil {
			return x.Str.Str
		}
	case x.Start != nil && !x.IsSlice && x.Start.Term != nil && len(x.Start.FuncDefs) == 0:
		t, sign := x.Start.Term, 1
		if t.Type == gojq.TermTypeUnary && t.Unary.Op == gojq.OpSub && len(t.SuffixList) == 0 {
			t, sign = t.Unary.Term, -1
		}
		if t.Type == gojq.TermTypeString && sign == 1 && len(t.SuffixList) == 0 && t.Str.Queries == nil {
			return t.Str.Str
		}
		if i, err := strconv.Atoi(t.Number); err == nil && t.Type == gojq.TermTypeNumber && len(t.SuffixList) == 0 {
			return sign * i
		}
	}
	return nil
}

// errEnough ends the following when there is no room for another node.
var errEnough = errors.New("enough")

// mismatch is a step that a value cannot take; `?` forgives it, so what it says is only made when it is read.
type mismatch struct {
	doc  *document.Document
	step any // a name, an index, or nil: all children
	node document.Node
}

// Error says that the value is of another type than the program takes it for, and where that is.
func (m *mismatch) Error() string {
	what := "cannot iterate"
	switch step := m.step.(type) {
	case string:
		what = "cannot take " + strings.TrimPrefix(JQPath(document.Path{{Key: step, Index: -1}}), ".")
	case int:
		what = fmt.Sprintf("cannot take item %d", step)
	}
	if m.node == document.None {
		return fmt.Sprintf("jq: %s of null, which stands for what the body does not have; put `?` after it to skip such values", what)
	}
	kind := [...]string{"null", "a boolean", "a number", "a string", "an array", "an object", "a line"}[m.doc.Kind(m.node)]
	return fmt.Sprintf("jq: %s of %s, at %s; put `?` after it to skip such values", what, kind, oneLine(m.doc.Path(m.node).String()))
}

// followed is the following of one program over the index.
type followed struct {
	doc    *document.Document
	ctx    context.Context
	places places
	steps  int
}

// follow runs a followable program. None is what is null because the body has no such thing.
func follow(ctx context.Context, d *document.Document, q *gojq.Query) (*Result, error) {
	f := followed{doc: d, ctx: ctx, places: places{doc: d}}
	var nodes []document.Node
	err := f.query(q, d.Root(), func(n document.Node) error {
		if len(nodes) == maxResults {
			return errEnough
		}
		nodes = append(nodes, n)
		return nil
	})
	if err != nil && !errors.Is(err, errEnough) {
		return nil, err
	}
	return taken(d, nodes, err != nil), nil
}

// visit is what is done with each node that a part of a program gives.
type visit func(document.Node) error

func (f *followed) query(q *gojq.Query, n document.Node, next visit) error {
	switch {
	case q.Term != nil:
		return f.term(q.Term, len(q.Term.SuffixList), n, next)
	case q.Op == gojq.OpPipe:
		return f.query(q.Left, n, func(m document.Node) error { return f.query(q.Right, m, next) })
	}
	if err := f.query(q.Left, n, next); err != nil {
		return err
	}
	return f.query(q.Right, n, next)
}

// term follows a term up to its suffix of that number.
func (f *followed) term(t *gojq.Term, suffixes int, n document.Node, next visit) error {
	if suffixes > 0 {
		switch s := t.SuffixList[suffixes-1]; {
		case s.Optional:
			return f.forgiving(t, suffixes-1, n, next)
		case s.Iter:
			return f.term(t, suffixes-1, n, func(m document.Node) error { return f.each(m, next) })
		default:
			return f.term(t, suffixes-1, n, func(m document.Node) error { return f.step(stepOf(s.Index), m, next) })
		}
	}
	switch t.Type {
	case gojq.TermTypeIndex:
		return f.step(stepOf(t.Index), n, next)
	case gojq.TermTypeQuery:
		return f.query(t.Query, n, next)
	case gojq.TermTypeRecurse:
		return f.recurse(n, next)
	}
	return next(n)
}

// forgiving follows a term up to where a value cannot take a step. What comes later in the program is no part of it, so
// the nodes are gathered first.
func (f *followed) forgiving(t *gojq.Term, suffixes int, n document.Node, next visit) error {
	var nodes []document.Node
	err := f.term(t, suffixes, n, func(m document.Node) error {
		if len(nodes) == maxResults {
			return errEnough
		}
		nodes = append(nodes, m)
		return nil
	})
	if _, ok := errors.AsType[*mismatch](err); ok {
		err = nil
	}
	for _, m := range nodes {
		if err := next(m); err != nil {
			return err
		}
	}
	return err
}

// isNull tells whether a node is null, in the body or because the body has no such thing.
func (f *followed) isNull(n document.Node) bool {
	return n == document.None || f.doc.Kind(n) == document.Null
}

// step goes to the child of a name or an index.
func (f *followed) step(step any, n document.Node, next visit) error {
	d := f.doc
	if f.isNull(n) {
		return next(document.None)
	}
	switch step := step.(type) {
	case string:
		if d.Kind(n) != document.Object {
			return &mismatch{d, step, n}
		}
		return next(f.places.member(n, step))
	case int:
		if d.Kind(n) != document.Array {
			return &mismatch{d, step, n}
		}
		if count := d.Count(n); step < -count || step >= count {
			return next(document.None)
		} else if step < 0 {
			step += count
		}
		return next(f.places.element(n, step))
	}
	return errors.New("jq: a step that is neither a name nor a number")
}

// each goes to all children: of an object those of each name, in the order of the names.
func (f *followed) each(n document.Node, next visit) error {
	if f.isNull(n) || f.doc.Kind(n) != document.Array && f.doc.Kind(n) != document.Object {
		return &mismatch{f.doc, nil, n}
	}
	if f.doc.Kind(n) == document.Object {
		for _, c := range f.sorted(n) {
			if err := f.visit(c, next); err != nil {
				return err
			}
		}
		return nil
	}
	for c := range f.doc.Children(n) {
		if err := f.visit(c, next); err != nil {
			return err
		}
	}
	return nil
}

// visit goes on, and looks now and then whether that is still wanted.
func (f *followed) visit(n document.Node, next visit) error {
	if f.steps++; f.steps%512 == 0 && f.ctx.Err() != nil {
		return f.ctx.Err()
	}
	return next(n)
}

// sorted are the members of an object in the order of their names, the last of each name.
func (f *followed) sorted(n document.Node) []document.Node {
	type member struct {
		key  string
		node document.Node
	}
	var all []member
	for c := range f.doc.Children(n) {
		key, _ := f.doc.Key(c)
		all = append(all, member{key, c})
	}
	slices.SortStableFunc(all, func(a, b member) int { return strings.Compare(a.key, b.key) })
	nodes := make([]document.Node, 0, len(all))
	for i, m := range all {
		if i+1 == len(all) || all[i+1].key != m.key {
			nodes = append(nodes, m.node)
		}
	}
	return nodes
}

// recurse gives a value and all that it holds.
func (f *followed) recurse(n document.Node, next visit) error {
	if err := f.visit(n, next); err != nil {
		return err
	}
	if f.isNull(n) || f.doc.First(n) == document.None {
		return nil
	}
	return f.each(n, func(c document.Node) error { return f.recurse(c, next) })
}
