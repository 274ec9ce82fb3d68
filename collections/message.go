package collections

import "dowse/collections/vars"

// Message is a request as it is sent: its templates expanded, everything inherited and added by default in it. Package client
// fills it from what it sends, and formats write it in other languages.
//
// Its texts know by their spans which variable supplied which part, in which form, and what is secret; a part whose value
// is not known before the request is sent (vars.Span.Later) only has its place held.
type Message struct {
	Method    string
	URL       vars.Text // absolute; without userinfo and fragment, its host in ASCII, escaped as in the request line
	Headers   []Header  // every header line in the order it is written, Host and Content-Length too
	Body      vars.Text
	Basic     *Basic // not nil: what the Authorization line in Headers is made of
	Redirects int    // how many are followed at the most; 0: none is
	TLS       TLS
}

// Header is one header line.
type Header struct {
	Name  string // in the case it is written
	Value vars.Text
}

// Basic is the credentials of RFC 7617, before they are joined and encoded.
type Basic struct{ User, Password vars.Text }
