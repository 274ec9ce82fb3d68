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

// TypeScript is the shape as an exported type of TypeScript.
func (s *Shape) TypeScript(name string) []byte {
	return []byte("export type " + typeName(name) + " = " + s.typescript("") + ";\n")
}

func (s *Shape) typescript(indent string) string {
	var all []string
	if s.Enum != nil {
		for _, v := range s.Enum {
			all = append(all, jsonText(v))
		}
	} else {
		for _, t := range s.Types {
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
	if s.Nullable {
		all = append(all, "null")
	}
	if len(all) == 0 {
		return "unknown"
	}
	return strings.Join(all, " | ")
}

// fields is an object of TypeScript.
func (s *Shape) fields(indent string) string {
	if s.Values != nil {
		return "Record<string, " + s.Values.typescript(indent) + ">"
	}
	if len(s.Members) == 0 {
		return "Record<string, unknown>"
	}
	var b strings.Builder
	b.WriteString("{\n")
	for _, m := range s.Members {
		optional := "?"
		if m.Always {
			optional = ""
		}
		fmt.Fprintf(&b, "%s  %s%s: %s;\n", indent, jsonText(m.Name), optional, m.typescript(indent+"  "))
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

// Go is the shape as a type of a Go package. Numbers that are no integers, and integers that
// 64 bits may not hold, are json.Number, which keeps their text.
func (s *Shape) Go(pkg, name string) ([]byte, error) {
	body := "type " + typeName(name) + " " + s.golang() + "\n"
	head := "package " + pkg + "\n\n"
	if strings.Contains(body, "json.Number") {
		head += "import \"encoding/json\"\n\n"
	}
	return format.Source([]byte(head + body))
}

func (s *Shape) golang() string {
	if len(s.Types) != 1 {
		return "any"
	}
	pointer := ""
	if s.Nullable {
		pointer = "*"
	}
	switch s.Types[0] {
	case Boolean:
		return pointer + "bool"
	case Integer, Number:
		if s.Types[0] == Number || s.Large {
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
	if s.Values != nil {
		return "map[string]" + s.Values.golang()
	}
	return pointer + s.structure()
}

// structure is an object of Go.
func (s *Shape) structure() string {
	var b strings.Builder
	b.WriteString("struct {\n")
	taken := map[string]bool{}
	for _, p := range s.Members {
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
		if !p.Always {
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
