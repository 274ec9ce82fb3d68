// Package advice says what an answer means that is not what a person asked for, and what can be done about it:
// a status of failure, a web page in the place of JSON, an error inside of a success. It sends nothing and
// changes no request.
package advice

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"dowse/client"
	"dowse/client/document"
	"dowse/collections"
)

// Advice is about one exchange. Its texts hold what the server sent: they are untrusted.
type Advice struct {
	Failure  bool     // the answer is no success: its status is 4xx or 5xx, or its body reports an error
	What     string   // what happened, a few words: "no such path"
	Means    string   // what it means; may be empty
	Details  []string // what the server says of it
	Remedies []Remedy
}

// Remedy is one thing that a person can do.
type Remedy struct {
	Kind Kind
	Text string        // the method, URL, scheme or text; see Kind
	Wait time.Duration // of WaitAndSend
}

// Kind is what a remedy changes.
type Kind uint8

// The kinds of remedies.
const (
	SetAuth     Kind = iota // give credentials; Text is "bearer", "basic", or empty where the server does not say
	UseMethod               // send with the method Text
	UseURL                  // send to the path Text, as it is escaped in a URL
	EditHeaders             // look at what the request says of its body
	EditBody                // look at the body, or write one
	EditQuery               // look at the query
	WaitAndSend             // send again after Wait
	CopyID                  // copy Text, the name the server gave to this exchange
)

// Of gives the advice for an exchange of a request with all that it inherits; nil: there is nothing to say.
func Of(e *client.Exchange, r collections.Request) *Advice {
	status := e.Response.Status
	switch {
	case status == 0:
		return nil
	case status >= 400:
		return failed(e)
	case status < 200 || status >= 300:
		return nil
	}
	if a := reported(e, r.ErrorWhen); a != nil {
		return a
	}
	if title, ok := pageInstead(e, r); ok {
		a := &Advice{What: "got a web page, not data", Means: "often a login page, or a URL that is meant for browsers"}
		if title != "" {
			a.What = fmt.Sprintf("got a web page titled %q", title)
		}
		for _, hop := range e.Hops {
			a.Details = append(a.Details, fmt.Sprintf("redirected (%d) to %s", hop.Response.Status, hop.Target))
		}
		return a
	}
	return nil
}

// failed is about a status of 4xx or 5xx (RFC 9110 sections 15.5 and 15.6).
func failed(e *client.Exchange) *Advice {
	r := &e.Response
	a := &Advice{Failure: true, Details: problems(e)}
	switch r.Status {
	case http.StatusUnauthorized:
		a.unauthorized(e)
	case http.StatusForbidden:
		a.What, a.Means = "authenticated, but not allowed", "who you are is known, and may not do this"
		if scope := parameter(r.Header("WWW-Authenticate"), "scope"); scope != "" {
			a.Details = append(a.Details, "it needs the scope "+scope)
		}
	case http.StatusNotFound:
		a.What = "no such path"
		a.Remedies = otherPaths(e)
	case http.StatusMethodNotAllowed:
		a.What = "method not accepted"
		for method := range strings.SplitSeq(r.Header("Allow"), ",") {
			if method = strings.TrimSpace(method); method != "" {
				a.Details = append(a.Details, "the server takes "+method)
				a.Remedies = append(a.Remedies, Remedy{Kind: UseMethod, Text: method})
			}
		}
	case http.StatusNotAcceptable:
		a.What, a.Remedies = "the server cannot answer in a form that the request accepts", []Remedy{{Kind: EditHeaders}}
	case http.StatusUnsupportedMediaType:
		a.What, a.Remedies = "the server does not take this Content-Type", []Remedy{{Kind: EditHeaders}}
		if e.Request.Body.Length == 0 {
			a.What, a.Remedies = "the server wants a body, and none was sent", []Remedy{{Kind: EditBody}}
		}
		if accepts := r.Header("Accept-Post"); accepts != "" {
			a.Details = append(a.Details, "it takes "+accepts)
		}
	case http.StatusTooManyRequests:
		a.What = "too many requests"
		if wait, ok := retryAfter(r.Header("Retry-After"), time.Now()); ok {
			a.What += ", wait " + wait.String()
			a.Remedies = []Remedy{{Kind: WaitAndSend, Wait: wait}}
		}
	case http.StatusBadRequest, http.StatusUnprocessableEntity:
		a.What = "the server rejected the request"
		if e.Request.Body.Length != 0 {
			a.Remedies = append(a.Remedies, Remedy{Kind: EditBody})
		}
		if strings.Contains(e.Request.URL.Reveal(), "?") {
			a.Remedies = append(a.Remedies, Remedy{Kind: EditQuery})
		}
	default:
		a.What = "the server refused the request"
		if r.Status >= 500 {
			a.What, a.Means = "server error", "the fault is the server's; it is not sent again by itself"
		}
	}
	if id := requestID(r); id != "" {
		a.Remedies = append(a.Remedies, Remedy{Kind: CopyID, Text: id})
	}
	return a
}

