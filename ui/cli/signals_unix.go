//go:build unix

package cli

import (
	"os"
	"syscall"
)

// faults are the signals of a fault. One that somebody sends ends the program as a termination does; a fault of its own is
// a panic, or one of Go that nothing can catch.
func faults() []os.Signal {
	return []os.Signal{syscall.SIGABRT, syscall.SIGBUS, syscall.SIGFPE, syscall.SIGILL, syscall.SIGSEGV, syscall.SIGSYS, syscall.SIGTRAP}
}
