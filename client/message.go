package client

import (
	"net/url"

	"dowse/client/body"
	"dowse/collections"
	"dowse/collections/vars"
)

// Prepare gives a request as Send would send it, and sends nothing. The scope may be an outline (vars.Scope.Outline). Its
// error is an *Error of PhasePrepare, the one that Send gives.
func (c *Client) Prepare(r collections.Request, scope vars.Scope) (collections.Message, error) {
	out, err := prepare(r, scope, nil, c.options.UserAgent)
	if err != nil {
		return collections.Message{}, err
	}
	return out.message(), nil
}

// message gives what is about to be sent as plain data.
func (o *outgoing) message() collections.Message {
	m := collections.Message{
		Method: o.method, URL: o.target.written(), Basic: o.basic, Redirects: o.redirects, TLS: o.tls,
		Headers: make([]collections.Header, len(o.headers)),
	}
	if text, ok := o.body.(body.Text); ok {
		m.Body = text.Text
	}
	for i, h := range o.headers {
		m.Headers[i] = collections.Header{Name: h.name, Value: h.value}
	}
	return m
}

// written gives the URL with its host and path as they are written to the server: the host in ASCII.
func (t target) written() vars.Text {
	raw := t.text.Reveal()
	parsed, err := url.Parse(raw)
	if err != nil || parsed.Host == t.url.Host {
		return t.text
	}
	end := authorityEnd(raw)
	start := end - len(parsed.Host)
	if start < 0 || raw[start:end] != parsed.Host {
		return vars.Join("", vars.PlainText(t.url.Scheme+"://"+t.url.Host), t.text.Slice(end, len(raw)))
	}
	return vars.Join("", t.text.Slice(0, start), vars.PlainText(t.url.Host), t.text.Slice(end, len(raw)))
}
