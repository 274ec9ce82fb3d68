package cli_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dowse/ui/terminal/screentest"
)

// The costs of the screen, of the real binary in a real pty:
//
//	go test ./ui/cli -run '^$' -bench Screen

// BenchmarkScreenStart measures the time to the first frame, beside that of the least that Bubble Tea shows in
// the same run; in a terminal that answers its question, and in one that answers nothing.
func BenchmarkScreenStart(b *testing.B) {
	minimal := filepath.Join(b.TempDir(), "minimal")
	if out, err := exec.Command("go", "build", "-o", minimal, "./testdata/minimal").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	s := shop{dir: b.TempDir(), home: b.TempDir()}
	var control, answering, silent []time.Duration
	for b.Loop() {
		control = append(control, s.first(b, minimal, "minimal", false))
		answering = append(answering, s.first(b, binary, "Type a URL", false))
		silent = append(silent, s.first(b, binary, "Type a URL", true))
	}
	b.ReportMetric(median(control), "ms-minimal")
	b.ReportMetric(median(answering), "ms-dowse")
	b.ReportMetric(median(answering)/median(control), "x-minimal")
	b.ReportMetric(median(silent), "ms-silent")
}

// first is how long a program takes to show a text.
func (s shop) first(b *testing.B, program, text string, silent bool) time.Duration {
	begin := time.Now()
	d := screentest.Drive(b, screentest.Options{Dir: s.dir, Env: s.env(), Silent: silent}, program)
	d.WaitFor(text)
	took := time.Since(begin)
	d.Close()
	return took
}

func median(took []time.Duration) float64 {
	slices.Sort(took)
	return float64(took[len(took)/2]) / float64(time.Millisecond)
}

// BenchmarkScreenBytes measures what one key costs the terminal at 200x60, on the response of a list.
func BenchmarkScreenBytes(b *testing.B) {
	for _, key := range []struct{ name, down, up string }{{"cursor", "j", "k"}, {"scroll", "ctrl+d", "ctrl+u"}} {
		b.Run(key.name, func(b *testing.B) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "application/json")
				_, _ = fmt.Fprintf(w, "[%s0]", strings.Repeat(`{"id": "ord_8812", "total": 129.50, "lines": [1, 2, 3]},`, 500))
			}))
			b.Cleanup(server.Close)
			s := shop{dir: b.TempDir(), home: b.TempDir()}
			d := screentest.Drive(b, screentest.Options{Width: 200, Height: 60, Dir: s.dir, Env: s.env()}, binary, server.URL+"/list")
			d.WaitFor("/list")
			d.Press("enter")
			d.WaitFor("200 OK")
			d.Press("v", "o", "z", "z")
			d.Quiet(200 * time.Millisecond)
			before, n := len(d.Raw()), 0
			for b.Loop() {
				d.Press(key.down)
				d.Quiet(20 * time.Millisecond)
				d.Press(key.up)
				d.Quiet(20 * time.Millisecond)
				n += 2
			}
			b.ReportMetric(float64(len(d.Raw())-before)/float64(n), "bytes/key")
		})
	}
}
