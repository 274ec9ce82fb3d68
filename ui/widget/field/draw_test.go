package field_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"dowse/ui/action"
	"dowse/ui/draw/frame"
	"dowse/ui/draw/theme"
	"dowse/ui/terminal"
	"dowse/ui/uitest"
	"dowse/ui/widget/field"
)

// frames are a field and its list, drawn under each other.
func frames(t testing.TB, f *field.Model, width int) string {
	t.Helper()
	f.SetWidth(width)
	view := f.View()
	uitest.Exact(t, view, width, 1)
	p, ok := f.Popup()
	if !ok {
		return view
	}
	for _, line := range p.Lines {
		if w := frame.Width(line); w != frame.Width(p.Lines[0]) || w > 60 {
			t.Errorf("a line of the list is %d cells wide: %q", w, line)
		}
		view += "\n" + strings.Repeat(" ", p.X) + line
	}
	return view
}

func TestFrames(t *testing.T) {
	const text = "{{base_url}}/orders/{{order_id | upper}}/{{nobody}}?a={{{{b}}&c={{cart_id}}&d={{page | default(\"1\")}}^"
	for name, th := range uitest.Themes(t) {
		f := at(t, text)
		f.SetTheme(th)
		view := frames(t, f, 100)
		press(f, "home")
		view += "\n" + frames(t, f, 40)
		f.Blur()
		view += "\n" + frames(t, f, 40)
		f.SetText("")
		f.SetHint("type a URL")
		view += "\n" + frames(t, f, 40)
		f.Focus(-1)
		view += "\n" + frames(t, f, 40)
		uitest.Type(f, "/x/{{")
		press(f, "down")
		uitest.Golden(t, "theme-"+name, view+"\n"+frames(t, f, 40))
	}
}

func TestListFrames(t *testing.T) {
	f := at(t, "https://shop.example/|")
	uitest.Type(f, "{{o")
	uitest.Golden(t, "names", frames(t, f, 70))
	uitest.Type(f, "zzz")
	uitest.Golden(t, "no-names", frames(t, f, 70))
	f = at(t, "|")
	uitest.Type(f, "{{order_id | ")
	press(f, "down")
	uitest.Golden(t, "transforms", frames(t, f, 70))
	press(f, "up", "up")
	uitest.Golden(t, "transforms-last", frames(t, f, 70))
	f = at(t, "|")
	p := shop()
	for i := range 20 {
		p.Candidates = append(p.Candidates, field.Candidate{Insert: fmt.Sprint("item_", i), Value: "日本語\x1b[31m\u202e👩‍👧", Type: "string", From: "pick of \x9b\n注文/一覧", Live: true})
	}
	f.SetPlaceholders(p)
	uitest.Type(f, "{{")
	press(f, strings.Fields(strings.Repeat("down ", 12))...)
	uitest.Golden(t, "many", frames(t, f, 30))
	f = open(t, "|")
	f.SetWords([]string{"Accept", "Accept-Encoding", "Content-Type"})
	uitest.Type(f, "c")
	uitest.Golden(t, "words", frames(t, f, 30))
	press(f, "down")
	uitest.Golden(t, "words-chosen", frames(t, f, 30))
}

func TestPaint(t *testing.T) {
	th := uitest.Theme(t)
	for _, text := range []string{"", "plain", "{{order_id}}", "a{{nobody}}b", "{{{{x}}", "{{open"} {
		p := shop()
		want := text
		switch text {
		case "{{order_id}}":
			want = th.Paint(theme.Placeholder, text)
		case "a{{nobody}}b":
			want = "a" + th.Paint(theme.Unresolved, "{{nobody}}") + "b"
		case "{{open":
			want = th.Paint(theme.Unresolved, text)
		}
		if got := field.Paint(th, p, text, 40); got != want {
			t.Errorf("Paint(%q) = %q, want %q", text, got, want)
		}
	}
	if got := field.Paint(th, nil, "{{order_id}}", 40); got != "{{order_id}}" {
		t.Errorf("a text without templates is %q", got)
	}
	if got := plain(field.Paint(th, nil, strings.Repeat("x", 100), 10)); got != "xxxxxxxxx…" {
		t.Errorf("a long text is %q", got)
	}
}

// pieces are what texts are made of that try to break a line.
var pieces = []string{
	"a", "orders/", " ", "日本語", "👩‍👧", "👩", "\u200d", "🇩🇪", "🇩", "e\u0301", "\u0301", "ﷺ", "한", "\u1112\u1161", "\x1b[31m", "\x1b]0;t\a", "\x9b", "\u009b", "\u202e", "\u2066", "\u200b", "\ufeff",
	"\U000e0041", "\t", "\r\n", "\n", "\xff", "\xe3\x81", "\u0600", "🏻", "\u0d4e", "\u0e33a", "\u0e33", "\ufe0f", "☺️", "{{", "}}", "{{order_id}}", "{{nobody}}", "{", "|", "\x00", "\x7f",
}

