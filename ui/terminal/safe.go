// Package terminal is what dowse knows of terminals: what text may be shown on one, and what one can
// show. It draws nothing and names no colour: that is ui/draw/theme's.
//
//	bytes of a server, file or import ──Untrusted──> Safe ──> measure ──> style ──> terminal
package terminal

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// Untrusted is text that dowse did not write itself. It reaches a terminal only through Safe or SafeLine.
type Untrusted string

// Safe returns text with everything that could drive or deceive a terminal replaced by a visible mark;
// line feeds and tabs stay. The result is valid UTF-8, and Safe of it is the same again.
//
//	C0 controls (ECMA-48 section 5.2), DEL   their Unicode pictures: ␛ ␇ ␍ ␡
//	C1 controls, bytes that are no UTF-8     \x9b
//	bidi controls (UAX #9), line and         ⟨U+202E⟩
//	paragraph separators, invisible text,
//	a tone of skin on no emoji
//
// The joiners U+200C and U+200D stay: scripts and emoji need them.
func Safe(text Untrusted) string { return mark(string(text), false) }

// SafeLine is Safe for a place of one line: line feeds and tabs become marks too. Text whose first character
// would become a part of what is drawn before it gets the dotted circle that fonts show such characters on.
func SafeLine(text Untrusted) string {
	line := mark(string(text), true)
	if joins(line) {
		return "◌" + line
	}
	return line
}

// firstJoining is before the first character that joins the one before it (UAX #29).
const firstJoining = 0x300

// joins says whether a text begins with a character that joins the one before it, such as an accent alone.
func joins(text string) bool {
	first, n := utf8.DecodeRuneInString(text)
	if first < firstJoining {
		return false
	}
	cluster, _ := ansi.FirstGraphemeCluster("x"+text[:n], ansi.GraphemeWidth)
	return len(cluster) > 1
}

func mark(s string, line bool) string {
	i := clean(s, line)
	if i == len(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s) + 16)
	for i < len(s) {
		b.WriteString(s[:i])
		r, n := utf8.DecodeRuneInString(s[i:])
		writeMark(&b, r, s[i:i+n])
		s = s[i+n:]
		i = clean(s, line)
	}
	b.WriteString(s)
	return b.String()
}

// clean is the length of the beginning of s that may be shown as it is.
func clean(s string, line bool) int {
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if c < ' ' && (line || c != '\n' && c != '\t') || c == 0x7f {
				return i
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if n == 1 || hostile(r) || stray(s[:i], r) {
			return i
		}
		i += n
	}
	return len(s)
}

// invisible is what shows nothing and can hide text inside text: zero-width spaces, invisible
// operators, deprecated format characters, annotation anchors and tags. With them are the soft hyphen and the signs of
// Arabic and other scripts that go around the digits after them: some terminals give those a cell, some none.
var invisible = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x00ad, Hi: 0x00ad, Stride: 1},
		{Lo: 0x0600, Hi: 0x0605, Stride: 1},
		{Lo: 0x06dd, Hi: 0x06dd, Stride: 1},
		{Lo: 0x070f, Hi: 0x070f, Stride: 1},
		{Lo: 0x0890, Hi: 0x0891, Stride: 1},
		{Lo: 0x08e2, Hi: 0x08e2, Stride: 1},
		{Lo: 0x180e, Hi: 0x180e, Stride: 1},
		{Lo: 0x200b, Hi: 0x200b, Stride: 1},
		{Lo: 0x2028, Hi: 0x2029, Stride: 1},
		{Lo: 0x2060, Hi: 0x206f, Stride: 1},
		{Lo: 0xfeff, Hi: 0xfeff, Stride: 1},
		{Lo: 0xfff9, Hi: 0xfffb, Stride: 1},
	},
	R32: []unicode.Range32{
		{Lo: 0x110bd, Hi: 0x110bd, Stride: 1},
		{Lo: 0x110cd, Hi: 0x110cd, Stride: 1},
		{Lo: 0xe0000, Hi: 0xe007f, Stride: 1},
	},
	LatinOffset: 1,
}

// hostile says whether a character beyond ASCII must be marked.
func hostile(r rune) bool {
	return r <= 0x9f || unicode.Is(unicode.Bidi_Control, r) || unicode.Is(invisible, r)
}

// writeMark writes what stands for the character r, whose bytes are raw.
func writeMark(b *strings.Builder, r rune, raw string) {
	switch {
	case r < ' ':
		b.WriteRune('␀' + r)
	case r == 0x7f:
		b.WriteRune('␡')
	case r <= 0x9f:
		fmt.Fprintf(b, `\x%02x`, r)
	case len(raw) == 1:
		fmt.Fprintf(b, `\x%02x`, raw[0])
	default:
		fmt.Fprintf(b, "⟨U+%04X⟩", r)
	}
}
