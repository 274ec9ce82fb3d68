package terminal

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"runtime"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/ui/terminal/input"
)

// Options say where a screen is shown.
type Options struct {
	In, Out *os.File // the terminal; standard input and output where they are nil
	Mouse   bool     // clicks and the wheel are reported
}

// Run shows a model on the alternate screen until it quits, and gives it as it ended. Whatever ends it, the
// terminal is as it was found when Run returns: also when ctx is cancelled, whose cause is the error then,
// and after a panic of the model, of its commands or of Go, which is a *PanicError then. It handles no signal that
// ends a process. Output of package log is dropped meanwhile.
//
//	Run ── enter ── Init, first frame ── messages ⇄ frames ── leave
//	         ↑                              ↓
//	         └── Exec, stop and go on ── leave
func Run(ctx context.Context, model tea.Model, o Options) (tea.Model, error) {
	if o.In == nil {
		o.In = os.Stdin
	}
	if o.Out == nil {
		o.Out = os.Stdout
	}
	if os.Getenv("GOMAXPROCS") == "" {
		runtime.GOMAXPROCS(runtime.NumCPU() + spareThreads)
	}
	s, err := newScreen(o.In, o.Out, o.Mouse)
	if err != nil {
		return model, err
	}
	p := &program{model: model, screen: s}
	p.reader = input.NewReader(o.In, takeAhead(), func(text string) {
		p.tea.Send(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(text), Paste: true})
	})
	p.tea = tea.NewProgram(p, tea.WithContext(ctx), tea.WithInput(p.reader), tea.WithOutput(io.Discard), tea.WithoutRenderer(),
		tea.WithoutSignalHandler(), tea.WithoutCatchPanics(), tea.WithFilter(suspendOurselves))
	if !running.CompareAndSwap(nil, p) {
		return model, errors.New("a screen is shown already")
	}
	defer running.Store(nil)
	logged := log.Writer()
	log.SetOutput(io.Discard)
	defer log.SetOutput(logged)
	err = p.run()
	switch {
	case p.failure() != nil:
		err = p.failure()
	case ctx.Err() != nil:
		err = context.Cause(ctx)
	case err != nil:
		err = fmt.Errorf("showing the screen: %w", err)
	}
	return p.model, err
}

// run shows the program from the first frame to the last.
func (p *program) run() error {
	defer p.screen.leave(closed)
	defer p.rescue()
	defer p.reader.Close()
	defer p.reader.Stop()
	if err := p.show(); err != nil {
		return err
	}
	p.jobs.hear(p.tea.Send)
	defer p.jobs.quiet()
	_, err := p.tea.Run()
	return err
}

// suspendOurselves takes Bubble Tea's suspending from it: it knows nothing of this screen.
func suspendOurselves(_ tea.Model, msg tea.Msg) tea.Msg {
	if _, ok := msg.(tea.SuspendMsg); ok {
		return suspendMsg{}
	}
	return msg
}

// spareThreads is how many threads may run beside those that keep every processor busy, decoding and indexing a large
// body: then the kernel lets whoever answers a key run at once, where Go's own scheduler would let it wait for 10 ms at
// every turn.
const spareThreads = 4
