// Package find looks for words in a document: in the names and values of its nodes, decoded, or in its characters as
// they came. It reads the index and decodes only what can hold the words.
//
//	Words, Regexp ──> Pattern ──Nodes, Characters──> Scan ──Step, Step ...──> hits in the order of the body
//
// It is no query language, and knows nothing of screens.
package find

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// Pattern is what is looked for. It is never changed once made; nil matches nothing.
type Pattern struct {
	words []*literal     // of which every match has one in it; nil: none are known
	re    *regexp.Regexp // nil: a match is the one literal of the words
}

// Words is a pattern of words that are taken as they are, and with capitals only where they have some. Without words
// it is nil.
func Words(text string) *Pattern {
	if text == "" {
		return nil
	}
	text = strings.ToValidUTF8(text, replacement)
	fold := strings.IndexFunc(text, unicode.IsUpper) < 0
	if strings.Contains(text, replacement) {
		// It stands for whatever cannot be decoded, and so there are no bytes to look for.
		return &Pattern{re: regexp.MustCompile(flags(fold) + regexp.QuoteMeta(text))}
	}
	return &Pattern{words: []*literal{newLiteral(text, fold)}}
}

// replacement is what is decoded of bytes that are no text.
const replacement = "\uFFFD"

// IsRegexp tells whether it is a regular expression.
func (p *Pattern) IsRegexp() bool { return p != nil && p.re != nil }

// In tells whether a text has a match.
func (p *Pattern) In(text string) bool { return p.in([]byte(text)) }

// All gives where the matches of a text begin and end; none is empty, and none lies over another.
func (p *Pattern) All(text []byte) [][2]int {
	if p == nil {
		return nil
	}
	var all [][2]int
	if p.re != nil {
		for _, match := range p.re.FindAllIndex(text, -1) {
			if match[0] < match[1] {
				all = append(all, [2]int{match[0], match[1]})
			}
		}
		return all
	}
	f := finder{literal: p.words[0], body: text}
	for at := 0; ; {
		start, end, ok := f.from(at, len(text))
		if !ok {
			return all
		}
		all = append(all, [2]int{start, end})
		at = end
	}
}

// in tells whether a text has a match that is not empty.
func (p *Pattern) in(text []byte) bool {
	switch {
	case p == nil:
		return false
	case p.re == nil:
		f := finder{literal: p.words[0], body: text}
		_, _, ok := f.from(0, len(text))
		return ok
	}
	first := p.re.FindIndex(text)
	if first == nil || first[0] < first[1] {
		return first != nil
	}
	return slices.ContainsFunc(p.re.FindAllIndex(text, -1), func(match []int) bool { return match[0] < match[1] })
}
