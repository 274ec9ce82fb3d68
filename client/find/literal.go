package find

import (
	"bytes"
	"slices"
	"unicode"
	"unicode/utf8"
)

// literal is text that is looked for as it is, or in any case.
type literal struct {
	text  []byte
	runes []rune   // in one case
	forms [][]rune // of each, itself the first
	fold  bool
	// A match is found by two bytes of it, and then looked at whole.
	anchor  anchor
	anchors []anchor // all that there are, those first that are rare in most bodies
}

// anchor is what a match is found by: the ways to write one or two of its characters.
type anchor []way

// way is two bytes to look for; they are one and the same where there is but one.
type way struct {
	first, second         byte
	firstMask, secondMask byte // bits that do not count
	gap                   int  // from the first to the second
	char                  int  // the character that the first is of
	offset                int  // of the first in it
}

// newLiteral makes a literal of valid UTF-8 that is not empty.
func newLiteral(text string, fold bool) *literal {
	l := &literal{text: []byte(text), fold: fold}
	for _, r := range text {
		if fold {
			r = folded(r)
		}
		l.runes, l.forms = append(l.runes, r), append(l.forms, formsOf(r, fold))
	}
	l.anchors = l.places()
	slices.SortStableFunc(l.anchors, func(a, b anchor) int { return commonness(a) - commonness(b) })
	l.anchor = l.anchors[0]
	return l
}

// places are all that a match can be found by.
func (l *literal) places() []anchor {
	var all []anchor
	for i := range l.runes {
		all = append(all, l.single(i))
		for gap := 1; gap <= 2; gap++ {
			if ways := l.pair(i, gap); ways != nil {
				all = append(all, ways)
			}
		}
	}
	return all
}

const (
	sampled   = 4 << 10 // bytes of a body that tell what is rare in it
	mostTried = 8       // anchors
)

// tuned is the literal with the anchor that is the rarest where a body begins.
func (l *literal) tuned(body []byte) *literal {
	if len(l.anchors) == 1 || len(body) < 4*sampled {
		return l
	}
	body = body[:sampled]
	tuned, least := *l, -1
	for _, a := range l.anchors[:min(mostTried, len(l.anchors))] {
		count := 0
		for _, w := range a {
			count += len(body) / costOfWay
			for at := w.index(body, 0, len(body)); at < len(body); at = w.index(body, at+1, len(body)) {
				count++
			}
		}
		if least < 0 || count < least {
			least, tuned.anchor = count, a
		}
	}
	return &tuned
}

// costOfWay is how many bytes are looked through in the time that one look at a place takes.
const costOfWay = 100

// pair is two characters that are a byte each, with so many bytes from one to the other; and on their own what else one
// of them can be, such as the Kelvin sign. Nil: they are not.
func (l *literal) pair(i, gap int) []way {
	if i+gap >= len(l.runes) || gap > 1 && !l.isByte(i+1) {
		return nil
	}
	w := way{gap: gap}
	var others []way
	for _, c := range []int{i, i + gap} {
		found := false
		for _, form := range l.forms[c] {
			switch {
			case form >= utf8.RuneSelf:
				others = append(others, l.way(c, form))
			case c == i:
				w.first, w.firstMask, found = byte(form), l.mask(byte(form)), true
			default:
				w.second, w.secondMask, found = byte(form), l.mask(byte(form)), true
			}
		}
		if !found {
			return nil
		}
	}
	w.char = i
	if len(others)+1 > mostWays {
		return nil
	}
	return append([]way{w}, others...)
}

// mostWays is how many ways an anchor has at most: no character has more forms.
const mostWays = 4

// way looks for one form of the i-th character: for its last two bytes.
func (l *literal) way(i int, form rune) way {
	b := utf8.AppendRune(nil, form)
	if n := len(b); n > 1 {
		return way{first: b[n-2], second: b[n-1], gap: 1, offset: n - 2, char: i}
	}
	return way{first: b[0], second: b[0], firstMask: l.mask(b[0]), secondMask: l.mask(b[0]), char: i}
}

