package screentest

import "unicode/utf8"

// kind is what a run of written bytes is for a terminal.
type kind uint8

const (
	text    kind = iota // characters to show
	control             // one C0 control, or DEL
	escape              // ESC and what ends it, such as ESC 7
	csi                 // a control sequence, ECMA-48 section 5.4
	osc                 // an operating system command, section 8.3.89
	str                 // DCS, APC, PM or SOS: a string for some device
	bad                 // what is none of these: bytes that are no UTF-8, C1, a sequence broken off
)

// token is one run of written bytes. Its body is what stands between the introducer and the terminator; of
// a control sequence the final byte belongs to it.
type token struct {
	kind kind
	raw  []byte
	body string
}

// longest is how many bytes of a sequence without an end are waited for.
const longest = 1 << 20

// next cuts the first token from b. It gives none while the bytes may be the beginning of a longer one.
func next(b []byte) (t token, complete bool) {
	if len(b) == 0 {
		return token{}, false
	}
	switch c := b[0]; {
	case c == 0x1b:
		return sequence(b)
	case c < ' ' || c == 0x7f:
		return token{kind: control, raw: b[:1]}, true
	}
	n := shown(b)
	if n > 0 {
		return token{kind: text, raw: b[:n]}, true
	}
	if !utf8.FullRune(b) {
		return token{}, false
	}
	_, n = utf8.DecodeRune(b)
	return token{kind: bad, raw: b[:n]}, true
}

// shown is the length of the characters that b begins with.
func shown(b []byte) int {
	n := 0
	for n < len(b) {
		c := b[n]
		if c < ' ' || c == 0x7f {
			break
		}
		r, size := utf8.DecodeRune(b[n:])
		if r == utf8.RuneError && size == 1 || r >= 0x80 && r <= 0x9f {
			break
		}
		n += size
	}
	return n
}

// sequence cuts what begins with ESC.
func sequence(b []byte) (token, bool) {
	if len(b) == 1 {
		return token{}, false
	}
	switch c := b[1]; {
	case c == '[':
		return controlSequence(b)
	case c == ']':
		return commandString(b)
	case c == 'P' || c == '_' || c == '^' || c == 'X':
		return deviceString(b)
	case c >= ' ' && c <= '/':
		for i := 2; i < len(b); i++ {
			if b[i] < ' ' || b[i] > '/' {
				return token{kind: escape, raw: b[:i+1], body: string(b[1 : i+1])}, true
			}
		}
		return token{}, false
	case c < ' ' || c >= 0x7f:
		return token{kind: bad, raw: b[:1]}, true
	}
	return token{kind: escape, raw: b[:2], body: string(b[1:2])}, true
}

func controlSequence(b []byte) (token, bool) {
	for i := 2; i < len(b); i++ {
		switch c := b[i]; {
		case c >= 0x40 && c <= 0x7e:
			return token{kind: csi, raw: b[:i+1], body: string(b[2 : i+1])}, true
		case c < ' ' || c > 0x7e:
			return token{kind: bad, raw: b[:i]}, true
		}
	}
	return token{}, false
}

// commandString cuts an operating system command, which ends with BEL or ST.
func commandString(b []byte) (token, bool) {
	for i := 2; i < len(b); i++ {
		switch c := b[i]; {
		case c == '\a':
			return token{kind: osc, raw: b[:i+1], body: string(b[2:i])}, true
		case c == 0x1b && i+1 == len(b):
			return token{}, false
		case c == 0x1b && b[i+1] == '\\':
			return token{kind: osc, raw: b[:i+2], body: string(b[2:i])}, true
		case c < ' ' || i == longest:
			return token{kind: bad, raw: b[:i]}, true
		}
	}
	return token{}, false
}

// deviceString cuts a string that ends with ST. It may hold a command for the terminal around: GNU screen
// takes one that begins with ESC ], and tmux one in which each ESC is written twice.
func deviceString(b []byte) (token, bool) {
	for i := 2; i < len(b); i++ {
		switch c := b[i]; {
		case c == 0x1b && i+1 == len(b):
			return token{}, false
		case c == 0x1b && b[i+1] == '\\':
			return token{kind: str, raw: b[:i+2], body: string(b[2:i])}, true
		case c == 0x1b && b[i+1] == 0x1b, c == 0x1b && b[i+1] == ']' && i == 2:
			i++
		case c < ' ' && c != '\a' || i >= longest:
			return token{kind: bad, raw: b[:i]}, true
		}
	}
	return token{}, false
}
