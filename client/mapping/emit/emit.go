// Package emit writes a mapping in the words of what it is taken to: a program of jq, types of languages, schemas, the
// nodes and fields of integration platforms. What a target has no words for is an error that names the field; nothing is
// left out without a word. The same mapping and shapes always give the same bytes.
package emit

import (
	"errors"
	"fmt"
	"strings"

	"dowse/client/schema"
	"dowse/collections"
)

// Input is what is written.
type Input struct {
	Mapping *collections.Mapping
	Request *collections.Request // whose response has the rows; nil: not known
	Target  *collections.Request // that a row is sent with; nil: none
	Source  *schema.Shape        // of a row; nil: no row was seen
}

// About gives what is written of a mapping of a collection: its requests with all that they inherit in an environment.
func About(c *collections.Collection, m *collections.Mapping, environment string) (Input, error) {
	in := Input{Mapping: m}
	for _, of := range []struct {
		id   string
		into **collections.Request
	}{{m.From.Request, &in.Request}, {m.Into.Request, &in.Target}} {
		if r := c.Request(of.id); r != nil {
			resolved, err := c.Resolve(r, environment)
			if err != nil {
				return in, err
			}
			*of.into = &resolved
		}
	}
	return in, nil
}

// Format is something that a mapping can be written as.
type Format struct {
	Name   string // on a command line
	Title  string
	Suffix string // of a file's name
	Source bool   // it says what the rows of the source are, so one must have been seen

	write func(Input) ([]byte, error)
}

// Formats are all formats, in the order in which they are offered.
func Formats() []Format {
	return []Format{
		{"jq", "a program of jq: the response in, rows out", ".jq", false, writeJQ},
		{"json-schema", "JSON Schema of the target", ".schema.json", false, ofTarget(func(s *schema.Shape, name string) ([]byte, error) { return s.JSONSchema(name), nil })},
		{"json-schema-source", "JSON Schema of the source's rows", ".source.schema.json", true, ofSource(func(s *schema.Shape, name string) ([]byte, error) { return s.JSONSchema(name), nil })},
		{"openapi", "OpenAPI 3.1 component of the target", ".openapi.json", false, ofTarget(func(s *schema.Shape, name string) ([]byte, error) { return s.OpenAPI(name), nil })},
		{"typescript", "TypeScript type of the target", ".ts", false, ofTarget(func(s *schema.Shape, name string) ([]byte, error) { return s.TypeScript(name), nil })},
		{"typescript-source", "TypeScript type of the source's rows", ".source.ts", true, ofSource(func(s *schema.Shape, name string) ([]byte, error) { return s.TypeScript(name), nil })},
		{"go", "Go type of the target", ".go", false, ofTarget(func(s *schema.Shape, name string) ([]byte, error) { return s.Go("api", name) })},
		{"go-source", "Go type of the source's rows", ".source.go", true, ofSource(func(s *schema.Shape, name string) ([]byte, error) { return s.Go("api", name) })},
		{"python", "Python type of the target", ".py", false, ofTarget(func(s *schema.Shape, name string) ([]byte, error) { return s.Python(name), nil })},
		{"python-source", "Python type of the source's rows", ".source.py", true, ofSource(func(s *schema.Shape, name string) ([]byte, error) { return s.Python(name), nil })},
		{"jsonpath", "list of JSONPaths (RFC 9535)", ".paths.txt", false, writePaths},
		{"workato-schema", "Workato schema of the target", ".workato.json", false, writeWorkatoSchema},
		{"workato-action", "Workato SDK connector with one action", ".workato.rb", false, writeWorkatoAction},
		{"n8n-edit-fields", "n8n Edit Fields node", ".n8n-set.json", false, writeEditFields},
		{"n8n-http", "n8n HTTP Request node that sends a row", ".n8n-http.json", false, writeHTTPRequest},
		{"zapier", "Zapier input fields", ".zapier.json", false, writeZapier},
		{"markdown", "table for people", ".md", false, writeMarkdown},
	}
}

