package client_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"dowse/client"
	"dowse/collections"
	"dowse/collections/vars"
)

func withTimeouts(url string, limits collections.Timeouts) collections.Request {
	return collections.Request{URL: url, Settings: collections.Settings{Timeouts: limits}}
}

// wantWhat checks the first words of an error, as a person reads them.
func wantWhat(t *testing.T, e *client.Error, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(e.What, part) {
			t.Errorf("%s says %q, want %q in it", e.ID, e.What, part)
		}
	}
}

func TestNotAURL(t *testing.T) {
	c := newClient(t, client.Options{})
	for url, say := range map[string]string{
		"":                            "it is empty",
		"/orders":                     "no scheme and no host, and there is no base_url",
		"http:/a.com/":                "one slash",
		"HTTP:a.com/":                 "no slashes",
		"http://::1/":                 "brackets",
		"http://":                     "no host",
		"http:///path":                "no host",
		"http://u:p@/path":            "no host",
		"https://a b.com/":            "a space",
		"https://a.com/b c":           "a space",
		"ftp://a.com/":                `"ftp" is not supported`,
		"http://a.com:0/":             `the port "0"`,
		"http://a.com:99999/":         `the port "99999"`,
		"http://a.com:http/":          "port",
		"http://[::1/":                "']'",
		"http://ann:hunter2@a.com:x/": "port",
		"http://a.com/%zz":            "%zz",
	} {
		_, e := failing(t, c, collections.Request{URL: url}, "prepare.url")
		if all := e.Error(); !strings.Contains(all, say) || strings.Contains(all, "hunter2") {
			t.Errorf("%q: %s", url, all)
		}
	}
}

// TestPrepareHidesSecrets: an error about what cannot be sent is printed and kept in logs.
func TestPrepareHidesSecrets(t *testing.T) {
	c := newClient(t, client.Options{})
	scope := vars.NewScope(vars.Layer{Variables: []vars.Variable{{Name: "s", Value: vars.NewString("hunter2 x").AsSecret()}}})
	for _, r := range []collections.Request{
		{URL: "http://a.com/a b?k={{s}}"}, {URL: "http://a.com:{{s | raw}}/"}, {URL: "{{s}}"}, {URL: "http://{{s | raw}}%zz/"},
		withHeaders("http://a.com/", "X {{s}}", "1"), {URL: "http://ann:x/hunter2@a b/"},
	} {
		_, err := c.Send(t.Context(), r, scope)
		failure, ok := errors.AsType[*client.Error](err)
		if !ok || failure.Phase != client.PhasePrepare || strings.Contains(failure.Error(), "hunter2") {
			t.Errorf("%s %+v: %v", r.URL, r.Headers, err)
		}
	}
}

// TestNoStatus: a response whose status is no status is no response.
func TestNoStatus(t *testing.T) {
	s := newRawServer(t, always("HTTP/1.1 000 X\r\nContent-Length: 2\r\n\r\nhi"))
	_, failure := failing(t, newClient(t, client.Options{}), collections.Request{URL: s.url()}, "protocol.malformed")
	wantWhat(t, failure, "not HTTP")
}

func TestNoConnection(t *testing.T) {
	c := newClient(t, client.Options{})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	listener.Close()
	e, failure := failing(t, c, collections.Request{URL: "http://" + address}, "connect.refused")
	if failure.What != address+" refused: nothing is listening" || failure.Phase != client.PhaseConnect {
		t.Errorf("%+v", failure)
	}
	if e.Request.Method != "GET" || e.Response.Status != 0 {
		t.Errorf("exchange is %+v", e)
	}
}

// nameServer answers every query with a response code, or not at all.
func nameServer(t *testing.T, code byte, silent bool) *net.Resolver {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	go func() {
		packet := make([]byte, 512)
		for {
			n, from, err := conn.ReadFrom(packet)
			if err != nil {
				return
			}
			if !silent {
				packet[2], packet[3] = 0x81, 0x80|code
				conn.WriteTo(packet[:n], from)
			}
		}
	}()
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "udp", conn.LocalAddr().String())
	}}
}

