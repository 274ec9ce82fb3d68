package mapping

import (
	"fmt"
	"slices"
	"strings"

	"dowse/client/document"
	"dowse/client/schema"
	"dowse/collections"
	"dowse/collections/vars"
)

// Wanted is a field of a target.
type Wanted struct {
	To       string // as a mapping names it
	Type     string // of JSON Schema; empty: not known
	Format   string // of a text, such as date; empty: none is known
	Required bool
	Variable string // that stands there in the request's body; empty: none does
}

// deepest is how many objects within each other the fields of a target are looked for in.
const deepest = 12

// The marks of a variable in a body that was made JSON: one that is the whole value, and one within a text.
const (
	bareVariable = "\ue000"
	textVariable = "\ue001"
)

// FromBody are the fields of a body of JSON, which may have templates: a request's, or a sample. All but those that are
// null count as required.
func FromBody(text string) ([]Wanted, error) {
	d := document.ParseJSON([]byte(withoutTemplates(text)))
	if p := d.Problem(); p != nil {
		return nil, fmt.Errorf("it is no JSON: %s (line %d, column %d)", p.Message, p.Line, p.Column)
	}
	at := d.Root()
	if d.Kind(at) == document.Array && d.First(at) != document.None {
		at = d.First(at) // a sample of several
	}
	if d.Kind(at) != document.Object {
		return nil, fmt.Errorf("it is no JSON object, so it has no fields")
	}
	all := bodyFields(d, at, nil, 0)
	if len(all) == 0 {
		return nil, fmt.Errorf("it is an object without members, so it has no fields")
	}
	return all, nil
}

// withoutTemplates is a body with marks in place of its variables, so that it is JSON.
func withoutTemplates(text string) string {
	var b strings.Builder
	inside, escape := false, false
	literal := func(s string) {
		for i := range len(s) {
			if s[i] == '"' && !escape {
				inside = !inside
			}
			escape = s[i] == '\\' && inside && !escape
		}
		b.WriteString(s)
	}
	at := 0
	for _, use := range vars.Uses(text) {
		literal(text[at:use.Start])
		if inside {
			b.WriteString(textVariable + use.Name)
		} else {
			b.WriteString(`"` + bareVariable + use.Name + `"`)
		}
		at = use.End
	}
	literal(text[at:])
	return b.String()
}

func bodyFields(d *document.Document, object document.Node, before []string, depth int) []Wanted {
	var all []Wanted
	for member := range d.Children(object) {
		name, _ := d.Key(member)
		if d.Member(object, name) != member {
			continue
		}
		names := append(slices.Clone(before), name)
		if d.Kind(member) == document.Object && d.First(member) != document.None && depth < deepest {
			all = append(all, bodyFields(d, member, names, depth+1)...)
			continue
		}
		w := Wanted{To: To(names), Required: d.Kind(member) != document.Null}
		switch text := d.Text(member); {
		case d.Kind(member) == document.Null:
		case d.Kind(member) == document.String && strings.HasPrefix(text, bareVariable):
			w.Variable = strings.TrimPrefix(text, bareVariable)
		case d.Kind(member) == document.String && strings.HasPrefix(text, textVariable):
			w.Type, w.Variable = "string", strings.TrimPrefix(text, textVariable)
		case d.Kind(member) == document.String:
			w.Type, w.Format = "string", schema.FormatOf(text)
		default:
			w.Type = string(schema.TypeOf(d, member))
		}
		all = append(all, w)
	}
	return all
}

// To writes the names on the way to a field as a mapping does.
func To(names []string) string {
	path := make(document.Path, len(names))
	for i, name := range names {
		path[i] = document.Step{Key: name, Index: -1}
	}
	return strings.TrimPrefix(strings.TrimPrefix(path.String(), "$"), ".")
}

// FromColumns are the fields of a table's header.
func FromColumns(header []string) []Wanted {
	var all []Wanted
	for _, name := range header {
		if name = strings.TrimSpace(name); name != "" {
			all = append(all, Wanted{To: To([]string{name}), Type: "string", Required: true})
		}
	}
	return all
}

