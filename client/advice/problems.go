package advice

import (
	"fmt"
	"strings"

	"dowse/client"
	"dowse/client/document"
)

// The members in which servers say what is wrong: those of RFC 9457 first, then what is in use elsewhere.
var (
	texts     = []string{"detail", "title", "message", "error_description", "error", "msg"}
	lists     = []string{"errors", "invalid-params", "violations", "details"}
	itemPlace = []string{"pointer", "path", "field", "loc", "param", "name", "source"}
	itemText  = []string{"detail", "message", "msg", "reason", "error", "title"}
)

// mostProblems is how many of a list are said.
const mostProblems = 8

// problems are what a body of JSON says is wrong, a line each.
func problems(e *client.Exchange) []string {
	d := e.Document()
	if !d.IsJSON() || d.Len() == 0 || d.Kind(d.Root()) != document.Object {
		return nil
	}
	root := d.Root()
	if inner := d.Member(root, "error"); inner != document.None && d.Kind(inner) == document.Object {
		root = inner
	}
	var lines []string
	if text := first(d, root, texts); text != "" {
		lines = append(lines, text)
	}
	for _, name := range lists {
		list := d.Member(root, name)
		if list == document.None {
			continue
		}
		for n := range d.Children(list) {
			if len(lines) == mostProblems {
				return append(lines, fmt.Sprintf("%d in all", d.Count(list)))
			}
			if line := item(d, n); line != "" {
				lines = append(lines, line)
			}
		}
	}
	return lines
}

// item is one of a list of problems: where, and what.
func item(d *document.Document, n document.Node) string {
	switch d.Kind(n) {
	case document.Object:
		return strings.TrimPrefix(first(d, n, itemPlace)+": "+first(d, n, itemText), ": ")
	case document.Array:
		if c := d.First(n); c != document.None { // {"errors": {"name": ["is missing"]}}
			return strings.TrimPrefix(key(d, n)+": "+d.Text(c), ": ")
		}
		return ""
	}
	return strings.TrimPrefix(key(d, n)+": "+d.Text(n), ": ")
}

func key(d *document.Document, n document.Node) string {
	k, _ := d.Key(n)
	return k
}

// first is the first of the members that is a text, or holds one.
func first(d *document.Document, n document.Node, names []string) string {
	for _, name := range names {
		member := d.Member(n, name)
		if member == document.None {
			continue
		}
		switch d.Kind(member) {
		case document.String, document.Number:
			return d.Text(member)
		case document.Object, document.Array:
			var parts []string
			for c := range d.Children(member) {
				if kind := d.Kind(c); kind == document.String || kind == document.Number {
					parts = append(parts, d.Text(c))
				}
			}
			if len(parts) > 0 {
				return strings.Join(parts, ".")
			}
		}
	}
	return ""
}
