// Package output makes of each view what a terminal must be sent to show it: the cells that differ from the
// view before, as one frame that a terminal shows whole (mode 2026). It writes to nothing and knows no model.
package output

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

const (
	frameStart = "\x1b[?2026h"
	frameEnd   = "\x1b[?2026l"
	plainStyle = "\x1b[m"
	eraseRight = "\x1b[K"
)

// Painter knows what a terminal shows.
type Painter struct {
	width, height int
	shown         []string // the rows on the terminal; nil: nobody knows
	out           bytes.Buffer
	style         style // of what is written next
	old, new      []cell
}

// SetSize takes the size of the terminal. What it shows is not known any more.
func (p *Painter) SetSize(width, height int) {
	p.width, p.height = width, height
	p.Forget()
}

// Forget says that somebody else has written to the terminal: the next frame is whole.
func (p *Painter) Forget() { p.shown = nil }

// Frame gives what must be written to show a view; nothing where it is shown already. Each row of a view
// stands for itself: no style goes on from the row above. What does not fit is cut, at the top and at the right.
// The result is good until the next call.
func (p *Painter) Frame(view string) []byte {
	rows := strings.Split(view, "\n")
	if len(rows) > p.height {
		rows = rows[len(rows)-p.height:]
	}
	for len(rows) < p.height {
		rows = append(rows, "")
	}
	p.out.Reset()
	p.out.WriteString(frameStart)
	p.style = style{}
	for y, row := range rows {
		switch {
		case p.shown == nil:
			p.whole(y, row)
		case row != p.shown[y]:
			p.change(y, p.shown[y], row)
		}
	}
	p.shown = rows
	if p.out.Len() == len(frameStart) {
		return nil
	}
	p.setStyle(style{})
	p.out.WriteString(frameEnd)
	return p.out.Bytes()
}

// whole writes a row whatever was there.
func (p *Painter) whole(y int, row string) {
	cells, even := decode(p.new[:0], row, p.width)
	p.new = cells
	p.moveTo(0, y)
	if !even {
		p.uneven(row)
		return
	}
	p.cells(cells)
	p.setStyle(style{})
	if len(cells) < p.width {
		p.out.WriteString(eraseRight)
	}
}

// uneven writes a row with characters of which terminals do not agree how wide they are. It is written whole,
// so that what is wrong is gone with the next change of the row.
func (p *Painter) uneven(row string) {
	p.setStyle(style{})
	row = ansi.Truncate(row, p.width, "")
	p.out.WriteString(row)
	p.out.WriteString(plainStyle)
	if ansi.StringWidth(row) < p.width {
		p.out.WriteString(eraseRight)
	}
}

// near is how many cells that did not change cost less than to move the cursor over them.
const near = 6

// change writes what differs between two rows.
func (p *Painter) change(y int, before, row string) {
	old, oldEven := decode(p.old[:0], before, p.width)
	cells, even := decode(p.new[:0], row, p.width)
	p.old, p.new = old, cells
	if !oldEven || !even {
		p.whole(y, row)
		return
	}
	at := -1 // where the cursor is; -1: somewhere else
	for x := range cells {
		if x < len(old) && cells[x] == old[x] || x >= len(old) && cells[x] == blank {
			continue
		}
		switch {
		case at < 0 || x-at > near:
			p.moveTo(x, y)
		default:
			p.cells(cells[at:x])
		}
		p.cells(cells[x : x+1])
		at = x + 1
	}
	if len(cells) < len(old) {
		if at != len(cells) {
			p.moveTo(len(cells), y)
		}
		p.setStyle(style{}) // a terminal erases with the background that is set
		p.out.WriteString(eraseRight)
	}
}

func (p *Painter) cells(cells []cell) {
	for _, c := range cells {
		if c.text != " " || c.style != p.style.ofBlank() {
			p.setStyle(c.style)
		}
		p.out.WriteString(c.text)
	}
}

// setStyle sets the style of what is written next.
func (p *Painter) setStyle(to style) {
	p.out.Write(change(p.out.AvailableBuffer(), p.style, to))
	p.style = to
}

func (p *Painter) moveTo(x, y int) {
	b := p.out.AvailableBuffer()
	b = append(b, "\x1b["...)
	b = strconv.AppendInt(b, int64(y+1), 10)
	b = append(b, ';')
	b = strconv.AppendInt(b, int64(x+1), 10)
	p.out.Write(append(b, 'H'))
}
