package terminal

import (
	"fmt"
	"runtime/debug"
)

// PanicError is a panic that ended the screen.
type PanicError struct {
	Value any
	Stack []byte
}

// Error says what the panic said.
func (e *PanicError) Error() string { return fmt.Sprintf("panic: %v", e.Value) }

// Go runs a job in a goroutine. A panic in it ends Run with a *PanicError, when the terminal is restored;
// where no screen is shown it ends the process as any panic does.
func Go(job func()) {
	go func() {
		defer func() {
			if p := running.Load(); p != nil {
				p.panicked(recover())
			}
		}()
		job()
	}()
}

// rescue is to be deferred where code of the model runs.
func (p *program) rescue() { p.panicked(recover()) }

// panicked ends the program because of a panic; nil is none.
func (p *program) panicked(value any) {
	if value != nil {
		p.fail(&PanicError{Value: value, Stack: debug.Stack()})
	}
}

// fail ends the program. Of several errors the first one counts.
func (p *program) fail(err error) {
	p.mu.Lock()
	if p.failed == nil {
		p.failed = err
	}
	p.mu.Unlock()
	p.tea.Kill()
}

// failure is what fail was given.
func (p *program) failure() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.failed
}
