package vars

import (
	"errors"
	"sync"
	"testing"
)

// layers are those of a send, strongest first.
var layers = []string{"--var", "request", "picks", "--env-file", "environment", "folder a/b", "folder a", "collection"}

// TestPrecedence takes the strongest layer away, one after the other: the next must be used, and the
// rest be shown as shadowed.
func TestPrecedence(t *testing.T) {
	for n := range layers {
		var all []Layer
		for _, name := range layers[n:] {
			all = append(all, Layer{Name: name, Variables: []Variable{{Name: "v", Value: NewString("of " + name), Source: name}}})
		}
		scope := NewScope(all...)
		text, err := scope.Expand(InText, `{{v | default("none")}}`)
		if err != nil || text.Reveal() != "of "+layers[n] || text.Spans()[0].Layer != layers[n] {
			t.Errorf("%s: %q, %v", layers[n], text.Reveal(), err)
		}
		found := scope.Lookup("v")
		for i, f := range found {
			if f.Layer != layers[n+i] {
				t.Errorf("%s: found %d is of %s", layers[n], i, f.Layer)
			}
		}
	}
	if got := NewScope().With(Layer{Name: "new"}).Layers()[0].Name; got != "new" {
		t.Errorf("the strongest is %q", got)
	}
}

func TestSecretIsResolvedOnce(t *testing.T) {
	calls := 0
	scope := NewScope(Layer{Name: "collection", Variables: []Variable{{Name: "s", Resolve: func() (Secret, error) {
		calls++
		return NewSecret(canary), nil
	}}}}).With(Layer{Name: "--var"})
	if calls != 0 {
		t.Error("resolved before it is used")
	}
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			if text, err := scope.Expand(InText, "{{s}}"); err != nil || text.Reveal() != canary || text.String() != mask {
				t.Errorf("%v, %v", text, err)
			}
		})
	}
	group.Wait()
	if calls != 1 {
		t.Errorf("resolved %d times", calls)
	}
	broken := NewScope(Layer{Variables: []Variable{{Name: "s", Resolve: func() (Secret, error) { return Secret{}, errors.New("set S") }}}})
	_, err := broken.Expand(InText, "{{s}}")
	if e, ok := errors.AsType[*Error](err); !ok || e.Problems[0].Kind != NoSecret || e.Problems[0].Message != "set S" {
		t.Errorf("%v", err)
	}
}

func TestParseScalar(t *testing.T) {
	for src, kind := range map[string]Kind{
		"1.10": Number, "-0": Number, "1e5": Number, "true": Bool, "null": Null,
		"007": String, "1.2.3": String, "yes": String, "0x1F": String, "": String, "~": String, "1 ": String, " 1": String, `"a"`: String, "[1]": String, ".5": String,
	} {
		if v := ParseScalar(src); v.Kind() != kind || v.Reveal() != src {
			t.Errorf("%q is a %s %q", src, v.Kind(), v.Reveal())
		}
	}
}
