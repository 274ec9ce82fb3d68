package emit

import (
	"errors"
	"fmt"
	"slices"
	"strconv"

	"dowse/client/document"
	"dowse/collections"
	"dowse/collections/vars"
)

// errPath is why a path is not written in another language.
var errPath = errors.New("its path has a filter, a slice or .., which are written in JSONPath only; take a path of names and [*], or make it with jq")

// steps takes a path apart that other languages have words for.
func steps(path string) ([]document.QueryStep, error) {
	q, err := document.ParseQuery(path)
	if err != nil {
		return nil, fmt.Errorf("%q is no path", path)
	}
	all, ok := q.Steps()
	if !ok {
		return nil, errPath
	}
	return all, nil
}

// several says whether a path may select more than one value.
func several(path []document.QueryStep) bool {
	return slices.ContainsFunc(path, func(s document.QueryStep) bool { return s.Kind == document.StepEach })
}

// pipeType is the type that the last transform of a pipe makes certain.
func pipeType(text string) string {
	p, err := vars.ParsePipe(text)
	if err != nil {
		return ""
	}
	kind := ""
	for _, c := range p.Calls() {
		switch c.Name {
		case "trim", "lower", "upper", "replace", "regex", "join", "string", "date", "base64", "unbase64", "urlencode":
			kind = "string"
		case "split", "map", "unique":
			kind = "array"
		case "int", "count", "unix":
			kind = "integer"
		case "number", "round", "sum":
			kind = "number"
		case "bool":
			kind = "boolean"
		case "slice", "default", "raw":
		default:
			kind = ""
		}
	}
	return kind
}

// calls are the transforms of a field.
func calls(f collections.MappedField) ([]vars.Call, error) {
	p, err := vars.ParsePipe(f.Transform)
	if err != nil {
		return nil, err
	}
	return p.Calls(), nil
}

// number is the argument of a transform as a whole number.
func number(c vars.Call, i int) (int, error) {
	if i >= len(c.Args) {
		return 0, fmt.Errorf("%s has no argument %d", c.Name, i+1)
	}
	n, err := strconv.Atoi(c.Args[i].Reveal())
	if err != nil {
		return 0, fmt.Errorf("%s: %q is no whole number", c.Name, c.Args[i].Reveal())
	}
	return n, nil
}

// clock are the parts of a time in the forms that Go writes, the longest first, and what they are called in a program of
// another language.
var clock = []struct{ form, part string }{{"2006", "Y"}, {"01", "m"}, {"02", "d"}, {"15", "H"}, {"04", "M"}, {"05", "S"}}

// errDate is why a form of time is not written in another language.
var errDate = errors.New("date: only forms of 2006, 01, 02, 15, 04 and 05 are written here")

// dateParts takes a form of time apart: texts as they are, and parts of a time by their names, which begin with a zero byte.
func dateParts(layout string) ([]string, error) {
	var parts []string
	text := ""
	for len(layout) > 0 {
		found := false
		for _, c := range clock {
			if len(layout) >= len(c.form) && layout[:len(c.form)] == c.form {
				if text != "" {
					parts = append(parts, text)
				}
				parts, text, layout, found = append(parts, "\x00"+c.part), "", layout[len(c.form):], true
				break
			}
		}
		if found {
			continue
		}
		if c := layout[0]; c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' && c != 'T' && c != 'Z' || c >= 'a' && c <= 'z' || c == '_' {
			return nil, errDate
		}
		text, layout = text+layout[:1], layout[1:]
	}
	if text != "" {
		parts = append(parts, text)
	}
	return parts, nil
}
