package client

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"net/http"
	"net/http/httptrace"
	"slices"
	"strings"
	"time"

	"dowse/client/wire"
	"dowse/collections"
)

// attempt sends one request, without following anything, and puts what came of it into e, as much as
// may be kept.
func (c *Client) attempt(ctx context.Context, e *Exchange, out *outgoing, limits collections.Timeouts, kept Limits) error {
	e.Request, e.Response, e.Timings = out.sent("HTTP/1.1"), Response{}, Timings{}
	e.TLS, e.Remote, e.Proxy, e.Reused = nil, "", c.proxyOf(out), false
	transport, err := c.transport(out.tls)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	watch := &clock{limits: limits, lines: out.lines(), cancel: cancel, times: marks{start: time.Now()}}
	defer watch.stop()
	watch.shown = progressOf(ctx)
	watch.shown.begin(watch)
	ctx = wire.WithLimits(ctx, wire.Limits{Connect: limits.Connect, TLS: limits.TLS})
	request, sending, err := out.request(httptrace.WithClientTrace(ctx, watch.trace()), watch)
	if err != nil && len(e.Hops) > 0 {
		return bodyUnread(err, PhaseRedirect)
	} else if err != nil {
		return bodyUnread(err, PhasePrepare)
	}
	watch.header = request.Header
	response, err := transport.RoundTrip(request)
	if err == nil {
		watch.gotHead()
		defer response.Body.Close()
	}
	e.connection(out, watch, response)
	defer func() { e.Request.Body.SHA256, _ = sending.outcome() }()
	if err == nil && e.Response.Status == 0 {
		err = errors.New("its status is not a number from 100 on")
	}
	if err != nil {
		watch.stop()
		e.Timings = watch.at().timings(time.Now())
		if _, unread := sending.outcome(); unread != nil {
			return bodyUnread(unread, PhaseSend)
		}
		return attemptFailure(ctx, e, out, watch, err)
	}
	err, decoding := e.receive(ctx, response, kept, watch, out.redirects > 0)
	watch.stop()
	e.Timings = watch.at().timings(time.Now())
	if err != nil {
		return bodyFailure(ctx, e, watch, err)
	}
	return e.decoded(ctx, kept, watch, decoding)
}

func (c *Client) proxyOf(out *outgoing) string {
	proxy, err := c.options.Proxy(out.target.url)
	if err != nil {
		return "" // dialling says what is wrong with it
	}
	return wire.Shown(proxy)
}

// request gives the request in net/http's form, its body opened. The error says why that cannot be done.
func (o *outgoing) request(ctx context.Context, watch *clock) (*http.Request, *upload, error) {
	header := make(http.Header, len(o.headers))
	for _, h := range o.headers {
		if name := canonical(h.name); name != "Host" && name != "Content-Length" {
			header[name] = append(header[name], h.value.Reveal())
		}
	}
	if header["User-Agent"] == nil {
		header["User-Agent"] = []string{""} // otherwise net/http adds its own
	}
	request := &http.Request{Method: o.method, URL: o.target.url, Header: header, Host: o.host, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1}
	request.Close = slices.ContainsFunc(header["Connection"], func(v string) bool { return same(v, "close") })
	request = request.WithContext(ctx)
	if o.length() == 0 {
		return request, nil, nil
	}
	sending := &upload{body: o.body, watch: watch}
	request.ContentLength, request.GetBody = o.length(), sending.open
	var err error
	request.Body, err = sending.open()
	return request, sending, err
}

// lines gives the header lines as they are to be written.
func (o *outgoing) lines() []wire.Line {
	lines := make([]wire.Line, len(o.headers))
	for i, h := range o.headers {
		lines[i] = wire.Line{Name: h.name, Value: h.value.Reveal()}
	}
	return lines
}

// sent gives the request as it goes out over protocol.
func (o *outgoing) sent(protocol string) Sent {
	s := Sent{Method: o.method, URL: o.target.text, Protocol: protocol, Body: o.sentBody(), Headers: make([]SentHeader, 0, len(o.headers))}
	for _, h := range o.headers {
		name := h.name
		if protocol == "HTTP/2.0" {
			if connectionBound(name, h.value.Reveal()) {
				continue
			}
			if name = strings.ToLower(name); name == "host" {
				name = ":authority" // RFC 9113 section 8.3.1
			}
		}
		s.Headers = append(s.Headers, SentHeader{Name: name, Value: h.value})
	}
	return s
}

// connectionBound reports whether a header belongs to an HTTP/1 connection: HTTP/2 forbids it
// (RFC 9113 section 8.2.2).
func connectionBound(name, value string) bool {
	switch strings.ToLower(name) {
	case "connection", "proxy-connection", "keep-alive", "transfer-encoding", "upgrade":
		return true
	case "te":
		return !same(strings.Trim(value, " \t"), "trailers")
	}
	return false
}

// noticeLeftOut says which rows HTTP/2 does not take.
func (e *Exchange) noticeLeftOut(out *outgoing) {
	var names []string
	for _, h := range out.headers {
		if connectionBound(h.name, h.value.Reveal()) {
			names = addName(names, h.name)
		}
	}
	notice := "not sent, since HTTP/2 forbids it (RFC 9113 section 8.2.2): " + strings.Join(names, ", ")
	if names != nil && !slices.Contains(e.Notices, notice) {
		e.Notices = append(e.Notices, notice)
	}
}

// connection takes over what the connection knows: its facts and the head of the response.
func (e *Exchange) connection(out *outgoing, watch *clock, response *http.Response) {
	conn, recording, reused := watch.connection()
	if conn != nil {
		e.Remote, e.Reused = conn.RemoteAddr().String(), reused
	}
	switch conn := conn.(type) {
	case *wire.Conn:
		e.TLS = tlsFacts(conn.TLS())
	case *tls.Conn:
		state := conn.ConnectionState()
		e.TLS = tlsFacts(&state)
		e.Request = out.sent("HTTP/2.0")
		e.noticeLeftOut(out)
	}
	if recording != nil {
		raw, whole := recording.Head()
		e.Response.fromHead(wire.ParseHead(raw))
		if whole {
			e.Response.HeadSize = len(raw)
		}
	} else if response != nil {
		e.Response.Status, e.Response.Protocol = response.StatusCode, response.Proto
		e.Response.Headers = sortedHeaders(response.Header)
	}
}

func (r *Response) fromHead(head wire.Head) {
	if head.Status == 0 {
		return
	}
	r.Status, r.Reason, r.Protocol = head.Status, head.Reason, head.Protocol
	for _, l := range head.Lines {
		r.Headers = append(r.Headers, Header(l))
	}
}

// sortedHeaders gives headers that have no order of their own, in the lower case of RFC 9113 section 8.2.
func sortedHeaders(header http.Header) []Header {
	var headers []Header
	for name, values := range header {
		for _, value := range values {
			headers = append(headers, Header{strings.ToLower(name), value})
		}
	}
	slices.SortStableFunc(headers, func(a, b Header) int { return cmp.Compare(a.Name, b.Name) })
	return headers
}
