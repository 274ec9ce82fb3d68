package client

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"syscall"
	"time"

	"dowse/client/coding"
	"dowse/client/wire"
)

// attemptFailure says why there is no whole head of a response.
func attemptFailure(ctx context.Context, e *Exchange, out *outgoing, watch *clock, err error) error {
	now := watch.at()
	if ended := ending(ctx, now, err); ended != nil {
		return ended
	}
	if dial, ok := errors.AsType[*wire.DialError](err); ok {
		return dialFailure(dial)
	}
	_, recording, _ := watch.connection()
	var head []byte
	if recording != nil {
		head, _ = recording.Head()
	}
	host := out.target.url.Host
	if op, ok := errors.AsType[*net.OpError](err); ok && op.Op == "remote error" { // a TLS alert
		return refusedTLS(host, err)
	}
	answered := &Error{Phase: PhaseWait, ID: "protocol.malformed", Err: err,
		What: host + " answered with something that is not HTTP: " + plainCause(err), Do: "check the port and the scheme"}
	switch {
	case len(head) >= 2 && head[0] == 0x15 && head[1] == 0x03:
		answered.What, answered.Means = host+" answered with TLS", "the server wants https"
		answered.Do = "switch the scheme to https"
		return answered
	case len(head) > 0:
		if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
			answered.What, answered.Do = host+" closed the connection in the middle of the response's head", "send again"
		}
		return answered
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), strings.Contains(err.Error(), "server closed idle connection"):
		return &Error{Phase: PhaseWait, ID: "wait.closed", What: host + " closed the connection without an answer",
			Means: "it may or may not have acted on the request", Do: "send again if that does no harm", Err: err}
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		return &Error{Phase: PhaseWait, ID: "connect.reset", What: host + " reset the connection",
			Means: "it may or may not have acted on the request", Do: "send again if that does no harm", Err: err}
	case e.Request.Protocol == "HTTP/2.0":
		answered.ID, answered.What = "protocol.http2", host+" ended the HTTP/2 exchange: "+plainCause(err)
	}
	return answered
}

// ending gives the error of an attempt that was ended from our side: cancelled, or out of time.
func ending(ctx context.Context, now marks, err error) error {
	progress := now.progress(time.Now())
	limit, ok := errors.AsType[*limitError](context.Cause(ctx))
	if !ok {
		if ctx.Err() == nil {
			return nil
		}
		return &Error{Phase: now.phase(), ID: "canceled", What: "cancelled (" + progress + ")", Err: errors.Join(context.Cause(ctx), err)}
	}
	e := &Error{Phase: now.phase(), Err: limit, Do: "raise the timeout and send again"}
	switch limit.kind {
	case limitSend:
		e.ID, e.What = "send.timeout", fmt.Sprintf("the server took nothing of the request for %s (%s)", seconds(limit.limit), progress)
	case limitFirstByte:
		e.ID, e.What = "wait.timeout", fmt.Sprintf("no answer within %s (%s)", seconds(limit.limit), progress)
	case limitIdle:
		e.ID, e.What = "body.idle_timeout", fmt.Sprintf("no more of the body came for %s (%s)", seconds(limit.limit), progress)
	default:
		e.ID, e.What = "total.timeout", fmt.Sprintf("not done within %s in all (%s)", seconds(limit.limit), progress)
	}
	return e
}

// phase is the one that an attempt is in.
func (m marks) phase() Phase {
	switch {
	case !m.head.IsZero():
		return PhaseBody
	case !m.written.IsZero():
		return PhaseWait
	case !m.taken.IsZero():
		return PhaseSend
	case !m.tls.IsZero():
		return PhaseTLS
	case m.dial.IsZero() && !m.dns.IsZero():
		return PhaseDNS
	}
	return PhaseConnect
}

// dialFailure says why there is no connection.
func dialFailure(d *wire.DialError) error {
	e := connectFailure(d)
	if d.Stage == wire.StageTLS {
		e = tlsFailure(d)
	}
	if d.Proxy != "" && d.Stage != wire.StageTLS {
		e.Means = strings.TrimPrefix(e.Means+"; this is the proxy "+d.Proxy, "; ")
		e.Do = "check HTTP_PROXY, HTTPS_PROXY and NO_PROXY"
		if _, ok := errors.AsType[*tls.CertificateVerificationError](d.Err); ok {
			e.Do = "give the authority of its certificate in tls.ca: insecure is for servers, not for a proxy"
		}
	}
	e.Err = d
	return e
}

