package client

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"dowse/client/document"
	"dowse/client/spool"
	"dowse/collections"
	"dowse/collections/redact"
	"dowse/collections/vars"
)

// Exchange is one request and what came of it. Send returns it with an error too, holding
// everything up to the failure.
type Exchange struct {
	Message  collections.Message // the first request, whole, from which it can be sent again
	Request  Sent                // the last request sent; after redirects it is not the first
	Response Response            // the last response; its Status is 0 when none came
	Hops     []Hop               // the redirects on the way, in order
	Timings  Timings             // of the last request
	TLS      *TLS                // nil over plain HTTP
	Started  time.Time
	Elapsed  time.Duration // from Send to the last byte of the body, hops included
	Remote   string        // address and port of the server, or of the proxy
	Proxy    string        // the proxy in use, without credentials; empty: none
	Reused   bool          // the connection was already open
	Notices  []string      // what a person should know, such as headers withheld
	Source   string        // the name of what Read read; empty: a server answered

	once    sync.Once
	reading *reading
	masking masking
}

// masking is the masker of what was sent, made on first use.
type masking struct {
	once   sync.Once
	masker *redact.Masker
}

// Answered tells whether there is a response, or what stands for one: not where nothing was sent yet or nothing
// came back. A nil Exchange has none.
func (e *Exchange) Answered() bool { return e != nil && (e.Response.Status != 0 || e.Source != "") }

// Document returns the parsed response body. It is parsed once, on first use; what was indexed while it arrived is not
// indexed again.
func (e *Exchange) Document() *document.Document {
	e.once.Do(func() {
		if r := e.reading; r == nil || r.body != e.Response.body {
			body := e.Response.body
			if body == nil { // the Exchange was not made by Send
				body = spool.New(0)
			}
			e.reading = newReading(e, body, e.hint(body))
		}
	})
	return e.reading.whole(e.Response.Body)
}

// ReadAs is the same exchange, its body read as another format; Auto: as its type and its bytes say. It shares
// everything else, and must not be changed.
func (e *Exchange) ReadAs(f document.Format) *Exchange {
	as := &Exchange{
		Message: e.Message, Request: e.Request, Response: e.Response, Hops: e.Hops, Timings: e.Timings, TLS: e.TLS, Started: e.Started, Elapsed: e.Elapsed,
		Remote: e.Remote, Proxy: e.Proxy, Reused: e.Reused, Notices: e.Notices, Source: e.Source,
	}
	body := as.Response.body
	if body == nil {
		body = spool.New(0)
		as.Response.body = body
	}
	hint := as.hint(body)
	hint.Format = f
	as.reading = newReading(as, body, hint)
	return as
}

// hint is what is known of the body beside its bytes.
func (e *Exchange) hint(body *spool.Spool) document.Hint {
	return document.Hint{ContentType: e.Response.Header("Content-Type"), Store: body}
}

// Masker finds what was sent as a secret where it comes back, in any form: see Secrets, also of fewer characters. It is made
// once, when the exchange is over.
func (e *Exchange) Masker() *redact.Masker {
	if e == nil {
		return nil
	}
	e.masking.once.Do(func() { e.masking.masker = redact.NewMasker(e.secrets()...) })
	return e.masking.masker
}

// Secrets gives every secret text that was sent, redirects included, the longest first: as it was sent
// and, where it was encoded, as it was before. The credentials of Authorization come without their
// scheme, those of Basic also as the password alone; cookies that look secret come by themselves too. Texts
// of fewer than 4 characters, which are found anywhere by chance, are left out.
func (e *Exchange) Secrets() []string {
	const shortest = 4
	return slices.DeleteFunc(e.secrets(), func(s string) bool { return utf8.RuneCountInString(s) < shortest })
}

// StatusText is a status with its registered phrase (RFC 9110 section 15), such as "404 Not Found": the server's own phrase is
// untrusted and may say anything.
func StatusText(status int) string {
	return strings.TrimSpace(fmt.Sprintf("%d %s", status, http.StatusText(status)))
}

// Sent is a request as it went out, with secrets marked: its texts print masked.
type Sent struct {
	Method   string
	URL      vars.Text
	Protocol string // such as "HTTP/1.1"
	Headers  []SentHeader
	Body     SentBody
}

// SentHeader is one header line of a request, its name in the case sent.
type SentHeader struct {
	Name  string
	Value vars.Text
}

// Response is what the server answered. All of its text is untrusted: it reaches a terminal only
// through terminal.Safe.
type Response struct {
	Status    int      // RFC 9110 section 15
	Reason    string   // the reason phrase, HTTP/1 only
	Protocol  string   // such as "HTTP/1.1" or "HTTP/2.0"
	Headers   []Header // HTTP/1: in the order and case received
	Trailers  []Header
	Wire      []byte   // the body exactly as received, less the transfer coding
	Body      []byte   // the body with its content codings undone; the same bytes as Wire when there are none
	Encodings []string // the content codings undone, outermost first
	HeadSize  int      // bytes of the status line and headers, HTTP/1 only
	Complete  bool     // the body came whole

	wire, body *spool.Spool // where Wire and Body are
}

// Header is one header line as received.
type Header struct {
	Name  string
	Value string
}

// Header returns the first value of the header with that name, whatever its case, or "".
func (r *Response) Header(name string) string {
	for _, h := range r.Headers {
		if strings.EqualFold(h.Name, name) {
			return h.Value
		}
	}
	return ""
}

// Values returns every value of the header with that name, in order.
func (r *Response) Values(name string) []string {
	var values []string
	for _, h := range r.Headers {
		if strings.EqualFold(h.Name, name) {
			values = append(values, h.Value)
		}
	}
	return values
}

// Cookies returns the cookies that the response sets (RFC 6265 section 4.1).
func (r *Response) Cookies() []*http.Cookie {
	return (&http.Response{Header: http.Header{"Set-Cookie": r.Values("Set-Cookie")}}).Cookies()
}

// Hop is one redirect that was followed.
type Hop struct {
	Request     Sent
	Response    Response // its body is kept too, and counts towards the Limits of the Send
	Timings     Timings
	Location    vars.Text // as received, secrets marked
	Target      vars.Text // the absolute URL it led to, userinfo removed, secrets marked
	CrossOrigin bool      // the target has another scheme, host or port than the first request, now or since an earlier hop
	Withheld    []string  // the names of what was not sent on to the target
}

// Timings says how long each phase of a request took; a phase that did not happen is zero.
type Timings struct {
	DNS     time.Duration
	Connect time.Duration // TCP
	TLS     time.Duration
	Send    time.Duration // writing the request
	Wait    time.Duration // from request written to the first byte of the response
	Receive time.Duration // the body
	Total   time.Duration
}

// TLS is what is known of the secured connection.
type TLS struct {
	Version      string // such as "TLS 1.3"
	Cipher       string
	ALPN         string
	ServerName   string
	Verified     bool
	Certificates []Certificate // the server's first
}

// Certificate is what a person asks of one.
type Certificate struct {
	Subject   string
	Issuer    string
	DNSNames  []string
	NotBefore time.Time
	NotAfter  time.Time
	SHA256    string // of the DER bytes, in hexadecimal
}
