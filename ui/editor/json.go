package editor

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"dowse/client/document"
	"dowse/collections/vars"
	"dowse/ui/theme"
)

// indent is one step of JSON's indentation.
const indent = "  "

// check is what is known of a text.
type check struct {
	text    string
	shape   []byte // see shape
	problem *Problem
	done    bool
}

// Problem is why a text is not the JSON that it is meant to be.
type Problem struct {
	Line, Column int // from 1, in characters
	Message      string
}

// Problem says what is wrong with the text; nil: it is JSON, or not meant to be.
func (m *Model) Problem() *Problem {
	if !m.json || strings.TrimSpace(m.Text()) == "" {
		return nil
	}
	return m.problem()
}

// Status says in a few words, painted, whether the text is JSON; nothing where it is not meant to be.
func (m *Model) Status() string {
	switch p := m.Problem(); {
	case p != nil:
		return m.theme.Paint(theme.Bad, fmt.Sprintf("%s %d:%d %s", m.theme.Glyphs.Missing, p.Line, p.Column, shown(p.Message)))
	case m.json && strings.TrimSpace(m.Text()) != "":
		return m.theme.Paint(theme.Good, "valid JSON")
	}
	return ""
}

// problem checks the text, once for each.
func (m *Model) problem() *Problem {
	m.look()
	return m.checked.problem
}

// look brings what is known of the text up to date.
func (m *Model) look() {
	text := m.Text()
	if m.checked.done && m.checked.text == text {
		return
	}
	m.checked = check{text: text, shape: shape(text), done: true}
	for _, p := range vars.Check(text) {
		m.checked.problem = &Problem{p.Line, p.Column, p.Message}
		return
	}
	if p := document.ParseJSON(m.checked.shape).Problem(); p != nil {
		at := min(p.Offset, len(text))
		before := text[:at]
		m.checked.problem = &Problem{
			Line:    strings.Count(before, "\n") + 1,
			Column:  utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:]) + 1,
			Message: p.Message,
		}
	}
}

// shape is a text in which each template is a JSON string of the same length, or a part of the string that
// it stands in.
func shape(text string) []byte {
	out := []byte(text)
	uses := vars.Uses(text)
	quoted := false
	for i := 0; i < len(out); i++ {
		for len(uses) > 0 && uses[0].Start < i {
			uses = uses[1:]
		}
		if len(uses) > 0 && uses[0].Start == i {
			end := uses[0].End
			for j := i; j < end; j++ {
				out[j] = 'x'
			}
			if !quoted {
				out[i], out[end-1] = '"', '"'
			}
			i = end - 1
			continue
		}
		switch {
		case out[i] == '\\' && quoted:
			i++
		case out[i] == '"':
			quoted = !quoted
		case out[i] == '\n':
			quoted = false // no string goes on behind it
		}
	}
	return out
}

// stringEnd is the offset behind the string that begins at i of a shape.
func stringEnd(shape []byte, i int) int {
	for i++; i < len(shape); i++ {
		switch shape[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		case '\n':
			return i
		}
	}
	return len(shape)
}

// indented is valid JSON with a line for each value. Strings, numbers and templates stay as they were typed.
func indented(text string) string {
	var b strings.Builder
	s, depth := shape(text), 0
	line := func() {
		b.WriteByte('\n')
		b.WriteString(strings.Repeat(indent, depth))
	}
	for i := 0; i < len(s); {
		end := i + 1
		switch c := s[i]; c {
		case ' ', '\t', '\r', '\n':
		case '"':
			end = stringEnd(s, i)
			b.WriteString(text[i:end])
		case '{', '[':
			b.WriteByte(c)
			if inner := skipSpace(s, end); inner < len(s) && (s[inner] == '}' || s[inner] == ']') {
				b.WriteByte(s[inner])
				end = inner + 1
				break
			}
			depth++
			line()
		case '}', ']':
			depth = max(0, depth-1)
			line()
			b.WriteByte(c)
		case ',':
			b.WriteByte(c)
			line()
		case ':':
			b.WriteString(": ")
		default:
			b.WriteByte(c)
		}
		i = end
	}
	if strings.HasSuffix(text, "\n") {
		b.WriteByte('\n')
	}
	return b.String()
}

func skipSpace(s []byte, i int) int {
	for i < len(s) && strings.IndexByte(" \t\r\n", s[i]) >= 0 {
		i++
	}
	return i
}

// brackets gives the places of the bracket at the caret, or before it, and of the one that belongs to it.
func (m *Model) brackets() []position {
	if !m.json {
		return nil
	}
	m.look()
	offset := m.caret.at
	for _, line := range m.lines[:m.caret.line] {
		offset += len(line) + 1
	}
	for _, at := range []int{offset, offset - 1} {
		if at >= 0 && at < len(m.checked.shape) && strings.IndexByte("{}[]", m.checked.shape[at]) >= 0 {
			if other := partner(m.checked.shape, at); other >= 0 {
				return []position{m.place(at), m.place(other)}
			}
		}
	}
	return nil
}

// place is the position of an offset in the whole text.
func (m *Model) place(offset int) position {
	for i, line := range m.lines {
		if offset <= len(line) {
			return position{i, offset}
		}
		offset -= len(line) + 1
	}
	return m.end()
}

// partner is the offset of the bracket that belongs to the one at an offset of a shape; -1: there is none.
func partner(s []byte, at int) int {
	var open []int
	for i := 0; i < len(s); {
		end := i + 1
		switch s[i] {
		case '"':
			end = stringEnd(s, i)
		case '{', '[':
			open = append(open, i)
		case '}', ']':
			if len(open) == 0 {
				break
			}
			opening := open[len(open)-1]
			open = open[:len(open)-1]
			if opening == at || i == at {
				return opening + i - at
			}
		}
		i = end
	}
	return -1
}
