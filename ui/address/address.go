// Package address reads what a person types where a URL is meant: whether it is one, and what it lacks. It
// parses no URL and expands no template.
package address

import (
	"net"
	"net/netip"
	"regexp"
	"strings"
)

var port = regexp.MustCompile(`:[0-9]{1,5}$`)

// Is says whether a text is meant as a URL: it has a scheme, begins with a template, or is a
// host with a dot or a port, or localhost.
func Is(s string) bool {
	if strings.Contains(s, "://") || strings.HasPrefix(s, "{{") {
		return true
	}
	name := host(s)
	return name == "localhost" || port.MatchString(name) ||
		strings.Contains(strings.Trim(name, "."), ".") && !strings.HasPrefix(s, ".") && !strings.ContainsAny(name, " \t")
}

// WithScheme gives a URL without a scheme the one that will most likely answer: http for this machine
// and for addresses, https for names.
func WithScheme(s string) string {
	if strings.Contains(s, "://") || strings.HasPrefix(s, "{{") {
		return s
	}
	name := host(s)
	if alone, _, err := net.SplitHostPort(name); err == nil {
		name = alone
	}
	name = strings.Trim(name, "[]")
	if _, err := netip.ParseAddr(name); err == nil || name == "localhost" || strings.HasSuffix(name, ".localhost") {
		return "http://" + s
	}
	return "https://" + s
}

// host is what stands before the path, query or fragment.
func host(s string) string {
	if i := strings.IndexAny(s, "/?#"); i >= 0 {
		s = s[:i]
	}
	return s[strings.LastIndex(s, "@")+1:]
}

var plainQuery = regexp.MustCompile(`^[\w.~-]+=[\w.~-]*(&[\w.~-]+=[\w.~-]*)*$`)

// Query parts a URL from its query, where nothing in that is escaped: it is sent the same then as rows of
// names and values. false: it is not so simple.
func Query(s string) (base string, rows [][2]string, ok bool) {
	base, query, found := strings.Cut(s, "?")
	if !found || !plainQuery.MatchString(query) || strings.Contains(base, "#") {
		return s, nil, false
	}
	for pair := range strings.SplitSeq(query, "&") {
		name, value, _ := strings.Cut(pair, "=")
		rows = append(rows, [2]string{name, value})
	}
	return base, rows, true
}
