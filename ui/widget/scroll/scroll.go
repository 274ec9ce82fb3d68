// Package scroll is a cursor among rows of which only some are in sight: it counts, it draws nothing and
// knows no row.
package scroll

import (
	tea "github.com/charmbracelet/bubbletea"

	"dowse/ui/action"
)

// wheel is how many rows one step of the wheel scrolls.
const wheel = 3

// Window is the part of the rows that is in sight, and the cursor in it. The zero Window has no rows.
type Window struct {
	cursor, top  int
	rows, height int
}

// SetRows says how many rows there are. The cursor stays where it is, as far as it can.
func (w *Window) SetRows(n int) {
	w.rows = max(0, n)
	w.Go(w.cursor)
}

// SetHeight says how many rows can be in sight.
func (w *Window) SetHeight(n int) {
	w.height = max(0, n)
	w.Go(w.cursor)
}

// Cursor is the row that keys act on; 0 when there are no rows.
func (w *Window) Cursor() int { return w.cursor }

// Sight gives the first row in sight and the one after the last.
func (w *Window) Sight() (from, to int) { return w.top, min(w.rows, w.top+w.height) }

// At gives the row at line y of those in sight.
func (w *Window) At(y int) (row int, ok bool) {
	from, to := w.Sight()
	row = from + y
	return row, row >= from && row < to
}

// Go puts the cursor on a row, or on the nearest that there is, and brings it in sight.
func (w *Window) Go(row int) {
	w.cursor = max(0, min(row, w.rows-1))
	w.Show(w.cursor)
}

// Show brings a row in sight, if the cursor can stay in sight too.
func (w *Window) Show(row int) {
	if row < w.top {
		w.top = row
	} else if row >= w.top+w.height {
		w.top = row - w.height + 1
	}
	w.top = max(0, min(w.top, w.rows-w.height))
	if w.cursor < w.top || w.cursor >= w.top+w.height {
		w.top = max(0, min(w.cursor, w.rows-w.height))
	}
}

// Run carries out an action that moves the cursor. It says whether the action is one.
func (w *Window) Run(id action.ID) bool {
	switch id {
	case action.Down:
		w.Go(w.cursor + 1)
	case action.Up:
		w.Go(w.cursor - 1)
	case action.Top:
		w.Go(0)
	case action.Bottom:
		w.Go(w.rows - 1)
	case action.HalfDown:
		w.Go(w.cursor + max(1, w.height/2))
	case action.HalfUp:
		w.Go(w.cursor - max(1, w.height/2))
	case action.PageDown:
		w.Go(w.cursor + max(1, w.height-1))
	case action.PageUp:
		w.Go(w.cursor - max(1, w.height-1))
	default:
		return false
	}
	return true
}

// Wheel scrolls when a message of the mouse is one of the wheel, and says whether it is. The cursor stays on
// its row while that is in sight.
func (w *Window) Wheel(msg tea.MouseMsg) bool {
	switch msg.Button {
	case tea.MouseButtonWheelDown:
		w.top += wheel
	case tea.MouseButtonWheelUp:
		w.top -= wheel
	default:
		return false
	}
	w.top = max(0, min(w.top, w.rows-w.height))
	w.cursor = max(0, min(max(w.top, min(w.cursor, w.top+w.height-1)), w.rows-1))
	return true
}
