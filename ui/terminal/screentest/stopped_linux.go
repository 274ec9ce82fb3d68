package screentest

import (
	"fmt"
	"os"
	"strings"
	"time"

	"dowse/collections/long"
)

// WaitStopped waits until the program is stopped. Nobody but its parent is told of a stop: the kernel is asked. What it
// wrote before may come a moment later.
func (d *Driver) WaitStopped() {
	d.t.Helper()
	for limit := time.Now().Add(long.Limit); time.Now().Before(limit); time.Sleep(time.Millisecond) {
		stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", d.PID()))
		d.must(err)
		if _, after, _ := strings.Cut(string(stat), ") "); strings.HasPrefix(after, "T") {
			return
		}
	}
	d.t.Fatal(fmt.Errorf("the program does not stop, and shows\n%s", d.Frame()))
}
