package collections

import (
	"dowse/collections/keys"
	"dowse/collections/splice"
)

var rowKeys = keys.Table[Row]{
	keys.Always("name", func(r *Row) *string { return &r.Name }),
	keys.Always("value", func(r *Row) *string { return &r.Value }),
	keys.Flag("off", func(r *Row) *bool { return &r.Off }),
	keys.Text("note", func(r *Row) *string { return &r.Note }),
}

// rowsKey is a key with rows, as a mapping or as a list.
func rowsKey[T any](name string, at func(*T) *Rows) keys.Key[T] {
	return keys.Key[T]{Name: name,
		Read:  func(r *keys.Reader, n *splice.Node, t *T) { *at(t) = readRows(r, n) },
		Write: func(t *T, was *splice.Node) *splice.Node { return writeRows(*at(t), was) },
	}
}

func readRows(r *keys.Reader, n *splice.Node) Rows {
	switch {
	case n.Kind == splice.Sequence:
		return keys.ReadList(r, n, rowKeys, "a row")
	case n.Kind == splice.Scalar:
		if !n.Empty() {
			r.Problem(n, `rows are a mapping (name: value) or a list of {name, value, off, note}, not the text %q`, n.Text)
		}
		return nil
	}
	rows := make(Rows, 0, len(n.Entries))
	for _, e := range n.Entries {
		if e.Value.Kind != splice.Scalar {
			r.Problem(e.Value, "the value of %q is one text; a row with settings is written in a list, as {name, value, off, note}", e.Key.Text)
		}
		rows = append(rows, Row{Name: e.Key.Text, Value: e.Value.Text})
	}
	return rows
}

func writeRows(rows Rows, was *splice.Node) *splice.Node {
	if len(rows) == 0 {
		return nil
	}
	if was != nil && was.Kind == splice.Sequence || !simple(rows) {
		return keys.WriteList(rowKeys, rows, was)
	}
	out := &splice.Node{Kind: splice.Mapping}
	if was != nil && was.Kind == splice.Mapping {
		out.Was, out.Flow = was, was.Flow
	}
	for _, row := range rows {
		out.Entries = append(out.Entries, splice.Entry{Key: splice.NewScalar(row.Name), Value: splice.NewScalar(row.Value)})
	}
	return out
}

// maxKey is well below the 1024 characters that a YAML key may have.
const maxKey = 128

// simple reports whether rows can be a mapping: each name once, nothing beside the value.
func simple(rows Rows) bool {
	seen := map[string]bool{}
	for _, row := range rows {
		if row.Off || row.Note != "" || seen[row.Name] || len(row.Name) > maxKey {
			return false
		}
		seen[row.Name] = true
	}
	return true
}
