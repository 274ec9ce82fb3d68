package schema

import (
	"bytes"
	"encoding/json"
)

// JSONSchema is the shape as a JSON Schema (2020-12).
func (s *Shape) JSONSchema(title string) []byte {
	root := ordered{{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"title", title}}
	return indented(append(root, s.keywords()...))
}

// OpenAPI is the shape as a document of OpenAPI 3.1 whose only component it is.
func (s *Shape) OpenAPI(title string) []byte {
	return indented(ordered{
		{"openapi", "3.1.0"},
		{"info", ordered{{"title", title}, {"version", "1"}}},
		{"paths", ordered{}},
		{"components", ordered{{"schemas", ordered{{typeName(title), s.keywords()}}}}},
	})
}

func indented(o ordered) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	_ = e.Encode(o) // it holds nothing that JSON cannot
	return b.Bytes()
}

// keywords are those of JSON Schema for a shape.
func (s *Shape) keywords() ordered {
	out := ordered{}
	names := make([]string, 0, len(s.Types)+1)
	for _, t := range s.Types {
		names = append(names, string(t))
	}
	if s.Nullable {
		names = append(names, string(Null))
	}
	switch len(names) {
	case 0:
		return out
	case 1:
		out = append(out, pair{"type", names[0]})
	default:
		out = append(out, pair{"type", names})
	}
	if s.Enum != nil {
		enum := make([]any, 0, len(s.Enum)+1)
		for _, v := range s.Enum {
			enum = append(enum, v)
		}
		if s.Nullable {
			enum = append(enum, nil)
		}
		out = append(out, pair{"enum", enum})
	} else if s.Format != "" {
		out = append(out, pair{"format", s.Format})
	}
	if s.Items != nil {
		out = append(out, pair{"items", s.Items.keywords()})
	}
	if s.Values != nil {
		return append(out, pair{"additionalProperties", s.Values.keywords()})
	}
	if !s.has(Object) {
		return out
	}
	properties, required := ordered{}, []string{}
	for _, m := range s.Members {
		properties = append(properties, pair{m.Name, m.keywords()})
		if m.Required {
			required = append(required, m.Name)
		}
	}
	out = append(out, pair{"properties", properties})
	if len(required) > 0 {
		out = append(out, pair{"required", required})
	}
	return out
}

// ordered is an object whose members stay in their order.
type ordered []pair

type pair struct {
	key   string
	value any
}

// MarshalJSON writes the members.
func (o ordered) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, p := range o {
		if i > 0 {
			b.WriteByte(',')
		}
		for j, part := range []any{p.key, p.value} {
			if j > 0 {
				b.WriteByte(':')
			}
			e := json.NewEncoder(&b)
			e.SetEscapeHTML(false)
			if err := e.Encode(part); err != nil {
				return nil, err
			}
		}
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}
