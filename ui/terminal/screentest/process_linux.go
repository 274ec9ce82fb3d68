package screentest

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"dowse/collections/long"
)

// states are what the kernel says that the threads of the program do, a letter each: R runs or waits for a processor, D waits
// for a disk, T is stopped. An ended thread has none.
func (t *Terminal) states() string {
	threads, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/stat", t.PID()))
	var states strings.Builder
	for _, thread := range threads {
		stat, _ := os.ReadFile(thread) // none of a thread that has just ended
		if _, after, found := strings.Cut(string(stat), ") "); found {
			states.WriteString(after[:1])
		}
	}
	return states.String()
}

// busy says whether the program has something to do: one of its threads runs or waits for a processor or a disk. On a busy
// machine a program may be quiet because it does not get on.
func (t *Terminal) busy() bool { return strings.ContainsAny(t.states(), "RD") }

// WaitStopped waits until the program is stopped. Nobody but its parent is told of a stop: the kernel is asked. What it
// wrote before may come a moment later.
func (d *Driver) WaitStopped() {
	d.t.Helper()
	for limit := time.Now().Add(long.Limit); time.Now().Before(limit); time.Sleep(time.Millisecond) {
		if strings.HasPrefix(d.states(), "T") {
			return
		}
	}
	d.t.Fatal(fmt.Errorf("the program does not stop, and shows\n%s", d.Frame()))
}
