package pick

import (
	"fmt"
	"strconv"
	"strings"

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
	is := typeOf(v)
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

// typeOf is the most exact type of v: integer rather than number; null for null.
func typeOf(v vars.Value) string {
	switch v.Kind() {
	case vars.String:
		return "string"
	case vars.Number:
		if isInteger(v.Reveal()) {
			return "integer"
		}
		return "number"
	case vars.Bool:
		return "boolean"
	case vars.Array:
		return "array"
	case vars.Object:
		return "object"
	}
	return "null"
}

// isInteger says whether the text of a JSON number is a whole number, such as 12, 1.0 or 1.5e3. It
// works on the text: 1e999999999 must not become a number of that many digits.
func isInteger(number string) bool {
	mantissa, exponent, _ := strings.Cut(strings.ToLower(number), "e")
	whole, fraction, _ := strings.Cut(strings.TrimPrefix(mantissa, "-"), ".")
	digits := strings.TrimRight(whole+fraction, "0")
	if digits == "" {
		return true // zero
	}
	shift := 0
	if exponent != "" {
		n, err := strconv.Atoi(exponent)
		if err != nil { // more than any number of digits here
			return !strings.HasPrefix(exponent, "-")
		}
		shift = n
	}
	return len(digits)-len(whole) <= shift
}
