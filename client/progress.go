package client

import (
	"context"
	"sync"
	"time"
)

// Progress watches one Send, for whoever waits for it: hand it over with WithProgress, and ask it At at any
// time, from any goroutine.
type Progress struct {
	mu       sync.Mutex
	watch    *clock
	received int64
	length   int64
	hops     int
}

// Step is how far a Send has come.
type Step struct {
	What     string  // such as "connected, sent, waiting 3.2 s"; empty before anything began
	Timings  Timings // the phases that have ended, of the request now on its way
	Received int64   // bytes of the body
	Length   int64   // what Content-Length promises; -1 while nothing does
	Hops     int     // redirects followed
}

type progressKey struct{}

// WithProgress gives a context whose Send can be watched.
func WithProgress(ctx context.Context, p *Progress) context.Context {
	return context.WithValue(ctx, progressKey{}, p)
}

// At gives how far the Send has come by a moment.
func (p *Progress) At(now time.Time) Step {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.watch == nil {
		return Step{Length: -1}
	}
	marks := p.watch.at()
	return Step{What: marks.progress(now), Timings: marks.timings(now), Received: p.received, Length: p.length, Hops: p.hops}
}

// begin watches one more attempt of the Send, if somebody asked for it.
func (p *Progress) begin(watch *clock) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.watch != nil {
		p.hops++
	}
	p.watch, p.received, p.length = watch, 0, -1
}

func (p *Progress) expect(length int64) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.length = length
}

func (p *Progress) add(n int) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.received += int64(n)
}

func progressOf(ctx context.Context) *Progress {
	p, _ := ctx.Value(progressKey{}).(*Progress)
	return p
}
