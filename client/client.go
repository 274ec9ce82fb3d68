// Package client is what is sent: Send takes a resolved request and a scope, and gives an Exchange. It
// knows no screen and no file format. What a body means is client/document's, which value is picked
// from it client/pick's.
//
//	request + scope ──prepare──> outgoing ──attempt──> Response ──followed?──> Exchange
//	                                 ^                     │
//	                                 └── redirect: the same, less what is bound to the first origin
//
// Every failure is an *Error; the Exchange that comes with it holds everything up to the failure.
package client

import (
	"context"
	"net"
	"net/http"
	"net/url"
	"sync"
	"time"

	"dowse/client/coding"
	"dowse/client/wire"
	"dowse/collections"
	"dowse/collections/vars"
)

// Options is how a Client sends. The zero value is ready for use.
type Options struct {
	UserAgent string                           // "dowse" when empty
	Resolver  *net.Resolver                    // nil: the system's
	Proxy     func(*url.URL) (*url.URL, error) // nil: as the environment says when New is called
	Timeouts  collections.Timeouts             // where a request sets none; zero: DefaultTimeouts
	Limits    Limits                           // zero: DefaultLimits
}

// Limits bounds what is kept of the response bodies of one Send, those of its redirects included. A
// field of 0 is no limit.
type Limits struct {
	Wire    int64 // bytes received
	Decoded int64 // bytes after content codings are undone
	Ratio   int64 // decoded bytes for each received byte, looked at beyond Floor decoded bytes
	Floor   int64
}

// DefaultTimeouts gives the limits of a request that sets none. There is none for the whole.
func DefaultTimeouts() collections.Timeouts {
	return collections.Timeouts{Connect: 10 * time.Second, TLS: 10 * time.Second, FirstByte: 30 * time.Second, Idle: 30 * time.Second}
}

// DefaultLimits gives the limits of a Client whose Options set none: as much as can be indexed.
func DefaultLimits() Limits {
	return Limits{Wire: 4<<30 - 1, Decoded: 4<<30 - 1, Ratio: 200, Floor: 64 << 20}
}

// Client sends requests and keeps connections open between them. It is safe for concurrent use.
type Client struct {
	options    Options
	mu         sync.Mutex
	transports map[tlsSettings]*http.Transport
}

// New returns a Client.
func New(o Options) *Client {
	if o.UserAgent == "" {
		o.UserAgent = "dowse"
	}
	if o.Proxy == nil {
		o.Proxy = wire.ProxyFromEnvironment()
	}
	o.Timeouts = timeouts(o.Timeouts, DefaultTimeouts())
	if o.Limits == (Limits{}) {
		o.Limits = DefaultLimits()
	}
	return &Client{options: o, transports: make(map[tlsSettings]*http.Transport)}
}

// Close closes the connections that no request is using.
func (c *Client) Close() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, t := range c.transports {
		t.CloseIdleConnections()
	}
}

// Send sends a resolved request (collections.Resolve) with the variables of scope, and follows
// redirects as the request says. The Exchange is never nil. An error is an *Error; when it is of
// PhasePrepare nothing was sent.
func (c *Client) Send(ctx context.Context, r collections.Request, scope vars.Scope) (*Exchange, error) {
	e := &Exchange{Started: time.Now()}
	defer func() { e.Elapsed = time.Since(e.Started) }()
	limits := timeouts(r.Timeouts, c.options.Timeouts)
	if limits.Total > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeoutCause(ctx, limits.Total, &limitError{limitTotal, limits.Total})
		defer cancel()
	}
	out, err := prepare(r, scope, bodyOf(ctx), c.options.UserAgent)
	if err != nil {
		return e, err
	}
	e.Message = out.message()
	e.Notices = append(e.Notices, out.notices...)
	return e, c.follow(ctx, e, out, limits)
}

// timeouts gives t with its zeros filled from defaults.
func timeouts(t, defaults collections.Timeouts) collections.Timeouts {
	for _, f := range []struct{ value, otherwise *time.Duration }{
		{&t.Connect, &defaults.Connect}, {&t.TLS, &defaults.TLS}, {&t.FirstByte, &defaults.FirstByte},
		{&t.Idle, &defaults.Idle}, {&t.Total, &defaults.Total},
	} {
		if *f.value == 0 {
			*f.value = *f.otherwise
		}
	}
	return t
}

// less gives what the limits leave when a redirect's body is kept: 1 for nothing, since 0 is no limit.
func (l Limits) less(r *Response) Limits {
	if l.Wire > 0 {
		l.Wire = max(l.Wire-int64(len(r.Wire)), 1)
	}
	if l.Decoded > 0 && r.Encodings != nil {
		l.Decoded = max(l.Decoded-int64(len(r.Body)), 1)
	}
	return l
}

func (l Limits) coding() coding.Limits {
	return coding.Limits{Size: l.Decoded, Ratio: l.Ratio, Floor: l.Floor}
}
