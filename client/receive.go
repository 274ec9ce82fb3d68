package client

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"time"

	"dowse/client/coding"
	"dowse/client/spool"
)

// errWireTooLarge says that more bytes came than are kept.
var errWireTooLarge = errors.New("the body is larger than the limit")

// receive reads the body as it comes, and undoes its codings meanwhile; what came before an error is kept.
// follows says that a redirect is followed. received is why the wire broke off, decoding why the codings could not be undone.
func (e *Exchange) receive(ctx context.Context, response *http.Response, limits Limits, watch *clock, follows bool) (received, decoding error) {
	if response.StatusCode == http.StatusSwitchingProtocols {
		e.Response.Complete = true // what follows is not HTTP (RFC 9110 section 15.2.2)
		return nil, nil
	}
	if response.Body == http.NoBody {
		response.ContentLength = 0 // that of HEAD is of another body
	}
	size := response.ContentLength
	if limits.Wire > 0 {
		size = min(size, limits.Wire)
	}
	codings := coding.List(e.Response.Values("Content-Encoding"))
	wire, body := e.Response.spools(ctx, size, len(codings) > 0)
	u := e.undo(ctx, wire, body, codings, limits)
	e.reading = newReading(e.head(), u.body, e.hint(u.body))
	watch.shown.arrive(e.reading, response.ContentLength)
	poured := e.pour(ctx, wire, u.body, follows, watch)
	received = readBody(watched{response.Body, watch}, wire, limits.Wire)
	wire.End()
	watch.stop()
	e.Response.Trailers = sortedHeaders(response.Trailer)
	e.Response.Complete = received == nil
	decoding = u.wait(ctx)
	poured()
	e.hold(wire, u)
	return received, decoding
}

// readBody reads to the end, or to the limit.
func readBody(in io.Reader, wire *spool.Spool, limit int64) error {
	if limit <= 0 {
		_, err := wire.ReadFrom(in)
		return err
	}
	n, err := wire.ReadFrom(io.LimitReader(in, limit))
	if err != nil || n < limit {
		return err
	}
	// Trailers and the end of a stream come after the last byte.
	if _, err = io.ReadFull(in, make([]byte, 1)); err == nil {
		return errWireTooLarge
	}
	if err == io.EOF {
		err = nil
	}
	return err
}

// hold takes the body over: as it came, and with its codings undone.
func (e *Exchange) hold(wire *spool.Spool, u *undoing) {
	r := &e.Response
	r.wire, r.body, r.Wire, r.Body = wire, wire, wire.Bytes(), wire.Bytes()
	switch {
	case len(r.Wire) == 0 || u.body == wire && u.err == nil:
	case errors.As(u.err, new(*coding.UnknownError)):
		e.Notices = append(e.Notices, fmt.Sprintf("the body is shown as received: %v", u.err))
	case u.err == nil || len(u.body.Bytes()) > 0:
		r.body, r.Body, r.Encodings = u.body, u.body.Bytes(), u.codings
		slices.Reverse(r.Encodings)
	}
}

// head is what is known before the body comes, for whoever looks at that meanwhile.
func (e *Exchange) head() *Exchange {
	r := e.Response
	return &Exchange{
		Request: e.Request, Hops: slices.Clone(e.Hops), TLS: e.TLS, Started: e.Started, Remote: e.Remote, Proxy: e.Proxy, Reused: e.Reused, Notices: slices.Clone(e.Notices),
		Response: Response{Status: r.Status, Reason: r.Reason, Protocol: r.Protocol, Headers: r.Headers, HeadSize: r.HeadSize},
	}
}

// undoing is the codings of a body being undone while it arrives.
type undoing struct {
	codings []string // in the order they were applied
	body    *spool.Spool
	cancel  context.CancelFunc
	done    chan struct{}
	err     error
}

// undo begins to undo the codings of what comes into wire, into body where that is given; without any the body is wire
// itself.
func (e *Exchange) undo(ctx context.Context, wire, body *spool.Spool, codings []string, limits Limits) *undoing {
	u := &undoing{codings: codings, body: wire}
	if len(u.codings) == 0 {
		return u
	}
	if u.err = coding.Known(u.codings); u.err != nil {
		return u
	}
	// What came before it was cancelled is decoded as far as it can be.
	ctx, u.cancel = context.WithCancel(context.WithoutCancel(ctx))
	if u.body = body; body == nil {
		u.body = spool.New(-1)
	}
	u.done = make(chan struct{})
	go func() {
		defer close(u.done)
		defer func() {
			if fault := recover(); fault != nil {
				u.err = fmt.Errorf("the decoder failed: %v", fault) // which must not take the program with it
			}
		}()
		u.err = coding.Decode(ctx, wire, u.codings, limits.coding(), u.body)
	}()
	return u
}

// soon is how long what came of a cancelled body is decoded at most.
const soon = 50 * time.Millisecond

// wait waits until everything is decoded: of a body that is cancelled, what can be soon. It gives why not all of it
// could be.
func (u *undoing) wait(ctx context.Context) error {
	if u.done == nil {
		return nil
	}
	defer u.cancel()
	defer context.AfterFunc(ctx, func() { time.AfterFunc(soon, u.cancel) })()
	<-u.done
	u.body.End()
	return u.err
}

// decoded says what is wrong with a body that came whole, but whose codings could not be undone.
func (e *Exchange) decoded(ctx context.Context, limits Limits, watch *clock, err error) error {
	r := &e.Response
	if err == nil || len(r.Wire) == 0 || errors.As(err, new(*coding.UnknownError)) {
		return nil
	}
	r.Complete = false
	if ended := ending(ctx, watch.at(), err); ended != nil {
		return ended
	}
	return e.decodeFailure(err, limits)
}

// watched is a response body that tells the clock when a part of it came.
type watched struct {
	io.Reader
	watch *clock
}

// Read reads and tells the clock.
func (w watched) Read(p []byte) (int, error) {
	n, err := w.Reader.Read(p)
	w.watch.progress(limitIdle)
	w.watch.shown.add(n)
	return n, err
}
