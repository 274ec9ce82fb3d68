package schema

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/format"
	"go/token"
	"strconv"
	"strings"
	"unicode"
)

// JSONSchema is the schema as a JSON Schema (2020-12) that describes the samples.
func (s *Schema) JSONSchema(title string) []byte {
	root := ordered{{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"title", title}}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	_ = e.Encode(append(root, s.object()...)) // it holds nothing that JSON cannot
	return b.Bytes()
}

// object is the keywords of a schema.
func (s *Schema) object() ordered {
	var out ordered
	types := s.types()
	names := make([]string, 0, len(types)+1)
	for _, t := range types {
		names = append(names, string(t))
	}
	if s.Types[Null] > 0 {
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
	if values := s.Enum(); values != nil {
		enum := make([]any, 0, len(values)+1)
		for _, v := range values {
			enum = append(enum, v)
		}
		if s.Types[Null] > 0 {
			enum = append(enum, nil)
		}
		out = append(out, pair{"enum", enum})
	} else if format := s.Format(); format != "" {
		out = append(out, pair{"format", format})
	}
	if s.Items != nil {
		out = append(out, pair{"items", s.Items.object()})
	}
	if s.Types[Object] == 0 {
		return out
	}
	properties, required := ordered{}, []string{}
	for _, p := range s.Properties {
		properties = append(properties, pair{p.Name, p.object()})
		if s.Required(p) {
			required = append(required, p.Name)
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

// TypeScript is the schema as an exported type of TypeScript.
func (s *Schema) TypeScript(name string) []byte {
	return []byte("export type " + typeName(name) + " = " + s.typescript("") + ";\n")
}

func (s *Schema) typescript(indent string) string {
	var all []string
	if values := s.Enum(); values != nil {
		for _, v := range values {
			all = append(all, jsonText(v))
		}
	} else {
		for _, t := range s.types() {
			switch t {
			case Boolean:
				all = append(all, "boolean")
			case Integer, Number:
				all = append(all, "number")
			case String:
				all = append(all, "string")
			case Array:
				item := "unknown"
				if s.Items != nil {
					item = s.Items.typescript(indent)
				}
				all = append(all, "Array<"+item+">")
			case Object:
				all = append(all, s.fields(indent))
			}
		}
	}
	if s.Types[Null] > 0 {
		all = append(all, "null")
	}
	if len(all) == 0 {
		return "unknown"
	}
	return strings.Join(all, " | ")
}

// fields is an object of TypeScript.
func (s *Schema) fields(indent string) string {
	if len(s.Properties) == 0 {
		return "Record<string, unknown>"
	}
	var b strings.Builder
	b.WriteString("{\n")
	for _, p := range s.Properties {
		optional := "?"
		if p.Present == s.objects {
			optional = ""
		}
		fmt.Fprintf(&b, "%s  %s%s: %s;\n", indent, jsonText(p.Name), optional, p.typescript(indent+"  "))
	}
	return b.String() + indent + "}"
}

// jsonText is a text as JSON, which is TypeScript too.
func jsonText(text string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	_ = e.Encode(text) // a text can always be written
	return strings.TrimSpace(b.String())
}

// Go is the schema as a type of a Go package. Numbers that are no integers, and integers that
// 64 bits may not hold, are json.Number, which keeps their text.
func (s *Schema) Go(pkg, name string) ([]byte, error) {
	body := "type " + typeName(name) + " " + s.golang() + "\n"
	head := "package " + pkg + "\n\n"
	if strings.Contains(body, "json.Number") {
		head += "import \"encoding/json\"\n\n"
	}
	return format.Source([]byte(head + body))
}

func (s *Schema) golang() string {
	types := s.types()
	if len(types) != 1 {
		return "any"
	}
	pointer := ""
	if s.Types[Null] > 0 {
		pointer = "*"
	}
	switch types[0] {
	case Boolean:
		return pointer + "bool"
	case Integer, Number:
		if types[0] == Number || s.large {
			return pointer + "json.Number"
		}
		return pointer + "int64"
	case String:
		return pointer + "string"
	case Array:
		if s.Items == nil {
			return "[]any"
		}
		return "[]" + s.Items.golang()
	}
	return pointer + s.structure()
}

// structure is an object of Go.
func (s *Schema) structure() string {
	var b strings.Builder
	b.WriteString("struct {\n")
	taken := map[string]bool{}
	for _, p := range s.Properties {
		if strings.ContainsAny(p.Name, "`\",\\") || p.Name == "" || p.Name == "-" || strings.ContainsFunc(p.Name, unicode.IsControl) {
			fmt.Fprintf(&b, "// the member %s has no tag that Go can read\n", strconv.QuoteToASCII(p.Name))
			continue
		}
		name := typeName(p.Name)
		for i := 2; taken[name]; i++ {
			name = typeName(p.Name) + strconv.Itoa(i)
		}
		taken[name] = true
		option := ""
		if p.Present < s.objects {
			option = ",omitempty"
		}
		fmt.Fprintf(&b, "%s %s `json:%s`\n", name, p.golang(), strconv.Quote(p.Name+option))
	}
	return b.String() + "}"
}

// typeName is a name as those of types are: OrderLine.
func typeName(name string) string {
	words := strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	var b strings.Builder
	for _, w := range words {
		r := []rune(w)
		b.WriteString(string(unicode.ToUpper(r[0])) + string(r[1:]))
	}
	out := b.String()
	if out == "" || !unicode.IsUpper([]rune(out)[0]) || !token.IsIdentifier(out) {
		out = "X" + out
	}
	return out
}
