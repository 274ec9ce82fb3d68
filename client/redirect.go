package client

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"dowse/collections"
	"dowse/collections/origin"
	"dowse/collections/vars"
)

// crossing lists the headers that may reach another origin than the first. Everything else is bound
// to the origin that the person wrote: a list of what to hold back would miss the next X-Api-Key.
var crossing = []string{"accept", "accept-charset", "accept-encoding", "accept-language", "content-length", "host", "user-agent"}

// bodyHeaders describe a body and go where it goes (RFC 9110 section 15.4).
var bodyHeaders = []string{"content-encoding", "content-language", "content-length", "content-location", "content-type"}

// follow sends out and what its redirects lead to, as far as the request allows.
func (c *Client) follow(ctx context.Context, e *Exchange, out *outgoing, limits collections.Timeouts) error {
	first := origin.Of(out.target.url)
	foreign, kept := false, c.options.Limits
	for {
		if err := c.attempt(ctx, e, out, limits, kept); err != nil {
			return err
		}
		location, ok := redirected(&e.Response)
		if !ok || out.redirects <= 0 {
			return nil
		}
		if len(e.Hops) >= out.redirects {
			return tooMany(e, out.redirects)
		}
		secrets := e.secrets()
		to, err := resolve(out.target.url, location, secrets)
		if err != nil {
			return badLocation(location, err, secrets)
		}
		foreign = foreign || origin.Of(to.url) != first
		method := redirectMethod(e.Response.Status, out.method)
		if foreign && method == out.method && out.length() != 0 {
			e.Notices = append(e.Notices, fmt.Sprintf(
				"the redirect to %s was not followed: it would take the request's body to another origin", to.origin()))
			return nil
		}
		next, withheld := out.next(to, method, foreign, secrets)
		if strings.Contains(location, "@") && hadUser(location) {
			withheld = append(withheld, "userinfo of the Location")
		}
		e.hop(markLocation(location, secrets), to, foreign, withheld)
		out, kept = next, kept.less(&e.Response)
	}
}

// hop records the exchange so far as a redirect followed to target.
func (e *Exchange) hop(location vars.Text, to target, foreign bool, withheld []string) {
	e.Hops = append(e.Hops, Hop{
		Request: e.Request, Response: e.Response, Timings: e.Timings, Location: location,
		Target: to.text, CrossOrigin: foreign, Withheld: withheld,
	})
	if len(withheld) > 0 {
		e.Notices = append(e.Notices, fmt.Sprintf("%s withheld from %s: %s", counted(withheld), to.origin(), strings.Join(withheld, ", ")))
	}
}

// counted says how many names there are, and that they are headers where they all are.
func counted(names []string) string {
	noun := "header"
	if slices.ContainsFunc(names, func(name string) bool { return !isToken(name) }) {
		noun = "thing"
	}
	if len(names) == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", len(names), noun)
}

// redirected gives where a response redirects to (RFC 9110 section 15.4).
func redirected(r *Response) (location string, ok bool) {
	switch r.Status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		location = r.Header("Location")
	}
	return location, location != ""
}

// redirectMethod gives the method of the request that follows a redirect: 303 asks for GET, and 301
// and 302 after POST have come to mean it (RFC 9110 sections 15.4.2 to 15.4.4).
func redirectMethod(status int, method string) string {
	switch {
	case status == http.StatusSeeOther && method != http.MethodHead,
		(status == http.StatusMovedPermanently || status == http.StatusFound) && method == http.MethodPost:
		return http.MethodGet
	}
	return method
}

// resolve gives the target of a Location, without userinfo and fragment. The secrets that the server
// echoes in it are marked.
func resolve(base *url.URL, location string, secrets []string) (target, error) {
	location = strings.TrimSpace(location)
	relative, err := url.Parse(escape(vars.PlainText(strings.ReplaceAll(location, " ", "%20")), authorityEnd(location)).Reveal())
	if err != nil {
		return target{}, fmt.Errorf("%s", urlMistake(err))
	}
	absolute := base.ResolveReference(relative)
	absolute.User, absolute.Fragment, absolute.RawFragment = nil, "", ""
	if absolute.Scheme != "http" && absolute.Scheme != "https" {
		return target{}, fmt.Errorf("the scheme %q is not followed", absolute.Scheme)
	}
	to, err := newTarget(marked(absolute.String(), secrets))
	if e, ok := errors.AsType[*Error](err); ok {
		return target{}, fmt.Errorf("%s", e.What)
	}
	return to, err
}

// markLocation marks the userinfo of a Location and the secrets that the server echoes in it.
func markLocation(location string, secrets []string) vars.Text {
	text := marked(location, secrets)
	end := authorityEnd(location)
	if strings.HasPrefix(location, "//") {
		end = 2 + strings.IndexAny(location[2:]+"/", "/?#")
	}
	start := strings.Index(location[:end], "//") + 2
	at := strings.LastIndexByte(location[:end], '@')
	if at < start {
		return text
	}
	return vars.Join("", text.Slice(0, start), text.Slice(start, at).AsSecret(), text.Slice(at, len(location)))
}

