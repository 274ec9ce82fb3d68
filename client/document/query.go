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
	rooted bool  // a filter asks for $
	names  []string
	partly bool // all that filters ask of @ is its members called names
}

// ParseQuery parses an RFC 9535 query. Its error is one line: what is wrong, at which byte (from 1), and a
// hint where there is one.
func ParseQuery(src string) (Query, error) {
	if len(src) > maxQuery {
		return Query{}, fmt.Errorf("the path is %d bytes long; the longest accepted is %d", len(src), maxQuery)
	}
	parsed, err := jsonpath.NewParser(jsonpath.WithRegistry(functions())).Parse(src)
	if err != nil {
		wrong := strings.TrimPrefix(err.Error(), "jsonpath: ")
		wrong = strings.ReplaceAll(wrong, "unexpected eof", "unexpected end")
		return Query{}, fmt.Errorf("path %s: %s%s", quote(src), printable(wrong), hint(src))
	}
	bare := withoutQuoted(src)
	if at := strayNot(bare); at >= 0 {
		return Query{}, fmt.Errorf("path %s: unexpected `!` at position %d; it stands before `@`, `$`, `(` or a function", quote(src), at+1)
	}
	q := Query{source: src, parsed: parsed.Query(), ends: segmentEnds(bare), rooted: strings.Contains(bare[1:], "$")}
	q.names, q.partly = filterNames(src, bare)
	if len(q.ends) != len(q.parsed.Segments()) {
		return Query{}, fmt.Errorf("path %s: its brackets do not pair", quote(src))
	}
	return q, nil
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

// QueryStep is a segment of a query with one selector (RFC 9535 section 2.3): a name, an index or the wildcard.
type QueryStep struct {
	Name  string
	Index int // of a list, from its end where negative
	Kind  StepKind
}

// StepKind says what a step selects by.
type StepKind int

// The kinds of steps.
const (
	StepName StepKind = iota
	StepIndex
	StepEach // the wildcard
)

// Steps are the segments of the query; ok is false where one is a descendant segment, or selects by anything else.
func (q Query) Steps() (steps []QueryStep, ok bool) {
	if q.parsed == nil {
		return nil, false
	}
	for _, segment := range q.parsed.Segments() {
		selectors := segment.Selectors()
		if segment.IsDescendant() || len(selectors) != 1 {
			return nil, false
		}
		switch s := selectors[0].(type) {
		case spec.Name:
			steps = append(steps, QueryStep{Name: string(s)})
		case spec.Index:
			steps = append(steps, QueryStep{Kind: StepIndex, Index: int(s)})
		case spec.WildcardSelector:
			steps = append(steps, QueryStep{Kind: StepEach})
		default:
			return nil, false
		}
	}
	return steps, true
}

// String is the query as it was written.
func (q Query) String() string { return q.source }

// Singular tells whether the query selects at most one node by its form (RFC 9535 section 2.3.5.1).
func (q Query) Singular() bool { return q.parsed != nil && q.parsed.Singular() != nil }

// withoutQuoted is a query of the same length with the content of its strings blotted out.
func withoutQuoted(src string) string {
	bare := []byte(src)
	var quote byte
	for i := 0; i < len(bare); i++ {
		switch c := bare[i]; {
		case quote == 0:
			if c == '"' || c == '\'' {
				quote = c
			}
		case c == quote:
			quote = 0
		default:
			bare[i] = '_'
			if c == '\\' && i+1 < len(bare) {
				i++
				bare[i] = '_'
			}
		}
	}
	return string(bare)
}

// strayNot finds a `!` before something that cannot be negated, which the parser takes for a query; -1 when
// there is none (logical-not-op of RFC 9535 section 2.3.5.1).
func strayNot(bare string) int {
	for i := range len(bare) {
		if bare[i] != '!' {
			continue
		}
		next := strings.TrimLeft(bare[i+1:], blanks)
		function := strings.TrimLeft(next, "abcdefghijklmnopqrstuvwxyz0123456789_")
		if !strings.HasPrefix(function, "(") && (next == "" || !strings.ContainsRune("=@$", rune(next[0]))) {
			return i
		}
	}
	return -1
}

// filterNames lists the members that filters ask of @. It fails where one asks for something else, such as
// @ itself: then the whole value must be decoded.
func filterNames(src, bare string) (names []string, ok bool) {
	for i := range len(bare) {
		if bare[i] != '@' {
			continue
		}
		name, ok := firstName(src[i+1:])
		if !ok {
			return nil, false
		}
		names = append(names, name)
	}
	return names, true
}

// firstName is the name selector that a query begins with, when it is a plain one.
func firstName(rest string) (name string, ok bool) {
	switch {
	case strings.HasPrefix(rest, "."):
		name = rest[1:]
		if end := strings.IndexFunc(name, func(r rune) bool { return !isNameChar(r) }); end >= 0 {
			name = name[:end]
		}
		return name, isShorthand(name)
	case strings.HasPrefix(rest, "['"), strings.HasPrefix(rest, `["`):
		name, _, ok = strings.Cut(rest[2:], rest[1:2]+"]")
		return name, ok && !strings.ContainsAny(name, `\'"`)
	}
	return "", false
}

// blanks is the blank space of RFC 9535 section 2.1.1.
const blanks = " \t\n\r"

// segmentEnds finds where each segment of a query ends, so that a prefix of it is cut as written.
func segmentEnds(bare string) []int {
	var ends []int
	i := 1 // after $
	for i < len(bare) {
		i = len(bare) - len(strings.TrimLeft(bare[i:], blanks))
		i = len(bare) - len(strings.TrimLeft(bare[i:], "."))
		if i < len(bare) && bare[i] == '[' {
			i = bracketEnd(bare, i)
		} else if end := strings.IndexAny(bare[i:], ".["+blanks); end >= 0 {
			i += max(end, 1)
		} else {
			i = len(bare)
		}
		ends = append(ends, i)
	}
	return ends
}

// bracketEnd is the byte after the bracket that closes the one at i.
func bracketEnd(bare string, i int) int {
	depth := 0
	for ; i < len(bare); i++ {
		switch bare[i] {
		case '[':
			depth++
		case ']':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return len(bare)
}
