package schema

import (
	"fmt"
	"strconv"
	"strings"
)

// Python is the shape as types of Python 3.11 and later: a TypedDict for each object, the outermost last.
func (s *Shape) Python(name string) []byte {
	p := python{taken: map[string]bool{}}
	outer := p.free(typeName(name))
	if len(s.Types) == 1 && s.has(Object) && s.Values == nil && len(s.Members) > 0 && !s.Nullable {
		p.typed(s, outer)
	} else {
		fmt.Fprintf(&p.text, "%s = %s\n", outer, p.write(s, outer+"Item"))
	}
	return []byte("from typing import Any, Literal, NotRequired, TypedDict\n\n" + p.text.String())
}

// python writes types, those that others are made of before them.
type python struct {
	text  strings.Builder
	taken map[string]bool
}

// free is a name that no type has yet.
func (p *python) free(name string) string {
	free := name
	for i := 2; p.taken[free]; i++ {
		free = name + strconv.Itoa(i)
	}
	p.taken[free] = true
	return free
}

// write gives the expression of a type. name is what it is called where it is an object and no other one is.
func (p *python) write(s *Shape, name string) string {
	var all []string
	if s.Enum != nil {
		var values []string
		for _, v := range s.Enum {
			values = append(values, pythonText(v))
		}
		all = append(all, "Literal["+strings.Join(values, ", ")+"]")
	} else {
		for _, t := range s.Types {
			switch t {
			case Boolean:
				all = append(all, "bool")
			case Integer:
				all = append(all, "int")
			case Number:
				all = append(all, "float")
			case String:
				all = append(all, "str")
			case Array:
				item := "Any"
				if s.Items != nil {
					item = p.write(s.Items, name+"Item")
				}
				all = append(all, "list["+item+"]")
			case Object:
				all = append(all, p.object(s, name))
			}
		}
	}
	if s.Nullable {
		all = append(all, "None")
	}
	if len(s.Types) == 0 {
		return "Any"
	}
	return strings.Join(all, " | ")
}

// object gives the name of a TypedDict, which is written in its functional form: it takes every name of a member.
func (p *python) object(s *Shape, name string) string {
	switch {
	case s.Values != nil:
		return "dict[str, " + p.write(s.Values, name+"Value") + "]"
	case len(s.Members) == 0:
		return "dict[str, Any]"
	}
	name = p.free(name)
	p.typed(s, name)
	return name
}

// typed writes the TypedDict of an object.
func (p *python) typed(s *Shape, name string) {
	var lines []string
	for _, m := range s.Members {
		kind := p.write(m.Shape, name+typeName(m.Name))
		if !m.Always {
			kind = "NotRequired[" + kind + "]"
		}
		lines = append(lines, fmt.Sprintf("    %s: %s,\n", pythonText(m.Name), kind))
	}
	fmt.Fprintf(&p.text, "%s = TypedDict(%q, {\n%s})\n\n", name, name, strings.Join(lines, ""))
}

// pythonText is a text as a literal of Python.
func pythonText(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r < ' ' || r > '~' && r <= 0xff:
			fmt.Fprintf(&b, `\x%02x`, r)
		case r > '~' && r <= 0xffff:
			fmt.Fprintf(&b, `\u%04x`, r)
		case r > 0xffff:
			fmt.Fprintf(&b, `\U%08x`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
