package collections

import (
	"fmt"
	"slices"
	"strings"

	"dowse/collections/fileformat/fields"
	"dowse/collections/fileformat/yamledit"
	"dowse/collections/redact"
	"dowse/collections/vars"
)

// mappingFolder is where the mappings of a collection are.
const mappingFolder = "mappings"

var mappingKeys = fields.Table[Mapping]{
	fields.Text("name", func(m *Mapping) *string { return &m.Name }),
	fields.Text("note", func(m *Mapping) *string { return &m.Note }),
	flow(fields.Part("from", func(m *Mapping) *RowSource { return &m.From }, rowSourceKeys, "from", func(s *RowSource) bool { return *s == RowSource{} })),
	flow(fields.Part("into", func(m *Mapping) *Target { return &m.Into }, targetKeys, "into", func(t *Target) bool {
		return t.Request == "" && t.Schema == "" && len(t.Columns) == 0
	})),
	fields.Choice("on_error", func(m *Mapping) *OnRowError { return &m.OnError }, OnRowReport, OnRowSkip, OnRowStop),
	fieldsKey,
}

var rowSourceKeys = fields.Table[RowSource]{
	fields.Text("request", func(s *RowSource) *string { return &s.Request }),
	checked(fields.Text("rows", func(s *RowSource) *string { return &s.Rows }), checkPath),
}

var targetKeys = fields.Table[Target]{
	fields.Text("request", func(t *Target) *string { return &t.Request }),
	fields.Text("schema", func(t *Target) *string { return &t.Schema }),
	textsKey("columns", func(t *Target) *[]string { return &t.Columns }),
}

var fieldKeys = fields.Table[MappedField]{
	checked(fields.Text("to", func(f *MappedField) *string { return &f.To }), checkTo),
	checked(fields.Text("path", func(f *MappedField) *string { return &f.Path }), checkPath),
	fields.Text("jq", func(f *MappedField) *string { return &f.JQ }),
	valueKey("value", func(f *MappedField) **vars.Value { return &f.Value }),
	fields.Text("expr", func(f *MappedField) *string { return &f.Expr }),
	fields.Choice("take", func(f *MappedField) *Take { return &f.Take }, TakeOne, TakeFirst, TakeLast, TakeAll),
	typeKey(func(f *MappedField) *string { return &f.Type }),
	fields.Flag("required", func(f *MappedField) *bool { return &f.Required }),
	checked(fields.Text("transform", func(f *MappedField) *string { return &f.Transform }), checkPipe),
	missingKey(func(f *MappedField) *IfMissing { return &f.IfMissing }, MissingFail, MissingSkip),
}

// fieldsKey is a list with a line for each new field.
var fieldsKey = func() fields.Key[Mapping] {
	k := fields.Listed("fields", func(m *Mapping) *[]MappedField { return &m.Fields }, fieldKeys, "a field")
	read, write := k.Read, k.Write
	k.Read = func(r *fields.Reader, n *yamledit.Node, m *Mapping) {
		read(r, n, m)
		for i, item := range n.Items {
			if i < len(m.Fields) {
				checkField(r, item, m.Fields[i], m.Fields[:i])
			}
		}
	}
	k.Write = func(m *Mapping, was *yamledit.Node) *yamledit.Node {
		n := write(m, was)
		if n != nil {
			for _, item := range n.Items {
				if item.Was == nil && (was == nil || !slices.Contains(was.Items, item)) {
					item.Flow = true
				}
			}
		}
		return n
	}
	return k
}()

// flow is a key whose mapping stands on one line where it is new.
func flow(k fields.Key[Mapping]) fields.Key[Mapping] {
	write := k.Write
	k.Write = func(m *Mapping, was *yamledit.Node) *yamledit.Node {
		n := write(m, was)
		if n != nil && was == nil {
			n.Flow = true
		}
		return n
	}
	return k
}

func checkField(r *fields.Reader, n *yamledit.Node, f MappedField, before []MappedField) {
	if f.To == "" {
		r.Problem(n, "a field says which one of the target it is; it needs to, such as to: customer.name")
		return
	}
	var sources []string
	for name, set := range map[string]bool{"path": f.Path != "" || f.JQ != "", "value": f.Value != nil, "expr": f.Expr != ""} {
		if set {
			sources = append(sources, name)
		}
	}
	if slices.Sort(sources); len(sources) > 1 {
		r.Problem(n, "%s has %s; a field is made of one of path, value and expr", f.To, fields.List(sources))
	}
	for _, other := range before {
		switch {
		case other.To == f.To:
			r.Problem(n, "there are two fields %s; the target has one", f.To)
			return
		case strings.HasPrefix(f.To, other.To+"."), strings.HasPrefix(other.To, f.To+"."):
			r.Problem(n, "%s and %s cannot both be: one is a part of the other", other.To, f.To)
			return
		}
	}
}

// checkTo warns of a text that is no path of names.
func checkTo(r *fields.Reader, n *yamledit.Node) {
	if _, err := SplitTo(n.Text); err != nil {
		r.Warn(n, 1, 1, "%v", err)
	}
}

// SaveMapping writes the file of m in mappings/. See Save.
func (c *Collection) SaveMapping(m *Mapping) error {
	if err := ValidID(m.ID); err != nil {
		return fmt.Errorf("a mapping has a name as a request has: %w", err)
	}
	name := mappingFolder + "/" + m.ID + extension
	if err := c.checkCollision(name); err != nil {
		return err
	}
	if err := save(c, name, mappingKeys, m, Mapping{ID: m.ID}, mappingLiterals); err != nil {
		return err
	}
	all, added := put(c.Mappings, m, func(other *Mapping) bool { return other.ID == m.ID })
	if c.Mappings = all; added {
		c.sort()
	}
	return nil
}

// mappingLiterals are the secrets that stand in a mapping.
func mappingLiterals(m *Mapping) []literal {
	var t texts
	t.add(redact.Prose, "name", &m.Name)
	t.add(redact.Prose, "note", &m.Note)
	t.expressions("from", &m.From.Rows)
	t.expressions("into", &m.Into.Schema)
	for i := range m.Fields {
		f := &m.Fields[i]
		t.expressions("fields", &f.Path, &f.JQ, &f.Expr, &f.Transform)
		t.value("fields", f.To, f.Value)
		t.value("fields", f.To, &f.IfMissing.Default)
	}
	return literals(t)
}
