// Package addresstest is the table of what is sent for which URL, for the tests of everything that sends one.
package addresstest

import (
	_ "embed"
	"net"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/idna"
)

//go:embed rows.txt
var rows string

// Row says what is sent for a URL.
type Row struct {
	Base  string // the value of base_url; empty: there is none
	URL   string
	Want  string // the URL that is sent; empty: it is refused
	Error string // what the error says then
}

// Rows are all rows.
func Rows(t testing.TB) []Row {
	t.Helper()
	var all []Row
	for line := range strings.Lines(rows) {
		if line = strings.TrimRight(line, "\n"); line == "" || line[0] == '#' {
			continue
		}
		cells := strings.SplitN(line, " | ", 3)
		if len(cells) != 3 {
			t.Fatalf("%q is not BASE | URL | WANT", line)
		}
		if strings.HasPrefix(cells[1], "{{") && strings.Count(cells[2], " | ") > 0 { // a transform
			middle := strings.LastIndex(line, " | ")
			cells[1], cells[2] = line[len(cells[0])+3:middle], line[middle+3:]
		}
		row := Row{Base: cells[0], URL: cells[1], Want: cells[2]}
		if row.Base == "-" {
			row.Base = ""
		}
		if text, refused := strings.CutPrefix(row.Want, "! "); refused {
			row.Want, row.Error = "", text
		}
		all = append(all, row)
	}
	if len(all) < 100 {
		t.Fatalf("there are %d rows", len(all))
	}
	return all
}

// Variables are those that the rows use, as lines of a file of NAME=VALUE.
const Variables = `id=42
port=8080
slash=a/b
segment=orders
abs=/orders
full=http://v.test/p
dir=http://v.test/p/
query="http://v.test/p?a=/"
local=localhost:8080
host=h.test
name=server
s=s
version=1.2
evil="evil.test/?"
network="//evil.test/"
`

// OnTheWire is the URL as a server, or a proxy, sees it: without who asks, in lower case as far as the host, with a path.
func OnTheWire(t testing.TB, sent string) string {
	t.Helper()
	u, err := url.Parse(sent)
	if err != nil {
		t.Fatal(err)
	}
	u.User = nil
	if ascii, err := idna.ToASCII(u.Host); err == nil {
		u.Host = ascii
	}
	if u.Host = strings.ToLower(u.Host); u.Path == "" {
		u.Path = "/"
	}
	return u.String()
}

// ThroughProxy is what a proxy sees of a URL: of https host and port alone.
func ThroughProxy(t testing.TB, sent string) string {
	t.Helper()
	sent = OnTheWire(t, sent)
	u, err := url.Parse(sent)
	if err != nil {
		t.Fatal(err)
	}
	if u.Scheme != "https" {
		return sent
	}
	port := u.Port()
	if port == "" {
		port = "443"
	}
	return "https://" + net.JoinHostPort(u.Hostname(), port) + "/"
}
