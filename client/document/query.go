package document

import (
	"fmt"
	"strings"

	"github.com/theory/jsonpath"
	"github.com/theory/jsonpath/spec"
)

// maxQuery is the longest query accepted, in bytes; it bounds how deep the parser nests.
const maxQuery = 64 << 10

// Query is a parsed RFC 9535 query. The zero Query selects nothing.
type Query struct {
	source string
	parsed *spec.PathQuery
	ends   []int // where each segment ends in source
}

// ParseQuery parses an RFC 9535 query. Its error is one line: what is wrong, at which character, and a
// hint where there is one.
func ParseQuery(src string) (Query, error) {
	if len(src) > maxQuery {
		return Query{}, fmt.Errorf("the path is %d bytes long; the longest accepted is %d", len(src), maxQuery)
	}
	parsed, err := jsonpath.NewParser(jsonpath.WithRegistry(functions())).Parse(src)
	if err != nil {
		wrong := strings.TrimPrefix(err.Error(), "jsonpath: ")
		wrong = strings.ReplaceAll(wrong, "unexpected eof", "unexpected end")
		return Query{}, fmt.Errorf("path %s: %s%s", quote(src), wrong, hint(src))
	}
	return Query{source: src, parsed: parsed.Query(), ends: segmentEnds(src)}, nil
}

// hint tells what to do about the commonest slips.
func hint(src string) string {
	trimmed := strings.TrimSpace(src)
	switch {
	case trimmed == "":
		return "; a path begins with `$`, which is the whole body"
	case src != trimmed:
		return "; remove the blank space around it"
	case src[0] == '[':
		return "; write " + quote("$"+src)
	case src[0] != '$':
		return "; a path begins with `$`: write " + quote("$."+strings.TrimPrefix(src, "."))
	case strings.HasSuffix(src, "."):
		return "; a name or `*` must follow a dot"
	case reservedAfterDots(src):
		return "; after two dots write true, false and null as ['true'], ['false'] and ['null']"
	case strings.ContainsAny(src, "- ") && !strings.Contains(src, "?"):
		return "; a name with anything but letters, digits and `_` is written as ['a-name']"
	}
	return ""
}

// reservedAfterDots tells whether a descendant name is one that the parser takes for a literal.
func reservedAfterDots(src string) bool {
	for _, word := range []string{"..true", "..false", "..null"} {
		if strings.Contains(src, word) {
			return true
		}
	}
	return false
}

// String is the query as it was written.
func (q Query) String() string { return q.source }

// Singular tells whether the query selects at most one node by its form (RFC 9535 section 2.3.5.1).
func (q Query) Singular() bool { return q.parsed != nil && q.parsed.Singular() != nil }

// segmentEnds finds where each segment of a valid query ends, so that a prefix of it is cut as written.
func segmentEnds(src string) []int {
	var ends []int
	i := 1 // after $
	for i < len(src) {
		for src[i] == ' ' || src[i] == '\t' || src[i] == '\n' || src[i] == '\r' {
			i++
		}
		for i < len(src) && src[i] == '.' {
			i++
		}
		if i < len(src) && src[i] == '[' {
			i = bracketEnd(src, i)
		} else {
			for i < len(src) && !strings.ContainsRune(".[ \t\r\n", rune(src[i])) {
				i++
			}
		}
		ends = append(ends, i)
	}
	return ends
}

// bracketEnd is the byte after the bracket that closes the one at i.
func bracketEnd(src string, i int) int {
	depth := 0
	var quote byte
	for ; i < len(src); i++ {
		c := src[i]
		switch {
		case quote != 0 && c == '\\':
			i++
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"', c == '\'':
			quote = c
		case c == '[':
			depth++
		case c == ']':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return len(src)
}
