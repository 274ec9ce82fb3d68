package client_test

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"dowse/client"
	"dowse/collections"
)

// authority is a certificate authority of the test's own.
type authority struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
	file string // PEM
}

func newAuthority(t *testing.T) *authority {
	t.Helper()
	a := &authority{}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Acme Proxy"}, NotBefore: time.Now().Add(-time.Hour),
		NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}
	der, key := sign(t, template, nil)
	a.key = key
	a.cert, _ = x509.ParseCertificate(der)
	a.file = writePEM(t, "ca.pem", "CERTIFICATE", der)
	return a
}

// issue gives a certificate for names, good until the given time from now.
func (a *authority) issue(t *testing.T, until time.Duration, names ...string) tls.Certificate {
	t.Helper()
	template := &x509.Certificate{SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "leaf"}, NotBefore: time.Now().Add(-1000 * time.Hour),
		NotAfter: time.Now().Add(until), ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth}}
	for _, name := range names {
		if ip := net.ParseIP(name); ip != nil {
			template.IPAddresses = append(template.IPAddresses, ip)
		} else {
			template.DNSNames = append(template.DNSNames, name)
		}
	}
	der, key := sign(t, template, a)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

func sign(t *testing.T, template *x509.Certificate, by *authority) ([]byte, *ecdsa.PrivateKey) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	parent, signer := template, key
	if by != nil {
		parent, signer = by.cert, by.key
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, &key.PublicKey, signer)
	if err != nil {
		t.Fatal(err)
	}
	return der, key
}

func writePEM(t *testing.T, name, kind string, der []byte) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// secured serves h with a certificate, over HTTP/2 if asked to.
func secured(t *testing.T, certificate tls.Certificate, http2 bool, h http.HandlerFunc) *httptest.Server {
	t.Helper()
	s := httptest.NewUnstartedServer(h)
	s.EnableHTTP2 = http2
	s.Config.ErrorLog = discard
	s.TLS = &tls.Config{Certificates: []tls.Certificate{certificate}}
	s.StartTLS()
	t.Cleanup(s.Close)
	return s
}

func withTLS(url string, settings collections.TLS) collections.Request {
	return collections.Request{URL: url, Settings: collections.Settings{TLS: &settings}}
}

func answerOK(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("X-Two", "2")
	w.Header().Set("A-One", "1")
	w.Write([]byte("ok"))
}

func TestTLSVersions(t *testing.T) {
	ca := newAuthority(t)
	certificate := ca.issue(t, time.Hour, "127.0.0.1")
	for _, test := range []struct {
		http2          bool
		protocol, alpn string
	}{{false, "HTTP/1.1", "http/1.1"}, {true, "HTTP/2.0", "h2"}} {
		s := secured(t, certificate, test.http2, answerOK)
		c := newClient(t, client.Options{})
		for _, reused := range []bool{false, true} {
			r := withTLS(s.URL, collections.TLS{CA: ca.file})
			r.Method, r.Body = "POST", collections.Body{Kind: collections.BodyJSON, Text: "{}"}
			r.Headers = rows("X-Mixed", "1")
			e := mustSend(t, c, r)
			if e.Response.Protocol != test.protocol || e.Request.Protocol != test.protocol || string(e.Response.Body) != "ok" {
				t.Errorf("request over %s, response %+v", e.Request.Protocol, e.Response)
			}
			if e.TLS == nil || !e.TLS.Verified || e.TLS.ALPN != test.alpn || len(e.TLS.Certificates) != 1 || len(e.TLS.Certificates[0].SHA256) != 64 {
				t.Errorf("TLS is %+v", e.TLS)
			}
			if e.Reused != reused || e.Timings.TLS > 0 == reused || e.Timings.Send+e.Timings.Wait == 0 || e.Remote != s.Listener.Addr().String() {
				t.Errorf("reused is %v, want %v; remote %s; timings %+v", e.Reused, reused, e.Remote, e.Timings)
			}
			first := e.Request.Headers[0].Name
			if test.http2 && (first != ":authority" || e.Response.Headers[0].Name != "a-one") || !test.http2 && (first != "Host" || e.Response.HeadSize == 0) {
				t.Errorf("%s: first header sent is %s, response %+v", test.protocol, first, e.Response.Headers)
			}
		}
	}
}

