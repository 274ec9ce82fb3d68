package card_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"dowse/ui/action"
	"dowse/ui/draw/theme"
	"dowse/ui/uitest"
	"dowse/ui/widget/card"
)

// conflict is a card as the root shows it.
func conflict() card.Options {
	return card.Options{
		Title: "Changed by someone else", Role: theme.Warn,
		What:  "orders/list.yaml was changed on disk since it was read.",
		Means: "Nothing was written, and nothing is lost: the screen has your version, the file has theirs.",
		Choices: []card.Choice{
			{Title: "Keep mine", Help: "write the screen's version over the file", Msg: "mine"},
			{Title: "Take theirs", Help: "read the file again; undo brings yours back", Msg: "theirs"},
			{Title: "Decide later", Msg: card.CloseMsg{}},
		},
	}
}

// unresolved has details, and a choice that needs more words than a line has.
func unresolved() card.Options {
	return card.Options{
		Title: "Not sent", Role: theme.Bad, What: "These have no value:",
		Lines: []string{
			"  url: {{order_id}} is picked by orders/list, which was not sent in this session",
			"  header Authorization: {{access_token}} has no value: auth/login picks it, and its last answer was 401 Unauthorized",
		},
		Choices: []card.Choice{
			{Title: "Send orders/list", Help: "it picks order_id", Msg: 1},
			{Title: "Do not verify this server, for this request", Help: "whoever is in between can read and change it; a red badge says so as long as it is not verified", Msg: 2},
			{Title: "Close", Msg: card.CloseMsg{}},
		},
	}
}

// long has more text than any screen, and so many choices.
func long(lines, choices int) card.Options {
	o := card.Options{Title: "Long", What: "There is much to say:"}
	for i := range lines {
		o.Lines = append(o.Lines, fmt.Sprintf("detail %d", i))
	}
	for i := range choices {
		o.Choices = append(o.Choices, card.Choice{Title: fmt.Sprintf("choice %d", i), Msg: i})
	}
	return o
}

// open gives a card the room that it wants of a screen.
func open(t testing.TB, o card.Options, width, height int) *card.Model {
	m := card.New(uitest.Theme(t), o)
	m.SetFocus(true)
	m.SetSize(m.Size(width, height))
	return m
}

// shown is what a card shows in the room that it wants, without colours.
func shown(t testing.TB, m *card.Model, width, height int) string {
	w, h := m.Size(width, height)
	return uitest.Screen(t, m, w, h)
}

func TestChoices(t *testing.T) {
	m := open(t, conflict(), 76, 20)
	if got := uitest.Run(m, action.Accept); got != "mine" {
		t.Errorf("the first choice is %v", got)
	}
	if got := uitest.Run(m, action.Down, action.Accept); got != "theirs" {
		t.Errorf("the second choice is %v", got)
	}
	if got := uitest.Run(m, action.Down, action.Down, action.Down, action.Accept); got != (card.CloseMsg{}) {
		t.Errorf("the last choice is %v", got)
	}
	if got := uitest.Run(m, action.Up, action.Up, action.Up, action.Accept); got != "mine" {
		t.Errorf("back at the first choice it is %v", got)
	}
	if got := uitest.Run(m, action.Leave); got != (card.CloseMsg{}) {
		t.Errorf("leaving asks for %v", got)
	}
}

func TestKeysThatAreNoneOfItsOwn(t *testing.T) {
	m := open(t, conflict(), 76, 20)
	before := m.View()
	for _, key := range append(uitest.Typed("mx "), uitest.Key("enter"), uitest.Paste("q\r")) {
		if intent, cmd := m.Update(key); intent != nil || cmd != nil {
			t.Errorf("%s asks for %v", key, intent)
		}
	}
	if m.View() != before {
		t.Error("keys changed the card")
	}
	if got := m.Contexts(); len(got) != 1 || got[0] != action.Card {
		t.Errorf("contexts %v", got)
	}
}

func TestWithoutChoices(t *testing.T) {
	m := open(t, card.Options{Title: "Empty"}, 76, 20)
	if got := uitest.Run(m, action.Down, action.Accept); got != nil {
		t.Errorf("it answers %v", got)
	}
	if got := uitest.Run(m, action.Leave); got != (card.CloseMsg{}) {
		t.Errorf("leaving asks for %v", got)
	}
}

func press(m *card.Model, y int) tea.Msg {
	return uitest.Send(m, uitest.Click(3, y))
}

// lineOf is the line that has a text.
func lineOf(t testing.TB, m *card.Model, text string) int {
	for i, line := range strings.Split(ansi.Strip(m.View()), "\n") {
		if strings.Contains(line, text) {
			return i
		}
	}
	t.Fatalf("%q is not shown:\n%s", text, ansi.Strip(m.View()))
	return 0
}

