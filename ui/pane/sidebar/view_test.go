package sidebar_test

import (
	"fmt"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"pgregory.net/rapid"

	"dowse/ui/action"
	"dowse/ui/pane/sidebar"
	"dowse/ui/uitest"
)

// hostile are items that are hard to draw or meant to deceive.
func hostile() []sidebar.Item {
	return []sidebar.Item{
		{ID: "日本語の名前/とても長い列見出しです、とても", Name: "日本", Method: "日本語のメソッド"},
		{ID: "family👩‍👩‍👧‍👦/🇩🇪🇫🇷", Name: "e\u0301\u0301", Method: "GET", Unsaved: true},
		{ID: "evil\x1b[31m/red\x1b]0;title\a", Name: "two\nlines\ttab", Method: "\x1b[2J", Open: true},
		{ID: "\u202eexe.txt", Name: "\u2066x\u2028", Method: "P\xffT", Problem: "\x9b31m\u009b bad\n"},
		{ID: "a/b/c/d/e/f/g/h/i/j/k/l/m/n/" + strings.Repeat("long", 20), Method: "CONNECT", URL: "\x1b[H"},
		{ID: "ﷺ a\ufe0f", Name: "\x1b[31mdraft", Draft: true, Method: ""},
		{ID: "//", Method: "GET"}, {ID: "", Method: "GET"},
	}
}

func TestFrames(t *testing.T) {
	for name, th := range uitest.Themes(t) {
		m := pane(t, shop())
		m.SetTheme(th)
		uitest.Golden(t, "theme-"+name, uitest.Frame(t, m, 44, 12))
	}
	m := pane(t, shop())
	uitest.Golden(t, "wide-80x12", uitest.Frame(t, m, 80, 12))
	uitest.Golden(t, "narrow-20x8", uitest.Frame(t, m, 20, 8))
	uitest.Golden(t, "tiny-10x4", uitest.Frame(t, m, 10, 4))
	m.SetFocus(false)
	uitest.Golden(t, "without-keys-44x12", uitest.Frame(t, m, 44, 12))

	m = pane(t, shop())
	uitest.Run(m, action.Left, action.Left, action.Bottom, action.Open, action.Top)
	uitest.Golden(t, "folded-44x12", uitest.Frame(t, m, 44, 12))
	uitest.Run(m, action.Down, action.Down, action.Rename)
	uitest.Type(m, "2")
	uitest.Golden(t, "rename-44x8", uitest.Frame(t, m, 44, 8))
	uitest.Run(m, action.Leave, action.Find)
	uitest.Golden(t, "find-44x4", uitest.Frame(t, m, 44, 4))
	uitest.Type(m, "odt")
	uitest.Golden(t, "search-44x6", uitest.Frame(t, m, 44, 6))
	uitest.Type(m, "zz")
	uitest.Golden(t, "nothing-typed-44x4", uitest.Frame(t, m, 44, 4))
	uitest.Run(m, action.Accept)
	uitest.Golden(t, "nothing-44x4", uitest.Frame(t, m, 44, 4))

	empty := sidebar.New(uitest.Theme(t))
	uitest.Golden(t, "empty-36x7", uitest.Frame(t, empty, 36, 7))
	uitest.Golden(t, "hostile-44x24", uitest.Frame(t, pane(t, hostile()), 44, 24))
}

// TestNothingHostileIsDrawn holds that no control of an item reaches the screen.
func TestNothingHostileIsDrawn(t *testing.T) {
	bad := []string{"\x1b[31m", "\x1b]", "\a", "\u202e", "\u2066", "\t", "\x1b[2J", "\x1b[H", "\x9b3", "\u009b", "\u2028", "\xff"}
	m := pane(t, hostile())
	m.SetRoot("root\x1b[31m\n")
	m.SetOthers([]string{"\x1b[31m\t.yaml"})
	m.SetSize(200, 40)
	uitest.Run(m, action.Bottom, action.Open, action.Top)
	check := func() {
		t.Helper()
		for _, shown := range append(strings.Split(m.View(), "\n"), m.Where(), m.Title().Right) {
			for _, b := range bad {
				if strings.Contains(shown, b) || strings.Contains(shown, "\n") {
					t.Errorf("%q is drawn: %q", b, shown)
				}
			}
		}
	}
	for range 30 {
		check()
		uitest.Run(m, action.Rename)
		check()
		uitest.Run(m, action.Leave, action.Down)
	}
	uitest.Run(m, action.Find)
	m.Update(uitest.Paste("e\x1b[31m\t"))
	check()
	uitest.Run(m, action.Accept)
	check()
}

