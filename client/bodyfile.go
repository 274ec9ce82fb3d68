package client

import (
	"context"
	"io"
	"os"
	"sync"

	"dowse/client/spool"
)

// bodyFile is where the body of a response goes.
type bodyFile struct {
	mu   sync.Mutex
	file *os.File // nil: it was taken
	wire bool     // the body as received is meant
}

type bodyFileKey struct{}

// WithFile gives a context whose Send puts the body of the response, its content codings undone or, with wire, as it was
// received, into a file: one that is empty and can be read and written. That of a redirect, or of an answer to which the request is sent again, is not
// meant, so what is in the file afterwards is what IsIn says. Nothing is read back from it unless somebody looks.
func WithFile(ctx context.Context, f *os.File, wire bool) context.Context {
	return context.WithValue(ctx, bodyFileKey{}, &bodyFile{file: f, wire: wire})
}

// spools makes what a body of size bytes goes into: as it is received, and as it is decoded, nil where nobody says where
// that goes. The one that is meant goes into the file of the context, once.
func (r *Response) spools(ctx context.Context, size int64, coded bool) (wire, body *spool.Spool) {
	b, _ := ctx.Value(bodyFileKey{}).(*bodyFile)
	if b == nil || r.Status < 200 || r.Status >= 300 {
		return spool.New(size), nil
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	f := b.file
	b.file = nil
	switch {
	case f == nil:
		return spool.New(size), nil
	case coded && !b.wire:
		return spool.New(size), spool.Into(f, -1)
	}
	return spool.Into(f, size), nil
}

// IsIn tells whether the body is in that file already, whole and alone.
func (r *Response) IsIn(f *os.File) bool {
	return r.body != nil && r.body.Is(f) || r.wire != nil && r.wire.Is(f)
}

// WriteBody writes the body; wire says as it was received. A very large one takes little memory for that.
func (r *Response) WriteBody(w io.Writer, wire bool) error {
	data, from := r.Body, r.body
	if wire {
		data, from = r.Wire, r.wire
	}
	var err error
	if from != nil && len(data) == len(from.Bytes()) {
		_, err = from.WriteTo(w)
	} else {
		_, err = w.Write(data)
	}
	return err
}
