package client_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"

	"dowse/client"
	"dowse/collections"
	"dowse/collections/vars"
)

// rawServer answers every request on its connections with bytes, and keeps what it was sent.
type rawServer struct {
	address string
	answer  func(n int, request string) string // n counts requests from 0; "" closes the connection

	mu       sync.Mutex
	requests []string
	conns    int
}

func newRawServer(t *testing.T, answer func(n int, request string) string) *rawServer {
	t.Helper()
	s := &rawServer{answer: answer}
	s.address = listen(t, func(conn net.Conn) {
		s.mu.Lock()
		s.conns++
		s.mu.Unlock()
		s.serve(conn)
	})
	return s
}

// listen hands each connection to a function of its own until the test ends, and gives the address.
func listen(t *testing.T, serve func(net.Conn)) (address string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go serve(conn)
		}
	}()
	return listener.Addr().String()
}

// always answers the same.
func always(answer string) func(int, string) string {
	return func(int, string) string { return answer }
}

func (s *rawServer) serve(conn net.Conn) {
	defer conn.Close()
	in := bufio.NewReader(conn)
	for {
		request, err := readRequest(in)
		if err != nil {
			return
		}
		s.mu.Lock()
		n := len(s.requests)
		s.requests = append(s.requests, request)
		s.mu.Unlock()
		answer := s.answer(n, request)
		io.WriteString(conn, answer)
		if answer == "" || strings.Contains(answer, "\r\nConnection: close\r\n") {
			return
		}
	}
}

// readRequest reads one request with its Content-Length body, byte by byte as it came.
func readRequest(in *bufio.Reader) (string, error) {
	var request strings.Builder
	length := 0
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return "", err
		}
		request.WriteString(line)
		if name, value, found := strings.Cut(line, ":"); found && strings.EqualFold(name, "Content-Length") {
			length, _ = strconv.Atoi(strings.TrimSpace(value))
		}
		if line == "\r\n" {
			break
		}
	}
	_, err := io.CopyN(&request, in, int64(length))
	return request.String(), err
}

func (s *rawServer) url() string { return "http://" + s.address }

// received gives the requests that came until now.
func (s *rawServer) received() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.requests...)
}

const okay = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

func newClient(t *testing.T, o client.Options) *client.Client {
	t.Helper()
	c := client.New(o)
	t.Cleanup(c.Close)
	return c
}

func scopeOf(variables ...vars.Variable) vars.Scope {
	return vars.NewScope(vars.Layer{Name: "test", Variables: variables})
}

func variable(name, value string) vars.Variable {
	return vars.Variable{Name: name, Value: vars.NewString(value)}
}

func secret(name, value string) vars.Variable {
	return vars.Variable{Name: name, Value: vars.NewString(value).AsSecret()}
}

// mustSend sends and wants no error.
func mustSend(t *testing.T, c *client.Client, r collections.Request, variables ...vars.Variable) *client.Exchange {
	t.Helper()
	e, err := c.Send(context.Background(), r, scopeOf(variables...))
	if err != nil {
		t.Fatalf("send %s: %v", r.URL, err)
	}
	return e
}

// failing sends and wants an *Error with that ID.
func failing(t *testing.T, c *client.Client, r collections.Request, id string, variables ...vars.Variable) (*client.Exchange, *client.Error) {
	t.Helper()
	e, err := c.Send(context.Background(), r, scopeOf(variables...))
	return e, wantID(t, err, id)
}

func wantID(t *testing.T, err error, id string) *client.Error {
	t.Helper()
	failure, ok := err.(*client.Error)
	if !ok {
		t.Fatalf("error is %T %v, want *client.Error %s", err, err, id)
	}
	if failure.ID != id {
		t.Fatalf("error ID is %s (%v), want %s", failure.ID, failure, id)
	}
	if strings.ContainsAny(failure.Error(), "\r\n") {
		t.Errorf("error has more than one line: %q", failure.Error())
	}
	return failure
}

func rows(pairs ...string) collections.Rows {
	var rows collections.Rows
	for i := 0; i < len(pairs); i += 2 {
		rows = append(rows, collections.Row{Name: pairs[i], Value: pairs[i+1]})
	}
	return rows
}

func withHeaders(url string, pairs ...string) collections.Request {
	return collections.Request{URL: url, Settings: collections.Settings{Headers: rows(pairs...)}}
}

// discard keeps handshakes that are meant to fail out of the output.
var discard = log.New(io.Discard, "", 0)

func number(n int) *int { return &n }

// newServer serves h until the test ends, over TLS where secured.
func newServer(t *testing.T, h http.HandlerFunc) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s
}

