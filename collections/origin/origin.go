// Package origin is what credentials are bound to: where a URL leads, without its path (RFC 6454 section 4).
package origin

import (
	"net"
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/net/idna"
)

// Origin is scheme, host and effective port. Two URLs have equal origins when whoever answers the one may be told the
// secrets that are meant for the other.
type Origin struct{ Scheme, Host, Port string }

// Of gives the origin of a URL: a name in lower case and in ASCII (RFC 5890), an address as package net writes it.
func Of(u *url.URL) Origin {
	o := Origin{strings.ToLower(u.Scheme), u.Hostname(), u.Port()}
	if ascii, err := idna.Lookup.ToASCII(o.Host); err == nil {
		o.Host = ascii
	}
	if ip := net.ParseIP(o.Host); ip != nil {
		o.Host = ip.String()
	}
	o.Host = strings.ToLower(o.Host)
	if o.Port == "" {
		o.Port = map[string]string{"http": "80", "https": "443"}[o.Scheme]
	}
	if n, err := strconv.Atoi(o.Port); err == nil {
		o.Port = strconv.Itoa(n)
	}
	return o
}

// String gives the origin as a URL, its port only where it is not the scheme's own.
func (o Origin) String() string {
	host := o.Host
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if o.Scheme == "http" && o.Port == "80" || o.Scheme == "https" && o.Port == "443" {
		return o.Scheme + "://" + host
	}
	return o.Scheme + "://" + host + ":" + o.Port
}
