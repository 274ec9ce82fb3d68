package vars

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// Transform is one function of a pipe, for help and completion.
type Transform struct {
	Name      string
	Signature string // as it is written, such as `split(",")`
	Help      string // one line

	least, most int // arguments
	apply       func(v Value, args []argument) (Value, error)
}

// Transforms returns every transform, in the order that help lists them.
func Transforms() []Transform {
	return slices.Concat(textTransforms(), listTransforms(), valueTransforms(), formatTransforms())
}

// Pipe is a pipe of transforms, such as `trim | split(",") | first`, read once to be applied often. The zero Pipe gives
// each value as it is.
type Pipe struct{ steps []step }

// step is a transform with its arguments.
type step struct {
	transform Transform
	args      []argument
}

// ParsePipe reads a pipe; its error is what is wrong with it whatever the value it is for. An empty text is no transform.
func ParsePipe(text string) (Pipe, error) {
	calls, err := readPipe(text)
	if err != nil {
		return Pipe{}, err
	}
	var p Pipe
	for _, c := range calls {
		t, err := c.transform()
		if err != nil {
			return Pipe{}, err
		}
		p.steps = append(p.steps, step{t, c.args})
	}
	return p, nil
}

// Apply passes a value through the pipe.
func (p Pipe) Apply(v Value) (Value, error) {
	for _, s := range p.steps {
		var err error
		if v, err = s.transform.to(v, s.args); err != nil {
			return Value{}, err
		}
	}
	return v, nil
}

// Call is one transform of a pipe as it is written, for those who write it in another language.
type Call struct {
	Name string
	Args []Value
	Each *Call // of map: what is applied to each item
}

// Calls are the transforms of the pipe, in order.
func (p Pipe) Calls() []Call {
	calls := make([]Call, len(p.steps))
	for i, s := range p.steps {
		calls[i] = written(s.transform.Name, s.args)
	}
	return calls
}

func written(name string, args []argument) Call {
	c := Call{Name: name}
	for _, a := range args {
		if name == "map" && a.call != nil {
			each := written(a.call.name, a.call.args)
			c.Each = &each
		} else {
			c.Args = append(c.Args, a.value)
		}
	}
	return c
}

// ApplyPipe passes v through the pipe of a text.
func ApplyPipe(text string, v Value) (Value, error) {
	p, err := ParsePipe(text)
	if err != nil {
		return Value{}, err
	}
	return p.Apply(v)
}

// CheckPipe returns what is wrong with a pipe whatever the value it is for, or nil.
func CheckPipe(text string) error {
	_, err := ParsePipe(text)
	return err
}

// readPipe reads a pipe of transforms that are there. An empty pipe has none.
func readPipe(pipe string) ([]call, error) {
	if strings.TrimSpace(pipe) == "" {
		return nil, nil
	}
	r := &reader{text: "|" + pipe}
	calls := r.pipe()
	if r.space(); r.err == "" && r.rest() != "" {
		r.fail("after a transform comes | or the end, not %q", r.rest())
	}
	if r.err != "" {
		return nil, errors.New(r.err)
	}
	return calls, nil
}

// checkCalls returns the first thing wrong with calls that no value can make right.
func checkCalls(calls []call) error {
	for _, c := range calls {
		if _, err := c.transform(); err != nil {
			return err
		}
	}
	return nil
}

// apply makes one call. What is made of a secret is secret.
func apply(c call, v Value) (Value, error) {
	t, err := c.transform()
	if err != nil {
		return Value{}, err
	}
	return t.to(v, c.args)
}

// to gives what the transform makes of v.
func (t Transform) to(v Value, args []argument) (Value, error) {
	result, err := t.apply(v, args)
	if err != nil {
		return Value{}, fmt.Errorf("%s: %w", t.Name, err)
	}
	return result.like(v), nil
}

// transform finds what a call names; it is an error when its arguments cannot be right for any value.
func (c call) transform() (Transform, error) {
	all := Transforms()
	i := slices.IndexFunc(all, func(t Transform) bool { return t.Name == c.name })
	if i < 0 {
		return Transform{}, unknown(c.name, all)
	}
	t := all[i]
	if n := len(c.args); n < t.least || n > t.most {
		return Transform{}, fmt.Errorf("%s has %d arguments; it is written %s", c.name, n, t.Signature)
	}
	for _, a := range c.args {
		switch {
		case c.name == "map" && a.call == nil:
			return Transform{}, errors.New("map wants a transform, such as map(trim)")
		case c.name == "map":
			if _, err := a.call.transform(); err != nil {
				return Transform{}, fmt.Errorf("map: %w", err)
			}
		case a.nested:
			return Transform{}, fmt.Errorf("%s: %s(...) cannot be its argument; a text with brackets is written in quotes", c.name, a.call.name)
		}
	}
	return t, nil
}

// unknown is the error of a name that no transform has.
func unknown(name string, all []Transform) error {
	names := make([]string, len(all))
	for i, t := range all {
		names[i] = t.Name
	}
	if near := nearest(name, names); near != "" {
		return fmt.Errorf("there is no transform %q; the nearest is %s", short(name), near)
	}
	return fmt.Errorf("there is no transform %q; there are %s", short(name), strings.Join(names, " "))
}

// wants is the error of a transform on a value of a type that it has no use for.
func wants(what string, v Value) error {
	return fmt.Errorf("it wants %s and got %s", what, article(v.Kind()))
}

func article(k Kind) string {
	switch k {
	case Null:
		return "null"
	case Array, Object:
		return "an " + k.String()
	}
	return "a " + k.String()
}

// scalar gives the text of a string, number or boolean.
func scalar(v Value) (string, error) {
	if v.Kind() > Bool {
		return "", wants("a text", v)
	}
	return v.Reveal(), nil
}

// onText makes a transform of a function on text.
func onText(f func(text string, args []string) (Value, error)) func(Value, []argument) (Value, error) {
	return func(v Value, args []argument) (Value, error) {
		text, err := scalar(v)
		if err != nil {
			return Value{}, err
		}
		texts := make([]string, len(args))
		for i, a := range args {
			texts[i] = a.value.Reveal()
		}
		return f(text, texts)
	}
}

// onCharacters is onText for a function that would replace what is no UTF-8 by something else.
func onCharacters(f func(text string, args []string) (Value, error)) func(Value, []argument) (Value, error) {
	return onText(func(text string, args []string) (Value, error) {
		if !utf8.ValidString(text) {
			return Value{}, errNotText
		}
		return f(text, args)
	})
}

// errNotText refuses bytes where characters are wanted.
var errNotText = errors.New("the value is bytes that are no UTF-8 text")
