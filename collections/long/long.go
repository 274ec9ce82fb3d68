// Package long says how much a test does. Three sizes are told apart by how the tests are run:
//
//	go test -short ./...         what takes long is left out, and says so
//	go test ./...                the gate: enough to find the fault
//	DOWSE_LONG=1 go test ./...   all that is promised: a thousand kills, bodies of a gigabyte
//
// Only tests import it.
package long

import (
	"os"
	"testing"
	"time"
)

// Size gives how much of something a test does: gate, or full where DOWSE_LONG is set.
func Size[T any](gate, full T) T {
	if Full() {
		return full
	}
	return gate
}

// Full says whether tests run at full size, for those that have nothing smaller to do.
func Full() bool { return os.Getenv("DOWSE_LONG") != "" }

// Test marks a test that takes long: with -short it is left out, and says so.
func Test(t testing.TB) {
	t.Helper()
	if testing.Short() {
		t.Skip("SKIPPED: it takes long, and -short was asked for")
	}
}

// Limit is how long a test waits for what must come. On a busy machine a good program may stand still for long: only what
// never comes is a fault. It is less than what go test gives a package.
const Limit = 4 * time.Minute

// Within holds that something can take no longer than most. A busy machine only adds to the time that a try takes, so the first
// good one of many shows it, and a fault shows in all of them.
func Within(t testing.TB, what string, most time.Duration, try func() time.Duration) {
	t.Helper()
	least := try()
	for range 30 {
		if least <= most {
			return
		}
		least = min(least, try())
	}
	t.Errorf("%s takes %v, at most %v are wanted", what, least, most)
}
