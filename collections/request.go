package collections

import (
	"slices"
	"time"

	"dowse/collections/vars"
)

// Request is one request as saved: templates are not expanded, nothing is inherited yet.
type Request struct {
	ID     string // slash path below the root without ".yaml"; empty while unsaved
	Name   string
	Note   string
	Method string // any token of RFC 9110 section 9.1; empty means GET
	URL    string
	Query  Rows // added to the URL's own query, in this order
	Settings
	Body       Body
	Repeatable bool // safe to send again unasked, whatever its method
	Picks      []Pick
	Page       *Page
	Expect     *Expect
}

// Clone is a request that shares nothing with r in which a text can be changed.
func (r Request) Clone() Request {
	r.Query, r.Headers, r.Body.Form = slices.Clone(r.Query), slices.Clone(r.Headers), slices.Clone(r.Body.Form)
	r.Vars, r.Picks, r.ErrorWhen = slices.Clone(r.Vars), slices.Clone(r.Picks), slices.Clone(r.ErrorWhen)
	r.Auth, r.TLS, r.Page, r.Expect = copied(r.Auth), copied(r.TLS), copied(r.Page), copied(r.Expect)
	if r.Expect != nil {
		r.Expect.Body = slices.Clone(r.Expect.Body)
		for i := range r.Expect.Body {
			r.Expect.Body[i].Equals = copied(r.Expect.Body[i].Equals)
		}
	}
	for i := range r.ErrorWhen {
		r.ErrorWhen[i].Equals = copied(r.ErrorWhen[i].Equals)
	}
	return r
}

// WithTexts is a request whose texts are changed, all that Texts gives.
func (r Request) WithTexts(change func(string) string) Request {
	r = r.Clone()
	for _, t := range Texts(&r) {
		text := change(*t.Text)
		if text == *t.Text {
			continue
		}
		*t.Text = text
		if t.Value != nil {
			*t.Value = t.Value.WithText(text)
		}
	}
	return r
}

func copied[T any](p *T) *T {
	if p == nil {
		return nil
	}
	c := *p
	return &c
}

// Row is one line of a query, header or form table.
type Row struct {
	Name  string
	Value string // the source text of the scalar, never re-typed
	Off   bool   // kept but not sent
	Note  string
}

// Rows keeps the order and the repetitions that were written.
type Rows []Row

// Variable is a value named in a file.
type Variable struct {
	Name  string
	Value vars.Value
}

// BodyKind says what a Body holds.
type BodyKind string

// The kinds of body a request can have.
const (
	BodyNone BodyKind = ""
	BodyJSON BodyKind = "json" // Text is JSON with templates, sent as application/json
	BodyText BodyKind = "text" // Text is sent as it is
	BodyForm BodyKind = "form" // Form is sent as application/x-www-form-urlencoded
)

// Body is what a request sends.
type Body struct {
	Kind BodyKind
	Text string
	Form Rows
}

// Timeouts limits the phases of one attempt; zero means the default (see client.Options), negative none.
type Timeouts struct {
	Connect   time.Duration // DNS and TCP
	TLS       time.Duration // the handshake
	FirstByte time.Duration // from request sent to the status line
	Idle      time.Duration // between two reads of the body
	Total     time.Duration // all of it, redirects included
}

// TLS is what a request expects of the server's certificate and shows of its own.
type TLS struct {
	CA       string // PEM file of further authorities, relative to the collection's root
	Cert     string // PEM file of the client certificate
	Key      string // PEM file of its key
	Insecure bool   // do not verify the server
}

// ErrorRule names a body that means failure although its status is 2xx.
type ErrorRule struct {
	Path    string // RFC 9535
	Equals  *vars.Value
	Message string // an RFC 9535 path to the text to show, or the text itself
}

// Page says how the following pages of a list are asked for.
type Page struct {
	Next  string // the variable that holds the cursor or link
	Into  string // where it goes, such as "query.cursor"
	Until string // when to stop: "empty", or a condition
	Max   int    // pages at the most
}

// Expect is what a response must be for the request to count as passed.
type Expect struct {
	Status []string // such as "200" or "2xx"
	Time   time.Duration
	Body   []Check
}

// Check is one assertion about a value of the body.
type Check struct {
	Path    string
	Type    string
	Equals  *vars.Value
	Matches string
}
