package cli

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

// Signaled is the cause of a context that a signal cancelled.
type Signaled struct{ Signal syscall.Signal }

// Error names the signal.
func (s Signaled) Error() string { return fmt.Sprintf("stopped by a signal (%v)", s.Signal) }

// ExitCode is 128 and the signal's number, as shells have it.
func (s Signaled) ExitCode() int { return 128 + int(s.Signal) }

// WithSignals returns a context that an interrupt, a termination, a hang-up or a closed pipe cancels, with
// Signaled as its cause. A second signal ends the program at once.
func WithSignals(parent context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancelCause(parent)
	caught := make(chan os.Signal, 1)
	signal.Notify(caught, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGPIPE)
	go func() {
		defer signal.Stop(caught)
		select {
		case s := <-caught:
			cancel(Signaled{s.(syscall.Signal)})
		case <-ctx.Done():
		}
	}()
	return ctx, func() { cancel(nil) }
}
