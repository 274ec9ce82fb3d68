package spool_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"dowse/client/spool"
)

// noise is bytes that nothing repeats.
func noise(size int) []byte {
	b := make([]byte, size)
	r := rand.NewChaCha8([32]byte{1})
	r.Read(b)
	return b
}

// TestEarlierViewsStay writes past what stays in memory, and past the first mapping of the file: no view that was
// given before changes, and what is there is what was written.
func TestEarlierViewsStay(t *testing.T) {
	body := noise(3<<20 + 7)
	for _, size := range []int64{-1, 160 << 20, 300_000_000} {
		s, sum := spool.New(size), sha256.New()
		var views [][]byte
		for len(s.Bytes()) < 150<<20 {
			if _, err := s.Write(body); err != nil {
				t.Fatal(err)
			}
			sum.Write(body)
			views = append(views, s.Bytes())
		}
		s.End()
		if stored := size < 0 || size > spool.MemoryKnown; s.Stored() != stored {
			t.Errorf("of size %d: in a file: %t, want %t", size, s.Stored(), stored)
		}
		if got := sha256.Sum256(s.Bytes()); !bytes.Equal(got[:], sum.Sum(nil)) {
			t.Errorf("of size %d: what is there is not what was written", size)
		}
		for i, view := range views {
			if len(view) != (i+1)*len(body) || !bytes.Equal(view[i*len(body):], body) {
				t.Fatalf("of size %d: view %d changed", size, i)
			}
		}
		s.Release()
		if !bytes.Equal(s.Bytes()[:len(body)], body) {
			t.Errorf("of size %d: what was released is gone", size)
		}
	}
}

// TestFollow reads on one side what is written on the other, in pieces of any size.
func TestFollow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		body := noise(rapid.IntRange(0, 1<<20).Draw(t, "size"))
		s := spool.New(rapid.SampledFrom([]int64{-1, 100, 1 << 20}).Draw(t, "said"))
		var got []byte
		var wait sync.WaitGroup
		wait.Go(func() { got, _ = io.ReadAll(s.Follow(context.Background())) })
		for rest := body; len(rest) > 0; {
			n := rapid.IntRange(1, len(rest)).Draw(t, "piece")
			s.Write(rest[:n])
			rest = rest[n:]
		}
		s.End()
		if wait.Wait(); !bytes.Equal(got, body) {
			t.Fatalf("%d bytes were read, %d written", len(got), len(body))
		}
	})
}

func TestFollowEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancelCause(context.Background())
	enough := errors.New("enough")
	s := spool.New(-1)
	done := make(chan error)
	go func() {
		_, err := io.ReadAll(s.Follow(ctx))
		done <- err
	}()
	cancel(enough)
	if err := <-done; !errors.Is(err, enough) {
		t.Errorf("error is %v", err)
	}
}

// TestFileHasNoName looks for what a large body leaves behind.
func TestFileHasNoName(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	s := spool.New(300_000_000)
	if _, err := s.Write([]byte("secret")); err != nil {
		t.Fatal(err)
	}
	room, err := s.Room(nil, 1<<20)
	if err != nil || len(room) != 1<<20 {
		t.Fatalf("%d bytes, %v", len(room), err)
	}
	room[1<<20-1] = 1
	if left, _ := filepath.Glob(filepath.Join(dir, "*")); len(left) > 0 {
		t.Errorf("%v is there for anybody to read", left)
	}
	if string(s.Bytes()) != "secret" {
		t.Errorf("the body is %q", s.Bytes())
	}
}

// TestNoFile says why a large body cannot be kept, and keeps what came before.
func TestNoFile(t *testing.T) {
	t.Setenv("TMPDIR", filepath.Join(t.TempDir(), "gone"))
	s := spool.New(-1)
	n, err := s.ReadFrom(io.LimitReader(endless{}, 100<<20))
	if err == nil || !strings.Contains(err.Error(), "too large for memory") {
		t.Errorf("error is %v", err)
	}
	if int64(len(s.Bytes())) != n || n < spool.MemoryUnknown/2 {
		t.Errorf("%d bytes were read and %d kept", n, len(s.Bytes()))
	}
}

// endless is zeros without end.
type endless struct{}

func (endless) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// resident is how much memory the process has had at most since the kernel was told to forget, in bytes.
func resident(t *testing.T) int {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Skip("SKIPPED: the system does not say how much memory a process has")
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	kb, err := strconv.Atoi(strings.Fields(rest)[0])
	if err != nil {
		t.Fatal(err)
	}
	return kb << 10
}

// forget sets the peak back to what is there now.
func forget(t *testing.T) {
	if err := os.WriteFile("/proc/self/clear_refs", []byte("5"), 0); err != nil {
		t.Skip("SKIPPED: the peak of the memory cannot be set back: ", err)
	}
}