func TestMouse(t *testing.T) {
	m := open(t, conflict(), 76, 20)
	theirs := lineOf(t, m, "Take theirs")
	intent, _ := m.Update(tea.MouseMsg{X: 3, Y: theirs, Action: tea.MouseActionRelease, Button: tea.MouseButtonLeft})
	if intent != nil {
		t.Errorf("releasing asks for %v", intent)
	}
	if got := press(m, theirs); got != "theirs" {
		t.Errorf("a press asks for %v", got)
	}
	if got := press(m, theirs-1); got != "mine" || uitest.Run(m, action.Accept) != "mine" {
		t.Errorf("a press on another choice asks for %v", got)
	}
	for _, y := range []int{0, theirs - 2, theirs + 2, 40} {
		if got := press(m, y); got != nil {
			t.Errorf("a press on line %d asks for %v", y, got)
		}
	}
}

// TestLongText holds that all choices stay in sight, and that all of the text can be read.
func TestLongText(t *testing.T) {
	m := open(t, long(50, 3), 76, 20)
	lineOf(t, m, "choice 0")
	lineOf(t, m, "choice 2")
	if got := m.Contexts(); len(got) != 2 || got[0] != action.Card || got[1] != action.List {
		t.Errorf("contexts %v, the text cannot be scrolled with keys", got)
	}
	seen := map[string]bool{}
	see := func() {
		for _, line := range strings.Split(ansi.Strip(m.View()), "\n") {
			seen[strings.TrimSpace(line)] = true
		}
	}
	for range 10 {
		see()
		uitest.Run(m, action.PageDown)
	}
	for i := range 50 {
		if text := fmt.Sprintf("detail %d", i); !seen[text] {
			t.Errorf("%q was never in sight", text)
		}
	}
	lineOf(t, m, "detail 49")
	uitest.Run(m, action.Top)
	lineOf(t, m, "There is much to say:")
	uitest.Run(m, action.Bottom, action.HalfUp)
	if strings.Contains(m.View(), "detail 49") {
		t.Error("half a page up still shows the end")
	}
	if uitest.Run(m, action.Accept) != 0 {
		t.Error("scrolling the text moved the cursor")
	}
}

func TestWheel(t *testing.T) {
	wheel := func(m *card.Model, y int, button tea.MouseButton) {
		m.Update(tea.MouseMsg{X: 3, Y: y, Action: tea.MouseActionPress, Button: button})
	}
	m := open(t, long(50, 3), 76, 20)
	for range 30 {
		wheel(m, 2, tea.MouseButtonWheelDown)
	}
	lineOf(t, m, "detail 49")
	for range 30 {
		wheel(m, 2, tea.MouseButtonWheelUp)
	}
	lineOf(t, m, "There is much to say:")
	m = open(t, long(1, 60), 76, 20)
	for range 30 {
		wheel(m, 18, tea.MouseButtonWheelDown)
	}
	lineOf(t, m, "choice 59")
	lineOf(t, m, "There is much to say:")
}

// TestManyChoices holds that the cursor is always in sight.
func TestManyChoices(t *testing.T) {
	m := open(t, long(9, 60), 76, 20)
	for i := range 60 {
		lineOf(t, m, fmt.Sprintf("choice %d ", i))
		if got := uitest.Run(m, action.Accept); got != i {
			t.Fatalf("choice %d is %v", i, got)
		}
		uitest.Run(m, action.Down)
	}
}

// TestSqueezed holds what stays where there is little room: a choice always, and something of the text.
func TestSqueezed(t *testing.T) {
	for height := 1; height < 14; height++ {
		m := open(t, unresolved(), 60, height)
		got := shown(t, m, 60, height)
		if !strings.Contains(got, "Send orders/list") {
			t.Errorf("in %d lines there is no choice:\n%s", height, got)
		}
		if height >= 2 && !strings.Contains(got, "These have no value") {
			t.Errorf("in %d lines there is no text:\n%s", height, got)
		}
		if height >= 4 && !strings.Contains(got, "Close") {
			t.Errorf("in %d lines there are not all choices:\n%s", height, got)
		}
	}
}

// TestSize holds that a card takes what it needs and no more.
func TestSize(t *testing.T) {
	if w, h := open(t, conflict(), 200, 50).Size(200, 50); w != 76 || h != 8 {
		t.Errorf("%dx%d, want 76x8", w, h)
	}
	if w, h := open(t, card.Options{Title: "JSON", What: "2 kB", Choices: long(0, 2).Choices}, 200, 50).Size(200, 50); w != 44 || h != 4 {
		t.Errorf("%dx%d, want 44x4", w, h)
	}
	if w, h := open(t, conflict(), 30, 5).Size(30, 5); w != 30 || h != 5 {
		t.Errorf("%dx%d, want 30x5", w, h)
	}
}