// single is the ways of one character: the last two bytes of each form of it.
func (l *literal) single(i int) []way {
	var ways []way
	for _, r := range l.forms[i] {
		w, known := l.way(i, r), false
		for j := range ways {
			o := &ways[j]
			switch {
			case o.first|o.firstMask == w.first|w.firstMask && o.second|o.secondMask == w.second|w.secondMask && o.gap == w.gap:
				known = true
			case o.gap == 1 && w.gap == 1 && o.offset == w.offset && o.first == w.first && o.second^w.second == caseBit:
				o.secondMask, known = caseBit, true
			}
		}
		if !known {
			ways = append(ways, w)
		}
	}
	return ways
}

// caseBit tells a capital from a small letter.
const caseBit = 'a' - 'A'

// mask is what does not count in a byte.
func (l *literal) mask(c byte) byte {
	if c|caseBit >= 'a' && c|caseBit <= 'z' && l.fold {
		return caseBit
	}
	return 0
}

// isByte says whether the i-th character is one byte in every form.
func (l *literal) isByte(i int) bool {
	for _, form := range l.forms[i] {
		if form >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// formsOf are the characters that count as r.
func formsOf(r rune, fold bool) []rune {
	all := []rune{r}
	for next := unicode.SimpleFold(r); fold && next != r; next = unicode.SimpleFold(next) {
		all = append(all, next)
	}
	return all
}

// folded is one character for all that differ in their case only.
func folded(r rune) rune {
	if r < utf8.RuneSelf && r != 'k' && r != 'K' && r != 's' && r != 'S' { // these two have relatives elsewhere
		if 'A' <= r && r <= 'Z' {
			r += caseBit
		}
		return r
	}
	least := r
	for next := unicode.SimpleFold(r); next != r; next = unicode.SimpleFold(next) {
		least = min(least, next)
	}
	return least
}

// frequent are bytes from the most frequent on, as bodies have them.
const frequent = ` ",:eatinosr0l1d2c3u54m98p76ghby.v-fw_k{}/[]\` + "\n" + `jxTSAz+qCEDIMPBRLNOFHG=<>W`

// commonness says how often what ways look for is likely to be met; each way costs a pass of its own.
func commonness(ways []way) int {
	sum := 0
	for _, w := range ways {
		sum += 30 + weight(w.first)*weight(w.second)
	}
	return sum
}

// weight says how frequent a byte is.
func weight(c byte) int {
	if c >= utf8.RuneSelf {
		return 10
	}
	if i := bytes.IndexByte([]byte(frequent), c); i >= 0 {
		return len(frequent) - i
	}
	if i := bytes.IndexByte([]byte(frequent), c|caseBit); i >= 0 && c >= 'A' {
		return len(frequent) - i
	}
	return 1
}

// width is how many bytes a match has at most.
func (l *literal) width() int { return utf8.UTFMax * len(l.runes) }

// forward is the byte after the characters from the i-th on, which begin at byte at of b; -1: they do not.
func (l *literal) forward(b []byte, i, at int) int {
	for ; i < len(l.runes); i++ {
		if at >= len(b) {
			return -1
		}
		got, n := rune(b[at]), 1
		if got >= utf8.RuneSelf {
			got, n = utf8.DecodeRune(b[at:])
		}
		if !l.is(i, got) {
			return -1
		}
		at += n
	}
	return at
}

// is says whether a character of a body is the i-th one.
func (l *literal) is(i int, got rune) bool {
	return got == l.runes[i] || slices.Contains(l.forms[i][1:], got)
}

// around gives the match whose i-th character begins at byte at.
func (l *literal) around(b []byte, i, at int) (start, end int, ok bool) {
	if end = l.forward(b, i, at); end < 0 {
		return 0, 0, false
	}
	for i--; i >= 0; i-- {
		got, n := utf8.DecodeLastRune(b[:at])
		if n == 0 || !l.is(i, got) {
			return 0, 0, false
		}
		at -= n
	}
	return at, end, true
}
