// Package spool keeps a body as it arrives: in memory while it is small, else in a file that nobody else sees
// and that is read in place. It knows bytes only.
//
//	writer ──Write, ReadFrom──> Spool ──Bytes──> all that came, for any number of readers at any time
//	                              └──Follow──> an io.Reader that waits for what comes next
package spool

import (
	"context"
	"io"
	"os"
	"runtime"
	"slices"
	"sync"
)

const (
	// MemoryKnown is the size in bytes up to which a body whose size is known stays in memory.
	MemoryKnown = 256_000_000
	// MemoryUnknown is how much of a body of unknown size stays in memory.
	MemoryUnknown = 32 << 20
	// small is the size in bytes up to which memory is the collector's: what is larger it need not know of.
	small = 2 << 20
	// chunk is how much is read at once on the way to a file.
	chunk = 256 << 10
)

// Spool holds what was written. One goroutine writes; Bytes, Len, Follow, Room and Release are for all.
type Spool struct {
	limit int   // bytes that stay in memory
	size  int64 // expected; -1: not known
	files *files

	mu    sync.Mutex
	more  *sync.Cond
	bytes []byte // all that came
	file  *file  // where it is; nil: in memory
	ended bool
	into  *os.File // where it is to go from the first byte on; nil: wherever it fits
}

// New makes an empty spool for a body of size bytes; -1 says that the size is not known.
func New(size int64) *Spool {
	s := &Spool{limit: MemoryUnknown, size: size, files: &files{}}
	if size >= 0 && size <= MemoryKnown {
		s.limit = MemoryKnown
	} else if size > MemoryKnown {
		s.limit = 0
	}
	s.more = sync.NewCond(&s.mu)
	runtime.AddCleanup(s, (*files).close, s.files)
	return s
}

// Into makes an empty spool for a body of size bytes, -1 when that is not known, that goes into a file: one that is empty
// and can be read and written. The file stays its owner's to close, when nobody reads the Spool any more. Where files
// cannot be read in place it goes into memory.
func Into(f *os.File, size int64) *Spool {
	s := New(size)
	if fileBacked {
		s.into, s.limit = f, 0
	}
	return s
}

// Is tells whether the bytes are in that file.
func (s *Spool) Is(f *os.File) bool { return f != nil && s.into == f }

// Bytes is all that came so far. The slice stays valid and its bytes do not change as long as the Spool is
// reachable: whoever keeps the slice keeps the Spool.
func (s *Spool) Bytes() []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clip(s.bytes)
}

// Stored tells whether the bytes are in a file.
func (s *Spool) Stored() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.file != nil
}

// Write appends p. Its errors are those of the file, such as that of a full disk; what came before stays.
func (s *Spool) Write(p []byte) (int, error) {
	for written := 0; ; {
		room, err := s.room(len(p) - written)
		if err != nil || len(p) == written {
			return written, err
		}
		n := copy(room, p[written:])
		if err := s.commit(room[:n]); err != nil {
			return written, err
		}
		written += n
	}
}

// ReadFrom appends what in gives, up to its end.
func (s *Spool) ReadFrom(in io.Reader) (read int64, err error) {
	for {
		room, err := s.room(1)
		if err != nil {
			return read, err
		}
		n, err := in.Read(room)
		read += int64(n)
		if failed := s.commit(room[:n]); failed != nil {
			return read, failed
		}
		switch {
		case err == io.EOF:
			return read, nil
		case err != nil:
			return read, err
		}
	}
}

// room gives where what comes next is put: free memory, at least one byte, or a buffer on the way to the file.
func (s *Spool) room(want int) ([]byte, error) {
	have := len(s.bytes) // only the writer changes it
	if s.file == nil && (have+want <= s.limit || !fileBacked) {
		if have == cap(s.bytes) {
			s.grow(have, want)
		}
		if have < cap(s.bytes) {
			return s.bytes[have:min(cap(s.bytes), have+4*chunk)], nil
		}
	}
	if s.file == nil {
		if err := s.spill(); err != nil {
			return nil, err
		}
	}
	return s.file.buffer, nil
}

