package editor

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"dowse/ui/terminal"
)

// buffer is the lines of a text and the caret in them. There is always one line.
type buffer struct {
	lines []string // without line feeds
	caret position
	goal  int // the cell that going up and down keeps to; -1: that of the caret

	killed  string // what yank puts back
	killing bool   // the last key killed text: the next one adds to it

	joined  *string          // the whole text; nil: it is another one since
	columns map[int]*columns // of long lines
}

// Text is the text as it is now.
func (b *buffer) Text() string {
	if b.joined == nil {
		text := strings.Join(b.lines, "\n")
		b.joined = &text
	}
	return *b.joined
}

// replace puts lines in the place of others, the last of which is before end.
func (b *buffer) replace(start, end int, lines ...string) {
	b.lines = slices.Replace(b.lines, start, end, lines...)
	b.joined = nil
}

// setText replaces all lines.
func (b *buffer) setText(text string) { b.lines, b.joined = strings.Split(text, "\n"), &text }

// position is a place between two characters.
type position struct {
	line, at int // at counts bytes
}

// to puts the caret somewhere.
func (b *buffer) to(p position) { b.caret, b.goal = p, -1 }

// clamp keeps the caret in the text.
func (b *buffer) clamp() {
	b.caret.line = max(0, min(b.caret.line, len(b.lines)-1))
	line := b.lines[b.caret.line]
	b.caret.at = max(0, min(b.caret.at, len(line)))
	for b.caret.at > 0 && b.caret.at < len(line) && !utf8.RuneStart(line[b.caret.at]) {
		b.caret.at--
	}
	b.goal = -1
}

// down goes so many lines down, or up when negative, and keeps to the cell.
func (b *buffer) down(lines int) {
	if b.goal < 0 {
		b.goal = b.cell(b.caret.line, b.caret.at)
	}
	b.caret.line = max(0, min(b.caret.line+lines, len(b.lines)-1))
	b.caret.at = b.byteAt(b.caret.line, b.goal)
}

// end is behind the whole text.
func (b *buffer) end() position {
	last := len(b.lines) - 1
	return position{last, len(b.lines[last])}
}

// before is the place before the last character, on the line before where there is none.
func (b *buffer) before() position {
	switch p := b.caret; {
	case p.at > 0:
		return position{p.line, previous(b.lines[p.line], p.at)}
	case p.line > 0:
		return position{p.line - 1, len(b.lines[p.line-1])}
	default:
		return p
	}
}

// after is the place behind the next character, on the line after where there is none.
func (b *buffer) after() position {
	p := b.caret
	switch line := b.lines[p.line]; {
	case p.at < len(line):
		return position{p.line, next(line, p.at)}
	case p.line < len(b.lines)-1:
		return position{p.line + 1, 0}
	}
	return p
}

// wordBefore is the beginning of the word before the caret.
func (b *buffer) wordBefore() position {
	p := b.caret
	line := b.lines[p.line]
	if p.at == 0 {
		return b.before()
	}
	rest := strings.TrimRightFunc(line[:p.at], noWord)
	return position{p.line, len(strings.TrimRightFunc(rest, isWord))}
}

// blankBefore is the beginning of what is before the caret up to a blank, without the blanks at its end.
func (b *buffer) blankBefore() position {
	p := b.caret
	if p.at == 0 {
		return b.before()
	}
	rest := strings.TrimRightFunc(b.lines[p.line][:p.at], unicode.IsSpace)
	return position{p.line, len(strings.TrimRightFunc(rest, func(r rune) bool { return !unicode.IsSpace(r) }))}
}

// wordAfter is the end of the word behind the caret.
func (b *buffer) wordAfter() position {
	p := b.caret
	line := b.lines[p.line]
	if p.at == len(line) {
		return b.after()
	}
	rest := strings.TrimLeftFunc(line[p.at:], noWord)
	return position{p.line, len(line) - len(strings.TrimLeftFunc(rest, isWord))}
}

func isWord(r rune) bool {
	return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}
func noWord(r rune) bool { return !isWord(r) }

