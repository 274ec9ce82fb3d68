package client

import (
	"context"
	"sync"
	"time"

	"dowse/client/document"
)

// Progress watches one Send, for whoever waits for it: hand it over with WithProgress, and ask it At at any
// time, from any goroutine.
type Progress struct {
	mu       sync.Mutex
	watch    *clock
	received int64
	length   int64
	hops     int
	reading  *reading
	came     chan struct{} // closed when there is something to read
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
	if p.reading != nil {
		p.reading, p.came = nil, nil
	}
	p.watch, p.received, p.length = watch, 0, -1
}

// arrive says what is on its way: the body of e, which has length bytes where that is not -1.
func (p *Progress) arrive(r *reading, length int64) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.length, p.reading = length, r
	close(p.coming())
}

// coming is closed when there is something to read. p.mu is held.
func (p *Progress) coming() chan struct{} {
	if p.came == nil {
		p.came = make(chan struct{})
	}
	return p.came
}

// Arriving indexes what came of the body since it was asked the last time, and gives it with what is known of the
// response: the same Exchange each time, without a body. more says that more of the body is here already. It waits for
// the first bytes, and gives nothing when the context ends before, or when so little comes so soon that there is nothing
// to see meanwhile. It takes the time that indexing takes, so it is not
// for the goroutine that draws; one goroutine at a time may call it.
func (p *Progress) Arriving(ctx context.Context) (head *Exchange, d *document.Document, more bool) {
	p.mu.Lock()
	coming := p.coming()
	p.mu.Unlock()
	select {
	case <-coming:
	case <-ctx.Done():
		return nil, nil, false
	}
	p.mu.Lock()
	r := p.reading
	p.mu.Unlock()
	if r == nil {
		return nil, nil, false // a redirect was followed
	}
	if r.settled(ctx) {
		return nil, nil, false // the whole of it comes in a moment
	}
	d, more = r.advance()
	return r.head, d, more
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
