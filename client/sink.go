package client

import (
	"context"
	"io"

	"dowse/client/spool"
)

// sink is who takes a body as it comes.
type sink struct {
	open func(head *Exchange) io.Writer
	wire bool // the body as received is meant
}

type sinkKey struct{}

// WithSink gives a context whose Send writes the body of the response as it comes: with its content codings undone, or,
// with wire, as it is received. open is called once the head is there, with that alone, from the goroutine of Send; nil
// says that this body is not wanted. That of a redirect which is followed is not meant. Send waits until everything that
// came is written, also where the context ended, and then calls End of a writer that has it. An error of the writer ends
// the Send, and is the cause of its error.
func WithSink(ctx context.Context, wire bool, open func(head *Exchange) io.Writer) context.Context {
	return context.WithValue(ctx, sinkKey{}, &sink{open, wire})
}

// pour begins to write a body that goes into wire, and decoded into body, to the sink of the context. The function it
// gives waits until all of it is written. follows says that a redirect is followed.
func (e *Exchange) pour(ctx context.Context, wire, body *spool.Spool, follows bool, watch *clock) (wait func()) {
	s, _ := ctx.Value(sinkKey{}).(*sink)
	if s == nil {
		return func() {}
	}
	if _, followed := redirected(&e.Response); followed && follows {
		return func() {}
	}
	out := s.open(e.head())
	if out == nil {
		return func() {}
	}
	from := body
	if s.wire {
		from = wire
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		// What came before the end is written, whatever ended it.
		_, err := io.Copy(out, from.Follow(context.WithoutCancel(ctx)))
		if last, ok := out.(interface{ End() error }); ok && err == nil {
			err = last.End()
		}
		if err != nil {
			watch.cancel(err)
		}
	}()
	return func() { <-done }
}
