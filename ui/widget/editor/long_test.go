package editor

import (
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"pgregory.net/rapid"

	"dowse/ui/action"
	"dowse/ui/draw/theme"
	"dowse/ui/terminal"
	"dowse/ui/widget/field"
)

// long opens an editor that is typed in, its caret behind the text.
func long(t testing.TB, text string) *Model {
	th, err := theme.New(theme.Options{Depth: terminal.TrueColour})
	if err != nil {
		t.Fatal(err)
	}
	m := New(th)
	m.SetPlaceholders(&field.Placeholders{Candidates: []field.Candidate{{Insert: "order_id", Live: true}}})
	m.SetJSON(true)
	m.SetSize(100, 20)
	m.SetFocus(true)
	m.SetText(text)
	m.Update(action.RunMsg{ID: action.Bottom})
	m.Update(action.RunMsg{ID: action.Edit})
	return m
}

var (
	end       = tea.KeyMsg{Type: tea.KeyEnd}
	left      = tea.KeyMsg{Type: tea.KeyLeft}
	backspace = tea.KeyMsg{Type: tea.KeyBackspace}
)

func letter(s string) tea.KeyMsg { return tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(s)} }

// TestColumnsAreCounted holds that what is known of a line by its stops is what counting says, after any edits.
func TestColumnsAreCounted(t *testing.T) {
	pieces := rapid.SampledFrom([]string{
		strings.Repeat("a", 300), strings.Repeat("日本", 150), strings.Repeat("👩‍👧", 60), strings.Repeat("e\u0301", 200), strings.Repeat("\t", 100),
		"\u0301", "\u200d", "🇩", "\x1b[31m", "\"", "\\", "{{x}}", "[", "\u202e",
	})
	text := rapid.Custom(func(t *rapid.T) string { return strings.Join(rapid.SliceOfN(pieces, 0, 9).Draw(t, "pieces"), "") })
	rapid.Check(t, func(t *rapid.T) {
		b := &buffer{lines: []string{""}}
		for range rapid.IntRange(1, 4).Draw(t, "edits") {
			b.caret.at = rapid.IntRange(0, len(b.lines[0])).Draw(t, "at")
			b.clamp()
			if rapid.Bool().Draw(t, "cut") {
				b.cut(b.wordBefore())
			}
			b.insert(text.Draw(t, "text"))
			line := b.lines[0]
			fresh := &buffer{lines: b.lines}
			cell := rapid.IntRange(0, len(line)).Draw(t, "cell")
			at := fresh.byteAt(0, cell)
			if got := b.byteAt(0, cell); got != at {
				t.Fatalf("cell %d of %q is byte %d, after edits %d", cell, line, at, got)
			}
			if b.cell(0, at) != fresh.cell(0, at) {
				t.Fatalf("byte %d of %q is cell %d, after edits %d", at, line, fresh.cell(0, at), b.cell(0, at))
			}
			s := b.stopAt(0, at)
			if s.at > at || at-s.at > 2*step {
				t.Fatalf("the stop %v is not near byte %d of %q", s, at, line)
			}
			read := stop{at: s.at, cell: s.cell}
			if read.lex(line); read != s {
				t.Fatalf("the stop of byte %d of %q is %v, want %v", at, line, s, read)
			}
		}
	})
}

// TestALongLineLooksAsAShortOne holds that what is in sight of a long line is drawn as in one that is looked at
// as a whole.
func TestALongLineLooksAsAShortOne(t *testing.T) {
	const tail = `"n": {{order_id}}, "a{{nobody}}": ["日本", [1, true]]`
	for _, c := range []struct{ first, piece string }{
		{"", `[ ]`}, {"", `"a", `}, {`"`, `\" {`}, {`"`, "日本"}, {"{{", "x y"}, {"", "{{order_id}},"}, {"", "👩‍👧"},
	} {
		short, long := long(t, c.first+strings.Repeat(c.piece, (step-100)/len(c.piece))+"    "+tail), long(t, c.first+strings.Repeat(c.piece, 30_000)+"    "+tail)
		if len(short.Line()) > step || len(long.Line()) < 100*step {
			t.Fatalf("lines of %d and %d bytes", len(short.Line()), len(long.Line()))
		}
		short.SetSize(60, 5)
		long.SetSize(60, 5)
		keys := append([]tea.KeyMsg{end, letter("x"), backspace}, make([]tea.KeyMsg, 30)...)
		for i := range keys[3:] {
			keys[3+i] = left
		}
		for i, key := range keys {
			short.Update(key)
			long.Update(key)
			if s, l := short.View(), long.View(); s != l {
				t.Fatalf("%q%q, key %d: it is\n%q instead of\n%q", c.first, c.piece, i, l, s)
			}
		}
	}
}

