package output

import (
	"bytes"
	"cmp"
	"strings"
)

// style is how a character looks: SGR's parameters (ECMA-48 section 8.3.117). The zero value is plain.
type style struct {
	attributes uint16 // bit n: parameter n, from bold (1) to struck out (9)
	foreground string // parameters that set it; empty: the terminal's own
	background string
}

// ofBlank is what of a style shows in a blank: its background, and lines through and under it.
func (s style) ofBlank() style {
	const seen = 1<<4 | 1<<7 | 1<<9
	if s.attributes&seen == 0 {
		return style{background: s.background}
	}
	return s
}

// apply is a style after the parameters of one more sequence. It is not ok when there is one that it does not
// know.
func (s style) apply(parameters string) (_ style, ok bool) {
	for parameters != "" || !ok {
		var p string
		if p, parameters, _ = strings.Cut(parameters, ";"); p == "38" || p == "48" {
			var more string
			if more, parameters, ok = colour(parameters); !ok {
				return s, false
			}
			if p = p + ";" + more; p[0] == '3' {
				s.foreground = p
			} else {
				s.background = p
			}
			continue
		}
		if s, ok = s.one(p); !ok {
			return s, false
		}
	}
	return s, true
}

// one applies one parameter.
func (s style) one(p string) (_ style, ok bool) {
	last := byte('0')
	if p != "" {
		last = p[len(p)-1]
	}
	switch {
	case p == "" || p == "0":
		return style{}, true
	case len(p) == 1 && p != "6" && p != "8":
		s.attributes |= 1 << (last - '0')
	case p == "22":
		s.attributes &^= 1<<1 | 1<<2
	case p == "23" || p == "24" || p == "25" || p == "27" || p == "29":
		s.attributes &^= 1 << (last - '0')
	case p == "39":
		s.foreground = ""
	case p == "49":
		s.background = ""
	case len(p) == 2 && (p[0] == '3' || p[0] == '9') && last <= '7':
		s.foreground = p
	case len(p) == 2 && p[0] == '4' && last <= '7', len(p) == 3 && p[:2] == "10" && last <= '7':
		s.background = p
	default:
		return s, false
	}
	return s, true
}

// colour cuts the parameters that follow 38 or 48.
func colour(parameters string) (of, rest string, ok bool) {
	count := map[bool]int{true: 2, false: 4}[strings.HasPrefix(parameters, "5;")]
	if count == 4 && !strings.HasPrefix(parameters, "2;") {
		return "", "", false
	}
	at := -1
	for range count {
		next := strings.IndexByte(parameters[at+1:], ';')
		if next < 0 {
			return parameters, "", strings.Count(parameters, ";") == count-1
		}
		at += 1 + next
	}
	return parameters[:at], parameters[at+1:], true
}

// change appends what a terminal must be sent to go from one style to another.
func change(b []byte, from, to style) []byte {
	if from == to {
		return b
	}
	begin := len(b)
	b = append(b, "\x1b["...)
	if from.attributes&^to.attributes != 0 || to == (style{}) {
		from = style{}
		if b = append(b, ';'); to != from {
			b = append(b[:begin+2], "0;"...)
		}
	}
	for n, added := 1, to.attributes&^from.attributes; n < 10; n++ {
		if added&(1<<n) != 0 {
			b = append(b, byte('0'+n), ';')
		}
	}
	if to.foreground != from.foreground {
		b = append(append(b, cmp.Or(to.foreground, "39")...), ';')
	}
	if to.background != from.background {
		b = append(append(b, cmp.Or(to.background, "49")...), ';')
	}
	return append(bytes.TrimSuffix(b, []byte(";")), 'm')
}
