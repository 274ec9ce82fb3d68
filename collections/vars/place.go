package vars

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Place is where in a request a template stands; it decides how values are written.
type Place uint8

// The places.
const (
	InText   Place = iota // as it is
	InJSON                // JSON text: escaped inside quotes, typed JSON when bare
	InURL                 // a whole URL: as it is at the very start, elsewhere one path segment or query component
	InQuery               // one query or form component, name or value, percent-encoded, the template's own text too
	InHeader              // a header's name or value: control characters are refused (RFC 9110 section 5.5)
)

// encoder writes the literal texts and the values of one template for the place it stands in.
type encoder interface {
	literal(out *strings.Builder, text string) error
	// value writes v; raw opts out of encoding; rest is the literal text that follows.
	value(out *strings.Builder, v Value, raw bool, rest string) error
	end(text string, spans []Span) error
}

func newPlace(p Place) encoder {
	switch p {
	case InJSON:
		return &jsonPlace{}
	case InURL:
		return urlPlace{}
	case InQuery:
		return queryPlace{}
	case InHeader:
		return headerPlace{}
	}
	return textPlace{}
}

// errRaw refuses the transform raw where nothing is encoded, or where it would break what is around.
var errRaw = errors.New("raw has a meaning in a URL only")

type textPlace struct{}

func (textPlace) literal(out *strings.Builder, text string) error {
	out.WriteString(text)
	return nil
}

func (textPlace) value(out *strings.Builder, v Value, raw bool, _ string) error {
	if raw {
		return errRaw
	}
	out.WriteString(v.Reveal())
	return nil
}

func (textPlace) end(string, []Span) error { return nil }

type headerPlace struct{ textPlace }

func (headerPlace) end(text string, _ []Span) error {
	if i := strings.IndexFunc(text, func(c rune) bool { return c < ' ' && c != '\t' || c == 0x7f }); i >= 0 {
		return fmt.Errorf("a header cannot hold the character %U", rune(text[i]))
	}
	return nil
}

type queryPlace struct{}

func (queryPlace) literal(out *strings.Builder, text string) error {
	out.WriteString(percent(text))
	return nil
}

func (queryPlace) value(out *strings.Builder, v Value, raw bool, _ string) error {
	if raw {
		return errRaw
	}
	out.WriteString(percent(v.Reveal()))
	return nil
}

func (queryPlace) end(string, []Span) error { return nil }

// percent writes every byte but the unreserved ones of RFC 3986 section 2.3 as %XX.
func percent(text string) string {
	return strings.ReplaceAll(url.QueryEscape(text), "+", "%20")
}

// jsonPlace follows the literal text to know whether a value stands inside a string.
type jsonPlace struct {
	inside    bool // a string
	backslash bool
}

func (j *jsonPlace) literal(out *strings.Builder, text string) error {
	for i := range len(text) {
		switch {
		case j.backslash:
			j.backslash = false
		case text[i] == '"':
			j.inside = !j.inside
		case text[i] == '\\':
			j.backslash = j.inside
		}
	}
	out.WriteString(text)
	return nil
}

func (j *jsonPlace) value(out *strings.Builder, v Value, raw bool, _ string) error {
	switch {
	case raw:
		return errRaw
	case !utf8.ValidString(v.Reveal()):
		return errors.New("JSON cannot hold it: it is not UTF-8")
	case j.backslash:
		return errors.New("a placeholder cannot follow a backslash")
	case !j.inside:
		out.WriteString(v.JSON())
		return nil
	}
	quoted := quoteJSON(v.Reveal())
	out.WriteString(quoted[1 : len(quoted)-1])
	return nil
}

func (*jsonPlace) end(string, []Span) error { return nil }

// urlPlace finds from the text so far which component of a URL comes next (RFC 3986 section 3).
type urlPlace struct{}

func (urlPlace) literal(out *strings.Builder, text string) error {
	out.WriteString(text)
	return nil
}

func (urlPlace) value(out *strings.Builder, v Value, raw bool, rest string) error {
	before, text := out.String(), v.Reveal()
	switch {
	case before == "" || raw:
		out.WriteString(text)
	case !inAuthority(before):
		out.WriteString(percent(text))
	case inUserinfo(before, rest):
		out.WriteString(percent(text))
	case !isHost(text):
		return errors.New("a host name cannot hold it: write the value without / ? # @ and spaces")
	default:
		out.WriteString(text)
	}
	return nil
}

// end refuses a path segment that became "." or "..": servers and clients take those away (RFC 3986
// section 5.2.4), so a value would choose another path.
func (urlPlace) end(text string, spans []Span) error {
	path := text[:strings.IndexAny(text+"?", "?#")]
	for _, s := range spans {
		if s.Start == 0 || s.Start > len(path) {
			continue
		}
		from := strings.LastIndexByte(path[:s.Start], '/') + 1
		to := s.End + strings.IndexByte(path[min(s.End, len(path)):]+"/", '/')
		if segment := path[from:min(to, len(path))]; segment == "." || segment == ".." {
			return fmt.Errorf("{{%s}}: the path segment would be %q, which leads elsewhere", s.Name, segment)
		}
	}
	return nil
}

// inAuthority reports whether the next character belongs to host, port or userinfo.
func inAuthority(before string) bool {
	_, after, found := strings.Cut(before, "://")
	return found && !strings.ContainsAny(after, "/?#")
}

func inUserinfo(before, rest string) bool {
	_, after, _ := strings.Cut(before, "://")
	authority := rest[:strings.IndexAny(rest+"/", "/?#")]
	return !strings.Contains(after, "@") && strings.Contains(authority, "@")
}

func isHost(text string) bool {
	return !strings.ContainsFunc(text, func(c rune) bool {
		return c <= ' ' || c == 0x7f || unicode.IsSpace(c) || c == utf8.RuneError || strings.ContainsRune(`/?#@\<>"{}|^`+"`", c)
	})
}
