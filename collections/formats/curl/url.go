package curl

import (
	"errors"
	"fmt"
	"strings"

	"dowse/collections/vars"
)

// url is the one URL of the command line, with a scheme, its dot segments removed and the data of -G added.
func (o *options) url() (string, error) {
	switch {
	case len(o.urls) == 0:
		return "", errors.New("there is no URL; write one, as in dowse curl https://api.example.com/orders")
	case len(o.urls) > 1:
		return "", fmt.Errorf("there are %d URLs, %q and %q; dowse sends one request at a time", len(o.urls), o.urls[0], o.urls[1])
	}
	raw, _, _ := strings.Cut(o.urls[0], "#") // a fragment is never sent (RFC 9110 section 7.1)
	if !o.globOff {
		var err error
		if raw, err = withoutGlobs(raw); err != nil {
			return "", err
		}
	}
	raw = withScheme(raw)
	start := strings.Index(raw, "://") + 3
	authority := start + strings.IndexAny(raw[start:]+"/", "/?")
	path, query, hasQuery := strings.Cut(raw[authority:], "?")
	if !o.pathAsIs {
		path = withoutDots(path)
	}
	if o.get && o.data.text != "" {
		if query != "" && !strings.HasSuffix(query, "&") {
			query += "&"
		}
		query += o.data.text
		hasQuery = true
	}
	raw = raw[:authority] + path
	if hasQuery {
		raw += "?" + query
	}
	return vars.Escape(raw), nil
}

// guesses are the schemes that curl takes from the first label of a host.
var guesses = []string{"ftp", "dict", "ldap", "imap", "smtp", "pop3"}

// withScheme gives a URL without a scheme the one that curl guesses.
func withScheme(raw string) string {
	if strings.Contains(raw, "://") {
		return raw
	}
	for _, scheme := range guesses {
		if prefix := scheme + "."; len(raw) > len(prefix) && strings.EqualFold(raw[:len(prefix)], prefix) {
			return scheme + "://" + raw
		}
	}
	return "http://" + raw
}

// ipv6 is the address in brackets (RFC 3986 section 3.2.2), with or without a zone, that raw begins with, or "".
func ipv6(raw string) string {
	end := strings.IndexByte(raw, ']')
	if end < 0 || raw[0] != '[' {
		return ""
	}
	address, zone, _ := strings.Cut(raw[1:end], "%")
	if !strings.Contains(address, ":") || strings.Trim(address, "0123456789ABCDEFabcdef:.") != "" || strings.Contains(zone, "/") {
		return ""
	}
	return raw[:end+1]
}

// withoutGlobs undoes the escapes of braces and brackets, and refuses those that would make several
// requests. Addresses and [] are no globs.
func withoutGlobs(raw string) (string, error) {
	var b strings.Builder
	for i := 0; i < len(raw); i++ {
		address := ipv6(raw[i:])
		switch {
		case address != "":
			b.WriteString(address)
			i += len(address) - 1
			continue
		case strings.HasPrefix(raw[i:], "[]"):
			b.WriteString("[]")
			i++
			continue
		case raw[i] == '\\' && i+1 < len(raw) && strings.IndexByte("{}[]", raw[i+1]) >= 0:
			i++
		case strings.IndexByte("{}[]", raw[i]) >= 0:
			return "", fmt.Errorf("%q: curl makes several requests of the %c in it; dowse sends one, and -g takes it as it is", raw, raw[i])
		}
		b.WriteByte(raw[i])
	}
	return b.String(), nil
}

// withoutDots removes the segments "." and ".." of a path (RFC 3986 section 5.2.4).
func withoutDots(path string) string {
	if !strings.Contains(path, "/.") {
		return path
	}
	segments := strings.Split(path, "/")
	kept := segments[:1] // what stands before the first slash: nothing
	for i, s := range segments[1:] {
		switch s {
		case ".", "..":
			if s == ".." && len(kept) > 1 {
				kept = kept[:len(kept)-1]
			}
			if i == len(segments)-2 {
				kept = append(kept, "")
			}
		default:
			kept = append(kept, s)
		}
	}
	return strings.Join(kept, "/")
}
