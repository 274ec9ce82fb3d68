package fields

import (
	"fmt"
	"regexp"
	"slices"

	"dowse/collections/fileformat/yamledit"
)

// Listed is a key with a list of mappings. what names one of them in messages.
func Listed[T, U any](name string, at func(*T) *[]U, table Table[U], what string) Key[T] {
	return Key[T]{name,
		func(r *Reader, n *yamledit.Node, t *T) { *at(t) = ReadList(r, n, table, what) },
		func(t *T, was *yamledit.Node) *yamledit.Node {
			if *at(t) == nil {
				return nil
			}
			return WriteList(table, *at(t), was)
		},
	}
}

// ReadList reads a list of mappings; an empty one is not nil.
func ReadList[U any](r *Reader, n *yamledit.Node, table Table[U], what string) []U {
	if n.Empty() {
		return nil
	}
	if n.Kind != yamledit.Sequence {
		r.Problem(n, "%s is a list", r.key)
		return nil
	}
	out := make([]U, 0, len(n.Items))
	for _, item := range n.Items {
		var u U
		table.Read(r, item, &u, what)
		out = append(out, u)
	}
	return out
}

// WriteList gives the list for from. Each item of was that means the same as one of from stays as it is.
func WriteList[U any](table Table[U], from []U, was *yamledit.Node) *yamledit.Node {
	out := &yamledit.Node{Kind: yamledit.Sequence}
	var before []*yamledit.Node
	if was != nil && was.Kind == yamledit.Sequence {
		out.Was, out.Flow, before = was, was.Flow, was.Items
	}
	olds, news := make([]string, len(before)), make([]string, len(from))
	for i, item := range before {
		var old U
		table.Read(&Reader{}, item, &old, "")
		olds[i] = table.Write(&old, nil).String()
	}
	for i := range from {
		news[i] = table.Write(&from[i], nil).String()
	}
	for i, j := range Pair(olds, news) {
		switch {
		case j < 0:
			item := table.Write(&from[i], nil)
			item.Flow = len(before) == 0 || before[len(before)-1].Flow
			out.Items = append(out.Items, item)
		case olds[j] == news[i]:
			out.Items = append(out.Items, before[j])
		default:
			out.Items = append(out.Items, table.Write(&from[i], before[j]))
		}
	}
	return out
}

// Named is a key with a mapping from names to values. name gives where a U holds its name.
func Named[T, U any](key string, at func(*T) *[]U, name func(*U) *string,
	read func(*Reader, *yamledit.Node, *U), write func(*U, *yamledit.Node) *yamledit.Node) Key[T] {
	return Key[T]{key,
		func(r *Reader, n *yamledit.Node, t *T) {
			if n.Kind != yamledit.Mapping {
				if !n.Empty() {
					r.Problem(n, "%s is a mapping from names to values, not a %s", r.key, found(n))
				}
				return
			}
			for _, e := range n.Entries {
				var u U
				*name(&u) = e.Key.Text
				r.under(e.Key.Text, func() {
					CheckName(r, e.Key)
					read(r, e.Value, &u)
				})
				*at(t) = append(*at(t), u)
			}
		},
		func(t *T, was *yamledit.Node) *yamledit.Node {
			if len(*at(t)) == 0 {
				return nil
			}
			out := &yamledit.Node{Kind: yamledit.Mapping}
			if was != nil && was.Kind == yamledit.Mapping {
				out.Was, out.Flow = was, was.Flow
			}
			var before []yamledit.Entry
			if out.Was != nil {
				before = out.Was.Entries
			}
			olds, news := make([]string, len(before)), make([]string, len(*at(t)))
			for i, e := range before {
				olds[i] = e.Key.Text
			}
			for i := range *at(t) {
				news[i] = *name(&(*at(t))[i])
			}
			for i, j := range Pair(olds, news) {
				u, key, was := &(*at(t))[i], yamledit.NewScalar(news[i]), out.Was.Get(news[i])
				if j >= 0 && was == nil && !slices.Contains(news, olds[j]) { // it has another name now
					key.Was, was = before[j].Key, before[j].Value
				}
				out.Entries = append(out.Entries, yamledit.Entry{Key: key, Value: named(u, was, read, write)})
			}
			return out
		},
	}
}

// named gives the value of one name: what is there when it means the same.
func named[U any](u *U, was *yamledit.Node, read func(*Reader, *yamledit.Node, *U), write func(*U, *yamledit.Node) *yamledit.Node) *yamledit.Node {
	after := write(u, was)
	if was == nil {
		return after
	}
	var old U
	read(&Reader{}, was, &old)
	if yamledit.Equal(write(&old, was), after) {
		return was
	}
	return after
}

var validName = regexp.MustCompile(`^[\pL_][\pL\pM\p{Nd}_-]*$`)

// ValidName says whether a name can be used as {{name}}.
func ValidName(name string) bool { return validName.MatchString(name) }

// CheckName notes a problem when a name could not be used as {{name}}.
func CheckName(r *Reader, n *yamledit.Node) {
	if !ValidName(n.Text) {
		r.Problem(n, "%q cannot be a name; a name has letters, digits, _ and -, and begins with a letter or _", n.Text)
	}
}

func found(n *yamledit.Node) string {
	if n.Kind == yamledit.Scalar {
		return fmt.Sprintf("text (%q)", n.Text)
	}
	return kindName(n)
}

// Part is a key with a mapping that is read into a part of T. what names it in messages. absent says
// when there is nothing to write.
func Part[T, U any](name string, at func(*T) *U, table Table[U], what string, absent func(*U) bool) Key[T] {
	return Key[T]{name,
		func(r *Reader, n *yamledit.Node, t *T) { table.Read(r, n, at(t), what) },
		func(t *T, was *yamledit.Node) *yamledit.Node {
			if absent(at(t)) {
				return nil
			}
			return table.Write(at(t), was)
		},
	}
}

// Optional is a key with a mapping that T points at; nil leaves it out.
func Optional[T, U any](name string, at func(*T) **U, table Table[U], what string) Key[T] {
	return Key[T]{name,
		func(r *Reader, n *yamledit.Node, t *T) {
			if !n.Empty() {
				*at(t) = new(U)
				table.Read(r, n, *at(t), what)
			}
		},
		func(t *T, was *yamledit.Node) *yamledit.Node {
			if *at(t) == nil {
				return nil
			}
			return table.Write(*at(t), was)
		},
	}
}
