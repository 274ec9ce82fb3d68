package client

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"io"
	"sync"

	"dowse/client/body"
	"dowse/collections/vars"
)

// SentBody is what is kept of a request's body.
type SentBody struct {
	Preview  vars.Text // the beginning, of body.PreviewSize bytes at the most
	Supplied vars.Text // what variables supplied of the whole body, and what is secret in it (vars.Text.Supplied)
	Length   int64     // of the whole body, in bytes; -1: not known
	SHA256   string    // of the whole body, in hexadecimal; empty while it was not sent to its end
}

type bodyKey struct{}

// WithBody gives a context whose Send sends that body in place of the request's own. The Message of the Exchange leaves it out.
func WithBody(ctx context.Context, b body.Body) context.Context {
	return context.WithValue(ctx, bodyKey{}, b)
}

func bodyOf(ctx context.Context) body.Body {
	b, _ := ctx.Value(bodyKey{}).(body.Body)
	return b
}

// length is the number of bytes of the body; 0 without one, -1 where that is not known.
func (o *outgoing) length() int64 {
	if o.body == nil {
		return 0
	}
	return o.body.Length()
}

func (o *outgoing) sentBody() SentBody {
	if o.body == nil {
		return SentBody{}
	}
	return SentBody{Preview: o.body.Preview(), Supplied: o.body.Supplied(), Length: o.body.Length()}
}

// upload gives one attempt its body, anew where net/http asks for it again on another connection.
type upload struct {
	body  body.Body
	watch *clock

	mu     sync.Mutex
	latest *uploading
}

// open begins to read the body.
func (u *upload) open() (io.ReadCloser, error) {
	from, err := u.body.Open()
	if err != nil {
		return nil, err
	}
	reading := &uploading{ReadCloser: from, watch: u.watch, hash: sha256.New()}
	u.mu.Lock()
	defer u.mu.Unlock()
	u.latest = reading
	return reading, nil
}

// outcome gives the hash of the body where it was read to its end, and the error that reading it ended with.
func (u *upload) outcome() (sum string, err error) {
	if u == nil {
		return "", nil
	}
	u.mu.Lock()
	latest := u.latest
	u.mu.Unlock()
	latest.mu.Lock()
	defer latest.mu.Unlock()
	if latest.err == nil && (latest.ended || latest.read == u.body.Length()) {
		sum = hex.EncodeToString(latest.hash.Sum(nil))
	}
	return sum, latest.err
}

// uploading is a body that is being sent: it tells the clock when a part of it was taken.
type uploading struct {
	io.ReadCloser
	watch *clock

	mu    sync.Mutex // net/http may read on when the attempt is over
	hash  hash.Hash
	read  int64
	ended bool
	err   error // but io.EOF
}

// Read reads and tells the clock.
func (u *uploading) Read(p []byte) (int, error) {
	u.watch.progress(limitSend)
	n, err := u.ReadCloser.Read(p)
	u.mu.Lock()
	defer u.mu.Unlock()
	u.hash.Write(p[:n])
	u.read += int64(n)
	switch err {
	case nil:
	case io.EOF:
		u.ended = true
	default:
		u.err = err
	}
	return n, err
}

// bodyUnread says why a body could not be read. What it means is known by whether a part of the request had gone out.
func bodyUnread(err error, phase Phase) *Error {
	e := &Error{Phase: phase, ID: "prepare.body", What: "the request's body cannot be read: " + plainCause(err), Means: "nothing was sent", Do: "mend the file and send again", Err: err}
	switch phase {
	case PhaseSend:
		e.ID, e.Means = "send.body", "only a part of the request was sent, which the server should not act on"
	case PhaseRedirect:
		e.ID, e.Means = "redirect.body", "the redirect was not followed"
	}
	return e
}
