package vars

import (
	"errors"
	"fmt"
	"strings"
)

// Expand replaces each placeholder of template once: a value is inert, nothing in it is looked at
// again. Its error is an *Error that lists everything wrong.
func (s Scope) Expand(place Place, template string) (Text, error) {
	x := &expansion{scope: s, template: template, place: newPlace(place)}
	for _, p := range parse(template) {
		if p.placeholder() {
			x.placeholder(p)
		} else if err := x.place.literal(&x.out, p.literal); err != nil {
			x.problem(part{}, Forbidden, "%v", err)
		}
	}
	if err := x.place.end(x.out.String(), x.spans); err != nil {
		x.problem(part{}, Forbidden, "%v", err)
	}
	if len(x.problems) > 0 {
		return Text{}, &Error{x.problems}
	}
	text := x.out.String()
	return Text{text: &text, spans: x.spans}, nil
}

// expansion is one template on its way to a text.
type expansion struct {
	scope    Scope
	template string
	place    encoder
	out      strings.Builder
	spans    []Span
	problems []Problem
}

func (x *expansion) problem(p part, kind ProblemKind, format string, args ...any) {
	line, column := position(x.template, p.start)
	x.problems = append(x.problems, Problem{kind, p.name, line, column, fmt.Sprintf(format, args...)})
}

func (x *expansion) placeholder(p part) {
	if p.err != "" {
		x.problem(p, BadSyntax, "%s", p.err)
		return
	}
	found, pipe, ok := x.find(p)
	if !ok {
		return
	}
	value, err := found.Get()
	if err != nil {
		x.problem(p, NoSecret, "%v", err)
		return
	}
	raw := false
	for _, c := range pipe {
		if c.name == "raw" {
			raw = true
			continue
		}
		if value, err = apply(c, value); err != nil {
			x.problem(p, BadTransform, "{{%s}}: %v", p.name, err)
			return
		}
	}
	start := x.out.Len()
	rest := strings.Join(literals(parse(x.template[p.end:])), "")
	if err := x.place.value(&x.out, value, raw, rest); err != nil {
		kind := Forbidden
		if errors.Is(err, errRaw) {
			kind = BadTransform
		}
		x.problem(p, kind, "{{%s}}: %v", p.name, err)
		return
	}
	x.spans = append(x.spans, Span{start, x.out.Len(), p.name, found.Layer, found.Source, value.IsSecret()})
}

// find gives the variable that a placeholder names and what of its pipe is still to be applied.
func (x *expansion) find(p part) (Found, []call, bool) {
	if strings.HasPrefix(p.name, "$") {
		v, err := dynamic(p.name)
		if err != nil {
			return x.otherwise(p, Found{}, err.Error())
		}
		return Found{Variable{Name: p.name, Value: v, Source: "dowse"}, "dynamic"}, p.pipe, true
	}
	if found := x.scope.Lookup(p.name); len(found) > 0 {
		return found[0], p.pipe, true
	}
	message := p.name + " has no value"
	if near := x.scope.nearest(p.name); near != "" {
		message += "; the nearest name is " + near
	}
	return x.otherwise(p, Found{}, message)
}

// otherwise gives the argument of the pipe's default, if it has one.
func (x *expansion) otherwise(p part, found Found, message string) (Found, []call, bool) {
	for i, c := range p.pipe {
		if c.name == "default" && len(c.args) == 1 {
			found.Variable = Variable{Name: p.name, Value: c.args[0].value, Source: "default"}
			found.Layer = "default"
			return found, p.pipe[i+1:], true
		}
	}
	x.problem(p, Unresolved, "%s", message)
	return found, nil, false
}

func literals(parts []part) []string {
	var texts []string
	for _, p := range parts {
		texts = append(texts, p.literal)
	}
	return texts
}

// Error lists every placeholder of one template that could not be replaced.
type Error struct{ Problems []Problem }

// Error gives a line for each problem.
func (e *Error) Error() string {
	lines := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		lines[i] = fmt.Sprintf("%d:%d: %s", p.Line, p.Column, p.Message)
	}
	return strings.Join(lines, "\n")
}

// ProblemKind says what is wrong with a placeholder.
type ProblemKind uint8

// The kinds of problem.
const (
	Unresolved   ProblemKind = iota // no layer has the name
	BadSyntax                       // the template cannot be read
	BadTransform                    // unknown, or it failed on this value
	Forbidden                       // the value has a character that may not stand there
	NoSecret                        // a secret reference that could not be resolved
)

// Problem is one placeholder that could not be replaced.
type Problem struct {
	Kind         ProblemKind
	Name         string // of the variable; empty where it could not be read
	Line, Column int    // in the template, from 1, in characters
	Message      string
}
