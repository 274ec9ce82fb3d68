package help_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"dowse/ui/action"
	"dowse/ui/draw/frame"
	"dowse/ui/uitest"
	"dowse/ui/widget/help"
)

// collection are the contexts of the collection pane.
var collection = []action.Context{action.Collection, action.List}

func TestDrawings(t *testing.T) {
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

func TestNothingHostileIsDrawn(t *testing.T) {
	k, _ := action.Load([]byte(keys))
	for _, text := range []string{help.Keys(k.All()[0]), help.Footer(uitest.Theme(t), k.In(collection...), 60), strings.Join(help.After(uitest.Theme(t), k.After(collection, "👩‍👩‍👧‍👦"), []string{"👩‍👩‍👧‍👦"}, 60), "\n")} {
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
		for part := range strings.SplitSeq(ansi.Strip(line), "  ") {
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
