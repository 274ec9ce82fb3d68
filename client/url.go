package client

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/net/idna"

	"dowse/collections"
	"dowse/collections/address"
	"dowse/collections/origin"
	"dowse/collections/vars"
)

// target is where a request goes: the URL as text, which knows its secrets, and as parsed. It has no
// userinfo and no fragment.
type target struct {
	text vars.Text
	url  *url.URL
}

// setTarget sets where the request goes from the URL as expanded and the query rows. It gives the
// credentials in the URL's userinfo (RFC 3986 section 3.2.1), or nil.
func (o *outgoing) setTarget(location, query vars.Text) (user *collections.Basic, err error) {
	location = trimSpace(location)
	if i := strings.IndexByte(location.Reveal(), '#'); i >= 0 {
		location = location.Slice(0, i)
	}
	raw := location.Reveal()
	parsed, err := parseURL(location)
	if err != nil {
		return user, err
	}
	if parsed.User != nil {
		start := strings.Index(raw, "://") + 3
		end := start + strings.LastIndexByte(raw[start:authorityEnd(raw)], '@') + 1
		user = userinfo(location.Slice(start, end-1))
		location = vars.Join("", location.Slice(0, start), location.Slice(end, len(raw)))
	}
	o.target, err = newTarget(addQuery(location, query))
	return user, err
}

// userinfo takes USER:PASSWORD apart, and the percent-encoding from both.
func userinfo(text vars.Text) *collections.Basic {
	raw := text.Reveal()
	user, _, found := strings.Cut(raw, ":")
	b := &collections.Basic{User: decoded(text.Slice(0, len(user)))}
	if found {
		b.Password = decoded(text.Slice(len(user)+1, len(raw)))
	}
	return b
}

// decoded undoes percent-encoding.
func decoded(text vars.Text) vars.Text {
	return text.Rewritten(func(part string) string {
		plain, err := url.PathUnescape(part)
		if err != nil {
			return part // it was parsed before, so this is one that its value ends in the middle of
		}
		return plain
	}, func(form vars.Form) vars.Form {
		if form == vars.Percent {
			return vars.AsItIs
		}
		return vars.Otherwise
	})
}

// newTarget escapes what a URL cannot hold (RFC 3986 section 2) and parses it.
func newTarget(text vars.Text) (target, error) {
	text = escape(text, authorityEnd(text.Reveal()))
	parsed, err := parseURL(text)
	if err != nil {
		return target{}, err
	}
	parsed.User, parsed.Fragment, parsed.RawFragment = nil, "", ""
	if ascii, err := idna.Lookup.ToASCII(parsed.Hostname()); err == nil && ascii != strings.ToLower(parsed.Hostname()) {
		parsed.Host = strings.TrimSuffix(net.JoinHostPort(ascii, parsed.Port()), ":")
	}
	return target{markQuery(text), parsed}, nil
}

// markQuery marks what the names in a URL's query say is secret.
func markQuery(text vars.Text) vars.Text {
	path, _, found := strings.Cut(text.Reveal(), "?")
	if !found {
		return text
	}
	return markPairs(text, len(path)+1)
}

// hostLine gives the value of the Host header: the host without a zone (RFC 6874), and the port.
func (t target) hostLine() string {
	host := t.url.Host
	if zone := strings.IndexByte(host, '%'); zone >= 0 && host[0] == '[' {
		host = host[:zone] + host[strings.LastIndexByte(host, ']'):]
	}
	return host
}

// with gives the target with an API key in its query, unless the query has that parameter already.
func (t target) with(key apiKey) (to target, typed bool) {
	wanted := unescaped(key.name.Reveal())
	for pair := range strings.SplitSeq(t.url.RawQuery, "&") {
		if name, _, _ := strings.Cut(pair, "="); unescaped(name) == wanted {
			return t, true
		}
	}
	t.text = addQuery(t.text, vars.Join("=", key.name, key.value))
	copied := *t.url
	copied.RawQuery = strings.TrimPrefix(copied.RawQuery+"&"+key.name.Reveal()+"="+key.value.Reveal(), "&")
	t.url = &copied
	return t, false
}

// unescaped undoes percent-encoding; what is not well-formed stays as it is.
func unescaped(text string) string {
	if plain, err := url.QueryUnescape(text); err == nil {
		return plain
	}
	return text
}

func addQuery(location, query vars.Text) vars.Text {
	if query.Reveal() == "" {
		return location
	}
	raw := location.Reveal()
	separator := "?"
	switch {
	case strings.HasSuffix(raw, "?") || strings.HasSuffix(raw, "&"):
		separator = ""
	case strings.Contains(raw, "?"):
		separator = "&"
	}
	return vars.Join(separator, location, query)
}

