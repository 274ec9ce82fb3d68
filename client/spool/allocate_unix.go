//go:build unix && !linux

package spool

import "os"

// allocate takes the blocks of a file of size bytes.
func allocate(made *os.File, size int) error { return zeros(made, size) }

// mapsAhead says that a mapping may reach beyond the end of a file, for what is written there later.
const mapsAhead = false
