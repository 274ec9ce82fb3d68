// Package uitest drives models of the screen in tests: it presses keys and compares frames with golden
// files. It opens no terminal; ui/terminal/screentest does.
package uitest

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"dowse/ui/draw/theme"
	"dowse/ui/terminal"
)

// update writes golden files anew: go test ./ui/... -update
var update = flag.Bool("update", false, "write golden files anew")

// Sized is what has a size and a picture: every pane and the root.
type Sized interface {
	SetSize(width, height int)
	View() string
}

// Screen gives what a model shows at a size, each line without colours. It fails the test when a line is
// not exactly as wide as the size says, or their number is wrong.
func Screen(t testing.TB, m Sized, width, height int) string {
	t.Helper()
	return ansi.Strip(Frame(t, m, width, height))
}

// Frame is Screen with the colours.
func Frame(t testing.TB, m Sized, width, height int) string {
	t.Helper()
	m.SetSize(width, height)
	view := m.View()
	Exact(t, view, width, height)
	return view
}

// TB is what Exact needs of a test, a benchmark or a property of rapid.
type TB interface {
	Helper()
	Errorf(format string, args ...any)
}

// Exact fails the test when a frame is not exactly width cells by height lines. Without lines it is empty.
func Exact(t TB, frame string, width, height int) {
	t.Helper()
	if frame == "" && height == 0 {
		return
	}
	lines := strings.Split(frame, "\n")
	if len(lines) != height {
		t.Errorf("%d lines, want %d:\n%s", len(lines), height, ansi.Strip(frame))
	}
	for i, line := range lines {
		if w := ansi.StringWidth(line); w != width {
			t.Errorf("line %d is %d cells wide, want %d: %q", i+1, w, width, line)
		}
	}
}

// Key gives the message of a key by its name in a keymap, such as "a", "ctrl+r", "space" or "shift+tab".
func Key(name string) tea.KeyMsg {
	name, alt := strings.CutPrefix(name, "alt+")
	if name == "space" {
		return tea.KeyMsg{Type: tea.KeySpace, Runes: []rune{' '}, Alt: alt}
	}
	for t := tea.KeyType(-200); t <= 127; t++ {
		if (tea.KeyMsg{Type: t}).String() == name && t != tea.KeyRunes {
			return tea.KeyMsg{Type: t, Alt: alt}
		}
	}
	return tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(name), Alt: alt}
}

// Typed gives the messages of a text typed key by key.
func Typed(text string) []tea.KeyMsg {
	var keys []tea.KeyMsg
	for _, r := range text {
		name := string(r)
		if r == ' ' {
			name = "space"
		}
		keys = append(keys, Key(name))
	}
	return keys
}

// Paste gives the message of a bracketed paste.
func Paste(text string) tea.KeyMsg {
	return tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(text), Paste: true}
}

// Themes gives each theme by its name, for golden frames of all of them.
func Themes(t testing.TB) map[string]*theme.Theme {
	t.Helper()
	all := map[string]*theme.Theme{}
	for _, name := range theme.Names() {
		all[name] = newTheme(t, theme.Options{Name: name, Depth: terminal.TrueColour})
	}
	all["no-color"] = newTheme(t, theme.Options{Depth: terminal.Plain})
	all["ascii"] = newTheme(t, theme.Options{Depth: terminal.Plain, ASCII: true})
	return all
}

// Theme gives the dark theme in all its colours.
func Theme(t testing.TB) *theme.Theme {
	t.Helper()
	return newTheme(t, theme.Options{Name: theme.Dark, Depth: terminal.TrueColour})
}

func newTheme(t testing.TB, o theme.Options) *theme.Theme {
	t.Helper()
	made, err := theme.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// Golden compares a frame with testdata/NAME.golden. Escape characters are written as ␛ there, so that a
// person can read the file. go test -update writes it anew: look at the difference before you commit it.
func Golden(t testing.TB, name, frame string) {
	t.Helper()
	file := filepath.Join("testdata", name+".golden")
	got := strings.ReplaceAll(frame, "\x1b", "␛") + "\n"
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(fmt.Errorf("%w; go test -update writes it", err))
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}
