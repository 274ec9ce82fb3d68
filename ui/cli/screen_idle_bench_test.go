package cli_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"dowse/ui/terminal/screentest"
)

// BenchmarkScreenIdle measures what a screen costs on which nothing happens for 10 seconds, beside the least
// that Bubble Tea shows. One round is enough:
//
//	go test ./ui/cli -run '^$' -bench ScreenIdle -benchtime 1x
func BenchmarkScreenIdle(b *testing.B) {
	if _, err := os.Stat("/proc/self/stat"); err != nil {
		b.Skip("SKIPPED: only Linux says in /proc what time of the processor a process took")
	}
	minimal := filepath.Join(b.TempDir(), "minimal")
	if out, err := exec.Command("go", "build", "-o", minimal, "./testdata/minimal").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	s := shop{dir: b.TempDir(), home: b.TempDir()}
	for _, program := range []struct{ name, path, text string }{{"minimal", minimal, "minimal"}, {"dowse", binary, "Type a URL"}} {
		b.Run(program.name, func(b *testing.B) {
			d := screentest.Drive(b, screentest.Options{Dir: s.dir, Env: s.env()}, program.path)
			d.WaitFor(program.text)
			d.Quiet(500 * time.Millisecond) // what a start still has to do
			var ticks, written int
			for b.Loop() {
				ticksBefore, writtenBefore := ticksOf(b, d.PID()), len(d.Raw())
				time.Sleep(idleFor) // what is measured, not a wait for something
				ticks += ticksOf(b, d.PID()) - ticksBefore
				written += len(d.Raw()) - writtenBefore
			}
			rounds := float64(b.N)
			b.ReportMetric(float64(ticks)/rounds/ticksPerSecond/idleFor.Seconds()*100, "%cpu")
			b.ReportMetric(float64(written)/rounds, "bytes")
			b.ReportMetric(0, "ns/op")
		})
	}
}

const (
	idleFor        = 10 * time.Second
	ticksPerSecond = 100 // USER_HZ, which Linux gives to user space everywhere
)

// ticksOf is the time of the processor that a process has taken: utime and stime of proc(5), in ticks.
func ticksOf(b *testing.B, pid int) int {
	b.Helper()
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		b.Fatal(err)
	}
	_, after, _ := strings.Cut(string(stat), ") ")
	fields, sum := strings.Fields(after), 0
	for _, field := range fields[11:13] {
		n, err := strconv.Atoi(field)
		if err != nil {
			b.Fatal(err)
		}
		sum += n
	}
	return sum
}
