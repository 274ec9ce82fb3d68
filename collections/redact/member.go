package redact

import (
	"strings"
)

// word reads a word: a name, a value in a list, or how a URL begins.
func (s *scanner) word() {
	start := s.at
	for s.at < len(s.s) && isWord[s.s[s.at]] {
		s.at++
	}
	if strings.HasPrefix(s.s[s.at:], "://") {
		end := s.at
		for end < len(s.s) && !isSpace(s.s[end]) && strings.IndexByte("\"'<>`", s.s[end]) < 0 {
			end++
		}
		s.f.url(span{start, end})
		s.at = end
		return
	}
	if value := s.separator(s.at, false); value > 0 {
		name := s.s[start:s.at]
		s.at = value
		if !s.f.speaks(name) && start > s.from+1 && s.s[start-1] == ' ' {
			if two := s.s[s.wordBefore(start-1):start] + name; s.f.speaks(two) {
				name = two
			}
		}
		s.member(name, false, start)
		return
	}
	if secret := s.frame().secret; secret != "" && start != s.plain {
		end := s.bare(start, ':', false)
		s.f.secret(span{start, end}, secret, s.f.orElse(secret))
		s.at = max(s.at, end)
	}
}

// wordBefore is where the word begins that ends at a place.
func (s *scanner) wordBefore(end int) int {
	for end > s.from && isWord[s.s[end-1]] {
		end--
	}
	return end
}

// member looks at the value of a name; s.at is behind what separates them, start where the name begins.
func (s *scanner) member(name string, quoted bool, start int) {
	sign := s.s[s.at-1]
	if strings.IndexByte(name, '%') >= 0 {
		name = unescapedName(name)
	}
	secret := s.under(name)
	at := s.space(s.at, quoted)
	if s.at = at; at == len(s.s) {
		return
	}
	switch c := s.s[at]; {
	case c == '"' || c == '\'':
		inner, after := s.str(at)
		s.put(inner, name, secret)
		if secret == "" && pairNames[strings.ToLower(name)] {
			s.pair(inner, after)
		}
		s.at = max(s.at, after)
	case c == '{' || c == '[':
		s.push(secret)
		s.at++
	case c == '<' || secret == "":
		s.plain = at // what follows is read by itself
	default:
		s.bareValue(name, secret, sign, start)
	}
}

// longestName is how long a name may be; what is longer is a text.
const longestName = 80

// pair notes that a string names the value that follows, as in {"name": "token", "value": "x"} and in the parts
// of a form (RFC 7578 section 4.2).
func (s *scanner) pair(inner span, after int) {
	if inner.end-inner.start > longestName {
		return
	}
	name := s.name(inner)
	if !s.f.speaks(name) {
		return
	}
	s.frame().pair = name
	line, rest, ok := strings.Cut(s.s[after:min(after+longestElement, len(s.s))], "\n")
	if ok && strings.Trim(line, " \t\r;") == "" {
		if blank, _, _ := strings.Cut(rest, "\n"); strings.TrimSpace(blank) == "" {
			value := after + len(line) + 1 + len(blank) + 1
			end := len(s.s)
			if i := strings.Index(s.s[min(value, end):min(value+longestElement, end)], "\n--"); i >= 0 {
				end = value + i
			}
			if value < end {
				s.f.secret(span{value, end}, name, s.f.word(name))
				s.at = end
			}
		}
	}
}

// bareValue looks at a value without quotes under a name that speaks for a secret.
func (s *scanner) bareValue(name, secret string, sign byte, start int) {
	near := s.s[s.at:min(s.at+longestName, len(s.s))] // not up to its end, which may be far: this is asked often
	if i := strings.IndexAny(near, ",}]\n"); i >= 0 {
		near = near[:i]
	}
	if strings.HasPrefix(name, "$") || sign == ':' && len(s.open) > 0 && isReference(strings.TrimSpace(near)) {
		s.at++ // of a type or a variable of GraphQL
		return
	}
	first := s.lineStart(start)
	end := s.bare(s.at, sign, first)
	at := span{s.at, end}
	text := s.f.of(s.f.trimmed(at))
	switch {
	case len(s.open) == 0 && sign == ':' && (s.prose || !first) && isWords(text):
		s.at = end
		return
	}
	s.f.secret(at, secret, s.f.orElse(secret))
	s.at = end
}

// isReference says whether a text begins with a variable of GraphQL, such as $password, or a type of it.
func isReference(text string) bool {
	end := strings.IndexFunc(text, func(r rune) bool { return !isAlnum(r) && !strings.ContainsRune("_$![]", r) })
	if end < 0 {
		end = len(text)
	} else if strings.IndexByte(" ,)}\n", text[end]) < 0 {
		return false
	}
	switch word := strings.Trim(text[:end], "[]!"); word {
	case "String", "ID", "Int", "Float", "Boolean":
		return true
	default:
		return len(word) > 1 && word[0] == '$' && !strings.ContainsAny(word[1:], "$![]")
	}
}