// insert puts text where the caret is, and the caret behind it.
func (b *buffer) insert(text string) {
	p := b.caret
	head, tail := b.lines[p.line][:p.at], b.lines[p.line][p.at:]
	added := strings.Split(text, "\n")
	last := len(added) - 1
	at := len(added[last])
	if last == 0 {
		at += len(head)
	}
	added[0] = head + added[0]
	added[last] += tail
	b.replace(p.line, p.line+1, added...)
	b.to(position{p.line + last, at})
}

// cut takes away what is between the caret and another place, which may be before it.
func (b *buffer) cut(to position) {
	from := b.caret
	if to.line < from.line || to.line == from.line && to.at < from.at {
		from, to = to, from
	}
	joined := b.lines[from.line][:from.at] + b.lines[to.line][to.at:]
	b.replace(from.line, to.line+1, joined)
	b.to(from)
}

// kill takes away what is between the caret and another place, for yank to put back. on says that the key
// before killed text too: all of it is one text.
func (b *buffer) kill(to position, on bool) {
	from, before := b.caret, false
	if to.line < from.line || to.line == from.line && to.at < from.at {
		from, to, before = to, from, true
	}
	text := b.between(from, to)
	switch {
	case !on:
		b.killed = text
	case before:
		b.killed = text + b.killed
	default:
		b.killed += text
	}
	b.killing = true
	if before {
		to = from
	}
	b.cut(to)
}

// between is the text from one place to a later one.
func (b *buffer) between(from, to position) string {
	if from.line == to.line {
		return b.lines[from.line][from.at:to.at]
	}
	parts := append([]string{b.lines[from.line][from.at:]}, b.lines[from.line+1:to.line]...)
	return strings.Join(append(parts, b.lines[to.line][:to.at]), "\n")
}

// tab is how a tab is shown.
const tab = "    "

// shown is a line as it is drawn. What it makes of a part of the line is a part of what it makes of the
// whole.
func shown(line string) string {
	if strings.IndexByte(line, '\t') >= 0 {
		line = strings.ReplaceAll(line, "\t", tab)
	}
	return terminal.SafeLine(terminal.Untrusted(line))
}

// cells is how many cells the beginning of a line takes.
func cells(line string) int {
	for i := range len(line) {
		if !printable(line[i]) {
			return ansi.StringWidth(shown(line))
		}
	}
	return len(line)
}

// byteAt is the place in a line that is drawn at a cell.
func byteAt(line string, cell int) int {
	at, x := 0, 0
	for at < len(line) {
		end := next(line, at)
		x += ansi.StringWidth(shown(line[at:end]))
		if x > cell {
			break
		}
		at = end
	}
	return at
}

// longest is how many bytes of a character are looked at. What goes on behind them counts as the next one.
const longest = 1 << 10

// next is the end of the character, as people see it, that begins at a byte.
func next(line string, at int) int {
	if at+1 >= len(line) || line[at] < utf8.RuneSelf && line[at+1] < utf8.RuneSelf {
		return min(at+1, len(line))
	}
	end := min(len(line), at+longest)
	for end < len(line) && end > at+1 && !utf8.RuneStart(line[end]) {
		end--
	}
	cluster, _ := ansi.FirstGraphemeCluster(line[at:end], ansi.GraphemeWidth)
	return at + max(1, len(cluster))
}

// previous is the beginning of the character, as people see it, that ends at a byte.
func previous(line string, at int) int {
	if at >= 2 && line[at-1] < utf8.RuneSelf && line[at-2] < utf8.RuneSelf {
		return at - 1
	}
	from := at - 1 // a character that people see begins at the earliest behind an ASCII one
	for from > 0 && line[from-1] >= utf8.RuneSelf && (at-from < 4*longest || !utf8.RuneStart(line[from])) {
		from--
	}
	from = max(0, from-1)
	for from < at {
		end := next(line, from)
		if end >= at {
			break
		}
		from = end
	}
	return from
}

// inert is a pasted text without control characters, and with line feeds alone between lines.
func inert(text string) string {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, text)
}