// TestFramesAreExact holds that the pane has exactly its cells, whatever its items are and what is typed.
func TestFramesAreExact(t *testing.T) {
	texts := rapid.SampledFrom([]string{"", "a", "b/c", "/", "orders/get", "日本語", "👩‍👧", "e\u0301", "ﷺ", "\x1b[1;31mred\x1b[m", "\u202e", "\t", "\n", "🇩🇪", "\xff", "a\ufe0f", strings.Repeat("long ", 60)})
	ids := rapid.SampledFrom([]action.ID{
		action.Down, action.Up, action.Left, action.Right, action.Top, action.Bottom, action.HalfDown, action.HalfUp, action.PageDown, action.PageUp,
		action.Open, action.Open, action.Add, action.Duplicate, action.Rename, action.Delete, action.Find, action.Accept, action.Leave,
	})
	th := uitest.Theme(t)
	rapid.Check(t, func(rt *rapid.T) {
		text := func(label string) string {
			return strings.Join(rapid.SliceOfN(texts, 0, 4).Draw(rt, label), "")
		}
		items := func() []sidebar.Item {
			var all []sidebar.Item
			for range rapid.IntRange(0, 12).Draw(rt, "items") {
				all = append(all, sidebar.Item{
					ID: text("id"), Name: text("name"), Method: text("method"), URL: text("url"), Problem: text("problem"),
					Unsaved: rapid.Bool().Draw(rt, "unsaved"), Open: rapid.Bool().Draw(rt, "open"), Draft: rapid.Bool().Draw(rt, "draft"),
				})
			}
			return all
		}
		m := sidebar.New(th)
		m.SetFocus(rapid.Bool().Draw(rt, "focus"))
		m.SetItems(items())
		for range rapid.IntRange(1, 25).Draw(rt, "steps") {
			switch rapid.IntRange(0, 7).Draw(rt, "kind") {
			case 0:
				m.SetItems(items())
			case 1:
				m.SetOthers(rapid.SliceOfN(texts, 0, 3).Draw(rt, "others"))
			case 2:
				m.Update(uitest.Paste(text("paste")))
			case 3:
				buttons := rapid.SampledFrom([]tea.MouseButton{tea.MouseButtonLeft, tea.MouseButtonLeft, tea.MouseButtonWheelDown, tea.MouseButtonWheelUp})
				m.Update(tea.MouseMsg{X: rapid.IntRange(0, 80).Draw(rt, "x"), Y: rapid.IntRange(0, 12).Draw(rt, "y"), Action: tea.MouseActionPress, Button: buttons.Draw(rt, "button")})
			default:
				uitest.Run(m, ids.Draw(rt, "action"))
			}
			w, h := rapid.IntRange(0, 200).Draw(rt, "width"), rapid.IntRange(0, 60).Draw(rt, "height")
			m.SetSize(w, h)
			uitest.Exact(rt, m.View(), w, h)
			if strings.ContainsAny(m.Where(), "\n\t\a") {
				rt.Fatalf("Where is %q", m.Where())
			}
			m.Title()
		}
	})
}

func TestNoRoom(t *testing.T) {
	for w := -1; w <= 4; w++ {
		for h := -1; h <= 4; h++ {
			for _, items := range [][]sidebar.Item{nil, shop(), hostile()} {
				m := pane(t, items)
				m.SetSize(w, h)
				for _, ids := range [][]action.ID{{action.PageDown}, {action.Rename}, {action.Leave, action.Find}, {action.Accept}} {
					uitest.Run(m, ids...)
					uitest.Type(m, "x")
					uitest.Exact(t, m.View(), max(0, w), max(0, h))
				}
			}
		}
	}
}

// many are so many requests.
func many(n int) []sidebar.Item {
	var all []sidebar.Item
	for i := range n {
		all = append(all, sidebar.Item{ID: fmt.Sprintf("folder%d/request%d", i/50, i), Name: fmt.Sprintf("Request %d", i), Method: "GET", URL: "https://api.example/things"})
	}
	return all
}

func BenchmarkView(b *testing.B) {
	m := pane(b, many(10_000))
	for b.Loop() {
		uitest.Run(m, action.Down)
		m.View()
	}
}

func BenchmarkSetItems(b *testing.B) {
	one, other := many(10_000), many(10_000)
	other[5].Unsaved = true
	m := pane(b, one)
	for b.Loop() {
		m.SetItems(other)
		m.SetItems(one)
	}
}

func BenchmarkSearchKey(b *testing.B) {
	m := pane(b, many(10_000))
	uitest.Run(m, action.Find)
	uitest.Type(m, "req")
	for b.Loop() {
		uitest.Type(m, "1")
		m.View()
		m.Update(uitest.Key("backspace"))
	}
}
