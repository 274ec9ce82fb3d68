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
		d.Wait("the terminal as it was", func(f screentest.Frame) bool { return f.Modes.Equal(found) })
		if state, err := d.State(); err != nil || state != d.Before() {
			t.Fatalf("stopped for the %dth time it leaves the terminal in another state; %v", i+1, err)
		}
		d.Signal(syscall.SIGCONT)
		resumed := fmt.Sprintf("resumed %d", i+1)
		d.Wait(resumed, func(f screentest.Frame) bool { return f.Contains(resumed) && f.Modes.Equal(shown) })
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
