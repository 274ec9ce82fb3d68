package client_test

import (
	"cmp"
	"context"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"dowse/client"
	"dowse/collections"
)

const canary = "CANARY7f3a91"

// carriers are the ways in which a request can carry a secret.
var carriers = []struct {
	name  string
	apply func(r *collections.Request)
}{
	{"typed Authorization", func(r *collections.Request) { r.Headers = rows("Authorization", "Token "+canary) }},
	{"typed X-Api-Key", func(r *collections.Request) { r.Headers = rows("X-Api-Key", canary) }},
	{"typed header of no known name", func(r *collections.Request) { r.Headers = rows("X-Zebra", canary) }},
	{"Cookie", func(r *collections.Request) { r.Headers = rows("Cookie", "session="+canary) }},
	{"Referer with a token", func(r *collections.Request) { r.Headers = rows("Referer", r.URL+"?token="+canary) }},
	{"token in the query", func(r *collections.Request) { r.Query = rows("token", canary) }},
	{"bearer", func(r *collections.Request) {
		r.Auth = &collections.Auth{Kind: collections.AuthBearer, Token: canary}
	}},
	{"basic", func(r *collections.Request) {
		r.Auth = &collections.Auth{Kind: collections.AuthBasic, User: "ann", Password: canary}
	}},
	{"userinfo", func(r *collections.Request) { r.URL = strings.Replace(r.URL, "://", "://ann:"+canary+"@", 1) }},
	{"API key header", func(r *collections.Request) {
		r.Auth = &collections.Auth{Kind: collections.AuthHeader, Name: "Private-Token", Token: canary}
	}},
	{"API key query", func(r *collections.Request) {
		r.Auth = &collections.Auth{Kind: collections.AuthQuery, Name: "key", Token: canary}
	}},
	{"secret variable in an allowed header", func(r *collections.Request) { r.Headers = rows("User-Agent", "{{canary}}") }},
}

// leaked reports whether the canary is in what a server was sent, plain or as Basic credentials.
func leaked(dump string) bool {
	if strings.Contains(dump, canary) {
		return true
	}
	_, after, _ := strings.Cut(dump, "Basic ")
	plain, _ := base64.StdEncoding.DecodeString(strings.TrimSpace(strings.SplitN(after, "\r\n", 2)[0]))
	return strings.Contains(string(plain), canary)
}

// maze is servers that redirect from /from to where they are told, and record what reaches /off.
type maze struct {
	home, port *httptest.Server
	tls        *httptest.Server

	mu     sync.Mutex
	status int
	to     string
	off    []string
}

func newMaze(t *testing.T) *maze {
	t.Helper()
	m := &maze{}
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		m.mu.Lock()
		defer m.mu.Unlock()
		switch r.URL.Path {
		case "/from":
			// A server may put what it was sent into the Location.
			w.Header().Set("Location", strings.ReplaceAll(m.to, "KEY", url.QueryEscape(r.URL.Query().Get("key"))))
			w.WriteHeader(m.status)
		case "/off":
			dump, _ := httputil.DumpRequest(r, true)
			m.off = append(m.off, string(dump))
		case "/away":
			http.Redirect(w, r, m.home.URL+"/off", http.StatusFound)
		}
	})
	m.home, m.port, m.tls = httptest.NewServer(h), httptest.NewServer(h), httptest.NewTLSServer(h)
	for _, s := range []*httptest.Server{m.home, m.port, m.tls} {
		t.Cleanup(s.Close)
	}
	return m
}

// set says where /from leads, and forgets what was recorded.
func (m *maze) set(status int, to string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.status, m.to, m.off = status, to, nil
}

func (m *maze) recorded() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.off)
}

// ways are the redirects that leave an origin, and one that leaves it and comes back.
func (m *maze) ways() []struct{ name, from, to string } {
	named := strings.Replace(m.home.URL, "127.0.0.1", "localhost", 1)
	return []struct{ name, from, to string }{
		{"other port", m.home.URL, m.port.URL + "/off?k=KEY"},
		{"other host", m.home.URL, named + "/off"},
		{"http to https", m.home.URL, m.tls.URL + "/off"},
		{"https to http", m.tls.URL, m.home.URL + "/off"},
		{"away and back", m.home.URL, m.port.URL + "/away"},
		{"to userinfo", m.home.URL, strings.Replace(m.port.URL, "://", "://eve:"+canary+"@", 1) + "/off"},
	}
}

