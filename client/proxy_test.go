package client_test

import (
	"bufio"
	"encoding/binary"
	"io"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"dowse/client"
	"dowse/collections"
)

// through sends everything by way of one proxy.
func through(t *testing.T, proxy string) *client.Client {
	t.Helper()
	via, err := url.Parse(proxy)
	if err != nil {
		t.Fatal(err)
	}
	return newClient(t, client.Options{Proxy: func(*url.URL) (*url.URL, error) { return via, nil }})
}

func TestForwardProxy(t *testing.T) {
	s := newRawServer(t, always(okay))
	c := through(t, "http://ann:hunter2@"+s.address)
	e := mustSend(t, c, withHeaders("http://api.shp.example/a?b=c", "z", "1", "A", "2"))
	want := "GET http://api.shp.example/a?b=c HTTP/1.1\r\nHost: api.shp.example\r\nz: 1\r\nA: 2\r\n"
	got := s.received()[0]
	if !strings.HasPrefix(got, want) || !strings.Contains(got, "\r\nProxy-Authorization: Basic YW5uOmh1bnRlcjI=\r\n") {
		t.Errorf("on the wire is %q", got)
	}
	mustSend(t, c, collections.Request{URL: "http://Bücher.example:81/"})
	if got = s.received()[1]; !strings.HasPrefix(got, "GET http://xn--bcher-kva.example:81/ HTTP/1.1\r\nHost: xn--bcher-kva.example:81\r\n") {
		t.Errorf("on the wire is %q", got)
	}
	if e.Proxy != "http://"+s.address || e.Remote != s.address {
		t.Errorf("proxy is %s, remote %s", e.Proxy, e.Remote)
	}
}

// tunnel is an HTTP proxy that answers CONNECT with a status.
func tunnel(t *testing.T, status string, connect func(request string)) string {
	t.Helper()
	return listen(t, func(conn net.Conn) {
		defer conn.Close()
		request, err := http.ReadRequest(bufio.NewReader(conn))
		if err != nil {
			return
		}
		dump, _ := httputil.DumpRequest(request, false)
		connect(string(dump))
		io.WriteString(conn, "HTTP/1.1 "+status+"\r\n\r\n")
		if strings.HasPrefix(status, "2") {
			relay(conn, request.RequestURI)
		}
	})
}

func relay(conn net.Conn, address string) {
	server, err := net.Dial("tcp", address)
	if err != nil {
		return
	}
	defer server.Close()
	go func() {
		io.Copy(server, conn)
		server.Close()
	}()
	io.Copy(conn, server)
}

// A proxy's credentials go to the proxy, never to the server behind it.
func TestTunnelProxy(t *testing.T) {
	ca := newAuthority(t)
	for status, http2 := range map[string]bool{"200 OK": false, "201 Created": true} {
		var mu sync.Mutex
		var asked, origin string
		s := secured(t, ca.issue(t, time.Hour, "127.0.0.1"), http2, func(_ http.ResponseWriter, r *http.Request) {
			mu.Lock()
			defer mu.Unlock()
			dump, _ := httputil.DumpRequest(r, false)
			origin = string(dump)
		})
		address := tunnel(t, status, func(request string) {
			mu.Lock()
			defer mu.Unlock()
			asked = request
		})
		c := through(t, "http://ann:hunter2@"+address)
		e := mustSend(t, c, withTLS(s.URL, collections.TLS{CA: ca.file}))
		mu.Lock()
		if !strings.Contains(asked, "Proxy-Authorization: Basic ") || strings.Contains(origin, "Proxy-") || strings.Contains(origin, "Basic") || origin == "" {
			t.Errorf("the proxy was sent %q, the server %q", asked, origin)
		}
		mu.Unlock()
		if e.Proxy != "http://"+address || !e.TLS.Verified {
			t.Errorf("proxy is %s, TLS %+v", e.Proxy, e.TLS)
		}
	}
}

func TestProxyRefuses(t *testing.T) {
	address := tunnel(t, "407 Proxy Authentication Required", func(string) {})
	_, failure := failing(t, through(t, "http://"+address), collections.Request{URL: "https://api.shp.example/"}, "connect.proxy")
	wantWhat(t, failure, "the proxy did not connect to api.shp.example:443", "407")
	_, failure = failing(t, through(t, "http://ann:hunter2@127.0.0.1:1"), collections.Request{URL: "https://api.shp.example/"}, "connect.refused")
	if all := failure.Error(); !strings.Contains(all, "the proxy http://127.0.0.1:1") || strings.Contains(all, "hunter2") {
		t.Error(all)
	}
}

