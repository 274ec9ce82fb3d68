//go:build unix

// Package screentest runs a program in a terminal, presses its keys and sees what a person would see: a pty
// whose other end is an emulator. It reads every byte that the program writes, also with a strict parser.
// It knows nothing of dowse's screen and belongs to no binary that users get.
//
//	Press, Type, Paste ──> pty ──> program ──> pty ──> Raw, Strict, Modes
//	                                            └────> emulator ──> Frame, WaitFor
package screentest

import (
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"slices"
	"sync"
	"syscall"
	"time"

	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
	"golang.org/x/term"

	"dowse/collections/long"
)

// Options say what terminal a program gets.
type Options struct {
	Width, Height int           // 80 and 24 where they are 0
	Env           []string      // what Environment says comes first; here the last word of a name counts
	Dir           string        // the folder that the program starts in
	Silent        bool          // the terminal answers no question of the program
	Limit         time.Duration // how long a wait lasts; long.Limit where it is 0
}

// Terminal is a program in a terminal of its own.
type Terminal struct {
	options Options
	process *exec.Cmd
	keys    *os.File // our end of the pty
	tty     *os.File // the program's end, held open so that nothing it wrote is lost with it
	before  term.State

	mu       sync.Mutex
	screen   *vt.Emulator
	raw      []byte
	parsed   int // how much of raw is split into tokens
	drawn    int // how much of raw the emulator has seen
	modes    Modes
	changed  chan struct{} // closed and made anew whenever there is more to see
	finished chan struct{} // closed when the program has ended and all is read
	status   Status
}

// Status is how a program ended.
type Status struct {
	Code   int            // the exit code; -1 where a signal ended it
	Signal syscall.Signal // 0 where none did
	After  term.State     // the state in which it left the terminal
}

// Environment is what a program needs of the environment around it, in a terminal of many colours.
func Environment() []string {
	var env []string
	for _, name := range []string{"PATH", "HOME", "TMPDIR", "USER", "GOCOVERDIR"} {
		if value, ok := os.LookupEnv(name); ok {
			env = append(env, name+"="+value)
		}
	}
	return append(env, "TERM=xterm-256color", "COLORTERM=truecolor", "LANG=C.UTF-8")
}

// Start runs a program in a new terminal. Close it at the end.
func Start(o Options, name string, args ...string) (*Terminal, error) {
	if o.Width == 0 {
		o.Width, o.Height = 80, 24
	}
	if o.Limit == 0 {
		o.Limit = long.Limit
	}
	keys, tty, err := pty.Open()
	if err != nil {
		return nil, fmt.Errorf("opening a terminal: %w", err)
	}
	t := &Terminal{
		options: o, keys: keys, tty: tty,
		screen: vt.NewEmulator(o.Width, o.Height), modes: Modes{25: true},
		changed: make(chan struct{}), finished: make(chan struct{}),
	}
	t.process = exec.Command(name, args...)
	t.process.Stdin, t.process.Stdout, t.process.Stderr = tty, tty, tty
	t.process.Env, t.process.Dir = append(Environment(), o.Env...), o.Dir
	t.process.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := t.start(); err != nil {
		_ = keys.Close()
		_ = tty.Close()
		return nil, fmt.Errorf("starting %s in a terminal: %w", name, err)
	}
	return t, nil
}

func (t *Terminal) start() error {
	if err := pty.Setsize(t.keys, size(t.options.Width, t.options.Height)); err != nil {
		return err
	}
	state, err := term.GetState(int(t.tty.Fd()))
	if err != nil {
		return err
	}
	t.before = *state
	if err := t.process.Start(); err != nil {
		return err
	}
	go t.answer()
	read := make(chan struct{})
	go func() {
		defer close(read)
		t.read()
	}()
	go t.end(read)
	return nil
}

// Close ends the program if it still runs, and the terminal.
func (t *Terminal) Close() {
	select {
	case <-t.finished:
	default:
		_ = syscall.Kill(-t.PID(), syscall.SIGKILL) // with what it has started
		<-t.finished
	}
	_ = t.keys.Close()
}

