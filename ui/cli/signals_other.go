//go:build !unix

package cli

import "os"

// faults are none: nobody can send them.
func faults() []os.Signal { return nil }
