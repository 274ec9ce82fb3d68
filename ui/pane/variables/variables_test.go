package variables_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"dowse/ui/action"
	"dowse/ui/pane/variables"
	"dowse/ui/terminal"
	"dowse/ui/uitest"
)

// shop is what a person sees after a few sends.
func shop() []variables.Variable {
	return []variables.Variable{
		{Name: "order_id", Value: `"ord_8812"`, Kind: variables.Picked, Type: "string", Source: "orders/list", Path: "$.data[0].id", State: variables.Fragile, Age: 12 * time.Second, Uses: []string{"orders/get", "orders/pay"}},
		{Name: "access_token", Value: "********", Kind: variables.Picked, Type: "secret", Source: "auth/login", Path: "$.access_token", State: variables.Expiring, Left: 58 * time.Minute, Uses: []string{"a", "b", "c", "d", "e"}},
		{Name: "total", Value: "129.00", Kind: variables.Picked, Type: "number", Source: "orders/get", Path: "$.total", State: variables.Fresh, Age: 3 * time.Minute},
		{Name: "cart_id", Kind: variables.Picked, Source: "carts/new", Path: "$.id", State: variables.NotSent},
		{Name: "refresh_token", Kind: variables.Picked, Type: "secret", Source: "auth/login", State: variables.NotKept},
		{Name: "customer", Kind: variables.Unresolved, State: variables.Missing, Source: "customers/list", Uses: []string{"orders/get"}},
		{Name: "base_url", Value: "https://shop.example/v2", Kind: variables.Environment, Type: "string", Source: "environment dev"},
		{Name: "total", Value: "10", Kind: variables.Collection, Type: "number", Source: "dowse.yaml", Shadowed: true, ShadowedBy: "orders/get"},
	}
}

// hostile are names and values that are hard to draw or meant to deceive.
func hostile() []variables.Variable {
	return []variables.Variable{
		{Name: "日本語の変数名", Value: "値段は千円です、とても長い文章が続きます", Kind: variables.Picked, Type: "string", Source: "注文/一覧", State: variables.Fresh},
		{Name: "family👩‍👧‍👦", Value: "🇩🇪🇫🇷 é e\u0301\u0301", Kind: variables.Picked, Type: "string", Source: "emoji", State: variables.Stale, Age: 50 * time.Hour},
		{Name: "evil\x1b[31mred", Value: "\x1b]0;title\x07two\nlines\ttab", Kind: variables.Environment, Type: "string", Source: "\u202egnp.exe", Uses: []string{"\x1b[2J"}},
	}
}

func pane(t testing.TB, all []variables.Variable) *variables.Model {
	t.Helper()
	m := variables.New(uitest.Theme(t))
	m.SetFocus(true)
	m.SetSize(80, 20)
	m.SetVariables(all)
	return m
}

func TestFrames(t *testing.T) {
	uitest.Golden(t, "wide-80x20", uitest.Frame(t, pane(t, shop()), 80, 20))
	uitest.Golden(t, "narrow-40x30", uitest.Frame(t, pane(t, shop()), 40, 30))
	uitest.Golden(t, "hostile-80x8", uitest.Frame(t, pane(t, hostile()), 80, 8))
	uitest.Golden(t, "empty-80x3", uitest.Frame(t, pane(t, nil), 80, 3))
	uitest.Golden(t, "empty-28x4", uitest.Frame(t, pane(t, nil), 28, 4))

	strip := pane(t, shop())
	strip.SetFocus(false)
	strip.SetStrip(true)
	uitest.Golden(t, "strip-120x3", uitest.Frame(t, strip, 120, 3))
	uitest.Golden(t, "strip-70x2", uitest.Frame(t, strip, 70, 2))
	for name, th := range uitest.Themes(t) {
		m := pane(t, shop())
		m.SetTheme(th)
		uitest.Golden(t, "theme-"+name, uitest.Frame(t, m, 80, 14))
	}
}

