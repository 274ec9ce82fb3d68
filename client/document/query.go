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
	parsed, err := jsonpath.Parse(src)
	if err != nil {
		return Query{}, fmt.Errorf("path %s: %s%s", quoteQuery(src), strings.TrimPrefix(err.Error(), "jsonpath: "), hint(src))
	}
	return Query{source: src, parsed: parsed.Query(), ends: segmentEnds(src)}, nil
}

// quoteQuery quotes a query for an error, cut when long and safe to print.
func quoteQuery(src string) string {
	return opening([]byte(src))
}

// hint tells what to do about the commonest slips.
func hint(src string) string {
	switch {
	case strings.TrimSpace(src) == "":
		return "; a path begins with `$`, which is the whole body"
	case src != strings.TrimSpace(src):
		return "; remove the blank space around it"
	case strings.HasPrefix(src, "["):
		return "; write `$" + clip(src) + "`"
	case !strings.HasPrefix(src, "$"):
		return "; a path begins with `$`, such as `$." + clip(strings.TrimPrefix(src, ".")) + "`"
	case strings.HasSuffix(src, "."):
		return "; a name, `*` or nothing must follow the last dot"
	}
	return ""
}

// clip keeps a hint short.
func clip(src string) string {
	q := opening([]byte(src))
	return q[1 : len(q)-1]
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
