package redact

import (
	"strings"
)

// scanner reads a text of any kind for names with a value behind them: "name": value, name=value, name: value
// and <name>value. It follows strings and brackets, and needs neither to be closed.
type scanner struct {
	f     *finder
	s     string // the text up to where it ends
	at    int
	from  int // where it began
	prose bool
	open  []frame // brackets
	top   frame   // what is in no bracket
	plain int     // where a value begins that its name makes no secret
}

// frame is a bracket that is open.
type frame struct {
	secret string // under which name it stands, when that speaks for a secret
	pair   string // what a member "name" said that the member "value" is
}

// scan looks for names with values in a part of the text.
func (f *finder) scan(at span, prose bool) {
	s := scanner{f: f, s: f.text[:at.end], at: at.start, from: at.start, prose: prose, plain: -1}
	s.run()
}

func (s *scanner) run() {
	for s.at < len(s.s) {
		switch c := s.s[s.at]; {
		case c == '"' || c == '\'' && !s.afterWord():
			s.quoted()
		case c == '{' || c == '[':
			s.push(s.frame().secret)
			s.at++
		case c == '}' || c == ']':
			s.open = s.open[:max(len(s.open)-1, 0)]
			s.at++
		case c == '<':
			s.tag()
		case isWord[c]:
			s.word()
		default:
			s.at++
		}
	}
}

func (s *scanner) frame() *frame {
	if n := len(s.open); n > 0 {
		return &s.open[n-1]
	}
	return &s.top
}

// mostOpen bounds how many brackets are followed.
const mostOpen = 10_000

func (s *scanner) push(secret string) {
	if len(s.open) < mostOpen {
		s.open = append(s.open, frame{secret: secret})
	}
}

// isWord are the bytes of names that stand without quotes.
var isWord = func() (is [256]bool) {
	for c := range is {
		r := rune(c | 0x20)
		is[c] = r >= 'a' && r <= 'z' || c >= '0' && c <= '9' || c == '_' || c == '-' || c == '.' || c == '$' || c == '%' || c >= 0x80 && c != mask
	}
	return is
}()

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

func (s *scanner) afterWord() bool { return s.at > s.from && isWord[s.s[s.at-1]] }

// space skips white space; lines says that it may end lines.
func (s *scanner) space(at int, lines bool) int {
	for at < len(s.s) && (s.s[at] == ' ' || s.s[at] == '\t' || lines && isSpace(s.s[at])) {
		at++
	}
	return at
}

// separator gives where the value of a name begins that ends at a place; 0: no value follows.
func (s *scanner) separator(at int, lines bool) int {
	at = s.space(at, lines)
	rest := s.s[at:]
	switch {
	case rest == "", strings.HasPrefix(rest, "://"), strings.HasPrefix(rest, "::"), strings.HasPrefix(rest, "=="):
		return 0
	case strings.HasPrefix(rest, "=>"), strings.HasPrefix(rest, ":="):
		return at + 2
	case rest[0] == ':' || rest[0] == '=':
		return at + 1
	}
	return 0
}

// quoted reads a string: a name, or a value that has none of its own.
func (s *scanner) quoted() {
	inner, after := s.str(s.at)
	if after > inner.end { // it is closed
		if value := s.separator(after, true); value > 0 {
			s.at = value
			s.member(s.name(inner), true, inner.start-1)
			return
		}
	}
	s.put(inner, "", s.frame().secret)
	s.at = after
}

// name is the text of a name in quotes.
func (s *scanner) name(at span) string {
	name := s.f.of(at)
	if strings.IndexByte(name, '\\') >= 0 {
		name, _ = decodeJSON(name)
	}
	return name
}

// str gives the inside of the string that opens at a place, and where it ends. No string of JSON goes over the
// end of a line; what is typed in the middle of a text has no end yet, and ends where the next string begins.
func (s *scanner) str(open int) (inner span, after int) {
	quote := s.s[open]
	for i := open + 1; i < len(s.s); i++ {
		switch s.s[i] {
		case '\\':
			i++
		case '\n':
			if i = s.goesOn(i); i < len(s.s) && s.s[i] == '\n' {
				return span{open + 1, i}, i
			}
			i--
		case quote:
			if i+1 < len(s.s) && isWord[s.s[i+1]] && s.s[i+1] != '-' {
				return span{open + 1, i}, i
			}
			return span{open + 1, i}, i + 1
		}
	}
	return span{open + 1, len(s.s)}, len(s.s)
}

// goesOn gives the end of the line when the next looks like JSON, else where the next begins.
func (s *scanner) goesOn(end int) int {
	next := s.space(end, true)
	if next == len(s.s) || strings.IndexByte(`"'{}[],<`, s.s[next]) >= 0 {
		return end
	}
	return max(next, end+1)
}

// put looks at a string by the name that it stands under.
func (s *scanner) put(inner span, name, secret string) {
	switch {
	case secret == "":
		s.f.inside(inner, name)
	case strings.IndexByte(s.f.of(inner), '\\') >= 0:
		plain, from := decodeJSON(s.f.of(inner))
		s.f.within(inner, plain, from, func(in *finder, whole span) { in.secret(whole, secret, in.orElse(secret)) })
	default:
		s.f.secret(inner, secret, s.f.orElse(secret))
	}
}

// orElse is the word in a name, also when none stands in it.
func (f *finder) orElse(name string) string {
	if word := f.word(name); word != "" {
		return word
	}
	return "secret"
}

// pairNames and valueNames are how a list of names and values calls them.
var (
	pairNames  = map[string]bool{"name": true, "key": true, "field": true, "param": true, "parameter": true, "header": true, "property": true}
	valueNames = map[string]bool{"value": true, "val": true, "text": true, "content": true, "default": true, "data": true}
)

// describing are names of members that say something about the secret that they stand beside.
var describing = map[string]bool{
	"user": true, "username": true, "login": true, "email": true, "mail": true, "scheme": true, "kind": true, "typ": true, "alg": true,
	"scopes": true, "active": true, "issued": true, "created": true, "owner": true, "subject": true, "client": true, "tenant": true,
}

// holding are names of members that hold a secret also where a session or an auth is described.
var holding = map[string]bool{
	"value": true, "val": true, "raw": true, "text": true, "data": true, "plain": true, "plaintext": true, "content": true,
	"current": true, "old": true, "new": true, "confirm": true, "access": true, "refresh": true, "key": true,
}

// Holds says whether a name is that of a secret where it is in something that is one: value, raw, content.
func Holds(name string) bool { return holding[strings.ToLower(name)] }

// under gives the name that makes a member secret, or "".
func (s *scanner) under(name string) string {
	frame := s.frame()
	if s.f.speaks(name) {
		return name
	}
	if frame.pair == "" && frame.secret == "" {
		return ""
	}
	lower := strings.ToLower(name)
	switch {
	case frame.pair != "" && valueNames[lower]:
		return frame.pair
	case frame.secret == "" || !inherits(s.f.word(frame.secret), name):
		return ""
	}
	return frame.secret
}

// inherits says whether a member is secret for the word that speaks for one in the name of what it is in.
func inherits(word, name string) bool {
	lower := strings.ToLower(name)
	if describing[lower] || Identifier(name) {
		return false
	}
	switch word {
	case "auth", "session", "sess", "sid", "cookie", "authorization", "credential":
		return holding[lower]
	}
	return true
}
