package field

import (
	"strings"

	"dowse/collections/vars"
)

const (
	opening = "{{"
	closing = "}}"
	escaped = "{{{{" // stands for the braces themselves
)

// region is a placeholder in a text, or the beginning of one that cannot be read yet.
type region struct {
	start, end int    // bytes, braces included
	name       string // empty: it cannot be read
}

// regions gives the placeholders of a template as vars reads them, and those that it cannot read.
func regions(text string) []region {
	if !strings.Contains(text, opening) {
		return nil
	}
	var all []region
	uses := vars.Uses(text)
	for at := 0; ; {
		next := strings.Index(text[at:], opening)
		if next < 0 {
			return all
		}
		at += next
		run := len(text[at:]) - len(strings.TrimLeft(text[at:], "{"))
		at += run
		if run %= len(escaped); run < len(opening) {
			continue // the braces stand for themselves
		}
		r := region{start: at - len(opening)}
		for len(uses) > 0 && uses[0].Start < r.start {
			uses = uses[1:]
		}
		if len(uses) > 0 && uses[0].Start == r.start {
			r.end, r.name = uses[0].End, uses[0].Name
		} else {
			r.end = unread(text, at)
		}
		all = append(all, r)
		at = r.end
	}
}

// unread is where a placeholder ends that cannot be read, and whose inside begins at a byte: where it is
// closed, or before the next one.
func unread(text string, at int) int {
	inside := text[at:]
	if next := strings.Index(inside, opening); next >= 0 {
		inside = inside[:next]
	}
	if end := strings.Index(inside, closing); end >= 0 {
		return at + end + len(closing)
	}
	return at + len(inside)
}

// within is the placeholder that the caret is inside of.
func (m *Model) within() (region, bool) {
	if m.placeholders == nil {
		return region{}, false
	}
	text, at := m.buffer.text, m.buffer.at
	from, to := m.around(at, at)
	for _, r := range regions(text[from:to]) {
		r.start, r.end = r.start+from, r.end+from
		end := r.end
		if r.closed(text) {
			end -= len(closing)
		}
		if at >= r.start+len(opening) && at <= end {
			return r, true
		}
	}
	return region{}, false
}

func (r region) closed(text string) bool {
	return r.end >= r.start+len(opening)+len(closing) && strings.HasSuffix(text[r.start:r.end], closing)
}

// has says whether a name has a value. Those that are offered say so themselves: to ask for the value of a
// secret may start a command.
func (p *Placeholders) has(name string) bool {
	offered := false
	for i := range p.Candidates {
		if c := &p.Candidates[i]; c.Insert == name {
			if c.Live {
				return true
			}
			offered = true
		}
	}
	switch {
	case offered:
		return false
	case vars.Dynamic(name):
		return true
	case p.Value == nil:
		return false
	}
	_, ok := p.Value(name)
	return ok
}

// resolved says whether a placeholder has a value, its own or a default.
func (p *Placeholders) resolved(text string, r region) bool {
	if r.name == "" {
		return false
	}
	for _, use := range vars.Uses(text[r.start:r.end]) {
		if use.Default {
			return true
		}
	}
	return p.has(r.name)
}

// piped takes the inside of a placeholder up to the caret apart: the name, the transforms behind it and the
// word that is typed behind the last |. ok says that there is such a word, and that it may be a transform.
func piped(inside string) (name, pipe, word string, ok bool) {
	first, last, depth, quote := -1, -1, 0, byte(0)
	for i := 0; i < len(inside); i++ {
		switch c := inside[i]; {
		case quote != 0:
			if c == '\\' && quote == '"' {
				i++
			} else if c == quote {
				quote = 0
			}
		case depth > 0 && (c == '"' || c == '\''):
			quote = c
		case c == '(':
			depth++
		case c == ')':
			depth--
		case c == '|' && depth == 0:
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	if first < 0 || depth != 0 || quote != 0 {
		return "", "", "", false
	}
	word = strings.TrimLeft(inside[last+1:], " ")
	if last > first {
		pipe = inside[first+1 : last]
	}
	return strings.TrimSpace(inside[:first]), pipe, word, wordLength(word) == len(word)
}

// wordLength is how much of a text may be the name of a transform.
func wordLength(text string) int {
	return len(text) - len(strings.TrimLeft(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-"))
}
