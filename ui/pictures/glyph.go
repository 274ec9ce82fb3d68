//go:build unix

package main

import (
	"strings"
	"unicode/utf8"
)

// Lines and blocks are drawn: in a font they would not join.

// The arms of a box drawing character, from the middle of its cell.
const (
	north = 1 << iota
	east
	south
	west
	round
)

// arms are the box drawing characters (Unicode, U+2500 to U+257F) that the screen uses.
var arms = map[rune]int{
	'─': east | west, '│': north | south,
	'┌': east | south, '┐': south | west, '└': north | east, '┘': north | west,
	'╭': east | south | round, '╮': south | west | round, '╰': north | east | round, '╯': north | west | round,
	'├': north | east | south, '┤': north | south | west, '┬': east | south | west, '┴': north | east | west,
	'┼': north | east | south | west, '╴': west, '╵': north, '╶': east, '╷': south,
}

// block is a rectangle in parts of a cell.
type block struct{ x, y, width, height float64 }

// blocks are the block elements (U+2580 to U+259F) that are one rectangle.
var blocks = map[rune]block{
	'█': {0, 0, 1, 1}, '▀': {0, 0, 1, 0.5}, '▐': {0.5, 0, 0.5, 1},
	'▁': {0, 0.875, 1, 0.125}, '▂': {0, 0.75, 1, 0.25}, '▃': {0, 0.625, 1, 0.375}, '▄': {0, 0.5, 1, 0.5},
	'▅': {0, 0.375, 1, 0.625}, '▆': {0, 0.25, 1, 0.75}, '▇': {0, 0.125, 1, 0.875},
	'▉': {0, 0, 0.875, 1}, '▊': {0, 0, 0.75, 1}, '▋': {0, 0, 0.625, 1}, '▌': {0, 0, 0.5, 1},
	'▍': {0, 0, 0.375, 1}, '▎': {0, 0, 0.25, 1}, '▏': {0, 0, 0.125, 1},
}

// isGlyph says whether a text begins with what is drawn; a span has either only such characters or none.
func isGlyph(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	_, filled := blocks[r]
	return filled || arms[r] != 0
}

// glyphs draws a span of lines and blocks: one path of strokes and one of rectangles.
func (d *drawing) glyphs(r span, top float64) {
	var strokes, fills strings.Builder
	cells := []rune(r.text)
	for i := 0; i < len(cells); i++ {
		x, count := float64(r.x+i)*cellWidth, 1
		for straight(cells[i]) && i+1 < len(cells) && cells[i+1] == cells[i] {
			i++
			count++
		}
		if b, ok := blocks[cells[i]]; ok {
			fills.WriteString("M" + px(x+b.x*cellWidth) + " " + px(top+b.y*cellHeight) + "h" + px((float64(count)-1+b.width)*cellWidth) +
				"v" + px(b.height*cellHeight) + "h" + px((1-float64(count)-b.width)*cellWidth) + "z")
			continue
		}
		strokes.WriteString(stroke(arms[cells[i]], x, top, float64(count)*cellWidth))
	}
	opacity := ""
	if r.look.Faint {
		opacity = ` opacity="0.6"`
	}
	if strokes.Len() > 0 {
		d.printf(`<path d="%s" fill="none" stroke="%s"%s/>`+"\n", strokes.String(), r.look.foreground, opacity)
	}
	if fills.Len() > 0 {
		d.printf(`<path d="%s" fill="%s"%s/>`+"\n", fills.String(), r.look.foreground, opacity)
	}
}

// straight says whether several of a character are one long one.
func straight(r rune) bool {
	b, ok := blocks[r]
	return r == '─' || ok && b.width == 1
}

// stroke is the path of one box drawing character, or of a long line of width.
func stroke(a int, x, y, width float64) string {
	middle, centre := y+cellHeight/2, x+cellWidth/2
	at := func(x, y float64) string { return px(x) + " " + px(y) }
	if a == east|west {
		return "M" + at(x, middle) + "h" + px(width)
	}
	if a&round != 0 {
		end, side := y+cellHeight, x+cellWidth
		if a&north != 0 {
			end = y
		}
		if a&west != 0 {
			side = x
		}
		return "M" + at(centre, end) + "Q" + at(centre, middle) + " " + at(side, middle)
	}
	path := ""
	for _, arm := range []struct {
		arm int
		to  string
	}{{north, at(centre, y)}, {east, at(x+cellWidth, middle)}, {south, at(centre, y+cellHeight)}, {west, at(x, middle)}} {
		if a&arm.arm != 0 {
			path += "M" + at(centre, middle) + "L" + arm.to
		}
	}
	return path
}
