package scroll_test

import (
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"pgregory.net/rapid"

	"dowse/ui/action"
	"dowse/ui/widget/scroll"
)

// moves are the actions that move a cursor.
var moves = []action.ID{
	action.Down, action.Up, action.Top, action.Bottom, action.HalfDown, action.HalfUp, action.PageDown, action.PageUp,
}

// TestCursorStaysInSight holds that whatever happens the cursor is on a row and in sight, and no place in
// sight is left empty while rows are out of it.
func TestCursorStaysInSight(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var w scroll.Window
		rows, height := 0, 0
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			switch rapid.IntRange(0, 5).Draw(t, "step") {
			case 0:
				rows = rapid.IntRange(0, 60).Draw(t, "rows")
				w.SetRows(rows)
			case 1:
				height = rapid.IntRange(0, 20).Draw(t, "height")
				w.SetHeight(height)
			case 2:
				w.Go(rapid.IntRange(-5, 70).Draw(t, "row"))
			case 3:
				w.Show(rapid.IntRange(0, 60).Draw(t, "shown"))
			case 4:
				w.Wheel(tea.MouseMsg{Button: rapid.SampledFrom([]tea.MouseButton{tea.MouseButtonWheelDown, tea.MouseButtonWheelUp}).Draw(t, "wheel")})
			default:
				if !w.Run(rapid.SampledFrom(moves).Draw(t, "action")) {
					t.Fatal("the action moved nothing")
				}
			}
			from, to := w.Sight()
			if c := w.Cursor(); rows > 0 && (c < 0 || c >= rows || height > 0 && (c < from || c >= to)) {
				t.Fatalf("the cursor is at %d of %d rows, in sight are %d to %d", c, rows, from, to)
			}
			if to-from != min(rows, height) {
				t.Fatalf("%d to %d are in sight, of %d rows in %d lines", from, to, rows, height)
			}
		}
	})
}

func TestRunTakesNothingElse(t *testing.T) {
	var w scroll.Window
	if w.Run(action.Open) || w.Wheel(tea.MouseMsg{Button: tea.MouseButtonLeft}) {
		t.Error("opening or pressing scrolls")
	}
}