func TestNamesNotFound(t *testing.T) {
	c := newClient(t, client.Options{Resolver: nameServer(t, 3, false)})
	_, failure := failing(t, c, collections.Request{URL: "http://api.shp.example/x"}, "dns.not_found")
	if failure.What != "api.shp.example does not exist" || failure.Phase != client.PhaseDNS {
		t.Errorf("%+v", failure)
	}
	c = newClient(t, client.Options{Resolver: nameServer(t, 0, true)})
	failing(t, c, withTimeouts("http://api.shp.example/x", collections.Timeouts{Connect: 30 * time.Millisecond}), "dns.timeout")
	c = newClient(t, client.Options{Resolver: nameServer(t, 2, false)})
	_, failure = failing(t, c, collections.Request{URL: "http://api.shp.example/x"}, "dns.failed")
	wantWhat(t, failure, "could not look up api.shp.example")
}

// hanging is a server that says some bytes and then nothing more, until the test ends.
func hanging(t *testing.T, says string) (url string) {
	t.Helper()
	return "http://" + listen(t, func(conn net.Conn) {
		t.Cleanup(func() { conn.Close() })
		io.ReadAtLeast(conn, make([]byte, 4096), 16)
		io.WriteString(conn, says)
		io.Copy(io.Discard, conn)
	})
}

// patiently tries with longer and longer limits until one suffices, so that a busy machine fails
// nothing. try gives what is wrong; only that of the longest limit counts.
func patiently(t *testing.T, try func(limit time.Duration) error) {
	t.Helper()
	var err error
	for limit := 100 * time.Millisecond; limit < 10*time.Second; limit *= 3 {
		if err = try(limit); err == nil {
			return
		}
	}
	t.Error(err)
}

// expect says what is wrong with a send that was to fail with that ID and those words.
func expect(e *client.Exchange, err error, id, words string, status int, body string) error {
	failure, ok := err.(*client.Error)
	if !ok || failure.ID != id || !strings.Contains(failure.What, words) {
		return fmt.Errorf("error is %v, want %s with %q", err, id, words)
	}
	if e.Response.Status != status || string(e.Response.Body) != body || e.Response.Complete {
		return fmt.Errorf("response is %+v, want status %d and %q", e.Response, status, body)
	}
	return nil
}

// said is a limit as a person reads it.
func said(limit time.Duration) string {
	if limit < time.Second {
		return fmt.Sprint(limit.Milliseconds(), " ms")
	}
	return fmt.Sprint(limit.Seconds(), " s")
}

