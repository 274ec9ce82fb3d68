package response

import (
	"net/http"
	"strings"
	"time"

	"dowse/client"
	"dowse/client/document"
	"dowse/collections"
	"dowse/ui/draw/quantity"
	"dowse/ui/draw/theme"
)

// cookies is how many cookies a response set and its request sent.
func cookies(e *client.Exchange) int {
	return len(e.Response.Values("Set-Cookie")) + len(sentCookies(e))
}

// sentCookies are the cookies of a request, "name=value" each, their secrets masked.
func sentCookies(e *client.Exchange) []string {
	var pairs []string
	for _, h := range e.Request.Headers {
		if strings.EqualFold(h.Name, "Cookie") {
			pairs = append(pairs, strings.Split(h.Value.String(), "; ")...)
		}
	}
	return pairs
}

// newCookies lists the cookies that a response set (RFC 6265 section 4.1), and those that its request sent.
func newCookies(p *page) *list {
	l := &list{page: p}
	for nth, value := range p.exchange.Response.Values("Set-Cookie") {
		if nth > 0 {
			l.blank()
		}
		l.setCookie(spot{node: document.None, header: "set-cookie", nth: nth + 1}, value)
	}
	sent := sentCookies(p.exchange)
	if len(sent) == 0 {
		return l
	}
	if len(l.items) > 0 {
		l.blank()
	}
	l.heading("Sent")
	for _, pair := range sent {
		l.items = append(l.items, item{line: line{left: l.pair(pair)}})
	}
	return l
}

// pair is the name and the value of a cookie.
func (l *list) pair(text string) []theme.Span {
	name, value, found := strings.Cut(l.page.veil.text(text), "=")
	if !found {
		return []theme.Span{{Text: safe(text)}}
	}
	return []theme.Span{{Role: theme.Name, Text: safe(strings.TrimSpace(name))}, {Role: theme.Muted, Text: " = "}, {Role: theme.String, Text: safe(value)}}
}

// setCookie lists one cookie that is set, and what it is for.
func (l *list) setCookie(at spot, value string) {
	first, _, _ := strings.Cut(value, ";")
	l.items = append(l.items, item{line: line{left: l.pair(first)}, spot: at, where: "Set-Cookie: " + safe(l.page.veil.text(value))})
	c, err := http.ParseSetCookie(value)
	if err != nil {
		l.note(theme.Warn, "  dowse keeps no such cookie: "+safe(l.page.veil.text(err.Error())))
		l.note(theme.Muted, "  "+safe(l.page.veil.text(value)))
		return
	}
	domain := "this host alone"
	if c.Domain != "" {
		domain = c.Domain + " and the hosts below it"
	}
	until := "expires"
	if c.MaxAge != 0 {
		until = "max-age"
	}
	l.attribute("  for", domain, c.Name, "domain", c.Domain != "")
	l.attribute("  path", c.Path, c.Name, "path", true)
	l.attribute("  until", lifetime(c, l.page.exchange.Started), c.Name, until, c.MaxAge != 0 || c.RawExpires != "")
	l.attribute("  with", cookieFlags(c), c.Name, "samesite", c.SameSite > http.SameSiteDefaultMode)
	l.fact("  also", strings.Join(c.Unparsed, "; "))
}

// attribute adds a fact of a cookie, which can be picked where the cookie came with it.
func (l *list) attribute(label, text, cookie, name string, came bool) {
	before := len(l.items)
	if l.fact(label, text); came && len(l.items) > before {
		l.items[len(l.items)-1].spot = partOf(collections.SourceCookie, cookie, name)
	}
}

// lifetime says how long a cookie is kept that came at some time.
func lifetime(c *http.Cookie, came time.Time) string {
	end := c.Expires
	switch {
	case c.MaxAge < 0:
		return "it is deleted"
	case c.MaxAge > 0:
		end = came.Add(time.Duration(c.MaxAge) * time.Second)
	case c.RawExpires != "" && end.IsZero():
		return c.RawExpires + ", which is no date: until the session ends"
	case end.IsZero():
		return "the session ends"
	}
	if !end.After(came) {
		return end.UTC().Format(time.DateTime) + " UTC, which is over: it is deleted"
	}
	return end.UTC().Format(time.DateTime) + " UTC, " + roughly(end.Sub(came))
}

// cookieFlags are what a cookie is protected by.
func cookieFlags(c *http.Cookie) string {
	var flags []string
	for _, flag := range []struct {
		on  bool
		say string
	}{{c.Secure, "Secure"}, {c.HttpOnly, "HttpOnly"}, {c.Partitioned, "Partitioned"}} {
		if flag.on {
			flags = append(flags, flag.say)
		}
	}
	switch c.SameSite {
	case http.SameSiteLaxMode:
		flags = append(flags, "SameSite=Lax")
	case http.SameSiteStrictMode:
		flags = append(flags, "SameSite=Strict")
	case http.SameSiteNoneMode:
		flags = append(flags, "SameSite=None")
	}
	return strings.Join(flags, ", ")
}

// roughly is how long something lasts, in the largest unit that says enough.
func roughly(d time.Duration) string {
	const day = 24 * time.Hour
	switch {
	case d >= 2*day:
		return quantity.Of(int(d/day), "day", "days")
	case d >= 2*time.Hour:
		return quantity.Of(int(d/time.Hour), "hour", "hours")
	case d >= 2*time.Minute:
		return quantity.Of(int(d/time.Minute), "minute", "minutes")
	}
	return quantity.Of(int(d/time.Second), "second", "seconds")
}
