package find

import (
	"errors"
	"regexp"
	"regexp/syntax"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Regexp is a pattern that is a regular expression of RE2, with capitals only where it has some; its ^ and $ are the ends
// of lines. Its errors are one short line. An empty one is nil.
func Regexp(text string) (*Pattern, error) {
	if text == "" {
		return nil, nil
	}
	if _, err := syntax.Parse(text, syntax.Perl); err != nil {
		return nil, short(err)
	}
	text = flags(!hasCapitals(text)) + text
	re, err := regexp.Compile(text)
	if err != nil {
		return nil, short(err)
	}
	p := &Pattern{re: re}
	if tree, err := syntax.Parse(text, syntax.Perl); err == nil {
		p.words = needed(tree)
	}
	return p, nil
}

// flags are what a regular expression begins with.
func flags(fold bool) string {
	if fold {
		return "(?im)"
	}
	return "(?m)"
}

// mostShown is how many characters of a wrong expression are shown.
const mostShown = 24

// short says what is wrong with an expression.
func short(err error) error {
	var wrong *syntax.Error
	if !errors.As(err, &wrong) {
		return err
	}
	text := wrong.Code.String()
	if expr := []rune(wrong.Expr); len(expr) > 0 && len(expr) <= mostShown {
		text += ": " + wrong.Expr
	}
	return errors.New(text)
}

// hasCapitals says whether an expression has capitals that stand for themselves.
func hasCapitals(text string) bool {
	for text != "" {
		r, n := utf8.DecodeRuneInString(text)
		switch {
		case r == '\\' && len(text) > n:
			name := text[n:]
			_, size := utf8.DecodeRuneInString(name)
			if end := strings.IndexByte(name, '}'); strings.HasPrefix(name[size:], "{") && end >= 0 {
				size = end + 1
			} else if (name[0] == 'p' || name[0] == 'P') && len(name) > size {
				_, letter := utf8.DecodeRuneInString(name[size:])
				size += letter
			}
			n += size
		case unicode.IsUpper(r):
			return true
		}
		text = text[n:]
	}
	return false
}

// mostWords is how many literals are looked for at once.
const mostWords = 4

// needed are texts of which every match of an expression has one in it, as long ones as there are; nil: none are known.
func needed(re *syntax.Regexp) []*literal {
	switch re.Op {
	case syntax.OpLiteral:
		text := string(re.Rune)
		if text == "" || strings.ContainsAny(text, replacement+"\n") {
			return nil // what is decoded to these is written in many ways
		}
		return []*literal{newLiteral(text, re.Flags&syntax.FoldCase != 0)}
	case syntax.OpCapture, syntax.OpPlus:
		return needed(re.Sub[0])
	case syntax.OpRepeat:
		if re.Min > 0 {
			return needed(re.Sub[0])
		}
	case syntax.OpAlternate:
		var all []*literal
		for _, sub := range re.Sub {
			some := needed(sub)
			if all = append(all, some...); some == nil || len(all) > mostWords {
				return nil
			}
		}
		return all
	case syntax.OpConcat:
		var best []*literal
		for _, sub := range re.Sub {
			if some := needed(sub); some != nil && (best == nil || shortest(some) > shortest(best)) {
				best = some
			}
		}
		return best
	}
	return nil
}

// shortest is how many characters the shortest of some literals has.
func shortest(some []*literal) int {
	least := len(some[0].runes)
	for _, l := range some {
		least = min(least, len(l.runes))
	}
	return least
}
