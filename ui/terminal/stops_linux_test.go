package terminal_test

import (
	"fmt"
	"syscall"
	"testing"

	"dowse/ui/terminal/screentest"
)

// TestStops stops the program and lets it go on: from outside, and as it asks to be stopped itself.
func TestStops(t *testing.T) {
	d := drive(t, "ours", screentest.Options{})
	d.WaitFor("size 80x24")
	for i := range 20 {
		if i == 10 {
			d.Press("Z")
		} else {
			d.Signal(syscall.SIGTSTP)
		}
		d.WaitStopped()
		if state, err := d.State(); err != nil || state != d.Before() || !d.Modes().Equal(found) {
			t.Fatalf("stopped for the %dth time it leaves the modes %v; %v", i+1, d.Modes(), err)
		}
		d.Signal(syscall.SIGCONT)
		f := d.WaitFor(fmt.Sprintf("resumed %d", i+1))
		if !f.Modes.Equal(shown) {
			t.Fatalf("going on for the %dth time it has the modes %v", i+1, f.Modes)
		}
	}
	d.Signal(syscall.SIGSTOP)
	d.WaitStopped()
	d.Signal(syscall.SIGCONT)
	d.Press("x")
	d.WaitFor("key x.")
	d.Press("Q")
	if err := left(d, 0); err != nil {
		t.Error(err)
	}
}

// TestStopsControl is the control: Bubble Tea by itself stops with the screen as it is.
func TestStopsControl(t *testing.T) {
	d := drive(t, "stock", screentest.Options{})
	d.WaitFor("size 80x24")
	d.Signal(syscall.SIGSTOP)
	d.WaitStopped()
	if state, err := d.State(); err == nil && state == d.Before() {
		t.Error("the terminal is restored by a stop that nobody hears of")
	}
	d.Signal(syscall.SIGCONT)
}