func TestTimeouts(t *testing.T) {
	c := newClient(t, client.Options{})
	firstByte := func(d time.Duration) collections.Timeouts { return collections.Timeouts{FirstByte: d} }
	idle := func(d time.Duration) collections.Timeouts { return collections.Timeouts{Idle: d} }
	total := func(d time.Duration) collections.Timeouts { return collections.Timeouts{Total: d} }
	for _, test := range []struct {
		name, says, id string
		limits         func(time.Duration) collections.Timeouts
		words          string
		status         int
		body           string
	}{
		{"no answer", "", "wait.timeout", firstByte, "no answer within %s (connected, sent, waiting ", 0, ""},
		{"half a head", "HTTP/1.1 200 OK\r\nX: ", "wait.timeout", firstByte, "no answer within %s", 200, ""},
		{"only an interim response", "HTTP/1.1 103 Early\r\n\r\n", "wait.timeout", firstByte, "no answer within %s", 0, ""},
		{"half a body", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", "body.idle_timeout", idle, "for %s (connected, sent, receiving for", 200, "half"},
		{"in all", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", "total.timeout", total, "within %s in all", 200, "half"},
		{"in all, waiting", "", "total.timeout", total, "within %s in all (connected, sent, waiting", 0, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			url := hanging(t, test.says)
			patiently(t, func(limit time.Duration) error {
				e, err := c.Send(t.Context(), withTimeouts(url, test.limits(limit)), scopeOf())
				return expect(e, err, test.id, fmt.Sprintf(test.words, said(limit)), test.status, test.body)
			})
		})
	}
}

// A body that keeps coming is no idle one, however long the whole of it takes.
func TestIdleIsNotTotal(t *testing.T) {
	const chunks = 40
	var pause atomic.Int64
	s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		tick := time.NewTicker(time.Duration(pause.Load()))
		defer tick.Stop()
		for range chunks {
			select {
			case <-tick.C:
			case <-r.Context().Done():
				return
			}
			io.WriteString(w, "x")
			w.(http.Flusher).Flush()
		}
	})
	c := newClient(t, client.Options{})
	patiently(t, func(limit time.Duration) error {
		pause.Store(int64(limit / 20)) // 40 of them are twice the limit
		e, err := c.Send(t.Context(), withTimeouts(s.URL, collections.Timeouts{Idle: limit}), scopeOf())
		if err != nil || len(e.Response.Body) != chunks || e.Elapsed < limit {
			return fmt.Errorf("%d of %d chunks came in %s with a limit of %s: %v", len(e.Response.Body), chunks, e.Elapsed, limit, err)
		}
		return nil
	})
}

// A server that takes nothing of a large body holds the send up, not for ever.
func TestSendTimeout(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	r := withTimeouts("http://"+listener.Addr().String(), collections.Timeouts{Idle: 80 * time.Millisecond})
	r.Method, r.Body = "PUT", collections.Body{Kind: collections.BodyText, Text: strings.Repeat("x", 64<<20)}
	_, failure := failing(t, newClient(t, client.Options{}), r, "send.timeout")
	wantWhat(t, failure, "took nothing of the request for 80 ms")
}

func TestTLSTimeout(t *testing.T) {
	url := strings.Replace(hanging(t, ""), "http:", "https:", 1)
	failing(t, newClient(t, client.Options{}), withTimeouts(url, collections.Timeouts{TLS: 40 * time.Millisecond}), "tls.timeout")
}

// Cancelling ends a send whatever it is doing, and keeps what came.
func TestCancel(t *testing.T) {
	c := newClient(t, client.Options{})
	for name, says := range map[string]string{
		"waiting": "", "half a head": "HTTP/1.1 200 OK\r\n", "half a body": "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			url, status, body := hanging(t, says), 0, ""
			if name != "waiting" {
				status = 200
			}
			if name == "half a body" {
				body = "half"
			}
			patiently(t, func(limit time.Duration) error {
				ctx, cancel := context.WithCancel(context.Background())
				defer time.AfterFunc(limit, cancel).Stop()
				e, err := c.Send(ctx, collections.Request{URL: url}, scopeOf())
				return expect(e, err, "canceled", "cancelled", status, body)
			})
		})
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := c.Send(ctx, collections.Request{URL: "http://127.0.0.1:9/"}, scopeOf())
	wantID(t, err, "canceled")
}

