package response

import (
	"bytes"
	"sort"
	"unicode"
	"unicode/utf8"

	"dowse/client/document"
	"dowse/ui/theme"
)

// pattern is the words looked for: taken literally, and with capitals only where they have some.
type pattern struct {
	text   []byte
	fold   bool
	starts [][]byte // how its first character can be written
}

func newPattern(text string) pattern {
	p := pattern{text: []byte(text), fold: true}
	for _, r := range text {
		p.fold = p.fold && !unicode.IsUpper(r)
	}
	if text == "" {
		return p
	}
	first, n := utf8.DecodeRuneInString(text)
	p.starts = [][]byte{[]byte(text[:n])}
	if p.fold {
		for r := unicode.SimpleFold(first); r != first; r = unicode.SimpleFold(r) {
			p.starts = append(p.starts, []byte(string(r)))
		}
	}
	return p
}

// width is how many bytes of b, from its beginning, the pattern matches; -1 when it does not.
func (p pattern) width(b []byte) int {
	if !p.fold {
		if bytes.HasPrefix(b, p.text) {
			return len(p.text)
		}
		return -1
	}
	at := 0
	for i := 0; i < len(p.text); {
		if at >= len(b) {
			return -1
		}
		want, n := utf8.DecodeRune(p.text[i:])
		got, m := utf8.DecodeRune(b[at:])
		if want != got && folded(want) != folded(got) {
			return -1
		}
		i, at = i+n, at+m
	}
	return at
}

// folded is one character for all that differ in their case only.
func folded(r rune) rune {
	if r < utf8.RuneSelf && r != 'k' && r != 'K' && r != 's' && r != 'S' { // these two have relatives elsewhere
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	}
	least := r
	for next := unicode.SimpleFold(r); next != r; next = unicode.SimpleFold(next) {
		least = min(least, next)
	}
	return least
}

// scan finds a pattern in bytes, one place after the other.
type scan struct {
	pattern pattern
	body    []byte
	next    []int // where each way to write the first character comes next; before the place asked for: unknown
}

func newScan(p pattern, body []byte) *scan {
	s := &scan{pattern: p, body: body, next: make([]int, len(p.starts))}
	for i := range s.next {
		s.next[i] = -1
	}
	return s
}

// from is the first match that begins from at on and before until: its two ends.
func (s *scan) from(at, until int) (start, end int, ok bool) {
	until = min(until, len(s.body))
	for at < until {
		start := until
		for i, way := range s.pattern.starts {
			if s.next[i] < at {
				s.next[i] = until
				if found := bytes.Index(s.body[at:min(len(s.body), until+len(way)-1)], way); found >= 0 {
					s.next[i] = at + found
				}
			}
			start = min(start, s.next[i])
		}
		if start >= until {
			return 0, 0, false
		}
		if n := s.pattern.width(s.body[start:]); n >= 0 {
			return start, start + n, true
		}
		at = start + 1
	}
	return 0, 0, false
}

// in says whether the pattern is somewhere in a text.
func (p pattern) in(text string) bool {
	_, _, ok := newScan(p, []byte(text)).from(0, len(text))
	return ok
}

// highlight gives what matches in spans the role of a match.
func (p pattern) highlight(spans []theme.Span) []theme.Span {
	if len(p.text) == 0 {
		return spans
	}
	var text []byte
	for _, span := range spans {
		text = append(text, span.Text...)
	}
	var ends []int // of pieces: what matches, what does not, in turn
	found := newScan(p, text)
	for at := 0; ; {
		start, end, ok := found.from(at, len(text))
		if !ok {
			break
		}
		ends = append(ends, start, end)
		at = end
	}
	if len(ends) == 0 {
		return spans
	}
	var out []theme.Span
	at := 0
	for _, span := range spans {
		for span.Text != "" {
			i := sort.SearchInts(ends, at+1)
			size := len(span.Text)
			if i < len(ends) {
				size = min(size, ends[i]-at)
			}
			role := span.Role
			if i%2 == 1 {
				role = theme.Match
			}
			out = append(out, theme.Span{Role: role, Text: span.Text[:size]})
			span.Text, at = span.Text[size:], at+size
		}
	}
	return out
}

// textMatches gives where the pattern is in the bytes from at to until.
func (p pattern) textMatches(body []byte, at, until int) []int {
	var found []int
	s := newScan(p, body)
	for {
		start, end, ok := s.from(at, until)
		if !ok {
			return found
		}
		found = append(found, start)
		at = end
	}
}

// nodeMatches gives the nodes of a JSON body whose name or value, decoded, holds the pattern and which
// begin to show it between the bytes at and until. It looks at the bytes first: only where the pattern
// stands in them, or where there is an escape, is anything decoded.
func (p pattern) nodeMatches(d *document.Document, at, until int) (nodes []int, next int) {
	body := d.Bytes()
	s := newScan(p, body)
	escape := -1
	for at < until {
		if escape < at {
			if escape = bytes.IndexByte(body[at:until], '\\'); escape < 0 {
				escape = until
			} else {
				escape += at
			}
		}
		here := escape
		if start, _, ok := s.from(at, here); ok {
			here = start
		}
		if here >= until {
			break
		}
		n := d.At(here)
		if n == document.None {
			at = here + 1
			continue
		}
		start, end := valueSpan(d, n)
		if here >= start && d.Kind(n) >= document.Array {
			at = here + 1 // between values
			continue
		}
		if last := len(nodes) - 1; (last < 0 || nodes[last] != int(n)) && p.inNode(d, n) {
			nodes = append(nodes, int(n))
		}
		at = max(end, here+1)
	}
	return nodes, max(at, until)
}

// valueSpan is where a value begins and ends; of an array or object, its first byte alone.
func valueSpan(d *document.Document, n document.Node) (start, end int) {
	start, end = d.Span(n)
	if d.Kind(n) >= document.Array {
		end = start
	}
	return start, end
}

// inNode says whether the name of n, or its value when it holds no others, has the pattern in it.
func (p pattern) inNode(d *document.Document, n document.Node) bool {
	if key, ok := d.Key(n); ok && p.in(key) {
		return true
	}
	return d.Kind(n) < document.Array && p.in(d.Text(n))
}
