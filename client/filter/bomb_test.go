package filter

import (
	"context"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"dowse/client/document"
	"dowse/collections/long"
)

// bombs would take all memory, or all night within one step of gojq. Each ends by itself here, with an error or with what
// was cut.
var bombs = []string{
	"[repeat(1)]", "def f: 1 + f; f", "range(1e12)", "repeat(.)", "reduce range(1e9) as $i ([1]; . + .)", "[1] | until(false; . += .)", `reduce range(1e9) as $i ("x"; . + .)`, `"x" * 1e10`, `1e10 * "x"`,
	`"x" | . *= 1e10`, "reduce range(100) as $i (12345678901234567890; . * .)", ".[500000000] = 1", "setpath([500000000]; 1)", ".[5e8 | floor] = 1", "null | .[1e8 + 1] |= 1", "reduce range(60) as $i (1; [., .])",
	"reduce range(60) as $i (1; [., .]) | tojson", "reduce range(60) as $i (1; [., .]) | . == [., .][0]", "reduce range(60) as $i (1; [., .]) | sort", "reduce range(60) as $i (1; {a: ., b: .}) | @text",
	"reduce range(2e5) as $i (0; [.])", "reduce range(2e5) as $i (0; [.]) | tojson", "reduce range(2e5) as $i (0; [.]) | . == [.]", `[limit(1e5; repeat("x" * 1e6))] | add`, `[limit(1e5; repeat("x" * 1e6))] | join(",")`,
	`"x" * 16000000 | [match(""; "g")]`, `"x" * 16000000 | [., .] | add | explode`, "[range(1e5)] | [., .] | transpose | [limit(1e4; repeat(.))] | [., [range(1e5)]] | add | transpose",
	"[range(2e5)] | . - [range(2e5 ; 4e5)]", `reduce range(60) as $i (1; [., .]) | "\(.)"`, `reduce range(60) as $i (1; [., .]) | flatten`, "[limit(1e5; repeat([range(1e5)]))] | add | length",
	"[limit(20000; repeat(.))] as $p | setpath($p | map(0); 1)", "reduce range(60) as $i (1; [., .]) | error",
}

// TestBombs runs them with a bound on time, and looks at the memory that the process holds.
func TestBombs(t *testing.T) {
	long.Test(t)
	d := document.ParseJSON([]byte("null"))
	for _, src := range bombs {
		peak, stop := watchPeak()
		ctx, cancel := context.WithTimeout(t.Context(), long.Limit)
		start := time.Now()
		r, err := Run(ctx, d, src)
		took := time.Since(start)
		cancel()
		stop()
		debug.FreeOSMemory()
		switch {
		case ctx.Err() != nil && err == ctx.Err():
			t.Errorf("%s: still running after %v", src, took)
		case err == nil && r.Cut == "":
			t.Errorf("%s: all of %.40q", src, r.Document.Bytes())
		case err != nil && strings.ContainsAny(err.Error(), "\n\r"):
			t.Errorf("%s: %q", src, err)
		}
		if *peak > 1<<30 {
			t.Errorf("%s: took %d MB", src, *peak>>20)
		}
		outcome := "cut: "
		if err != nil {
			outcome = err.Error()
		} else {
			outcome += r.Cut
		}
		t.Logf("%6d ms %5d MB %.60s: %.100s", took.Milliseconds(), *peak>>20, src, outcome)
	}
}

// watchPeak follows how large the heap gets.
func watchPeak() (peak *uint64, stop func()) {
	peak = new(uint64)
	ended, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		for ticker := time.NewTicker(2 * time.Millisecond); ; {
			select {
			case <-ended:
				ticker.Stop()
				return
			case <-ticker.C:
				*peak = max(*peak, heap())
			}
		}
	}()
	return peak, func() {
		close(ended)
		<-done
	}
}
