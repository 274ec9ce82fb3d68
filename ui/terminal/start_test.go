package terminal_test

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"dowse/ui/terminal/screentest"
)

// TestDark asks a terminal for its background; what is typed meanwhile arrives, and no answer is typed.
func TestDark(t *testing.T) {
	for _, c := range []struct {
		name, says string
		o          screentest.Options
		asks       bool
	}{
		{"by name", "dark true known true", screentest.Options{Silent: true, Env: []string{"COLORFGBG=15;0"}}, false},
		{"linux", "dark false known false", screentest.Options{Silent: true, Env: []string{"TERM=linux"}}, false},
		{"silent", "dark false known false", screentest.Options{Silent: true}, true},
		{"answering", "known true", screentest.Options{}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			program := "dark"
			if c.o.Silent {
				program = "silent"
			}
			d := drive(t, program, c.o)
			d.Write("q")
			d.WaitFor(c.says, "size 80x24", "key q.")
			if asked := bytes.Contains(d.Raw(), []byte("\x1b]11;?")); asked != c.asks {
				t.Errorf("the terminal is asked: %v", asked)
			}
			if got := told(d, "\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\\x1b[?62;22c"); len(got) > 0 {
				t.Errorf("late answers are %q", got)
			}
			d.Press("Q")
			if err := left(d, 0); err != nil {
				t.Error(err)
			}
		})
	}
}

// firstFrame is how long a program takes to its first row.
func firstFrame(b *testing.B, name string, o screentest.Options) time.Duration {
	begin := time.Now()
	d := drive(b, name, o)
	d.WaitFor("heard")
	took := time.Since(begin)
	d.Close()
	return took
}

// BenchmarkStart measures the time to the first frame against that of a minimal program of Bubble Tea, and in a
// terminal that answers nothing.
func BenchmarkStart(b *testing.B) {
	var minimal, ours, asking, silent []time.Duration
	for b.Loop() {
		minimal = append(minimal, firstFrame(b, "minimal", screentest.Options{}))
		ours = append(ours, firstFrame(b, "ours", screentest.Options{}))
		asking = append(asking, firstFrame(b, "dark", screentest.Options{}))
		silent = append(silent, firstFrame(b, "dark", screentest.Options{Silent: true}))
	}
	b.ReportMetric(ms(minimal), "ms-minimal")
	b.ReportMetric(ms(ours), "ms-ours")
	b.ReportMetric(ms(asking), "ms-asking")
	b.ReportMetric(ms(silent), "ms-silent")
	b.ReportMetric(ms(asking)/ms(minimal), "x-minimal")
}

// ms is the median in milliseconds.
func ms(took []time.Duration) float64 {
	slices.Sort(took)
	return float64(took[len(took)/2]) / float64(time.Millisecond)
}

// BenchmarkIdle measures what a screen costs on which nothing happens, ours and as Bubble Tea shows it.
func BenchmarkIdle(b *testing.B) {
	for _, name := range []string{"ours", "stock"} {
		b.Run(name, func(b *testing.B) {
			d := drive(b, name, screentest.Options{})
			d.WaitFor("heard")
			d.Quiet(100 * time.Millisecond)
			before, wrote := wakes(b, d.PID()), len(d.Raw())
			const pause = 2 * time.Second
			for b.Loop() {
				time.Sleep(pause)
			}
			b.ReportMetric(float64(wakes(b, d.PID())-before)/b.Elapsed().Seconds(), "wakes/s")
			b.ReportMetric(float64(len(d.Raw())-wrote), "bytes")
		})
	}
}

// wakes is how often the threads of a process have been woken so far.
func wakes(b *testing.B, pid int) (n int) {
	tasks := fmt.Sprintf("/proc/%d/task", pid)
	threads, err := os.ReadDir(tasks)
	if err != nil {
		b.Skipf("the system does not say: %v", err)
	}
	for _, thread := range threads {
		status, _ := os.ReadFile(tasks + "/" + thread.Name() + "/status")
		for line := range strings.Lines(string(status)) {
			var switches int
			if _, err := fmt.Sscanf(line, "voluntary_ctxt_switches: %d", &switches); err == nil {
				n += switches
			}
		}
	}
	return n
}
