package text_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"dowse/ui/draw/frame"
	"dowse/ui/draw/text"
)

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		name, text  string
		width, hang int
		want        []string
	}{
		{"fits", "nothing was written", 19, 0, []string{"nothing was written"}},
		{"between words", "nothing was written", 18, 0, []string{"nothing was", "written"}},
		{"exactly full", "ab cd ef", 5, 0, []string{"ab cd", "ef"}},
		{"inside a long word", "at https://api.shop.test now", 10, 0, []string{"at", "https://ap", "i.shop.tes", "t now"}},
		{"line feeds stay", "one\n\ntwo", 10, 0, []string{"one", "", "two"}},
		{"indent and hang", "  body: is no JSON", 12, 2, []string{"  body: is", "    no JSON"}},
		{"runs of spaces", "a   b", 3, 0, []string{"a", "b"}},
		{"spaces behind a full line", "abc    ", 3, 0, []string{"abc"}},
		{"wide", "日本語 テキスト", 7, 0, []string{"日本語", "テキス", "ト"}},
		{"wider than the line", "日本", 1, 0, []string{"日", "本"}},
		{"a wide indent", "          ab", 4, 2, []string{"  ab"}},
		{"nothing", "", 10, 0, nil},
		{"no room", "text", 0, 0, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, text.Wrap(c.text, c.width, c.hang)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// pieces are texts that are hard to measure or to break.
var pieces = []string{" ", "  ", "a", "orders", "\n", "日本語", "👩‍👩‍👧‍👦", "e\u0301\u0301", "🇩🇪", "한", "-", "\u00a0", strings.Repeat("x", 30), "\t", "\x1b[31m", "\u202e", "\x9b", "\r\n"}

// TestWrapLosesNothing holds that lines are never too wide, and that all but spaces is still there.
func TestWrapLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		drawn := text.Safe(strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 20).Draw(t, "text"), ""), "…")
		width, hang := rapid.IntRange(2, 40).Draw(t, "width"), rapid.IntRange(0, 3).Draw(t, "hang")
		lines := text.Wrap(drawn, width, hang)
		for _, line := range lines {
			if got := frame.Width(line); got > width && width > 3 {
				t.Fatalf("%d cells, want at most %d: %q", got, width, line)
			}
		}
		bare := strings.NewReplacer(" ", "", "\n", "")
		if got, want := bare.Replace(strings.Join(lines, "")), bare.Replace(drawn); got != want {
			t.Fatalf("%q became %q", want, got)
		}
	})
}

func TestSafe(t *testing.T) {
	for in, want := range map[string]string{
		"a\x1b[31mb":      "a␛[31mb",
		"one\r\ntwo\r\n":  "one\ntwo",
		"a\tb":            "a    b",
		"\u202etxt\u009b": "⟨U+202E⟩txt\\x9b",
	} {
		if got := text.Safe(in, "…"); got != want {
			t.Errorf("Safe(%q) is %q, want %q", in, got, want)
		}
	}
	long := text.Safe(strings.Repeat("日", 1<<20), "…")
	if len(long) > 9<<10 || !strings.HasSuffix(long, "日…") {
		t.Errorf("of a long text %d bytes stay, ending in %q", len(long), long[len(long)-6:])
	}
}