// TestALargeTextIsCheckedByACommand holds that typing waits for no check, and that the newest text is checked.
func TestALargeTextIsCheckedByACommand(t *testing.T) {
	m := long(t, "["+strings.Repeat("1,\n", atOnce)+"2]")
	if got := m.Status(); !strings.Contains(got, "valid") {
		t.Fatalf("the status is %q", got)
	}
	_, first := m.Update(letter("x"))
	if got := m.Status(); !strings.Contains(got, "checking") || m.Problem() != nil || first == nil {
		t.Fatalf("the status is %q", got)
	}
	_, second := m.Update(backspace)
	if msg := first(); msg != (checkedMsg{}) {
		t.Errorf("the command tells %#v", msg)
	}
	if got := m.Status(); !strings.Contains(got, "valid") {
		t.Errorf("the status is %q", got)
	}
	second()
	_, third := m.Update(letter("x"))
	third()
	if got := m.Status(); !strings.Contains(got, "65537:3") {
		t.Errorf("the status is %q", got)
	}
	m.SetText(m.Text()[:len(m.Text())-1] + " ") // nobody was asked to check it
	if got := m.Status(); !strings.Contains(got, "valid") {
		t.Errorf("the status is %q", got)
	}
	_, cmd := m.Update(letter("x"))
	m.Update(action.RunMsg{ID: action.Format}) // knows at once that it is none
	if m.Problem() == nil || cmd == nil {
		t.Error("the text was taken for JSON")
	}
}

// TestOneCheckAtATime holds that keys while a check runs start no more of them.
func TestOneCheckAtATime(t *testing.T) {
	c := &checker{}
	c.want("[1]")
	if !c.take() {
		t.Fatal("there is nothing to check")
	}
	if c.want("[2]") != nil || c.take() {
		t.Error("two checks run")
	}
}

// TestBracketsOfALargeText holds that the bracket that belongs to the one at the caret is found when it is near.
func TestBracketsOfALargeText(t *testing.T) {
	row := `{"a": "]{{x}}[", "b": [1, {"c": 2}]},`
	for name, before := range map[string]string{"lines": strings.Repeat(row+"\n", 5000), "one line": strings.Repeat(row, 5000), "a string": `"` + strings.Repeat("[", 100_000) + `", `} {
		text := "[" + before + row[:len(row)-1]
		m := long(t, text+"]")
		m.Update(left)
		got := m.brackets()
		last := m.caret.at
		want := []position{{m.caret.line, last - 1}, {m.caret.line, last - len(row) + 1}}
		if len(got) == 2 && text[len(text)-1] == '}' && got[0].at == last { // the bracket of all, whose partner is far
			t.Errorf("%s: a partner of the last one: %v", name, got)
		}
		if len(got) != 2 || got[0] != want[0] || got[1] != want[1] {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}

func TestDeepJSONIsFormattedInProportion(t *testing.T) {
	const depth = 9000
	m := long(t, strings.Repeat("[", depth)+strings.Repeat("]", depth))
	m.Update(action.RunMsg{ID: action.Format})
	if n := len(m.Text()); n > 4*depth*(maxIndent+1) {
		t.Errorf("%d brackets become %d bytes", 2*depth, n)
	}
}

// BenchmarkLongLine measures a key and its frame at the end, in the middle and at the beginning of one line of
// 1 MB, beside one who looks at all of it for each, as to colours no worse than linear.
//
//	go test ./ui/editor -run '^$' -bench LongLine
func BenchmarkLongLine(b *testing.B) {
	const size = 1 << 20
	objects := "[" + strings.Repeat(`{"name": "value of {{order_id}}", "n": 12.5},`, size/46) + "{}]"
	for name, text := range map[string]string{
		"brackets": strings.Repeat("[", size/2) + strings.Repeat("]", size/2), "text": `"` + strings.Repeat("lorem ipsum ", size/12) + `"`,
		"objects": objects, "lines": strings.ReplaceAll(objects, "},", "},\n"), "wide": strings.Repeat("日本", size/6), "emoji": strings.Repeat("👩‍👧", size/11),
	} {
		frame := func(m *Model) {
			m.Update(letter("x"))
			m.Status()
			m.View()
		}
		for place, part := range map[string]int{"begin": 0, "middle": 2, "end": 1} {
			b.Run(name+"/"+place, func(b *testing.B) {
				m := long(b, text)
				if line := len(m.lines) - 1; part != 1 {
					m.to(position{line * part / 4, len(m.lines[line*part/4]) * part / 4})
					m.clamp()
				}
				frame(m) // the first time the line is read up to there
				for b.Loop() {
					frame(m)
				}
			})
		}
		b.Run(name+"/naive", func(b *testing.B) {
			m := long(b, text)
			for b.Loop() {
				m.Update(letter("x"))
				c := checkOf(m.Text())
				partner(c.shape, 0)
				for _, line := range m.lines {
					cells(line)
					shown(line)
					theme.Spans("application/json", line)
				}
			}
		})
	}
}
