package help_test

import (
	"fmt"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"dowse/ui/action"
	"dowse/ui/frame"
	"dowse/ui/help"
	"dowse/ui/uitest"
)

// collection are the contexts of the collection pane.
var collection = []action.Context{action.Collection, action.List}

func open(t testing.TB, contexts ...action.Context) *help.Model {
	m := help.New(uitest.Theme(t), action.Default(), contexts, "Collection")
	m.SetFocus(true)
	m.SetSize(m.Size(76, 20))
	return m
}

func run(m *help.Model, ids ...action.ID) (intent tea.Msg) {
	for _, id := range ids {
		intent, _ = m.Update(action.RunMsg{ID: id})
	}
	return intent
}

func typed(m *help.Model, text string) {
	for _, key := range uitest.Typed(text) {
		m.Update(key)
	}
}

func TestEnterDoesIt(t *testing.T) {
	m := open(t, collection...)
	if got := run(m, action.Accept); got != (action.RunMsg{ID: action.Open}) {
		t.Errorf("it answers %v", got)
	}
	if got := run(m, action.Down, action.Down, action.Up, action.Accept); got != (action.RunMsg{ID: action.Add}) {
		t.Errorf("it answers %v", got)
	}
	if got := run(m, action.Leave); got != (help.CloseMsg{}) {
		t.Errorf("leaving asks for %v", got)
	}
}

func TestSearch(t *testing.T) {
	m := open(t, collection...)
	run(m, action.Down, action.Down)
	typed(m, "Half page DOWN")
	if got := run(m, action.Accept); got != (action.RunMsg{ID: action.HalfDown}) {
		t.Errorf("it answers %v", got)
	}
	if got := m.Title().Right; !strings.HasPrefix(got, "1 of ") {
		t.Errorf("the title says %q", got)
	}
	m.Update(uitest.Key("ctrl+u"))
	typed(m, "ctrl+d") // a key finds what it does
	if got := run(m, action.Accept); got != (action.RunMsg{ID: action.HalfDown}) {
		t.Errorf("ctrl+d is %v", got)
	}
	typed(m, "zzz")
	if got := run(m, action.Accept); got != nil {
		t.Errorf("an empty list answers %v", got)
	}
	if got := uitest.Screen(t, m, 76, 5); !strings.Contains(got, "nothing matches") {
		t.Errorf("an empty list shows:\n%s", got)
	}
}

// TestCaretKeysKeepTheCursor holds that only another text begins the list anew.
func TestCaretKeysKeepTheCursor(t *testing.T) {
	m := open(t, collection...)
	typed(m, "down")
	run(m, action.Down)
	before := run(m, action.Accept)
	m.Update(uitest.Key("left"))
	if got := run(m, action.Accept); got != before {
		t.Errorf("it answers %v, and %v before", got, before)
	}
}

// TestEverythingIsInReach holds that the cursor reaches every row, and is always in sight.
func TestEverythingIsInReach(t *testing.T) {
	m := open(t, collection...)
	m.SetSize(76, 5)
	for _, a := range action.Default().In(collection...) {
		if got := run(m, action.Accept); got != (action.RunMsg{ID: a.ID}) {
			t.Fatalf("the cursor is on %v, want %s", got, a.ID)
		}
		if got := uitest.Screen(t, m, 76, 5); !strings.Contains(got, "▌"+a.Keys[0]) {
			t.Fatalf("%s is out of sight:\n%s", a.ID, got)
		}
		run(m, action.Down)
	}
}

func TestMouse(t *testing.T) {
	press := func(m *help.Model, y int) tea.Msg {
		intent, _ := m.Update(tea.MouseMsg{X: 3, Y: y, Action: tea.MouseActionPress, Button: tea.MouseButtonLeft})
		return intent
	}
	m := open(t, collection...)
	if got := press(m, 2); got != (action.RunMsg{ID: action.Add}) {
		t.Errorf("a press answers %v", got)
	}
	for _, y := range []int{0, 40} {
		if got := press(m, y); got != nil {
			t.Errorf("a press on line %d answers %v", y, got)
		}
	}
	m.SetSize(76, 5)
	for range 20 {
		m.Update(tea.MouseMsg{Y: 2, Button: tea.MouseButtonWheelDown})
	}
	if press(m, 4); run(m, action.Accept) != (action.RunMsg{ID: action.PageUp}) {
		t.Error("the wheel does not reach the end")
	}
}