func connectFailure(d *wire.DialError) *Error {
	host, _, _ := net.SplitHostPort(d.Address)
	if dns, ok := errors.AsType[*net.DNSError](d.Err); ok {
		return dnsFailure(dns, host, d.Limit)
	}
	e := &Error{Phase: PhaseConnect, ID: "connect.failed", What: d.Address + " cannot be reached: " + plainCause(d.Err)}
	switch {
	case d.Stage == wire.StageProxy && d.Limit == 0:
		e.ID, e.What = "connect.proxy", "the proxy did not connect to "+d.Address+": "+plainCause(d.Err)
	case d.Limit > 0:
		e.ID, e.What = "connect.timeout", fmt.Sprintf("no connection to %s within %s", d.Address, seconds(d.Limit))
		e.Means, e.Do = "nothing answers there, or a firewall drops it", "check the host, the port and the VPN"
	case errors.Is(d.Err, syscall.ECONNREFUSED):
		e.ID, e.What, e.Do = "connect.refused", d.Address+" refused: nothing is listening", "start the server or correct the port"
	case errors.Is(d.Err, syscall.ECONNRESET):
		e.ID, e.What = "connect.reset", d.Address+" reset the connection"
	case errors.Is(d.Err, syscall.EHOSTUNREACH), errors.Is(d.Err, syscall.ENETUNREACH):
		e.ID, e.What = "connect.unreachable", d.Address+" is unreachable: there is no way there from this network"
		e.Do = "check the network and the VPN"
	}
	return e
}

func dnsFailure(dns *net.DNSError, host string, limit time.Duration) *Error {
	switch {
	case dns.IsNotFound:
		return &Error{Phase: PhaseDNS, ID: "dns.not_found", What: host + " does not exist",
			Means: "DNS knows no address for that name", Do: "check the spelling, the environment and the VPN"}
	case dns.IsTimeout || limit > 0:
		return &Error{Phase: PhaseDNS, ID: "dns.timeout", What: "the name server did not answer for " + host,
			Do: "check the network and the VPN"}
	}
	return &Error{Phase: PhaseDNS, ID: "dns.failed", What: "the name server could not look up " + host + ": " + dns.Err,
		Do: "check the network and the VPN"}
}

// tlsFailure says why the handshake failed.
func tlsFailure(d *wire.DialError) *Error {
	host, port, _ := net.SplitHostPort(d.Address)
	e := &Error{Phase: PhaseTLS, ID: "tls.handshake", What: "the TLS handshake with " + d.Address + " failed: " + plainCause(d.Err)}
	if record, ok := errors.AsType[tls.RecordHeaderError](d.Err); ok {
		e.ID, e.What, e.Do = "tls.not_tls", "the server on port "+port+" does not speak TLS", "check the port"
		if string(record.RecordHeader[:]) == "HTTP/" {
			e.What, e.Do = "server answered plain HTTP on port "+port, "switch the scheme to http"
		}
		return e
	}
	if name, ok := errors.AsType[x509.HostnameError](d.Err); ok {
		e.ID, e.What = "tls.name", "certificate is for "+certificateNames(name.Certificate)+", not "+host
		e.Do = "use a name that the certificate has"
		return e
	}
	if authority, ok := errors.AsType[x509.UnknownAuthorityError](d.Err); ok {
		issuer := "unknown"
		if authority.Cert != nil {
			if issuer = authority.Cert.Issuer.CommonName; issuer == "" {
				issuer = authority.Cert.Issuer.String()
			}
		}
		e.ID, e.What = "tls.authority", fmt.Sprintf("certificate signed by unknown authority %q", issuer)
		e.Means, e.Do = "a proxy may be in between, or the server has its own authority", "give the authority's certificate in tls.ca"
		return e
	}
	if invalid, ok := errors.AsType[x509.CertificateInvalidError](d.Err); ok {
		return invalidCertificate(e, invalid)
	}
	if d.Limit > 0 {
		e.ID, e.What = "tls.timeout", fmt.Sprintf("no TLS handshake with %s within %s", d.Address, seconds(d.Limit))
	}
	return e
}

// refusedTLS is a server that ends the connection after the handshake, as TLS 1.3 servers do that want
// another client certificate.
func refusedTLS(host string, err error) error {
	e := &Error{Phase: PhaseTLS, ID: "tls.refused", What: host + " ended the TLS connection: " + plainCause(err), Err: err}
	if strings.Contains(e.What, "certificate") {
		e.Means, e.Do = "it does not accept the client certificate, or wants one", "set tls.cert and tls.key"
	}
	return e
}

