package terminal_test

import (
	"bytes"
	"fmt"
	"strings"
	"syscall"
	"testing"

	"dowse/ui/terminal/screentest"
)

// found is how a terminal is before a program: its cursor is on, and nothing else.
var found = screentest.Modes{25: true}

// shown are the modes of a screen.
var shown = screentest.Modes{1049: true, 1002: true, 1006: true, 2004: true, screentest.KeyboardMode: true, screentest.OtherKeysMode: true}

// left says what is wrong with how a program left its terminal.
func left(d *screentest.Driver, code int) error {
	switch s := d.Exit(); {
	case s.After != d.Before():
		return fmt.Errorf("the terminal is left in another state")
	case !d.Modes().Equal(found):
		return fmt.Errorf("the modes %v are left on", d.Modes())
	case s.Code != code || s.Signal != 0:
		return fmt.Errorf("it ended with code %d, signal %v, want %d", s.Code, s.Signal, code)
	}
	return screentest.Strict(d.Raw(), screentest.ScreenGrammar(false))
}

// TestRestore ends a program in every way, and finds the terminal as it was.
func TestRestore(t *testing.T) {
	type end struct {
		name string
		do   func(d *screentest.Driver)
		code int
		says string
	}
	press := func(key string) func(*screentest.Driver) { return func(d *screentest.Driver) { d.Press(key) } }
	ends := []end{
		{"quit", press("Q"), 0, ""},
		{"panic in Update", press("U"), 70, "panic: in Update"},
		{"panic in View", press("V"), 70, "panic: in View"},
		{"panic in a command", press("C"), 70, "panic: in a command"},
		{"panic in a command of a batch", press("B"), 70, "panic: in a command"},
		{"panic in a command of a sequence", press("S"), 70, "panic: in a command"},
		{"panic in a goroutine", press("G"), 70, "panic: in a goroutine"},
	}
	for _, s := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT} {
		ends = append(ends, end{s.String(), func(d *screentest.Driver) { d.Signal(s) }, 128 + int(s), ""})
	}
	for _, e := range ends {
		t.Run(e.name, func(t *testing.T) {
			t.Parallel()
			d := drive(t, "ours", screentest.Options{})
			f := d.WaitFor("size 80x24")
			if !f.Modes.Equal(shown) {
				t.Errorf("the screen has the modes %v, want %v", f.Modes, shown)
			}
			e.do(d)
			if err := left(d, e.code); err != nil {
				t.Error(err)
			}
			if f := d.Frame(); e.says != "" && (!f.Contains(e.says) || !f.Contains("true")) {
				t.Errorf("it does not say %q and where, but\n%s", e.says, f)
			}
		})
	}
}

// TestRestoreControl is the control: Bubble Tea by itself leaves the terminal changed, or says that all is well.
func TestRestoreControl(t *testing.T) {
	for name, do := range map[string]func(d *screentest.Driver){
		"hang-up":              func(d *screentest.Driver) { d.Signal(syscall.SIGHUP) },
		"quit":                 func(d *screentest.Driver) { d.Signal(syscall.SIGQUIT) },
		"panic in a goroutine": func(d *screentest.Driver) { d.Press("G") },
	} {
		d := drive(t, "stock", screentest.Options{})
		d.WaitFor("size 80x24")
		do(d)
		if s := d.Exit(); s.After == d.Before() && d.Modes().Equal(found) {
			t.Errorf("%s: Bubble Tea restores the terminal itself now: what does it here can go", name)
		}
	}
}

// TestForced ends the process beside Run.
func TestForced(t *testing.T) {
	d := drive(t, "forced", screentest.Options{})
	d.WaitFor("size 80x24")
	if err := left(d, 3); err != nil {
		t.Error(err)
	}
	if raw := string(d.Raw()); strings.Count(raw, "\x1b[?1049l") != 1 {
		t.Errorf("it leaves the screen several times: %q", raw)
	}
}

// TestResize is told every new size, and draws the last one whole.
func TestResize(t *testing.T) {
	d := drive(t, "ours", screentest.Options{})
	d.WaitFor("size 80x24")
	for i := range 200 {
		d.Resize(1+i%100, 1+i%40)
	}
	d.Resize(50, 10)
	f := d.WaitFor("size 50x10")
	if err := f.Exact(); err != nil {
		t.Error(err)
	}
}

// TestAsks switches the mouse and copies as the model asks.
func TestAsks(t *testing.T) {
	d := drive(t, "ours", screentest.Options{})
	d.WaitFor("size 80x24")
	d.Press("M")
	d.Wait("no mouse", func(f screentest.Frame) bool { return !f.Modes[1002] && !f.Modes[1006] })
	d.Press("Y")
	d.Wait("a text on the clipboard", func(screentest.Frame) bool { return bytes.Contains(d.Raw(), []byte("\x1b]52;c;dGV4dA==\a")) })
	d.Press("Q")
	d.Exit()
	if err := screentest.Strict(d.Raw(), screentest.ScreenGrammar(true)); err != nil {
		t.Error(err)
	}
}
