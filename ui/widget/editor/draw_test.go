package editor_test

import (
	"fmt"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"pgregory.net/rapid"

	"dowse/ui/action"
	"dowse/ui/draw/theme"
	"dowse/ui/uitest"
)

const order = `{
  "order": "{{order_id}}",
  "customer": {{missing}},
  "paid": true,
  "total": 129.00,
  "lines": [null, -1]
}`

// hostile is text that tries to break a line or to deceive.
func hostile() []string {
	return []string{
		"日本語の値段は千円です、とても長い文章", "👩‍👩‍👧‍👦 family 🇩🇪🇫🇷", "e\u0301\u0301\u0301 \u0301", "a\tb\x1b[31mred\x1b]0;title\a",
		"\u202etxt.exe\u2066", "\xff\xfe{{order_id}}\x9b2J", strings.Repeat("long \"text\" ", 40), "ﷺ a\ufe0fb", "{{\x1b[2J}}", "\u009b31m\u2028x\r",
	}
}

func TestFrames(t *testing.T) {
	for name, th := range uitest.Themes(t) {
		o := open(t, order)
		o.SetTheme(th)
		uitest.Run(o, action.Down, action.Down)
		uitest.Golden(t, "theme-"+name, uitest.Frame(t, o, 50, 8))
	}
	o := open(t, order)
	uitest.Run(o, action.Bottom, action.Edit)
	uitest.Golden(t, "typing", uitest.Frame(t, o, 50, 8)) // behind the bracket: both are marked
	uitest.Golden(t, "scrolled", uitest.Frame(t, o, 50, 3))
	uitest.Run(o, action.Leave)
	o.SetFocus(false)
	uitest.Golden(t, "without-keys", uitest.Frame(t, o, 50, 8))
	o.SetJSON(false)
	uitest.Golden(t, "text", uitest.Frame(t, o, 50, 8))
	uitest.Golden(t, "narrow", uitest.Frame(t, open(t, order), 20, 7))
	uitest.Golden(t, "empty", uitest.Frame(t, open(t, ""), 40, 2))
	uitest.Golden(t, "hostile", uitest.Frame(t, open(t, strings.Join(hostile(), "\n")), 40, 12))

	o = at(t, `{"text": "`+strings.Repeat("0123456789", 12)+`|`)
	uitest.Golden(t, "far-right", uitest.Frame(t, o, 40, 2))
}

func TestStatus(t *testing.T) {
	for text, want := range map[string]string{"": "", "[1]": "valid JSON", "[1,\n2": "2:2"} {
		o := open(t, text)
		if got := o.Status(); want == "" && got != "" || !strings.Contains(got, want) {
			t.Errorf("%q: the status is %q, want %q", text, got, want)
		}
	}
	o := open(t, "[\x1b[31m\n")
	if got := o.Status(); strings.Contains(got, "\n") || strings.Contains(got, "\x1b[31m\n") {
		t.Errorf("the status is %q", got)
	}
}

// TestNothingHostileIsDrawn holds that no control of the text reaches the screen.
func TestNothingHostileIsDrawn(t *testing.T) {
	for _, json := range []bool{false, true} {
		o := open(t, strings.Join(hostile(), "\n"))
		o.SetJSON(json)
		for line := range hostile() {
			o.SetSize(200, 20)
			for _, bad := range []string{"\x1b[31m", "\x1b]", "\x07", "\u202e", "\u2066", "\t", "\x1b[2J", "\x9b2", "\u009b", "\u2028", "\r"} {
				if text := o.View() + o.Status(); strings.Contains(text, bad) {
					t.Errorf("on line %d %q is drawn: %q", line, bad, text)
				}
			}
			uitest.Run(o, action.Down)
		}
	}
}

