package frame_test

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"dowse/ui/draw/frame"
	"dowse/ui/draw/theme"
	"dowse/ui/uitest"
)

// words are texts that are hard to measure, made of whole characters.
var words = []string{"", "a", "orders", "日本語", "👩‍👧", "e\u0301", "a\uFE0F", "1\uFE0F\u20E3", "\u2764\uFE0F", "ﷺ", "\x1b[1;31mred\x1b[m", " ", "🇩🇪", "한"}

func text(t *rapid.T, label string) string {
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 0, 12).Draw(t, label), "")
}

func TestFitIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, width := text(t, "text"), rapid.IntRange(0, 40).Draw(t, "width")
		if got := frame.Width(frame.Fit(s, width, "…")); got != width {
			t.Fatalf("Fit(%q, %d) is %d cells wide", s, width, got)
		}
		if got := frame.Width(frame.Sides(s, text(t, "right"), width, "…")); got != width {
			t.Fatalf("Sides is %d cells wide, want %d", got, width)
		}
	})
}

func TestOverIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		width := rapid.IntRange(1, 30).Draw(t, "width")
		block := frame.Block([]string{text(t, "one"), text(t, "two")}, width, 2, "…")
		x, y := rapid.IntRange(-3, 33).Draw(t, "x"), rapid.IntRange(-1, 3).Draw(t, "y")
		for line := range strings.SplitSeq(frame.Over(block, []string{text(t, "top")}, x, y, width), "\n") {
			if got := frame.Width(line); got != width {
				t.Fatalf("a line is %d cells wide, want %d: %q", got, width, line)
			}
		}
	})
}

// TestOverCutsWide lays a text over each half of a wide character: what is left of it is blank, and no cell moves.
func TestOverCutsWide(t *testing.T) {
	for _, c := range []struct {
		line, top string
		x         int
		want      string
	}{
		{"a日b漢c", "X", 2, "a Xb漢c"},  // the right half of 日
		{"a日b漢c", "X", 1, "aX b漢c"},  // its left half
		{"a日b漢c", "XY", 2, "a XY漢c"}, // the right half and what follows
		{"a日b漢c", "XYZ", 2, "a XYZ c"},
		{"a日b漢c", "XYZV", 1, "aXYZV c"},
		{"日", "X", 0, "X "},
		{"日", "X", 1, " X"},
	} {
		width := frame.Width(c.line)
		if got := ansi.Strip(frame.Over(c.line, []string{c.top}, c.x, 0, width)); got != c.want {
			t.Errorf("%s over %s at %d is %q, want %q", c.top, c.line, c.x, got, c.want)
		}
	}
}

func TestBorderIsExact(t *testing.T) {
	th := uitest.Theme(t)
	rapid.Check(t, func(t *rapid.T) {
		w, h := rapid.IntRange(0, 60).Draw(t, "width"), rapid.IntRange(0, 6).Draw(t, "height")
		title := frame.Title{Name: text(t, "name"), Tabs: []string{text(t, "tab"), "Headers 14"}, Tab: 1, Right: text(t, "right")}
		lines := frame.Border(th, title, text(t, "foot"), text(t, "block"), w, h, true)
		if h == 0 {
			return
		}
		uitest.Exact(t, strings.Join(lines, "\n"), w, h)
	})
}

func TestBorder(t *testing.T) {
	th := uitest.Themes(t)["no-color"]
	title := frame.Title{Name: "Response", Tabs: []string{"Body", "Headers 14", "Timing"}, Right: th.Paint(theme.Good, "200 OK") + " 184 ms"}
	for name, width := range map[string]int{"wide": 78, "narrow": 40, "tiny": 16} {
		uitest.Golden(t, "border-"+name, strings.Join(frame.Border(th, title, "", "one\ntwo", width, 4, true), "\n"))
	}
}
