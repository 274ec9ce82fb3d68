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
	"strings"
	"sync"
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

// Server is the demo API. Make it with New; use it as a handler, or Start it for two origins of its own.
type Server struct {
	options  Options
	handler  http.Handler
	requests atomic.Int64 // numbers X-Request-Id
	sessions sessions
	invoices invoices
	limit    limit

	mu       sync.Mutex
	own      *listening // nil until Start
	other    *listening
	stopping bool
}

// listening is one origin being served.
type listening struct {
	server *http.Server
	url    string
	done   chan struct{} // closed when Serve has returned
}

// New returns a server that is not listening yet.
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

// Handler returns the API without a listener. GET /redirect/other needs Start.
func (s *Server) Handler() http.Handler { return s.handler }

// Start listens on the address of the options, and on a second free port for the other origin. Its
// error says which address could not be had. A server starts once.
func (s *Server) Start() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.own != nil || s.stopping {
		return errors.New("the demo API was started already; make a new one")
	}
	own, err := listen(s.options.Address, s.handler)
	if err != nil {
		return err
	}
	host, _, err := net.SplitHostPort(strings.TrimPrefix(own.url, "http://"))
	if err != nil {
		return errors.Join(err, own.close())
	}
	other, err := listen(net.JoinHostPort(host, "0"), s.numbered(s.otherRoutes()))
	if err != nil {
		return errors.Join(err, own.close())
	}
	s.own, s.other = own, other
	return nil
}

// URL is the origin of the API, such as "http://127.0.0.1:40123"; empty before Start.
func (s *Server) URL() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.own.address()
}

// OtherURL is a second origin, where redirects across origins lead; it echoes what reaches it. Empty
// before Start.
func (s *Server) OtherURL() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.other.address()
}

// Close stops listening, cuts open connections and waits for both listeners. It may be called twice.
func (s *Server) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stopping || s.own == nil {
		s.stopping = true
		return nil
	}
	s.stopping = true
	return errors.Join(s.own.close(), s.other.close())
}

func listen(address string, h http.Handler) (*listening, error) {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("the demo API cannot listen on %s: %w", address, err)
	}
	started := &listening{
		url:  "http://" + l.Addr().String(),
		done: make(chan struct{}),
		server: &http.Server{
			Handler:           h,
			ReadHeaderTimeout: 10 * time.Second,
			ErrorLog:          log.New(io.Discard, "", 0), // it may share a terminal with a screen
		},
	}
	go func() {
		defer close(started.done)
		_ = started.server.Serve(l) // always http.ErrServerClosed after close
	}()
	return started, nil
}

func (l *listening) address() string {
	if l == nil {
		return ""
	}
	return l.url
}

func (l *listening) close() error {
	err := l.server.Close()
	<-l.done
	return err
}