func TestRedirectsCarryNothingOffOrigin(t *testing.T) {
	m := newMaze(t)
	c := newClient(t, client.Options{})
	for _, status := range []int{301, 302, 303, 307, 308} {
		for _, way := range m.ways() {
			for _, carrier := range carriers {
				name := fmt.Sprintf("%d %s, %s", status, way.name, carrier.name)
				m.set(status, way.to)
				r := collections.Request{URL: way.from + "/from", Settings: collections.Settings{TLS: &collections.TLS{Insecure: true}}}
				carrier.apply(&r)
				e := mustSend(t, c, r, secret("canary", canary))
				got := m.recorded()
				if len(got) != 1 || leaked(got[0]) {
					t.Errorf("%s: off origin came %q", name, got)
				}
				if len(e.Hops) == 0 || !e.Hops[0].CrossOrigin {
					t.Errorf("%s: hops are %+v", name, e.Hops)
				}
				withheld := e.Hops[0].Withheld
				if carrier.name != "token in the query" && len(withheld) == 0 {
					t.Errorf("%s: nothing is named as withheld", name)
				}
				if len(withheld) > 0 && !slices.ContainsFunc(e.Notices, func(n string) bool { return strings.Contains(n, "withheld from") }) {
					t.Errorf("%s: no notice: %q", name, e.Notices)
				}
			}
		}
	}
}

// The control: http.Client fails the same test, so the test can see a leak.
func TestStockClientLeaksOffOrigin(t *testing.T) {
	m := newMaze(t)
	leaks := map[string]int{}
	for _, status := range []int{301, 302, 303, 307, 308} {
		for _, way := range m.ways() {
			for name, header := range map[string]string{
				"Authorization": "Token " + canary, "X-Api-Key": canary, "Cookie": "s=" + canary, "Referer": way.from + "/from?token=" + canary, "nothing": "", "body": "",
			} {
				m.set(status, way.to)
				request, _ := http.NewRequest("GET", way.from+"/from", nil)
				switch name {
				case "nothing":
				case "body":
					request, _ = http.NewRequest("POST", way.from+"/from", strings.NewReader(canary))
				default:
					request.Header.Set(name, header)
				}
				response, err := m.tls.Client().Do(request)
				if err != nil {
					t.Fatal(err)
				}
				response.Body.Close()
				if slices.ContainsFunc(m.recorded(), leaked) {
					leaks[way.name+" "+name]++
				}
			}
		}
	}
	for cell, want := range map[string]int{
		"other port Authorization": 5, "other port X-Api-Key": 5, "other port Cookie": 5, "other host X-Api-Key": 5, "https to http X-Api-Key": 5, "away and back X-Api-Key": 5,
		"other port Referer": 5, "other host Referer": 5, "to userinfo nothing": 5, "other port nothing": 0,
		"other port body": 2, "other host body": 2, // 307 and 308
	} {
		if leaks[cell] != want {
			t.Errorf("%s: leaked on %d of 5 statuses, want %d", cell, leaks[cell], want)
		}
	}
}

func TestRedirectsOnOriginKeepEverything(t *testing.T) {
	m := newMaze(t)
	c := newClient(t, client.Options{})
	for _, carrier := range carriers {
		if carrier.name == "token in the query" {
			continue // the Location alone says what the query is
		}
		// The same origin, however it is written.
		m.set(302, "HTTP://"+strings.TrimPrefix(m.home.URL, "http://")+"/off#part")
		r := collections.Request{URL: m.home.URL + "/from"}
		carrier.apply(&r)
		e := mustSend(t, c, r, secret("canary", canary))
		if got := m.recorded(); len(got) != 1 || !leaked(got[0]) {
			t.Errorf("%s: came %q", carrier.name, got)
		}
		if e.Hops[0].CrossOrigin || e.Hops[0].Withheld != nil || e.Hops[0].Target.Reveal() != m.home.URL+"/off" {
			t.Errorf("%s: hop is %+v", carrier.name, e.Hops[0])
		}
	}
}