// parseURL parses an absolute http or https URL; its error says what is missing, and nothing secret.
func parseURL(text vars.Text) (*url.URL, error) {
	raw, masked := text.Reveal(), hideUser(text.String())
	shown := strconv.Quote(masked)
	fail := func(what, do string) (*url.URL, error) {
		return nil, prepareError("prepare.url", shown+" is not a URL that can be sent: "+what, "", do)
	}
	scheme, rest, found := strings.Cut(raw, "://")
	switch {
	case raw == "":
		return fail("it is empty", "write one such as https://api.example.com/orders")
	case strings.ContainsAny(raw, " \t\r\n"):
		return fail("there is a space in it", "write a space in a path or query as %20")
	case !found || strings.ContainsAny(scheme, "/?#"):
		return fail(unfinished(raw, masked))
	case !same(scheme, "http") && !same(scheme, "https"):
		return fail(fmt.Sprintf("the scheme %q is not supported", scheme), "use http or https")
	}
	host := rest[:authorityEnd(raw)-len(scheme)-3]
	host = host[strings.LastIndexByte(host, '@')+1:]
	if host == "" {
		return fail("it has no host", "write "+scheme+"://HOST/PATH")
	}
	if ip, err := netip.ParseAddr(host); err == nil && ip.Is6() {
		return fail("an IPv6 address stands in brackets (RFC 3986 section 3.2.2)", "write "+scheme+"://["+host+"]")
	}
	parsed, err := url.Parse(raw)
	if err != nil {
		if text.HasSecret() {
			return fail("a part of it cannot stand there (RFC 3986 section 3)", "")
		}
		return fail(urlMistake(err), "")
	}
	if port := parsed.Port(); port != "" || strings.HasSuffix(parsed.Host, ":") {
		if n, err := strconv.Atoi(port); err != nil || n < 1 || n > 65535 {
			if text.HasSecret() {
				return fail("the port in it is not between 1 and 65535", "")
			}
			return fail(fmt.Sprintf("the port %q is not between 1 and 65535", port), "")
		}
	}
	if parsed.Hostname() == "" {
		return fail("it has no host", "write "+scheme+"://HOST/PATH")
	}
	return parsed, nil
}

// unfinished says what a URL without :// lacks where it can be completed with nothing (see address.Expand).
func unfinished(raw, masked string) (what, do string) {
	if scheme, rest, found := strings.Cut(raw, ":"); found && (same(scheme, "http") || same(scheme, "https")) {
		if strings.HasPrefix(rest, "/") {
			return "there is one slash behind " + scheme + ":, not two", "write " + scheme + "://HOST/PATH"
		}
		return "there are no slashes behind " + scheme + ":", "write " + scheme + "://HOST/PATH"
	}
	return "it has no scheme and no host, and there is no " + address.Base + " that it could be relative to",
		"write https://HOST" + slashed(masked) + ", or give " + address.Base + " a value: in env/NAME.yaml, or with --var " + address.Base + "=https://HOST"
}

// slashed gives a path its slash.
func slashed(path string) string {
	if strings.HasPrefix(path, "/") || strings.HasPrefix(path, "?") {
		return path
	}
	return "/" + strings.TrimPrefix(path, "./")
}

// urlMistake gives what url.Parse says without the URL, which may hold a password.
func urlMistake(err error) string {
	if e, ok := errors.AsType[*url.Error](err); ok {
		err = e.Err
	}
	return strings.TrimPrefix(err.Error(), "net/url: ")
}

// hideUser gives a URL that cannot be sent without its userinfo. A password may have a / in it that was not
// encoded, so that is all up to the last @.
func hideUser(raw string) string {
	scheme, rest, found := strings.Cut(raw, "://")
	if !found {
		return raw[strings.LastIndexByte(raw, '@')+1:]
	}
	return scheme + "://" + rest[strings.LastIndexByte(rest, '@')+1:]
}

// authorityEnd is the offset at which the authority of a URL ends.
func authorityEnd(raw string) int {
	start := strings.Index(raw, "://")
	if start < 0 {
		return 0
	}
	start += 3
	return start + strings.IndexAny(raw[start:]+"/", "/?#")
}

// escape percent-encodes the bytes from start on that cannot stand in a path or query.
func escape(text vars.Text, start int) vars.Text {
	rest := text.Slice(start, len(text.Reveal())).Rewritten(escapeBytes, func(form vars.Form) vars.Form {
		if form == vars.AsItIs {
			return vars.URLBytes
		}
		return form // nothing is escaped in it, or it is otherwise already
	})
	return vars.Join("", text.Slice(0, start), rest)
}

func escapeBytes(text string) string {
	var b strings.Builder
	for i := range len(text) {
		if c := text[i]; c > ' ' && c < 0x7f && !strings.ContainsRune("\"<>\\^`{|}", rune(c)) {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

func trimSpace(text vars.Text) vars.Text {
	raw := text.Reveal()
	start := len(raw) - len(strings.TrimLeft(raw, " \t\r\n"))
	end := len(strings.TrimRight(raw, " \t\r\n"))
	if start == 0 && end == len(raw) || start >= end {
		return text
	}
	return text.Slice(start, end)
}

// origin gives the target's origin for a person, masked where the server echoed a secret in it.
func (t target) origin() string {
	var echoed []string
	for _, span := range t.text.Spans() {
		if span.Secret {
			echoed = append(echoed, t.text.Reveal()[span.Start:span.End])
		}
	}
	return marked(origin.Of(t.url).String(), echoed).String()
}

// validHost reports whether a Host row can be sent (RFC 9110 section 7.2): a name in ASCII or an
// address, and perhaps a port.
func validHost(host string) bool {
	notASCII := func(r rune) bool { return r >= 0x80 }
	if host == "" || strings.ContainsFunc(host, notASCII) || strings.ContainsAny(host, "/?#@\\ \t\",<>^`{|}") {
		return false
	}
	parsed, err := url.Parse("http://" + host)
	return err == nil && parsed.Host == host && parsed.Hostname() != ""
}