func TestProxyHangs(t *testing.T) {
	r := withTimeouts("https://api.shp.example/", collections.Timeouts{Connect: 40 * time.Millisecond})
	_, failure := failing(t, through(t, hanging(t, "")), r, "connect.timeout")
	wantWhat(t, failure, "within 40 ms")
}

// socks is a SOCKS5 proxy without authentication (RFC 1928).
func socks(t *testing.T) string {
	t.Helper()
	return listen(t, func(conn net.Conn) {
		defer conn.Close()
		in := make([]byte, 10)
		io.ReadFull(conn, in[:3])
		conn.Write([]byte{5, 0})
		io.ReadFull(conn, in) // CONNECT to an IPv4 address
		conn.Write([]byte{5, 0, 0, 1, 0, 0, 0, 0, 0, 0})
		to := net.TCPAddr{IP: in[4:8], Port: int(binary.BigEndian.Uint16(in[8:]))}
		relay(conn, to.String())
	})
}

func TestSOCKSProxy(t *testing.T) {
	ca := newAuthority(t)
	address := socks(t)
	plain := newServer(t, answerOK)
	safe := secured(t, ca.issue(t, time.Hour, "127.0.0.1"), false, answerOK)
	for _, target := range []string{plain.URL, safe.URL} {
		e := mustSend(t, through(t, "socks5://"+address), withTLS(target, collections.TLS{CA: ca.file}))
		if string(e.Response.Body) != "ok" || e.Remote != address || e.Proxy != "socks5://"+address {
			t.Errorf("%s: %+v", target, e)
		}
	}
}

// TestBrokenProxySetting: a request that is to go through a proxy does not go past it.
func TestBrokenProxySetting(t *testing.T) {
	s := newRawServer(t, always(okay))
	for _, setting := range []string{"http://ann:hunter2%zz@127.0.0.1:80", "http://ann:hunter2@bad host:80", "foo://127.0.0.1:80", "://"} {
		for _, name := range []string{"HTTPS_PROXY", "https_proxy", "http_proxy", "NO_PROXY", "no_proxy"} {
			t.Setenv(name, "")
		}
		t.Setenv("HTTP_PROXY", setting)
		c := newClient(t, client.Options{Resolver: nameServer(t, 3, false)})
		_, failure := failing(t, c, collections.Request{URL: "http://api.shp.example/"}, "connect.proxy")
		if text := failure.Error(); !strings.Contains(text, "HTTP_PROXY") || strings.Contains(text, "hunter2") {
			t.Errorf("%s: %s", setting, text)
		}
		mustSend(t, c, collections.Request{URL: s.url()}) // loopback is never proxied
	}
}

// TestEndlessProxy: what a proxy says to CONNECT is bounded as any head is.
func TestEndlessProxy(t *testing.T) {
	proxy := listen(t, func(conn net.Conn) {
		defer conn.Close()
		line := []byte("X: " + strings.Repeat("x", 64<<10) + "\r\n")
		for _, err := conn.Write([]byte("HTTP/1.1 200 OK\r\n")); err == nil; {
			_, err = conn.Write(line)
		}
	})
	failing(t, through(t, "http://"+proxy), collections.Request{URL: "https://api.shp.example/"}, "connect.proxy")
}

func TestProxyFromEnvironment(t *testing.T) {
	s := newRawServer(t, always(okay))
	for _, name := range []string{"HTTPS_PROXY", "https_proxy", "http_proxy", "NO_PROXY", "no_proxy"} {
		t.Setenv(name, "")
	}
	t.Setenv("HTTP_PROXY", s.url())
	t.Setenv("NO_PROXY", "direct.example")
	c := newClient(t, client.Options{Resolver: nameServer(t, 3, false)})
	if e := mustSend(t, c, collections.Request{URL: "http://api.shp.example/"}); e.Proxy != s.url() {
		t.Errorf("proxy is %q", e.Proxy)
	}
	failing(t, c, collections.Request{URL: "http://direct.example/"}, "dns.not_found")
}
