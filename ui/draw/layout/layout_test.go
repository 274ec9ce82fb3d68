package layout_test

import (
	"testing"

	"pgregory.net/rapid"

	"dowse/ui/draw/layout"
)

// TestEveryCellOnce holds that the panes that do not float fill the screen between header and status, each
// cell once, at any size and whatever was asked for.
func TestEveryCellOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := layout.Wish{
			Width: rapid.IntRange(1, 250).Draw(t, "width"), Height: rapid.IntRange(1, 100).Draw(t, "height"),
			Focus: rapid.SampledFrom(layout.Order).Draw(t, "focus"), Main: rapid.SampledFrom([]layout.Pane{layout.Request, layout.Response}).Draw(t, "main"),
			Zoom: rapid.Bool().Draw(t, "zoom"), Side: rapid.IntRange(-200, 200).Draw(t, "side"), Split: rapid.IntRange(-200, 200).Draw(t, "split"), Below: rapid.SampledFrom([]int{0, 3}).Draw(t, "below"),
		}
		plan := layout.For(w)
		seen := make([]int, w.Width*w.Height)
		fill := func(r layout.Rect) {
			for y := r.Y; y < r.Y+r.Height; y++ {
				for x := r.X; x < r.X+r.Width; x++ {
					if x < 0 || y < 0 || x >= w.Width || y >= w.Height {
						t.Fatalf("%+v is outside of %dx%d", r, w.Width, w.Height)
					}
					seen[y*w.Width+x]++
				}
			}
		}
		fill(plan.Header)
		fill(plan.Status)
		if w.Below > 0 {
			fill(below(plan))
		}
		for _, place := range plan.Places {
			if !place.Floats {
				fill(place.Rect)
			}
		}
		for i, n := range seen {
			if n != 1 {
				t.Fatalf("cell %d,%d of %+v is drawn %d times: %+v", i%w.Width, i/w.Width, w, n, plan.Places)
			}
		}
		if _, ok := plan.Find(w.Focus); !ok && w.Height > 2 {
			t.Fatalf("the pane with the keys is nowhere: %+v", plan)
		}
	})
}

// below is what the panes leave free above the status.
func below(plan layout.Plan) layout.Rect {
	end := plan.Header.Height
	for _, place := range plan.Places {
		end = max(end, place.Rect.Y+place.Rect.Height)
	}
	return layout.Rect{X: 0, Y: end, Width: plan.Width, Height: plan.Height - plan.Status.Height - end}
}

// TestRoomForContent holds what the smallest usual screen shows: 18 rows, 22 zoomed.
func TestRoomForContent(t *testing.T) {
	plan := layout.For(layout.Wish{Width: 80, Height: 24, Focus: layout.Response, Main: layout.Response})
	place, _ := plan.Find(layout.Response)
	if rows := place.Content().Height; rows < 18 {
		t.Errorf("%d rows of content", rows)
	}
	plan = layout.For(layout.Wish{Width: 80, Height: 24, Focus: layout.Response, Main: layout.Response, Zoom: true})
	place, _ = plan.Find(layout.Response)
	if rows := place.Content().Height; rows < 22 {
		t.Errorf("%d rows of content, zoomed", rows)
	}
}
