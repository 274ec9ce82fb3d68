package terminal_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"dowse/collections/long"
	"dowse/ui/terminal/screentest"
)

// oneThread makes the race in Bubble Tea's renderer come out the same way each time.
const oneThread = "GOMAXPROCS=1"

// TestExec runs programs that return at once, many times: the screen is drawn after each, and hears keys.
func TestExec(t *testing.T) {
	long.Test(t)
	d := drive(t, "ours", screentest.Options{Env: []string{oneThread}})
	d.WaitFor("size 80x24")
	for i := range 60 {
		d.Press([]string{"E", "N"}[i%2])
		f := d.WaitFor(fmt.Sprintf("ended %d ", i+1))
		if !f.Modes.Equal(shown) {
			t.Fatalf("after %d programs the screen has the modes %v", i+1, f.Modes)
		}
		d.Press("y")
		d.Wait("y", func(f screentest.Frame) bool { return slices.Contains(heard(f)[len(heard(f))-2:], "key y.") })
	}
	d.Press("Q")
	if err := left(d, 0); err != nil {
		t.Error(err)
	}
}

// TestExecControl is the control: Bubble Tea by itself stops drawing after a program that returns at once.
func TestExecControl(t *testing.T) {
	long.Test(t)
	frozen := 0
	for range 5 {
		d := drive(t, "inline", screentest.Options{Env: []string{oneThread}})
		d.WaitFor("size 80x24")
		d.Press("I")
		if !d.Quiet(300 * time.Millisecond).Contains("ended 1 ") { // what it was told is not drawn
			frozen++
		}
	}
	if frozen == 0 {
		t.Error("it draws after each of 5 programs: Bubble Tea's renderer does not freeze any more")
	}
}
