package document

import (
	"bytes"
	"strconv"
	"strings"
)

// grid is CSV (RFC 4180) or TSV as an array: of objects where the first row names the columns, else of arrays. A cell is
// the string that is written there: what it may mean is not for this package.
type grid struct {
	comma    byte
	headless bool // the content type says that there is no row of names

	begun   bool
	at      int // where the next record begins
	wait    int // how long the body has to be before that is whole
	rows    int
	names   [][]byte // of the columns, as JSON; nil: there are none
	fields  []field
	problem *Problem
}

// field is one cell: its bytes without its quotes.
type field struct {
	start, end int
	quoted     bool
}

func (t *grid) convert(out, body []byte, final bool) ([]byte, *Problem) {
	if !t.begun && !t.begin(body, final) {
		return out, nil
	}
	if len(out) == 0 {
		out = append(out, '[')
	}
	for t.at < len(body) && (final || len(body) >= t.wait) {
		next, whole := t.record(body, final)
		if !whole {
			t.wait = len(body) + max(1, len(body)-t.at) // it is read again from its beginning
			break
		}
		out = t.add(out, body)
		t.at = next
	}
	if final {
		out = append(out, ']')
	}
	return out, t.problem
}

// begin finds out what separates cells, and whether the first row names them.
func (t *grid) begin(body []byte, final bool) bool {
	before, _, ok := bytes.Cut(body, []byte{'\n'})
	if !ok && !final {
		return false
	}
	line := body
	if ok {
		line = before
	}
	if t.comma == ',' && bytes.Count(line, []byte{';'}) > bytes.Count(line, []byte{','}) {
		t.comma = ';'
	}
	t.at = skipMark(body)
	next, whole := t.record(body, final)
	if !whole {
		return false
	}
	t.begun = true
	if !t.headless && t.namesColumns(body) {
		for _, f := range t.fields {
			t.names = append(t.names, t.appendCell(nil, body, f))
		}
		t.at = next
	}
	return true
}

// namesColumns tells whether the record that was read last is names: each another, none empty and none a number.
func (t *grid) namesColumns(body []byte) bool {
	seen := map[string]bool{}
	for _, f := range t.fields {
		name := strings.TrimSpace(string(body[f.start:f.end]))
		if _, err := strconv.ParseFloat(name, 64); err == nil || name == "" || seen[name] {
			return false
		}
		seen[name] = true
	}
	return len(t.fields) > 0
}

// record finds the cells of the record that begins where the table is. It fails where that may go on in what has not
// come yet.
func (t *grid) record(body []byte, final bool) (next int, whole bool) {
	t.fields = t.fields[:0]
	for i := t.at; ; i++ {
		f := field{start: i, end: i}
		if i < len(body) && body[i] == '"' {
			f.start, f.quoted = i+1, true
			if f.end = quoteEnd(body, i+1); f.end == len(body) {
				if !final {
					return 0, false
				}
				t.complain(body, i, "a quote that is not closed")
			}
			i = min(f.end+1, len(body))
		}
		stop := bytes.IndexAny(body[i:], string([]byte{t.comma, '\n'}))
		if stop < 0 {
			if !final {
				return 0, false
			}
			stop = len(body) - i
		}
		last := i + stop
		atEnd := last >= len(body) || body[last] == '\n'
		end := last
		if atEnd && end > i && body[end-1] == '\r' {
			end--
		}
		switch {
		case !f.quoted:
			f.end = end
		case end > i:
			t.complain(body, i, "text after the closing quote")
			f = field{start: f.start - 1, end: end} // as it is written
		}
		t.fields = append(t.fields, f)
		if i = last; atEnd {
			return min(last+1, len(body)), true
		}
	}
}

// quoteEnd is the quote that ends a quoted cell, or the end of the body.
func quoteEnd(body []byte, i int) int {
	for i < len(body) {
		at := bytes.IndexByte(body[i:], '"')
		if at < 0 {
			break
		}
		if i += at; i+1 >= len(body) || body[i+1] != '"' {
			return i
		}
		i += 2
	}
	return len(body)
}

// add appends the record that was read last. A line with nothing on it is none.
func (t *grid) add(out, body []byte) []byte {
	if len(t.fields) == 1 && t.fields[0].start == t.fields[0].end && !t.fields[0].quoted {
		return out
	}
	if t.rows++; t.rows > 1 {
		out = append(out, ",\n"...)
	}
	if t.names != nil && len(t.fields) != len(t.names) {
		t.complain(body, t.at, strconv.Itoa(len(t.fields))+" cells in a row, where there are "+strconv.Itoa(len(t.names))+" columns")
	}
	open, end := byte('['), byte(']')
	if t.names != nil {
		open, end = '{', '}'
	}
	out = append(out, open)
	for i, f := range t.fields {
		if i > 0 {
			out = append(out, ',')
		}
		switch {
		case i < len(t.names):
			out = append(append(out, t.names[i]...), ':')
		case t.names != nil:
			out = append(appendString(out, "column "+strconv.Itoa(i+1)), ':')
		}
		out = t.appendCell(out, body, f)
	}
	return append(out, end)
}

func (t *grid) appendCell(out, body []byte, f field) []byte {
	cell := body[f.start:f.end]
	if f.quoted && bytes.IndexByte(cell, '"') >= 0 {
		cell = bytes.ReplaceAll(cell, []byte(`""`), []byte(`"`))
	}
	return appendString(out, cell)
}

func (t *grid) complain(body []byte, at int, message string) {
	if t.problem == nil {
		t.problem = problemAt(body, at, message)
	}
}
