package client_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/mccutchen/go-httpbin/v2/httpbin"

	"dowse/client"
	"dowse/collections"
)

func gzipped(body string) string {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	io.WriteString(w, body)
	w.Close()
	return out.String()
}

func brotlied(body string) string {
	var out bytes.Buffer
	w := brotli.NewWriter(&out)
	io.WriteString(w, body)
	w.Close()
	return out.String()
}

// coded answers with a body and its Content-Encoding.
func coded(encoding, body string) string {
	return fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Encoding: %s\r\nContent-Length: %d\r\n\r\n%s", encoding, len(body), body)
}

func TestDecodedBodies(t *testing.T) {
	text := strings.Repeat("dowse ", 200)
	twice := brotlied(gzipped(text))
	var varied strings.Builder
	for n := range 500 {
		fmt.Fprint(&varied, n*n, " ")
	}
	broken := gzipped(varied.String())[:700]
	for _, test := range []struct {
		name, encoding, wire, body, id string
		encodings                      []string
	}{
		{"gzip", "gzip", gzipped(text), text, "", []string{"gzip"}},
		{"two", "gzip, br", twice, text, "", []string{"br", "gzip"}},
		{"unknown", "gzip, mystery", twice, twice, "", nil},
		{"identity", "identity", text, text, "", nil},
		{"nothing", "gzip", "", "", "", nil},
		{"no gzip at all", "gzip", text, text, "body.decode", nil},
		{"garbled", "gzip", gzipped(text)[:20] + strings.Repeat("\xff", 9), "", "body.decode", []string{"gzip"}},
	} {
		s := newRawServer(t, always(coded(test.encoding, test.wire)))
		e, err := newClient(t, client.Options{}).Send(t.Context(), collections.Request{URL: s.url()}, scopeOf())
		if test.id != "" {
			wantID(t, err, test.id)
		} else if err != nil {
			t.Errorf("%s: %v", test.name, err)
		}
		r := e.Response
		if string(r.Wire) != test.wire || test.body != "" && string(r.Body) != test.body || r.Complete != (test.id == "") {
			t.Errorf("%s: %d bytes on the wire, body %q, complete %v", test.name, len(r.Wire), r.Body, r.Complete)
		}
		if test.name != "garbled" && !slices.Equal(r.Encodings, test.encodings) {
			t.Errorf("%s: encodings are %q", test.name, r.Encodings)
		}
		if (test.name == "unknown") != (len(e.Notices) == 1) {
			t.Errorf("%s: notices are %q", test.name, e.Notices)
		}
	}
	// Of a body that broke off, as much is decoded as came.
	s := newRawServer(t, always("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Encoding: gzip\r\nContent-Length: 999\r\n\r\n"+broken))
	e, _ := failing(t, newClient(t, client.Options{}), collections.Request{URL: s.url()}, "body.truncated")
	r := e.Response
	if string(r.Wire) != broken || len(r.Body) == 0 || !strings.HasPrefix(varied.String(), string(r.Body)) || !slices.Equal(r.Encodings, []string{"gzip"}) {
		t.Errorf("%d bytes on the wire, body %q, encodings %q", len(r.Wire), r.Body, r.Encodings)
	}
}

