package response

import (
	"fmt"
	"strings"
	"time"

	"dowse/client"
	"dowse/ui/draw/theme"
)

// newTLS lists what is known of a secured connection: how it is secured, and who the server says it is.
func newTLS(p *page) *list {
	l := &list{page: p}
	t := p.exchange.TLS
	if t == nil {
		return l
	}
	l.heading("Connection")
	l.fact("version", t.Version)
	l.fact("cipher", t.Cipher)
	l.fact("speaks", t.ALPN)
	l.fact("asked for", t.ServerName)
	l.trust(t)
	for i, c := range t.Certificates {
		l.blank()
		l.heading(map[bool]string{true: "Certificate", false: "Signed by"}[i == 0])
		l.certificate(c)
	}
	return l
}

// trust warns where nobody looked whether the server is who it says.
func (l *list) trust(t *client.TLS) {
	if !t.Verified {
		l.note(theme.Bad, fmt.Sprintf("%-*s", labelWidth, "")+l.page.glyphs.Missing+" the certificate was not verified")
	}
}

// certificate lists what a person asks of a certificate.
func (l *list) certificate(c client.Certificate) {
	l.fact("subject", c.Subject)
	l.fact("names", strings.Join(c.DNSNames, ", "))
	l.fact("issuer", c.Issuer)
	came := l.page.exchange.Started
	until := c.NotAfter.UTC().Format(time.DateTime) + " UTC"
	l.fact("from", c.NotBefore.UTC().Format(time.DateTime)+" UTC")
	switch {
	case came.IsZero():
		l.fact("until", until)
	case c.NotAfter.Before(came):
		l.fact("until", until+", over for "+roughly(came.Sub(c.NotAfter)))
	default:
		l.fact("until", until+", "+roughly(c.NotAfter.Sub(came)))
	}
	l.fact("sha256", c.SHA256)
}