// What HTTP/2 forbids is left out and said, over a new connection and over a kept one; HTTP/1 takes it.
func TestConnectionHeaders(t *testing.T) {
	ca := newAuthority(t)
	certificate := ca.issue(t, time.Hour, "127.0.0.1")
	for _, http2 := range []bool{true, false} {
		var mu sync.Mutex
		var arrived http.Header
		s := secured(t, certificate, http2, func(_ http.ResponseWriter, r *http.Request) {
			mu.Lock()
			defer mu.Unlock()
			arrived = r.Header
		})
		c := newClient(t, client.Options{})
		for range 2 {
			r := withTLS(s.URL, collections.TLS{CA: ca.file})
			r.Headers = rows("Connection", "x-hop", "keep-alive", "timeout=5", "Proxy-Connection", "keep-alive", "Upgrade", "h2c", "TE", "gzip", "X-Kept", "1")
			e := mustSend(t, c, r)
			mu.Lock()
			for _, name := range []string{"Connection", "Keep-Alive", "Proxy-Connection", "Upgrade", "Te", "X-Kept"} {
				shown := slices.ContainsFunc(e.Request.Headers, func(h client.SentHeader) bool { return strings.EqualFold(h.Name, name) })
				if want := !http2 || name == "X-Kept"; (arrived[name] != nil) != want || shown != want {
					t.Errorf("HTTP/2 %v: %s arrived as %q, shown as sent %v", http2, name, arrived[name], shown)
				}
			}
			mu.Unlock()
			if all := strings.Join(e.Notices, "\n"); http2 != strings.Contains(all, "HTTP/2 forbids it (RFC 9113 section 8.2.2): Connection, keep-alive, Proxy-Connection, Upgrade, TE") {
				t.Errorf("HTTP/2 %v: notices are %q", http2, e.Notices)
			}
		}
	}
	s := secured(t, certificate, true, func(w http.ResponseWriter, r *http.Request) { w.Write([]byte(r.Header.Get("Te"))) })
	r := withTLS(s.URL, collections.TLS{CA: ca.file})
	r.Headers = rows("TE", "trailers")
	if e := mustSend(t, newClient(t, client.Options{}), r); string(e.Response.Body) != "trailers" || len(e.Notices) != 0 {
		t.Errorf("TE: trailers arrived as %q, notices %q", e.Response.Body, e.Notices)
	}
}

// The limits hold over HTTP/2 too, and the part that came is kept.
func TestTimeoutsHTTP2(t *testing.T) {
	ca := newAuthority(t)
	release := make(chan struct{})
	s := secured(t, ca.issue(t, time.Hour, "127.0.0.1"), true, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/half" {
			w.Write([]byte("half"))
			w.(http.Flusher).Flush()
		}
		<-release
	})
	t.Cleanup(func() { close(release) }) // before the server's own, which waits for the handler
	c := newClient(t, client.Options{})
	r := withTLS(s.URL, collections.TLS{CA: ca.file})
	patiently(t, func(limit time.Duration) error {
		r.Timeouts = collections.Timeouts{FirstByte: limit}
		e, err := c.Send(t.Context(), r, scopeOf())
		return expect(e, err, "wait.timeout", "no answer within "+said(limit)+" (connected, sent, waiting", 0, "")
	})
	r.URL += "/half"
	patiently(t, func(limit time.Duration) error {
		r.Timeouts = collections.Timeouts{Idle: limit}
		e, err := c.Send(t.Context(), r, scopeOf())
		return expect(e, err, "body.idle_timeout", "for "+said(limit), 200, "half")
	})
}

