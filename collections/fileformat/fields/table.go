// Package fields describes the mappings of a file as tables, one entry a key: how the key is read into a
// Go value and how it is written back in the form that was found. It knows no noun of ours; the tables
// are in package collections.
//
// The write of a key may depend only on what its own read sets: that is how a change is found.
package fields

import (
	"slices"
	"strings"

	"dowse/collections/fileformat/yamledit"
)

// Key is one key of a mapping that holds a T.
type Key[T any] struct {
	Name  string
	Read  func(*Reader, *yamledit.Node, *T)
	Write func(from *T, was *yamledit.Node) *yamledit.Node // was: what is there now, or nil; gives nil to leave the key out
}

// Table is the keys of a mapping, in the order in which a person would write them.
type Table[T any] []Key[T]

// Read sets the fields of into from a mapping. what names the mapping in messages, such as "a request".
// An unknown key is a warning; in a part of a file of which no key is known it is an error.
func (t Table[T]) Read(r *Reader, n *yamledit.Node, into *T, what string) {
	if n.Kind != yamledit.Mapping {
		if name := t.Joined(n.Text); name != "" {
			r.Problem(n, "put a space after %q", name+":")
		} else if !n.Empty() {
			r.Problem(n, "%s is a mapping with keys such as %s", what, t[0].Name)
		}
		return
	}
	lost := r.key != "" && !t.Knows(n) // a part of which nothing is left is no slip
	for _, e := range n.Entries {
		if k := t.find(e.Key.Text); k != nil {
			r.under(e.Key.Text, func() { k.Read(r, e.Value, into) })
		} else {
			r.unknown(e.Key, what, t.names(), t.Joined(e.Key.Text), !lost)
		}
	}
}

// Joined gives the key that text begins with when the space after its colon is missing, or "". To YAML
// key:value is one text.
func (t Table[T]) Joined(text string) string {
	name, _, ok := strings.Cut(text, ":")
	if !ok || t.find(name) == nil {
		return ""
	}
	return name
}

// Knows reports whether n is a mapping with at least one key of the table.
func (t Table[T]) Knows(n *yamledit.Node) bool {
	return slices.ContainsFunc(n.Entries, func(e yamledit.Entry) bool { return t.find(e.Key.Text) != nil })
}

// Write gives the mapping for from. What was there stays where nothing changed, unknown keys too.
func (t Table[T]) Write(from *T, was *yamledit.Node) *yamledit.Node {
	out := &yamledit.Node{Kind: yamledit.Mapping}
	if was != nil && was.Kind == yamledit.Mapping {
		out.Was, out.Flow = was, was.Flow
		for _, e := range was.Entries {
			k := t.find(e.Key.Text)
			if k == nil {
				out.Entries = append(out.Entries, e)
			} else if value := k.changed(from, e.Value); value != nil {
				out.Entries = append(out.Entries, yamledit.Entry{Key: e.Key, Value: value})
			}
		}
	}
	for i, k := range t {
		if out.Was.Get(k.Name) != nil {
			continue
		}
		if value := k.Write(from, nil); value != nil {
			entry := yamledit.Entry{Key: yamledit.NewScalar(k.Name), Value: value}
			out.Entries = slices.Insert(out.Entries, t.place(out, i), entry)
		}
	}
	return out
}

// changed gives what is there when from means the same, else what to write instead.
func (k Key[T]) changed(from *T, was *yamledit.Node) *yamledit.Node {
	var old T
	k.Read(&Reader{}, was, &old)
	before, after := k.Write(&old, was), k.Write(from, was)
	if yamledit.Equal(before, after) {
		return was
	}
	return after
}

// place is where the i-th key of the table belongs in n: behind the nearest one before it.
func (t Table[T]) place(n *yamledit.Node, i int) int {
	for j := i - 1; j >= 0; j-- {
		for at, e := range n.Entries {
			if e.Key.Text == t[j].Name {
				return at + 1
			}
		}
	}
	return 0
}

func (t Table[T]) find(name string) *Key[T] {
	for i := range t {
		if t[i].Name == name {
			return &t[i]
		}
	}
	return nil
}

func (t Table[T]) names() []string {
	names := make([]string, len(t))
	for i, k := range t {
		names[i] = k.Name
	}
	return names
}

// Within gives the keys of a part of T as keys of T itself.
func Within[T, U any](part func(*T) *U, table Table[U]) Table[T] {
	out := make(Table[T], len(table))
	for i, k := range table {
		out[i] = Key[T]{k.Name,
			func(r *Reader, n *yamledit.Node, t *T) { k.Read(r, n, part(t)) },
			func(t *T, was *yamledit.Node) *yamledit.Node { return k.Write(part(t), was) },
		}
	}
	return out
}

// silent reports whether an unknown key is kept without a word.
func silent(name string) bool { return strings.HasPrefix(name, "x-") }
