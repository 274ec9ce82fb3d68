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
				rest := binary.LittleEndian.Uint64(b[i:]) ^ ones*' '
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

// stringEnd returns the closing quote of the string whose content begins at i, or -1 when the string is
// not valid (RFC 8259 section 7).
func stringEnd(b []byte, i int) int {
	for {
		for i+8 <= len(b) {
			w := binary.LittleEndian.Uint64(b[i:])
			// Marks quotes and controls (c^2 < 0x21) and backslashes. A borrow can mark a byte falsely, but
			// only one after a true mark, and the first is what counts.
			marks := ((w ^ ones*2 - ones*0x21) | (w ^ ones*'\\' - ones)) &^ w & highs
			if marks != 0 {
				i += bits.TrailingZeros64(marks) >> 3
				break
			}
			i += 8
		}
		for i < len(b) && b[i] >= ' ' && b[i] != '"' && b[i] != '\\' {
			i++
		}
		if i >= len(b) {
			return -1
		}
		if b[i] == '"' {
			return i
		}
		if b[i] != '\\' {
			return -1
		}
		if i = escapeEnd(b, i); i < 0 {
			return -1
		}
	}
}

// escapeEnd returns the byte after the escape at i, or -1.
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
	for i < len(b) && b[i]-'0' <= 9 {
		i++
	}
	if i == start {
		return -1
	}
	return i
}

// literalEnd returns the byte after true, false or null at i, and its kind; -1 when it is none of them.
func literalEnd(b []byte, i int) (int, Kind) {
	rest := b[i:]
	switch {
	case len(rest) >= 4 && string(rest[:4]) == "true":
		return i + 4, Bool
	case len(rest) >= 4 && string(rest[:4]) == "null":
		return i + 4, Null
	case len(rest) >= 5 && string(rest[:5]) == "false":
		return i + 5, Bool
	}
	return -1, Null
}
