package cli

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"dowse/ui/terminal"
)

// Signaled is the cause of a context that a signal cancelled.
type Signaled struct{ Signal syscall.Signal }

// Error names the signal.
func (s Signaled) Error() string { return fmt.Sprintf("stopped by a signal (%v)", s.Signal) }

// ExitCode is 128 and the signal's number, as shells have it.
func (s Signaled) ExitCode() int { return 128 + int(s.Signal) }

// grace is how long the program has to end by itself.
const grace = 500 * time.Millisecond

// WithSignals returns a context that an interrupt, a termination, a hang-up or another signal that would end the program and
// can be caught cancels, with Signaled as its
// cause; soon after the program ends, whatever it is doing. Writing to a closed pipe is an error instead of
// the end.
func WithSignals(parent context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancelCause(parent)
	caught := make(chan os.Signal, 1)
	stops := append(faults(), os.Interrupt, syscall.SIGTERM, syscall.SIGQUIT)
	if !signal.Ignored(syscall.SIGHUP) { // nohup
		stops = append(stops, syscall.SIGHUP)
	}
	signal.Notify(caught, stops...)
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)
	go func() {
		defer signal.Stop(caught)
		select {
		case s := <-caught:
			stopped := Signaled{s.(syscall.Signal)}
			cancel(stopped)
			// What waits for something that no context reaches, such as a pipe that nobody writes to, is left.
			time.AfterFunc(grace, func() {
				terminal.Restore()
				os.Exit(stopped.ExitCode())
			})
		case <-ctx.Done():
		}
	}()
	return ctx, func() { cancel(nil) }
}
