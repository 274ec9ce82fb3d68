package mapping

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"dowse/client/document"
	"dowse/collections"
	"dowse/collections/vars"
)

// making is one row that is being made.
type making struct {
	program *Program
	ctx     context.Context
	source  *document.Document
	cells   []Cell
	row     any // the source decoded, once a formula asks for it
	decoded bool
}

// absence is why a field has no value where that may be said to be fine.
type absence string

// Error gives the reason.
func (a absence) Error() string { return string(a) }

// cell makes one field.
func (m *making) cell(i int) Cell {
	f := &m.program.fields[i]
	v, err := m.value(f)
	if err == nil && v.Kind() == vars.Null && (f.Required || f.IfMissing.Policy != "") {
		err = absence("it is null")
	}
	if why, ok := errors.AsType[absence](err); ok {
		return f.without(string(why))
	}
	if err == nil && f.Transform != "" {
		v, err = f.pipe.Apply(v)
	}
	if err == nil {
		v, err = Convert(v, f.Type)
	}
	if err != nil {
		return Cell{Wrong: err.Error()}
	}
	return Cell{Value: v, Set: true}
}

// without is a field that has no value.
func (f *field) without(why string) Cell {
	switch f.IfMissing.Policy {
	case collections.MissingDefault:
		v, err := Convert(f.IfMissing.Default, f.Type)
		if err != nil {
			return Cell{Wrong: "its default: " + err.Error()}
		}
		return Cell{Value: v, Set: true}
	case collections.MissingSkip:
		if f.Required {
			return Cell{Wrong: why + ", and the target requires it"}
		}
		return Cell{}
	case collections.MissingFail:
		return Cell{Wrong: why}
	}
	if f.Required {
		return Cell{Wrong: why}
	}
	return Cell{}
}

// value is what a field is made of, before its transform.
func (m *making) value(f *field) (vars.Value, error) {
	switch {
	case f.Value != nil:
		return *f.Value, nil
	case f.Expr != "":
		return m.evaluate(f)
	case !f.HasSource():
		if f.Required {
			return vars.Value{}, fmt.Errorf("nothing supplies it yet")
		}
		return vars.Value{}, absence("nothing supplies it")
	}
	if m.source.Root() == document.None {
		return vars.Value{}, absence("the row is empty")
	}
	text, err := m.source.Source(m.source.Root()), error(nil)
	if f.Path != "" {
		if text, err = m.read(f); err != nil {
			return vars.Value{}, err
		}
	}
	if f.jq != nil {
		result, found, err := f.jq.First(m.ctx, document.ParseJSON(text))
		switch {
		case err != nil && m.ctx.Err() != nil:
			return vars.Value{}, errors.New("the jq program takes too long")
		case err != nil:
			return vars.Value{}, err
		case !found:
			return vars.Value{}, absence("the jq program has no result")
		}
		text = result
	}
	return vars.ParseJSON(string(text))
}

// read takes what the path selects of the row.
func (m *making) read(f *field) ([]byte, error) {
	d := m.source
	nodes := d.Select(f.query)
	if f.Take == collections.TakeAll {
		return list(d, nodes), nil
	}
	switch {
	case len(nodes) == 0:
		return nil, absence(m.stopped(f))
	case f.Take == collections.TakeLast:
		return d.Source(nodes[len(nodes)-1]), nil
	case len(nodes) > 1 && f.Take != collections.TakeFirst:
		return nil, fmt.Errorf("%d values match %s; say take: first, last or all", len(nodes), f.Path)
	}
	return d.Source(nodes[0]), nil
}

// list is the JSON array of nodes.
func list(d *document.Document, nodes []document.Node) []byte {
	b := []byte{'['}
	for i, n := range nodes {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, d.Source(n)...)
	}
	return append(b, ']')
}

// stopped says what is not there.
func (m *making) stopped(f *field) string {
	prefix, _ := m.source.Trace(f.query)
	if prefix == "$" || prefix == "" {
		return f.Path + " is missing"
	}
	return fmt.Sprintf("%s is missing; the row has %s", f.Path, prefix)
}

// Convert gives a value of the type that the target wants, where nothing is lost by that. Without a type it stays.
func Convert(v vars.Value, wanted string) (vars.Value, error) {
	if wanted == "" || v.Kind() == vars.Null {
		return v, nil
	}
	text := strings.TrimSpace(v.Reveal())
	parsed := v
	if v.Kind() == vars.String && wanted != "string" {
		if p, err := vars.ParseJSON(text); err == nil && p.Kind() != vars.String {
			parsed = p
		}
	}
	fits := map[string]bool{
		"string":  v.Kind() == vars.String,
		"integer": parsed.Type() == "integer",
		"number":  parsed.Kind() == vars.Number,
		"boolean": parsed.Kind() == vars.Bool,
		"array":   v.Kind() == vars.Array,
		"object":  v.Kind() == vars.Object,
	}[wanted]
	switch {
	case fits:
		return parsed, nil
	case wanted == "string" && (v.Kind() == vars.Number || v.Kind() == vars.Bool):
		return vars.NewString(v.Reveal()), nil
	}
	return vars.Value{}, fmt.Errorf("it is %s, and the target wants %s", described(v), article(wanted))
}

// longestShown is how many characters of a value stand in a message.
const longestShown = 40

// described is a value in a message: its type, and itself where it is short.
func described(v vars.Value) string {
	kind := article(v.Kind().String())
	if v.Kind() >= vars.Array || v.IsSecret() {
		return kind
	}
	text := []rune(v.JSON())
	if len(text) > longestShown {
		text = append(text[:longestShown], '…')
	}
	return kind + " (" + string(text) + ")"
}

func article(name string) string {
	if strings.ContainsAny(name[:1], "aeio") {
		return "an " + name
	}
	if name == "null" {
		return name
	}
	return "a " + name
}
