package document

import (
	"regexp/syntax"

	"github.com/theory/jsonpath/registry"
	"github.com/theory/jsonpath/spec"
)

// functions are the function extensions of RFC 9535 section 2.4. The library's match and search fail on an
// argument that selects nothing, and its match takes the anchors of "a|b" for those of one alternative.
func functions() *registry.Registry {
	functions := registry.New()
	find := *functions.Get("search")
	replace(functions.Get("search"), func(args []spec.PathValue) spec.PathValue {
		if _, ok := pattern(args); !ok {
			return spec.LogicalFalse
		}
		return find.Evaluate(args)
	})
	replace(functions.Get("match"), func(args []spec.PathValue) spec.PathValue {
		pattern, ok := pattern(args)
		if !ok {
			return spec.LogicalFalse
		}
		// Alone first: the anchors must not make a pattern of what is none.
		if _, err := syntax.Parse(pattern, syntax.Perl|syntax.DotNL); err != nil {
			return spec.LogicalFalse
		}
		return find.Evaluate([]spec.PathValue{args[0], spec.Value(`\A(?:` + pattern + `)\z`)})
	})
	return functions
}

// replace gives a function another evaluation. The registry itself refuses a second function of a name.
func replace(function *spec.FuncExtension, evaluate spec.Evaluator) {
	old := *function
	*function = *spec.Extension(old.Name(), old.ReturnType(), old.Validate, evaluate)
}

// pattern is the second of two arguments, when both are strings.
func pattern(args []spec.PathValue) (string, bool) {
	text := ""
	for _, arg := range args {
		value := spec.ValueFrom(arg)
		if value == nil {
			return "", false
		}
		s, ok := value.Value().(string)
		if !ok {
			return "", false
		}
		text = s
	}
	return text, true
}