func TestRedirectMethodAndBody(t *testing.T) {
	m := newMaze(t)
	c := newClient(t, client.Options{})
	for _, test := range []struct {
		method   string
		status   int
		off      bool
		want     string // method and body that arrive; empty: not followed
		wantType bool
	}{
		{"POST", 301, false, "GET ", false}, {"POST", 302, false, "GET ", false}, {"POST", 303, false, "GET ", false},
		{"POST", 307, false, "POST body", true}, {"POST", 308, false, "POST body", true},
		{"PUT", 302, false, "PUT body", true}, {"PUT", 303, false, "GET ", false},
		{"POST", 302, true, "GET ", false}, {"POST", 303, true, "GET ", false},
		{"POST", 307, true, "", false}, {"POST", 308, true, "", false}, {"PUT", 302, true, "", false},
	} {
		to := m.home.URL + "/off"
		if test.off {
			to = m.port.URL + "/off"
		}
		m.set(test.status, to)
		e := mustSend(t, c, collections.Request{Method: test.method, URL: m.home.URL + "/from", Body: collections.Body{Kind: collections.BodyText, Text: "body"}})
		got := ""
		if arrived := m.recorded(); len(arrived) > 0 {
			head, body, _ := strings.Cut(arrived[0], "\r\n\r\n")
			method, _, _ := strings.Cut(head, " ")
			got = method + " " + body
			if strings.Contains(head, "Content-Type:") != test.wantType {
				t.Errorf("%v: head is %q", test, head)
			}
		}
		if got != test.want {
			t.Errorf("%v: arrived %q", test, got)
		}
		if test.want == "" && (e.Response.Status != test.status || len(e.Notices) == 0) {
			t.Errorf("%v: status %d, notices %q", test, e.Response.Status, e.Notices)
		}
	}
}

func TestRedirectLimits(t *testing.T) {
	m := newMaze(t)
	c := newClient(t, client.Options{})
	m.set(302, "/from")
	request := collections.Request{URL: m.home.URL + "/from"}
	e, failure := failing(t, c, request, "redirect.too_many")
	if len(e.Hops) != 10 || e.Response.Status != 302 {
		t.Errorf("%d hops, status %d", len(e.Hops), e.Response.Status)
	}
	if !strings.Contains(failure.Means, "in a circle: GET "+m.home.URL+"/from") {
		t.Errorf("a circle is said as %q", failure.Error())
	}
	longer := newRawServer(t, func(n int, _ string) string {
		return fmt.Sprintf("HTTP/1.1 302 Found\r\nLocation: /%d\r\nContent-Length: 0\r\n\r\n", n)
	})
	if _, failure = failing(t, c, collections.Request{URL: longer.url()}, "redirect.too_many"); strings.Contains(failure.Means, "circle") || !strings.Contains(failure.Do, "--max-redirs") {
		t.Errorf("no circle is said as %q", failure.Error())
	}
	request.Redirects = number(2)
	if e, _ = failing(t, c, request, "redirect.too_many"); len(e.Hops) != 2 {
		t.Errorf("%d hops, want 2", len(e.Hops))
	}
	request.Redirects = number(0)
	if e = mustSend(t, c, request); e.Response.Status != 302 || len(e.Hops) != 0 {
		t.Errorf("not followed gives %d and %d hops", e.Response.Status, len(e.Hops))
	}
}

func TestBadLocations(t *testing.T) {
	for _, location := range []string{"ftp://127.0.0.1/", "file:///etc/passwd", "javascript:alert(1)", "http://", "http://[::1", "http://a b/", "http://h:99999/"} {
		s := newRawServer(t, always("HTTP/1.1 302 Found\r\nLocation: "+location+"\r\nContent-Length: 3\r\n\r\nsee"))
		e, _ := failing(t, newClient(t, client.Options{}), collections.Request{URL: s.url()}, "redirect.bad_location")
		if e.Response.Status != 302 || string(e.Response.Body) != "see" {
			t.Errorf("%s: response is %+v", location, e.Response)
		}
	}
}

func TestRedirectWithoutLocation(t *testing.T) {
	s := newRawServer(t, always("HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n"))
	if e := mustSend(t, newClient(t, client.Options{}), collections.Request{URL: s.url()}); e.Response.Status != 302 {
		t.Errorf("status is %d", e.Response.Status)
	}
}

// A Host of one's own belongs to the first origin too.
func TestRedirectHostOverride(t *testing.T) {
	m := newMaze(t)
	c := newClient(t, client.Options{})
	for to, want := range map[string]string{"/off": "virtual.example", m.port.URL + "/off": strings.TrimPrefix(m.port.URL, "http://")} {
		m.set(302, to)
		if _, err := c.Send(context.Background(), withHeaders(m.home.URL+"/from", "Host", "virtual.example"), scopeOf()); err != nil {
			t.Fatal(err)
		}
		if got := m.recorded(); len(got) != 1 || !strings.Contains(got[0], "Host: "+want+"\r\n") {
			t.Errorf("to %s: came %q, want Host %s", to, got, want)
		}
	}
}

