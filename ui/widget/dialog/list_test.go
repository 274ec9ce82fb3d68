package dialog_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"dowse/ui/action"
	"dowse/ui/uitest"
	"dowse/ui/widget/dialog"
)

// commands are items as the root lists them: actions first, then requests.
func commands() []dialog.Item {
	var items []dialog.Item
	for _, a := range []struct{ id, title, help, key string }{
		{"send", "send", "send the request on the screen", "ctrl+r"},
		{"save", "save", "save the request to its file", "ctrl+s"},
		{"save-as", "save as", "save the request under a name of your choice", "space s"},
		{"save-body", "save body", "save the response's body to a file", "w"},
		{"environment", "environment", "choose the environment", "E"},
		{"toggle-tls", "TLS check", "verify the server's certificate or not, for this request", "space t"},
	} {
		items = append(items, dialog.Item{Title: a.title, Help: a.help, Right: a.key, Words: a.id, Msg: a.id})
	}
	for _, r := range []struct{ id, name, method string }{
		{"auth/login", "Log in", "POST"},
		{"orders/list", "Orders, the newest first", "GET"},
		{"orders/get", "", "GET"},
		{"customers/addresses/create-with-a-name-longer-than-its-column", "New address", "POST"},
	} {
		items = append(items, dialog.Item{Title: r.id, Help: r.name, Right: r.method, Msg: r.id})
	}
	return items
}

func openList(t testing.TB, items []dialog.Item) *dialog.List {
	m := dialog.NewList(uitest.Theme(t), dialog.ListOptions{Title: "Commands and requests", Hint: "type a part of a name", Items: items})
	m.SetFocus(true)
	m.SetSize(m.Size(76, 20))
	return m
}

// listedList are the messages of the rows from above.
func listedList(m *dialog.List) []string {
	_, height := m.Size(76, 1000)
	m.SetSize(76, height)
	var all []string
	for range height {
		msg := uitest.Run(m, action.Accept)
		if msg == nil || len(all) > 0 && all[len(all)-1] == msg {
			break
		}
		all = append(all, msg.(string))
		uitest.Run(m, action.Down)
	}
	for range all {
		uitest.Run(m, action.Up)
	}
	return all
}

func TestListSearch(t *testing.T) {
	for typing, want := range map[string][]string{
		"save":        {"save", "save-as", "save-body"},
		"SAVE":        {"save", "save-as", "save-body"},
		"save as":     {"save-as"},
		"ol":          {"orders/list", "customers/addresses/create-with-a-name-longer-than-its-column"},
		"login":       {"auth/login", "customers/addresses/create-with-a-name-longer-than-its-column"},
		"toggle":      {"toggle-tls"},  // only in its words
		"certificate": {"toggle-tls"},  // only in its help
		"newest":      {"orders/list"}, // only in its help
		"ertificate":  nil,             // begins no word
		"verify not":  {"toggle-tls"},  // two words of a help
		"zzz":         nil,             //
		"  ":          {"send", "save", "save-as", "save-body", "environment", "toggle-tls", "auth/login", "orders/list", "orders/get", "customers/addresses/create-with-a-name-longer-than-its-column"},
	} {
		m := openList(t, commands())
		uitest.Type(m, typing)
		if diff := cmp.Diff(want, listedList(m)); diff != "" {
			t.Errorf("%q finds (-want +got):\n%s", typing, diff)
		}
	}
}

// TestListBestFirst holds that what is meant stands above what only has the letters too.
func TestListBestFirst(t *testing.T) {
	for typing, want := range map[string]string{
		"send": "send", "sb": "save-body", "env": "environment", "orders": "orders/get", "get": "orders/get", "tls": "toggle-tls", "cac": "customers/addresses/create-with-a-name-longer-than-its-column",
	} {
		m := openList(t, commands())
		uitest.Type(m, typing)
		if got := uitest.Run(m, action.Accept); got != want {
			t.Errorf("the best for %q is %v, want %s\n%s", typing, got, want, uitest.Screen(t, m, 76, 12))
		}
	}
}

