package client

import (
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"fmt"
	"net/http"
	"time"

	"dowse/client/wire"
	"dowse/collections"
	"dowse/collections/disk"
)

// tlsSettings is what connections must have in common to be shared: the files' contents, not their
// names, so that a changed certificate is seen.
type tlsSettings struct {
	ca, cert, key string
	insecure      bool
}

// transport gives the pool of connections for these settings.
func (c *Client) transport(t collections.TLS) (*http.Transport, error) {
	settings, err := readTLS(t)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if pool, ok := c.transports[settings]; ok {
		return pool, nil
	}
	config, err := settings.config(t)
	if err != nil {
		return nil, err
	}
	dialer := &wire.Dialer{Resolver: c.options.Resolver, Proxy: c.options.Proxy, TLS: config}
	pool := &http.Transport{
		DialContext:            dialer.Plain,
		DialTLSContext:         dialer.Secured,
		ForceAttemptHTTP2:      true,
		DisableCompression:     true, // bodies are kept as received
		MaxIdleConnsPerHost:    16,
		IdleConnTimeout:        90 * time.Second,
		ExpectContinueTimeout:  time.Second,
		MaxResponseHeaderBytes: wire.MaxHead,
		ReadBufferSize:         32 << 10,
		WriteBufferSize:        32 << 10,
	}
	c.transports[settings] = pool
	return pool, nil
}

func readTLS(t collections.TLS) (s tlsSettings, err error) {
	s.insecure = t.Insecure
	for _, f := range []struct {
		name, what string
		text       *string
	}{
		{t.CA, "authorities", &s.ca}, {t.Cert, "client certificate", &s.cert}, {t.Key, "key of the client certificate", &s.key},
	} {
		if f.name == "" {
			continue
		}
		content, err := disk.ReadFile(f.name, longestFile)
		if err != nil {
			return s, tlsFileError(fmt.Sprintf("the %s cannot be read: %v", f.what, err), err)
		}
		*f.text = string(content)
	}
	return s, nil
}

// longestFile is the size in bytes of the largest file of certificates that is read.
const longestFile = 16 << 20

// config gives the TLS settings; t names the files for its errors.
func (s tlsSettings) config(t collections.TLS) (*tls.Config, error) {
	config := &tls.Config{NextProtos: []string{"h2", "http/1.1"}, InsecureSkipVerify: s.insecure, MinVersion: tls.VersionTLS12}
	if s.ca != "" {
		roots, err := x509.SystemCertPool()
		if err != nil {
			roots = x509.NewCertPool() // a system without authorities has at least these
		}
		if !roots.AppendCertsFromPEM([]byte(s.ca)) {
			return nil, tlsFileError("there is no certificate in "+t.CA, nil)
		}
		config.RootCAs = roots
	}
	if s.cert != "" || s.key != "" {
		pair, err := tls.X509KeyPair([]byte(s.cert), []byte(s.key))
		if err != nil {
			return nil, tlsFileError(fmt.Sprintf("%q and %q are not a client certificate and its key: %v", t.Cert, t.Key, err), err)
		}
		config.Certificates = []tls.Certificate{pair}
	}
	return config, nil
}

func tlsFileError(what string, err error) *Error {
	return &Error{Phase: PhasePrepare, ID: "prepare.tls", What: what, Means: "nothing was sent", Do: "correct the request's tls settings", Err: err}
}

// tlsFacts gives what a person asks of a secured connection.
func tlsFacts(state *tls.ConnectionState) *TLS {
	if state == nil {
		return nil
	}
	facts := &TLS{
		Version:    tls.VersionName(state.Version),
		Cipher:     tls.CipherSuiteName(state.CipherSuite),
		ALPN:       state.NegotiatedProtocol,
		ServerName: state.ServerName,
		Verified:   len(state.VerifiedChains) > 0,
	}
	for _, c := range state.PeerCertificates {
		facts.Certificates = append(facts.Certificates, certificateFacts(c))
	}
	return facts
}

func certificateFacts(c *x509.Certificate) Certificate {
	sum := sha256.Sum256(c.Raw)
	return Certificate{
		Subject:   c.Subject.String(),
		Issuer:    c.Issuer.String(),
		DNSNames:  c.DNSNames,
		NotBefore: c.NotBefore,
		NotAfter:  c.NotAfter,
		SHA256:    hex.EncodeToString(sum[:]),
	}
}
