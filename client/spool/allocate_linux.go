package spool

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// allocate takes the blocks of a file of size bytes.
func allocate(made *os.File, size int) error {
	err := unix.Fallocate(int(made.Fd()), 0, 0, int64(size))
	if errors.Is(err, unix.EOPNOTSUPP) {
		return zeros(made, size)
	}
	return err
}

// mapsAhead says that a mapping may reach beyond the end of a file, for what is written there later.
const mapsAhead = true
