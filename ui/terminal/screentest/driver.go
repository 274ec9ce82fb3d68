//go:build unix

package screentest

import (
	"syscall"
	"time"
)

// TB is what a Driver needs of a test or a benchmark.
type TB interface {
	Helper()
	Fatal(...any)
	Cleanup(func())
}

// Driver is a Terminal for tests: what goes wrong ends the test.
type Driver struct {
	*Terminal
	t TB
}

// Drive starts a program in a terminal that is closed when the test ends.
func Drive(t TB, o Options, name string, args ...string) *Driver {
	t.Helper()
	terminal, err := Start(o, name, args...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(terminal.Close)
	return &Driver{terminal, t}
}

// Press is Terminal.Press.
func (d *Driver) Press(names ...string) {
	d.t.Helper()
	d.must(d.Terminal.Press(names...))
}

// Type is Terminal.Type.
func (d *Driver) Type(text string) {
	d.t.Helper()
	d.must(d.Terminal.Type(text))
}

// Paste is Terminal.Paste.
func (d *Driver) Paste(text string) {
	d.t.Helper()
	d.must(d.Terminal.Paste(text))
}

// Write is Terminal.Write.
func (d *Driver) Write(bytes string) {
	d.t.Helper()
	d.must(d.Terminal.Write(bytes))
}

// Resize is Terminal.Resize.
func (d *Driver) Resize(width, height int) {
	d.t.Helper()
	d.must(d.Terminal.Resize(width, height))
}

// Signal is Terminal.Signal.
func (d *Driver) Signal(s syscall.Signal) {
	d.t.Helper()
	d.must(d.Terminal.Signal(s))
}

// Wait is Terminal.Wait.
func (d *Driver) Wait(what string, good func(Frame) bool) Frame {
	d.t.Helper()
	return d.frame(d.Terminal.Wait(what, good))
}

// WaitFor is Terminal.WaitFor.
func (d *Driver) WaitFor(texts ...string) Frame {
	d.t.Helper()
	return d.frame(d.Terminal.WaitFor(texts...))
}

// WaitGone is Terminal.WaitGone.
func (d *Driver) WaitGone(text string) Frame {
	d.t.Helper()
	return d.frame(d.Terminal.WaitGone(text))
}

// Quiet is Terminal.Quiet.
func (d *Driver) Quiet(pause time.Duration) Frame {
	d.t.Helper()
	return d.frame(d.Terminal.Quiet(pause))
}

// Exit is Terminal.Exit.
func (d *Driver) Exit() Status {
	d.t.Helper()
	status, err := d.Terminal.Exit()
	d.must(err)
	return status
}

func (d *Driver) frame(f Frame, err error) Frame {
	d.t.Helper()
	d.must(err)
	return f
}

func (d *Driver) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}
