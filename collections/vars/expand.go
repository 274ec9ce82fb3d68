package vars

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Expand replaces each placeholder of template once: a value is inert, nothing in it is looked at
// again. Its error is an *Error that lists everything wrong.
func (s Scope) Expand(place Place, template string) (Text, error) {
	return s.ExpandAfter(Text{}, place, template)
}

// ExpandAfter is Expand of a template that stands behind a text, which decides with it how values are written, and
// which the result begins with.
func (s Scope) ExpandAfter(before Text, place Place, template string) (Text, error) {
	x := &expansion{scope: s, template: template, parts: parse(template), line: 1, column: 1, spans: before.Spans()}
	x.place = newPlace(place, x.parts)
	x.out.WriteString(before.Reveal())
	for i, p := range x.parts {
		if p.placeholder() {
			x.placeholder(i, p)
		} else if err := x.place.literal(&x.out, p.literal); err != nil {
			p.start += err.at
			x.problem(p, err.kind, "%s", err.message)
		}
	}
	for _, v := range x.encoded {
		if err := x.place.settled(x.out.String(), v.start, v.end); err != nil {
			x.problem(v.part, err.kind, "{{%s}}: %s", v.name, err.message)
		}
	}
	if len(x.problems) > 0 {
		slices.SortStableFunc(x.problems, func(a, b Problem) int {
			return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
		})
		return Text{}, &Error{x.problems}
	}
	text := x.out.String()
	return Text{text: &text, spans: x.spans}, nil
}

// Check returns what is wrong with template whatever the values: placeholders that cannot be read, and
// transforms that are not there or have arguments that cannot be right.
func Check(template string) []Problem {
	if !strings.Contains(template, opening) {
		return nil
	}
	x := &expansion{template: template, line: 1, column: 1}
	for _, p := range parse(template) {
		if p.placeholder() && p.err != "" {
			x.problem(p, BadSyntax, "%s", p.err)
		} else if err := checkCalls(p.pipe); err != nil {
			x.problem(p, BadTransform, "{{%s}}: %v", p.name, err)
		}
	}
	return x.problems
}

// expansion is one template on its way to a text.
type expansion struct {
	scope    Scope
	template string
	parts    []part
	place    encoder
	out      strings.Builder
	spans    []Span
	encoded  []settled // the values that did not opt out of encoding
	problems []Problem

	counted, line, column int // how far the lines and columns of the template are counted
}

// settled is a value that is written: its placeholder, and its bytes in the text.
type settled struct {
	part
	start, end int
}

func (x *expansion) problem(p part, kind ProblemKind, format string, args ...any) {
	if p.start < x.counted {
		x.counted, x.line, x.column = 0, 1, 1
	}
	x.line, x.column = advance(x.line, x.column, x.template[x.counted:p.start])
	x.counted = p.start
	x.problems = append(x.problems, Problem{kind, p.name, x.line, x.column, fmt.Sprintf(format, args...)})
}

// placeholder writes part i, or something in its place, so that what is around is judged too.
func (x *expansion) placeholder(i int, p part) {
	if p.err != "" {
		x.problem(p, BadSyntax, "%s", p.err)
		_ = x.place.literal(&x.out, x.template[p.start:p.end]) // it may have the quotes of a JSON string
		return
	}
	before, start := len(x.problems), x.out.Len()
	span := Span{Name: p.name, Pipe: p.pipeText()}
	value, raw := x.value(p, &span)
	if len(x.problems) > before {
		x.place.missing(&x.out)
		return
	}
	if span.Later {
		value = x.standIn(i)
	}
	form, err := x.place.value(&x.out, value, raw, i)
	if err != nil {
		x.problem(p, err.kind, "{{%s}}: %s", p.name, err.message)
		x.place.missing(&x.out)
		return
	}
	if !raw {
		x.encoded = append(x.encoded, settled{p, start, x.out.Len()})
	}
	span.Start, span.End, span.Form = start, x.out.Len(), form
	x.spans = append(x.spans, span)
}