// Resize gives the terminal another size, of which the program hears.
func (t *Terminal) Resize(width, height int) error {
	t.mu.Lock()
	t.screen.Resize(width, height)
	t.mu.Unlock()
	return pty.Setsize(t.keys, size(width, height))
}

// Signal sends a signal to the program.
func (t *Terminal) Signal(s os.Signal) error { return t.process.Process.Signal(s) }

// PID is the number of the program's process.
func (t *Terminal) PID() int { return t.process.Process.Pid }

// Raw gives every byte that the program has written so far.
func (t *Terminal) Raw() []byte {
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.Clip(t.raw)
}

// Whole gives what the program has written so far without a sequence or character that is cut at the end: a program that
// still runs is writing it, one that was killed never will. Of a program that ended by itself it gives every byte.
func (t *Terminal) Whole() []byte {
	t.mu.Lock()
	defer t.mu.Unlock()
	select {
	case <-t.finished:
		if t.status.Signal == 0 {
			return slices.Clip(t.raw)
		}
	default:
	}
	return t.raw[:t.parsed:t.parsed]
}

// Modes gives the private modes that are on.
func (t *Terminal) Modes() Modes {
	t.mu.Lock()
	defer t.mu.Unlock()
	return maps.Clone(t.modes)
}

// Before is the state in which the program got the terminal.
func (t *Terminal) Before() term.State { return t.before }

// State is the state of the terminal now.
func (t *Terminal) State() (term.State, error) {
	state, err := term.GetState(int(t.keys.Fd()))
	if err != nil {
		return term.State{}, err
	}
	return *state, nil
}

// Exit waits until the program has ended and says how it did.
func (t *Terminal) Exit() (Status, error) {
	select {
	case <-t.finished:
		return t.status, nil
	case <-time.After(t.options.Limit):
		return Status{}, fmt.Errorf("after %v the program still runs, and shows\n%s", t.options.Limit, t.Frame())
	}
}

// answer drains what the emulator says to the program: it waits where nobody reads it.
func (t *Terminal) answer() {
	b := make([]byte, 512)
	for {
		n, err := t.screen.Read(b)
		if !t.options.Silent {
			_, _ = t.keys.Write(b[:n])
		}
		if err != nil {
			return
		}
	}
}

// read takes in what the program writes until nobody has its end of the terminal open.
func (t *Terminal) read() {
	b := make([]byte, 32<<10)
	for {
		n, err := t.keys.Read(b)
		t.mu.Lock()
		t.take(b[:n])
		t.mu.Unlock()
		if err != nil {
			return
		}
	}
}

// end waits for the program and for the last of what it wrote.
func (t *Terminal) end(read <-chan struct{}) {
	_ = t.process.Wait()
	t.status.Code = t.process.ProcessState.ExitCode()
	if s, ok := t.process.ProcessState.Sys().(syscall.WaitStatus); ok && s.Signaled() {
		t.status.Signal = s.Signal()
	}
	if after, err := t.State(); err == nil {
		t.status.After = after
	}
	_ = t.tty.Close()
	<-read
	t.mu.Lock()
	defer t.mu.Unlock()
	t.draw(len(t.raw))
	if answers, ok := t.screen.InputPipe().(io.Closer); ok {
		_ = answers.Close()
	}
	t.wake()
	close(t.finished)
}

// take adds bytes that the program wrote. What stands between the two switches of mode 2026 is one frame,
// and is drawn when it is whole.
func (t *Terminal) take(b []byte) {
	t.raw = append(t.raw, b...)
	whole := t.drawn
	for {
		tok, complete := next(t.raw[t.parsed:])
		if !complete {
			break
		}
		t.parsed += len(tok.raw)
		t.modes.apply(tok)
		if !t.modes[synchronized] {
			whole = t.parsed
		}
	}
	t.draw(whole)
	t.wake()
}

// draw shows the emulator what was written up to there.
func (t *Terminal) draw(upTo int) {
	_, _ = t.screen.Write(t.raw[t.drawn:upTo])
	t.drawn = upTo
}

func (t *Terminal) wake() {
	close(t.changed)
	t.changed = make(chan struct{})
}

func size(width, height int) *pty.Winsize {
	return &pty.Winsize{Cols: uint16(width), Rows: uint16(height)}
}
