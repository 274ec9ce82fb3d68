// Package search looks for words in a document: in the names and values of its nodes, decoded, or in its characters as
// they came. It reads the index and decodes only what can hold the words.
//
//	Words ──> Pattern ──Nodes, Characters──> Scan ──Step, Step ...──> hits in the order of the body
//
// It is no query language, and knows nothing of screens.
package search

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Pattern is what is looked for. It is never changed once made; nil matches nothing.
type Pattern struct {
	text   []byte
	fold   bool
	starts [][]byte // how its first character can be written
}

// Words is a pattern of words that are taken as they are, and with capitals only where they have some. Without words
// it is nil.
func Words(text string) *Pattern {
	if text == "" {
		return nil
	}
	text = strings.ToValidUTF8(text, "\uFFFD")
	p := &Pattern{text: []byte(text), fold: true}
	for _, r := range text {
		p.fold = p.fold && !unicode.IsUpper(r)
	}
	first, n := utf8.DecodeRuneInString(text)
	p.starts = [][]byte{[]byte(text[:n])}
	if p.fold {
		for r := unicode.SimpleFold(first); r != first; r = unicode.SimpleFold(r) {
			p.starts = append(p.starts, []byte(string(r)))
		}
	}
	return p
}

// In tells whether a text has a match.
func (p *Pattern) In(text string) bool {
	if p == nil {
		return false
	}
	_, _, ok := newScanner(p, []byte(text)).from(0, len(text))
	return ok
}

// All gives where the matches of a text begin and end; none lies over another.
func (p *Pattern) All(text []byte) [][2]int {
	if p == nil {
		return nil
	}
	var all [][2]int
	found := newScanner(p, text)
	for at := 0; ; {
		start, end, ok := found.from(at, len(text))
		if !ok {
			return all
		}
		all = append(all, [2]int{start, end})
		at = end
	}
}

// width is how many bytes of b, from its beginning, the pattern matches; -1 when it does not.
func (p *Pattern) width(b []byte) int {
	if !p.fold {
		if bytes.HasPrefix(b, p.text) {
			return len(p.text)
		}
		return -1
	}
	at := 0
	for i := 0; i < len(p.text); {
		if at >= len(b) {
			return -1
		}
		want, n := utf8.DecodeRune(p.text[i:])
		got, m := utf8.DecodeRune(b[at:])
		if want != got && folded(want) != folded(got) {
			return -1
		}
		i, at = i+n, at+m
	}
	return at
}

// folded is one character for all that differ in their case only.
func folded(r rune) rune {
	if r < utf8.RuneSelf && r != 'k' && r != 'K' && r != 's' && r != 'S' { // these two have relatives elsewhere
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	}
	least := r
	for next := unicode.SimpleFold(r); next != r; next = unicode.SimpleFold(next) {
		least = min(least, next)
	}
	return least
}
