package input

import (
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/muesli/cancelreader"
)

// ErrGone says that the terminal has ended.
var ErrGone = errors.New("the terminal is gone")

// chunk is one read of the terminal.
type chunk struct {
	data []byte
	at   time.Time
}

// Reader reads a terminal as soon as there is something to read, so that what came apart stays apart, and
// gives it event by event. It reads between Start and Stop only: a program run in between has the terminal
// to itself.
type Reader struct {
	terminal *os.File
	paste    func(text string)

	mu     sync.Mutex
	chunks []chunk
	failed error
	news   chan struct{} // holds one where chunks or failed are new
	closed chan struct{}
	once   sync.Once

	source  cancelreader.CancelReader // nil while stopped
	stopped chan struct{}             // closed when the goroutine that reads has ended

	translator Translator // of Read's goroutine, as what follows
	events     []Event
	last       time.Time
}

// NewReader makes a reader of a terminal from which these bytes were read before. It calls paste for pasted
// text, in its turn among the keys.
func NewReader(terminal *os.File, read []byte, paste func(text string)) *Reader {
	r := &Reader{terminal: terminal, paste: paste, news: make(chan struct{}, 1), closed: make(chan struct{})}
	if len(read) > 0 {
		r.add(read, nil)
	}
	return r
}

// Start begins to read the terminal.
func (r *Reader) Start() error {
	source, err := cancelreader.NewReader(r.terminal)
	if err != nil {
		return fmt.Errorf("reading the terminal: %w", err)
	}
	r.source, r.stopped = source, make(chan struct{})
	go r.read(source, r.stopped)
	return nil
}

// Stop ends reading the terminal; Start may follow.
func (r *Reader) Stop() {
	if r.source == nil {
		return
	}
	if r.source.Cancel() {
		<-r.stopped
		_ = r.source.Close()
	}
	r.source = nil
}

// Close ends the events. It does not stop the reading.
func (r *Reader) Close() { r.once.Do(func() { close(r.closed) }) }

// read adds what the terminal sends, each read by itself, until it is cancelled.
func (r *Reader) read(source io.Reader, stopped chan<- struct{}) {
	defer close(stopped)
	b := make([]byte, 64<<10)
	for {
		n, err := source.Read(b)
		switch {
		case errors.Is(err, cancelreader.ErrCanceled):
			return
		case err != nil:
			r.add(nil, fmt.Errorf("%w: %w", ErrGone, err))
			return
		case n == 0:
			r.add(nil, ErrGone)
			return
		}
		r.add(append([]byte(nil), b[:n]...), nil)
	}
}

func (r *Reader) add(data []byte, failed error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if failed != nil {
		r.failed = failed
	} else {
		r.chunks = append(r.chunks, chunk{data, time.Now()})
	}
	select {
	case r.news <- struct{}{}:
	default:
	}
}

// most is how much one Read gives: with more, Bubble Tea believes that a key goes on in the next.
const most = 128

// Read gives the keys of one event.
func (r *Reader) Read(b []byte) (int, error) {
	for {
		for len(r.events) > 0 {
			e := &r.events[0]
			if e.Paste != "" {
				r.events = r.events[1:]
				r.paste(e.Paste)
				continue
			}
			n := copy(b, part(e.Keys, min(len(b), most)))
			if e.Keys = e.Keys[n:]; e.Keys == "" {
				r.events = r.events[1:]
			}
			return n, nil
		}
		if err := r.wait(); err != nil {
			return 0, err
		}
	}
}

// wait waits for the next read, or for the end of the time that what is incomplete has.
func (r *Reader) wait() error {
	var late <-chan time.Time
	limit := r.translator.Wait()
	if limit > 0 {
		timer := time.NewTimer(time.Until(r.last.Add(limit)))
		defer timer.Stop()
		late = timer.C
	}
	c, ok, err := r.next()
	switch {
	case ok && limit > 0 && c.at.Sub(r.last) > limit:
		r.events = append(r.translator.Flush(), r.translator.Feed(c.data)...)
		r.last = c.at
		return nil
	case ok:
		r.events = r.translator.Feed(c.data)
		r.last = c.at
		return nil
	case err != nil:
		return err
	}
	select {
	case <-r.news:
	case <-late:
		if !r.more() { // what came in time may be seen late
			r.events = r.translator.Flush()
		}
	case <-r.closed:
		return io.EOF
	}
	return nil
}

// next takes the oldest read.
func (r *Reader) next() (c chunk, ok bool, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.chunks) == 0 {
		return chunk{}, false, r.failed
	}
	c = r.chunks[0]
	r.chunks = r.chunks[1:]
	return c, true, nil
}

// more says whether there is a read that was not taken.
func (r *Reader) more() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.chunks) > 0
}

// part is the beginning of keys of at most so many bytes, of whole characters.
func part(keys string, most int) string {
	if len(keys) <= most {
		return keys
	}
	for !utf8.RuneStart(keys[most]) {
		most--
	}
	return keys[:most]
}
