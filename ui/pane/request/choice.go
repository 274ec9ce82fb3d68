package request

import (
	"fmt"

	"dowse/ui/draw/frame"
	"dowse/ui/draw/theme"
)

// choice is one of a few words, all of them on one line.
type choice struct {
	label   string
	options []string
	at      int
	onIt    bool // the cursor is on it
}

// change goes so many options further, round at the ends.
func (c *choice) change(by int) {
	n := len(c.options)
	c.at = (c.at + by%n + n) % n
}

// left is the first cell of the options: the mark, the label and the space behind it.
func (c *choice) left() int { return 1 + frame.Width(c.label) + 2 }

// width is how many cells all of it takes.
func (c *choice) width() int {
	n := c.left()
	for _, o := range c.options {
		n += frame.Width(o) + 2
	}
	return n
}

// option is the one at cell x; -1: there is none.
func (c *choice) option(x, width int) int {
	if c.width() > width {
		return -1
	}
	x -= c.left()
	for i, o := range c.options {
		if w := frame.Width(o) + 2; x >= 0 && x < w {
			return i
		} else {
			x -= w
		}
	}
	return -1
}

// line draws it: all options, or where there is no room the chosen one.
func (c *choice) line(t *theme.Theme, width int, focused bool) string {
	line := " " + t.Paint(theme.Muted, c.label)
	if c.onIt {
		role := theme.CursorDim
		if focused {
			role = theme.Cursor
		}
		line = t.Paint(role, t.Glyphs.Cursor+c.label)
	}
	line += "  "
	if c.width() > width {
		return line + t.Paint(theme.Heading, "["+c.options[c.at]+"]") + t.Paint(theme.Muted, fmt.Sprintf(" %d/%d", c.at+1, len(c.options)))
	}
	for i, o := range c.options {
		if i == c.at {
			line += t.Paint(theme.Heading, "["+o+"]")
		} else {
			line += t.Paint(theme.Muted, " "+o+" ")
		}
	}
	return line
}
