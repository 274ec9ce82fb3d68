package urlbar_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"dowse/ui/action"
	"dowse/ui/draw/frame"
	"dowse/ui/pane/urlbar"
	"dowse/ui/uitest"
)

const long = "{{base_url}}/orders/{{order_id}}/items?status=open&limit=20&cursor={{none}}"

// frames is the bar at several widths, one below the other, and its popup.
func frames(t testing.TB, b *bar, widths ...int) string {
	t.Helper()
	var lines []string
	for _, width := range widths {
		lines = append(lines, uitest.Frame(t, b, width, 1)+"|")
	}
	if popup, ok := b.Popup(); ok {
		lines = append(lines, popup.Lines...)
	}
	return strings.Join(lines, "\n")
}

func TestFrames(t *testing.T) {
	widths := []int{160, 80, 50, 49, 30, 20, 16, 8, 3, 1}
	uitest.Golden(t, "typed", frames(t, open(t, "GET", long), widths...))
	rest := open(t, "DELETE", long)
	rest.SetFocus(false)
	uitest.Golden(t, "rest", frames(t, rest, widths...))
	uitest.Golden(t, "empty", frames(t, open(t, "GET", ""), 80, 30, 10))
	rest = open(t, "GET", "")
	rest.SetFocus(false)
	uitest.Golden(t, "empty-rest", frames(t, rest, 80, 30, 10))
	busy := open(t, "POST", long)
	busy.SetBusy("⠋ ctrl+c cancel")
	uitest.Golden(t, "busy", frames(t, busy, 80, 49, 30))
	uitest.Golden(t, "long-method", frames(t, open(t, strings.Repeat("PROPFIND-", 9), long), 80, 30, 20))
	uitest.Golden(t, "hostile", frames(t, open(t, "G\x1b[31mT\u202e", "https://\x1b]0;x\x07日本語/👩‍👧/e\u0301\u202e\xff"), 80, 30))
	uitest.Golden(t, "choice", frames(t, open(t, "GET", long).press("home", "backspace"), 80, 30, 8))
	uitest.Golden(t, "choice-narrowed", frames(t, open(t, "GET", long).press("home", "backspace", "p", "u"), 80))
	for name, th := range uitest.Themes(t) {
		b := open(t, "GET", long)
		b.SetTheme(th)
		text := frames(t, b, 80) + "\n" + b.Where()
		b.SetFocus(false)
		text += "\n" + frames(t, b, 80)
		b.SetFocus(true)
		b.press("home", "backspace", "p")
		uitest.Golden(t, "theme-"+name, text+"\n"+frames(t, b, 80))
	}
}

func TestTheKeyThatSendsIsTheKeymaps(t *testing.T) {
	b := open(t, "GET", "x")
	keymap, problems := action.Load([]byte("everywhere.send: [f9]"))
	if problems != nil {
		t.Fatal(problems)
	}
	b.SetKeymap(keymap)
	if got := uitest.Screen(t, b, 80, 1); !strings.HasSuffix(got, "f9 send ") {
		t.Errorf("the line is %q", got)
	}
	b.SetBusy("cancel me")
	if got := uitest.Screen(t, b, 80, 1); !strings.HasSuffix(got, "cancel me ") {
		t.Errorf("the line is %q", got)
	}
	b.SetBusy("")
	if got := uitest.Screen(t, b, 80, 1); !strings.HasSuffix(got, "f9 send ") {
		t.Errorf("the line is %q", got)
	}
}

// TestFramesAreExact holds that the bar has exactly the cells it is given, whatever is in it.
func TestFramesAreExact(t *testing.T) {
	words := rapid.SampledFrom([]string{"", "a", "POST ", "{{base_url}}", "{{", "日本語", "👩‍👧", "e\u0301", "ﷺ", "\x1b[1;31mred\x1b[m", "\u202e", "\t", "\n", "\u009b", "🇩🇪", "\xff", strings.Repeat("long/", 60)})
	keys := rapid.SampledFrom([]string{"home", "end", "backspace", "delete", "left", "p", "日", "{", "enter", "down", "up", "esc", "space", "ctrl+u"})
	th := uitest.Theme(t)
	rapid.Check(t, func(t *rapid.T) {
		text := func(label string) string {
			return strings.Join(rapid.SliceOfN(words, 0, 4).Draw(t, label), "")
		}
		b := &bar{Model: urlbar.New(th)}
		b.SetPlaceholders(shop())
		b.SetRequest(text("method"), text("url"))
		b.SetBusy(text("busy"))
		b.SetFocus(rapid.Bool().Draw(t, "focus"))
		for range rapid.IntRange(1, 8).Draw(t, "steps") {
			b.SetSize(rapid.IntRange(0, 120).Draw(t, "width"), 1)
			switch rapid.IntRange(0, 3).Draw(t, "step") {
			case 0:
				b.click(rapid.IntRange(0, 120).Draw(t, "x"))
			case 1:
				b.send(uitest.Paste(text("paste")))
			default:
				b.press(keys.Draw(t, "key"))
			}
			exact(t, b.Model)
		}
	})
}

// exact checks one line of a bar and its popup.
func exact(t *rapid.T, m *urlbar.Model) {
	for _, width := range []int{0, 1, 2, 3, 7, 20, 49, 50, 80} {
		m.SetSize(width, 1)
		line := m.View()
		if got := frame.Width(line); got != width || strings.Contains(line, "\n") {
			t.Fatalf("a line is %d cells wide, want %d: %q", got, width, line)
		}
		if plain := ansi.Strip(line); strings.ContainsAny(plain, "\x1b\x07\t\u202e\u009b") {
			t.Fatalf("not safe: %q", plain)
		}
	}
	if strings.ContainsAny(ansi.Strip(m.Where()), "\x1b\n\t\x07\u202e") {
		t.Fatalf("Where is %q", m.Where())
	}
	if popup, ok := m.Popup(); ok {
		for _, line := range popup.Lines {
			if frame.Width(line) != frame.Width(popup.Lines[0]) || strings.ContainsAny(ansi.Strip(line), "\x1b\n\t\u202e") {
				t.Fatalf("the popup has the line %q under %q", line, popup.Lines[0])
			}
		}
	}
}

func TestNoRoom(t *testing.T) {
	for _, b := range []*bar{open(t, "GET", long), open(t, "GET", long).press("home", "backspace")} {
		for w := range 4 {
			for h := range 4 {
				b.SetSize(w, h)
				if h == 0 {
					if got := b.View(); got != "" {
						t.Errorf("%dx0: %q", w, got)
					}
					continue
				}
				uitest.Exact(t, b.View(), w, h)
			}
		}
		b.SetSize(-1, -1)
		if got := b.View(); got != "" {
			t.Errorf("less than nothing: %q", got)
		}
	}
}

// BenchmarkView is the frame of a very long URL, which is drawn at every key.
func BenchmarkView(b *testing.B) {
	for _, size := range []int{100, 100_000} {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			bar := open(b, "GET", "{{base_url}}/"+strings.Repeat("x", size))
			for b.Loop() {
				bar.View()
				bar.Where()
			}
		})
	}
}