func TestTLSRefused(t *testing.T) {
	ca := newAuthority(t)
	good := collections.TLS{CA: ca.file}
	c := newClient(t, client.Options{})
	serve := func(until time.Duration, names ...string) string {
		return secured(t, ca.issue(t, until, names...), false, answerOK).URL
	}
	for _, test := range []struct {
		name, url, id, what string
		settings            collections.TLS
	}{
		{"authority", serve(time.Hour, "127.0.0.1"), "tls.authority", `certificate signed by unknown authority "Acme Proxy"`, collections.TLS{}},
		{"name", serve(time.Hour, "*.x.com", "10.0.0.1"), "tls.name", "certificate is for *.x.com, 10.0.0.1, not 127.0.0.1", good},
		{"expired", serve(-73*time.Hour, "127.0.0.1"), "tls.expired", "certificate expired 3 days ago", good},
		{"plain", strings.Replace(newServer(t, answerOK).URL, "http:", "https:", 1), "tls.not_tls", "server answered plain HTTP on port ", good},
	} {
		e, failure := failing(t, c, withTLS(test.url, test.settings), test.id)
		wantWhat(t, failure, test.what)
		if failure.Phase != client.PhaseTLS || e.Response.Status != 0 {
			t.Errorf("%s: %+v", test.name, failure)
		}
	}
	for _, settings := range []collections.TLS{{CA: "nowhere.pem"}, {CA: os.Args[0]}, {Cert: ca.file, Key: ca.file}} {
		failing(t, c, withTLS("https://127.0.0.1/", settings), "prepare.tls")
	}
}

// A server that knows nothing newer than TLS 1.1 is refused (RFC 8996); the control is the same server with TLS 1.2.
func TestOldTLS(t *testing.T) {
	ca := newAuthority(t)
	for version, refused := range map[uint16]bool{tls.VersionTLS10: true, tls.VersionTLS11: true, tls.VersionTLS12: false} {
		s := httptest.NewUnstartedServer(http.HandlerFunc(answerOK))
		s.Config.ErrorLog = discard
		s.TLS = &tls.Config{Certificates: []tls.Certificate{ca.issue(t, time.Hour, "127.0.0.1")}, MinVersion: version, MaxVersion: version}
		s.StartTLS()
		t.Cleanup(s.Close)
		e, err := newClient(t, client.Options{}).Send(t.Context(), withTLS(s.URL, collections.TLS{CA: ca.file}), scopeOf())
		if (err != nil) != refused || refused == (e.Response.Status == 200) {
			t.Errorf("%s: %v, %v", tls.VersionName(version), e.Response.Status, err)
		}
	}
}

// Verification is off only where a request says so, and it is said each time.
func TestTLSInsecure(t *testing.T) {
	s := secured(t, newAuthority(t).issue(t, -time.Hour, "x.com"), true, answerOK)
	c := newClient(t, client.Options{})
	e := mustSend(t, c, withTLS(s.URL, collections.TLS{Insecure: true}))
	if e.TLS.Verified || !slices.ContainsFunc(e.Notices, func(n string) bool { return strings.Contains(n, "TLS verification is off") }) {
		t.Errorf("TLS is %+v, notices %q", e.TLS, e.Notices)
	}
	// The connection that is open now must not serve a request that does verify.
	if _, err := c.Send(t.Context(), withTLS(s.URL, collections.TLS{}), scopeOf()); err == nil {
		t.Error("an unverified connection was used again")
	}
}

// TestProxyVerified holds that a request which does not verify the server verifies the proxy that leads there, as curl -k does, and that
// the proxy learns nothing then; its authority may be named. The control is the same proxy to who trusts it.
func TestProxyVerified(t *testing.T) {
	ca := newAuthority(t)
	origin := secured(t, newAuthority(t).issue(t, time.Hour, "127.0.0.1"), false, answerOK)
	certificate := ca.issue(t, time.Hour, "127.0.0.1")
	var asked atomic.Int32
	proxy := listen(t, func(plain net.Conn) {
		conn := tls.Server(plain, &tls.Config{Certificates: []tls.Certificate{certificate}})
		defer conn.Close()
		request, err := http.ReadRequest(bufio.NewReader(conn))
		if err != nil {
			return
		}
		asked.Add(1)
		io.WriteString(conn, "HTTP/1.1 200 OK\r\n\r\n")
		if request.Method == http.MethodConnect {
			relay(conn, request.RequestURI)
		}
	})
	for _, to := range []string{origin.URL, "http://api.shp.example/"} {
		_, failure := failing(t, through(t, "https://ann:hunter2@"+proxy), withTLS(to, collections.TLS{Insecure: true}), "connect.proxy")
		wantWhat(t, failure, "certificate")
		if all := failure.Error(); !strings.Contains(all, "tls.ca") || strings.Contains(all, "hunter2") || asked.Load() != 0 {
			t.Errorf("%s; the proxy was asked %d times", all, asked.Load())
		}
	}
	mustSend(t, through(t, "https://"+proxy), withTLS(origin.URL, collections.TLS{Insecure: true, CA: ca.file}))
	if asked.Load() != 1 {
		t.Errorf("the proxy was asked %d times", asked.Load())
	}
}

