package spool

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// allocate takes the blocks of a file from one byte to another, which is its end then.
func allocate(made *os.File, from, size int) error {
	err := unix.Fallocate(int(made.Fd()), 0, int64(from), int64(size-from))
	if errors.Is(err, unix.EOPNOTSUPP) {
		return zeros(made, from, size)
	}
	return err
}

// mapsAhead says that a mapping may reach beyond the end of a file, for what is written there later.
const mapsAhead = true
