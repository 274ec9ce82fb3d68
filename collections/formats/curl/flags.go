package curl

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// options is a command line as read so far.
type options struct {
	files   Files
	urls    []string
	method  string
	headers []string // as typed, in order
	data    data
	cookies []string
	auth    auth
	limits  limits
	follow  int    // redirects followed with -L
	largest string // the body, of --max-filesize; empty: not given
	output  string
	agent   *string // nil: not given
	referer *string

	switches
}

// switches are the flags that take no value.
type switches struct {
	get, head, location, insecure, include, silent, fail, compressed, globOff, pathAsIs bool
}

type auth struct {
	user   *string // nil: not given
	bearer *string
}

// limits are times; zero: not given.
type limits struct{ connect, total time.Duration }

// flag is one flag of curl: it takes a value or is switched on and off.
type flag struct {
	letter byte // 0: it has none
	name   string
	value  func(*options, string) error
	on     func(*options, bool)
}

// flags are those that dowse follows as curl does.
var flags = []flag{
	{letter: 'X', name: "request", value: (*options).setMethod},
	{letter: 'H', name: "header", value: (*options).addHeader},
	{letter: 'd', name: "data", value: func(o *options, s string) error { return o.data.add(o.files, s, stripped) }},
	{name: "data-ascii", value: func(o *options, s string) error { return o.data.add(o.files, s, stripped) }},
	{name: "data-binary", value: func(o *options, s string) error { return o.data.add(o.files, s, whole) }},
	{name: "data-raw", value: func(o *options, s string) error { o.data.append("&", s); return nil }},
	{name: "data-urlencode", value: func(o *options, s string) error { return o.data.addEncoded(o.files, s) }},
	{name: "json", value: func(o *options, s string) error { return o.data.addJSON(o.files, s) }},
	{letter: 'G', name: "get", on: func(o *options, on bool) { o.get = on }},
	{letter: 'I', name: "head", on: func(o *options, on bool) { o.head = on }},
	{letter: 'u', name: "user", value: (*options).setUser},
	{name: "basic", on: func(*options, bool) {}}, // the default
	{name: "oauth2-bearer", value: func(o *options, s string) error { o.auth.bearer = &s; return nil }},
	{letter: 'b', name: "cookie", value: (*options).addCookies},
	{letter: 'A', name: "user-agent", value: func(o *options, s string) error { o.agent = &s; return nil }},
	{letter: 'e', name: "referer", value: (*options).setReferer},
	{letter: 'L', name: "location", on: func(o *options, on bool) { o.location = on }},
	{name: "max-redirs", value: (*options).setRedirects},
	{name: "max-filesize", value: func(o *options, s string) error { o.largest = s; return nil }}, // with HEAD alone, see request
	{letter: 'k', name: "insecure", on: func(o *options, on bool) { o.insecure = on }},
	{name: "compressed", on: func(o *options, on bool) { o.compressed = on }},
	{letter: 'm', name: "max-time", value: func(o *options, s string) error { return seconds(&o.limits.total, s) }},
	{name: "connect-timeout", value: func(o *options, s string) error { return seconds(&o.limits.connect, s) }},
	{name: "url", value: (*options).addURL},
	{letter: 'g', name: "globoff", on: func(o *options, on bool) { o.globOff = on }},
	{name: "path-as-is", on: func(o *options, on bool) { o.pathAsIs = on }},
	{letter: 'i', name: "include", on: func(o *options, on bool) { o.include = on }},
	{letter: 'o', name: "output", value: func(o *options, s string) error { o.output = s; return nil }},
	{letter: 's', name: "silent", on: func(o *options, on bool) { o.silent = on }},
	{letter: 'f', name: "fail", on: func(o *options, on bool) { o.fail = on }},
	{letter: 'S', name: "show-error", on: func(*options, bool) {}},           // errors are always shown
	{letter: 'q', name: "disable", on: func(*options, bool) {}},              // no .curlrc is ever read
	{letter: 'N', name: "no-buffer", on: func(*options, bool) {}},            // stdout is not buffered
	{letter: '#', name: "progress-bar", on: func(*options, bool) {}},         // there is none
	{name: "progress-meter", on: func(*options, bool) {}},                    // nor one of numbers
	{name: "show-headers", on: func(o *options, on bool) { o.include = on }}, // the newer name of --include
}

