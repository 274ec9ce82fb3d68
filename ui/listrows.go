package ui

import (
	"bytes"
	"slices"

	"dowse/client/document"
	"dowse/client/sample"
	"dowse/ui/drafts"
	"dowse/ui/pane/response"
)

const (
	mostListed      = 5_000    // rows of a response that the grid works on
	mostListedBytes = 32 << 20 // of them
)

// rowsOf are the rows of the list that a value is in; where it is in none those of the first list of objects, and the body
// itself as one.
func rowsOf(d *drafts.Draft, msg response.MapMsg) []list {
	doc := d.Exchange.Document()
	for _, n := range append(slices.Clone(msg.Marked), msg.Node) {
		if at := listOf(doc, n); at != document.None {
			return []list{rowsAt(d, msg, at)}
		}
	}
	var all []list
	if at := firstList(doc); at != document.None {
		all = append(all, rowsAt(d, msg, at))
	}
	if doc.Kind(doc.Root()) == document.Object {
		all = append(all, rowsAt(d, msg, document.None))
	}
	return all
}

// rowsAt are the items of a list, or the body as one row.
func rowsAt(d *drafts.Draft, msg response.MapMsg, at document.Node) list {
	doc := d.Exchange.Document()
	l := list{key: d.Key}
	for _, n := range msg.Marked {
		if key, ok := doc.Key(n); ok && !slices.Contains(l.fields, key) {
			l.fields = append(l.fields, key)
		}
	}
	items := []document.Node{doc.Root()}
	if l.path = "$"; at != document.None {
		l.path = doc.Path(at).String() + "[*]"
		items = items[:0]
		for item := range doc.Children(at) {
			items = append(items, item)
		}
	}
	l.take(d, items)
	return l
}

// take makes values of the response the rows, as many as the grid works on.
func (l *list) take(d *drafts.Draft, items []document.Node) {
	l.rows, l.masked = nil, nil
	doc, masked, size := d.Exchange.Document(), sample.Masked(d.Exchange, d.Request.Picks), 0
	for _, item := range items {
		source := doc.Source(item)
		if size += len(source); len(l.rows) == mostListed || size > mostListedBytes {
			break
		}
		l.rows = append(l.rows, bytes.Clone(source))
		l.masked = append(l.masked, masked(item))
	}
}

// listOf is the innermost list of objects that holds a value, or is it.
func listOf(doc *document.Document, n document.Node) document.Node {
	for ; n != document.None; n = doc.Parent(n) {
		if isList(doc, n) {
			return n
		}
	}
	return document.None
}

// isList tells a list whose first item is an object.
func isList(doc *document.Document, n document.Node) bool {
	return doc.Kind(n) == document.Array && doc.First(n) != document.None && doc.Kind(doc.First(n)) == document.Object
}

// firstList is the list of objects that is nearest to the root.
func firstList(doc *document.Document) document.Node {
	level := []document.Node{doc.Root()}
	for range 4 {
		var next []document.Node
		for _, n := range level {
			if isList(doc, n) {
				return n
			}
			if doc.Kind(n) == document.Object {
				for child := range doc.Children(n) {
					next = append(next, child)
				}
			}
		}
		level = next
	}
	return document.None
}
