package output

import (
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// cell is one place of a row. Its texts are parts of the row itself.
type cell struct {
	text  string
	style style
}

// blank is what a row has where it has nothing.
var blank = cell{text: " "}

// decode appends the cells of a row, without blank ones at its end, at most width. The row is even when each
// of its characters is surely one cell wide; else it has no cells to count on.
func decode(cells []cell, row string, width int) (_ []cell, even bool) {
	var look style
	begin := len(cells)
	for len(row) > 0 && len(cells)-begin < width {
		if row[0] == 0x1b {
			n := styleEnd(row)
			if n == 0 {
				return cells, false
			}
			if look, even = look.apply(row[2 : n-1]); !even {
				return cells, false
			}
			row = row[n:]
			continue
		}
		n := 1
		if c := row[0]; c < ' ' || c >= 0x7f {
			var r rune
			if r, n = utf8.DecodeRuneInString(row); !narrow(r, row[:n]) {
				return cells, false
			}
		}
		c := cell{row[:n], look}
		if row[0] == ' ' {
			c.style = look.ofBlank()
		}
		cells = append(cells, c)
		row = row[n:]
	}
	if len(row) > 0 && mayJoin(row) {
		return cells, false
	}
	for len(cells) > begin && cells[len(cells)-1] == blank {
		cells = cells[:len(cells)-1]
	}
	return cells, true
}

// styleEnd is the length of the SGR sequence at the beginning of a row, 0 where it begins with another one.
func styleEnd(row string) int {
	if len(row) < 3 || row[1] != '[' {
		return 0
	}
	for i := 2; i < len(row); i++ {
		switch c := row[i]; {
		case c == 'm':
			return i + 1
		case c != ';' && (c < '0' || c > '9'):
			return 0
		}
	}
	return 0
}

// narrow says whether a character beyond ASCII is one cell wide on every terminal, whatever follows: Latin,
// Greek and Cyrillic, punctuation, arrows, boxes and braille.
func narrow(r rune, text string) bool {
	switch {
	case r >= 0xa1 && r < 0x300 && r != 0xad, r >= 0x370 && r < 0x483, r >= 0x48a && r < 0x530:
		return true
	case r >= 0x2010 && r < 0x2028, r >= 0x2030 && r < 0x2060, r >= 0x2070 && r < 0x20d0, r >= 0x2100 && r < 0x2900:
		return ansi.StringWidth(text) == 1
	}
	return false
}

// mayJoin says whether what is cut off may belong to the last cell.
func mayJoin(rest string) bool {
	for rest != "" && rest[0] == 0x1b {
		n := styleEnd(rest)
		if n == 0 {
			return true
		}
		rest = rest[n:]
	}
	r, _ := utf8.DecodeRuneInString(rest)
	return rest != "" && r >= 0x300
}
