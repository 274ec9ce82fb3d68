package field

import (
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// buffer is a text with a caret, which steps over whole characters as a person sees them: a letter with its
// accents, an emoji with all its parts.
type buffer struct {
	text    string
	at      int    // the byte that the caret is before: the beginning of a character, or the end
	ends    []int  // the byte after each character
	killed  string // what yank puts back
	killing bool   // the last key killed text: the next one adds to it
}

// set replaces the text. The caret goes to byte at, or to the end of the character that this is inside of.
func (b *buffer) set(text string, at int) {
	b.text, b.ends = text, b.ends[:0]
	for i := 0; i < len(text); {
		i += characterLength(text[i:])
		b.ends = append(b.ends, i)
	}
	b.at = at
	if at > 0 && at < len(text) {
		b.at = b.ends[sort.SearchInts(b.ends, at)]
	}
}

// characterLength is how many bytes the first character of a text has.
func characterLength(text string) int {
	if len(text) > 1 && text[0] >= ' ' && text[0] < 0x7f && text[1] < 0x7f {
		return 1
	}
	first, _ := ansi.FirstGraphemeCluster(text, ansi.GraphemeWidth)
	return max(1, len(first))
}

func (b *buffer) insert(text string) { b.replace(b.at, b.at, text) }

// remove takes the bytes from start to end away; the caret goes there.
func (b *buffer) remove(start, end int) { b.replace(start, end, "") }

// replace puts a text where the bytes from start to end are; the caret goes behind it. It is set, but looks at
// no more characters than may be others now: those before and behind are as they were.
func (b *buffer) replace(start, end int, with string) {
	text, at := b.text[:start]+with+b.text[end:], start+len(with)
	keep := sort.SearchInts(b.ends, start-utf8.UTFMax+1) // behind each of these is the character of before
	i := 0
	if keep > 0 {
		i = b.ends[keep-1]
	}
	rest, shift := b.ends[keep:], len(with)-(end-start)
	var fresh []int
	for i < len(text) {
		i += characterLength(text[i:])
		fresh = append(fresh, i)
		if i < at {
			continue
		}
		if same := sort.SearchInts(rest, i-shift); same < len(rest) && rest[same] == i-shift {
			rest = rest[same+1:] // from here on the characters are the old ones
			break
		}
	}
	if i >= len(text) {
		rest = nil
	}
	for j := range rest {
		rest[j] += shift
	}
	b.ends = slices.Replace(b.ends, keep, len(b.ends)-len(rest), fresh...)
	b.text, b.at = text, at
	if at > 0 && at < len(text) {
		b.at = b.ends[sort.SearchInts(b.ends, at)]
	}
}

// before is where the character before the caret begins.
func (b *buffer) before() int {
	return b.start(max(0, b.index()-1))
}

// after is where the character behind the caret ends.
func (b *buffer) after() int {
	return b.start(min(len(b.ends), b.index()+1))
}

// index is how many characters are before the caret.
func (b *buffer) index() int { return sort.SearchInts(b.ends, b.at+1) }

// start is the byte that a character begins with; that of the one behind the last is the end of the text.
func (b *buffer) start(i int) int {
	if i == 0 {
		return 0
	}
	return b.ends[i-1]
}

// is says whether a character is one of a kind. Accents and joiners are of the character that they stand behind.
func (b *buffer) is(i int, of func(rune) bool) bool {
	r, _ := utf8.DecodeRuneInString(b.text[b.start(i):])
	return of(r)
}

// wordBefore is where the word before the caret begins.
func (b *buffer) wordBefore(inWord func(rune) bool) int {
	i := b.index()
	for i > 0 && !b.is(i-1, inWord) {
		i--
	}
	for i > 0 && b.is(i-1, inWord) {
		i--
	}
	return b.start(i)
}

// wordAfter is where the word behind the caret ends.
func (b *buffer) wordAfter(inWord func(rune) bool) int {
	i, n := b.index(), len(b.ends)
	for i < n && !b.is(i, inWord) {
		i++
	}
	for i < n && b.is(i, inWord) {
		i++
	}
	return b.start(i)
}

// ofWord says whether a character is one of a word, as the keys with alt count them.
func ofWord(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) }

// noSpace says whether a character is one of a word, as ctrl+w counts them.
func noSpace(r rune) bool { return !unicode.IsSpace(r) }

// anything makes one word of the whole text: where its words are, a mask does not tell.
func anything(rune) bool { return true }

// kill removes a text that yank puts back. on says that the key before killed text too: all of it is one text.
func (b *buffer) kill(start, end int, on bool) {
	text, before := b.text[start:end], start < b.at
	if text == "" {
		b.killing = on
		return
	}
	switch {
	case !on:
		b.killed = text
	case before:
		b.killed = text + b.killed
	default:
		b.killed += text
	}
	b.killing = true
	b.remove(start, end)
}

// flat makes one line of a paste: line ends at its ends go, other line ends and tabs become spaces. Other control
// characters are none that somebody pastes on purpose: they go too.
func flat(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\r' && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, strings.Trim(text, "\r\n"))
	if !strings.ContainsAny(text, "\r\n\t") {
		return text
	}
	var b strings.Builder
	for text != "" {
		switch i := strings.IndexAny(text, "\r\n\t"); {
		case i < 0:
			b.WriteString(text)
			return b.String()
		case text[i] == '\t':
			b.WriteString(text[:i] + " ")
			text = text[i+1:]
		default:
			b.WriteString(text[:i] + " ")
			text = strings.TrimLeft(text[i:], "\r\n")
		}
	}
	return b.String()
}

// snap gives the byte of the text that is at or before i and begins a character of UTF-8.
func snap(text string, i int) int {
	if i >= len(text) {
		return len(text)
	}
	for i > 0 && !utf8.RuneStart(text[i]) {
		i--
	}
	return i
}
