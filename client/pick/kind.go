package pick

import (
	"fmt"

	"dowse/collections"
	"dowse/collections/vars"
)

// article is each type that a pick can ask for, as a message says it.
var article = map[string]string{
	"string": "a string", "integer": "an integer", "number": "a number",
	"boolean": "a boolean", "array": "an array", "object": "an object",
}

// checkType says what is wrong when v is not of the type that p asks for.
func checkType(p collections.Pick, v vars.Value) *Miss {
	if p.Type == "" {
		return nil
	}
	wanted, known := article[p.Type]
	if !known {
		return &Miss{Kind: Invalid, What: fmt.Sprintf("type %q is none of string, integer, number, boolean, array, object", p.Type)}
	}
	is := v.Type()
	if is == p.Type || is == "integer" && p.Type == "number" {
		return nil
	}
	got := article[is]
	if got == "" {
		got = is
	}
	when := "it is"
	if p.Transform != "" {
		when = "after the transform it is"
	}
	what := fmt.Sprintf("%s %s, not %s", when, got, wanted)
	if p.Take == collections.TakeAll && is == "array" {
		what += "; take: all makes an array"
	}
	return &Miss{Kind: WrongType, What: what}
}
