package pick

import (
	"fmt"
	"slices"
	"strings"

	"github.com/theory/jsonpath"
	"github.com/theory/jsonpath/spec"

	"dowse/client/document"
	"dowse/collections/spelling"
)

// stop is where a path that selects nothing came to its end.
type stop struct {
	prefix     string          // as much of the path as selects something
	at         []document.Node // what that selects; never empty
	segment    *spec.Segment   // the part that selects nothing; nil if it cannot be told
	noneOfThem bool            // the path asked for any items, and there are none: that is an answer
}

// trace follows q as far as it goes; q selects nothing in d.
func trace(d *document.Document, q document.Query) stop {
	prefix, at := d.Trace(q)
	s := stop{prefix: prefix, at: at}
	whole, err := jsonpath.Parse(q.String())
	if err != nil {
		return s
	}
	part, err := jsonpath.Parse(prefix)
	if err != nil {
		return s
	}
	segments, followed := whole.Query().Segments(), len(part.Query().Segments())
	if followed >= len(segments) {
		return s
	}
	s.segment, s.prefix = segments[followed], written(segments[:followed])
	s.noneOfThem = anyItems(s.segment) && !slices.ContainsFunc(at, func(n document.Node) bool {
		return d.Kind(n) != document.Array && d.Kind(n) != document.Object
	})
	return s
}

// written is a path as a person writes it, with the shorthand where it is legal.
func written(segments []*spec.Segment) string {
	var b strings.Builder
	b.WriteByte('$')
	for _, s := range segments {
		if key, ok := soleName(s); ok && !s.IsDescendant() {
			b.WriteString(strings.TrimPrefix(document.Path{{Key: key, Index: -1}}.String(), "$"))
		} else {
			b.WriteString(s.String())
		}
	}
	return b.String()
}

// anyItems says whether a segment asks for whatever items there are, not for one by name or number.
func anyItems(s *spec.Segment) bool {
	return !s.IsDescendant() && !slices.ContainsFunc(s.Selectors(), func(one spec.Selector) bool {
		switch one.(type) {
		case spec.WildcardSelector, spec.SliceSelector, *spec.FilterSelector:
			return false
		}
		return true
	})
}

// miss says where the path stopped, what is there, and what was probably meant.
func (s stop) miss(d *document.Document) *Miss {
	m := &Miss{Kind: Missing, Stopped: s.prefix}
	first := s.at[0]
	if len(s.at) == 1 {
		m.Stopped = d.Path(first).String()
		m.What = fmt.Sprintf("stopped at %s, %s", m.Stopped, describe(d, first))
	} else {
		m.What = fmt.Sprintf("stopped at %s, %d values, the first %s", m.Stopped, len(s.at), describe(d, first))
	}
	if s.segment == nil {
		return m
	}
	if s.noneOfThem {
		if !slices.ContainsFunc(s.at, func(n document.Node) bool { return d.Count(n) > 0 }) {
			return m // "an empty array" says it
		}
		m.What += fmt.Sprintf(": nothing in it matches %s", s.segment)
		return m
	}
	key, ok := soleName(s.segment)
	if !ok {
		return m
	}
	if m.Nearest = s.near(d, key); m.Nearest != "" {
		m.What += fmt.Sprintf(" (nearest: %s)", shown(m.Nearest))
	}
	return m
}

// soleName is the member name that a segment asks for, if it asks for exactly one.
func soleName(s *spec.Segment) (string, bool) {
	if len(s.Selectors()) != 1 {
		return "", false
	}
	name, ok := s.Selectors()[0].(spec.Name)
	return string(name), ok
}

// How much of a body is looked through for a hint.
const (
	mostLooked = 100    // of the values where the path stopped
	mostBelow  = 10_000 // of the values below the first of them
	mostKeys   = 1_000
)

// near finds what a key was meant to be: the same key further down (the field moved), or one that
// is written much like it.
func (s stop) near(d *document.Document, key string) string {
	if moved := below(d, s.at[0], key); moved != document.None {
		return d.Path(moved).String()
	}
	var keys []string
	for _, n := range s.at[:min(len(s.at), mostLooked)] {
		keys = append(keys, keysOf(d, n, mostKeys)...)
	}
	return spelling.Nearest(key, keys)
}

// below finds the first member named key under n, in the order of the text, or None.
func below(d *document.Document, n document.Node, key string) document.Node {
	looked := 0
	var walk func(document.Node, int) document.Node
	walk = func(n document.Node, depth int) document.Node {
		const deepest = 20
		if depth > deepest {
			return document.None
		}
		for c := range d.Children(n) {
			if looked++; looked > mostBelow {
				return document.None
			}
			if k, ok := d.Key(c); ok && k == key {
				return c
			}
			if found := walk(c, depth+1); found != document.None {
				return found
			}
		}
		return document.None
	}
	return walk(n, 0)
}

// keysOf returns the first keys of an object, each once.
func keysOf(d *document.Document, n document.Node, most int) []string {
	var keys []string
	if d.Kind(n) != document.Object {
		return nil
	}
	for c := range d.Children(n) {
		if k, ok := d.Key(c); ok && !slices.Contains(keys, k) {
			keys = append(keys, k)
		}
		if len(keys) == most {
			break
		}
	}
	return keys
}

// describe says what is at n without its value, which may be a secret.
func describe(d *document.Document, n document.Node) string {
	count := d.Count(n)
	switch d.Kind(n) {
	case document.Object:
		if count == 0 {
			return "an empty object"
		}
		return "an object with " + listed(keysOf(d, n, longestList), count)
	case document.Array:
		switch count {
		case 0:
			return "an empty array"
		case 1:
			return "an array of 1 item"
		}
		return fmt.Sprintf("an array of %d items", count)
	case document.String:
		return "a string"
	case document.Number:
		return "a number"
	case document.Bool:
		return "a boolean"
	case document.Null:
		return "null"
	}
	return "a line of text"
}
