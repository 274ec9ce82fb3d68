package cli_test

import (
	"fmt"
	"syscall"
	"testing"

	"dowse/ui/terminal/screentest"
)

// TestScreenStops stops the program and lets it go on, 20 times: each time the terminal is as it was found,
// and then the screen is there as it was. That Bubble Tea by itself fails this is TestStopsControl of ui/terminal.
func TestScreenStops(t *testing.T) {
	d := newShop(t).screen(t, 80, 24)
	d.WaitFor("Type a URL")
	d.Type("stops.example.com")
	d.WaitFor("stops.example.com")
	shown := d.Quiet(settled)
	for i := range 20 {
		d.Signal(syscall.SIGTSTP)
		d.WaitStopped()
		if state, err := d.State(); err != nil || state != d.Before() {
			t.Fatalf("stopped for the %dth time it leaves the terminal in another state; %v", i+1, err)
		}
		d.Wait("the modes as they were", func(f screentest.Frame) bool { return f.Modes.Equal(screentest.Modes{25: true}) })
		if i%5 == 4 { // a terminal of another size and back: what was there is gone
			d.Resize(100, 30)
			d.Resize(80, 24)
		}
		d.Signal(syscall.SIGCONT)
		text := fmt.Sprint("n", i)
		d.Wait("the screen again", func(f screentest.Frame) bool {
			return f.Modes.Equal(shown.Modes) && f.String() == shown.String()
		})
		d.Press("ctrl+u")
		d.Type(text)
		d.Wait(text, func(f screentest.Frame) bool { return urlText(f) == text })
		shown = d.Quiet(settled / 3)
	}
	d.Press("esc", "q")
	if status := d.Exit(); status.Code != 0 || status.After != d.Before() || !d.Modes().Equal(screentest.Modes{25: true}) {
		t.Errorf("it ends with %+v and the modes %v", status, d.Modes())
	}
}