func text(t *rapid.T, label string) string {
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 14).Draw(t, label), "")
}

// TestTheCaretIsInSight holds that a field is exactly as wide as asked, shows its caret, and lets nothing of
// the text drive the terminal.
func TestTheCaretIsInSight(t *testing.T) {
	th := uitest.Theme(t)
	caret := strings.SplitAfter(th.Paint(theme.Caret, "x"), "m")[0]
	places := shop()
	rapid.Check(t, func(t *rapid.T) {
		f := field.New(th)
		f.SetPlaceholders(places)
		f.SetWords([]string{"orders/", "日本語"})
		f.SetHint(text(t, "hint"))
		f.Focus(-1)
		f.SetText(text(t, "text"))
		for range rapid.IntRange(1, 8).Draw(t, "steps") {
			switch rapid.IntRange(0, 4).Draw(t, "kind") {
			case 0:
				f.Update(uitest.Paste(text(t, "paste")))
			case 1:
				f.Focus(rapid.IntRange(0, 50).Draw(t, "x"))
			case 2:
				f.Update(action.RunMsg{ID: rapid.SampledFrom([]action.ID{action.Down, action.Up, action.Accept, action.Leave}).Draw(t, "action")})
			default:
				press(f, rapid.SampledFrom([]string{"left", "right", "home", "end", "backspace", "delete", "alt+b", "alt+f", "ctrl+w", "ctrl+y", "{", "x", "|"}).Draw(t, "key"))
			}
			width := rapid.IntRange(0, 40).Draw(t, "width")
			f.SetWidth(width)
			view := f.View()
			if got := frame.Width(view); got != width || strings.ContainsAny(view, "\n\r\t") {
				t.Fatalf("%d cells, want %d: %q", got, width, view)
			}
			before, after, shown := strings.Cut(view, caret)
			if width > 0 && !shown {
				t.Fatalf("no caret in %d cells: %q", width, view)
			}
			if under, _, _ := strings.Cut(after, "\x1b"); width > 0 && frame.Width(under) == 0 {
				t.Fatalf("nothing is under the caret: %q", before+after)
			}
			for _, line := range append(lines(f), view) {
				if bare := plain(line); bare != terminal.SafeLine(terminal.Untrusted(bare)) {
					t.Fatalf("the text drives the terminal: %q", line)
				}
			}
			f.Blur()
			if got := frame.Width(f.View()); got != width {
				t.Fatalf("without the caret: %d cells, want %d", got, width)
			}
			f.Focus(-1)
		}
	})
}

// lines are those of the list, if there is one.
func lines(f *field.Model) []string {
	p, _ := f.Popup()
	return p.Lines
}

func TestListsAreExact(t *testing.T) {
	th := uitest.Theme(t)
	rapid.Check(t, func(t *rapid.T) {
		p := &field.Placeholders{}
		for range rapid.IntRange(0, 12).Draw(t, "count") {
			p.Candidates = append(p.Candidates, field.Candidate{
				Insert: text(t, "name"), Value: terminal.Untrusted(text(t, "value")), Type: text(t, "type"), From: terminal.Untrusted(text(t, "from")), Live: rapid.Bool().Draw(t, "live"),
			})
		}
		f := field.New(th)
		f.SetPlaceholders(p)
		f.Focus(-1)
		uitest.Type(f, "{{")
		for range rapid.IntRange(0, 14).Draw(t, "down") {
			press(f, "down")
		}
		all := lines(f)
		if len(all) < 3 || len(all) > 10 {
			t.Fatalf("%d lines", len(all))
		}
		for _, line := range all {
			if w := frame.Width(line); w != frame.Width(all[0]) || w > 60 {
				t.Fatalf("a line is %d cells wide, the first %d: %q", w, frame.Width(all[0]), line)
			}
		}
	})
}

func TestNoRoom(t *testing.T) {
	for _, width := range []int{-1, 0, 1, 2, 3} {
		f := at(t, "日本語{{order_id}}|\u202e")
		uitest.Type(f, "{{")
		f.SetWidth(width)
		for _, key := range []string{"home", "right", "end", "left"} {
			press(f, key)
			uitest.Exact(t, f.View(), max(0, width), 1)
		}
		f.Popup()
	}
}

func BenchmarkTyping(b *testing.B) {
	for _, size := range []int{100, 100_000} {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			f := open(b, strings.Repeat("a", size)+"|")
			f.SetPlaceholders(shop())
			for b.Loop() {
				press(f, "x", "backspace")
				f.View()
			}
		})
	}
}
