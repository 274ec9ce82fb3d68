package terminal

import (
	"strings"
	"testing"
)

func TestDarkByName(t *testing.T) {
	for colours, want := range map[string][2]bool{
		"15;0": {true, true}, "0;15": {false, true}, "0;default;15": {false, true}, "15;default;8": {true, true}, "0;7": {false, true},
		"": {}, "15": {}, "15;default": {}, "0;16": {}, ";": {},
	} {
		if dark, known := darkByName(colours); dark != want[0] || known != want[1] {
			t.Errorf("%q: dark %v, known %v", colours, dark, known)
		}
	}
}

func TestDarkByColour(t *testing.T) {
	for answer, want := range map[string][2]bool{
		"\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\": {true, true},
		"\x1b]11;rgb:ff/ff/f0\a":           {false, true},
		"\x1b]11;rgb:0000/0000/ffff\a":     {true, true},
		"\x1b]11;rgb:ffff/ffff/0000\a":     {false, true},
		"\x1b]11;?\a":                      {},
		"\x1b]11;rgb:1e1e/1e1e":            {},
		"":                                 {},
	} {
		if dark, known := darkByColour([]byte(answer)); dark != want[0] || known != want[1] {
			t.Errorf("%q: dark %v, known %v", answer, dark, known)
		}
	}
}

// TestTypedIn keeps what was typed between the answers.
func TestTypedIn(t *testing.T) {
	if got := string(typedIn([]byte("ab\x1b]11;rgb:0/0/0\x1b\\c\x1b[?62;22cd"))); got != "abcd" {
		t.Errorf("typed was %q", got)
	}
}

func TestAnswers(t *testing.T) {
	for name, want := range map[string]bool{"xterm-256color": true, "tmux-256color": true, "screen": false, "linux": false, "dumb": false, "": false} {
		if got := answers(func(n string) string { return map[string]string{"TERM": name}[n] }); got != want {
			t.Errorf("TERM=%s: %v", name, got)
		}
	}
}

func TestClipboard(t *testing.T) {
	for name, want := range map[string]string{
		"":     "\x1b]52;c;aGk=\a",
		"TMUX": "\x1b]52;c;aGk=\a\x1bPtmux;\x1b\x1b]52;c;aGk=\a\x1b\\",
		"STY":  "\x1bP\x1b]52;c;aGk=\a\x1b\\",
	} {
		if got := clipboard("hi", func(n string) string { return map[string]string{name: "set"}[n] }); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if n := len(clipboard(strings.Repeat("x", longestCopy), func(string) string { return "" })); n >= 1<<20 {
		t.Errorf("the longest text makes a sequence of %d bytes", n)
	}
}
