package client

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"net/http/httptrace"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"dowse/client/wire"
	"dowse/collections"
)

// clock watches one attempt: when each phase began and ended, on which connection, and whether a
// phase takes too long. net/http calls it from several goroutines, some after the attempt has ended.
type clock struct {
	limits collections.Timeouts
	lines  []wire.Line
	header http.Header // of the request, as net/http takes it
	cancel context.CancelCauseFunc
	shown  *Progress // nil: nobody watches

	mu        sync.Mutex
	timer     *time.Timer
	times     marks
	conn      net.Conn
	recording *wire.Recording
	reused    bool
	done      bool
}

// marks are the moments of an attempt; the zero time is a moment that did not come.
type marks struct {
	start, dns, resolved, dial, connected, tls, secured, taken, written, first, head time.Time
}

// limitKind says which time limit was hit.
type limitKind uint8

const (
	limitSend limitKind = iota
	limitFirstByte
	limitIdle
	limitTotal
)

// limitError ends an attempt that takes too long; it is the cause of its context.
type limitError struct {
	kind  limitKind
	limit time.Duration
}

// Error says that a limit was hit.
func (e *limitError) Error() string { return "not within " + seconds(e.limit) }

// Timeout makes it a timeout in the sense of net.Error.
func (e *limitError) Timeout() bool { return true }

func (c *clock) trace() *httptrace.ClientTrace {
	return &httptrace.ClientTrace{
		DNSStart:             func(httptrace.DNSStartInfo) { c.mark(&c.times.dns) },
		DNSDone:              func(httptrace.DNSDoneInfo) { c.mark(&c.times.resolved) },
		ConnectStart:         func(_, _ string) { c.mark(&c.times.dial) },
		ConnectDone:          c.connectDone,
		TLSHandshakeStart:    func() { c.mark(&c.times.tls) },
		TLSHandshakeDone:     func(_ tls.ConnectionState, _ error) { c.mark(&c.times.secured) },
		GotConn:              c.gotConn,
		WroteRequest:         c.wroteRequest,
		GotFirstResponseByte: func() { c.mark(&c.times.first) },
	}
}

// mark notes the first time that a moment came.
func (c *clock) mark(at *time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if at.IsZero() {
		*at = time.Now()
	}
}

func (c *clock) connectDone(_, _ string, err error) {
	if err == nil {
		c.mark(&c.times.connected)
	}
}

func (c *clock) gotConn(info httptrace.GotConnInfo) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.conn, c.reused = info.Conn, info.Reused
	// net/http calls again when a kept connection turned out to be closed and it takes another.
	c.times.taken, c.times.written, c.times.first = time.Now(), time.Time{}, time.Time{}
	if conn, ok := info.Conn.(*wire.Conn); ok {
		c.recording = conn.Arm(c.lines)
	}
	if _, ok := info.Conn.(*tls.Conn); ok {
		// HTTP/2, which is known here first; net/http reads the header after this call.
		for name, values := range c.header {
			if slices.ContainsFunc(values, func(v string) bool { return connectionBound(name, v) }) {
				delete(c.header, name)
			}
		}
	}
	c.limit(limitSend, c.limits.Idle)
}

func (c *clock) wroteRequest(info httptrace.WroteRequestInfo) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if info.Err != nil || !c.times.head.IsZero() {
		return
	}
	c.times.written = time.Now()
	c.limit(limitFirstByte, c.limits.FirstByte)
}

// gotHead notes that the response's head is whole.
func (c *clock) gotHead() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.times.head = time.Now()
	c.limit(limitIdle, c.limits.Idle)
}

// progress starts the limit for a phase's next step anew.
func (c *clock) progress(kind limitKind) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.timer == nil || kind == limitSend && !c.times.written.IsZero() {
		return
	}
	c.timer.Reset(c.limits.Idle)
}

// limit starts a limit in place of the one that runs. It wants the lock held.
func (c *clock) limit(kind limitKind, limit time.Duration) {
	if c.timer != nil {
		c.timer.Stop()
		c.timer = nil
	}
	if limit > 0 && !c.done {
		c.timer = time.AfterFunc(limit, func() { c.cancel(&limitError{kind, limit}) })
	}
}

// stop ends all limits.
func (c *clock) stop() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.done = true
	c.limit(limitIdle, 0)
}

// at gives the moments until now.
func (c *clock) at() marks {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.times
}

// connection gives the connection that the attempt uses, if it has one.
func (c *clock) connection() (conn net.Conn, recording *wire.Recording, reused bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.conn, c.recording, c.reused
}

// timings gives how long each phase took until end.
func (m marks) timings(end time.Time) Timings {
	between := func(from, to time.Time) time.Duration {
		if from.IsZero() || to.Before(from) {
			return 0
		}
		return to.Sub(from)
	}
	t := Timings{
		Send:    between(m.taken, m.written),
		Wait:    between(m.written, m.first),
		Receive: between(m.first, end),
		Total:   between(m.start, end),
	}
	if m.written.IsZero() || m.first.Before(m.written) {
		t.Send = between(m.taken, m.first) // answered before all was written
	}
	if m.dialled() {
		t.DNS, t.Connect, t.TLS = between(m.dns, m.resolved), between(m.dial, m.connected), between(m.tls, m.secured)
	}
	return t
}

// dialled reports whether the attempt waited for a connection of its own making.
func (m marks) dialled() bool {
	return !m.connected.IsZero() && (m.taken.IsZero() || !m.connected.After(m.taken))
}

// progress says how far an attempt came, such as "connected, sent, waiting 29.4 s".
func (m marks) progress(now time.Time) string {
	switch {
	case m.taken.IsZero() && m.connected.IsZero():
		return "not connected after " + seconds(now.Sub(m.start))
	case m.taken.IsZero():
		return "connected, no TLS after " + seconds(now.Sub(m.connected))
	case m.written.IsZero():
		return "connected, sending for " + seconds(now.Sub(m.taken))
	case m.head.IsZero():
		return "connected, sent, waiting " + seconds(now.Sub(m.written))
	}
	return "connected, sent, receiving for " + seconds(now.Sub(m.head))
}

// seconds gives a duration as people write it: 41 ms, 1.5 s, 30 s.
func seconds(d time.Duration) string {
	unit, name := time.Second, "s"
	if d < time.Second {
		unit, name = time.Millisecond, "ms"
	}
	text := strconv.FormatFloat(float64(d)/float64(unit), 'f', 1, 64)
	return strings.TrimSuffix(text, ".0") + " " + name
}
