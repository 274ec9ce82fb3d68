//go:build unix && !linux

package screentest

// busy says whether the program has something to do, where the system says so.
func (t *Terminal) busy() bool { return false }
