package ui

import (
	"strings"

	"dowse/collections"
	"dowse/ui/drafts"
	"dowse/ui/draw/theme"
)

// toggleTLS verifies the server's certificate or not, for a request.
func (m *screen) toggleTLS(d *drafts.Draft) {
	r := d.Request
	if strings.HasPrefix(r.URL, "http://") {
		m.say(theme.Muted, "this request is plain HTTP: there is no certificate to verify")
		return
	}
	tls := collections.TLS{}
	if r.TLS != nil {
		tls = *r.TLS
	}
	tls.Insecure = !tls.Insecure
	r.TLS = &tls
	if tls == (collections.TLS{}) {
		r.TLS = nil
	}
	m.edit(d, r, "TLS verification")
	m.giveRequest()
	if tls.Insecure {
		m.say(theme.Warn, "this request does not verify the server: whoever is in between can read and change it")
	} else {
		m.say(theme.Good, "this request verifies the server")
	}
}