// isWords says whether a text could be words that people write.
func isWords(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return !(r|0x20 >= 'a' && r|0x20 <= 'z') && !strings.ContainsRune(" .,;:!?'()`", r) })
}

// longestIndent is how far the beginning of a line is looked for, and how far another pair of a query.
const longestIndent = 256

// lineStart says whether nothing but what marks a list or a setting stands before a name on its line.
func (s *scanner) lineStart(start int) bool {
	begin := max(s.from, start-longestIndent)
	line := strings.LastIndexByte(s.s[begin:start], '\n')
	if line < 0 && begin > s.from {
		return false
	}
	before := strings.TrimSpace(s.s[begin+line+1 : start])
	return strings.Trim(before, "-*> \t") == "" || before == "export" || before == "set"
}

// bare gives where a value without quotes ends.
func (s *scanner) bare(at int, sign byte, first bool) int {
	stops := " \t\r\n,;&)}]\"'<>"
	switch {
	case len(s.open) > 0:
		stops = ",}]\n"
	case sign == '=' && at > s.from && s.inQuery(at):
		stops = "& \t\r\n\"'<>"
	case first:
		stops = "\n"
	}
	if end := strings.IndexAny(s.s[at:], stops); end >= 0 {
		return at + end
	}
	return len(s.s)
}

// inQuery says whether a value is one of several joined by &.
func (s *scanner) inQuery(at int) bool {
	after, _, _ := strings.Cut(s.s[at:min(at+longestIndent, len(s.s))], "\n")
	before := s.s[max(s.from, at-longestIndent):at]
	return strings.IndexByte(after, '&') >= 0 || strings.IndexByte(before[strings.LastIndexByte(before, '\n')+1:], '&') >= 0
}

// tag looks at an element of XML: its attributes and, when its name speaks for a secret, every text in it.
func (s *scanner) tag() {
	start := s.at + 1
	end := start
	for end < len(s.s) && (isWord[s.s[end]] || s.s[end] == ':') {
		end++
	}
	if end == start {
		s.at = start
		return
	}
	name := s.s[start:end]
	close := strings.IndexAny(s.s[end:], "<>")
	if close += end; close < end || s.s[close] == '<' {
		s.at = end
		return
	}
	before := s.top.pair
	attributes := scanner{f: s.f, s: s.s[:close], at: end, from: end, plain: -1}
	attributes.run()
	local := name[strings.LastIndexByte(name, ':')+1:]
	s.at = close + 1
	secret := attributes.top.pair
	switch {
	case s.f.speaks(local):
		secret = local
	case before != "" && (valueNames[strings.ToLower(local)] || local == "string"):
		secret, s.top.pair = before, ""
	}
	if s.s[close-1] == '/' || s.f.depth >= deepest {
		return
	}
	if secret == "" {
		if pairNames[strings.ToLower(local)] {
			inner := span{s.at, s.at + max(strings.IndexByte(s.s[s.at:], '<'), 0)}
			if called := s.f.of(s.f.trimmed(inner)); s.f.speaks(called) {
				s.top.pair = called
			}
		}
		return
	}
	s.element(name, secret)
}

// longestElement is how far the end of an element is looked for.
const longestElement = 1 << 10

// element notes every text of an element up to its end.
func (s *scanner) element(name, secret string) {
	end := len(s.s)
	if i := strings.Index(s.s[s.at:min(s.at+longestElement, end)], "</"+name); i >= 0 {
		end = s.at + i
	} else if i := strings.IndexByte(s.s[s.at:], '<'); i >= 0 && !strings.HasPrefix(s.s[s.at+i:], "<![CDATA[") {
		end = s.at + i
	}
	for s.at < end {
		rest := s.s[s.at:end]
		if data, ok := strings.CutPrefix(rest, "<![CDATA["); ok {
			inner, _, _ := strings.Cut(data, "]]>")
			at := s.at + len("<![CDATA[")
			s.f.secret(span{at, at + len(inner)}, secret, s.f.orElse(secret))
			s.at = min(at+len(inner)+len("]]>"), end)
			continue
		}
		if rest[0] == '<' {
			s.at += max(strings.IndexByte(rest, '>')+1, 1)
			continue
		}
		text, _, _ := strings.Cut(rest, "<")
		s.f.secret(span{s.at, s.at + len(text)}, secret, s.f.orElse(secret))
		s.at += len(text)
	}
}
