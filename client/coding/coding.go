// Package coding undoes the content codings of a body (RFC 9110 section 8.4) under limits: gzip,
// deflate, br and zstd. It knows bytes only, no message.
package coding

import (
	"bufio"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"

	"dowse/client/spool"
)

// Accept is what Decode understands, as the value of an Accept-Encoding header.
const Accept = "gzip, deflate, br, zstd"

// Limits bounds what a decoded body may become; a limit of 0 is none.
type Limits struct {
	Size  int64 // bytes decoded
	Ratio int64 // decoded bytes for each byte received, looked at beyond Floor bytes decoded
	Floor int64
}

// ErrTooLarge says that the decoded body is larger than Limits.Size.
var ErrTooLarge = errors.New("the decoded body is too large")

// ErrBomb says that the body grows beyond Limits.Ratio.
var ErrBomb = errors.New("the body decodes to far more than was received")

// UnknownError says that a coding is not one that Decode undoes.
type UnknownError struct{ Coding string }

// Error names the coding.
func (e *UnknownError) Error() string {
	return fmt.Sprintf("the content coding %q is not known", e.Coding)
}

// List splits the values of Content-Encoding headers into codings in lower case, in the order they
// were applied; identity is left out.
func List(values []string) []string {
	var list []string
	for _, value := range values {
		for name := range strings.SplitSeq(value, ",") {
			name = strings.ToLower(strings.Trim(name, " \t"))
			if name != "" && name != "identity" {
				list = append(list, name)
			}
		}
	}
	return list
}

// maxCodings is how many codings one body may have; each costs a decoder's memory.
const maxCodings = 5

// ErrTooMany says that a body has more codings than are undone.
var ErrTooMany = errors.New("more than 5 content codings on one body")

// Known gives an *UnknownError where one of the codings is not one that Decode undoes.
func Known(codings []string) error {
	for _, name := range codings {
		if !known(name) {
			return &UnknownError{name}
		}
	}
	return nil
}

// Decode undoes codings, the last one applied first, of what comes into wire until that ends, and puts what comes of it
// into body. With an error it has put what was decoded until then.
func Decode(ctx context.Context, wire *spool.Spool, codings []string, limits Limits, body *spool.Spool) error {
	if len(codings) > maxCodings {
		return ErrTooMany
	}
	if err := Known(codings); err != nil {
		return err
	}
	stream := wire.Follow(ctx)
	for _, name := range slices.Backward(codings) {
		next, stop, err := open(name, stream)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		defer stop()
		stream = named{name, next}
	}
	_, err := body.ReadFrom(&limited{ctx: ctx, in: stream, wire: wire, limits: limits})
	return err
}

func known(name string) bool {
	return slices.Contains([]string{"gzip", "x-gzip", "deflate", "br", "zstd"}, name)
}

func open(name string, in io.Reader) (out io.Reader, stop func(), err error) {
	switch name {
	case "deflate":
		out, err = openDeflate(in)
	case "br":
		out = brotli.NewReader(in)
	case "zstd":
		// One goroutine, and the window that RFC 9659 lets HTTP senders use.
		var decoder *zstd.Decoder
		decoder, err = zstd.NewReader(in, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(8<<20))
		if err == nil {
			return decoder, decoder.Close, nil
		}
	default:
		out, err = gzip.NewReader(in)
	}
	return out, func() {}, err
}

// openDeflate takes zlib, which RFC 9110 section 8.4.1.2 calls for, and the bare deflate that some
// servers send instead.
func openDeflate(in io.Reader) (io.Reader, error) {
	buffered := bufio.NewReader(in)
	head, err := buffered.Peek(2)
	if err == nil && head[0]&0x0f == 8 && (uint(head[0])<<8|uint(head[1]))%31 == 0 {
		return zlib.NewReader(buffered)
	}
	return flate.NewReader(buffered), nil
}

// named says in its errors which decoder it was.
type named struct {
	name string
	io.Reader
}

// Read reads, naming the coding in an error.
func (n named) Read(p []byte) (int, error) {
	count, err := n.Reader.Read(p)
	if err != nil && err != io.EOF {
		err = fmt.Errorf("%s: %w", n.name, err)
	}
	return count, err
}

// limited is a decoded body, up to what limits allow.
type limited struct {
	ctx    context.Context
	in     io.Reader
	wire   *spool.Spool
	limits Limits
	size   int64
}

// mostAtOnce is how many bytes are decoded before the limits are looked at, so that those are kept closely.
const mostAtOnce = 1 << 20

// Read reads, and ends with an error where a limit is met.
func (l *limited) Read(p []byte) (int, error) {
	if err := l.ctx.Err(); err != nil {
		return 0, context.Cause(l.ctx)
	}
	if err := l.plausible(); err != nil {
		return 0, err
	}
	p = p[:min(len(p), mostAtOnce)]
	n, err := l.in.Read(p)
	l.size += int64(n)
	if over := l.size - l.limits.Size; l.limits.Size > 0 && over > 0 {
		return n - int(over), ErrTooLarge
	}
	return n, err
}

// plausible waits until enough was received for what came of it, and fails when nothing more comes.
func (l *limited) plausible() error {
	if l.limits.Ratio <= 0 || l.size <= l.limits.Floor {
		return nil
	}
	for have := 0; ; {
		now, ended, err := l.wire.Wait(l.ctx, have)
		switch {
		case err != nil:
			return err
		case l.size <= l.limits.Ratio*int64(now):
			return nil
		case ended:
			return ErrBomb
		}
		have = now
	}
}
