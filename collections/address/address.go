// Package address is the one rule for what a URL means that a person wrote, in a file, on a command line or on
// the screen: whether it is one, what it lacks, and, with the variables of its request, which URL is sent.
//
//	http://h/x            as it is
//	{{base_url}}/x        the value as text; of two slashes that meet where it ends one is dropped
//	{{x}}/x  {{x}}:80/x   the value says it: a whole URL, a host, or what is relative to base_url
//	{{x}}.example.com/x   a host: the text behind the value is one; nothing of the value gets out of it
//	{{x}}.json  {{x}}-1   relative to base_url, whatever the value is; where the request knows none, the value says it
//	api.example.com/x     a host: it has a dot, a port, or is localhost; https, but http for this machine, IP addresses
//	localhost:8080/x      and names without a dot
//	:8080/x               localhost
//	//h/x                 a host, with the scheme of base_url, or of a host that is written without one
//	/x  ./x  ../x  ?x     relative to base_url
//	orders/x              relative to base_url; where the request knows none, a host
//
// Relative is as in RFC 3986 section 5.3, but base_url is a folder whether it ends in a slash or not: relative to
// http://h/api, orders is http://h/api/orders and /orders is http://h/orders.
package address

import (
	"net"
	"net/netip"
	"regexp"
	"strings"

	"dowse/collections/vars"
)

// Base is the variable that a URL without scheme and host is relative to.
const Base = "base_url"

// Form is what a URL is by the way it begins.
type Form uint8

// The forms.
const (
	Empty     Form = iota // nothing, or a fragment alone: it cannot be sent
	Absolute              // it has a scheme
	Templated             // it begins with a template, whose value decides: {{base_url}}x, {{x}}/x, {{x}}:80
	Part                  // it begins with a template that is a part of a word, {{x}}.json: relative where there is a base, else Templated
	Network               // //host/x
	Host                  // a host with a dot, a port or a password before it, localhost, or :8080
	Name                  // one word: relative where there is a base, else a host
	Path                  // /x, ./x, ../x, .x or ?x: relative
)

var port = regexp.MustCompile(`:[0-9]{1,5}$`)

// FormOf tells the form of a URL's template.
func FormOf(url string) Form {
	url = strings.TrimSpace(url)
	if strings.HasPrefix(url, "{{") && !strings.HasPrefix(url, "{{{") {
		return begun(url)
	}
	return formOf(filled(url))
}

// begun tells the form of a URL that begins with a template. No value makes a host of what the text says is none.
func begun(url string) Form {
	uses, end := vars.Uses(url), 0
	if len(uses) == 0 || uses[0].Start > 0 || uses[0].Name == Base {
		return Templated
	}
	for ; len(uses) > 0 && uses[0].Start == end; uses = uses[1:] {
		end = uses[0].End
	}
	rest := filled(url[end:])
	word := rest[:strings.IndexAny(rest+"/", "/?#")]
	switch {
	case word == "", port.FindString(word) == word, word[0] == ':' && strings.Contains(word, "@"): // USER:PASSWORD@HOST
		return Templated
	case formOf(strings.TrimLeft(rest, ".")) == Host:
		return Host
	}
	return Part
}

// filled is a template with a digit for each placeholder: as good in a host as in a port or in a path.
func filled(template string) string {
	var b strings.Builder
	at := 0
	for _, use := range vars.Uses(template) {
		b.WriteString(template[at:use.Start] + "1")
		at = use.End
	}
	return b.String() + template[at:]
}

// formOf tells the form of a URL without templates.
func formOf(url string) Form {
	first := url
	if i := strings.IndexAny(url, "/?#"); i >= 0 {
		first = url[:i]
	}
	host, isPort := hostOf(url), port.MatchString(first)
	user, _, _ := strings.Cut(first[:len(first)-len(host)], "@")
	scheme, _, colon := strings.Cut(strings.ToLower(first), ":")
	switch {
	case url == "" || url[0] == '#':
		return Empty
	case strings.HasPrefix(url, "//"):
		return Network
	case strings.HasSuffix(first, ":") && strings.HasPrefix(url[len(first):], "//") && len(first) > 1,
		colon && (scheme == "http" || scheme == "https") && !isPort: // http:/x lacks a slash, and gets no other meaning
		return Absolute
	case first == ":" || isPort, isLocal(host), host != "" && host[0] == '[', strings.Contains(user, ":"):
		return Host
	case first == "" || first[0] == '.':
		return Path
	case strings.Contains(strings.Trim(host, "."), ".") && host[0] != '.' && !strings.ContainsAny(host, " \t"):
		return Host
	}
	return Name
}

// hostOf is what stands before the path, query or fragment of a URL without a scheme, without who asks.
func hostOf(url string) string {
	if i := strings.IndexAny(url, "/?#"); i >= 0 {
		url = url[:i]
	}
	return url[strings.LastIndexByte(url, '@')+1:]
}

// isLocal says whether a host, perhaps with a port, is localhost or below it (RFC 6761 section 6.3).
func isLocal(host string) bool {
	name := strings.TrimSuffix(strings.ToLower(port.ReplaceAllString(host, "")), ".")
	return name == "localhost" || strings.HasSuffix(name, ".localhost")
}

// Is says whether a text is meant as a URL wherever it is typed: it has a scheme, begins with a template, or is a
// host with a dot or a port, or localhost.
func Is(text string) bool {
	switch FormOf(text) {
	case Absolute, Templated, Part, Host:
		return true
	case Network:
		return hostOf(strings.TrimSpace(text)[len("//"):]) != "" && !strings.ContainsAny(text, " \t")
	}
	return false
}

// Relative says whether a URL is relative to base_url. known says that its request has that variable.
func Relative(url string, known bool) bool {
	form := FormOf(url)
	return known && (form == Path || form == Name || form == Part)
}

// WithScheme gives a URL that begins with a host the scheme that it is sent with, as it is saved. known says that its
// request has the variable base_url. Any other URL stays as it is.
func WithScheme(url string, known bool) string {
	switch form := FormOf(url); {
	case form == Host, form == Name && !known, form == Network && !known:
		url = strings.TrimSpace(url)
		return front(filled(url)) + url
	}
	return url
}

// front is what a URL that begins with a host lacks.
func front(url string) string {
	switch {
	case strings.HasPrefix(url, "//"):
		return strings.TrimSuffix(front(url[len("//"):]), "//")
	case strings.HasPrefix(url, ":") && !strings.HasPrefix(url, "::"): // that is an address of IPv6
		return "http://localhost"
	}
	host := hostOf(url)
	if alone, _, err := net.SplitHostPort(host); err == nil {
		host = alone
	}
	host = strings.Trim(host, "[]")
	if _, err := netip.ParseAddr(host); err == nil || isLocal(host) || !strings.Contains(strings.Trim(host, "."), ".") {
		return "http://"
	}
	return "https://"
}