func TestLimits(t *testing.T) {
	text := strings.Repeat("0", 100_000)
	for _, test := range []struct {
		id, answer string
		limits     client.Limits
		wire, body int
	}{
		{"body.too_large", fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n%s", text), client.Limits{Wire: 1000}, 1000, 1000},
		{"body.too_large", "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + text, client.Limits{Wire: 1000}, 1000, 1000},
		{"body.too_large", coded("gzip", gzipped(text)), client.Limits{Wire: 100_000, Decoded: 5000}, len(gzipped(text)), 5000},
		{"body.bomb", coded("gzip", gzipped(text)), client.Limits{Wire: 100_000, Decoded: 200_000, Ratio: 10, Floor: 4000}, len(gzipped(text)), 0},
	} {
		s := newRawServer(t, always(test.answer))
		e, failure := failing(t, newClient(t, client.Options{Limits: test.limits}), collections.Request{URL: s.url()}, test.id)
		r := e.Response
		if len(r.Wire) != test.wire || test.body > 0 && len(r.Body) != test.body || len(r.Body) >= 100_000 || r.Complete || r.Status != 200 {
			t.Errorf("%s: %d and %d bytes kept: %v", test.id, len(r.Wire), len(r.Body), failure)
		}
	}
	chunked := "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n" + strings.Repeat("a\r\n0123456789\r\n", 10_000)
	s := newRawServer(t, always(chunked)) // and no last chunk
	if e, _ := failing(t, newClient(t, client.Options{Limits: client.Limits{Wire: 1000}}), collections.Request{URL: s.url()}, "body.too_large"); len(e.Response.Wire) != 1000 || cap(e.Response.Wire) > 5000 {
		t.Errorf("of chunks %d bytes are kept in %d", len(e.Response.Wire), cap(e.Response.Wire))
	}
	// The control: at the limit nothing is cut.
	s = newRawServer(t, always(fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n%s", text)))
	if e := mustSend(t, newClient(t, client.Options{Limits: client.Limits{Wire: 100_000}}), collections.Request{URL: s.url()}); !e.Response.Complete {
		t.Errorf("%d bytes kept", len(e.Response.Body))
	}
}

// The bodies of redirects and of what they lead to share the limits.
func TestLimitsOfRedirects(t *testing.T) {
	text := strings.Repeat("0", 100_000)
	small := len(gzipped(text))
	for _, test := range []struct {
		name, body, head string
		limits           client.Limits
		hops, left       int
	}{
		{"wire", text[:400], "", client.Limits{Wire: 1000}, 2, 200},
		{"wire, used up", text[:500], "", client.Limits{Wire: 1000}, 2, 1},
		{"decoded", gzipped(text), "Content-Encoding: gzip\r\n", client.Limits{Decoded: 250_000}, 2, 50_000},
		{"within", text[:300], "", client.Limits{Wire: 1000}, 2, -1},
		{"decoded, on the wire", gzipped(text), "Content-Encoding: gzip\r\n", client.Limits{Wire: int64(3 * small)}, 2, -1},
	} {
		s := newRawServer(t, func(n int, _ string) string {
			line := "302 Found\r\nLocation: /" + fmt.Sprint(n)
			if n == test.hops {
				line = "200 OK"
			}
			return fmt.Sprintf("HTTP/1.1 %s\r\n%sContent-Length: %d\r\n\r\n%s", line, test.head, len(test.body), test.body)
		})
		e, err := newClient(t, client.Options{Limits: test.limits}).Send(t.Context(), collections.Request{URL: s.url()}, scopeOf())
		if len(e.Hops) != test.hops || (err != nil) != (test.left >= 0) {
			t.Fatalf("%s: %d hops, %v", test.name, len(e.Hops), err)
		}
		if test.left < 0 {
			continue
		}
		if failure := wantID(t, err, "body.too_large"); len(e.Response.Body) != test.left || !strings.Contains(failure.Means, "redirects before it count") {
			t.Errorf("%s: %d bytes kept: %v", test.name, len(e.Response.Body), failure)
		}
	}
}

// Large bodies come whole, whether their length is said before or not.
func TestLargeBodies(t *testing.T) {
	body := bytes.Repeat([]byte("0123456789abcdef"), 1<<20)
	s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/length" {
			w.Header().Set("Content-Length", fmt.Sprint(len(body)))
		}
		w.Write(body)
	})
	for _, path := range []string{"/length", "/chunked"} {
		e := mustSend(t, newClient(t, client.Options{}), collections.Request{URL: s.URL + path})
		if !bytes.Equal(e.Response.Body, body) || !e.Response.Complete {
			t.Errorf("%s: %d bytes", path, len(e.Response.Body))
		}
		if &e.Response.Body[0] != &e.Response.Wire[0] {
			t.Errorf("%s: the body is kept twice", path)
		}
	}
}

// A server that closed a kept connection costs nobody an error.
func TestKeptConnectionClosed(t *testing.T) {
	s := newRawServer(t, func(n int, _ string) string {
		if n == 1 {
			return "" // closes instead of answering the second request
		}
		return okay
	})
	c := newClient(t, client.Options{})
	if e := mustSend(t, c, collections.Request{URL: s.url()}); e.Reused {
		t.Error("the first connection was open already")
	}
	e := mustSend(t, c, withHeaders(s.url(), "b", "2", "A", "1"))
	if e.Reused || string(e.Response.Body) != "ok" {
		t.Errorf("exchange is %+v", e)
	}
	if last := s.received()[2]; !strings.Contains(last, "\r\nb: 2\r\nA: 1\r\n") {
		t.Errorf("the second try was %q", last)
	}
}

// What is timed is the try that was answered, not the one on the closed connection before it.
func TestKeptConnectionClosedTimings(t *testing.T) {
	var requests atomic.Int32
	address := listen(t, func(conn net.Conn) {
		defer conn.Close()
		in := bufio.NewReader(conn)
		for {
			if requests.Load() == 2 { // the second try is answered before its body is taken
				io.ReadAtLeast(conn, make([]byte, 4096), 16)
				io.WriteString(conn, "HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\nno")
				io.Copy(io.Discard, conn)
				return
			}
			if _, err := readRequest(in); err != nil {
				return
			}
			if requests.Add(1) == 2 {
				return
			}
			io.WriteString(conn, okay)
		}
	})
	c := newClient(t, client.Options{})
	mustSend(t, c, collections.Request{URL: "http://" + address})
	r := collections.Request{URL: "http://" + address, Body: collections.Body{Kind: collections.BodyText, Text: strings.Repeat("x", 32<<20)}}
	e := mustSend(t, c, r)
	if e.Reused || e.Response.Status != 413 || e.Timings.Send == 0 || e.Timings.Wait != 0 || e.Timings.Total < e.Timings.Send+e.Timings.Receive {
		t.Errorf("reused %v, status %d, timings %+v", e.Reused, e.Response.Status, e.Timings)
	}
}

// Many sends at once share connections, and each keeps its own head and order.
func TestConcurrent(t *testing.T) {
	s := newRawServer(t, func(_ int, request string) string {
		_, after, _ := strings.Cut(request, "\r\nx-n: ")
		n, _, _ := strings.Cut(after, "\r\n")
		return "HTTP/1.1 204 No Content\r\nx-N: " + n + "\r\n\r\n"
	})
	c := newClient(t, client.Options{})
	var all sync.WaitGroup
	for n := range 40 {
		all.Go(func() {
			for range 5 {
				e, err := c.Send(t.Context(), withHeaders(s.url(), "x-n", fmt.Sprint(n)), scopeOf())
				if err != nil || len(e.Response.Headers) != 1 || e.Response.Headers[0] != (client.Header{Name: "x-N", Value: fmt.Sprint(n)}) {
					t.Errorf("%d: %v, %+v", n, err, e.Response)
				}
			}
		})
	}
	all.Wait()
}

func TestSwitchingProtocols(t *testing.T) {
	s := newRawServer(t, always("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\nxx"))
	e := mustSend(t, newClient(t, client.Options{}), withHeaders(s.url(), "Upgrade", "x", "Connection", "Upgrade"))
	if e.Response.Status != 101 || len(e.Response.Body) != 0 || !e.Response.Complete {
		t.Errorf("response is %+v", e.Response)
	}
}

// Servers answer before they have read everything; the answer counts.
func TestAnsweredEarly(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	go func() {
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		io.ReadAtLeast(conn, make([]byte, 4096), 16)
		io.WriteString(conn, "HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\n\r\nno\n")
		io.Copy(io.Discard, conn)
	}()
	r := collections.Request{Method: "PUT", URL: "http://" + listener.Addr().String(), Body: collections.Body{Kind: collections.BodyText, Text: strings.Repeat("x", 4<<20)}}
	if e := mustSend(t, newClient(t, client.Options{}), r); e.Response.Status != 413 || string(e.Response.Body) != "no\n" {
		t.Errorf("response is %+v", e.Response)
	}
}

func TestHTTPBin(t *testing.T) {
	s := httptest.NewServer(httpbin.New().Handler())
	defer s.Close()
	c := newClient(t, client.Options{})
	for path, want := range map[string]string{
		"/gzip": `"gzipped": true`, "/deflate": `"deflated": true`, "/stream/3": `"id":2`, "/redirect/3": `"url"`,
		"/basic-auth/ann/pw": `"authorized": true`, "/encoding/utf8": "∮", "/cookies": `"a": "1"`, "/trailers?x-t=1": "",
	} {
		r := withHeaders(s.URL+path, "Cookie", "a=1")
		if strings.HasPrefix(path, "/basic-auth") {
			r.Auth = &collections.Auth{Kind: collections.AuthBasic, User: "ann", Password: "pw"}
		}
		e := mustSend(t, c, r)
		if e.Response.Status != 200 || !strings.Contains(string(e.Response.Body), want) {
			t.Errorf("%s: %d %s", path, e.Response.Status, e.Response.Body)
		}
	}
}
