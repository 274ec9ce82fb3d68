package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"dowse/ui/terminal/screentest"
)

// unwritable is a shop whose state folder cannot be made: a file is in its place, which stops everybody.
func unwritable(t *testing.T) shop {
	t.Helper()
	s := newRequests(t)
	if err := os.WriteFile(filepath.Join(s.home, "state"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	return s
}

// refused edits a request, and quits: the edit cannot be kept, and the screen asks what to do.
func refused(t *testing.T, s shop) *screentest.Driver {
	t.Helper()
	d := editing(t, s, "a.yaml", "LOST")
	d.WaitFor("NOT KEPT")
	d.Press("ctrl+c")
	d.WaitFor("it cannot be kept")
	d.Press("ctrl+c")
	d.WaitFor("What is not saved cannot be kept", "Keep it in another folder", "Try again", "Go back", "Quit and lose it")
	return d
}

// TestScreenUnkept holds that a state that cannot be written is said before the end, and what can be done then.
func TestScreenUnkept(t *testing.T) {
	t.Run("another folder", func(t *testing.T) {
		t.Parallel()
		s := unwritable(t)
		d := refused(t, s)
		d.Press("enter")
		d.WaitFor("Keep it where?")
		other := filepath.Join(s.home, "other", "place")
		d.Type(other)
		d.WaitFor("there again with", "XDG_STATE_HOME=") // on one line or two, as long as the path is
		d.Press("enter")
		if status := d.Exit(); status.Code != 0 || !strings.Contains(string(d.Raw()), "XDG_STATE_HOME="+other) {
			t.Errorf("it exits with %d and does not say how to have it again:\n%s", status.Code, d.Frame())
		}
		again := screentest.Drive(t, screentest.Options{Width: 110, Height: 30, Dir: s.dir, Env: append(s.env(), "XDG_STATE_HOME="+other)}, binary, "a.yaml")
		again.WaitFor("/aLOST")
	})
	t.Run("another folder that cannot be written either", func(t *testing.T) {
		t.Parallel()
		s := unwritable(t)
		d := refused(t, s)
		d.Press("enter")
		d.WaitFor("Keep it where?")
		d.Type(filepath.Join(s.home, "state", "below a file"))
		d.Press("enter")
		d.WaitFor("What is not saved cannot be kept", "Try again")
		d.Press("ctrl+c")
		d.WaitFor("ctrl+c again quits, and what is not saved is lost")
		d.Press("ctrl+c")
		lost(t, d)
	})
	t.Run("try again", func(t *testing.T) {
		t.Parallel()
		s := unwritable(t)
		d := refused(t, s)
		if err := os.Remove(filepath.Join(s.home, "state")); err != nil {
			t.Fatal(err)
		}
		d.Press("j", "enter")
		if status := d.Exit(); status.Code != 0 {
			t.Errorf("it exits with %d", status.Code)
		}
		s.screen(t, 110, 30, "a.yaml").WaitFor("/aLOST")
	})
	t.Run("go back and save", func(t *testing.T) {
		t.Parallel()
		d := refused(t, unwritable(t))
		d.Press("j", "j", "enter", "ctrl+s")
		d.WaitFor("saved ")
		d.Press("ctrl+c", "ctrl+c")
		if status := d.Exit(); status.Code != 0 {
			t.Errorf("nothing is lost, but it exits with %d", status.Code)
		}
	})
	t.Run("lose it", func(t *testing.T) {
		t.Parallel()
		d := refused(t, unwritable(t))
		d.Press("j", "j", "j", "enter")
		lost(t, d)
	})
	t.Run("TERM", func(t *testing.T) {
		t.Parallel()
		d := editing(t, unwritable(t), "a.yaml", "LOST")
		d.WaitFor("NOT KEPT")
		d.Signal(syscall.SIGTERM)
		if status := d.Exit(); status.Code != 143 || !strings.Contains(string(d.Raw()), "1 unsaved request is lost") {
			t.Errorf("it exits with %d:\n%s", status.Code, d.Frame())
		}
	})
	t.Run("no home", func(t *testing.T) {
		t.Parallel()
		s := newRequests(t)
		d := screentest.Drive(t, screentest.Options{Width: 110, Height: 30, Dir: s.dir, Env: append(s.env(), "HOME=", "XDG_STATE_HOME=")}, binary, "a.yaml")
		d.WaitFor("127.0.0.1:1/a", "set HOME or XDG_STATE_HOME")
		d.Press("ctrl+l", "end")
		d.Type("LOST")
		d.WaitFor("NOT KEPT")
		d.Press("ctrl+c", "ctrl+c")
		d.WaitFor("What is not saved cannot be kept", "set HOME or XDG_STATE_HOME")
		d.Press("j", "j", "j", "enter")
		lost(t, d)
	})
	t.Run("nothing to lose", func(t *testing.T) {
		t.Parallel()
		d := unwritable(t).screen(t, 110, 30, "a.yaml")
		d.WaitFor("127.0.0.1:1/a")
		d.Press("ctrl+c", "ctrl+c")
		if status := d.Exit(); status.Code != 0 || !strings.Contains(string(d.Raw()), "cannot be kept") {
			t.Errorf("it exits with %d:\n%s", status.Code, d.Frame())
		}
	})
}

// lost waits for the end of a screen that lost an edit: it says so.
func lost(t *testing.T, d *screentest.Driver) {
	t.Helper()
	if status := d.Exit(); status.Code != 2 || !strings.Contains(string(d.Raw()), "1 unsaved request is lost") {
		t.Errorf("it exits with %d:\n%s", status.Code, d.Frame())
	}
}