// The client's certificate is shown to the first origin, and to no other.
func TestClientCertificate(t *testing.T) {
	ca := newAuthority(t)
	pair := ca.issue(t, time.Hour, "ann")
	der, err := x509.MarshalECPrivateKey(pair.PrivateKey.(*ecdsa.PrivateKey))
	if err != nil {
		t.Fatal(err)
	}
	settings := collections.TLS{CA: ca.file, Cert: writePEM(t, "cert.pem", "CERTIFICATE", pair.Certificate[0]), Key: writePEM(t, "key.pem", "EC PRIVATE KEY", der)}
	t.Run("to a proxy", func(t *testing.T) { certificateToProxy(t, ca, settings) })
	var target string
	h := func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/go" {
			http.Redirect(w, r, target, http.StatusFound)
			return
		}
		w.Header().Set("X-Certificates", string(rune('0'+len(r.TLS.PeerCertificates))))
	}
	start := func() *httptest.Server {
		s := httptest.NewUnstartedServer(http.HandlerFunc(h))
		s.TLS = &tls.Config{Certificates: []tls.Certificate{ca.issue(t, time.Hour, "127.0.0.1")}, ClientAuth: tls.RequestClientCert}
		s.StartTLS()
		t.Cleanup(s.Close)
		return s
	}
	strict := httptest.NewUnstartedServer(http.HandlerFunc(h))
	strict.Config.ErrorLog = discard
	strict.TLS = &tls.Config{Certificates: []tls.Certificate{ca.issue(t, time.Hour, "127.0.0.1")}, ClientAuth: tls.RequireAnyClientCert}
	strict.StartTLS()
	t.Cleanup(strict.Close)
	_, failure := failing(t, newClient(t, client.Options{}), withTLS(strict.URL, collections.TLS{CA: ca.file}), "tls.refused")
	wantWhat(t, failure, "certificate required")
	home, other := start(), start()
	c := newClient(t, client.Options{})
	for to, want := range map[string]string{home.URL: "1", other.URL: "0"} {
		target = to
		e := mustSend(t, c, withTLS(home.URL+"/go", settings))
		if got := e.Response.Header("X-Certificates"); got != want {
			t.Errorf("to %s came %s certificates, want %s", to, got, want)
		}
		if want == "0" && !slices.Equal(e.Hops[0].Withheld, []string{"client certificate"}) {
			t.Errorf("withheld is %q", e.Hops[0].Withheld)
		}
	}
}

// certificateToProxy sends through a proxy that is spoken to over TLS and asks for a certificate: it gets none, the server
// behind it does.
func certificateToProxy(t *testing.T, ca *authority, settings collections.TLS) {
	origin := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Certificates", string(rune('0'+len(r.TLS.PeerCertificates))))
	}))
	origin.TLS = &tls.Config{Certificates: []tls.Certificate{ca.issue(t, time.Hour, "127.0.0.1")}, ClientAuth: tls.RequestClientCert}
	origin.StartTLS()
	t.Cleanup(origin.Close)
	shown := make(chan int, 1)
	asking := &tls.Config{Certificates: []tls.Certificate{ca.issue(t, time.Hour, "127.0.0.1")}, ClientAuth: tls.RequestClientCert}
	proxy := listen(t, func(plain net.Conn) {
		conn := tls.Server(plain, asking)
		defer conn.Close()
		request, err := http.ReadRequest(bufio.NewReader(conn))
		if err != nil {
			return
		}
		shown <- len(conn.ConnectionState().PeerCertificates)
		io.WriteString(conn, "HTTP/1.1 200 OK\r\n\r\n")
		relay(conn, request.RequestURI)
	})
	e := mustSend(t, through(t, "https://"+proxy), withTLS(origin.URL, settings))
	if got := <-shown; got != 0 || e.Response.Header("X-Certificates") != "1" {
		t.Errorf("the proxy was shown %d certificates, the server %s", got, e.Response.Header("X-Certificates"))
	}
}