// refused says why some flags that people type often are not followed.
var refused = map[string]string{
	"-F":                 "multipart forms cannot be sent yet",
	"--form":             "multipart forms cannot be sent yet",
	"--form-string":      "multipart forms cannot be sent yet",
	"-T":                 "-d @FILE -X PUT sends a file's text, --data-binary @FILE its bytes",
	"--upload-file":      "-X PUT --data-binary @FILE sends a file",
	"-O":                 "-o FILE saves the body",
	"--remote-name":      "-o FILE saves the body",
	"-x":                 "the environment variables http_proxy and https_proxy name one",
	"--proxy":            "the environment variables http_proxy and https_proxy name one",
	"--location-trusted": "credentials never go to another origin",
	"--fail-with-body":   "dowse send --check-status shows the body and fails on a status",
	"-v":                 "dowse send --format json shows everything sent and received",
	"--verbose":          "dowse send --format json shows everything sent and received",
	"--next":             "one request at a time",
	"-:":                 "one request at a time",
}

// Flags lists the flags that Read follows, each by its letter where it has one: "-X -H -d --json".
func Flags() string {
	var names []string
	for _, f := range flags {
		if f.letter != 0 {
			names = append(names, "-"+string(f.letter))
		} else {
			names = append(names, "--"+f.name)
		}
	}
	return strings.Join(names, " ")
}

func byLetter(letter byte) *flag {
	for i := range flags {
		if flags[i].letter == letter && letter != 0 {
			return &flags[i]
		}
	}
	return nil
}

func byName(name string) *flag {
	for i := range flags {
		if flags[i].name == name {
			return &flags[i]
		}
	}
	return nil
}

func (o *options) setMethod(s string) error {
	if s == "" {
		return errors.New("a method must follow it")
	}
	o.method = s
	return nil
}

func (o *options) addURL(s string) error {
	if strings.HasPrefix(s, "@") {
		return errors.New("a file of URLs is several requests; dowse sends one at a time")
	}
	o.urls = append(o.urls, s)
	return nil
}

func (o *options) setUser(s string) error {
	if !strings.Contains(s, ":") {
		return errors.New("there is no password, and dowse does not ask for one here; write USER:PASSWORD, or USER: for an empty one")
	}
	o.auth.user = &s
	return nil
}

func (o *options) setReferer(s string) error {
	if strings.HasSuffix(s, ";auto") {
		return errors.New(";auto is not supported: a redirect never gets a Referer")
	}
	o.referer = &s
	return nil
}

// addCookies takes cookies as typed. Without "=" curl takes the text for a file's name.
func (o *options) addCookies(s string) error {
	if !strings.Contains(s, "=") || strings.HasPrefix(s, "@") {
		return fmt.Errorf("%q names a file of cookies for curl, and dowse keeps none yet; write NAME=VALUE", s)
	}
	o.cookies = append(o.cookies, s)
	return nil
}

func (o *options) setRedirects(s string) error {
	n, err := strconv.Atoi(s)
	switch {
	case err != nil || n < -1:
		return fmt.Errorf("%q is not a number of redirects", s)
	case n == 0:
		return errors.New("0 would make every redirect an error; leave -L out to get the redirect itself")
	case n == -1:
		n = math.MaxInt32 // no limit
	}
	o.follow = n
	return nil
}

// seconds reads a time as curl writes it: seconds with a decimal point. Zero is no limit of its own.
func seconds(d *time.Duration, s string) error {
	n, err := strconv.ParseFloat(s, 64)
	if err != nil || !(n >= 0 && n <= 1e9) {
		return fmt.Errorf("%q is not a number of seconds", s)
	}
	*d = time.Duration(n * float64(time.Second))
	return nil
}
