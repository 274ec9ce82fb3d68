package client

import (
	"fmt"
	"net/textproto"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/http/httpguts"

	"dowse/client/body"
	"dowse/client/coding"
	"dowse/collections"
	"dowse/collections/vars"
)

// outgoing is one request with its templates expanded, ready for the wire or for the next hop.
type outgoing struct {
	method    string
	target    target
	host      string // typed in a Host row; empty: the target's
	headers   []outHeader
	body      body.Body          // nil: none
	key       apiKey             // the API key in the query, if that is how it authenticates
	basic     *collections.Basic // what the Authorization line is made of, if that is Basic and of no row
	tls       collections.TLS
	redirects int
	notices   []string
}

// outHeader is one header line to be sent.
type outHeader struct {
	name  string
	value vars.Text
}

// apiKey is an API key that is a query parameter, both texts percent-encoded.
type apiKey struct{ name, value vars.Text }

const defaultRedirects = 10

// prepare expands everything of a request; given, where it is not nil, is sent in place of its body. The error is an *Error of PhasePrepare.
func prepare(r collections.Request, scope vars.Scope, given body.Body, userAgent string) (*outgoing, error) {
	x := &expander{scope: scope}
	out := &outgoing{method: r.Method, redirects: defaultRedirects}
	if r.Redirects != nil {
		out.redirects = *r.Redirects
	}
	if r.TLS != nil {
		out.tls = *r.TLS
	}
	if out.tls.Insecure {
		out.notices = append(out.notices, "TLS verification is off: anyone on the way can read and change this")
	}
	if out.method == "" {
		out.method = "GET"
	}
	address := x.url(r.URL)
	query := x.pairs("query", r.Query)
	rows := x.headers(r.Headers)
	if out.body = given; given == nil {
		out.setBody(x, r.Body)
	}
	credentials := x.auth(r.Auth)
	if err := x.err(); err != nil {
		return nil, err
	}
	if !isToken(out.method) {
		return nil, prepareError("prepare.method", fmt.Sprintf("%q is not a method", out.method),
			"a method is one word of letters, digits and !#$%&'*+-.^_`|~ (RFC 9110 section 9.1)", "")
	}
	if err := checkAuth(r.Auth); err != nil {
		return nil, err
	}
	user, err := out.setTarget(address, query)
	if err != nil {
		return nil, err
	}
	if user != nil && !credentials.given() {
		credentials = basic(user)
	}
	if credentials.key.name.Reveal() != "" {
		out.key = credentials.key
		var typed bool
		if out.target, typed = out.target.with(out.key); typed {
			out.notices = append(out.notices, fmt.Sprintf("the typed query parameter %s was sent, not the API key of the auth settings", out.key.name))
		}
	}
	return out, out.setHeaders(rows, credentials, r, userAgent)
}

// setHeaders puts the header lines together as they will be written: Host, the rows as typed, then
// what is added. A row stands in for what would be added under its name, and one that is off keeps it away.
func (o *outgoing) setHeaders(rows []outHeader, given credentials, r collections.Request, userAgent string) error {
	for i, h := range rows {
		if err := o.checkHeader(h); err != nil {
			return err
		}
		if (same(h.name, "Host") || same(h.name, "Content-Length")) && hasHeader(rows[:i], h.name) {
			return prepareError("prepare.header", fmt.Sprintf("there are two %s rows", canonical(h.name)),
				"servers refuse such a request, or read it in different ways (RFC 9112 sections 3.2 and 6.3)", "remove one of them")
		}
		if same(h.name, "Host") {
			o.host = h.value.Reveal()
		}
	}
	o.headers = rows
	typed := func(name string) bool { return hasHeader(o.headers, name) }
	if authorization := given.header; authorization.name != "" {
		if err := o.checkHeader(authorization); err != nil {
			return err
		}
		if typed(authorization.name) {
			o.notices = append(o.notices, fmt.Sprintf("the typed %s row was sent, not the one of the auth settings", authorization.name))
		} else {
			o.headers, o.basic = append(o.headers, authorization), given.basic
		}
	}
	if o.host == "" && !typed("Host") {
		o.headers = slices.Insert(o.headers, 0, outHeader{"Host", vars.PlainText(o.target.hostLine())})
	}
	off := func(name string) bool {
		return slices.ContainsFunc(r.Headers, func(row collections.Row) bool { return row.Off && same(row.Name, name) })
	}
	for _, h := range []struct{ name, value string }{
		{"User-Agent", userAgent}, {"Accept", "*/*"}, {"Accept-Encoding", coding.Accept}, {"Content-Type", contentType(r.Body.Kind)},
	} {
		if h.value != "" && !typed(h.name) && !off(h.name) {
			o.headers = append(o.headers, outHeader{h.name, vars.PlainText(h.value)})
		}
	}
	o.setLength()
	return nil
}

// setLength adds the Content-Length that the body has, or that the method calls for without one
// (RFC 9110 section 8.6).
func (o *outgoing) setLength() {
	if hasHeader(o.headers, "Content-Length") {
		return
	}
	if length := o.length(); length >= 0 && (o.body != nil || slices.Contains([]string{"POST", "PUT", "PATCH"}, o.method)) {
		o.headers = append(o.headers, outHeader{"Content-Length", vars.PlainText(strconv.FormatInt(length, 10))})
	}
}

// checkHeader refuses what cannot be a header line and what would break the message's framing.
func (o *outgoing) checkHeader(h outHeader) error {
	value := h.value.Reveal()
	switch {
	case !isToken(h.name):
		return prepareError("prepare.header", fmt.Sprintf("%q is not a header name", h.name),
			"a name is one word of letters, digits and !#$%&'*+-.^_`|~ (RFC 9110 section 5.1)", "")
	case !httpguts.ValidHeaderFieldValue(value):
		return prepareError("prepare.header", fmt.Sprintf("the header %s has a line break or another control character in it", h.name),
			"it could add header lines of its own, so nothing was sent", "take the character out of the row or of the variable")
	case same(h.name, "Host") && !validHost(value):
		return prepareError("prepare.header", fmt.Sprintf("the Host row %q is not a host", h.value.String()),
			"", "write host or host:port")
	case same(h.name, "Transfer-Encoding"):
		return prepareError("prepare.header", "Transfer-Encoding cannot be set in a row",
			"the body is always sent whole with its Content-Length", "remove the row")
	case same(h.name, "Content-Length") && value != strconv.FormatInt(o.length(), 10):
		return prepareError("prepare.header", fmt.Sprintf("the Content-Length row says %s, the body has %d bytes", h.value, o.length()),
			"the server would wait for more, or take the rest for another request", "remove the row")
	}
	return nil
}

func prepareError(id, what, means, do string) *Error {
	return &Error{Phase: PhasePrepare, ID: id, What: what, Means: means, Do: do}
}

// isToken reports whether s is a token of RFC 9110 section 5.6.2.
func isToken(s string) bool { return httpguts.ValidHeaderFieldName(s) }

func same(a, b string) bool { return strings.EqualFold(a, b) }

func hasHeader(headers []outHeader, name string) bool {
	return slices.ContainsFunc(headers, func(h outHeader) bool { return same(h.name, name) })
}

// canonical is the form of a name that net/http's maps use.
func canonical(name string) string { return textproto.CanonicalMIMEHeaderKey(name) }