// TestFramesAreExact holds that every frame has exactly its cells, and the caret in them while it is typed.
func TestFramesAreExact(t *testing.T) {
	th := uitest.Theme(t)
	caret, _, _ := strings.Cut(th.Paint(theme.Caret, "x"), "x")
	texts := rapid.SampledFrom(append([]string{"", "x", "{", "}", "[\n", "{{", "{{order_id}}", "\n", "\"a\": ", "\t"}, hostile()...))
	ids := rapid.SampledFrom([]action.ID{
		action.Edit, action.Format, action.Up, action.Down, action.Left, action.Right, action.Top, action.Bottom,
		action.HalfDown, action.HalfUp, action.PageDown, action.PageUp, action.Accept, action.Leave,
	})
	keys := rapid.SampledFrom([]string{"left", "right", "up", "down", "home", "end", "enter", "backspace", "delete", "ctrl+w", "alt+d", "ctrl+k", "ctrl+u", "ctrl+home", "pgdown", "{", "}", "o", "space"})
	rapid.Check(t, func(rt *rapid.T) {
		o := open(t, strings.Join(rapid.SliceOfN(texts, 0, 6).Draw(rt, "text"), "\n"))
		o.SetJSON(rapid.Bool().Draw(rt, "json"))
		o.SetFocus(rapid.Bool().Draw(rt, "focus"))
		focused := strings.Contains(o.View(), caret)
		for range rapid.IntRange(0, 25).Draw(rt, "steps") {
			switch rapid.IntRange(0, 6).Draw(rt, "kind") {
			case 0:
				uitest.Send(o, uitest.Paste(texts.Draw(rt, "paste")))
			case 1:
				buttons := rapid.SampledFrom([]tea.MouseButton{tea.MouseButtonLeft, tea.MouseButtonLeft, tea.MouseButtonWheelDown, tea.MouseButtonWheelUp})
				uitest.Send(o, tea.MouseMsg{X: rapid.IntRange(0, 80).Draw(rt, "x"), Y: rapid.IntRange(0, 12).Draw(rt, "y"), Action: tea.MouseActionPress, Button: buttons.Draw(rt, "button")})
			case 2:
				o.take(o.Insert(texts.Draw(rt, "insert")))
			case 3, 4:
				uitest.Press(o, keys.Draw(rt, "key"))
			default:
				uitest.Run(o, ids.Draw(rt, "action"))
			}
			if o.text != o.Text() {
				rt.Fatalf("the owner has %q, the editor %q", o.text, o.Text())
			}
			w, h := rapid.IntRange(0, 200).Draw(rt, "width"), rapid.IntRange(0, 60).Draw(rt, "height")
			o.SetSize(w, h)
			view := o.View()
			uitest.Exact(rt, view, w, h)
			if p, ok := o.Popup(); ok && len(p.Lines) == 0 {
				rt.Fatal("a list without lines")
			}
			if n := strings.Count(view, caret); o.Typing() && focused && w >= 8 && h > 0 && n != 1 {
				rt.Fatalf("%d carets at %dx%d: %q", n, w, h, view)
			}
		}
	})
}

func TestNoRoom(t *testing.T) {
	for w := -1; w <= 4; w++ {
		for h := -1; h <= 4; h++ {
			o := open(t, order+"\n"+strings.Join(hostile(), "\n"))
			o.SetSize(w, h)
			uitest.Exact(t, o.View(), max(0, w), max(0, h))
			uitest.Run(o, action.PageDown, action.HalfUp, action.Bottom, action.Edit)
			uitest.Type(o, "{{")
			o.Popup()
			uitest.Exact(t, o.View(), max(0, w), max(0, h))
		}
	}
}

func BenchmarkKey(b *testing.B) {
	for _, n := range []int{10, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			o := open(b, "["+strings.Repeat("{\"name\": \"value of {{order_id}}\"},\n", n)+"{}]")
			o.SetSize(100, 40)
			uitest.Run(o, action.Edit)
			for b.Loop() {
				uitest.Press(o, "x")
				o.View()
				uitest.Press(o, "backspace")
			}
		})
	}
}
