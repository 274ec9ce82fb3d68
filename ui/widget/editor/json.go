package editor

import (
	"fmt"
	"strings"
	"unicode/utf8"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/client/document"
	"dowse/collections/vars"
	"dowse/ui/draw/theme"
)

// indent is one step of JSON's indentation.
const indent = "  "

// maxIndent is the depth from which lines are indented no further: brackets alone would otherwise become the
// square of their size.
const maxIndent = 64

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

// Problem says what is wrong with the text; nil: it is JSON, or not meant to be, or large and not checked yet.
func (m *Model) Problem() *Problem {
	if !m.json || strings.TrimSpace(m.Text()) == "" || !m.look() {
		return nil
	}
	return m.checked.problem
}

// Status says in a few words, painted, whether the text is JSON; nothing where it is not meant to be.
func (m *Model) Status() string {
	if !m.json || strings.TrimSpace(m.Text()) == "" {
		return ""
	}
	if !m.look() {
		return m.theme.Paint(theme.Muted, "checking JSON")
	}
	if p := m.checked.problem; p != nil {
		return m.theme.Paint(theme.Bad, fmt.Sprintf("%s %d:%d %s", m.theme.Glyphs.Missing, p.Line, p.Column, shown(p.Message)))
	}
	return m.theme.Paint(theme.Good, "valid JSON")
}

// Mistake is what keeps the text from being JSON, in full and painted; empty: nothing does, or it is not known.
func (m *Model) Mistake() string {
	if m.json && m.checked.done && m.checked.problem != nil && m.checked.text == m.Text() {
		return m.Status()
	}
	return ""
}

// look brings what is known of the text up to date; false: a command is about to say it.
func (m *Model) look() bool {
	text := m.Text()
	if m.checked.done && m.checked.text == text {
		return true
	}
	if len(text) > atOnce {
		if done, known := m.checker.of(text); done != nil {
			m.checked = *done
			return true
		} else if known {
			return false
		}
	}
	m.checked = checkOf(text)
	return true
}

// valid says whether the text is JSON, whatever it takes to know.
func (m *Model) valid() bool {
	if !m.look() {
		m.checked = checkOf(m.Text())
	}
	return m.checked.problem == nil
}

// checkLater has a large text checked by a command, after an edit.
func (m *Model) checkLater(intent tea.Msg) tea.Cmd {
	if _, ok := intent.(ChangedMsg); !ok || !m.json || len(m.Text()) <= atOnce {
		return nil
	}
	return m.checker.want(m.Text())
}

// checkOf checks a text.
func checkOf(text string) check {
	c := check{text: text, shape: shape(text), done: true}
	for _, p := range vars.Check(text) {
		c.problem = &Problem{p.Line, p.Column, p.Message}
		return c
	}
	if p := document.ParseJSON(c.shape).Problem(); p != nil {
		at := min(p.Offset, len(text))
		before := text[:at]
		c.problem = &Problem{
			Line:    strings.Count(before, "\n") + 1,
			Column:  utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:]) + 1,
			Message: p.Message,
		}
	}
	return c
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
		b.WriteString(strings.Repeat(indent, min(depth, maxIndent)))
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

// brackets gives the places of the bracket at the caret, or before it, and of the one that belongs to it; of a
// large text only of one that is near.
func (m *Model) brackets() []position {
	if !m.json {
		return nil
	}
	e := m.excerpt()
	for _, at := range []int{e.caret, e.caret - 1} {
		if at >= e.lead && at < len(e.shape) && strings.IndexByte("{}[]", e.shape[at]) >= 0 {
			if other := partner(e.shape, at); other >= e.lead {
				return []position{m.place(e.start, at-e.lead), m.place(e.start, other-e.lead)}
			}
		}
	}
	return nil
}

// reach is how many bytes from the caret a bracket is looked for in a large text.
const reach = 16 << 10

// excerpt is the shape of the text near the caret.
type excerpt struct {
	shape []byte
	start position // where it begins, behind its lead
	lead  int      // bytes that are none of the text
	caret int      // the byte that the caret is at
}

// excerpt gives that of all the text, where it is not large.
func (m *Model) excerpt() excerpt {
	if len(m.Text()) <= atOnce {
		m.look()
		e := excerpt{shape: m.checked.shape, caret: m.caret.at}
		for _, line := range m.lines[:m.caret.line] {
			e.caret += len(line) + 1
		}
		return e
	}
	var e excerpt
	var b strings.Builder
	from := m.caret
	s := m.stopAt(from.line, max(0, from.at-reach))
	from.at = s.at
	b.WriteString(s.lead())
	e.lead = b.Len()
	for room := reach - m.caret.at; from.at == 0 && from.line > 0 && room > len(m.lines[from.line-1]); {
		from.line--
		room -= len(m.lines[from.line]) + 1
	}
	e.start = from
	for end := len(m.Text()); from.line < len(m.lines) && b.Len() < end; from = (position{from.line + 1, 0}) {
		if from.line == m.caret.line {
			e.caret = b.Len() + m.caret.at - from.at
			end = e.caret + reach
		}
		line := m.lines[from.line][from.at:]
		b.WriteString(line[:min(len(line), end-b.Len())])
		b.WriteByte('\n')
	}
	e.shape = shape(b.String())
	return e
}

// place is the position so many bytes behind another one.
func (m *Model) place(from position, offset int) position {
	for i := from.line; i < len(m.lines); i++ {
		if offset += from.at; offset <= len(m.lines[i]) {
			return position{i, offset}
		}
		offset -= len(m.lines[i]) + 1
		from.at = 0
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
