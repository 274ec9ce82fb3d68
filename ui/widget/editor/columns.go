package editor

import (
	"sort"
	"strings"
	"unicode/utf8"
)

// step is about how many bytes are between two stops of a line, and the length up to which it has none.
const step = 512

// mostLines is how many long lines have their stops kept.
const mostLines = 256

// stop is a place between two characters of a long line, with what can only be known by reading all before it.
type stop struct {
	at, cell int // the bytes and the cells before it
	lexed    int // up to where the lexis is known, which is at or one byte behind
	lexis    lexis
}

// lexis is what a place of a JSON line is inside of.
type lexis uint8

const (
	outside lexis = iota
	quoted
	templated
)

// lead is a text that makes what is behind the stop look as it does behind all that stands before it.
func (s stop) lead() string {
	if s.lexis == quoted && s.lexed > s.at {
		return `"\`
	}
	return [...]string{"", `"`, "{{"}[s.lexis]
}

// columns are the stops of a line, up to the furthest that was asked for.
type columns struct {
	line  string
	stops []stop // the first is the beginning
}

// stopAt is the last stop of line i that is at a byte or before it.
func (b *buffer) stopAt(i, at int) stop {
	return b.stop(i, func(s stop) bool { return s.at > at })
}

// stopOf is the last stop of line i that is at a cell or before it.
func (b *buffer) stopOf(i, cell int) stop {
	return b.stop(i, func(s stop) bool { return s.cell > cell })
}

// stop is the last one of line i that is not beyond a place.
func (b *buffer) stop(i int, beyond func(stop) bool) stop {
	if len(b.lines[i]) <= step {
		return stop{}
	}
	if b.columns == nil || len(b.columns) > mostLines {
		b.columns = map[int]*columns{}
	}
	c := b.columns[i]
	if c == nil {
		c = &columns{stops: []stop{{}}}
		b.columns[i] = c
	}
	c.follow(b.lines[i])
	for !beyond(c.stops[len(c.stops)-1]) && c.grow() {
	}
	return c.stops[max(1, sort.Search(len(c.stops), func(i int) bool { return beyond(c.stops[i]) }))-1]
}

// follow keeps the stops up to where another line is the same.
func (c *columns) follow(line string) {
	if c.line == line {
		return
	}
	changed := sort.Search(len(c.stops), func(i int) bool {
		end := c.stops[i].at + utf8.UTFMax // the character behind a stop says whether it is one
		return end > min(len(line), len(c.line)) || line[:end] != c.line[:end]
	})
	c.line, c.stops = line, c.stops[:max(1, changed)]
}

// grow adds a stop; false: there is none before the end of the line.
func (c *columns) grow() bool {
	s := c.stops[len(c.stops)-1]
	if len(c.line)-s.at <= step {
		return false
	}
	at := border(c.line, s.at, s.at+step)
	if at >= len(c.line) {
		return false
	}
	s.cell += cells(c.line[s.at:at])
	s.at = at
	s.lex(c.line)
	c.stops = append(c.stops, s)
	return true
}

// border is a place between two characters at a byte or soon behind it; before the byte from is another.
func border(line string, from, to int) int {
	const soon = 64
	for at := to; at < min(len(line), to+soon); at++ {
		if printable(line[at-1]) && printable(line[at]) {
			return at
		}
	}
	at := from
	for at < to {
		at = next(line, at)
	}
	return at
}

func printable(c byte) bool { return c >= ' ' && c < 0x7f }

// lex reads the line up to the stop, as the colours of JSON do.
func (s *stop) lex(line string) {
	i := s.lexed
	for i < s.at {
		switch c := line[i]; {
		case s.lexis == quoted && c == '\\':
			i++
		case s.lexis == quoted && c == '"', s.lexis == templated && c == '}' && strings.HasPrefix(line[i:], "}}"):
			i += int(s.lexis) - 1 // both braces
			s.lexis = outside
		case s.lexis != outside:
		case c == '"':
			s.lexis = quoted
		case c == '{' && strings.HasPrefix(line[i:], "{{"):
			s.lexis = templated
			i++
		}
		i++
	}
	s.lexed = i
}

// cell is how many cells line i has before a byte.
func (b *buffer) cell(i, at int) int {
	s := b.stopAt(i, at)
	return s.cell + cells(b.lines[i][s.at:at])
}

// byteAt is the byte of line i whose character is drawn at a cell.
func (b *buffer) byteAt(i, cell int) int {
	s := b.stopOf(i, cell)
	return s.at + byteAt(b.lines[i][s.at:], cell-s.cell)
}
