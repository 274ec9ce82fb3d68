package dialog_test

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
	"dowse/ui/widget/dialog"
)

// conflict is a card as the root shows it.
func conflict() dialog.CardOptions {
	return dialog.CardOptions{
		Title: "Changed by someone else", Role: theme.Warn,
		What:  "orders/list.yaml was changed on disk since it was read.",
		Means: "Nothing was written, and nothing is lost: the screen has your version, the file has theirs.",
		Choices: []dialog.Choice{
			{Title: "Keep mine", Help: "write the screen's version over the file", Msg: "mine"},
			{Title: "Take theirs", Help: "read the file again; undo brings yours back", Msg: "theirs"},
			{Title: "Decide later", Msg: dialog.CloseMsg{}},
		},
	}
}

// unresolved has details, and a choice that needs more words than a line has.
func unresolved() dialog.CardOptions {
	return dialog.CardOptions{
		Title: "Not sent", Role: theme.Bad, What: "These have no value:",
		Lines: []string{
			"  url: {{order_id}} is picked by orders/list, which was not sent in this session",
			"  header Authorization: {{access_token}} has no value: auth/login picks it, and its last answer was 401 Unauthorized",
		},
		Choices: []dialog.Choice{
			{Title: "Send orders/list", Help: "it picks order_id", Msg: 1},
			{Title: "Do not verify this server, for this request", Help: "whoever is in between can read and change it; a red badge says so as long as it is not verified", Msg: 2},
			{Title: "Close", Msg: dialog.CloseMsg{}},
		},
	}
}

// long has more text than any screen, and so many choices.
func longCard(lines, choices int) dialog.CardOptions {
	o := dialog.CardOptions{Title: "Long", What: "There is much to say:"}
	for i := range lines {
		o.Lines = append(o.Lines, fmt.Sprintf("detail %d", i))
	}
	for i := range choices {
		o.Choices = append(o.Choices, dialog.Choice{Title: fmt.Sprintf("choice %d", i), Msg: i})
	}
	return o
}

// open gives a card the room that it wants of a screen.
func openCard(t testing.TB, o dialog.CardOptions, width, height int) *dialog.Card {
	m := dialog.NewCard(uitest.Theme(t), o)
	m.SetFocus(true)
	m.SetSize(m.Size(width, height))
	return m
}

// shown is what a card shows in the room that it wants, without colours.
func shownCard(t testing.TB, m *dialog.Card, width, height int) string {
	w, h := m.Size(width, height)
	return uitest.Screen(t, m, w, h)
}

func TestCardChoices(t *testing.T) {
	m := openCard(t, conflict(), 76, 20)
	if got := uitest.Run(m, action.Accept); got != "mine" {
		t.Errorf("the first choice is %v", got)
	}
	if got := uitest.Run(m, action.Down, action.Accept); got != "theirs" {
		t.Errorf("the second choice is %v", got)
	}
	if got := uitest.Run(m, action.Down, action.Down, action.Down, action.Accept); got != (dialog.CloseMsg{}) {
		t.Errorf("the last choice is %v", got)
	}
	if got := uitest.Run(m, action.Up, action.Up, action.Up, action.Accept); got != "mine" {
		t.Errorf("back at the first choice it is %v", got)
	}
	if got := uitest.Run(m, action.Leave); got != (dialog.CloseMsg{}) {
		t.Errorf("leaving asks for %v", got)
	}
}

