package coding

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"
	"pgregory.net/rapid"

	"dowse/client/spool"
)

var encoders = map[string]func(io.Writer) io.WriteCloser{
	"gzip":    func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) },
	"deflate": func(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) },
	"bare":    func(w io.Writer) io.WriteCloser { f, _ := flate.NewWriter(w, 6); return f },
	"br":      func(w io.Writer) io.WriteCloser { return brotli.NewWriterLevel(w, 4) },
	"zstd": func(w io.Writer) io.WriteCloser {
		z, _ := zstd.NewWriter(w, zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(1<<20))
		return z
	},
}

func encode(name string, body []byte) []byte {
	var out bytes.Buffer
	w := encoders[name](&out)
	w.Write(body)
	w.Close()
	return out.Bytes()
}

// decodeAll undoes the codings of a whole body.
func decodeAll(ctx context.Context, wire []byte, codings []string, limits Limits) ([]byte, error) {
	in, out := spool.New(int64(len(wire))), spool.New(-1)
	in.Write(wire)
	in.End()
	err := Decode(ctx, in, codings, limits, out)
	return out.Bytes(), err
}

// TestDecodeWaits feeds a body that shrinks to a thousandth, and then goes on with noise: while it may become
// plausible it is waited for.
func TestDecodeWaits(t *testing.T) {
	noise := make([]byte, 1<<20)
	for i, r := 0, rand.New(rand.NewPCG(1, 2)); i < len(noise); i++ {
		noise[i] = byte(r.Uint32())
	}
	body := append(bytes.Repeat([]byte("0"), 8<<20), noise...)
	wire := encode("gzip", body)
	in, out := spool.New(-1), spool.New(-1)
	done := make(chan error)
	go func() {
		done <- Decode(context.Background(), in, []string{"gzip"}, Limits{Ratio: 20, Floor: 1 << 20}, out)
	}()
	for len(wire) > 0 {
		n := min(len(wire), 1000)
		in.Write(wire[:n])
		wire = wire[n:]
	}
	in.End()
	if err := <-done; err != nil || !bytes.Equal(out.Bytes(), body) {
		t.Errorf("%d bytes of %d, %v", len(out.Bytes()), len(body), err)
	}
}

// header is the name of a coding on the wire.
func header(name string) string { return strings.Replace(name, "bare", "deflate", 1) }

func TestDecodeAnything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		body := rapid.SliceOfN(rapid.Byte(), 0, 4000).Draw(t, "body")
		names := rapid.SliceOfN(rapid.SampledFrom([]string{"gzip", "deflate", "bare", "br", "zstd"}), 1, 3).Draw(t, "codings")
		wire, applied := body, []string{}
		for _, name := range names {
			wire, applied = encode(name, wire), append(applied, header(name))
		}
		got, err := decodeAll(context.Background(), wire, applied, Limits{})
		if err != nil || !bytes.Equal(got, body) {
			t.Fatalf("%v: %d bytes, %v; want %d", names, len(got), err, len(body))
		}
	})
}

func TestDecodeLimits(t *testing.T) {
	bomb := bytes.Repeat([]byte("0"), 4<<20)
	for name := range encoders {
		wire := encode(name, bomb)
		got, err := decodeAll(context.Background(), wire, []string{header(name)}, Limits{Ratio: 20, Floor: 1 << 20})
		if !errors.Is(err, ErrBomb) || len(got) > 3<<20 {
			t.Errorf("%s: %d bytes, %v", name, len(got), err)
		}
		got, err = decodeAll(context.Background(), wire, []string{header(name)}, Limits{Size: 1000})
		if !errors.Is(err, ErrTooLarge) || len(got) != 1000 {
			t.Errorf("%s: %d bytes, %v", name, len(got), err)
		}
		// The control: without limits all of it is decoded.
		if got, err = decodeAll(context.Background(), wire, []string{header(name)}, Limits{}); err != nil || len(got) != len(bomb) {
			t.Errorf("%s: %d bytes, %v", name, len(got), err)
		}
	}
}

// TestZstdWindow holds that no sender makes the decoder keep more than RFC 9659 lets it: 8 MiB.
func TestZstdWindow(t *testing.T) {
	for window, refused := range map[int]bool{8 << 20: false, 16 << 20: true, 512 << 20: true} {
		var out bytes.Buffer
		w, err := zstd.NewWriter(&out, zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(window), zstd.WithEncoderLevel(zstd.SpeedFastest))
		if err != nil {
			t.Fatal(err)
		}
		// Flushed, the frame does not say how long it is, and so has to say its window.
		_, err = w.Write([]byte("small"))
		if err = errors.Join(err, w.Flush(), w.Close()); err != nil {
			t.Fatal(err)
		}
		got, err := decodeAll(t.Context(), out.Bytes(), []string{"zstd"}, Limits{})
		if (err != nil) != refused || refused == (string(got) == "small") {
			t.Errorf("a window of %d MiB: %q, %v", window>>20, got, err)
		}
	}
}

func TestDecodeCutShort(t *testing.T) {
	body := []byte(strings.Repeat("All happy families are alike. ", 40))
	for name := range encoders {
		wire := encode(name, body)
		got, err := decodeAll(context.Background(), wire[:len(wire)-1], []string{header(name)}, Limits{})
		if err == nil && name != "bare" || !bytes.HasPrefix(body, got) {
			t.Errorf("%s: %d bytes, %v", name, len(got), err)
		}
	}
}

func TestDecodeCancelled(t *testing.T) {
	ctx, cancel := context.WithCancelCause(context.Background())
	cause := errors.New("enough")
	cancel(cause)
	if _, err := decodeAll(ctx, encode("gzip", []byte("x")), []string{"gzip"}, Limits{}); !errors.Is(err, cause) {
		t.Errorf("error is %v", err)
	}
}

func TestDecodeUnknown(t *testing.T) {
	_, err := decodeAll(context.Background(), []byte("x"), []string{"gzip", "compress"}, Limits{})
	if unknown, ok := errors.AsType[*UnknownError](err); !ok || unknown.Coding != "compress" {
		t.Errorf("error is %v", err)
	}
	if _, err = decodeAll(context.Background(), nil, make([]string, 6), Limits{}); !errors.Is(err, ErrTooMany) {
		t.Errorf("error is %v", err)
	}
}

func TestList(t *testing.T) {
	got := List([]string{" GZIP, identity ,", "br"})
	if diff := cmp.Diff([]string{"gzip", "br"}, got); diff != "" {
		t.Error(diff)
	}
}