func TestTypedFrames(t *testing.T) {
	m := pane(t, shop())
	uitest.Run(m, action.Rename)
	uitest.Golden(t, "rename-60x12", uitest.Frame(t, m, 60, 12))
	uitest.Run(m, action.Leave, action.Find)
	uitest.Type(m, "tot")
	uitest.Golden(t, "search-60x12", uitest.Frame(t, m, 60, 12))
}

// TestFramesAreExact holds that the pane has exactly the cells it is given, whatever its variables are.
func TestFramesAreExact(t *testing.T) {
	words := rapid.SampledFrom([]string{"", "a", "order_id", "日本語", "👩‍👧", "e\u0301", "ﷺ", "\x1b[1;31mred\x1b[m", "\u202e", "\t", "\n", "🇩🇪", "\xff", strings.Repeat("long ", 60)})
	th := uitest.Theme(t)
	rapid.Check(t, func(t *rapid.T) {
		text := func(label string) string {
			return strings.Join(rapid.SliceOfN(words, 0, 4).Draw(t, label), "")
		}
		var all []variables.Variable
		for range rapid.IntRange(0, 12).Draw(t, "variables") {
			all = append(all, variables.Variable{
				Name: text("name"), Value: terminal.Untrusted(text("value")), Source: text("source"), Path: text("path"), Type: text("type"),
				Kind: variables.Kind(rapid.IntRange(0, int(variables.Secret)).Draw(t, "kind")), State: variables.State(rapid.IntRange(0, int(variables.NotSent)).Draw(t, "state")),
				Shadowed: rapid.Bool().Draw(t, "shadowed"), ShadowedBy: text("by"), Uses: []string{text("use")},
			})
		}
		m := variables.New(th)
		m.SetVariables(all)
		m.SetFocus(rapid.Bool().Draw(t, "focus"))
		m.SetStrip(rapid.Bool().Draw(t, "strip"))
		for range rapid.IntRange(1, 6).Draw(t, "steps") {
			w, h := rapid.IntRange(0, 200).Draw(t, "width"), rapid.IntRange(1, 30).Draw(t, "height")
			uitest.Run(m, rapid.SampledFrom([]action.ID{action.Down, action.Bottom, action.Up, action.PageUp, action.Find, action.Rename, action.Accept, action.Leave}).Draw(t, "action"))
			m.SetSize(w, h)
			uitest.Exact(t, m.View(), w, h)
			if strings.ContainsAny(m.Where(), "\n\t\x07") {
				t.Fatalf("Where is %q", m.Where())
			}
		}
	})
}

func TestNoRoom(t *testing.T) {
	m := pane(t, shop())
	for _, size := range [][2]int{{0, 0}, {1, 1}, {0, 5}, {5, 0}, {-1, -1}} {
		for _, strip := range []bool{false, true} {
			m.SetFocus(!strip)
			m.SetStrip(strip)
			m.SetSize(size[0], size[1])
			m.View()
			uitest.Run(m, action.Down, action.PageDown, action.Find, action.Leave)
		}
	}
}

