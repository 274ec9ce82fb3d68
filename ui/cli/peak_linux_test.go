package cli_test

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
)

// peak is the most memory that a process that runs had, in bytes. What is told of one that ended counts its parent's too, from
// the moment before it began.
func peak(t *testing.T, pid int) int {
	t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	kilobytes, err := strconv.Atoi(strings.Fields(rest)[0])
	if err != nil {
		t.Fatal(err)
	}
	return kilobytes << 10
}
