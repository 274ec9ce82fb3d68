package cli_test

import (
	"os"
	"syscall"
)

// peakOf is the most memory that a process had, in bytes.
func peakOf(p *os.ProcessState) (int, bool) {
	usage, ok := p.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0, false
	}
	return int(usage.Maxrss) << 10, true
}
