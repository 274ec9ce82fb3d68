package terminal

import (
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/term"
)

// screen is a terminal that shows a program: its modes and who may write to it.
type screen struct {
	in, out *os.File
	before  *term.State // as the terminal was found
	mouse   bool
	keys    bool // the terminal may be asked to tell more keys apart

	mu    sync.Mutex
	state state
}

// state is whose the screen is.
type state uint8

const (
	outside state = iota // somebody else's: before the start, and while a program runs in between
	inside               // ours
	closed               // restored for good
)

// running is the screen that Run shows, if any. It is the process's as the terminal is: whoever ends the
// process must reach it from anywhere.
var running atomic.Pointer[program]

// The modes of the screen. What is switched on is switched off in reverse; some terminals keep the keyboard's
// modes for each of their screens.
const (
	enterScreen = "\x1b[?1049h\x1b[2J\x1b[H\x1b[?25l\x1b[?2004h"
	leaveScreen = "\x1b[?2004l\x1b[?25h\x1b[?1049l"
	enterMouse  = "\x1b[?1002h\x1b[?1006h"
	leaveMouse  = "\x1b[?1006l\x1b[?1002l"
	enterKeys   = "\x1b[>1u\x1b[>4;1m"
	leaveKeys   = "\x1b[>4m\x1b[<u"
	endFrame    = "\x1b[?2026l\x1b[m" // of one that was cut short
)

// newScreen makes the screen of a terminal and notes how it is.
func newScreen(in, out *os.File, mouse bool) (*screen, error) {
	before, err := term.GetState(int(in.Fd()))
	if err != nil {
		return nil, fmt.Errorf("the screen needs a terminal: %w", err)
	}
	return &screen{in: in, out: out, before: before, mouse: mouse, keys: knowsKeys(os.Getenv("TERM"))}, nil
}

// knowsKeys says whether a terminal takes the keyboard's modes for what they are. Those that do not know them
// and take them for something else are older than their names for many colours.
func knowsKeys(name string) bool {
	switch name {
	case "", "dumb", "linux", "ansi", "vt100", "vt102", "vt220", "cons25", "screen":
		return false
	}
	return true
}

// enter takes the terminal.
func (s *screen) enter() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.state != outside {
		return nil
	}
	if _, err := term.MakeRaw(int(s.in.Fd())); err != nil {
		return fmt.Errorf("taking the terminal: %w", err)
	}
	s.state = inside
	modes := enterScreen
	if s.mouse {
		modes += enterMouse
	}
	if s.keys {
		modes += enterKeys
	}
	_, err := s.out.WriteString(modes)
	return err
}

// leave gives the terminal back as it was found, for good or for a while.
func (s *screen) leave(next state) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.state == closed {
		return
	}
	if s.state == inside {
		modes := leaveScreen
		if s.keys {
			modes = leaveKeys + modes
		}
		_, _ = s.out.WriteString(endFrame + leaveMouse + modes)
	}
	_ = term.Restore(int(s.in.Fd()), s.before)
	s.state = next
}

// write writes to the terminal while it is ours.
func (s *screen) write(b []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.state == inside {
		_, _ = s.out.Write(b) // of a terminal that is gone the reader hears
	}
}

// setMouse switches the reports of the mouse.
func (s *screen) setMouse(on bool) {
	s.mouse = on
	modes := leaveMouse
	if on {
		modes = enterMouse
	}
	s.write([]byte(modes))
}

// restoreLimit is how long a terminal that takes no more bytes may keep the end waiting.
const restoreLimit = 100 * time.Millisecond

// Restore gives the terminal back as Run found it, before a process is ended that cannot wait for Run to
// return. It does nothing when no screen is shown. It may be called at any time, from anywhere.
func Restore() {
	p := running.Load()
	if p == nil {
		return
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		p.screen.leave(closed)
	}()
	select {
	case <-done:
	case <-time.After(restoreLimit):
		_ = term.Restore(int(p.screen.in.Fd()), p.screen.before)
	}
}
