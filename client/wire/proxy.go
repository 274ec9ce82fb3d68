package wire

import (
	"bufio"
	"context"
	"crypto/tls"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"

	"golang.org/x/net/http/httpproxy"
	"golang.org/x/net/proxy"
)

// ProxyFromEnvironment gives the proxy that HTTP_PROXY, HTTPS_PROXY and NO_PROXY (or their lower case
// forms) ask for, as the environment is now. Loopback addresses are never proxied.
//
// A setting that is no proxy is an error of every request that it is meant for: httpproxy would leave it
// out, and the request would go past the proxy.
func ProxyFromEnvironment() func(*url.URL) (*url.URL, error) {
	config := httpproxy.FromEnvironment()
	proxyOf := config.ProxyFunc()
	broken := map[string]error{"http": checkProxy("HTTP_PROXY", config.HTTPProxy), "https": checkProxy("HTTPS_PROXY", config.HTTPSProxy)}
	// What is to go past the proxy goes past a broken one too: a stand-in that is right tells which.
	config.HTTPProxy, config.HTTPSProxy = "http://proxy.invalid", "http://proxy.invalid"
	meant := config.ProxyFunc()
	return func(target *url.URL) (*url.URL, error) {
		if err := broken[target.Scheme]; err != nil {
			if via, _ := meant(target); via != nil {
				return nil, err
			}
		}
		return proxyOf(target)
	}
}

// checkProxy says what is wrong with a proxy setting, without its text: there may be a password in it.
func checkProxy(name, setting string) error {
	if setting == "" {
		return nil
	}
	if !strings.Contains(setting, "://") {
		setting = "http://" + setting
	}
	proxy, err := url.Parse(setting)
	switch {
	case err != nil || proxy.Hostname() == "":
		return fmt.Errorf("%s is not the URL of a proxy", name)
	case proxy.Scheme != "http" && proxy.Scheme != "https" && !isSOCKS(proxy):
		return fmt.Errorf("%s has the scheme %s; a proxy has http, https or socks5", name, proxy.Scheme)
	}
	return nil
}

// Shown gives a proxy's URL without its credentials; empty for nil.
func Shown(proxy *url.URL) string {
	if proxy == nil {
		return ""
	}
	return proxy.Scheme + "://" + proxy.Host
}

// forward is how plain HTTP goes through an HTTP proxy (RFC 9112 section 3.2.2).
type forward struct {
	origin        string // such as "http://example.com"
	authorization string // for the proxy only; empty: none
}

// requestLine gives the request line in absolute form.
func (f *forward) requestLine(line string) string {
	method, rest, _ := strings.Cut(line, " ")
	if !strings.HasPrefix(rest, "/") {
		return line // "*" and the like have no absolute form of their own
	}
	return method + " " + f.origin + rest
}

func (d *Dialer) proxyFor(scheme, address string) (*url.URL, error) {
	if d.Proxy == nil {
		return nil, nil
	}
	target := &url.URL{Scheme: scheme, Host: address}
	found, err := d.Proxy(target)
	if err != nil {
		return nil, &DialError{StageProxy, address, "", 0, err}
	}
	return found, nil
}

// throughProxy makes conn, open to the proxy, lead to address.
func (d *Dialer) throughProxy(ctx context.Context, conn net.Conn, via *url.URL, address string, tunnel bool) (net.Conn, error) {
	if isSOCKS(via) {
		return socks(ctx, conn, via, address)
	}
	if via.Scheme == "https" {
		config := d.TLS.Clone()
		config.ServerName, config.NextProtos, config.Certificates = via.Hostname(), nil, nil
		config.InsecureSkipVerify = false // that is said of the server, not of whoever is asked to lead there
		secured := tls.Client(conn, config)
		if err := secured.HandshakeContext(ctx); err != nil {
			return nil, err
		}
		conn = secured
	}
	if !tunnel {
		return conn, nil
	}
	// A cancelled context must end the wait for the proxy's answer too.
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer stop()
	request := &http.Request{Method: http.MethodConnect, URL: &url.URL{Opaque: address}, Host: address, Header: http.Header{}}
	request.Header["User-Agent"] = []string{""} // otherwise net/http adds its own
	if authorization := proxyAuthorization(via); authorization != "" {
		request.Header.Set("Proxy-Authorization", authorization)
	}
	err := request.Write(conn)
	if err != nil {
		return nil, causeOr(ctx, err)
	}
	// The TLS server behind does not speak first, so nothing of it is lost in this buffer.
	response, err := http.ReadResponse(bufio.NewReaderSize(io.LimitReader(conn, MaxHead), 4096), request)
	if err != nil {
		return nil, causeOr(ctx, err)
	}
	if response.StatusCode/100 != 2 { // any 2xx opens the tunnel (RFC 9110 section 9.3.6)
		return nil, fmt.Errorf("the proxy answered %s", response.Status)
	}
	return conn, nil
}

func causeOr(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}

// socks speaks SOCKS5 (RFC 1928) over conn; the proxy looks the name up.
func socks(ctx context.Context, conn net.Conn, via *url.URL, address string) (net.Conn, error) {
	var auth *proxy.Auth
	if via.User != nil {
		password, _ := via.User.Password()
		auth = &proxy.Auth{User: via.User.Username(), Password: password}
	}
	dialer, err := proxy.SOCKS5("tcp", proxyAddress(via), auth, already{conn})
	if err != nil {
		return nil, err
	}
	withContext, ok := dialer.(proxy.ContextDialer)
	if !ok {
		return nil, errors.New("this SOCKS dialer cannot be cancelled")
	}
	return withContext.DialContext(ctx, "tcp", address)
}

// already dials to a connection that is open.
type already struct{ conn net.Conn }

// Dial gives the open connection.
func (a already) Dial(_, _ string) (net.Conn, error) { return a.conn, nil }

// DialContext gives the open connection.
func (a already) DialContext(_ context.Context, _, _ string) (net.Conn, error) { return a.conn, nil }

func isSOCKS(proxy *url.URL) bool { return strings.HasPrefix(proxy.Scheme, "socks5") }

func proxyAddress(proxy *url.URL) string {
	port := proxy.Port()
	if port == "" {
		switch {
		case isSOCKS(proxy):
			port = "1080"
		case proxy.Scheme == "https":
			port = "443"
		default:
			port = "80"
		}
	}
	return net.JoinHostPort(proxy.Hostname(), port)
}

func proxyAuthorization(proxy *url.URL) string {
	if proxy.User == nil {
		return ""
	}
	password, _ := proxy.User.Password()
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(proxy.User.Username()+":"+password))
}

// originHost leaves port 80 out, as in a URL.
func originHost(address string) string { return strings.TrimSuffix(address, ":80") }
