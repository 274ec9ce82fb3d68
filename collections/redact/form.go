package redact

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"slices"
	"strings"
	"unicode/utf8"
)

// form is a text as which a secret can be written. Each of its characters may be escaped on top of that: see readings.
type form struct {
	text          string
	base64        bool // lines may break in it
	before, after bool // the character before it, or behind it, has bits of the secret too
	hex           bool // its letters may be capitals
}

// formsOf are the forms of a secret: as it is, in hexadecimal, and in base64 and base64url (RFC 4648 sections 4 and 5)
// alone or inside of a longer text at any of the three alignments, as in the user:password of Basic (RFC 7617).
func formsOf(secret string) []form {
	forms := []form{{text: secret}, {text: hex.EncodeToString([]byte(secret)), hex: true}}
	for _, encoding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		for before := range 3 {
			bits := 8 * (before + len(secret))
			encoded := encoding.EncodeToString(append(make([]byte, before), secret...))
			one := form{text: encoded[(8*before+5)/6 : bits/6], base64: true, before: before > 0, after: bits%6 > 0}
			if !slices.Contains(forms, one) {
				forms = append(forms, one)
			}
		}
	}
	return forms
}

// firsts are the bytes that the form can begin with, escapes undone.
func (f *form) firsts() []byte {
	first := f.text[0]
	if f.hex && first >= 'a' {
		return []byte{first, first - 'a' + 'A'}
	}
	return []byte{first}
}

// places are where in a text a form can go on: there is more than one where an escape can be read in several ways.
type places []int

const mostPlaces = 16

func (p places) with(at int) places {
	if len(p) == mostPlaces || slices.Contains(p, at) {
		return p
	}
	return append(p, at)
}

// match gives where the form ends that begins at a place; 0: it does not stand there. open says that the text ends
// before that could be said.
func (f *form) match(text []byte, at int) (end int, open bool) {
	var buffers [2][8]int
	now, next := append(places(buffers[0][:0]), at), places(buffers[1][:0])
	for i := 0; i < len(f.text); {
		size := 1
		r := rune(f.text[i])
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(f.text[i:])
		}
		next = next[:0]
		for _, p := range now {
			if f.base64 && i > 0 {
				p = lineBreak(text, p)
			}
			next = f.step(text, p, r, f.text[i:i+size], next)
			open = open || isOpen(text, p)
		}
		if len(next) == 0 {
			return 0, open
		}
		now, next = next, now
		i += size
	}
	return slices.Max(now), false
}

// step appends where a text can go on behind one character of the form.
func (f *form) step(text []byte, p int, r rune, char string, next places) places {
	var read [8]reading
	if p >= len(text) {
		return next
	}
	c := char[0]
	if text[p] == c && len(char) == 1 && c != '%' && c != '\\' && c != '&' {
		return next.with(p + 1) // nearly always
	}
	all := readings(text, p, read[:0])
	if len(char) > 1 {
		for _, one := range all {
			if !one.byte && one.char == r {
				next = next.with(one.end)
			}
		}
		return f.bytes(text, p, char, next)
	}
	for _, one := range all {
		if one.is(c) || f.hex && c >= 'a' && one.is(c-'a'+'A') {
			next = next.with(one.end)
		}
	}
	return next
}

// bytes is step for a character of several bytes, each of which may be escaped by itself.
func (f *form) bytes(text []byte, p int, char string, next places) places {
	now := places{p}
	for i := range len(char) {
		var after places
		for _, p := range now {
			if p >= len(text) {
				continue
			}
			var read [8]reading
			for _, one := range readings(text, p, read[:0]) {
				if one.byte && one.char == rune(char[i]) {
					after = after.with(one.end)
				}
			}
		}
		now = after
	}
	for _, p := range now {
		next = next.with(p)
	}
	return next
}

// lineBreak skips the end of a line, also an escaped one, as base64 is cut into lines (RFC 2045 section 6.8).
func lineBreak(text []byte, p int) int {
	for p < len(text) {
		switch {
		case text[p] == '\r' || text[p] == '\n':
			p++
		case text[p] == '\\' && p+1 < len(text) && (text[p+1] == 'n' || text[p+1] == 'r'):
			p += 2
		default:
			return p
		}
	}
	return p
}

// isOpen says whether what stands at a place is cut off: it is the end of the text, or an escape that has none.
func isOpen(text []byte, p int) bool {
	if p >= len(text) {
		return true
	}
	switch text[p] {
	case '%', '\\', '&':
		return len(text)-p < longestEscape && bytes.IndexFunc(text[p:], func(r rune) bool { return !isAlnum(r) && !strings.ContainsRune("%\\&#", r) }) < 0
	}
	return text[p] >= utf8.RuneSelf && len(text)-p < utf8.UTFMax
}

// around is what of a text has a part of the secret where the form stands from start to end.
func (f *form) around(text []byte, start, end int) Span {
	if f.before && start > 0 && isBase64(text[start-1]) {
		start--
	}
	if !f.base64 || start >= end {
		return Span{start, end}
	}
	if p := lineBreak(text, end); f.after && p < len(text) && isBase64(text[p]) {
		end = p + 1
	}
	for range 2 { // the padding
		if end >= len(text) {
			break
		}
		var read [8]reading
		all := readings(text, end, read[:0])
		i := slices.IndexFunc(all, func(one reading) bool { return one.is('=') })
		if i < 0 {
			break
		}
		end = all[i].end
	}
	return Span{start, end}
}

func isBase64(c byte) bool {
	return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' || c == '+' || c == '/' || c == '-' || c == '_'
}
