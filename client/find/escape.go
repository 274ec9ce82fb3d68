package find

import (
	"bytes"
	"unicode/utf16"
	"unicode/utf8"
)

// An escape of a JSON string is written in ASCII only, so that a look for bytes does not find what it stands for.
// RFC 8259 section 7.

// escapeAt decodes the escape that begins at byte at of b: one character, two surrogates together. What is no escape is
// U+FFFD.
func escapeAt(b []byte, at int) (r rune, size int) {
	if at+1 >= len(b) {
		return utf8.RuneError, len(b) - at
	}
	switch c := b[at+1]; c {
	case 'u':
		high := unit(b, at)
		if high < 0 {
			return utf8.RuneError, 2
		}
		if !utf16.IsSurrogate(high) {
			return high, 6
		}
		if both := utf16.DecodeRune(high, unit(b, at+6)); both != utf8.RuneError {
			return both, 12
		}
		return utf8.RuneError, 6
	case 'b':
		return '\b', 2
	case 'f':
		return '\f', 2
	case 'n':
		return '\n', 2
	case 'r':
		return '\r', 2
	case 't':
		return '\t', 2
	default:
		return rune(c), 2
	}
}

// unit is the number of a `\uXXXX` at byte at of b; -1: there is none.
func unit(b []byte, at int) rune {
	if at+6 > len(b) || b[at] != '\\' || b[at+1] != 'u' {
		return -1
	}
	n := rune(0)
	for _, c := range b[at+2 : at+6] {
		switch {
		case c-'0' <= 9:
			n = n<<4 | rune(c-'0')
		case (c|0x20)-'a' <= 5:
			n = n<<4 | rune((c|0x20)-'a'+10)
		default:
			return -1
		}
	}
	return n
}

// decoded is the character at byte at of the content of a JSON string.
func decoded(b []byte, at int) (r rune, size int) {
	switch c := b[at]; {
	case c == '\\':
		return escapeAt(b, at)
	case c < utf8.RuneSelf:
		return rune(c), 1
	}
	return utf8.DecodeRune(b[at:])
}

// appendDecoded decodes the content of a JSON string from at on, until there are size bytes more, and says where it
// stopped.
func appendDecoded(out, content []byte, at, size int) ([]byte, int) {
	for want := len(out) + size; at < len(content) && len(out) < want; {
		plain := content[at:min(len(content), at+want-len(out))]
		if i := bytes.IndexByte(plain, '\\'); i >= 0 {
			plain = plain[:i]
		}
		if len(plain) > 0 {
			out = append(out, plain...)
			at += len(plain)
			continue
		}
		r, n := escapeAt(content, at)
		out = utf8.AppendRune(out, r)
		at += n
	}
	return out, at
}

// escapes finds the escapes of JSON that a literal can be written with.
type escapes struct {
	*literal
	body   []byte
	wanted [256]bool // by the byte after the backslash; of those with a number it is always
	low    [256]bool // by the lowest byte of a number, whether one of them can be in the literal
}

func newEscapes(l *literal, body []byte) *escapes {
	e := &escapes{literal: l, body: body}
	for c := range e.wanted {
		r, _ := escapeAt([]byte{'\\', byte(c)}, 0)
		e.wanted[c] = c == 'u' || l.has(r)
	}
	for _, forms := range l.forms {
		for _, form := range forms {
			e.low[form&0xff] = true
			if form > 0xffff {
				high, _ := utf16.EncodeRune(form)
				e.low[high&0xff] = true
			}
		}
	}
	return e
}

// has says whether a character is in the literal.
func (l *literal) has(r rune) bool {
	for i := range l.runes {
		if l.is(i, r) {
			return true
		}
	}
	return false
}

// from is the first escape from at on and before until behind which a match may begin or go on; until: there is none.
// It looks at the match from there on, and at no more than the character before.
func (e *escapes) from(at, until int) int {
	for at < until {
		i := bytes.IndexByte(e.body[at:until], '\\')
		if i < 0 {
			return until
		}
		if at += i; at+1 >= len(e.body) {
			return until
		}
		if !e.wanted[e.body[at+1]] {
			at += 2
			continue
		}
		if number := unit(e.body, at); number >= 0 && !e.low[number&0xff] {
			at += 6
			continue
		}
		r, size := escapeAt(e.body, at)
		if e.has(r) && e.fits(r, at, at+size) {
			return at
		}
		at += size
	}
	return until
}

// fits says whether an escape from at to end, which is the character r, may be in a match.
func (e *escapes) fits(r rune, at, end int) bool {
	for i := range e.runes {
		if e.is(i, r) && (i == 0 || e.mayEnd(i-1, at)) && e.goesOn(i+1, end) {
			return true
		}
	}
	return false
}

// mayEnd says whether the i-th character may end before byte at.
func (e *escapes) mayEnd(i, at int) bool {
	if at < 6 || e.body[at-2] == '\\' || e.body[at-6] == '\\' && e.body[at-5] == 'u' {
		return true // it may be an escape itself
	}
	got, _ := utf8.DecodeLastRune(e.body[:at])
	return e.is(i, got)
}

// goesOn says whether the characters from the i-th on are what stands from byte at on.
func (e *escapes) goesOn(i, at int) bool {
	for ; i < len(e.runes); i++ {
		if at >= len(e.body) {
			return false
		}
		got, n := decoded(e.body, at)
		if !e.is(i, got) {
			return false
		}
		at += n
	}
	return true
}
