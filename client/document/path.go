package document

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Path is the location of one node: the steps from the outermost value to it.
type Path []Step

// Step is one step down: to the member Key of an object, or to the element Index of an array.
type Step struct {
	Key   string
	Index int // -1 when Key counts
}

// Path is the location of n; see Addressable for whether it selects n. It is empty for the outermost
// value, nil for a line of text and for markup.
func (d *Document) Path(n Node) Path {
	if !d.IsJSON() {
		return nil
	}
	path := Path{}
	for ; d.Parent(n) != None; n = d.Parent(n) {
		if key, ok := d.Key(n); ok {
			path = append(path, Step{Key: key, Index: -1})
		} else {
			path = append(path, Step{Index: d.Index(n)})
		}
	}
	slices.Reverse(path)
	return path
}

// String is the path as an RFC 9535 query, with the shorthand for names where the grammar allows it:
// $.data[0].id
func (p Path) String() string {
	var b strings.Builder
	b.WriteByte('$')
	for _, s := range p {
		switch {
		case s.Index >= 0:
			writeIndex(&b, s.Index)
		case isShorthand(s.Key):
			b.WriteByte('.')
			b.WriteString(s.Key)
		default:
			writeName(&b, s.Key)
		}
	}
	return b.String()
}

// Normalized is the path in its one normal form (RFC 9535 section 2.7): $['data'][0]['id']
func (p Path) Normalized() string {
	var b strings.Builder
	b.WriteByte('$')
	for _, s := range p {
		if s.Index >= 0 {
			writeIndex(&b, s.Index)
		} else {
			writeName(&b, s.Key)
		}
	}
	return b.String()
}

func writeIndex(b *strings.Builder, index int) {
	b.WriteByte('[')
	b.WriteString(strconv.Itoa(index))
	b.WriteByte(']')
}

// isShorthand tells whether a name may follow a dot: member-name-shorthand of RFC 9535 section 2.5.1.1.
func isShorthand(name string) bool {
	for i, r := range name {
		if !isNameChar(r) || i == 0 && r >= '0' && r <= '9' {
			return false
		}
	}
	return name != ""
}

// isNameChar is name-char of RFC 9535 section 2.5.1.1.
func isNameChar(r rune) bool {
	return r == '_' || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r >= 0x80
}

// writeName writes a name selector as normal-name-selector of RFC 9535 section 2.7.
func writeName(b *strings.Builder, name string) {
	b.WriteString("['")
	for _, r := range name {
		switch r {
		case '\b':
			b.WriteString(`\b`)
		case '\t':
			b.WriteString(`\t`)
		case '\n':
			b.WriteString(`\n`)
		case '\f':
			b.WriteString(`\f`)
		case '\r':
			b.WriteString(`\r`)
		case '\'', '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		default:
			if r < ' ' {
				fmt.Fprintf(b, `\u%04x`, r)
			} else {
				b.WriteRune(r)
			}
		}
	}
	b.WriteString("']")
}