func TestSendOnTheWire(t *testing.T) {
	s := newRawServer(t, always(okay))
	c := newClient(t, client.Options{UserAgent: "dowse/1"})
	request := collections.Request{
		Method: "POST",
		URL:    "{{base}}/a%2Fb/{{id}}?x=1#part",
		Query:  rows("tag", "a b", "tag", "c&d", "é", ""),
		Settings: collections.Settings{
			Headers: append(rows("x-lower", "1", "X-UPPER", "2", "accept", "text/x", "x-lower", "3", "Zed", "é"),
				collections.Row{Name: "X-Off", Value: "no", Off: true}, collections.Row{Name: "User-Agent", Off: true}),
		},
		Body: collections.Body{Kind: collections.BodyJSON, Text: `{"n":1}`},
	}
	e := mustSend(t, c, request, variable("base", s.url()), variable("id", "7"))
	want := "POST /a%2Fb/7?x=1&tag=a+b&tag=c%26d&%C3%A9= HTTP/1.1\r\n" +
		"Host: " + s.address + "\r\n" +
		"x-lower: 1\r\nX-UPPER: 2\r\naccept: text/x\r\nx-lower: 3\r\nZed: é\r\n" +
		"Accept-Encoding: gzip, deflate, br, zstd\r\nContent-Type: application/json\r\nContent-Length: 7\r\n\r\n" +
		`{"n":1}`
	got := strings.ReplaceAll(s.received()[0], "a%20b", "a+b")
	if got != want {
		t.Errorf("on the wire\n%q\nwant\n%q", got, want)
	}
	if e.Response.Status != 200 || string(e.Response.Body) != "ok" || !e.Response.Complete {
		t.Errorf("response is %+v", e.Response)
	}
	// What is shown as sent must be what was sent.
	var shown bytes.Buffer
	for _, h := range e.Request.Headers {
		shown.WriteString(h.Name + ": " + h.Value.Reveal() + "\r\n")
	}
	if !strings.Contains(s.received()[0], "\r\n"+shown.String()+"\r\n") {
		t.Errorf("shown as sent:\n%s", &shown)
	}
}

func TestReceivedHead(t *testing.T) {
	answer := "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" +
		"HTTP/1.1 200 Very Fine\r\nzeta: 1\r\nAlpha: 2\r\nZETA:3\r\nset-cookie: a=1\r\nSet-Cookie: b=2\r\nX-Esc: a\x1b[2Jb\r\n" +
		"Transfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\nX-Sum: 5\r\n\r\n"
	s := newRawServer(t, always(answer))
	c := newClient(t, client.Options{})
	for range 2 { // the second time over the kept connection
		r := mustSend(t, c, collections.Request{URL: s.url()}).Response
		var got []string
		for _, h := range r.Headers {
			got = append(got, h.Name+"="+h.Value)
		}
		want := "zeta=1|Alpha=2|ZETA=3|set-cookie=a=1|Set-Cookie=b=2|X-Esc=a\x1b[2Jb|Transfer-Encoding=chunked|Trailer=X-Sum"
		if strings.Join(got, "|") != want {
			t.Errorf("headers are %q", got)
		}
		if r.Reason != "Very Fine" || string(r.Wire) != "abcde" || r.Header("alpha") != "2" {
			t.Errorf("response is %+v", r)
		}
		if wantSize := strings.Index(answer, "3\r\nabc") - strings.Index(answer, "HTTP/1.1 200"); r.HeadSize != wantSize {
			t.Errorf("head is %d bytes, want %d", r.HeadSize, wantSize)
		}
		if len(r.Trailers) != 1 || r.Trailers[0].Value != "5" {
			t.Errorf("trailers are %v", r.Trailers)
		}
		if len(r.Cookies()) != 2 {
			t.Errorf("cookies are %v", r.Cookies())
		}
	}
	if s.conns != 1 {
		t.Errorf("%d connections, want 1", s.conns)
	}
}

// The control: net/http alone sends none of it as typed, and keeps nothing as received.
func TestStockClientLosesOrderAndCase(t *testing.T) {
	s := newRawServer(t, always("HTTP/1.1 200 OK\r\nzeta: 1\r\nContent-Length: 0\r\n\r\n"))
	request, err := http.NewRequest("GET", s.url(), nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header["x-lower"] = []string{"1"}
	request.Header["Accept"] = []string{"*/*"}
	request.Host = "a b" // silently sent as no host at all
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	got := s.received()[0]
	if strings.Index(got, "x-lower") < strings.Index(got, "Accept:") || !strings.Contains(got, "Host: \r\n") || strings.Contains(fmt.Sprint(response.Header), "zeta") {
		t.Errorf("net/http sends %q and reads %v", got, response.Header)
	}
}