func TestFrames(t *testing.T) {
	for name, th := range uitest.Themes(t) {
		m := open(t, collection...)
		m.SetTheme(th)
		run(m, action.Down)
		uitest.Golden(t, "theme-"+name, uitest.Frame(t, m, 76, 10))
	}
	uitest.Golden(t, "narrow", uitest.Screen(t, open(t, collection...), 36, 8))
	m := open(t, collection...)
	typed(m, "page")
	uitest.Golden(t, "search", uitest.Screen(t, m, 76, 8))

	th, k := uitest.Themes(t)["no-color"], action.Default()
	nav := []action.Context{action.Nav}
	for _, width := range []int{80, 30} {
		uitest.Golden(t, fmt.Sprintf("after-%d", width), strings.Join(help.After(th, k.After(nav, "space"), []string{"space"}, width), "\n"))
	}
	uitest.Golden(t, "footer", help.Footer(th, k.In(collection...), 60))
}

// keys is a keymap file whose keys try to drive the terminal.
const keys = `open: ["\e]0;title\a", "e\u0301\u0301"]
add: ["\u202ex", "👩‍👩‍👧‍👦 🇩🇪"]
duplicate: ["日本語", "\u009b2J"]
`

func TestEverySizeIsExact(t *testing.T) {
	k, _ := action.Load([]byte(keys))
	for w := range 90 {
		for h := range 12 {
			m := help.New(uitest.Theme(t), k, collection, "Coll\x1b[2J日本")
			m.SetSize(w, h)
			if h == 0 {
				if m.View() != "" {
					t.Errorf("%dx0 shows %q", w, m.View())
				}
				continue
			}
			uitest.Exact(t, m.View(), w, h)
		}
	}
}

func TestNothingHostileIsDrawn(t *testing.T) {
	k, _ := action.Load([]byte(keys))
	m := help.New(uitest.Theme(t), k, collection, "Coll\x1b[2J")
	m.SetSize(76, 20)
	for _, text := range []string{m.View(), m.Title().Name, help.Footer(uitest.Theme(t), k.In(collection...), 60), strings.Join(help.After(uitest.Theme(t), k.After(collection, "👩‍👩‍👧‍👦"), []string{"👩‍👩‍👧‍👦"}, 60), "\n")} {
		for _, bad := range []string{"\x1b]", "\x07", "\u202e", "\x1b[2J", "\u009b"} {
			if strings.Contains(text, bad) {
				t.Errorf("%q is drawn: %q", bad, text)
			}
		}
	}
}

// TestFooter holds that it names as many actions as fit, none in part.
func TestFooter(t *testing.T) {
	th, actions := uitest.Theme(t), action.Default().In(collection...)
	before := 0
	for width := range 120 {
		line := help.Footer(th, actions, width)
		if got := frame.Width(line); got > width || got < before {
			t.Errorf("%d cells in %d, %d in one less", got, width, before)
		}
		before = frame.Width(line)
		for _, part := range strings.Split(ansi.Strip(line), "  ") {
			if part != "" && !strings.Contains("|enter open|a add|c duplicate|R rename|D delete|/ find|", "|"+part+"|") {
				t.Errorf("in %d cells it names %q", width, part)
			}
		}
	}
}

// TestAfter holds that each action is there, in lines exactly as wide as asked for.
func TestAfter(t *testing.T) {
	actions := action.Default().After([]action.Context{action.Nav}, "space")
	for _, width := range []int{0, 1, 2, 3, 10, 24, 26, 50, 80, 200} {
		lines := help.After(uitest.Theme(t), actions, []string{"space"}, width)
		for _, line := range lines {
			if got := frame.Width(line); got != width {
				t.Errorf("%d cells, want %d: %q", got, width, line)
			}
		}
		all := ansi.Strip(strings.Join(lines, "\n"))
		for _, a := range actions {
			if width >= 26 && !strings.Contains(all, a.Title) {
				t.Errorf("in %d cells there is no %s:\n%s", width, a.Title, all)
			}
		}
	}
}

// TestManual holds that the tables of the manual have every action.
func TestManual(t *testing.T) {
	table := help.Table(action.Default())
	for _, a := range action.Default().All() {
		if !strings.Contains(table, fmt.Sprintf(" | %s | %s |", a.Title, a.Help)) {
			t.Errorf("%s of %s is not in the table", a.ID, a.Context)
		}
	}
	// The keymap file that it prints is one that says what holds anyway.
	k, problems := action.Load([]byte(help.Keymap(action.Default())))
	if problems != nil {
		t.Errorf("the keymap has problems: %q", problems)
	}
	if diff := cmp.Diff(action.Default().All(), k.All()); diff != "" {
		t.Errorf("the keymap is another one (-want +got):\n%s", diff)
	}
	odd, _ := action.Load([]byte("open: ['\"', '\\']"))
	again, _ := action.Load([]byte(help.Keymap(odd)))
	if diff := cmp.Diff(odd.All(), again.All()); diff != "" {
		t.Errorf("odd keys are written as others (-want +got):\n%s", diff)
	}
}