// FromSchema are the fields of a JSON Schema (2020-12 and the drafts before): its properties, where references stay in
// the file.
func FromSchema(text []byte) ([]Wanted, error) {
	d := document.ParseJSON(text)
	if p := d.Problem(); p != nil {
		return nil, fmt.Errorf("it is no JSON: %s (line %d, column %d)", p.Message, p.Line, p.Column)
	}
	if d.Kind(d.Root()) != document.Object {
		return nil, fmt.Errorf("it is no JSON Schema of an object")
	}
	s := schemaReader{d}
	all := s.fields(d.Root(), nil, true, 0)
	if len(all) == 0 {
		return nil, fmt.Errorf("it has no properties that are in the file itself")
	}
	return all, nil
}

// schemaReader reads the properties of a JSON Schema.
type schemaReader struct{ doc *document.Document }

// fields are those of the properties of a schema, and of those in it.
func (s schemaReader) fields(at document.Node, before []string, required bool, depth int) []Wanted {
	d := s.doc
	at = s.resolve(at)
	if at == document.None || depth > deepest {
		return nil
	}
	var all []Wanted
	if parts := d.Member(at, "allOf"); parts != document.None {
		for part := range d.Children(parts) {
			all = append(all, s.fields(part, before, required, depth+1)...)
		}
	}
	properties := d.Member(at, "properties")
	if properties == document.None {
		return all
	}
	for property := range d.Children(properties) {
		name, _ := d.Key(property)
		needed := required && s.lists(d.Member(at, "required"), name)
		names, of := append(slices.Clone(before), name), s.resolve(property)
		if nested := s.fields(of, names, needed, depth+1); len(nested) > 0 {
			all = append(all, nested...)
			continue
		}
		w := Wanted{To: To(names), Required: needed}
		w.Type = s.kind(d.Member(of, "type"))
		if format := d.Member(of, "format"); format != document.None {
			w.Format = d.Text(format)
		}
		all = append(all, w)
	}
	return all
}

// kind is the one type that a schema names beside null.
func (s schemaReader) kind(n document.Node) string {
	d := s.doc
	if n == document.None {
		return ""
	}
	var names []string
	if d.Kind(n) == document.String {
		names = []string{d.Text(n)}
	}
	for item := range d.Children(n) {
		names = append(names, d.Text(item))
	}
	names = slices.DeleteFunc(names, func(name string) bool { return name == "null" })
	if len(names) != 1 || !slices.Contains([]string{"string", "integer", "number", "boolean", "array", "object"}, names[0]) {
		return ""
	}
	return names[0]
}

// lists says whether a list has a text.
func (s schemaReader) lists(list document.Node, name string) bool {
	if list == document.None {
		return false
	}
	for item := range s.doc.Children(list) {
		if s.doc.Text(item) == name {
			return true
		}
	}
	return false
}

// resolve follows references within the file.
func (s schemaReader) resolve(n document.Node) document.Node {
	d := s.doc
	for range deepest {
		if n == document.None || d.Kind(n) != document.Object {
			return document.None
		}
		ref := d.Member(n, "$ref")
		if ref == document.None {
			return n
		}
		pointer, local := strings.CutPrefix(d.Text(ref), "#")
		if !local {
			return document.None
		}
		n = d.Root()
		for step := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
			if step != "" && n != document.None && d.Kind(n) == document.Object {
				n = d.Member(n, strings.NewReplacer("~1", "/", "~0", "~").Replace(step))
			}
		}
	}
	return document.None
}

// Fields are a target's fields before anything supplies them.
func Fields(wanted []Wanted) []collections.MappedField {
	fields := make([]collections.MappedField, len(wanted))
	for i, w := range wanted {
		fields[i] = collections.MappedField{To: w.To, Type: w.Type, Required: w.Required}
	}
	return fields
}