// unauthorized is about 401 (RFC 9110 section 11.6.1).
func (a *Advice) unauthorized(e *client.Exchange) {
	a.What = "not authenticated"
	schemes := e.Response.Values("WWW-Authenticate")
	for _, asked := range schemes {
		scheme, _, _ := strings.Cut(asked, " ")
		line := "the server asks for " + scheme
		for _, name := range []string{"realm", "scope", "error_description"} {
			if value := parameter(asked, name); value != "" {
				line += fmt.Sprintf(", %s %q", strings.ReplaceAll(name, "_", " "), value)
			}
		}
		a.Details = append(a.Details, line)
		if form, ok := collections.FormOfScheme(scheme); ok {
			a.Remedies = append(a.Remedies, Remedy{Kind: SetAuth, Text: string(form.Kind)})
		}
	}
	for _, hop := range e.Hops {
		if len(hop.Withheld) > 0 {
			a.Means = fmt.Sprintf("%s was withheld after a redirect to %s", strings.Join(hop.Withheld, ", "), hop.Target)
		}
	}
	if len(a.Remedies) == 0 {
		a.Remedies = append(a.Remedies, Remedy{Kind: SetAuth})
	}
}

// parameter is an auth-param of a challenge (RFC 9110 section 11.2).
func parameter(challenge, name string) string {
	m := regexp.MustCompile(`(?i)\b` + name + `="([^"]*)"`).FindStringSubmatch(challenge)
	if m == nil {
		return ""
	}
	return m[1]
}

// otherPaths are URLs that differ by a slash that is easily typed too much or too little.
func otherPaths(e *client.Exchange) []Remedy {
	u, err := url.Parse(e.Request.URL.Reveal())
	if err != nil {
		return nil
	}
	var remedies []Remedy
	add := func(path string) {
		other := *u
		other.Path, other.RawPath = path, ""
		remedies = append(remedies, Remedy{Kind: UseURL, Text: other.EscapedPath()})
	}
	if strings.Contains(u.Path, "//") {
		add(regexp.MustCompile(`/{2,}`).ReplaceAllString(u.Path, "/"))
	}
	if len(u.Path) > 1 && strings.HasSuffix(u.Path, "/") {
		add(strings.TrimRight(u.Path, "/"))
	}
	return remedies
}

// longestWait is the longest time that it makes sense to wait for.
const longestWait = 24 * time.Hour

// retryAfter reads Retry-After (RFC 9110 section 10.2.3), in whole seconds.
func retryAfter(value string, now time.Time) (time.Duration, bool) {
	if seconds, err := strconv.Atoi(strings.TrimSpace(value)); err == nil && seconds >= 0 && seconds < int(longestWait/time.Second) {
		return time.Duration(seconds) * time.Second, true
	}
	at, err := http.ParseTime(value)
	if err != nil {
		return 0, false
	}
	if wait := at.Sub(now); wait < longestWait {
		return max(0, wait).Round(time.Second), true
	}
	return 0, false
}

// requestID is the name that a server gave to the exchange, for its people.
func requestID(r *client.Response) string {
	for _, name := range []string{"X-Request-Id", "Request-Id", "X-Correlation-Id", "CF-Ray", "X-Amzn-RequestId", "X-Trace-Id"} {
		if id := r.Header(name); id != "" {
			return id
		}
	}
	return ""
}

var title = regexp.MustCompile(`(?is)<title[^>]*>\s*(.*?)\s*</title>`)

// longestHead is how much of a page is searched for its title.
const longestHead = 16 << 10

// pageInstead says whether a web page came where the request, or its picks, expect JSON.
func pageInstead(e *client.Exchange, r collections.Request) (string, bool) {
	page, ok := Page(e)
	if !ok {
		return "", false
	}
	wanted := false
	for _, h := range e.Request.Headers {
		wanted = wanted || strings.EqualFold(h.Name, "Accept") && strings.Contains(h.Value.Reveal(), "json")
	}
	for _, k := range r.Picks {
		wanted = wanted || k.From.Kind == collections.SourcePath
	}
	return page, wanted
}

// Page says whether an answer is a web page, and gives its title, which is untrusted.
func Page(e *client.Exchange) (string, bool) {
	if !strings.Contains(strings.ToLower(e.Response.Header("Content-Type")), "html") {
		return "", false
	}
	m := title.FindSubmatch(e.Response.Body[:min(len(e.Response.Body), longestHead)])
	if m == nil {
		return "", true
	}
	return string(m[1]), true
}

// reported says whether a body reports an error, by the rules that the request has for that.
func reported(e *client.Exchange, rules []collections.ErrorRule) *Advice {
	d := e.Document()
	for _, rule := range rules {
		q, err := document.ParseQuery(rule.Path)
		if err != nil {
			continue // dowse validate says so
		}
		for _, n := range d.Select(q) {
			if rule.Equals != nil && string(d.Source(n)) != rule.Equals.JSON() {
				continue
			}
			a := &Advice{Failure: true, What: fmt.Sprintf("%d, but the body reports an error", e.Response.Status), Means: "error_when: " + rule.Path}
			if text := message(d, rule.Message); text != "" {
				a.Details = append(a.Details, text)
			}
			return a
		}
	}
	return nil
}

// message is the text of an error: what its path selects, or the text itself.
func message(d *document.Document, text string) string {
	q, err := document.ParseQuery(text)
	if err != nil {
		return text
	}
	for _, n := range d.Select(q) {
		return d.Text(n)
	}
	return ""
}
