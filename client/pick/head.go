package pick

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"dowse/client"
	"dowse/collections"
	"dowse/collections/spelling"
	"dowse/collections/vars"
)

// readHeader takes the Nth value of a header, the first by default.
func readHeader(p collections.Pick, r *client.Response) (vars.Value, *Miss) {
	values := r.Values(p.From.Arg)
	switch n := p.From.Nth; {
	case len(values) == 0:
		var names []string
		for _, h := range r.Headers {
			if !slices.Contains(names, h.Name) {
				names = append(names, h.Name)
			}
		}
		return vars.Value{}, absence("header", p.From.Arg, names)
	case n < 0:
		return vars.Value{}, &Miss{Kind: Invalid, What: fmt.Sprintf("nth counts from 1, and %d is less", n)}
	case n > len(values):
		return vars.Value{}, &Miss{Kind: Missing, What: fmt.Sprintf("the header came %d times, not %d", len(values), n)}
	case n > 0:
		return vars.NewString(values[n-1]), nil
	}
	switch p.Take {
	case collections.TakeLast:
		return vars.NewString(values[len(values)-1]), nil
	case collections.TakeAll:
		var items []string
		for _, v := range values {
			items = append(items, vars.NewString(v).JSON())
		}
		return parse("[" + strings.Join(items, ", ") + "]")
	}
	return vars.NewString(values[0]), nil
}

// readCookie takes a cookie that the response sets, or its attribute. Of several with one name the
// last counts, as it does in a browser.
func readCookie(s collections.Source, r *client.Response) (vars.Value, *Miss) {
	var found *http.Cookie
	var names []string
	cookies := r.Cookies()
	for _, c := range cookies {
		names = append(names, c.Name)
		if c.Name == s.Arg {
			found = c
		}
	}
	if found == nil {
		miss := absence("cookie", s.Arg, names)
		if unread := len(r.Values("Set-Cookie")) - len(cookies); unread > 0 {
			miss.What += fmt.Sprintf("; %d Set-Cookie lines cannot be read", unread)
		}
		return vars.Value{}, miss
	}
	if s.Attr == "" {
		return vars.NewString(found.Value), nil
	}
	return attribute(found, s.Attr)
}

// attribute gives an attribute of a cookie (RFC 6265 section 4.1.2): expires as RFC 3339, so that
// transforms can use it, max-age as a number, secure and httponly as a boolean.
func attribute(c *http.Cookie, name string) (vars.Value, *Miss) {
	var text string
	switch strings.ToLower(name) {
	case "expires":
		if text = c.RawExpires; !c.Expires.IsZero() {
			text = c.Expires.UTC().Format(time.RFC3339)
		}
	case "max-age":
		// net/http keeps "Max-Age: 0" as -1, and none as 0.
		if c.MaxAge != 0 {
			return parse(fmt.Sprint(max(c.MaxAge, 0)))
		}
	case "domain":
		text = c.Domain
	case "path":
		text = c.Path
	case "samesite":
		text = map[http.SameSite]string{
			http.SameSiteLaxMode: "Lax", http.SameSiteStrictMode: "Strict", http.SameSiteNoneMode: "None",
		}[c.SameSite]
	case "secure":
		return parse(fmt.Sprint(c.Secure))
	case "httponly":
		return parse(fmt.Sprint(c.HttpOnly))
	default:
		return vars.Value{}, &Miss{Kind: Invalid, What: fmt.Sprintf(
			"a cookie has no attribute %s; it has expires, max-age, domain, path, samesite, secure, httponly", shown(name))}
	}
	if text == "" {
		return vars.Value{}, &Miss{Kind: Missing, What: fmt.Sprintf("the cookie came without %s", strings.ToLower(name))}
	}
	return vars.NewString(text), nil
}

// absence says that a header or cookie did not come, and which did.
func absence(noun, name string, names []string) *Miss {
	m := &Miss{Kind: Missing, What: "no such " + noun}
	if m.Nearest = spelling.Nearest(name, names); m.Nearest != "" {
		m.What += fmt.Sprintf(" (nearest: %s)", shown(m.Nearest))
		return m
	}
	if len(names) == 0 {
		m.What += "; the response has none"
		return m
	}
	m.What += "; the response has " + listed(slices.Clone(names[:min(len(names), longestList)]), len(names))
	return m
}
