package field

import (
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"pgregory.net/rapid"

	"dowse/ui/draw/theme"
	"dowse/ui/terminal"
)

// TestReplaceIsSet holds that a text that was changed in places has the characters of one that was set.
func TestReplaceIsSet(t *testing.T) {
	pieces := rapid.SampledFrom([]string{
		"a", "bc", " ", "日本語", "👩‍👧", "👩", "\u200d", "🇩🇪", "🇩", "e\u0301", "\u0301", "한", "\u1112\u1161", "\x1b", "\xff", "\xe3\x81", "\u0600", "🏻", "\ufe0f", "{{x}}",
	})
	text := rapid.Custom(func(t *rapid.T) string { return strings.Join(rapid.SliceOfN(pieces, 0, 8).Draw(t, "pieces"), "") })
	rapid.Check(t, func(t *rapid.T) {
		var b buffer
		b.set(text.Draw(t, "text"), 0)
		for range rapid.IntRange(1, 5).Draw(t, "changes") {
			start := rapid.IntRange(0, len(b.text)).Draw(t, "start")
			end := rapid.IntRange(start, len(b.text)).Draw(t, "end")
			with := text.Draw(t, "with")
			var want buffer
			want.set(b.text[:start]+with+b.text[end:], start+len(with))
			b.replace(start, end, with)
			if b.text != want.text || b.at != want.at || len(b.ends) != len(want.ends) {
				t.Fatalf("%q, %d, %v instead of %q, %d, %v", b.text, b.at, b.ends, want.text, want.at, want.ends)
			}
			for i := range b.ends {
				if b.ends[i] != want.ends[i] {
					t.Fatalf("%q: %v instead of %v", b.text, b.ends, want.ends)
				}
			}
		}
	})
}

// longField is a field with a text that is typed in at its end.
func longField(t testing.TB, text string) *Model {
	th, err := theme.New(theme.Options{Depth: terminal.TrueColour})
	if err != nil {
		t.Fatal(err)
	}
	f := New(th)
	f.SetPlaceholders(&Placeholders{Candidates: []Candidate{{Insert: "order_id", Value: "1", Live: true}}})
	f.SetWidth(40)
	f.Focus(-1)
	f.SetText(text)
	return f
}

// TestALongTextLooksAsAShortOne holds that what is in sight of a long text is drawn and completed as in a short
// one.
func TestALongTextLooksAsAShortOne(t *testing.T) {
	const end = " {{order_id}} {{{{x {{nobody}} 日本 {{or"
	for _, before := range []string{"a", "{{order_id}}", "{", "👩‍👧"} {
		short, long := longField(t, strings.Repeat(before, 100)+end), longField(t, strings.Repeat(before, 20_000)+end)
		keys := []tea.KeyMsg{{Type: tea.KeyRunes, Runes: []rune("d")}, {Type: tea.KeyBackspace}, {Type: tea.KeyCtrlLeft}, {Type: tea.KeyLeft}, {Type: tea.KeyCtrlA}, {Type: tea.KeyEnd}, {Type: tea.KeyCtrlW}}
		for i, key := range keys {
			short.Update(key)
			long.Update(key)
			if s, l := short.View(), long.View(); s != l {
				t.Errorf("%q, key %d: %q instead of %q", before, i, l, s)
			}
			shorts, ok := short.Popup()
			longs, also := long.Popup()
			if ok != also || strings.Join(shorts.Lines, "\n") != strings.Join(longs.Lines, "\n") || shorts.X != longs.X {
				t.Errorf("%q, key %d: the list is at %d (%v), want %d (%v)", before, i, longs.X, also, shorts.X, ok)
			}
		}
	}
}

// BenchmarkLongText measures a key and its frame at the end, in the middle and at the beginning of 1 MB, beside
// one who looks at the whole text for each.
//
//	go test ./ui/field -run '^$' -bench LongText
func BenchmarkLongText(b *testing.B) {
	const size = 1 << 20
	texts := map[string]string{"text": "lorem ipsum ", "brackets": "[]", "templates": "{{order_id}}&", "wide": "日本", "emoji": "👩‍👧"}
	for name, piece := range texts {
		text := strings.Repeat(piece, size/len(piece))
		for place, at := range map[string]int{"begin": 0, "middle": len(text) / 2, "end": len(text)} {
			b.Run(name+"/"+place, func(b *testing.B) {
				f := longField(b, text)
				f.buffer.at = f.buffer.start(f.buffer.index() * at / len(text))
				for b.Loop() {
					f.Update(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("x")})
					f.View()
				}
			})
		}
		b.Run(name+"/naive", func(b *testing.B) {
			f := longField(b, text)
			for b.Loop() {
				f.buffer.set(f.buffer.text+"x", len(f.buffer.text)+1)
				f.drawn.cells = cells(nil, f.placeholders, f.buffer.text, 0, len(f.buffer.text))
			}
		})
	}
}