// TestMemoryIsBounded writes a gigabyte and reads all of it.
func TestMemoryIsBounded(t *testing.T) {
	const size = 1 << 30
	forget(t)
	before := resident(t)
	s := spool.New(-1)
	if _, err := s.ReadFrom(io.LimitReader(endless{}, size)); err != nil {
		t.Fatal(err)
	}
	sum := 0
	for at := 0; at < size; at += 32 << 20 {
		sum += bytes.Count(s.Bytes()[at:at+32<<20], []byte{0})
		s.Release()
	}
	if sum != size {
		t.Errorf("%d bytes of %d are right", sum, size)
	}
	if took := resident(t) - before; took > 200<<20 {
		t.Errorf("it took %d MiB", took>>20)
	}
	// The control: read without letting go.
	for at := 0; at < size; at += 32 << 20 {
		sum += bytes.Count(s.Bytes()[at:at+32<<20], []byte{0})
	}
	if took := resident(t) - before; took < 500<<20 {
		t.Errorf("the control took %d MiB: the test could not fail", took>>20)
	}
}

func BenchmarkReadFrom(b *testing.B) {
	const size = 100 << 20
	in := noise(size)
	b.Run("known", func(b *testing.B) {
		b.SetBytes(size)
		for b.Loop() {
			spool.New(size).ReadFrom(bytes.NewReader(in))
		}
	})
	b.Run("unknown", func(b *testing.B) {
		b.SetBytes(size)
		for b.Loop() {
			spool.New(-1).ReadFrom(bytes.NewReader(in))
		}
	})
	// The control.
	b.Run("ReadAll", func(b *testing.B) {
		b.SetBytes(size)
		for b.Loop() {
			io.ReadAll(struct{ io.Reader }{bytes.NewReader(in)})
		}
	})
}

// TestInto writes into a file that somebody sees: it never has more than what came, and is read in place.
func TestInto(t *testing.T) {
	for _, size := range []int64{-1, 3, 100 << 20} {
		f, err := os.Create(filepath.Join(t.TempDir(), "body"))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		s := spool.Into(f, size)
		var want []byte
		for i := range 5 {
			part := bytes.Repeat([]byte{byte('a' + i)}, 100_000*i)
			want = append(want, part...)
			if _, err := s.Write(part); err != nil {
				t.Fatal(err)
			}
			if got := s.Bytes(); !bytes.Equal(got, want) {
				t.Fatalf("%d of %d bytes are there", len(got), len(want))
			}
			if info, err := f.Stat(); runtime.GOOS == "linux" && (err != nil || info.Size() != int64(len(want))) {
				t.Errorf("the file has %d bytes, want %d: %v", info.Size(), len(want), err)
			}
		}
		s.End()
		got, err := os.ReadFile(f.Name())
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("the file has %d bytes, want %d: %v", len(got), len(want), err)
		}
		if !s.Is(f) || spool.New(1).Is(f) {
			t.Error("it does not know the file")
		}
		var copied bytes.Buffer
		if n, err := s.WriteTo(&copied); err != nil || n != int64(len(want)) || !bytes.Equal(copied.Bytes(), want) {
			t.Errorf("%d bytes are copied: %v", n, err)
		}
	}
}

// TestRoom lets a room grow, in memory and in a file: what it held stays, what is new is zero, and one in a file stays
// where it is.
func TestRoom(t *testing.T) {
	for name, c := range map[string]struct {
		spool *spool.Spool
		first int
		stays bool
	}{
		"file":          {spool.New(300_000_000), 1 << 20, true},
		"memory":        {spool.New(100), 20 << 20, true},
		"much for less": {spool.New(-1), 80 << 20, true},
	} {
		if _, err := c.spool.Write([]byte("x")); err != nil {
			t.Fatal(err)
		}
		have := []byte("the index so far")
		room, err := c.spool.Room(have, c.first)
		if err != nil || len(room) != c.first || !bytes.HasPrefix(room, append(have, 0)) {
			t.Fatalf("%s: %d bytes, %v: %q", name, len(room), err, room[:20])
		}
		room[c.first-1] = 1
		grown, err := c.spool.Room(room, 2*c.first)
		if err != nil || len(grown) != 2*c.first || !bytes.HasPrefix(grown, have) || grown[c.first-1] != 1 || grown[2*c.first-1] != 0 {
			t.Fatalf("%s: grown to %d bytes, %v", name, len(grown), err)
		}
		grown[2*c.first-1] = 2
		if stays := &room[0] == &grown[0]; stays != c.stays && runtime.GOOS == "linux" {
			t.Errorf("%s: it stays where it is: %v, want %v", name, stays, c.stays)
		}
		c.spool.Release()
		if grown[c.first-1] != 1 || grown[2*c.first-1] != 2 {
			t.Errorf("%s: what was written is gone", name)
		}
	}
}