func TestListTypingGoesToTheBest(t *testing.T) {
	m := openList(t, commands())
	uitest.Run(m, action.Down, action.Down, action.Down)
	uitest.Type(m, "o")
	uitest.Type(m, "l")
	if got := uitest.Run(m, action.Accept); got != "orders/list" {
		t.Errorf("it is %v", got)
	}
	m.Update(uitest.Key("left")) // moves the caret and nothing else
	uitest.Run(m, action.Down)
	m.Update(uitest.Key("backspace"))
	if got := len(listedList(m)); got < 2 {
		t.Errorf("%d rows after a letter was taken away", got)
	}
}

func TestListChoosing(t *testing.T) {
	m := openList(t, commands())
	if got := uitest.Run(m, action.Down, action.Accept); got != "save" {
		t.Errorf("it answers %v", got)
	}
	if got := uitest.Run(m, action.Leave); got != (dialog.CloseMsg{}) {
		t.Errorf("leaving asks for %v", got)
	}
	uitest.Type(m, "zzz")
	if got := uitest.Run(m, action.Down, action.Accept); got != nil {
		t.Errorf("an empty list answers %v", got)
	}
	if got := uitest.Screen(t, m, 76, 12); !strings.Contains(got, "nothing matches") {
		t.Errorf("an empty list shows:\n%s", got)
	}
	if got := m.Title().Right; got != "0 of 10" {
		t.Errorf("the title says %q", got)
	}
	if got := m.Contexts(); len(got) != 1 || got[0] != action.Choice {
		t.Errorf("contexts %v", got)
	}
}

func TestListMouse(t *testing.T) {
	press := func(m *dialog.List, y int) tea.Msg {
		return uitest.Send(m, uitest.Click(3, y))
	}
	m := openList(t, commands())
	if got := press(m, 3); got != "save-as" {
		t.Errorf("a press answers %v", got)
	}
	for _, y := range []int{0, 11, 40} {
		if got := press(m, y); got != nil {
			t.Errorf("a press on line %d answers %v", y, got)
		}
	}
	m.SetSize(76, 5)
	for range 9 {
		m.Update(tea.MouseMsg{Y: 2, Button: tea.MouseButtonWheelDown})
	}
	if got := uitest.Screen(t, m, 76, 5); !strings.Contains(got, "customers/") {
		t.Errorf("the wheel does not reach the end:\n%s", got)
	}
	if press(m, 4); uitest.Run(m, action.Accept) != "customers/addresses/create-with-a-name-longer-than-its-column" {
		t.Error("a press on a scrolled list goes elsewhere")
	}
}

// TestListSizeIsSteady holds that the list does not shrink while a person types.
func TestListSizeIsSteady(t *testing.T) {
	m := openList(t, commands())
	w, h := m.Size(200, 50)
	if w != 100 || h != 11 {
		t.Errorf("%dx%d, want 100x11", w, h)
	}
	uitest.Type(m, "zzz")
	if w2, h2 := m.Size(200, 50); w2 != w || h2 != h {
		t.Errorf("%dx%d after typing, %dx%d before", w2, h2, w, h)
	}
	if w, h := openList(t, nil).Size(30, 50); w != 30 || h != 2 {
		t.Errorf("an empty list is %dx%d", w, h)
	}
	if w, h := m.Size(0, 0); w != 0 || h != 0 {
		t.Errorf("%dx%d where there is no room", w, h)
	}
}

// naughtyList are texts that try to drive the terminal, or are hard to measure.
var naughtyList = []string{
	"a\tb\x1b[31mred\x1b]0;title\a", "\u202etxt.exe\u2066", "\x9b2J\xff\xfe", "名前のとても長い列見出しです", "👩‍👩‍👧‍👦 family 🇩🇪",
	"e\u0301\u0301\u0301", "two\r\nlines\nand more", "\x1b[2J\x1b[H", strings.Repeat("long ", 60), "", "\u200b\ufeff", "x\x00y",
}

func hostileList() []dialog.Item {
	var items []dialog.Item
	for i := range naughtyList {
		text := func(n int) string { return naughtyList[(i+n)%len(naughtyList)] }
		items = append(items, dialog.Item{Title: text(0), Help: text(1), Right: text(2), Words: text(3), Msg: "x"})
	}
	return items
}

