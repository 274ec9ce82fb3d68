package redact

import (
	"slices"
	"strings"

	"dowse/collections/vars"
)

// Kind says what a text is, and so how secrets stand in it.
type Kind uint8

// The kinds of text.
const (
	Value      Kind = iota // the value of a variable, a query parameter or a form field; it has a name
	Header                 // the value of a header; it has a name
	Credential             // it stands where only credentials do; it has a name
	Label                  // a name, into which a value may have been pasted
	URL                    // a URL, maybe not finished
	Body                   // JSON, a form, XML or any text, maybe not finished
	Prose                  // written for people
	Expression             // a path, a pattern, a method: only what has a Shape of its own counts
)

// Found is a secret that stands written out in a text. Placeholders beside it are not part of it.
type Found struct {
	Start, End int    // bytes of the text
	Name       string // what the secret is called there, such as access_token; never the secret itself
	Why        string // why it counts as one
	Sure       bool   // not for its name alone: what it looks like or where it stands says so too
}

// Find returns the secrets that stand written out in a text, in order. name is what a Value, a Header or a
// Credential is called.
//
// Under a name that speaks for a secret (see Name) any literal of one character or more counts, also each one
// in an object or a list there. It does not when it is true, false or null, or a placeholder. Literal text
// beside a placeholder counts as if it stood alone. Under other names and elsewhere counts what has a Shape of
// its own, and a text that is long and random where no identifier is to be expected. What a string holds is
// looked through like a text of its own, escapes undone: JSON in JSON, a URL, a query. The text need be
// neither finished nor valid.
func Find(kind Kind, name, text string) []Found {
	if text == "" {
		return nil
	}
	f := &finder{text: masked(text), names: map[string]string{}}
	whole := span{0, len(text)}
	switch kind {
	case Value:
		f.value(whole, name, true)
	case Header:
		f.header(whole, name)
	case Credential:
		f.credential(whole, name)
	case Label:
		f.label(whole)
	case URL:
		f.url(whole)
	case Body:
		f.body(whole)
	case Prose:
		f.scan(whole, true)
	}
	f.shapes(whole)
	return f.settled()
}

// mask stands for each byte of a placeholder; no UTF-8 text holds it.
const mask = 0xff

// masked is a text of the same length whose placeholders say nothing.
func masked(text string) string {
	if !strings.Contains(text, "{{") {
		return text
	}
	out := []byte(text)
	for _, use := range vars.Uses(text) {
		for i := use.Start; i < use.End; i++ {
			out[i] = mask
		}
	}
	return string(out)
}

// span is a part of a text.
type span struct{ start, end int }

func (s span) empty() bool { return s.start >= s.end }

// finder looks through one text.
type finder struct {
	text  string            // placeholders are masked
	depth int               // of strings in strings
	names map[string]string // the word that Name gave for each name
	found []Found
}

// deepest is how many strings may stand inside each other.
const deepest = 4

func (f *finder) of(at span) string { return f.text[at.start:at.end] }

// word is like Name, and knows tokens, which count when they are no number.
func (f *finder) word(name string) string {
	if len(name) > longestName || !likely(name) || strings.Contains(name, "../") || strings.ContainsAny(name, `"<>()`) {
		return "" // a text or a path is no name
	}
	if word, ok := f.names[name]; ok {
		return word
	}
	word := Name(masked(name))
	if n := len(name) - len("tokens"); word == "" && n >= 0 && strings.EqualFold(name[n:], "tokens") {
		rest := strings.Trim(snake(name[:n]), "_")
		if rest == "" || !public(rest) {
			word = plural
		}
	}
	if len(f.names) < mostNames {
		f.names[strings.Clone(name)] = word
	}
	return word
}

const (
	plural    = "tokens"
	mostNames = 4096
)

func (f *finder) speaks(name string) bool { return f.word(name) != "" }

// trimmed is at without white space at its ends.
func (f *finder) trimmed(at span) span {
	for at.start < at.end && isSpace(f.text[at.start]) {
		at.start++
	}
	for at.start < at.end && isSpace(f.text[at.end-1]) {
		at.end--
	}
	return at
}

// literals are the parts of at that are no placeholder. Separators between placeholders are none.
func (f *finder) literals(at span) []span {
	if strings.IndexByte(f.of(at), mask) < 0 {
		if at = f.trimmed(at); at.empty() {
			return nil
		}
		return []span{at}
	}
	var out []span
	for i := at.start; i < at.end; i++ {
		if f.text[i] == mask {
			continue
		}
		part := span{i, i}
		for i < at.end && f.text[i] != mask {
			i++
		}
		part.end = i
		if part = f.trimmed(part); len(f.of(part)) > longestSeparator || strings.ContainsFunc(f.of(part), isAlnum) {
			out = append(out, part)
		}
	}
	return out
}

// longestSeparator is how many signs may stand between two placeholders.
const longestSeparator = 3

func isAlnum(r rune) bool {
	return r >= '0' && r <= '9' || r|0x20 >= 'a' && r|0x20 <= 'z' || r >= 0x80
}

// add notes the literals of at.
func (f *finder) add(at span, name, why string, sure bool) {
	for _, part := range f.literals(at) {
		f.found = append(f.found, Found{Start: part.start, End: part.end, Name: named(name), Why: why, Sure: sure})
	}
}

// named is a name as it may be shown: not when it could be a secret itself.
func named(name string) string {
	const most = 48
	if name == "" || len(name) > most || strings.IndexByte(name, mask) >= 0 || Shape(name) != "" || Random(name) {
		return "token"
	}
	return name
}

// settled are the secrets in order, none over another.
func (f *finder) settled() []Found {
	slices.SortStableFunc(f.found, func(a, b Found) int { return a.Start - b.Start })
	out := f.found[:0]
	for _, one := range f.found {
		if n := len(out); n > 0 && one.Start < out[n-1].End {
			last := &out[n-1]
			last.End, last.Sure = max(last.End, one.End), last.Sure || one.Sure
			continue
		}
		out = append(out, one)
	}
	return out
}

// within looks through a text that stands escaped at a place. from says of each byte where it comes from.
func (f *finder) within(at span, text string, from []int32, look func(inner *finder, whole span)) {
	if f.depth >= deepest {
		return
	}
	inner := &finder{text: text, depth: f.depth + 1, names: f.names}
	whole := span{0, len(text)}
	look(inner, whole)
	inner.shapes(whole)
	for _, one := range inner.settled() {
		one.Start, one.End = at.start+int(from[one.Start]), at.start+int(from[one.End])
		if one.Start < one.End {
			f.found = append(f.found, one)
		}
	}
}
