package screentest

import (
	"fmt"
	"image/color"
	"strings"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
)

// Frame is what a terminal shows at one moment.
type Frame struct {
	Width, Height int
	Cursor        Cursor
	Modes         Modes
	cells         []Cell
}

// Cursor is where the next character goes, and whether that can be seen.
type Cursor struct {
	X, Y    int
	Visible bool
}

// Cell is one place of a frame. A wide character has the width 2, and after it comes a cell of width 0.
type Cell struct {
	Text  string
	Width int
	Style Style
}

// Style is how a cell looks.
type Style struct {
	Foreground, Background                                   Colour
	Bold, Faint, Italic, Underline, Reverse, Conceal, Strike bool
}

// Colour is a colour of a cell: empty for the terminal's own, a number of its 256, or #rrggbb.
type Colour string

// Cell gives the cell of a column and a row, from 0.
func (f Frame) Cell(x, y int) Cell { return f.cells[y*f.Width+x] }

// Set puts a cell at a column and a row: the frame is a copy of what the terminal shows.
func (f Frame) Set(x, y int, c Cell) { f.cells[y*f.Width+x] = c }

// Row gives the text of a row with its blanks: exactly as wide as the screen.
func (f Frame) Row(y int) string {
	var b strings.Builder
	for x := range f.Width {
		b.WriteString(f.Cell(x, y).Text)
	}
	return b.String()
}

// Rows gives the text of every row.
func (f Frame) Rows() []string {
	rows := make([]string, f.Height)
	for y := range rows {
		rows[y] = f.Row(y)
	}
	return rows
}

// String is the text of the frame without the blanks at the ends of rows and without empty rows below.
func (f Frame) String() string {
	rows := f.Rows()
	for y, row := range rows {
		rows[y] = strings.TrimRight(row, " ")
	}
	return strings.TrimRight(strings.Join(rows, "\n"), "\n")
}

// Contains says whether the text stands in one row.
func (f Frame) Contains(text string) bool {
	_, _, found := f.Find(text)
	return found
}

// Find gives the column and the row where a text first stands.
func (f Frame) Find(text string) (x, y int, found bool) {
	for y := range f.Height {
		row := f.Row(y)
		if before, _, ok := strings.Cut(row, text); ok {
			return ansi.StringWidth(before), y, true
		}
	}
	return 0, 0, false
}

// Exact gives an error for a row whose characters do not fill exactly the width of the screen: a wide
// character cut in half, or characters that take another width than their cells.
func (f Frame) Exact() error {
	for y := range f.Height {
		for x := 0; x < f.Width; x++ {
			c := f.Cell(x, y)
			if c.Width == 0 {
				return fmt.Errorf("row %d, column %d: the second half of a wide character stands alone: %q", y+1, x+1, f.Row(y))
			}
			for half := 1; half < c.Width; half++ {
				if x++; x == f.Width || f.Cell(x, y).Width != 0 {
					return fmt.Errorf("row %d, column %d: %q is cut: %q", y+1, x, c.Text, f.Row(y))
				}
			}
		}
		if w := ansi.StringWidth(f.Row(y)); w != f.Width {
			return fmt.Errorf("row %d is %d cells wide, not %d: %q", y+1, w, f.Width, f.Row(y))
		}
	}
	return nil
}

// picture copies what an emulator shows.
func picture(e *vt.Emulator) Frame {
	f := Frame{Width: e.Width(), Height: e.Height(), cells: make([]Cell, 0, e.Width()*e.Height())}
	at := e.CursorPosition()
	f.Cursor = Cursor{at.X, at.Y, !e.CursorHidden()}
	for y := range f.Height {
		for x := range f.Width {
			f.cells = append(f.cells, cell(e.CellAt(x, y)))
		}
	}
	return f
}

func cell(c *uv.Cell) Cell {
	if c == nil {
		return Cell{Text: " ", Width: 1}
	}
	out := Cell{Text: c.Content, Width: c.Width, Style: Style{
		Foreground: colour(c.Style.Fg),
		Background: colour(c.Style.Bg),
		Bold:       c.Style.Attrs&uv.AttrBold != 0,
		Faint:      c.Style.Attrs&uv.AttrFaint != 0,
		Italic:     c.Style.Attrs&uv.AttrItalic != 0,
		Underline:  c.Style.Underline != uv.UnderlineNone,
		Reverse:    c.Style.Attrs&uv.AttrReverse != 0,
		Conceal:    c.Style.Attrs&uv.AttrConceal != 0,
		Strike:     c.Style.Attrs&uv.AttrStrikethrough != 0,
	}}
	if out.Text == "" && out.Width == 1 {
		out.Text = " "
	}
	return out
}

func colour(c color.Color) Colour {
	switch c := c.(type) {
	case nil:
		return ""
	case ansi.BasicColor:
		return Colour(fmt.Sprint(uint8(c)))
	case ansi.IndexedColor:
		return Colour(fmt.Sprint(uint8(c)))
	}
	r, g, b, _ := c.RGBA()
	return Colour(fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8))
}
