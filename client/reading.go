package client

import (
	"context"
	"io"
	"sync"
	"time"

	"dowse/client/document"
	"dowse/client/spool"
)

// reading is a body that is indexed, while it arrives where somebody looks.
type reading struct {
	head *Exchange // what was known before the body came

	mu      sync.Mutex
	body    *spool.Spool
	builder *document.Builder
	last    *document.Document
}

// newReading begins to read a body that goes into a spool.
func newReading(head *Exchange, body *spool.Spool, hint document.Hint) *reading {
	return &reading{head: head, body: body, builder: document.NewBuilder(hint)}
}

const (
	// firstLook is how much of a body is indexed before it is shown for the first time, in bytes.
	firstLook = 256 << 10
	// nextLook is how much more of it is indexed before it is shown again.
	nextLook = 8 << 20
)

// settling is how long a body that is small may take before it is shown while it arrives.
const settling = 100 * time.Millisecond

// settled waits for what there is to see at first, and tells whether the body ended before.
func (r *reading) settled(ctx context.Context) bool {
	if have, ended, err := r.body.Wait(ctx, 0); err != nil || have == 0 && ended {
		return true
	}
	soon, cancel := context.WithTimeout(ctx, settling)
	defer cancel()
	have, ended, _ := r.body.Wait(soon, firstLook)
	return ended && have <= firstLook || ctx.Err() != nil
}

// advance indexes the next part of what is here.
func (r *reading) advance() (d *document.Document, more bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	body, look := r.body.Bytes(), firstLook
	if r.last != nil {
		look = len(r.last.Body()) + nextLook
	}
	if r.last != nil && (r.last.Final() || len(body) == len(r.last.Body())) {
		return r.last, false
	}
	more = len(body) > look
	r.last = r.builder.Build(body[:min(look, len(body))], false)
	r.body.Release()
	return r.last, more
}

// whole indexes all of the body, which has come.
func (r *reading) whole(body []byte) *document.Document {
	for more := true; more; {
		_, more = r.advance()
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.last == nil || !r.last.Final() {
		r.last = r.builder.Build(body, true)
	}
	return r.last
}

// Source is a body that no request brings: that of a file, or what a pipe brings.
type Source struct {
	Name        string
	In          io.Reader
	Size        int64 // in bytes; -1: not known
	ContentType string
	Format      document.Format
}

// Read reads a body to its end, as Send reads that of a response: with Progress, into memory or a file, and what came
// before the context ended or an error is kept. The Exchange is never nil. An error is an *Error.
func Read(ctx context.Context, s Source) (*Exchange, error) {
	e := &Exchange{Started: time.Now(), Source: s.Name}
	if s.ContentType != "" {
		e.Response.Headers = []Header{{Name: "Content-Type", Value: s.ContentType}}
	}
	body := spool.New(s.Size)
	head := &Exchange{Started: e.Started, Source: e.Source, Response: Response{Headers: e.Response.Headers}}
	e.reading = newReading(head, body, document.Hint{ContentType: s.ContentType, Format: s.Format, Size: max(s.Size, 0), Store: body})
	shown := progressOf(ctx)
	shown.begin(&clock{times: marks{start: e.Started, head: e.Started, first: e.Started, written: e.Started}})
	shown.arrive(e.reading, s.Size)
	err := readUntil(ctx, s.In, body, shown)
	e.Elapsed = time.Since(e.Started)
	e.Timings = Timings{Receive: e.Elapsed, Total: e.Elapsed}
	e.Response.wire, e.Response.body = body, body
	e.Response.Wire, e.Response.Body = body.Bytes(), body.Bytes()
	e.Response.Complete = err == nil
	switch {
	case err == nil:
		return e, nil
	case ctx.Err() != nil:
		return e, &Error{Phase: PhaseBody, ID: "canceled", What: "cancelled", Err: context.Cause(ctx)}
	}
	return e, &Error{Phase: PhaseBody, ID: "body.truncated", What: "reading " + s.Name + ": " + plainCause(err), Means: "the part that came is kept", Err: err}
}

// readUntil reads to the end, or until the context ends: a read that waits for a pipe is left behind then.
func readUntil(ctx context.Context, in io.Reader, body *spool.Spool, shown *Progress) error {
	done := make(chan error, 1)
	go func() {
		_, err := body.ReadFrom(&measured{ctx, in, shown})
		body.End()
		done <- err
	}()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// measured is a reader that says how much it read, and ends with its context.
type measured struct {
	ctx   context.Context
	in    io.Reader
	shown *Progress
}

// Read reads, and says how much.
func (c *measured) Read(p []byte) (int, error) {
	if c.ctx.Err() != nil {
		return 0, context.Cause(c.ctx)
	}
	n, err := c.in.Read(p)
	c.shown.add(n)
	return n, err
}
