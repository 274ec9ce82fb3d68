package terminal_test

import (
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

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
		stopped(t, d)
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
	stopped(t, d)
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
	stopped(t, d)
	if state, err := d.State(); err == nil && state == d.Before() {
		t.Error("the terminal is restored by a stop that nobody hears of")
	}
	d.Signal(syscall.SIGCONT)
}

// stopped waits until a program is stopped. Nobody but its parent is told: the kernel is asked.
func stopped(t *testing.T, d *screentest.Driver) {
	t.Helper()
	for limit := time.Now().Add(screentest.Limit); time.Now().Before(limit); time.Sleep(time.Millisecond) {
		stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", d.PID()))
		if err != nil {
			t.Fatal(err)
		}
		if _, after, _ := strings.Cut(string(stat), ") "); strings.HasPrefix(after, "T") {
			d.Quiet(20 * time.Millisecond)
			return
		}
	}
	t.Fatalf("the program does not stop, and shows\n%s", d.Frame())
}