func TestMalformed(t *testing.T) {
	for _, test := range []struct{ name, answer, id, words string }{
		{"closed", "", "wait.closed", "without an answer"},
		{"no HTTP", "SSH-2.0-OpenSSH_9\r\nConnection: close\r\n\r\n", "protocol.malformed", "not HTTP"},
		{"TLS alert", "\x15\x03\x01\x00\x02\x02\x0a\r\nConnection: close\r\n", "protocol.malformed", "answered with TLS"},
		{"half a head", "HTTP/1.1 200 OK\r\nX: 1\r\nConnection: close\r\n", "protocol.malformed", "in the middle of the response's head"},
		{"bad length", "HTTP/1.1 200 OK\r\nContent-Length: x\r\nConnection: close\r\n\r\n", "protocol.malformed", "Content-Length"},
		{"short body", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\nConnection: close\r\n\r\nhalf", "body.truncated", "after 4 of 9 bytes"},
		{"short chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n4\r\nhalf\r\n", "body.truncated", "after 4 bytes, before its last chunk"},
		{"bad chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n4\r\nhalf\r\nzz\r\n", "body.truncated", "broke off after 4 bytes"},
	} {
		s := newRawServer(t, always(test.answer))
		e, failure := failing(t, newClient(t, client.Options{}), collections.Request{URL: s.url()}, test.id)
		wantWhat(t, failure, test.words)
		if test.id == "body.truncated" && (string(e.Response.Body) != "half" || e.Response.Status != 200 || e.Response.Complete) {
			t.Errorf("%s: response is %+v", test.name, e.Response)
		}
		if failure.Phase == client.PhaseBody != (test.id == "body.truncated") {
			t.Errorf("%s: phase is %s", test.name, failure.Phase)
		}
	}
}

// A head without an end is given up after a while, a long one that ends is taken.
func TestEndlessHead(t *testing.T) {
	line := "X-Filler: " + strings.Repeat("x", 1000) + "\r\n"
	sent := make(chan int, 1)
	endless := listen(t, func(conn net.Conn) {
		defer conn.Close()
		io.ReadAtLeast(conn, make([]byte, 4096), 16)
		n, err := io.WriteString(conn, "HTTP/1.1 200 OK\r\n")
		for n < 64<<20 && err == nil {
			var more int
			more, err = io.WriteString(conn, line)
			n += more
		}
		sent <- n
	})
	_, failure := failing(t, newClient(t, client.Options{}), collections.Request{URL: "http://" + endless}, "protocol.malformed")
	wantWhat(t, failure, "head")
	if n := <-sent; n >= 64<<20 { // more than is read fits in the buffers of the system
		t.Errorf("%d bytes of a head were taken", n)
	}
	long := newRawServer(t, always("HTTP/1.1 200 OK\r\n"+strings.Repeat(line, 500)+"Content-Length: 2\r\nConnection: close\r\n\r\nok"))
	if e := mustSend(t, newClient(t, client.Options{}), collections.Request{URL: long.url()}); string(e.Response.Body) != "ok" {
		t.Errorf("after a head of 500 kB the body is %q", e.Response.Body)
	}
}

func TestOldServers(t *testing.T) {
	for name, answer := range map[string]string{
		"1.0 until close": "HTTP/1.0 200 OK\r\nConnection: close\r\n\r\nok",
		"bare line feeds": "HTTP/1.1 200 OK\nX: 1\nContent-Length: 2\n\nok",
		"no reason":       "HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok",
	} {
		s := newRawServer(t, always(answer))
		e := mustSend(t, newClient(t, client.Options{}), collections.Request{URL: s.url()})
		if string(e.Response.Body) != "ok" || !e.Response.Complete || e.Response.HeadSize != len(answer)-2 {
			t.Errorf("%s: %+v", name, e.Response)
		}
	}
}

func TestNoBody(t *testing.T) {
	for method, answer := range map[string]string{
		"HEAD":   "HTTP/1.1 200 OK\r\nContent-Length: 9\r\nContent-Encoding: gzip\r\n\r\n",
		"DELETE": "HTTP/1.1 204 No Content\r\n\r\n",
		"GET":    "HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n",
	} {
		s := newRawServer(t, always(answer))
		c := newClient(t, client.Options{})
		for range 2 {
			e := mustSend(t, c, collections.Request{Method: method, URL: s.url()})
			if len(e.Response.Body) != 0 || !e.Response.Complete {
				t.Errorf("%s: %+v", method, e.Response)
			}
		}
		if s.conns != 1 {
			t.Errorf("%s: %d connections", method, s.conns)
		}
	}
}
