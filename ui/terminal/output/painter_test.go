package output_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"dowse/collections/long"
	"dowse/ui/terminal/output"
	"dowse/ui/terminal/screentest"
)

// cells gives what an emulator shows. Of a blank counts only what can be seen.
func cells(screen *vt.Emulator) []uv.Cell {
	var all []uv.Cell
	for y := range screen.Height() {
		for x := range screen.Width() {
			c := uv.EmptyCell
			if at := screen.CellAt(x, y); at != nil {
				c = *at
			}
			if c.Content == " " && c.Style.Underline == 0 && c.Style.Attrs&(uv.AttrReverse|uv.AttrStrikethrough) == 0 {
				c.Style = uv.Style{Bg: c.Style.Bg}
			}
			all = append(all, c)
		}
	}
	return all
}

// fresh is what a terminal shows that was written to for the first time.
func fresh(view string, width, height int) []uv.Cell {
	screen := vt.NewEmulator(width, height)
	var p output.Painter
	p.SetSize(width, height)
	_, _ = screen.Write(p.Frame(view))
	return cells(screen)
}

// plain is the naive way to show a view: each row as it is.
func plain(view string, width, height int) []uv.Cell {
	screen := vt.NewEmulator(width, height)
	rows := strings.Split(view, "\n")
	for y, row := range rows[max(0, len(rows)-height):] {
		_, _ = fmt.Fprintf(screen, "\x1b[%d;1H%s\x1b[m", y+1, ansi.Truncate(row, width, ""))
	}
	return cells(screen)
}

// piece draws a part of a row.
func piece() *rapid.Generator[string] {
	return rapid.SampledFrom([]string{
		"a", "b", " ", "  ", "     ", "word", "─", "│", "é", "·", "…", "漢", "e\u0301", "👩‍🚀", "a\u200db", "ﬁ", "☂\ufe0f", "한",
		"\x1b[m", "\x1b[0m", "\x1b[1m", "\x1b[31m", "\x1b[38;2;1;2;3m", "\x1b[48;5;7m", "\x1b[7m", "\x1b[0;4m", "\x1b[31mred\x1b[m",
	})
}

func view() *rapid.Generator[string] {
	row := rapid.Map(rapid.SliceOfN(piece(), 0, 12), func(parts []string) string { return strings.Join(parts, "") })
	return rapid.Map(rapid.SliceOfN(row, 0, 6), func(rows []string) string { return strings.Join(rows, "\n") })
}

// TestFrames holds that any views one after the other end in the same cells as the last one alone, and as the
// last one written naively.
func TestFrames(t *testing.T) {
	long.Test(t)
	rapid.Check(t, func(t *rapid.T) {
		width, height := rapid.IntRange(1, 20).Draw(t, "width"), rapid.IntRange(1, 5).Draw(t, "height")
		screen := vt.NewEmulator(width, height)
		var p output.Painter
		p.SetSize(width, height)
		last := ""
		for _, v := range rapid.SliceOfN(view(), 1, 5).Draw(t, "views") {
			frame := p.Frame(v)
			if err := screentest.Strict(frame, grammar()); err != nil {
				t.Fatal(err)
			}
			_, _ = screen.Write(frame)
			last = v
		}
		if diff := cmp.Diff(fresh(last, width, height), cells(screen)); diff != "" {
			t.Fatalf("%q is shown otherwise than at first: %s", last, diff)
		}
		if diff := cmp.Diff(plain(last, width, height), cells(screen)); diff != "" {
			t.Fatalf("%q is shown otherwise than written naively: %s", last, diff)
		}
	})
}

// grammar allows the texts of the tests, which terminal.Safe would mark.
func grammar() screentest.Grammar { return screentest.ScreenGrammar(false) }

func TestFrameIsNothing(t *testing.T) {
	var p output.Painter
	p.SetSize(10, 2)
	if p.Frame("a\nb") == nil {
		t.Error("the first frame is empty")
	}
	if frame := p.Frame("a\nb"); frame != nil {
		t.Errorf("%q is written for a view that is shown already", frame)
	}
	if frame, want := string(p.Frame("a\nx")), "\x1b[?2026h\x1b[2;1Hx\x1b[?2026l"; frame != want {
		t.Errorf("%q is written for one cell, want %q", frame, want)
	}
	p.Forget()
	if frame := string(p.Frame("a\nx")); !strings.Contains(frame, "a") {
		t.Errorf("%q is written after somebody else wrote", frame)
	}
}

// screen gives a view of 200 by 60 as a client's: a sidebar, and beside it a body that begins at a line, with
// one row marked by a background.
func screen(first, marked int) string {
	var b strings.Builder
	for y := range 60 {
		if y > 0 {
			b.WriteByte('\n')
		}
		background := ""
		if y == marked {
			background = "\x1b[48;2;40;44;52m"
		}
		fmt.Fprintf(&b, "\x1b[38;2;92;99;112m│\x1b[0m%s\x1b[38;2;171;178;191m%-36s\x1b[0m\x1b[38;2;92;99;112m│\x1b[0m", "", fmt.Sprintf("request %d", y))
		random := rand.New(rand.NewPCG(uint64(first+y), 0))
		text := fmt.Sprintf("%016x %016x %016x %016x %016x %016x %016x", random.Uint64(), random.Uint64(), random.Uint64(), random.Uint64(), random.Uint64(), random.Uint64(), random.Uint64())
		fmt.Fprintf(&b, "%s    \x1b[38;2;224;108;117m\"%016x\"\x1b[0m%s: \x1b[38;2;152;195;121m%-136q\x1b[0m%s,", background, random.Uint64(), background, text, background)
		b.WriteString("\x1b[38;2;92;99;112m│\x1b[0m")
	}
	return b.String()
}

// steps are what the bytes of a frame are measured with: two views one after the other.
var steps = []struct {
	name          string
	before, after string
	gate          int // of performance.md, in bytes
}{
	{"cursor", screen(0, 20), screen(0, 21), 4 << 10},
	{"scroll", screen(0, 20), screen(1, 20), 16 << 10},
}

// lines is how many bytes the naive way takes: to write each row that differs, as Bubble Tea does by itself.
func lines(before, after string) (n int) {
	old := strings.Split(before, "\n")
	for y, row := range strings.Split(after, "\n") {
		if row != old[y] {
			n += len(row)
		}
		n += len("\r\n")
	}
	return n
}

func TestBytes(t *testing.T) {
	for _, s := range steps {
		var p output.Painter
		p.SetSize(200, 60)
		p.Frame(s.before)
		if n := len(p.Frame(s.after)); n > s.gate {
			t.Errorf("%s: %d bytes, more than %d", s.name, n, s.gate)
		}
	}
	if n := lines(steps[1].before, steps[1].after); n <= steps[1].gate {
		t.Errorf("whole rows take %d bytes for a scroll: the gate says nothing", n)
	}
}

// BenchmarkFrame measures one frame and its bytes.
func BenchmarkFrame(b *testing.B) {
	for _, s := range steps {
		b.Run(s.name, func(b *testing.B) {
			var p output.Painter
			p.SetSize(200, 60)
			p.Frame(s.before)
			size := 0
			for b.Loop() {
				size = len(p.Frame(s.after))
				p.Frame(s.before)
			}
			b.ReportMetric(float64(size), "B/frame")
			b.ReportMetric(float64(lines(s.before, s.after)), "B/frame-by-rows")
		})
	}
}