// value gives the value of a placeholder, passed through its pipe, and whether it opts out of encoding. What it knows of it
// goes into span; there is no value where that is Later.
func (x *expansion) value(p part, span *Span) (value Value, raw bool) {
	before := len(x.problems)
	for _, c := range p.pipe {
		if _, err := c.transform(); err != nil {
			x.problem(p, BadTransform, "{{%s}}: %v", p.name, err)
		}
	}
	raw = slices.ContainsFunc(p.pipe, func(c call) bool { return c.name == "raw" })
	found, pipe, ok := x.find(p, span)
	if !ok || len(x.problems) > before {
		return value, raw
	}
	span.Layer, span.Source = found.Layer, found.Source
	if x.scope.later != nil && (found.Resolve != nil || x.scope.later(found)) {
		span.Later, span.Secret, span.Own = true, found.Resolve != nil, found.Resolve != nil
		return value, raw
	}
	value, err := found.Get()
	switch {
	case errors.Is(err, ErrUntrusted):
		x.problem(p, Untrusted, "%v", err)
		return value, raw
	case err != nil:
		x.problem(p, NoSecret, "%v", err)
		return value, raw
	}
	for _, c := range pipe {
		if c.name == "raw" {
			continue
		}
		if value, err = apply(c, value); err != nil {
			x.problem(p, BadTransform, "{{%s}}: %v", p.name, err)
			break
		}
	}
	span.Secret, span.Own, span.Kind = value.IsSecret(), value.IsSecret(), value.Kind()
	return value, raw
}

// standIn is what holds the place of part i, whose value is not known yet: it may stand in a host, for a port, in a name, and
// bare in JSON; at the start of a URL it is as much of one as is not written behind it.
func (x *expansion) standIn(i int) Value {
	text := "1"
	if _, ok := x.place.(*urlPlace); ok && x.out.Len() == 0 {
		text = "http://1"
		if i+1 < len(x.parts) && strings.HasPrefix(x.parts[i+1].literal, "://") {
			text = "http"
		}
	}
	return Value{kind: Number, text: text}
}

// find gives the variable that a placeholder names and what of its pipe is still to be applied.
func (x *expansion) find(p part, span *Span) (Found, []call, bool) {
	if strings.HasPrefix(p.name, "$") {
		v, err := x.scope.dynamic(p.name)
		switch {
		case errors.Is(err, ErrUntrusted) && x.scope.later != nil:
			span.Later, span.Secret, span.Own = true, true, true
			return Found{}, nil, false
		case errors.Is(err, ErrUntrusted):
			x.problem(p, Untrusted, "%v", err)
			return Found{}, nil, false
		case err != nil:
			return x.otherwise(p, span, err)
		}
		return Found{Variable{Name: p.name, Value: v, Source: "dowse"}, "dynamic"}, p.pipe, true
	}
	if found := x.scope.Lookup(p.name); len(found) > 0 {
		return found[0], p.pipe, true
	}
	message := short(p.name) + " has no value"
	if near := x.scope.nearest(p.name); near != "" {
		message += "; the nearest name is " + near
	}
	return x.otherwise(p, span, errors.New(message))
}

// otherwise gives the argument of the pipe's default, if it has one. In an outline what has no value at all gets one later.
func (x *expansion) otherwise(p part, span *Span, missing error) (Found, []call, bool) {
	for i, c := range p.pipe {
		if c.name == "default" && len(c.args) == 1 {
			v := Variable{Name: p.name, Value: c.args[0].value, Source: "default"}
			return Found{v, "default"}, p.pipe[i+1:], true
		}
	}
	if x.scope.later != nil {
		span.Later = true
		return Found{}, nil, false
	}
	x.problem(p, Unresolved, "%v", missing)
	return Found{}, nil, false
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
	Untrusted                       // it is there, but the collection may not read it: see ErrUntrusted
)

// Problem is one placeholder that could not be replaced.
type Problem struct {
	Kind         ProblemKind
	Name         string // of the variable; empty where it could not be read
	Line, Column int    // in the template, from 1, in characters
	Message      string
}
