// Package wire is the connection itself: dialling (proxies and TLS included), writing a request's
// head line by line as it was asked for, and keeping a response's head byte by byte as it came. It
// knows nothing of requests, redirects or credentials.
//
// net/http sorts the headers it writes and loses the case of those it reads. A Conn stands between
// net/http and the socket and repairs both:
//
//	net/http ──head──> Conn ──the same lines, in the order and case of Arm──> server
//	net/http <──bytes── Conn <──bytes, the head of the answer kept──────────── server
//
// HTTP/2 has no order and no case to keep (RFC 9113 section 8.2), so its connections are not wrapped.
package wire

import (
	"bytes"
	"crypto/tls"
	"net"
	"net/textproto"
	"strings"
	"sync"
)

// Line is one header line.
type Line struct {
	Name  string
	Value string
}

// Conn is an HTTP/1 connection that writes heads as armed and keeps the heads that it reads.
type Conn struct {
	net.Conn
	secured *tls.Conn // nil over plain HTTP
	forward *forward  // nil unless an HTTP proxy forwards plain requests

	mu      sync.Mutex
	lines   []Line
	armed   bool   // the next head is to be written as armed
	pending []byte // of the head that net/http is writing
	in      *Recording
}

// Arm says how the next request's head is written: lines replace those of the same name that
// net/http writes, in this order and case; the request line and every other line stay. Call it when
// the connection was taken for a request and before anything was written. The answer's head goes
// to the Recording.
func (c *Conn) Arm(lines []Line) *Recording {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.lines, c.armed, c.pending = lines, true, nil
	c.in = &Recording{open: true, head: make([]byte, 0, 512)}
	return c.in
}

// TLS gives the state of the secured connection, or nil over plain HTTP.
func (c *Conn) TLS() *tls.ConnectionState {
	if c.secured == nil {
		return nil
	}
	state := c.secured.ConnectionState()
	return &state
}

// Read reads, keeping the head that passes.
func (c *Conn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if n > 0 {
		c.mu.Lock()
		in := c.in
		c.mu.Unlock()
		if in != nil {
			in.pass(p[:n])
		}
	}
	return n, err
}

// Write writes, holding a head back until it is whole and can be put in order.
func (c *Conn) Write(p []byte) (int, error) {
	c.mu.Lock()
	if !c.armed {
		c.mu.Unlock()
		return c.Conn.Write(p)
	}
	c.pending = append(c.pending, p...)
	end := bytes.Index(c.pending, []byte("\r\n\r\n"))
	if end < 0 {
		c.mu.Unlock()
		return len(p), nil
	}
	out := c.arrange(c.pending[:end+2])
	out = append(out, c.pending[end+4:]...)
	c.armed, c.pending, c.lines = false, nil, nil
	c.mu.Unlock()
	if _, err := c.Conn.Write(out); err != nil {
		return 0, err
	}
	return len(p), nil
}

// arrange gives the head that net/http wrote in the order and case armed, its blank line included.
func (c *Conn) arrange(head []byte) []byte {
	requestLine, rest, _ := strings.Cut(string(head), "\r\n")
	armed := make(map[string]bool, len(c.lines))
	size := len(head) + 64
	for _, l := range c.lines {
		armed[textproto.CanonicalMIMEHeaderKey(l.Name)] = true
		size += len(l.Name) + len(l.Value) + 4
	}
	out := make([]byte, 0, size)
	if c.forward != nil {
		requestLine = c.forward.requestLine(requestLine)
	}
	out = append(append(out, requestLine...), "\r\n"...)
	for _, l := range c.lines {
		out = append(out, l.Name...)
		out = append(out, ": "...)
		out = append(append(out, l.Value...), "\r\n"...)
	}
	for line := range strings.SplitSeq(rest, "\r\n") {
		name, _, found := strings.Cut(line, ":")
		if found && !armed[textproto.CanonicalMIMEHeaderKey(name)] {
			out = append(append(out, line...), "\r\n"...)
		}
	}
	if c.forward != nil && c.forward.authorization != "" {
		out = append(out, "Proxy-Authorization: "+c.forward.authorization+"\r\n"...)
	}
	return append(out, "\r\n"...)
}