// grow makes room in memory: step by step while there is little, then for all that may stay there. Of that only what is
// written to takes any memory.
func (s *Spool) grow(have, want int) {
	size := max(2*have, have+want, 512)
	if s.size >= 0 && s.size <= int64(s.limit) {
		size = max(int(s.size)+1, have+want) // one more: the read that meets the end needs room too
	}
	var grown []byte
	if size > small {
		if s.size < 0 {
			size = s.limit
		}
		if grown = s.files.memory(size, size); grown == nil {
			size = max(2*have, have+want)
		}
	}
	if grown == nil {
		grown = make([]byte, size)
	}
	grown = grown[:copy(grown, s.bytes)]
	s.mu.Lock()
	s.bytes = grown
	s.mu.Unlock()
}

// commit takes over what was put into the room.
func (s *Spool) commit(p []byte) error {
	if len(p) == 0 {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	have := len(s.bytes)
	if s.file == nil {
		s.bytes = s.bytes[:have+len(p)]
	} else {
		view, err := s.file.append(p, have)
		if err != nil {
			return err
		}
		s.bytes = view
	}
	s.more.Broadcast()
	return nil
}

// spill moves what is in memory into a file.
func (s *Spool) spill() error {
	f, err := s.files.open(s.into, max(s.size, int64(2*len(s.bytes))))
	if err != nil {
		return err
	}
	view, err := f.append(s.bytes, 0)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.file, s.bytes = f, view
	return nil
}

// End says that nothing more comes: whoever follows sees the end.
func (s *Spool) End() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.into != nil && s.file != nil && !s.ended {
		_ = s.file.end(len(s.bytes)) // what is after the end is nothing but zeros
	}
	s.ended = true
	s.more.Broadcast()
}

// Wait waits until more than n bytes are there, or nothing more comes, or the context ends; it gives how many
// there are.
func (s *Spool) Wait(ctx context.Context, n int) (have int, ended bool, err error) {
	stop := context.AfterFunc(ctx, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.more.Broadcast()
	})
	defer stop()
	s.mu.Lock()
	defer s.mu.Unlock()
	for len(s.bytes) <= n && !s.ended && ctx.Err() == nil {
		s.more.Wait()
	}
	return len(s.bytes), s.ended, context.Cause(ctx)
}

// Follow reads from the beginning and waits for what has not come yet, until End.
func (s *Spool) Follow(ctx context.Context) io.Reader { return &follower{ctx: ctx, spool: s} }

type follower struct {
	ctx   context.Context
	spool *Spool
	at    int
}

// Read reads what is there, or waits for it.
func (f *follower) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	have, _, err := f.spool.Wait(f.ctx, f.at)
	if err != nil {
		return 0, err
	}
	if have == f.at {
		return 0, io.EOF
	}
	n := copy(p, f.spool.Bytes()[f.at:])
	f.at += n
	return n, nil
}

// WriteTo writes what comes to w as it comes, until the end.
func (f *follower) WriteTo(w io.Writer) (written int64, err error) {
	for {
		have, _, err := f.spool.Wait(f.ctx, f.at)
		if err != nil || have == f.at {
			return written, err
		}
		n, err := w.Write(f.spool.Bytes()[f.at:min(have, f.at+copyStep)])
		f.at += n
		if written += int64(n); err != nil {
			return written, err
		}
		f.spool.Release()
	}
}

// copyStep is how much is copied before the memory that reading it took is let go of.
const copyStep = 4 << 20

// WriteTo writes all that came so far.
func (s *Spool) WriteTo(w io.Writer) (written int64, err error) {
	for body := s.Bytes(); len(body) > 0; {
		n, err := w.Write(body[:min(len(body), copyStep)])
		written += int64(n)
		if err != nil {
			return written, err
		}
		body = body[n:]
		s.Release()
	}
	return written, nil
}

// room for an index that is larger than this, and than the body, is in a file even where the body is not.
const muchRoom = 64 << 20

// Room gives size bytes that are valid as long as the Spool and begin with those of have, which it gave before or which
// are the caller's; what comes after them is zero. It is memory, or a file where the bytes are in one or much is asked
// for. A file grows in its place; its blocks are taken at once, so that a full disk is an error. Room gives nil where the
// collector's memory is to be used.
func (s *Spool) Room(have []byte, size int) ([]byte, error) {
	switch {
	case fileBacked && (s.Stored() || size > max(muchRoom, int(s.size), len(s.Bytes()))):
		return s.files.room(have, size, true)
	case size > small:
		return s.files.room(have, size, false)
	}
	return nil, nil
}

// Release lets go of the memory that reading a file in place took. What is read later comes back by itself.
func (s *Spool) Release() { s.files.release() }