func TestCardKeysThatAreNoneOfItsOwn(t *testing.T) {
	m := openCard(t, conflict(), 76, 20)
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

func TestCardWithoutChoices(t *testing.T) {
	m := openCard(t, dialog.CardOptions{Title: "Empty"}, 76, 20)
	if got := uitest.Run(m, action.Down, action.Accept); got != nil {
		t.Errorf("it answers %v", got)
	}
	if got := uitest.Run(m, action.Leave); got != (dialog.CloseMsg{}) {
		t.Errorf("leaving asks for %v", got)
	}
}

func pressCard(m *dialog.Card, y int) tea.Msg {
	return uitest.Send(m, uitest.Click(3, y))
}

// lineOfCard is the line that has a text.
func lineOfCard(t testing.TB, m *dialog.Card, text string) int {
	for i, line := range strings.Split(ansi.Strip(m.View()), "\n") {
		if strings.Contains(line, text) {
			return i
		}
	}
	t.Fatalf("%q is not shownCard:\n%s", text, ansi.Strip(m.View()))
	return 0
}

func TestCardMouse(t *testing.T) {
	m := openCard(t, conflict(), 76, 20)
	theirs := lineOfCard(t, m, "Take theirs")
	intent, _ := m.Update(tea.MouseMsg{X: 3, Y: theirs, Action: tea.MouseActionRelease, Button: tea.MouseButtonLeft})
	if intent != nil {
		t.Errorf("releasing asks for %v", intent)
	}
	if got := pressCard(m, theirs); got != "theirs" {
		t.Errorf("a press asks for %v", got)
	}
	if got := pressCard(m, theirs-1); got != "mine" || uitest.Run(m, action.Accept) != "mine" {
		t.Errorf("a press on another choice asks for %v", got)
	}
	for _, y := range []int{0, theirs - 2, theirs + 2, 40} {
		if got := pressCard(m, y); got != nil {
			t.Errorf("a press on line %d asks for %v", y, got)
		}
	}
}

// TestCardLongText holds that all choices stay in sight, and that all of the text can be read.
func TestCardLongText(t *testing.T) {
	m := openCard(t, longCard(50, 3), 76, 20)
	lineOfCard(t, m, "choice 0")
	lineOfCard(t, m, "choice 2")
	if got := m.Contexts(); len(got) != 2 || got[0] != action.Card || got[1] != action.List {
		t.Errorf("contexts %v, the text cannot be scrolled with keys", got)
	}
	seen := map[string]bool{}
	see := func() {
		for line := range strings.SplitSeq(ansi.Strip(m.View()), "\n") {
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
	lineOfCard(t, m, "detail 49")
	uitest.Run(m, action.Top)
	lineOfCard(t, m, "There is much to say:")
	uitest.Run(m, action.Bottom, action.HalfUp)
	if strings.Contains(m.View(), "detail 49") {
		t.Error("half a page up still shows the end")
	}
	if uitest.Run(m, action.Accept) != 0 {
		t.Error("scrolling the text moved the cursor")
	}
}

func TestCardWheel(t *testing.T) {
	wheel := func(m *dialog.Card, y int, button tea.MouseButton) {
		m.Update(tea.MouseMsg{X: 3, Y: y, Action: tea.MouseActionPress, Button: button})
	}
	m := openCard(t, longCard(50, 3), 76, 20)
	for range 30 {
		wheel(m, 2, tea.MouseButtonWheelDown)
	}
	lineOfCard(t, m, "detail 49")
	for range 30 {
		wheel(m, 2, tea.MouseButtonWheelUp)
	}
	lineOfCard(t, m, "There is much to say:")
	m = openCard(t, longCard(1, 60), 76, 20)
	for range 30 {
		wheel(m, 18, tea.MouseButtonWheelDown)
	}
	lineOfCard(t, m, "choice 59")
	lineOfCard(t, m, "There is much to say:")
}

// TestCardManyChoices holds that the cursor is always in sight.
func TestCardManyChoices(t *testing.T) {
	m := openCard(t, longCard(9, 60), 76, 20)
	for i := range 60 {
		lineOfCard(t, m, fmt.Sprintf("choice %d ", i))
		if got := uitest.Run(m, action.Accept); got != i {
			t.Fatalf("choice %d is %v", i, got)
		}
		uitest.Run(m, action.Down)
	}
}

// TestCardSqueezed holds what stays where there is little room: a choice always, and something of the text.
func TestCardSqueezed(t *testing.T) {
	for height := 1; height < 14; height++ {
		m := openCard(t, unresolved(), 60, height)
		got := shownCard(t, m, 60, height)
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

// TestCardSize holds that a card takes what it needs and no more.
func TestCardSize(t *testing.T) {
	if w, h := openCard(t, conflict(), 200, 50).Size(200, 50); w != 76 || h != 8 {
		t.Errorf("%dx%d, want 76x8", w, h)
	}
	if w, h := openCard(t, dialog.CardOptions{Title: "JSON", What: "2 kB", Choices: longCard(0, 2).Choices}, 200, 50).Size(200, 50); w != 44 || h != 4 {
		t.Errorf("%dx%d, want 44x4", w, h)
	}
	if w, h := openCard(t, conflict(), 30, 5).Size(30, 5); w != 30 || h != 5 {
		t.Errorf("%dx%d, want 30x5", w, h)
	}
}

func TestCardFrames(t *testing.T) {
	for name, th := range uitest.Themes(t) {
		m := openCard(t, unresolved(), 76, 20)
		m.SetTheme(th)
		uitest.Run(m, action.Down)
		w, h := m.Size(76, 20)
		uitest.Golden(t, "card-theme-"+name, uitest.Frame(t, m, w, h))
	}
	uitest.Golden(t, "card-conflict", shownCard(t, openCard(t, conflict(), 76, 20), 76, 20))
	uitest.Golden(t, "card-narrow", shownCard(t, openCard(t, conflict(), 34, 20), 34, 20))
	uitest.Golden(t, "card-squeezed", shownCard(t, openCard(t, unresolved(), 56, 7), 56, 7))
	uitest.Golden(t, "card-hostile", shownCard(t, openCard(t, hostileCard(0), 76, 20), 76, 20))
	m := openCard(t, longCard(30, 4), 76, 12)
	uitest.Run(m, action.PageDown)
	uitest.Golden(t, "card-scrolled", shownCard(t, m, 76, 12))
}

// naughtyCard are texts that try to drive the terminal, or are hard to measure.
var naughtyCard = []string{
	"a\tb\x1b[31mred\x1b]0;title\a", "\u202etxt.exe\u2066", "\x9b2J\xff\xfe", "名前のとても長い列見出しです", "👩‍👩‍👧‍👦 family 🇩🇪",
	"e\u0301\u0301\u0301", "two\r\nlines\nand more", "\x1b[2J\x1b[H", strings.Repeat("long ", 60), strings.Repeat("x", 300), "", "\u200b\ufeff",
}

func hostileCard(shift int) dialog.CardOptions {
	text := func(i int) string { return naughtyCard[(i+shift)%len(naughtyCard)] }
	o := dialog.CardOptions{Title: text(0), Role: theme.Bad, What: text(1), Means: text(2), Lines: []string{text(3), text(4), text(5), text(6)}}
	for i := range 3 {
		o.Choices = append(o.Choices, dialog.Choice{Title: text(7 + i), Help: text(9 + i), Msg: i})
	}
	return o
}

func TestCardNothingHostileIsDrawn(t *testing.T) {
	for shift := range naughtyCard {
		m := openCard(t, hostileCard(shift), 76, 40)
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

func TestCardEverySizeIsExact(t *testing.T) {
	all := uitest.Themes(t)
	exact := func(t testing.TB, m *dialog.Card, w, h int) {
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
			for shift := range naughtyCard {
				exact(t, openCard(t, hostileCard(shift), w, h), w, h)
			}
		}
	}
	ids := rapid.SampledFrom([]action.ID{action.Down, action.Up, action.PageDown, action.PageUp, action.HalfDown, action.HalfUp, action.Top, action.Bottom, action.Accept})
	rapid.Check(t, func(rt *rapid.T) {
		text := rapid.SampledFrom(naughtyCard)
		o := dialog.CardOptions{Title: text.Draw(rt, "title"), Role: theme.Bad, What: text.Draw(rt, "what"), Means: text.Draw(rt, "means"), Lines: rapid.SliceOfN(text, 0, 9).Draw(rt, "lines")}
		for range rapid.IntRange(0, 9).Draw(rt, "choices") {
			o.Choices = append(o.Choices, dialog.Choice{Title: text.Draw(rt, "choice"), Help: text.Draw(rt, "help"), Msg: 1})
		}
		m := openCard(t, o, 76, 20)
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

func BenchmarkCardSetSize(b *testing.B) {
	o := longCard(200, 5)
	o.What = strings.Repeat("a pasted line ", 1<<16)
	m := openCard(b, o, 76, 40)
	for b.Loop() {
		m.SetSize(76, 40)
		m.View()
	}
}
