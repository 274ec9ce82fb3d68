package vars

import (
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
	InURL                 // a whole URL: as it is at the very start, elsewhere one path segment or query component, or a host
	InQuery               // one query or form component, name or value, percent-encoded, the template's own text too
	InHeader              // a header's name or value: control characters but the tab are refused (RFC 9110 section 5.5)
)

// encoder writes the literal texts and the values of one template for the place it stands in.
type encoder interface {
	literal(out *strings.Builder, text string) *refusal
	// value writes v for part i of the template and says in which form; raw opts out of encoding.
	value(out *strings.Builder, v Value, raw bool, i int) (Form, *refusal)
	// missing writes what stands for a value that is not there, so that the rest can be judged.
	missing(out *strings.Builder)
	// settled looks at a value, from start to end, when all that is around it is written too.
	settled(text string, start, end int) *refusal
}

// refusal says why a text may not stand in a place.
type refusal struct {
	kind    ProblemKind
	at      int // bytes into the literal text
	message string
}

func newPlace(p Place, parts []part) encoder {
	switch p {
	case InJSON:
		return &jsonPlace{}
	case InURL:
		return &urlPlace{userinfo: beforeAt(parts)}
	case InQuery:
		return queryPlace{}
	case InHeader:
		return headerPlace{}
	}
	return textPlace{}
}

// rawElsewhere is what is wrong with the transform raw where nothing is encoded, or where it would break
// what is around.
const rawElsewhere = "raw has a meaning in a URL only"

type textPlace struct{}

func (textPlace) literal(out *strings.Builder, text string) *refusal {
	out.WriteString(text)
	return nil
}

func (textPlace) value(out *strings.Builder, v Value, raw bool, _ int) (Form, *refusal) {
	if raw {
		return AsItIs, &refusal{kind: BadTransform, message: rawElsewhere}
	}
	out.WriteString(v.Reveal())
	return AsItIs, nil
}

func (textPlace) missing(out *strings.Builder) { out.WriteByte('x') }

func (textPlace) settled(string, int, int) *refusal { return nil }

type headerPlace struct{ textPlace }

func (h headerPlace) literal(out *strings.Builder, text string) *refusal {
	if err := control(text); err != nil {
		return err
	}
	return h.textPlace.literal(out, text)
}

func (h headerPlace) value(out *strings.Builder, v Value, raw bool, i int) (Form, *refusal) {
	if err := control(v.Reveal()); err != nil {
		return AsItIs, err
	}
	return h.textPlace.value(out, v, raw, i)
}

// control refuses a text with a control character that would end the header or hide a part of it.
func control(text string) *refusal {
	i := strings.IndexFunc(text, func(c rune) bool { return c < ' ' && c != '\t' || c == 0x7f })
	if i < 0 {
		return nil
	}
	return &refusal{Forbidden, i, fmt.Sprintf("a header cannot hold the character %U", rune(text[i]))}
}

type queryPlace struct{ textPlace }

func (queryPlace) literal(out *strings.Builder, text string) *refusal {
	out.WriteString(percent(text))
	return nil
}

func (queryPlace) value(out *strings.Builder, v Value, raw bool, _ int) (Form, *refusal) {
	if raw {
		out.WriteString(v.Reveal())
		return AsItIs, nil
	}
	out.WriteString(percent(v.Reveal()))
	return Percent, nil
}

// percent writes every byte but the unreserved ones of RFC 3986 section 2.3 as %XX.
func percent(text string) string {
	return strings.ReplaceAll(url.QueryEscape(text), "+", "%20")
}

// jsonPlace follows the literal text to know whether a value stands inside a string.
type jsonPlace struct {
	textPlace
	inside    bool // a string
	backslash bool // the last character began an escape
	bare      bool // the last thing written is a value
}

// afterBare and beforeBare are what may touch a value that stands outside of a string (RFC 8259 section 2).
const (
	beforeBare = " \t\r\n[{:,"
	afterBare  = " \t\r\n]},:"
)

const touches = "in JSON a placeholder outside quotes is a whole value; put it and what touches it into one pair of quotes"

func (j *jsonPlace) literal(out *strings.Builder, text string) *refusal {
	touching := j.bare && !strings.ContainsAny(text[:1], afterBare)
	j.bare = false
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
	if touching {
		return &refusal{kind: BadSyntax, message: touches}
	}
	return nil
}

