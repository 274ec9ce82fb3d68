// Package frame is the geometry of the screen: lines exactly as wide as asked for, borders with titles and
// tabs in them, and blocks laid over other blocks. It knows no pane and no key.
//
// Its texts are safe for a terminal already, and may be painted.
package frame

import (
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// Title is what a pane has in its border.
type Title struct {
	Before string   // the name of the pane before, where both share a place
	Name   string   // such as "Response"
	After  string   // the name of the pane after
	Tabs   []string // such as "Body", "Headers 14"
	Tab    int      // the one that is shown
	Right  string   // facts at the right end, painted, such as "200 OK 184 ms 6 kB"
	Short  string   // what is left of the facts where there is no room for both them and the tabs
}

// Popup floats over a pane, such as a list of completions. X and Y count from the pane's top left cell and
// may lie outside of it: whoever draws it moves it into the screen.
type Popup struct {
	X, Y  int
	Above int // the row that it is about: where there is no room below Y, it goes above this row
	Lines []string
}

// Moved is the popup of a part whose top left cell is at x and y of the whole.
func (p Popup) Moved(x, y int) Popup {
	p.X, p.Y, p.Above = p.X+x, p.Y+y, p.Above+y
	return p
}

// Width is the number of cells that a text takes.
func Width(text string) int { return ansi.StringWidth(text) }

// emoji is the variation selector that makes a character an emoji (UTS 51). Behind a letter, where it means
// nothing, clipping and measuring do not agree on its width.
const emoji = "\uFE0F"

// plain leaves the selector out where it follows ASCII, or nothing.
func plain(text string) string {
	if !strings.Contains(text, emoji) {
		return text
	}
	var b strings.Builder
	before := 'a'
	for _, r := range text {
		if r != '\uFE0F' || before >= utf8.RuneSelf {
			b.WriteRune(r)
		}
		before = r
	}
	return b.String()
}

// Clip shortens text to at most width cells, the last of them the ellipsis.
func Clip(text string, width int, ellipsis string) string {
	text = plain(text)
	if width <= 0 {
		return ""
	}
	if ansi.StringWidth(text) <= width {
		return text
	}
	return ansi.Truncate(text, width, ellipsis)
}

// Fit makes text exactly width cells wide: clipped, or with spaces behind it.
func Fit(text string, width int, ellipsis string) string {
	text = Clip(text, width, ellipsis)
	if gap := width - ansi.StringWidth(text); gap > 0 {
		text += strings.Repeat(" ", gap)
	}
	return text
}

// Sides puts left and right at the two ends of a line of exactly width cells. Where there is no room for
// both, left is clipped; where there is none for right alone, it is.
func Sides(left, right string, width int, ellipsis string) string {
	right = plain(right)
	room := width - ansi.StringWidth(right)
	if room <= 0 {
		return Fit(right, width, ellipsis)
	}
	return Fit(left, room, ellipsis) + right
}

// Block makes lines exactly height lines of width cells, as one text.
func Block(lines []string, width, height int, ellipsis string) string {
	if height <= 0 {
		return ""
	}
	var b strings.Builder
	for i := range height {
		if i > 0 {
			b.WriteByte('\n')
		}
		line := ""
		if i < len(lines) {
			line = lines[i]
		}
		b.WriteString(Fit(line, width, ellipsis))
	}
	return b.String()
}

// Over lays top over a block of width cells, its top left cell at column x of line y. What does not fit is
// left out.
func Over(block string, top []string, x, y, width int) string {
	lines := strings.Split(block, "\n")
	for i, line := range top {
		if at := y + i; at >= 0 && at < len(lines) {
			lines[at] = over(lines[at], line, x, width)
		}
	}
	return strings.Join(lines, "\n")
}

// over lays text over a line, from column x on.
func over(line, text string, x, width int) string {
	text = plain(text)
	if x < 0 {
		text = ansi.TruncateLeft(text, -x, "")
		x = 0
	}
	text = ansi.Truncate(text, max(0, width-x), "")
	end := x + ansi.StringWidth(text)
	if end == x {
		return line
	}
	// A wide character that is cut in two leaves its other half blank.
	before := Fit(ansi.Truncate(line, x, ""), x, "")
	after := ansi.TruncateLeft(line, end, "")
	if gap := width - end - ansi.StringWidth(after); gap > 0 {
		after = strings.Repeat(" ", gap) + after
	} else if gap < 0 {
		after = ansi.TruncateLeft(line, end+1, "")
		after = strings.Repeat(" ", max(0, width-end-ansi.StringWidth(after))) + after
	}
	return before + "\x1b[m" + text + "\x1b[m" + after
}
