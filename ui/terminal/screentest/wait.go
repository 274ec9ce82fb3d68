//go:build unix

package screentest

import (
	"fmt"
	"maps"
	"time"
)

// Frame gives what the terminal shows now.
func (t *Terminal) Frame() Frame {
	f, _ := t.look()
	return f
}

// look gives the frame of this moment, and what is closed when there is more to see.
func (t *Terminal) look() (Frame, <-chan struct{}) {
	t.mu.Lock()
	defer t.mu.Unlock()
	f := picture(t.screen)
	f.Modes = maps.Clone(t.modes)
	return f, t.changed
}

// Wait waits until a frame is as asked for, and gives it. It looks whenever the program has written. The
// error shows the last frame.
func (t *Terminal) Wait(what string, good func(Frame) bool) (Frame, error) {
	limit := time.NewTimer(t.options.Limit)
	defer limit.Stop()
	for {
		f, changed := t.look()
		if good(f) {
			return f, nil
		}
		select {
		case <-changed:
		case <-t.finished:
			if f = t.Frame(); good(f) {
				return f, nil
			}
			return f, fmt.Errorf("waiting for %s: the program has ended with code %d, and shows\n%s", what, t.status.Code, f)
		case <-limit.C:
			return f, fmt.Errorf("waiting for %s: not there after %v, but\n%s", what, t.options.Limit, f)
		}
	}
}

// WaitFor waits until each of the texts stands in a row.
func (t *Terminal) WaitFor(texts ...string) (Frame, error) {
	return t.Wait(fmt.Sprintf("%q", texts), func(f Frame) bool {
		for _, text := range texts {
			if !f.Contains(text) {
				return false
			}
		}
		return true
	})
}

// WaitGone waits until a text stands in no row.
func (t *Terminal) WaitGone(text string) (Frame, error) {
	return t.Wait(fmt.Sprintf("the end of %q", text), func(f Frame) bool { return !f.Contains(text) })
}

// Quiet waits until the program has written nothing for so long and has nothing to do, and gives what it shows then.
func (t *Terminal) Quiet(pause time.Duration) (Frame, error) {
	limit := time.NewTimer(t.options.Limit)
	defer limit.Stop()
	for {
		f, changed := t.look()
		select {
		case <-changed:
		case <-time.After(pause):
			if !t.busy() {
				return f, nil
			}
		case <-t.finished:
			return t.Frame(), nil
		case <-limit.C:
			return f, fmt.Errorf("the program never pauses for %v, and shows\n%s", pause, f)
		}
	}
}
