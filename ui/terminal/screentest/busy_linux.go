package screentest

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// busy says whether the program has something to do: one of its threads runs or waits for a processor or a disk. On a busy
// machine a program may be quiet because it does not get on.
func (t *Terminal) busy() bool {
	threads, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/stat", t.PID()))
	for _, thread := range threads {
		stat, _ := os.ReadFile(thread) // an ended thread does nothing
		_, after, _ := strings.Cut(string(stat), ") ")
		if strings.HasPrefix(after, "R") || strings.HasPrefix(after, "D") {
			return true
		}
	}
	return false
}
