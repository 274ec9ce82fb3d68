//go:build unix

package spool

import (
	"fmt"
	"math/bits"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// fileBacked says that what is too large for memory goes to a file.
const fileBacked = true

// smallestMap is the size in bytes of the first mapping of a file.
const smallestMap = 64 << 20

// files are those of one Spool and the mappings through which they are read. They have no names: when the process
// ends, however it does, they are gone.
type files struct {
	mu       sync.Mutex
	all      []*os.File
	maps     [][]byte // of files
	memories [][]byte // of no file
	counted  int64    // of those, as outstanding has it

	rooms   sync.Mutex // held while a room is given
	growing *growing   // the last room
}

// file is where a body is.
type file struct {
	owner  *files
	file   *os.File
	named  bool // somebody sees it
	view   []byte
	buffer []byte
}

// create makes a file without a name that only this process can read.
func (f *files) create() (*os.File, error) {
	made, err := os.CreateTemp("", "dowse-body-")
	if err != nil {
		return nil, fmt.Errorf("a body that is too large for memory needs a file: %w", err)
	}
	if err := os.Remove(made.Name()); err != nil {
		made.Close()
		return nil, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.all = append(f.all, made)
	return made, nil
}

// mapped maps the first size bytes of a file.
func (f *files) mapped(made *os.File, size, protection int) ([]byte, error) {
	view, err := unix.Mmap(int(made.Fd()), 0, size, protection, unix.MAP_SHARED)
	if err != nil {
		return nil, fmt.Errorf("reading a large body in place: %w", err)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.maps = append(f.maps, view)
	return view, nil
}

// reserved is how many times as much as is asked for the mapping of a room can grow to, and at least how much.
const (
	reserved      = 16
	leastReserved = 1 << 30
)

// open makes the file of a body of about size bytes, or takes one that is there.
func (f *files) open(given *os.File, size int64) (*file, error) {
	opened := &file{owner: f, file: given, named: given != nil, buffer: make([]byte, chunk)}
	if given == nil {
		made, err := f.create()
		if err != nil {
			return nil, err
		}
		opened.file = made
	}
	return opened, opened.reach(int(max(size, smallestMap)))
}

// end makes the file as long as what is in it.
func (f *file) end(size int) error { return f.file.Truncate(int64(size)) }

// reach maps more of the file. Earlier mappings stay, for whoever reads through them.
func (f *file) reach(size int) error {
	if !f.named || !mapsAhead { // else it would have zeros at its end, for whoever sees it meanwhile
		if err := f.file.Truncate(int64(size)); err != nil {
			return err
		}
	}
	view, err := f.owner.mapped(f.file, size, unix.PROT_READ)
	if err == nil {
		f.view = view
	}
	return err
}

// append writes p at byte at, which is where the file ends, and gives all of it.
func (f *file) append(p []byte, at int) ([]byte, error) {
	end := at + len(p)
	if end > len(f.view) {
		if err := f.reach(1 << bits.Len(uint(end))); err != nil {
			return nil, err
		}
	}
	if _, err := f.file.WriteAt(p, int64(at)); err != nil {
		return nil, err
	}
	return f.view[:end:end], nil
}

// memory gives size bytes, all zero, that the collector knows nothing of, at the beginning of reach bytes that take no
// memory before they are written to; nil when there are none.
func (f *files) memory(size, reach int) []byte {
	given, err := unix.Mmap(-1, 0, max(size, reach), unix.PROT_READ|unix.PROT_WRITE, unix.MAP_ANON|unix.MAP_PRIVATE|unix.MAP_NORESERVE)
	if err != nil {
		return nil
	}
	f.mu.Lock()
	f.memories = append(f.memories, given)
	f.mu.Unlock()
	f.count(size)
	return given[:size:size]
}

// count counts memory that is given.
func (f *files) count(size int) {
	f.mu.Lock()
	f.counted += int64(size)
	f.mu.Unlock()
	if outstanding.Add(int64(size)) > plenty {
		go runtime.GC() // which does not see this memory, and so not that it is time to look for what nobody keeps
	}
}

// outstanding is how much memory is given that the collector knows nothing of.
var outstanding atomic.Int64

// plenty is how much of it there may be before spools that nobody keeps are looked for.
const plenty = 256 << 20

// grace is how long a slice stays valid at least for whoever is in the middle of reading it when nobody keeps its Spool.
const grace = 3 * time.Second

// growing is a room that is mapped further than it reaches.
type growing struct {
	file *os.File // nil: it is memory
	view []byte
	size int // bytes that can be used
}

// room sets size bytes aside that begin with those of have: in memory, or in a file.
func (f *files) room(have []byte, size int, inFile bool) ([]byte, error) {
	f.rooms.Lock()
	defer f.rooms.Unlock()
	g := f.growing
	if g == nil || size > len(g.view) || len(have) == 0 || &have[0] != &g.view[0] || inFile != (g.file != nil) {
		var err error
		if g, err = f.begin(size, inFile); err != nil || g == nil {
			return nil, err
		}
		f.growing = g
		for at := 0; at < len(have); at += copyStep {
			copy(g.view[at:], have[at:min(len(have), at+copyStep)])
			f.release()
		}
	}
	if size > g.size {
		if err := f.extend(g, size); err != nil {
			return nil, err
		}
	}
	return g.view[:size:size], nil
}

// begin makes a room of size bytes that can grow; nil: there is no memory for one.
func (f *files) begin(size int, inFile bool) (*growing, error) {
	reach := max(reserved*size, leastReserved)
	if !inFile {
		given := f.memory(size, reach)
		if given == nil {
			return nil, nil
		}
		return &growing{view: unsafe.Slice(unsafe.SliceData(given), reach), size: size}, nil
	}
	made, err := f.create()
	if err != nil {
		return nil, err
	}
	if err := allocate(made, 0, size); err != nil {
		return nil, err
	}
	if !mapsAhead {
		reach = size
	}
	view, err := f.mapped(made, reach, unix.PROT_READ|unix.PROT_WRITE)
	if err != nil {
		return nil, err
	}
	return &growing{made, view, size}, nil
}

// extend lets a room reach further.
func (f *files) extend(g *growing, size int) error {
	if g.file == nil {
		f.count(size - g.size)
	} else if err := allocate(g.file, g.size, size); err != nil {
		return err
	}
	g.size = size
	return nil
}

// zeros writes zeros from one byte of a file to another: its blocks are taken, so that writing to the mapping cannot
// fail.
func zeros(made *os.File, from, size int) error {
	block := make([]byte, 1<<20)
	for at := from; at < size; at += len(block) {
		if _, err := made.WriteAt(block[:min(len(block), size-at)], int64(at)); err != nil {
			return err
		}
	}
	return nil
}

// release drops the pages of every file.
func (f *files) release() {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, view := range f.maps {
		_ = unix.Madvise(view, unix.MADV_DONTNEED) // it may stay where it is
	}
}

// close gives everything back, soon.
func (f *files) close() {
	if len(f.all)+len(f.memories) > 0 {
		time.AfterFunc(grace, f.unmap)
	}
}

func (f *files) unmap() {
	f.mu.Lock()
	defer f.mu.Unlock()
	outstanding.Add(-f.counted)
	for _, view := range append(f.maps, f.memories...) {
		_ = unix.Munmap(view)
	}
	for _, made := range f.all {
		made.Close()
	}
	f.maps, f.memories, f.all = nil, nil, nil
}
