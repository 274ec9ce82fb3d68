package wire

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http/httptrace"
	"net/url"
	"time"
)

// Stage is the part of dialling that failed.
type Stage string

// The stages of dialling, in order.
const (
	StageConnect Stage = "connect" // looking up the name and opening the TCP connection
	StageProxy   Stage = "proxy"   // what the proxy said to CONNECT or SOCKS
	StageTLS     Stage = "tls"
)

// DialError is why there is no connection.
type DialError struct {
	Stage   Stage
	Address string        // host and port that were meant
	Proxy   string        // the proxy on the way, without credentials; empty: none
	Limit   time.Duration // the time limit that was hit; 0: none was
	Err     error
}

// Error gives the stage, the address and the cause.
func (e *DialError) Error() string { return fmt.Sprintf("%s %s: %v", e.Stage, e.Address, e.Err) }

// Unwrap gives the cause.
func (e *DialError) Unwrap() error { return e.Err }

// Limits says how long the stages of dialling may take; 0 is no limit.
type Limits struct {
	Connect time.Duration // DNS, TCP and the word with a proxy
	TLS     time.Duration
}

type limitsKey struct{}

// WithLimits returns a context whose dialling has these limits.
func WithLimits(ctx context.Context, l Limits) context.Context {
	return context.WithValue(ctx, limitsKey{}, l)
}

// Dialer opens connections, through a proxy where one is due.
type Dialer struct {
	Resolver *net.Resolver // nil: the system's
	Proxy    func(*url.URL) (*url.URL, error)
	TLS      *tls.Config
}

// Plain dials address ("host:port") for HTTP. It is meant for http.Transport.DialContext.
func (d *Dialer) Plain(ctx context.Context, _, address string) (net.Conn, error) {
	proxy, err := d.proxyFor("http", address)
	if err != nil {
		return nil, err
	}
	conn, err := d.connect(ctx, address, proxy, false)
	if err != nil {
		return nil, err
	}
	c := &Conn{Conn: conn}
	if proxy != nil && !isSOCKS(proxy) {
		c.forward = &forward{origin: "http://" + originHost(address), authorization: proxyAuthorization(proxy)}
	}
	return c, nil
}

// Secured dials address for HTTPS and shakes hands: a *tls.Conn when HTTP/2 was agreed on, else a
// *Conn. It is meant for http.Transport.DialTLSContext.
func (d *Dialer) Secured(ctx context.Context, _, address string) (net.Conn, error) {
	proxy, err := d.proxyFor("https", address)
	if err != nil {
		return nil, err
	}
	conn, err := d.connect(ctx, address, proxy, true)
	if err != nil {
		return nil, err
	}
	config := d.TLS.Clone()
	config.ServerName, _, _ = net.SplitHostPort(address)
	secured, err := handshake(ctx, conn, config)
	if err != nil {
		return nil, &DialError{StageTLS, address, Shown(proxy), limitHit(ctx, err, StageTLS), err}
	}
	if secured.ConnectionState().NegotiatedProtocol == "h2" {
		return secured, nil
	}
	return &Conn{Conn: secured, secured: secured}, nil
}

// connect opens the TCP connection to address or, tunnelled, to its proxy.
func (d *Dialer) connect(ctx context.Context, address string, proxy *url.URL, tunnel bool) (net.Conn, error) {
	limits, _ := ctx.Value(limitsKey{}).(Limits)
	limited, cancel := within(ctx, limits.Connect)
	defer cancel()
	target := address
	if proxy != nil {
		target = proxyAddress(proxy)
	}
	dialer := net.Dialer{Resolver: d.Resolver, KeepAlive: 30 * time.Second}
	conn, err := dialer.DialContext(limited, "tcp", target)
	if err != nil {
		return nil, &DialError{StageConnect, target, Shown(proxy), limitHit(ctx, err, StageConnect), err}
	}
	if proxy == nil {
		return conn, nil
	}
	through, err := d.throughProxy(limited, conn, proxy, address, tunnel)
	if err != nil {
		conn.Close()
		return nil, &DialError{StageProxy, address, Shown(proxy), limitHit(ctx, err, StageConnect), err}
	}
	return through, nil
}

// handshake is timed by the trace in ctx, as net/http's own handshakes are.
func handshake(ctx context.Context, conn net.Conn, config *tls.Config) (*tls.Conn, error) {
	limits, _ := ctx.Value(limitsKey{}).(Limits)
	limited, cancel := within(ctx, limits.TLS)
	defer cancel()
	trace := httptrace.ContextClientTrace(ctx)
	if trace != nil && trace.TLSHandshakeStart != nil {
		trace.TLSHandshakeStart()
	}
	secured := tls.Client(conn, config)
	err := secured.HandshakeContext(limited)
	if err != nil {
		conn.Close()
		return nil, err
	}
	if trace != nil && trace.TLSHandshakeDone != nil {
		trace.TLSHandshakeDone(secured.ConnectionState(), nil)
	}
	return secured, nil
}

func within(ctx context.Context, limit time.Duration) (context.Context, context.CancelFunc) {
	if limit <= 0 {
		return context.WithCancel(ctx)
	}
	return context.WithTimeout(ctx, limit)
}

// limitHit gives the limit of the stage when err is that limit and not the caller's own.
func limitHit(ctx context.Context, err error, stage Stage) time.Duration {
	limits, _ := ctx.Value(limitsKey{}).(Limits)
	limit := limits.Connect
	if stage == StageTLS {
		limit = limits.TLS
	}
	var timeout net.Error
	isTimeout := errors.Is(err, context.DeadlineExceeded) || errors.As(err, &timeout) && timeout.Timeout()
	if limit <= 0 || ctx.Err() != nil || !isTimeout {
		return 0
	}
	return limit
}
