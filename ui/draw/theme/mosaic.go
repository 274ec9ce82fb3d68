package theme

import (
	"fmt"
	"image/color"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"dowse/ui/terminal"
)

// Tile is two pixels, one above the other, that share a cell of the screen. What is not opaque lets the terminal's own
// background be seen.
type Tile struct{ Upper, Lower color.NRGBA }

// shades are the cells of a picture without colours, from dark to light.
const shades = " .:-=+*#%@"

// opaque is the least alpha of a pixel that is drawn.
const opaque = 128

// Mosaic is a row of tiles, a cell each: half blocks in two colours, or a shade where the terminal shows no colours or
// no blocks.
func (t *Theme) Mosaic(row []Tile) string {
	var b strings.Builder
	last := ""
	for _, tile := range row {
		sgr, cell := t.tile(tile)
		if sgr != last {
			b.WriteString("\x1b[" + sgr + "m")
			last = sgr
		}
		b.WriteString(cell)
	}
	if last != "" {
		b.WriteString("\x1b[m")
	}
	return b.String()
}

// tile is the look and the character of one cell.
func (t *Theme) tile(p Tile) (sgr, cell string) {
	upper, lower := p.Upper.A >= opaque, p.Lower.A >= opaque
	switch {
	case t.depth == terminal.Plain || t.ascii:
		return "", string(shades[(lightness(p.Upper)+lightness(p.Lower))*(len(shades)-1)/(2*255)])
	case upper && lower:
		return "0;" + t.pixel(p.Upper, 38) + ";" + t.pixel(p.Lower, 48), "▀"
	case upper:
		return "0;" + t.pixel(p.Upper, 38), "▀"
	case lower:
		return "0;" + t.pixel(p.Lower, 38), "▄"
	}
	return "", " "
}

// pixel is the parameters of a colour, the nearest that the terminal has. base is 38 for the characters, 48 for what is
// behind them.
func (t *Theme) pixel(c color.NRGBA, base int) string {
	opaque := color.RGBA{R: c.R, G: c.G, B: c.B, A: 255}
	switch t.depth {
	case terminal.TrueColour:
		return fmt.Sprintf("%d;2;%d;%d;%d", base, c.R, c.G, c.B)
	case terminal.ANSI256:
		return fmt.Sprintf("%d;5;%d", base, ansi.Convert256(opaque))
	}
	n := int(ansi.Convert16(opaque))
	if n >= 8 {
		return fmt.Sprint(base + 52 + n - 8)
	}
	return fmt.Sprint(base - 8 + n)
}

// lightness is how light a pixel is (ITU-R BT.601), from 0 to 255; 0 where it is not opaque.
func lightness(c color.NRGBA) int {
	if c.A < opaque {
		return 0
	}
	return (299*int(c.R) + 587*int(c.G) + 114*int(c.B)) / 1000
}