func TestListFrames(t *testing.T) {
	for name, th := range uitest.Themes(t) {
		m := openList(t, commands())
		m.SetTheme(th)
		uitest.Type(m, "ord")
		uitest.Run(m, action.Down)
		w, h := m.Size(76, 20)
		uitest.Golden(t, "list-theme-"+name, uitest.Frame(t, m, w, h))
	}
	uitest.Golden(t, "list-all", uitest.Screen(t, openList(t, commands()), 76, 11))
	uitest.Golden(t, "list-narrow", uitest.Screen(t, openList(t, commands()), 34, 6))
	uitest.Golden(t, "list-hostile", uitest.Screen(t, openList(t, hostileList()), 60, 13))
	m := openList(t, commands())
	uitest.Type(m, "zzz")
	uitest.Golden(t, "list-nothing", uitest.Screen(t, m, 60, 3))
}

func TestListNothingHostileIsDrawn(t *testing.T) {
	m := dialog.NewList(uitest.Theme(t), dialog.ListOptions{Title: naughtyList[0], Hint: naughtyList[0], Items: hostileList()})
	m.SetFocus(true)
	m.SetSize(76, 20)
	views := []string{m.View(), m.Title().Name}
	m.Update(uitest.Paste(naughtyList[0]))
	for _, text := range append(views, m.View()) {
		for _, bad := range []string{"\x1b[31m", "\x1b]", "\x07", "\u202e", "\t", "\x1b[2J", "\r", "\u009b", "\u200b"} {
			if strings.Contains(text, bad) || !utf8.ValidString(text) {
				t.Errorf("%q is drawn: %q", bad, text)
			}
		}
	}
}

// TestListLettersStayWhole holds that painting what was found parts no character, and changes no text.
func TestListLettersStayWhole(t *testing.T) {
	for _, typing := range []string{"family", "fly", "👩", "e", "列", "tt"} {
		m := openList(t, hostileList())
		before := map[string]bool{}
		for line := range strings.SplitSeq(uitest.Screen(t, m, 200, 20), "\n") {
			before[strings.TrimSpace(strings.TrimPrefix(line, "▌"))] = true
		}
		uitest.Type(m, typing)
		for _, line := range strings.Split(uitest.Screen(t, m, 200, 20), "\n")[1:] {
			if line = strings.TrimSpace(strings.TrimPrefix(line, "▌")); line != "" && line != "nothing matches" && !before[line] {
				t.Errorf("%q: a row became %q", typing, line)
			}
		}
	}
}

func TestListEverySizeIsExact(t *testing.T) {
	for w := range 4 {
		m := openList(t, hostileList())
		m.SetSize(w, 0)
		if got := m.View(); got != "" {
			t.Errorf("%dx0 shows %q", w, got)
		}
		for h := 1; h < 4; h++ {
			uitest.Frame(t, openList(t, hostileList()), w, h)
			uitest.Frame(t, openList(t, nil), w, h)
		}
	}
	ids := rapid.SampledFrom([]action.ID{action.Down, action.Up, action.Accept, action.PageDown})
	rapid.Check(t, func(rt *rapid.T) {
		m := openList(t, hostileList())
		for range rapid.IntRange(1, 10).Draw(rt, "steps") {
			switch rapid.IntRange(0, 2).Draw(rt, "kind") {
			case 0:
				m.Update(uitest.Paste(rapid.SampledFrom(append([]string{"a", "e"}, naughtyList...)).Draw(rt, "paste")))
			case 1:
				m.Update(uitest.Key("backspace"))
			default:
				uitest.Run(m, ids.Draw(rt, "action"))
			}
			w, h := rapid.IntRange(0, 90).Draw(rt, "width"), rapid.IntRange(1, 20).Draw(rt, "height")
			m.SetSize(w, h)
			uitest.Exact(rt, m.View(), w, h)
		}
	})
}

func manyList(n int) []dialog.Item {
	var items []dialog.Item
	for i := range n {
		items = append(items, dialog.Item{
			Title: fmt.Sprintf("folder%d/customers/orders-%d", i%50, i), Help: "List the orders of one customer, the newest first",
			Right: "GET", Words: "list-orders", Msg: i,
		})
	}
	return items
}

func BenchmarkListKey(b *testing.B) {
	m := openList(b, manyList(10_000))
	uitest.Type(m, "or")
	back := uitest.Key("backspace")
	for b.Loop() {
		uitest.Type(m, "d")
		m.View()
		b.StopTimer()
		m.Update(back)
		b.StartTimer()
	}
}

func BenchmarkListNew(b *testing.B) {
	items := manyList(10_000)
	for b.Loop() {
		openList(b, items)
	}
}
