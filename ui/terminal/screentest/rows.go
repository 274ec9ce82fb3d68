package screentest

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Rows reads what a program wrote to a terminal of that width, without a change of size, and gives an error
// for the first row that it wrote wider than the screen. A frame cannot show that: an emulator goes on in
// the next row, or the end is lost.
func Rows(written []byte, width int) error {
	column, row := 0, ""
	for at := 0; at < len(written); {
		t, complete := next(written[at:])
		if !complete {
			return nil
		}
		at += len(t.raw)
		switch {
		case t.kind == text:
			row += string(t.raw)
			if column+ansi.StringWidth(row) > width {
				return fmt.Errorf("byte %d: a row goes on after column %d: %q", at, width, row)
			}
		case t.kind == control && t.raw[0] == '\r':
			column, row = 0, ""
		case t.kind == csi:
			if to, moved := columnAfter(t.body, column+ansi.StringWidth(row)); moved {
				column, row = to, ""
			}
		}
	}
	return nil
}

// columnAfter is the column where a control sequence puts the cursor, if it moves it sideways.
func columnAfter(body string, column int) (to int, moved bool) {
	n := 1
	switch final := body[len(body)-1]; {
	case final == 'H':
		row, last := 1, 1
		if _, err := fmt.Sscanf(body, "%d;%dH", &row, &last); err != nil {
			last = 1
		}
		return last - 1, true
	case final == 'C' || final == 'D':
		if _, err := fmt.Sscanf(body, "%d", &n); err != nil {
			n = 1
		}
		if final == 'D' {
			n = -n
		}
		return max(0, column+n), true
	case final == 'h' || final == 'l':
		return 0, strings.Contains(body, "1049")
	}
	return 0, false
}