// What a server echoes of a secret in its Location prints masked, however it is written.
func TestRedirectEchoMasked(t *testing.T) {
	const key = `s3c/ret+x y"z`
	lower := strings.NewReplacer("%2F", "%2f", "%2B", "%2b", "%22", "%22").Replace(url.QueryEscape(key))
	for _, echo := range []string{
		"?api_key=" + url.QueryEscape(key), "?x=" + url.PathEscape(key), "?x=" + lower, "?x=" + url.QueryEscape(url.QueryEscape(key)),
		"/" + url.PathEscape(key) + "/end", "?next=" + url.QueryEscape("/c?k="+url.QueryEscape(key)), "?x=a-" + url.QueryEscape(key) + "-b",
	} {
		for _, auth := range []collections.Auth{
			{Kind: collections.AuthQuery, Name: "api_key", Token: key},
			{Kind: collections.AuthHeader, Name: "X-Zebra", Token: key},
			{Kind: collections.AuthBasic, User: "ann", Password: key},
		} {
			other := newRawServer(t, always(okay))
			for name, base := range map[string]string{"same origin": "", "other origin": other.url()} {
				s := newRawServer(t, func(_ int, request string) string {
					if !strings.HasPrefix(request, "GET /from") {
						return okay
					}
					return "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + base + "/plain" + echo + "\r\n\r\n"
				})
				e := mustSend(t, newClient(t, client.Options{}), collections.Request{URL: s.url() + "/from", Settings: collections.Settings{Auth: &auth}})
				shown := fmt.Sprint(e.Hops[0].Location, e.Hops[0].Target, e.Hops[0].Request, e.Request, e.Notices)
				if plain := unescapeAll(shown); strings.Contains(plain, "s3c") || strings.Contains(plain, "ret") || !strings.Contains(plain, "/plain") {
					t.Errorf("%s, %s, %s: shown is %s", auth.Kind, name, echo, shown)
				}
				if !strings.HasSuffix(e.Hops[0].Location.Reveal(), echo) {
					t.Errorf("%s: Location is %q", echo, e.Hops[0].Location.Reveal())
				}
			}
		}
	}
}

func unescapeAll(text string) string {
	for range 3 {
		text = regexp.MustCompile("%[0-9a-fA-F]{2}").ReplaceAllStringFunc(text, func(s string) string {
			plain, _ := url.PathUnescape(s)
			return plain
		})
	}
	return text
}

// The errors of redirects mask what they quote.
func TestRedirectErrorsMasked(t *testing.T) {
	for _, location := range []string{"ftp://h/" + canary, "http://a b/" + canary, "http://h:99999/" + canary, "http://eve:" + canary + "@h:99999/", "/" + canary} {
		s := newRawServer(t, always("HTTP/1.1 302 Found\r\nLocation: "+location+"\r\nContent-Length: 0\r\n\r\n"))
		_, err := newClient(t, client.Options{}).Send(t.Context(), withHeaders(s.url(), "X-Api-Key", canary), scopeOf())
		if err == nil || strings.Contains(fmt.Sprintf("%v %+v", err, err), canary) {
			t.Errorf("%s: %v", location, err)
		}
	}
}

func TestSecrets(t *testing.T) {
	s := newRawServer(t, func(n int, _ string) string {
		if n == 0 {
			return "HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n"
		}
		return okay
	})
	r := withHeaders(s.url()+"/{{path}}?pin={{pin}}&page=plain", "X-Plain", "plain", "Cookie", "session=sess1234; no cookie; theme=dark")
	r.Method, r.Auth = "POST", &collections.Auth{Kind: collections.AuthBasic, User: "ann", Password: "pass1234"}
	r.Body = collections.Body{Kind: collections.BodyJSON, Text: `{"a": "{{quoted}}", "plain": "{{plain}}"}`}
	e := mustSend(t, newClient(t, client.Options{}), r, secret("path", "a/bcd"), secret("pin", "123"), secret("quoted", `q"uoted`), variable("plain", "plain"))
	want := []string{"session=sess1234; no cookie; theme=dark", "YW5uOnBhc3MxMjM0", `q\"uoted`, "pass1234", "sess1234", "a%2Fbcd", `q"uoted`, "a/bcd"}
	got := e.Secrets()
	slices.SortFunc(want, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	if !slices.Equal(got, want) || len(e.Hops) != 1 {
		t.Errorf("secrets are %q, want %q; %d hops", got, want, len(e.Hops))
	}
}
