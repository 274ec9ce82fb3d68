package vars

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
)

// Variable is one named value of a layer.
type Variable struct {
	Name   string
	Value  Value
	Source string // where it comes from, for people: "env/dev.yaml", "pick of auth/login", "--var"

	// Resolve, when set, gives the value of a secret reference. It is called when the variable is
	// first used, and at most once a Scope; its error says how to supply the secret.
	Resolve func() (Secret, error)
}

// Get gives the value, resolving a secret reference.
func (v Variable) Get() (Value, error) {
	if v.Resolve == nil {
		return v.Value, nil
	}
	secret, err := v.Resolve()
	if err != nil {
		return Value{}, err
	}
	return Value{secret: &secret}, nil
}

// Layer is a set of variables with one precedence, such as "environment dev".
type Layer struct {
	Name      string
	Variables []Variable
}

// Scope is layers of variables, strongest first. It is immutable and safe for concurrent use.
type Scope struct {
	layers      []Layer
	later       func(Found) bool                     // not nil: an outline
	environment func(variable string) (Value, error) // nil: ReadEnvironment
}

// ErrUntrusted is in the chain of an error that keeps a scope from reading what nobody here has allowed its collection to
// read. A default does not stand in for such a value.
var ErrUntrusted = errors.New("the collection is not trusted with it")

// NewScope returns the scope of layers, strongest first.
func NewScope(layers ...Layer) Scope {
	s := Scope{layers: make([]Layer, len(layers))}
	for i, l := range layers {
		s.layers[i] = once(l)
	}
	return s
}

// once returns a layer whose secrets are resolved at most once.
func once(l Layer) Layer {
	l.Variables = slices.Clone(l.Variables)
	for i, v := range l.Variables {
		if v.Resolve != nil {
			l.Variables[i].Resolve = sync.OnceValues(v.Resolve)
		}
	}
	return l
}

// With returns a scope in which layer is the strongest.
func (s Scope) With(layer Layer) Scope {
	s.layers = append([]Layer{once(layer)}, s.layers...)
	return s
}

// Outline returns the same scope for looking at what would be sent: Expand asks for no secret, and what has no value, is a
// secret reference or of which later says that its value will be another one holds its place in the Text: see Span.Later.
func (s Scope) Outline(later func(Found) bool) Scope {
	s.later = later
	return s
}

// WithEnvironment returns the scope with another way to read {{$env.NAME}}.
func (s Scope) WithEnvironment(read func(variable string) (Value, error)) Scope {
	s.environment = read
	return s
}

// Layers returns the layers, strongest first.
func (s Scope) Layers() []Layer {
	layers := slices.Clone(s.layers)
	for i := range layers {
		layers[i].Variables = slices.Clone(layers[i].Variables)
	}
	return layers
}

// Found is where a name was found.
type Found struct {
	Variable
	Layer string
}

// Lookup returns every variable of that name, strongest first: the first is the one used, it shadows
// the rest.
func (s Scope) Lookup(name string) []Found {
	var found []Found
	for _, l := range s.layers {
		for _, v := range l.Variables {
			if v.Name == name {
				found = append(found, Found{v, l.Name})
			}
		}
	}
	return found
}

// nearest gives the known name that is a typing mistake away from name, or "".
func (s Scope) nearest(name string) string {
	var known []string
	for _, l := range s.layers {
		for _, v := range l.Variables {
			known = append(known, v.Name)
		}
	}
	return nearest(name, append(known, dynamics...))
}

// nearest gives the first of the known names with the fewest typing mistakes, at most two or a quarter
// of the name, or "". Case does not count.
func nearest(name string, known []string) string {
	lower := strings.ToLower(name)
	n := utf8.RuneCountInString(name)
	best, least := "", min(max(2, n/4), n-2)+1
	for _, k := range known {
		if d := levenshtein.ComputeDistance(lower, strings.ToLower(k)); d < least {
			best, least = k, d
		}
	}
	return best
}