func hadUser(location string) bool {
	u, err := url.Parse(location)
	return err == nil && u.User != nil
}

// next gives the request that follows a redirect, and the names of what is withheld from it. Once an
// exchange has left its first origin, everything bound to that stays withheld, even on the way back.
func (o *outgoing) next(to target, method string, foreign bool, secrets []string) (next *outgoing, withheld []string) {
	next = &outgoing{method: method, target: to, host: o.host, body: o.body, key: o.key, tls: o.tls, redirects: o.redirects}
	if method != o.method {
		next.body = nil
	}
	if foreign {
		withheld = next.leave(secrets)
	}
	for _, h := range o.headers {
		lower := strings.ToLower(h.name)
		switch {
		case lower == "content-length" || next.body == nil && slices.Contains(bodyHeaders, lower):
		case lower == "host" && next.host == "":
			next.headers = append(next.headers, outHeader{h.name, vars.PlainText(to.hostLine())})
		case !foreign || slices.Contains(crossing, lower) && !h.value.HasSecret():
			next.headers = append(next.headers, h)
		default:
			withheld = addName(withheld, h.name)
		}
	}
	next.setLength()
	if !foreign && next.key.name.Reveal() != "" {
		next.target, _ = to.with(next.key) // a server that names the key in its Location has the say
	}
	return next, withheld
}

// leave takes from a request to another origin what is no header: a Host of one's own, the API key in
// the query, also where the server put it into the Location, and the client certificate.
func (o *outgoing) leave(secrets []string) (withheld []string) {
	if o.host != "" {
		o.host, withheld = "", addName(withheld, "Host")
	}
	if key := o.key; key.name.Reveal() != "" {
		withheld = addName(withheld, "query "+key.name.Reveal())
		o.key = apiKey{}
	}
	if o.tls.Cert != "" {
		o.tls.Cert, o.tls.Key = "", ""
		withheld = addName(withheld, "client certificate")
	}
	if echoed := o.target.strip(secrets); echoed != nil {
		for _, name := range echoed {
			withheld = addName(withheld, "query "+name)
		}
	}
	return withheld
}

// strip takes the query parameters with one of these values away, and gives their names.
func (t *target) strip(secrets []string) (names []string) {
	var kept []string
	for pair := range strings.SplitSeq(t.url.RawQuery, "&") {
		name, value, _ := strings.Cut(pair, "=")
		plain, err := url.QueryUnescape(value)
		if slices.Contains(secrets, value) || err == nil && slices.Contains(secrets, plain) {
			names = append(names, name)
			continue
		}
		kept = append(kept, pair)
	}
	if names == nil {
		return nil
	}
	copied := *t.url
	copied.RawQuery = strings.Join(kept, "&")
	*t = target{markQuery(marked(copied.String(), secrets)), &copied}
	return names
}

func addName(names []string, name string) []string {
	if slices.ContainsFunc(names, func(n string) bool { return same(n, name) }) {
		return names
	}
	return append(names, name)
}

func tooMany(e *Exchange, limit int) error {
	err := &Error{Phase: PhaseRedirect, ID: "redirect.too_many", What: fmt.Sprintf("more than %d redirects", limit),
		Means: "the last led to " + markLocation(e.Response.Header("Location"), e.secrets()).String(),
		Do:    "look at the hops; if they do not go in a circle, allow more (redirects: in the file, --max-redirs on the command line)"}
	if slices.ContainsFunc(e.Hops, func(h Hop) bool { return h.Request.same(&e.Request) }) {
		err.Means = fmt.Sprintf("they go in a circle: %s %s was sent more than once, with nothing changed", e.Request.Method, e.Request.URL)
		err.Do = "look at the hops; the server may want a cookie that it sets on the way"
	}
	return err
}

// same reports whether two requests of an exchange are the same in all that a server sees; of their bodies, the second is the first
// one's again or none.
func (s *Sent) same(o *Sent) bool {
	return s.Method == o.Method && s.URL.Reveal() == o.URL.Reveal() && s.Body.Length == o.Body.Length &&
		slices.EqualFunc(s.Headers, o.Headers, func(a, b SentHeader) bool { return same(a.Name, b.Name) && a.Value.Reveal() == b.Value.Reveal() })
}

func badLocation(location string, err error, secrets []string) error {
	return &Error{Phase: PhaseRedirect, ID: "redirect.bad_location", What: fmt.Sprintf("the redirect to %q cannot be followed", markLocation(location, secrets)),
		Means: marked(err.Error(), secrets).String(), Do: "the response that redirects is shown as it is"}
}