func invalidCertificate(e *Error, invalid x509.CertificateInvalidError) *Error {
	e.ID, e.What = "tls.certificate", "the certificate is not valid: "+invalid.Error()
	if invalid.Reason != x509.Expired || invalid.Cert == nil {
		return e
	}
	e.ID, e.Do = "tls.expired", "renew the certificate; if it is fresh, check this machine's clock"
	if now := time.Now(); now.Before(invalid.Cert.NotBefore) {
		e.What = "certificate is not valid before " + invalid.Cert.NotBefore.Format(time.DateTime)
	} else {
		e.What = "certificate expired " + ago(now.Sub(invalid.Cert.NotAfter))
	}
	return e
}

func ago(d time.Duration) string {
	for _, u := range []struct {
		unit time.Duration
		name string
	}{{24 * time.Hour, "day"}, {time.Hour, "hour"}, {time.Minute, "minute"}} {
		if n := int(d / u.unit); n == 1 {
			return "1 " + u.name + " ago"
		} else if n > 1 {
			return fmt.Sprintf("%d %ss ago", n, u.name)
		}
	}
	return "just now"
}

func certificateNames(c *x509.Certificate) string {
	names := c.DNSNames
	for _, ip := range c.IPAddresses {
		names = append(names, ip.String())
	}
	switch {
	case len(names) == 0:
		return "no name"
	case len(names) > 4:
		return fmt.Sprintf("%s and %d more", strings.Join(names[:4], ", "), len(names)-4)
	}
	return strings.Join(names, ", ")
}

// bodyFailure says why the body is not whole.
func bodyFailure(ctx context.Context, e *Exchange, watch *clock, err error) error {
	if ended := ending(ctx, watch.at(), err); ended != nil {
		return ended
	}
	came := len(e.Response.Wire)
	f := &Error{Phase: PhaseBody, ID: "body.truncated", Means: "the body is incomplete; the part that came is kept", Do: "send again", Err: err}
	length := e.Response.Header("Content-Length")
	switch {
	case errors.Is(err, errWireTooLarge):
		f.ID, f.What, f.Do = "body.too_large", fmt.Sprintf("the body is larger than %d bytes, which is as much as is kept", came), ""
		f.Means += e.keptBefore()
	case errors.Is(err, io.ErrUnexpectedEOF) && length != "":
		f.What = fmt.Sprintf("the body ended after %d of %s bytes", came, length)
	case errors.Is(err, io.ErrUnexpectedEOF):
		f.What = fmt.Sprintf("the body ended after %d bytes, before its last chunk", came)
	default:
		f.What = fmt.Sprintf("the body broke off after %d bytes: %s", came, plainCause(err))
	}
	return f
}

// decodeFailure says why the body could not be decoded to its end.
func (e *Exchange) decodeFailure(err error, limits Limits) error {
	r := &e.Response
	f := &Error{Phase: PhaseBody, ID: "body.decode", What: fmt.Sprintf("the body could not be decoded: %s", plainCause(err)),
		Means: fmt.Sprintf("the %d bytes that could are shown; as received it is whole", len(r.Body)), Err: err}
	switch {
	case r.Encodings == nil:
		f.Means = "it is not what its Content-Encoding says, and is shown as received"
	case errors.Is(err, coding.ErrBomb):
		f.ID, f.What = "body.bomb", fmt.Sprintf("the body of %d bytes decodes to more than %d times as much", len(r.Wire), limits.Ratio)
		f.Means = fmt.Sprintf("it may be meant to fill memory; %d decoded bytes are shown", len(r.Body))
	case errors.Is(err, coding.ErrTooLarge):
		f.ID, f.What = "body.too_large", fmt.Sprintf("the decoded body is larger than %d bytes", limits.Decoded)
		f.Means = fmt.Sprintf("its first %d bytes are shown", len(r.Body)) + e.keptBefore()
	}
	return f
}

// keptBefore says why less than the limit is kept after redirects.
func (e *Exchange) keptBefore() string {
	if len(e.Hops) == 0 {
		return ""
	}
	return "; the bodies of the redirects before it count too"
}

// plainCause gives the innermost words of an error, without the addresses and calls around them.
func plainCause(err error) string {
	if op, ok := errors.AsType[*net.OpError](err); ok {
		err = op.Err
	}
	text := err.Error()
	for _, noise := range []string{"net/http: HTTP/1.x transport connection broken: ", "net/http: ", "http: ", "tls: "} {
		text = strings.TrimPrefix(text, noise)
	}
	return text
}
