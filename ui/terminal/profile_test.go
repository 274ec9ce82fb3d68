package terminal

import (
	"bytes"
	"os"
	"testing"

	"github.com/creack/pty"
)

func TestProfile(t *testing.T) {
	for _, c := range []struct {
		name string
		tty  bool
		env  map[string]string
		want Depth
	}{
		{"piped", false, map[string]string{"TERM": "xterm-256color", "COLORTERM": "truecolor"}, Plain},
		{"plain xterm", true, map[string]string{"TERM": "xterm"}, ANSI16},
		{"256 colours", true, map[string]string{"TERM": "xterm-256color"}, ANSI256},
		{"true colour", true, map[string]string{"TERM": "xterm-256color", "COLORTERM": "truecolor"}, TrueColour},
		{"true colour by name", true, map[string]string{"TERM": "xterm-direct"}, TrueColour},
		{"screen shows what it can", true, map[string]string{"TERM": "screen", "COLORTERM": "truecolor"}, ANSI16},
		{"screen, 256", true, map[string]string{"TERM": "screen-256color", "COLORTERM": "truecolor"}, ANSI256},
		{"dumb", true, map[string]string{"TERM": "dumb", "COLORTERM": "truecolor"}, Plain},
		{"no TERM", true, nil, Plain},
		{"NO_COLOR", true, map[string]string{"TERM": "xterm", "NO_COLOR": "1"}, Plain},
		{"NO_COLOR, any value", true, map[string]string{"TERM": "xterm", "NO_COLOR": "0"}, Plain},
		{"NO_COLOR, empty", true, map[string]string{"TERM": "xterm", "NO_COLOR": ""}, ANSI16},
		{"NO_COLOR wins", true, map[string]string{"TERM": "xterm", "NO_COLOR": "1", "CLICOLOR_FORCE": "1"}, Plain},
		{"CLICOLOR=0", true, map[string]string{"TERM": "xterm", "CLICOLOR": "0"}, Plain},
		{"forced when piped", false, map[string]string{"TERM": "xterm-256color", "CLICOLOR_FORCE": "1"}, ANSI256},
		{"forced without TERM", false, map[string]string{"CLICOLOR_FORCE": "1"}, ANSI16},
		{"forced on dumb", true, map[string]string{"TERM": "dumb", "CLICOLOR_FORCE": "1"}, ANSI16},
		{"forced by 0 is not", false, map[string]string{"TERM": "xterm", "CLICOLOR_FORCE": "0"}, Plain},
		{"forced over CLICOLOR=0", false, map[string]string{"TERM": "xterm", "CLICOLOR_FORCE": "1", "CLICOLOR": "0"}, ANSI16},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := profile(c.tty, func(name string) string { return c.env[name] }); got != c.want {
				t.Errorf("%d, want %d", got, c.want)
			}
		})
	}
}

func TestIsTerminal(t *testing.T) {
	master, slave, err := pty.Open()
	if err != nil {
		t.Skipf("no pseudo-terminal can be opened here: %v", err)
	}
	defer master.Close()
	defer slave.Close()
	if !IsTerminal(slave) {
		t.Error("a pseudo-terminal is said to be none")
	}
	t.Setenv("TERM", "xterm")
	for _, name := range []string{"NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLORTERM"} {
		t.Setenv(name, "")
	}
	if got := Profile(slave); got != ANSI16 {
		t.Errorf("a pseudo-terminal with TERM=xterm has depth %d", got)
	}
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	defer w.Close()
	null, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close()
	for name, out := range map[string]any{"a pipe": w, "a buffer": &bytes.Buffer{}, "the null device": null, "nothing": nil} {
		if IsTerminal(out) {
			t.Errorf("%s is said to be a terminal", name)
		}
	}
}
