//go:build unix && !linux

package spool

import "os"

// allocate takes the blocks of a file from one byte to another, which is its end then.
func allocate(made *os.File, from, size int) error { return zeros(made, from, size) }

// mapsAhead says that a mapping may reach beyond the end of a file, for what is written there later.
const mapsAhead = false