// Find is the format of a name.
func Find(name string) (Format, bool) {
	for _, f := range Formats() {
		if f.Name == name {
			return f, true
		}
	}
	return Format{}, false
}

// Write writes a mapping.
func (f Format) Write(in Input) ([]byte, error) {
	if f.Source && in.Source == nil {
		return nil, fmt.Errorf("nothing is known of the source's rows yet: send %s first, or give rows in a file", in.Mapping.From.Request)
	}
	if len(in.Mapping.Fields) == 0 {
		return nil, errors.New("the mapping has no fields")
	}
	return f.write(in)
}

// File is the usual name of the file of a mapping in the format.
func (f Format) File(m *collections.Mapping) string {
	return m.ID[strings.LastIndexByte(m.ID, '/')+1:] + f.Suffix
}

// title is what a mapping's target is called.
func (in Input) title() string {
	if in.Target != nil && in.Target.ID != "" {
		return strings.ReplaceAll(in.Target.ID, "/", " ")
	}
	return in.name()
}

// name is what the mapping is called.
func (in Input) name() string {
	if in.Mapping.Name != "" {
		return in.Mapping.Name
	}
	return strings.NewReplacer("_", " ", "/", " ").Replace(in.Mapping.ID)
}

func ofTarget(write func(*schema.Shape, string) ([]byte, error)) func(Input) ([]byte, error) {
	return func(in Input) ([]byte, error) {
		s, err := Target(in.Mapping)
		if err != nil {
			return nil, err
		}
		return write(s, in.title())
	}
}

func ofSource(write func(*schema.Shape, string) ([]byte, error)) func(Input) ([]byte, error) {
	return func(in Input) ([]byte, error) {
		name := "row"
		if in.Request != nil {
			name = strings.ReplaceAll(in.Request.ID, "/", " ") + " row"
		}
		return write(in.Source, name)
	}
}

// Target is the shape of a mapping's rows, as its fields say.
func Target(m *collections.Mapping) (*schema.Shape, error) {
	root := &schema.Shape{Types: []schema.Type{schema.Object}}
	for _, f := range m.Fields {
		names, err := collections.SplitTo(f.To)
		if err != nil {
			return nil, err
		}
		at := root
		for i, name := range names {
			last := i == len(names)-1
			member := find(at, name)
			if member == nil {
				s := &schema.Shape{Types: []schema.Type{schema.Object}}
				if last {
					s = fieldShape(f)
				}
				at.Members = append(at.Members, schema.Member{Name: name, Shape: s})
				member = &at.Members[len(at.Members)-1]
			} else if last || len(member.Members) == 0 {
				return nil, fmt.Errorf("%s: another field is at %s too", f.To, strings.Join(names[:i+1], "."))
			}
			sure := f.Required || f.Value != nil || f.IfMissing.Policy == collections.MissingDefault
			member.Required, member.Always = member.Required || sure, member.Always || sure
			at = member.Shape
		}
	}
	return root, nil
}

func find(s *schema.Shape, name string) *schema.Member {
	for i := range s.Members {
		if s.Members[i].Name == name {
			return &s.Members[i]
		}
	}
	return nil
}

// fieldShape is what a field is, as far as the mapping says.
func fieldShape(f collections.MappedField) *schema.Shape {
	s := &schema.Shape{Nullable: !f.Required && f.Value == nil && f.IfMissing.Policy == ""}
	kind := Type(f)
	if kind == "" {
		s.Nullable = false // nothing is known
		return s
	}
	s.Types, s.Large = []schema.Type{schema.Type(kind)}, kind == "integer"
	return s
}

// Type is the type of a field: as the mapping says, else what its value, its list or its transform make certain; empty
// where nothing does.
func Type(f collections.MappedField) string {
	switch {
	case f.Type != "":
		return f.Type
	case f.Value != nil && f.Value.Type() != "null":
		return f.Value.Type()
	case f.Transform != "":
		return pipeType(f.Transform)
	case f.Take == collections.TakeAll && f.JQ == "":
		return "array"
	}
	return ""
}
