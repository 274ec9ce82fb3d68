package filter

import (
	"context"
	"fmt"
	"runtime"
	"runtime/metrics"
	"time"
)

// memoryFor is how much the memory of the process may grow while a program of jq runs over a body of a size, in bytes:
// what the decoded body takes and room to work in.
func memoryFor(body int) uint64 { return 256<<20 + 40*uint64(body) }

// watchEvery is how often the memory is looked at.
const watchEvery = 5 * time.Millisecond

// watch gives a context that ends too when the memory of the process has grown by more than limit bytes; its cause then
// says so. gojq has no bound of its own. What else the process does meanwhile counts as well. stop ends the watching.
func watch(parent context.Context, limit uint64) (ctx context.Context, stop func()) {
	ctx, cancel := context.WithCancelCause(parent)
	start := heap()
	go func() {
		ticker := time.NewTicker(watchEvery)
		defer ticker.Stop()
		trigger := start + limit
		for {
			select {
			case <-ctx.Done():
				return
			case <-ticker.C:
			}
			now := heap()
			if now <= trigger {
				continue
			}
			// What is left of earlier steps does not count, unless it is more than the collector lets pile up.
			if now < 2*start+3*limit {
				runtime.GC()
				now = heap()
			}
			if now > start+limit {
				cancel(fmt.Errorf("jq: stopped, for it took more than %d MB of memory; take fewer values, as with `limit(1000; ...)`", limit>>20))
				return
			}
			trigger = start + limit + limit/4
		}
	}()
	return ctx, func() { cancel(context.Canceled) }
}

// heap is the size of what is allocated, in bytes, with what is not collected yet.
func heap() uint64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}
