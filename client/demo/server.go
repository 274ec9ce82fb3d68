// Package demo is a small web shop's API on the loopback interface: the tutorial's server and a real
// server for tests. It shows what a person meets in the wild: a login whose token expires, a cursor
// list, nullable and optional fields, a field that moves, redirects, rate limits, problem documents,
// and a body that attacks the terminal.
//
// Its data never change and its clock can be replaced, so the same requests get the same answers. It
// is no mock of any package here and no server for anything else: its password and its key are in
// this source.
package demo

import (
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"sync/atomic"
	"time"
)

// DefaultTokenLifetime is how long a token of POST /login is good for, unless Options say otherwise.
const DefaultTokenLifetime = 90 * time.Second

// Options are the settings of a Server; the zero value is ready to use.
type Options struct {
	Address       string           // host and port to listen on; empty: 127.0.0.1 and a free port
	TokenLifetime time.Duration    // whole seconds; 0 means DefaultTokenLifetime
	Now           func() time.Time // the server's clock; nil means time.Now
}

// Server is the demo API: Start gives one with two origins of its own, New one to use as a handler.
type Server struct {
	options  Options
	handler  http.Handler
	requests atomic.Int64 // numbers X-Request-Id
	sessions sessions
	invoices invoices
	limit    limit
	own      *listening // nil without Start
	other    *listening
}

// New returns a server that does not listen: GET /redirect/other has nowhere to lead.
func New(o Options) *Server {
	if o.Address == "" {
		o.Address = "127.0.0.1:0"
	}
	if o.TokenLifetime == 0 {
		o.TokenLifetime = DefaultTokenLifetime
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	s := &Server{options: o}
	s.handler = s.numbered(s.routes())
	return s
}

// Start returns a server that listens on the address of the options, and on a second free port for
// the other origin, until Close. Its error says which address could not be had.
func Start(o Options) (*Server, error) {
	s := New(o)
	own, err := net.Listen("tcp", s.options.Address)
	if err != nil {
		return nil, fmt.Errorf("the demo API cannot listen on %s: %w", s.options.Address, err)
	}
	host, _, err := net.SplitHostPort(own.Addr().String())
	if err != nil {
		return nil, errors.Join(err, own.Close())
	}
	other, err := net.Listen("tcp", net.JoinHostPort(host, "0"))
	if err != nil {
		err = fmt.Errorf("the demo API cannot listen on a second port of %s: %w", host, err)
		return nil, errors.Join(err, own.Close())
	}
	// Both are there before the first request is answered.
	s.own, s.other = newListening(own, s.handler), newListening(other, s.numbered(s.otherRoutes()))
	s.own.serve()
	s.other.serve()
	return s, nil
}

// Handler is the API without a listener.
func (s *Server) Handler() http.Handler { return s.handler }

// URL is the origin of the API, such as "http://127.0.0.1:40123"; empty without Start.
func (s *Server) URL() string { return s.own.url() }

// OtherURL is a second origin, where redirects across origins lead; it echoes what reaches it. Empty
// without Start.
func (s *Server) OtherURL() string { return s.other.url() }

// Close stops listening, cuts open connections and waits for both listeners. It may be called twice.
func (s *Server) Close() {
	s.own.close()
	s.other.close()
}

// listening is one origin being served; nil is none.
type listening struct {
	server   *http.Server
	listener net.Listener
	done     chan struct{} // closed when Serve has returned
}

func newListening(l net.Listener, h http.Handler) *listening {
	return &listening{listener: l, done: make(chan struct{}), server: &http.Server{
		Handler:           h,
		ReadHeaderTimeout: 10 * time.Second,
		ErrorLog:          log.New(io.Discard, "", 0), // it may share a terminal with a screen
	}}
}

func (l *listening) serve() {
	go func() {
		defer close(l.done)
		_ = l.server.Serve(l.listener) // always http.ErrServerClosed, after close
	}()
}

func (l *listening) url() string {
	if l == nil {
		return ""
	}
	return "http://" + l.listener.Addr().String()
}

func (l *listening) close() {
	if l == nil {
		return
	}
	_ = l.server.Close() // a listener that was closed already is what was wanted
	<-l.done
}
