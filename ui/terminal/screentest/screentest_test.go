package screentest_test

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/term"

	"dowse/collections/long"
	"dowse/ui/terminal/screentest"
)

// role is set for a process of this binary that is one of the programs below.
const role = "DOWSE_TEST_ROLE"

func TestMain(m *testing.M) {
	if name := os.Getenv(role); name != "" {
		programs[name]()
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// programs are what the tests run in terminals.
var programs = map[string]func(){
	"keys":   keys,
	"cells":  func() { fmt.Print("\x1b[1;38;2;1;2;3;48;5;200mb\x1b[m\x1b[3;4;7;31mi\x1b[m 漢e\u0301👩‍🚀.") },
	"frames": frames,
	"ask":    func() { ask(long.Limit) },
	"silent": func() { ask(300 * time.Millisecond) },
	"dies": func() {
		fmt.Print("\x1b[?1049h\x1b[?2004h\x1b[>1u")
		_, _ = term.MakeRaw(0)
		_ = syscall.Kill(os.Getpid(), syscall.SIGTERM)
		select {}
	},
	"code": func() { os.Exit(7) },
}

// keys writes a line of every read, quoted, until it reads a q.
func keys() {
	state, err := term.MakeRaw(0)
	if err != nil {
		panic(err)
	}
	fmt.Print("\x1b[?1049h\x1b[?2004hready\r\n")
	b := make([]byte, 256)
	for {
		n, err := os.Stdin.Read(b)
		if err != nil || string(b[:n]) == "q" {
			break
		}
		fmt.Printf("%q\r\n", b[:n])
	}
	fmt.Print("\x1b[?2004l\x1b[?1049l")
	_ = term.Restore(0, state)
}

// frames begins one frame, and ends it when it is told to.
func frames() {
	lines := bufio.NewReader(os.Stdin)
	fmt.Print("\x1b[?2026hfirst\x1b[?2026l\x1b[?2026h\x1b[2J\x1b[Hsecond ")
	_, _ = lines.ReadString('\n')
	fmt.Print("whole\x1b[?2026l")
	_, _ = lines.ReadString('\n')
}

// ask asks the terminal what it is, and says whether it answers in time.
func ask(limit time.Duration) {
	_, _ = term.MakeRaw(0)
	answered := make(chan bool)
	go func() {
		_, err := io.ReadFull(os.Stdin, make([]byte, 3))
		answered <- err == nil
	}()
	fmt.Print("\x1b[c")
	select {
	case <-answered:
		fmt.Print("answered")
	case <-time.After(limit):
		fmt.Print("silence")
	}
}

func drive(t *testing.T, name string, o screentest.Options) *screentest.Driver {
	t.Helper()
	o.Env = append(o.Env, role+"="+name)
	return screentest.Drive(t, o, os.Args[0])
}

func TestKeys(t *testing.T) {
	d := drive(t, "keys", screentest.Options{Width: 40, Height: 12})
	d.WaitFor("ready")
	if !d.Modes().Equal(screentest.Modes{25: true, 1049: true, 2004: true}) {
		t.Errorf("modes are %v", d.Modes())
	}
	d.Press("ctrl+r", "shift+tab", "alt+x", "f5", "space", "esc", "p")
	d.Type("hé")
	f := d.WaitFor(`"é"`)
	want := "ready\n\"\\x12\"\n\"\\x1b[Z\"\n\"\\x1bx\"\n\"\\x1b[15~\"\n\" \"\n\"\\x1b\"\n\"p\"\n\"h\"\n\"é\""
	if got := f.String(); got != want {
		t.Errorf("it read\n%s\nwant\n%s", got, want)
	}
	d.Paste("a\nb")
	d.WaitFor(`"\x1b[200~a\rb\x1b[201~"`)
	d.Press("q")
	if s := d.Exit(); s.Code != 0 || s.Signal != 0 || s.After != d.Before() || !d.Modes().Equal(screentest.Modes{25: true}) {
		t.Errorf("it ended with %+v and the modes %v", s, d.Modes())
	}
	if err := screentest.Strict(d.Raw(), screentest.ScreenGrammar(false)); err != nil {
		t.Error(err)
	}
}

// TestTypeAlone types a text much longer than what counts as a paste: never may as many keys arrive in one read. Two
// may, where the program did not come to read the first in time.
func TestTypeAlone(t *testing.T) {
	d := drive(t, "keys", screentest.Options{Width: 20, Height: 100})
	d.WaitFor("ready")
	const text = "abcdefghijklmnoprstuvwxyzABCDEFGHIJKLMNOPRSTUVWXYZ0123456789"
	d.Type(text)
	f := d.WaitFor(`"9"`)
	for _, read := range strings.Fields(f.String())[1:] {
		if keys := len(read) - len(`""`); keys >= 8 {
			t.Errorf("%d keys came in one read:\n%s", keys, f)
		}
	}
}

func TestCells(t *testing.T) {
	d := drive(t, "cells", screentest.Options{Width: 12, Height: 2})
	d.Exit()
	f := d.Frame()
	for at, want := range map[int]screentest.Cell{
		0: {Text: "b", Width: 1, Style: screentest.Style{Bold: true, Foreground: "#010203", Background: "200"}},
		1: {Text: "i", Width: 1, Style: screentest.Style{Italic: true, Underline: true, Reverse: true, Foreground: "1"}},
		3: {Text: "漢", Width: 2},
		4: {},
		5: {Text: "e\u0301", Width: 1},
		6: {Text: "👩‍🚀", Width: 2},
		8: {Text: ".", Width: 1},
	} {
		if got := f.Cell(at, 0); got != want {
			t.Errorf("cell %d is %+v, want %+v", at, got, want)
		}
	}
	if err := f.Exact(); err != nil {
		t.Error(err)
	}
	if x, y, found := f.Find("👩‍🚀"); x != 6 || y != 0 || !found {
		t.Errorf("found at %d, %d: %v", x, y, found)
	}
}

// TestFrames sees a frame only when it is whole.
func TestFrames(t *testing.T) {
	d := drive(t, "frames", screentest.Options{})
	if f := d.WaitFor("first"); f.Contains("second") {
		t.Errorf("half a frame:\n%s", f)
	}
	d.Press("enter")
	d.WaitFor("second", "whole")
}

func TestSilent(t *testing.T) {
	drive(t, "ask", screentest.Options{}).WaitFor("answered")
	drive(t, "silent", screentest.Options{Silent: true}).WaitFor("silence")
}

func TestExit(t *testing.T) {
	if s := drive(t, "code", screentest.Options{}).Exit(); s.Code != 7 {
		t.Errorf("it ended with %+v", s)
	}
	d := drive(t, "dies", screentest.Options{})
	s := d.Exit()
	if s.Signal != syscall.SIGTERM || s.After == d.Before() {
		t.Errorf("it ended with %+v, having changed the terminal", s)
	}
	if want := (screentest.Modes{25: true, 1049: true, 2004: true, screentest.KeyboardMode: true}); !d.Modes().Equal(want) {
		t.Errorf("it left the modes %v, want %v", d.Modes(), want)
	}
}

// TestWaitSays reads the error of a wait in vain: it shows the frame.
func TestWaitSays(t *testing.T) {
	d := drive(t, "keys", screentest.Options{Limit: 200 * time.Millisecond})
	for d.Frame().String() == "" { // it starts, however long that takes
		_, _ = d.Terminal.WaitFor("ready")
	}
	_, err := d.Terminal.WaitFor("never")
	if err == nil || !strings.Contains(err.Error(), `"never"`) || !strings.Contains(err.Error(), "ready") {
		t.Errorf("the error is %v", err)
	}
	if err := d.Terminal.Press("ctrl+%"); err == nil {
		t.Error("a key that no terminal sends was pressed")
	}
}