func (j *jsonPlace) value(out *strings.Builder, v Value, raw bool, _ int) (Form, *refusal) {
	before := out.String()
	switch {
	case raw:
		return JSONValue, &refusal{kind: BadTransform, message: rawElsewhere}
	case !utf8.ValidString(v.Reveal()):
		return JSONValue, &refusal{kind: Forbidden, message: "JSON cannot hold it: it is not UTF-8"}
	case j.backslash:
		j.backslash = false
		return JSONValue, &refusal{kind: BadSyntax, message: "a placeholder cannot follow a backslash"}
	case j.inside:
		quoted := quoteJSON(v.Reveal())
		out.WriteString(quoted[1 : len(quoted)-1])
		return JSONString, nil
	case before != "" && !strings.ContainsAny(before[len(before)-1:], beforeBare):
		return JSONValue, &refusal{kind: BadSyntax, message: touches}
	}
	j.bare = true
	out.WriteString(v.JSON())
	return JSONValue, nil
}

// urlPlace finds from the text so far which component of a URL comes next (RFC 3986 section 3). A text
// without a scheme begins with the host: what calls for a scheme puts it in front. A host cannot be
// encoded: one is written as it is, with its port, or refused.
type urlPlace struct {
	textPlace
	userinfo []bool // of each part of the template: an "@" is still to come in the authority
	read     int    // bytes of the text that are looked at
	scheme   bool   // it ended
	left     bool   // the authority ended, at read
	path     int    // where the path ends in the whole text; 0 is not known yet
	unknown  bool   // a value that may end it is not there
}

// beforeAt says of each part whether the next delimiter of an authority behind it is "@".
func beforeAt(parts []part) []bool {
	before := make([]bool, len(parts))
	at := false
	for i := len(parts) - 1; i >= 0; i-- {
		before[i] = at
		if c := strings.IndexAny(parts[i].literal, "@/?#"); c >= 0 {
			at = parts[i].literal[c] == '@'
		}
	}
	return before
}

// inAuthority reports whether the character behind text belongs to host, port or userinfo.
func (u *urlPlace) inAuthority(text string) bool {
	for !u.left {
		next := strings.IndexAny(text[u.read:], "/?#")
		if next < 0 {
			u.read = len(text)
			return true
		}
		at := u.read + next
		if u.left = u.scheme || !strings.HasPrefix(text[max(at-1, 0):], "://"); u.left {
			u.read = at
		} else {
			u.scheme, u.read = true, at+len("//")
		}
	}
	return false
}

func (u *urlPlace) missing(out *strings.Builder) {
	u.unknown = u.unknown || u.inAuthority(out.String())
	u.textPlace.missing(out)
}

func (u *urlPlace) value(out *strings.Builder, v Value, raw bool, i int) (Form, *refusal) {
	before, text := out.String(), v.Reveal()
	switch {
	case before == "" || raw:
		out.WriteString(text)
	case !u.inAuthority(before) || u.userinfo[i]:
		out.WriteString(percent(text))
		return Percent, nil
	case !isHost(text) && !u.unknown:
		return AsItIs, &refusal{kind: Forbidden, message: "a host name cannot hold it: write the value without / ? # @ and spaces, or {{NAME | raw}} when it is more than a host"}
	default:
		out.WriteString(text)
	}
	return AsItIs, nil
}

// settled refuses a path segment that became ".", ".." or empty: servers and clients take the first two
// away (RFC 3986 section 5.2.4), and /orders/ is not one of the orders, so a value would choose another path.
func (u *urlPlace) settled(text string, start, end int) *refusal {
	if start == 0 || u.inAuthority(text) || start < u.read {
		return nil
	}
	if u.path == 0 {
		u.path = u.read + strings.IndexAny(text[u.read:]+"?", "?#")
	}
	if start > u.path {
		return nil
	}
	for start > u.read && end-start < len("...") && text[start-1] != '/' {
		start--
	}
	for end < u.path && end-start < len("...") && text[end] != '/' {
		end++
	}
	switch segment := text[start:end]; {
	case segment == "." || segment == "..":
		return &refusal{kind: Forbidden, message: fmt.Sprintf("the path segment would be %q, which leads elsewhere", segment)}
	case segment == "" && start > u.read: // not an empty host
		return &refusal{kind: Forbidden, message: "it is empty, and the path without it leads elsewhere; give it a value"}
	}
	return nil
}

func isHost(text string) bool {
	return !strings.ContainsFunc(text, func(c rune) bool {
		return c <= ' ' || c == 0x7f || unicode.IsSpace(c) || c == utf8.RuneError || strings.ContainsRune(`/?#@\<>"{}|^`+"`", c)
	})
}
