package vars

import (
	"strconv"
	"strings"
)

// Type is the most exact type of a value in JSON Schema: integer rather than number where it is a whole one.
func (v Value) Type() string {
	if v.kind == Number && isInteger(v.Reveal()) {
		return "integer"
	}
	return v.kind.String()
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
