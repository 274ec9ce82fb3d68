package diff

import (
	"bytes"
	"strconv"
)

// sameNumber tells whether two numbers, as RFC 8259 section 6 writes them, have one value. Of exponents
// beyond 18 digits it does not know, and says no.
func sameNumber(a, b []byte) bool {
	x, okX := decimalOf(a)
	y, okY := decimalOf(b)
	return okX && okY && x.exponent == y.exponent && x.negative == y.negative && bytes.Equal(x.digits, y.digits)
}

// decimal is a number in one form: digits without zeros at either end, times ten to the exponent.
type decimal struct {
	negative bool
	digits   []byte
	exponent int64
}

// longestExponent is the most digits of an exponent that are reckoned with.
const longestExponent = 18

func decimalOf(text []byte) (decimal, bool) {
	var d decimal
	if len(text) > 0 && text[0] == '-' {
		d.negative, text = true, text[1:]
	}
	mantissa, exponent := text, []byte(nil)
	if i := bytes.IndexAny(text, "eE"); i >= 0 {
		mantissa, exponent = text[:i], text[i+1:]
	}
	whole, fraction, _ := bytes.Cut(mantissa, []byte{'.'})
	d.digits = append(append(d.digits, whole...), fraction...)
	d.digits = bytes.TrimLeft(d.digits, "0")
	trimmed := bytes.TrimRight(d.digits, "0")
	d.exponent = int64(len(d.digits) - len(trimmed) - len(fraction))
	d.digits = trimmed
	if len(d.digits) == 0 {
		return decimal{}, true // zero, whatever its sign and exponent
	}
	negative := len(exponent) > 0 && exponent[0] == '-'
	exponent = bytes.TrimLeft(bytes.TrimLeft(exponent, "+-"), "0")
	if len(exponent) > longestExponent {
		return d, false
	}
	if len(exponent) > 0 {
		e, err := strconv.ParseInt(string(exponent), 10, 64)
		if err != nil {
			return d, false
		}
		if negative {
			e = -e
		}
		d.exponent += e
	}
	return d, true
}