func TestFrames(t *testing.T) {
	for name, th := range uitest.Themes(t) {
		m := open(t, unresolved(), 76, 20)
		m.SetTheme(th)
		uitest.Run(m, action.Down)
		w, h := m.Size(76, 20)
		uitest.Golden(t, "theme-"+name, uitest.Frame(t, m, w, h))
	}
	uitest.Golden(t, "conflict", shown(t, open(t, conflict(), 76, 20), 76, 20))
	uitest.Golden(t, "narrow", shown(t, open(t, conflict(), 34, 20), 34, 20))
	uitest.Golden(t, "squeezed", shown(t, open(t, unresolved(), 56, 7), 56, 7))
	uitest.Golden(t, "hostile", shown(t, open(t, hostile(0), 76, 20), 76, 20))
	m := open(t, long(30, 4), 76, 12)
	uitest.Run(m, action.PageDown)
	uitest.Golden(t, "scrolled", shown(t, m, 76, 12))
}

// naughty are texts that try to drive the terminal, or are hard to measure.
var naughty = []string{
	"a\tb\x1b[31mred\x1b]0;title\a", "\u202etxt.exe\u2066", "\x9b2J\xff\xfe", "名前のとても長い列見出しです", "👩‍👩‍👧‍👦 family 🇩🇪",
	"e\u0301\u0301\u0301", "two\r\nlines\nand more", "\x1b[2J\x1b[H", strings.Repeat("long ", 60), strings.Repeat("x", 300), "", "\u200b\ufeff",
}

func hostile(shift int) card.Options {
	text := func(i int) string { return naughty[(i+shift)%len(naughty)] }
	o := card.Options{Title: text(0), Role: theme.Bad, What: text(1), Means: text(2), Lines: []string{text(3), text(4), text(5), text(6)}}
	for i := range 3 {
		o.Choices = append(o.Choices, card.Choice{Title: text(7 + i), Help: text(9 + i), Msg: i})
	}
	return o
}

func TestNothingHostileIsDrawn(t *testing.T) {
	for shift := range naughty {
		m := open(t, hostile(shift), 76, 40)
		for _, text := range []string{m.View(), m.Title().Name} {
			for _, bad := range []string{"\x1b[31m", "\x1b]", "\x07", "\u202e", "\t", "\x1b[2J", "\r", "\u009b", "\u200b"} {
				if strings.Contains(text, bad) || !utf8.ValidString(text) {
					t.Errorf("%q is drawn: %q", bad, text)
				}
			}
		}
		if title := m.Title().Name; strings.Contains(title, "\n") {
			t.Errorf("the title has lines: %q", title)
		}
	}
}

func TestEverySizeIsExact(t *testing.T) {
	all := uitest.Themes(t)
	exact := func(t testing.TB, m *card.Model, w, h int) {
		m.SetSize(w, h)
		view := m.View()
		if h == 0 {
			if view != "" {
				t.Fatalf("%dx0 shows %q", w, view)
			}
			return
		}
		uitest.Exact(t, view, w, h)
	}
	for w := range 5 {
		for h := range 5 {
			for shift := range naughty {
				exact(t, open(t, hostile(shift), w, h), w, h)
			}
		}
	}
	ids := rapid.SampledFrom([]action.ID{action.Down, action.Up, action.PageDown, action.PageUp, action.HalfDown, action.HalfUp, action.Top, action.Bottom, action.Accept})
	rapid.Check(t, func(rt *rapid.T) {
		text := rapid.SampledFrom(naughty)
		o := card.Options{Title: text.Draw(rt, "title"), Role: theme.Bad, What: text.Draw(rt, "what"), Means: text.Draw(rt, "means"), Lines: rapid.SliceOfN(text, 0, 9).Draw(rt, "lines")}
		for range rapid.IntRange(0, 9).Draw(rt, "choices") {
			o.Choices = append(o.Choices, card.Choice{Title: text.Draw(rt, "choice"), Help: text.Draw(rt, "help"), Msg: 1})
		}
		m := open(t, o, 76, 20)
		m.SetTheme(all[rapid.SampledFrom([]string{"dark", "ascii", "no-color"}).Draw(rt, "theme")])
		for range rapid.IntRange(1, 8).Draw(rt, "steps") {
			m.Update(tea.MouseMsg{Y: rapid.IntRange(-1, 30).Draw(rt, "y"), Action: tea.MouseActionPress, Button: rapid.SampledFrom([]tea.MouseButton{tea.MouseButtonLeft, tea.MouseButtonWheelDown, tea.MouseButtonWheelUp}).Draw(rt, "button")})
			uitest.Run(m, ids.Draw(rt, "action"))
			w, h := rapid.IntRange(0, 90).Draw(rt, "width"), rapid.IntRange(1, 30).Draw(rt, "height")
			m.SetSize(w, h)
			uitest.Exact(rt, m.View(), w, h)
		}
	})
}

func BenchmarkSetSize(b *testing.B) {
	o := long(200, 5)
	o.What = strings.Repeat("a pasted line ", 1<<16)
	m := open(b, o, 76, 40)
	for b.Loop() {
		m.SetSize(76, 40)
		m.View()
	}
}
