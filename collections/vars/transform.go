package vars

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
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

// ApplyPipe passes v through a pipe such as `trim | split(",") | first`. An empty pipe gives v.
func ApplyPipe(pipe string, v Value) (Value, error) {
	if strings.TrimSpace(pipe) == "" {
		return v, nil
	}
	r := &reader{text: "|" + pipe}
	calls := r.pipe()
	if r.space(); r.err == "" && r.rest() != "" {
		r.fail("after a transform comes | or the end, not %q", r.rest())
	}
	if r.err != "" {
		return Value{}, errors.New(r.err)
	}
	for _, c := range calls {
		var err error
		if v, err = apply(c, v); err != nil {
			return Value{}, err
		}
	}
	return v, nil
}

// apply makes one call. What is made of a secret is secret.
func apply(c call, v Value) (Value, error) {
	t, err := find(c.name)
	if err != nil {
		return Value{}, err
	}
	if n := len(c.args); n < t.least || n > t.most {
		return Value{}, fmt.Errorf("%s has %d arguments; it is written %s", c.name, n, t.Signature)
	}
	result, err := t.apply(v, c.args)
	if err != nil {
		return Value{}, fmt.Errorf("%s: %w", c.name, err)
	}
	return result.like(v), nil
}

func find(name string) (Transform, error) {
	best, least := "", 3
	for _, t := range Transforms() {
		if t.Name == name {
			return t, nil
		}
		if d := levenshtein.ComputeDistance(name, t.Name); d < least {
			best, least = t.Name, d
		}
	}
	if best != "" {
		return Transform{}, fmt.Errorf("there is no transform %q; the nearest is %s", name, best)
	}
	return Transform{}, fmt.Errorf("there is no transform %q", name)
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