// TestIntents holds that each action asks for the variable under the cursor.
func TestIntents(t *testing.T) {
	for id, want := range map[action.ID]tea.Msg{
		action.Open:      variables.GoMsg{Name: "access_token", Source: "auth/login"},
		action.CopyValue: variables.CopyMsg{Name: "access_token", Source: "auth/login"},
		action.Delete:    variables.DeleteMsg{Name: "access_token", Source: "auth/login"},
		action.Resend:    variables.ResendMsg{Source: "auth/login"},
	} {
		if diff := cmp.Diff(want, uitest.Run(pane(t, shop()), action.Down, id)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", id, diff)
		}
	}
	// What is written in a file is not sent again.
	want := variables.GoMsg{Name: "total", Source: "dowse.yaml"}
	if diff := cmp.Diff(want, uitest.Run(pane(t, shop()), action.Bottom, action.Resend)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if got := uitest.Run(pane(t, nil), action.Down, action.Open); got != nil {
		t.Errorf("an empty pane asks for %v", got)
	}
}

func TestRename(t *testing.T) {
	m := pane(t, shop())
	uitest.Run(m, action.Rename)
	if diff := cmp.Diff([]action.Context{action.Field}, m.Contexts()); diff != "" {
		t.Error(diff)
	}
	uitest.Type(m, "_2")
	want := variables.RenameMsg{Name: "order_id", Source: "orders/list", New: "order_id_2"}
	if diff := cmp.Diff(want, uitest.Run(m, action.Accept)); diff != "" {
		t.Error(diff)
	}
	if got := uitest.Run(m, action.Rename, action.Accept); got != nil {
		t.Errorf("the same name again asks for %v", got)
	}
	uitest.Run(m, action.Rename)
	uitest.Type(m, "x")
	if got := uitest.Run(m, action.Leave); got != nil || m.Contexts()[0] != action.Variables {
		t.Errorf("leaving asks for %v in %v", got, m.Contexts())
	}
	uitest.Run(m, action.Rename)
	m.SetVariables(shop()[1:])
	if m.Contexts()[0].Typing() {
		t.Error("a variable that is gone is still renamed")
	}
}

// TestRefusedNameStays holds that a name which cannot be taken is told once and stays to be mended.
func TestRefusedNameStays(t *testing.T) {
	m := pane(t, shop())
	m.SetCheck(func(r variables.RenameMsg) error { return errors.New(r.New + " is no name") })
	uitest.Run(m, action.Rename)
	uitest.Type(m, "!")
	if got := uitest.Run(m, action.Accept); got != nil {
		t.Errorf("a refused name asks for %v", got)
	}
	if got := ansi.Strip(m.Where()); !strings.HasSuffix(got, "! is no name") {
		t.Errorf("it says %q", got)
	}
	if shown := uitest.Screen(t, m, 80, 12); !strings.Contains(shown, "!") {
		t.Errorf("the text is gone:\n%s", shown)
	}
}

func TestSearch(t *testing.T) {
	m := pane(t, shop())
	uitest.Run(m, action.Find)
	uitest.Type(m, "aut log") // a source
	if got := uitest.Screen(t, m, 80, 12); strings.Contains(got, "order_id") {
		t.Errorf("a variable that does not match is listed:\n%s", got)
	}
	uitest.Run(m, action.Leave, action.Find)
	uitest.Type(m, "tkn")
	got := uitest.Screen(t, m, 80, 12)
	if !strings.Contains(got, "access_token") || !strings.Contains(got, "refresh_token") || strings.Contains(got, "order_id") {
		t.Errorf("tkn finds:\n%s", got)
	}
	uitest.Run(m, action.Accept)
	if want := (variables.GoMsg{Name: "refresh_token", Source: "auth/login"}); uitest.Run(m, action.Down, action.Open) != tea.Msg(want) {
		t.Error("the second match is not what the cursor is on")
	}
	if m.Title().Right == "" || !strings.Contains(m.Title().Right, "2 of 8") {
		t.Errorf("the title is %q", m.Title().Right)
	}
	uitest.Run(m, action.Leave)
	if want := (variables.GoMsg{Name: "refresh_token", Source: "auth/login"}); uitest.Run(m, action.Open) != tea.Msg(want) {
		t.Error("the cursor left its variable with the search")
	}
}

// TestCursorStays holds that the cursor stays on its variable when others come or go, and off the headings.
func TestCursorStays(t *testing.T) {
	m := pane(t, shop())
	uitest.Run(m, action.Bottom, action.Up)
	at := uitest.Run(m, action.Open)
	more := append([]variables.Variable{{Name: "new", Kind: variables.Picked, Source: "x"}}, shop()...)
	m.SetVariables(more)
	if diff := cmp.Diff(at, uitest.Run(m, action.Open)); diff != "" {
		t.Errorf("the cursor moved (-want +got):\n%s", diff)
	}
	uitest.Run(m, action.Top)
	for range 20 {
		if uitest.Run(m, action.Open) == nil {
			t.Fatal("the cursor is on a heading")
		}
		uitest.Run(m, action.Down)
	}
	for range 20 {
		uitest.Run(m, action.Up)
		if uitest.Run(m, action.Open) == nil {
			t.Fatal("the cursor is on a heading")
		}
	}
	if got := uitest.Screen(t, m, 80, 4); !strings.HasPrefix(got, " Picked") {
		t.Errorf("the first heading is out of sight:\n%s", got)
	}
}

func TestMouse(t *testing.T) {
	press := func(m *variables.Model, y int) tea.Msg {
		return uitest.Send(m, uitest.Click(5, y))
	}
	m := pane(t, shop())
	if got := press(m, 2); got != nil {
		t.Errorf("the first press asks for %v", got)
	}
	if got, want := press(m, 2), (variables.GoMsg{Name: "access_token", Source: "auth/login"}); got != tea.Msg(want) {
		t.Errorf("the second press asks for %v, want %v", got, want)
	}
	if press(m, 0) != nil || press(m, 19) != nil {
		t.Error("a heading or an empty line asks for something")
	}
	m.SetSize(80, 4)
	for range 9 {
		m.Update(tea.MouseMsg{Button: tea.MouseButtonWheelDown})
	}
	if got := uitest.Screen(t, m, 80, 4); !strings.Contains(got, "shadowed") {
		t.Errorf("the wheel does not reach the end:\n%s", got)
	}
	// A press on a variable of the strip puts the cursor there.
	m = pane(t, shop())
	m.SetFocus(false)
	m.SetStrip(true)
	m.SetSize(120, 2)
	if press(m, 0); uitest.Run(m, action.Open) != tea.Msg(variables.GoMsg{Name: "order_id", Source: "orders/list"}) {
		t.Error("the press on the strip went elsewhere")
	}
}

func TestWhere(t *testing.T) {
	m := pane(t, shop())
	m.SetTheme(uitest.Themes(t)["ascii"])
	if want := "$.data[0].id of orders/list - string - used by orders/get, orders/pay"; !strings.Contains(ansi.Strip(m.Where()), want) {
		t.Errorf("%q, want %q", m.Where(), want)
	}
	uitest.Run(m, action.Down)
	if !strings.Contains(m.Where(), "a, b, c and 2 more") {
		t.Errorf("%q", m.Where())
	}
	if got := pane(t, nil).Where(); got != "" {
		t.Errorf("an empty pane is at %q", got)
	}
}

// TestNothingHostileIsDrawn holds that no control of a name or value reaches the screen.
func TestNothingHostileIsDrawn(t *testing.T) {
	for _, strip := range []bool{false, true} {
		m := pane(t, hostile())
		m.SetFocus(!strip)
		m.SetStrip(strip)
		for _, text := range []string{m.View(), m.Where()} {
			for _, bad := range []string{"\x1b[31m", "\x1b]", "\x07", "\u202e", "\t", "\x1b[2J"} {
				if strings.Contains(text, bad) {
					t.Errorf("%q is drawn: %q", bad, text)
				}
			}
		}
	}
}

// many are so many variables.
func many(n int) []variables.Variable {
	var all []variables.Variable
	for i := range n {
		all = append(all, variables.Variable{
			Name: fmt.Sprintf("variable_%d", i), Value: terminal.Untrusted(fmt.Sprintf("value %d", i)), Type: "string",
			Kind: variables.Kind(i % 7), Source: fmt.Sprintf("folder%d/request%d", i%50, i), State: variables.Fresh,
		})
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

func BenchmarkStrip(b *testing.B) {
	m := pane(b, many(10_000))
	m.SetFocus(false)
	m.SetStrip(true)
	m.SetSize(120, 2)
	for b.Loop() {
		m.View()
	}
}

func BenchmarkSetVariables(b *testing.B) {
	all := many(10_000)
	m := pane(b, all)
	for b.Loop() {
		m.SetVariables(all)
	}
}

func BenchmarkSearchKey(b *testing.B) {
	m := pane(b, many(10_000))
	uitest.Run(m, action.Find)
	uitest.Type(m, "var")
	for b.Loop() {
		uitest.Type(m, "1")
		m.View()
		m.Update(uitest.Key("backspace"))
	}
}
