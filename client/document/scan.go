package document

import (
	"encoding/binary"
	"math/bits"
)

// Eight bytes are looked at as one word: ones times c is the word of eight bytes c, and highs marks each
// byte's highest bit.
const (
	ones  = 0x0101010101010101
	highs = 0x8080808080808080
)

// skipSpace returns the first byte from i on that is not blank space (RFC 8259 section 2).
func skipSpace(b []byte, i int) int {
	for i < len(b) {
		switch b[i] {
		case ' ', '\n':
			i++
			// Indented bodies are mostly this: a newline and a run of spaces.
			for i+8 <= len(b) {
				rest := load(b, i) ^ ones*' '
				if rest != 0 {
					i += bits.TrailingZeros64(rest) >> 3
					break
				}
				i += 8
			}
		case '\t', '\r':
			i++
		default:
			return i
		}
	}
	return i
}

// load is the eight bytes from i on as one word.
func load(b []byte, i int) uint64 { return binary.LittleEndian.Uint64(b[i : i+8 : i+8]) }

// stringEnd returns the closing quote of the string whose content begins at i, or -1 when the string is
// not valid (RFC 8259 section 7).
func stringEnd(b []byte, i int) int {
	i = plainEnd(b, i)
	if i < len(b) && b[i] == '"' {
		return i
	}
	return stringRest(b, i)
}

// plainEnd returns the first byte from i on that is no plain byte of a string (a quote, a backslash or a
// control), or a byte before it when less than a word is left. It is small enough to be inlined.
func plainEnd(b []byte, i int) int {
	for i+8 <= len(b) {
		w := load(b, i)
		// Marks quotes and controls (c^2 < 0x21) and backslashes. A borrow can mark a byte falsely, but
		// only one after a true mark, and the first is what counts.
		if m := ((w ^ ones*2 - ones*0x21) | (w ^ ones*'\\' - ones)) &^ w & highs; m != 0 {
			return i + bits.TrailingZeros64(m)>>3
		}
		i += 8
	}
	return i
}

// stringRest is stringEnd for a string with escapes and for the last bytes of a body.
func stringRest(b []byte, i int) int {
	for i < len(b) && b[i] != '"' {
		switch {
		case b[i] == '\\':
			if i = escapeEnd(b, i); i < 0 {
				return -1
			}
			i = plainEnd(b, i)
		case b[i] < ' ':
			return -1
		default:
			i++
		}
	}
	if i >= len(b) {
		return -1
	}
	return i
}

// escapeEnd returns the byte after the escape at i, or -1 when there is no valid one.
func escapeEnd(b []byte, i int) int {
	if i+1 >= len(b) {
		return -1
	}
	switch b[i+1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return i + 2
	case 'u':
		if i+6 > len(b) {
			return -1
		}
		for _, c := range b[i+2 : i+6] {
			if !isHex(c) {
				return -1
			}
		}
		return i + 6
	}
	return -1
}

// isHex tells whether c is a hexadecimal digit.
func isHex(c byte) bool { return c-'0' <= 9 || (c|0x20)-'a' <= 5 }

// numberEnd returns the byte after the number at i, or -1 (RFC 8259 section 6).
func numberEnd(b []byte, i int) int {
	if b[i] == '-' {
		i++
	}
	if i < len(b) && b[i] == '0' {
		i++
	} else if i = digitsEnd(b, i); i < 0 {
		return -1
	}
	if i < len(b) && b[i] == '.' {
		if i = digitsEnd(b, i+1); i < 0 {
			return -1
		}
	}
	if i < len(b) && b[i]|0x20 == 'e' {
		i++
		if i < len(b) && (b[i] == '+' || b[i] == '-') {
			i++
		}
		return digitsEnd(b, i)
	}
	return i
}

// digitsEnd returns the byte after the digits at i, or -1 when there are none.
func digitsEnd(b []byte, i int) int {
	start := i
	for i+8 <= len(b) {
		// A digit less '0' is below 10, so that adding 0x76 leaves its highest bit clear.
		w := load(b, i) ^ ones*'0'
		if others := (w + ones*0x76 | w) & highs; others != 0 {
			i += bits.TrailingZeros64(others) >> 3
			break
		}
		i += 8
	}
	for i < len(b) && b[i]-'0' <= 9 {
		i++
	}
	if i == start {
		return -1
	}
	return i
}

// literalEnd returns the byte after true, false or null at i; -1 when it is none of them.
func literalEnd(b []byte, i int) int {
	rest := b[i:]
	switch {
	case len(rest) >= 4 && (string(rest[:4]) == "true" || string(rest[:4]) == "null"):
		return i + 4
	case len(rest) >= 5 && string(rest[:5]) == "false":
		return i + 5
	}
	return -1
}

// noKind is no value.
const noKind = Line

// kindOf is the kind of the value that a byte begins.
var kindOf = [256]Kind{
	noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind,
	noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind,
	noKind, noKind, String, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, Number, noKind, noKind,
	Number, Number, Number, Number, Number, Number, Number, Number, Number, Number, noKind, noKind, noKind, noKind, noKind, noKind,
	noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind,
	noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, Array, noKind, noKind, noKind, noKind,
	noKind, noKind, noKind, noKind, noKind, noKind, Bool, noKind, noKind, noKind, noKind, noKind, noKind, noKind, Null, noKind,
	noKind, noKind, noKind, noKind, Bool, noKind, noKind, noKind, noKind, noKind, noKind, Object, noKind, noKind, noKind, noKind,
	noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind,
	noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind,
	noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind,
	noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind,
	noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind,
	noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind,
	noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind,
	noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind, noKind,
}
