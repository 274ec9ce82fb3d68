// Package proxytest is a proxy for tests of where requests go.
package proxytest

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"

	"dowse/client"
)

// Proxy is a proxy that answers each request by itself, and keeps the URLs. Of https it sees host and port alone.
type Proxy struct {
	server *httptest.Server
	mu     sync.Mutex
	urls   []string
}

// New starts a proxy.
func New(t testing.TB) *Proxy {
	p := &Proxy{}
	p.server = httptest.NewServer(p)
	t.Cleanup(p.server.Close)
	return p
}

// Client sends everything through the proxy, to this machine too.
func (p *Proxy) Client() *client.Client {
	via, err := url.Parse(p.server.URL)
	return client.New(client.Options{Proxy: func(*url.URL) (*url.URL, error) { return via, err }})
}

// ServeHTTP keeps the URL of a request and answers {"n": 1}.
func (p *Proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	sent := r.RequestURI
	if r.Method == http.MethodConnect {
		sent = "https://" + sent + "/"
	}
	p.mu.Lock()
	p.urls = append(p.urls, sent)
	p.mu.Unlock()
	if r.Method == http.MethodConnect {
		w.WriteHeader(http.StatusBadGateway)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	fmt.Fprint(w, `{"n": 1}`)
}

// Take gives the URLs received since the last time.
func (p *Proxy) Take() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	urls := p.urls
	p.urls = nil
	return urls
}
