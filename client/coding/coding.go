// Package coding undoes the content codings of a body (RFC 9110 section 8.4) under limits: gzip,
// deflate, br and zstd. It knows bytes only, no message.
package coding

import (
	"bufio"
	"bytes"
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

// Decode undoes codings, the last one applied first. With an error it gives what was decoded until
// then; an *UnknownError comes with nothing decoded, whatever the other codings are.
func Decode(ctx context.Context, wire []byte, codings []string, limits Limits) ([]byte, error) {
	if len(codings) > maxCodings {
		return nil, ErrTooMany
	}
	for _, name := range codings {
		if !known(name) {
			return nil, &UnknownError{name}
		}
	}
	var stream io.Reader = bytes.NewReader(wire)
	for _, name := range slices.Backward(codings) {
		next, stop, err := open(name, stream)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		defer stop()
		stream = named{name, next}
	}
	return read(ctx, stream, int64(len(wire)), limits)
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

// read reads all of in, but no more than limits allow.
func read(ctx context.Context, in io.Reader, received int64, limits Limits) ([]byte, error) {
	out := make([]byte, 0, min(max(4*received, 512), 1<<20))
	for {
		if err := ctx.Err(); err != nil {
			return out, context.Cause(ctx)
		}
		if len(out) == cap(out) {
			out = slices.Grow(out, max(len(out)/2, 512))
		}
		n, err := in.Read(out[len(out):min(cap(out), len(out)+1<<20)])
		out = out[:len(out)+n]
		size := int64(len(out))
		switch {
		case limits.Ratio > 0 && size > limits.Floor && size > limits.Ratio*received:
			return out, ErrBomb
		case limits.Size > 0 && size > limits.Size:
			return out[:limits.Size], ErrTooLarge
		case err == io.EOF:
			return out, nil
		case err != nil:
			return out, err
		}
	}
}
