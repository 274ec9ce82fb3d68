//go:build unix

package main

import (
	"regexp"
	"slices"
	"strings"

	"dowse/ui/terminal/screentest"
)

// volatile are texts that differ from run to run, each with what a picture shows in their place.
var volatile = []struct {
	pattern *regexp.Regexp
	instead string
}{
	{regexp.MustCompile(`127\.0\.0\.1:\d+`), "127.0.0.1:8080"},
	{regexp.MustCompile(`\b\d+(\.\d+)? ?(µs|ms)`), "12 ms"},
	{regexp.MustCompile(`eyJ[\w-]{20,}(\.[\w-]*)*`), "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJuYW1lIjoiRGVtbyIsInJvbGUiOiJjbGVyayIsInN1YiI6InVzcl8xIn0"},
}

// steady replaces what differs from run to run, so that a picture changes only with the screen. What stands
// after a shorter or longer text stays in its place: the blanks or the line beside give way.
func steady(f *screentest.Frame) {
	for y := range f.Height {
		blanks(f, y)
		for _, v := range volatile {
			for from := 0; from < f.Width; {
				start, end, found := find(f, y, from, v.pattern)
				if !found {
					break
				}
				from = replace(f, y, start, end, v.instead)
			}
		}
	}
}

// blanks gives the blanks of a row of which nothing is seen the look of what stands before them: the look that
// they have depends on what was drawn there earlier.
func blanks(f *screentest.Frame, y int) {
	before := screentest.Style{}
	for x := range f.Width {
		c := f.Cell(x, y)
		if s := c.Style; c.Text == " " && s.Background == "" && !s.Reverse && !s.Underline && !s.Strike {
			if c.Style = before; before.Background != "" || before.Reverse || before.Underline || before.Strike {
				c.Style = screentest.Style{}
			}
			f.Set(x, y, c)
		}
		before = c.Style
	}
}

// find gives the columns of the first match in a row, from a column on.
func find(f *screentest.Frame, y, from int, pattern *regexp.Regexp) (start, end int, found bool) {
	var text strings.Builder
	var columns []int // of each byte
	for x := from; x < f.Width; x++ {
		c := f.Cell(x, y)
		for range len(c.Text) {
			columns = append(columns, x)
		}
		text.WriteString(c.Text)
	}
	at := pattern.FindStringIndex(text.String())
	if at == nil {
		return 0, 0, false
	}
	return columns[at[0]], columns[at[1]-1] + 1, true
}

// replace puts a text over columns of a row and gives the column after it. A token fills what it has: it is
// cut where the screen cut it.
func replace(f *screentest.Frame, y, start, end int, instead string) int {
	cells := make([]screentest.Cell, f.Width)
	for x := range cells {
		cells[x] = f.Cell(x, y)
	}
	style := cells[start].Style
	if len(instead) > end-start && strings.HasPrefix(instead, "eyJ") {
		instead = instead[:end-start]
	}
	var written []screentest.Cell
	for _, r := range instead {
		written = append(written, screentest.Cell{Text: string(r), Width: 1, Style: style})
	}
	before, after := give(cells[:start], cells[end:], len(written)-(end-start))
	if before == nil && after == nil {
		return end // nothing can give way: better as it was
	}
	for x, c := range slices.Concat(before, written, after) {
		f.Set(x, y, c)
	}
	return len(before) + len(written)
}

// give makes the cells beside a text that grows by so many cells fewer, or more where that is negative. The
// longest run of blanks or line in the same pane gives way: what stands at the right edge stays there, and so
// at the left, and every border.
func give(before, after []screentest.Cell, grows int) (b, a []screentest.Cell) {
	b, a = slices.Clone(before), slices.Clone(after)
	begin, end := 0, len(a)
	for x, c := range b {
		if isSide(c) {
			begin = x + 1
		}
	}
	if x := slices.IndexFunc(a, isSide); x >= 0 {
		end = x
	}
	leftEnd, left := longest(b[begin:])
	rightEnd, right := longest(a[:end])
	leftEnd += begin
	switch {
	case max(left, right) <= grows:
		return nil, nil
	case left > right:
		return resize(b, leftEnd, grows), a
	}
	return b, resize(a, rightEnd, grows)
}

// isSide says whether a cell is of the side or the corner of a border.
func isSide(c screentest.Cell) bool {
	return c.Text != "" && strings.Contains("│╭╮╰╯", c.Text)
}

// longest finds the longest run of blanks, or of a line, of one style: where it ends, and its length.
func longest(cells []screentest.Cell) (end, length int) {
	run := 0
	for x, c := range cells {
		if x > 0 && c == cells[x-1] {
			run++
		} else {
			run = 1
		}
		if (c.Text == " " || c.Text == "─") && run > length {
			end, length = x+1, run
		}
	}
	return end, length
}

// resize takes cells away before end, or repeats the one there.
func resize(cells []screentest.Cell, end, grows int) []screentest.Cell {
	if grows >= 0 {
		return slices.Delete(cells, end-grows, end)
	}
	return slices.Insert(cells, end, slices.Repeat(cells[end-1:end], -grows)...)
}
