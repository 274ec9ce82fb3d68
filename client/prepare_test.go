package client_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"dowse/client"
	"dowse/collections"
	"dowse/collections/vars"
)

// Every place in which a text could add a header line, with every byte that could do it.
func TestHeaderInjection(t *testing.T) {
	s := newRawServer(t, always(okay))
	c := newClient(t, client.Options{})
	auth := func(a collections.Auth) collections.Request {
		return collections.Request{URL: s.url(), Settings: collections.Settings{Auth: &a}}
	}
	places := map[string]func(text string) collections.Request{
		"method":       func(x string) collections.Request { return collections.Request{URL: s.url(), Method: "GET" + x} },
		"header name":  func(x string) collections.Request { return withHeaders(s.url(), "X-A"+x, "1") },
		"header value": func(x string) collections.Request { return withHeaders(s.url(), "X-A", "1"+x) },
		"User-Agent":   func(x string) collections.Request { return withHeaders(s.url(), "User-Agent", x) },
		"Cookie":       func(x string) collections.Request { return withHeaders(s.url(), "Cookie", x) },
		"Host":         func(x string) collections.Request { return withHeaders(s.url(), "Host", "a"+x) },
		"Content-Type": func(x string) collections.Request { return withHeaders(s.url(), "Content-Type", "a/b"+x) },
		"bearer token": func(x string) collections.Request {
			return auth(collections.Auth{Kind: collections.AuthBearer, Token: "t" + x})
		},
		"API key header": func(x string) collections.Request {
			return auth(collections.Auth{Kind: collections.AuthHeader, Name: "K", Token: "t" + x})
		},
		"API key name": func(x string) collections.Request {
			return auth(collections.Auth{Kind: collections.AuthHeader, Name: "K" + x, Token: "t"})
		},
		"path":  func(x string) collections.Request { return collections.Request{URL: s.url() + "/p" + x + "q"} },
		"query": func(x string) collections.Request { return collections.Request{URL: s.url(), Query: rows("a", "1"+x)} },
		"API key in query": func(x string) collections.Request {
			return auth(collections.Auth{Kind: collections.AuthQuery, Name: "k", Token: "t" + x})
		},
		"basic password": func(x string) collections.Request {
			return auth(collections.Auth{Kind: collections.AuthBasic, User: "u", Password: x})
		},
		"form": func(x string) collections.Request {
			return collections.Request{Method: "POST", URL: s.url(), Body: collections.Body{Kind: collections.BodyForm, Form: rows("a", "1"+x)}}
		},
	}
	for place, make := range places {
		for _, bytes := range []string{"\r\nEvil: 1\r\n", "\nEvil: 1", "\rEvil: 1", "\x00Evil", "\r\n\r\nGET /evil HTTP/1.1\r\n"} {
			for _, r := range []collections.Request{make(bytes), make("{{evil}}")} {
				before := len(s.received())
				_, err := c.Send(t.Context(), r, scopeOf(variable("evil", bytes)))
				for _, request := range s.received()[before:] {
					head, _, _ := strings.Cut(request, "\r\n\r\n")
					for line := range strings.SplitSeq(head, "\r\n") {
						if strings.HasPrefix(line, "Evil") || strings.ContainsAny(line, "\r\n\x00") {
							t.Errorf("%s with %q: on the wire is %q", place, bytes, request)
						}
					}
				}
				var failure *client.Error
				if err != nil && (!errors.As(err, &failure) || failure.Phase != client.PhasePrepare) {
					t.Errorf("%s with %q: %v", place, bytes, err)
				}
			}
		}
	}
}

func TestBadRows(t *testing.T) {
	s := newRawServer(t, always(okay))
	c := newClient(t, client.Options{})
	for _, test := range [][3]string{
		{"", "x", "is not a header name"}, {"a b", "x", "is not a header name"}, {"é", "x", "is not a header name"},
		{"Host", "a b", "is not a host"}, {"Host", "a/b", "is not a host"}, {"Host", "u@h", "is not a host"}, {"Host", "", "is not a host"}, {"Host", "é.example", "is not a host"},
		{"Transfer-Encoding", "chunked", "cannot be set"}, {"Content-Length", "5", "the body has 0 bytes"},
	} {
		_, failure := failing(t, c, withHeaders(s.url(), test[0], test[1]), "prepare.header")
		wantWhat(t, failure, test[2])
	}
	for _, twice := range [][]string{{"Host", "a.example", "host", "b.example"}, {"Content-Length", "0", "content-length", "0"}} {
		_, failure := failing(t, c, withHeaders(s.url(), twice...), "prepare.header")
		wantWhat(t, failure, "two "+twice[0]+" rows")
	}
	failing(t, c, collections.Request{Method: "GET IT", URL: s.url()}, "prepare.method")
	if n := len(s.received()); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
	mustSend(t, c, withHeaders(s.url(), "host", "virtual.example:8080"))
	if got := s.received()[0]; !strings.HasPrefix(got, "GET / HTTP/1.1\r\nhost: virtual.example:8080\r\n") || strings.Count(strings.ToLower(got), "host:") != 1 {
		t.Errorf("on the wire is %q", got)
	}
}

func TestUnresolved(t *testing.T) {
	c := newClient(t, client.Options{})
	r := collections.Request{
		Method: "POST", URL: "{{base}}/x", Query: rows("limit", "{{limit}}"),
		Settings: collections.Settings{Headers: append(rows("X-Trace", "{{trace}}"), collections.Row{Name: "X-Off", Value: "{{off}}", Off: true}),
			Auth: &collections.Auth{Kind: collections.AuthBearer, Token: "{{token}}"}},
		Body: collections.Body{Kind: collections.BodyJSON, Text: "{\n  \"a\": {{a}}, \"b\": \"{{b}}\"}"},
	}
	_, failure := failing(t, c, r, "prepare.unresolved")
	all, ok := errors.AsType[*client.UnresolvedError](failure)
	if !ok {
		t.Fatalf("cause is %T", failure.Err)
	}
	var got []string
	for _, p := range all.Problems {
		got = append(got, p.Place+" "+p.Name)
	}
	want := []string{"url base", "query limit limit", "header X-Trace trace", "body line 2:8 a", "body line 2:21 b", "auth bearer token"}
	if !slices.Equal(got, want) {
		t.Errorf("unresolved are %q, want %q", got, want)
	}
	_, failure = failing(t, c, collections.Request{URL: "http://h/{{"}, "prepare.template")
	if _, ok := errors.AsType[*client.UnresolvedError](failure); ok {
		t.Error("a template that cannot be read counts as a missing value")
	}
	if all := failure.Error(); strings.Count(all, "{{{{") != 1 {
		t.Errorf("how to write {{ is not said once: %s", all)
	}
	_, failure = failing(t, c, collections.Request{URL: "http://h/{{a | nosuch}}"}, "prepare.template")
	if all := failure.Error(); strings.Contains(all, "{{{{") || !strings.Contains(all, "nosuch") {
		t.Errorf("an unknown transform says %s", all)
	}
}

func TestAuth(t *testing.T) {
	for _, test := range []struct {
		auth        collections.Auth
		line, shown string
	}{
		{collections.Auth{Kind: collections.AuthBasic, User: "ann", Password: "pä:ss"}, "Authorization: Basic YW5uOnDDpDpzcw==\r\n", "Basic "},
		{collections.Auth{Kind: collections.AuthBearer, Token: "{{token}}"}, "Authorization: Bearer tok123\r\n", "Bearer "},
		{collections.Auth{Kind: collections.AuthHeader, Name: "x-Api-key", Token: "{{token}}"}, "x-Api-key: tok123\r\n", ""},
		{collections.Auth{Kind: collections.AuthQuery, Name: "api key", Token: "a b&c"}, "?q=1&api", ""},
	} {
		s := newRawServer(t, always(okay))
		r := collections.Request{URL: s.url() + "/?q=1", Settings: collections.Settings{Auth: &test.auth}}
		e := mustSend(t, newClient(t, client.Options{}), r, variable("token", "tok123"))
		if !strings.Contains(s.received()[0], test.line) {
			t.Errorf("on the wire is %q, want %q", s.received()[0], test.line)
		}
		shown := fmt.Sprint(e.Request.URL, e.Request.Headers)
		for _, secret := range []string{"tok123", "YW5uOnDDpDpzcw", "b%26c"} {
			if strings.Contains(shown, secret) {
				t.Errorf("%s shows %s", test.auth.Kind, shown)
			}
		}
		if !strings.Contains(shown, test.shown) {
			t.Errorf("%s shows %s, want %q in it", test.auth.Kind, shown, test.shown)
		}
	}
}

// An auth block that would add nothing is refused, not ignored.
func TestBadAuth(t *testing.T) {
	for _, a := range []collections.Auth{{Kind: collections.AuthHeader, Token: "t"}, {Kind: collections.AuthQuery, Token: "t"}, {Kind: "digest"}} {
		failing(t, newClient(t, client.Options{}), collections.Request{URL: "http://127.0.0.1:1", Settings: collections.Settings{Auth: &a}}, "prepare.auth")
	}
}

func TestTypedCredentialsWin(t *testing.T) {
	s := newRawServer(t, always(okay))
	r := withHeaders(strings.Replace(s.url(), "://", "://ann:hunter2@", 1), "authorization", "Token typed")
	r.Auth = &collections.Auth{Kind: collections.AuthBearer, Token: "block"}
	e := mustSend(t, newClient(t, client.Options{}), r)
	got := s.received()[0]
	if !strings.Contains(got, "\r\nauthorization: Token typed\r\n") || strings.Contains(got, "block") || strings.Contains(got, "Basic") {
		t.Errorf("on the wire is %q", got)
	}
	if !slices.ContainsFunc(e.Notices, func(n string) bool { return strings.Contains(n, "typed Authorization row") }) {
		t.Errorf("notices are %q", e.Notices)
	}
	if shown := fmt.Sprint(e.Request); strings.Contains(shown, "hunter2") || strings.Contains(shown, "typed") {
		t.Errorf("shown is %s", shown)
	}
}

// A typed parameter with the name of the API key is sent in its place, and that is said.
func TestTypedKeyWins(t *testing.T) {
	s := newRawServer(t, always(okay))
	auth := &collections.Auth{Kind: collections.AuthQuery, Name: "api_key", Token: "block"}
	for typed, want := range map[string]int{"/?api_key=typed": 1, "/?api%5Fkey=typed": 1, "/?q=api_key": 0} {
		e := mustSend(t, newClient(t, client.Options{}), collections.Request{URL: s.url() + typed, Settings: collections.Settings{Auth: auth}})
		all := s.received()
		if got := all[len(all)-1]; strings.Contains(got, "block") != (want == 0) {
			t.Errorf("%s: on the wire is %q", typed, got)
		}
		if len(e.Notices) != want || want == 1 && !strings.Contains(e.Notices[0], "typed query parameter api_key") {
			t.Errorf("%s: notices are %q", typed, e.Notices)
		}
	}
}

func TestUserinfo(t *testing.T) {
	s := newRawServer(t, always(okay))
	e := mustSend(t, newClient(t, client.Options{}), collections.Request{URL: strings.Replace(s.url(), "://", "://{{user}}:p%40ss@", 1)}, vars.Variable{Name: "user", Value: vars.NewString("ann")})
	if got := s.received()[0]; !strings.Contains(got, "\r\nAuthorization: Basic YW5uOnBAc3M=\r\n") || strings.Contains(got, "p%40ss") {
		t.Errorf("on the wire is %q", got)
	}
	if e.Request.URL.Reveal() != s.url() {
		t.Errorf("URL shown is %s", e.Request.URL)
	}
}

func TestBodies(t *testing.T) {
	s := newRawServer(t, always(okay))
	c := newClient(t, client.Options{})
	for _, test := range []struct {
		body              collections.Body
		kind, sent, notes string
	}{
		{collections.Body{}, "", "", ""},
		{collections.Body{Kind: collections.BodyText, Text: "a\r\nb {{v}}"}, "text/plain; charset=utf-8", "a\r\nb <&>", ""},
		{collections.Body{Kind: collections.BodyForm, Form: append(rows("a", "{{v}}", "a", "=", "b", ""), collections.Row{Name: "x", Off: true})}, "application/x-www-form-urlencoded", "a=%3C%26%3E&a=%3D&b=", ""},
		{collections.Body{Kind: collections.BodyJSON, Text: `{"a": 1,}`}, "application/json", `{"a": 1,}`, "not valid JSON: line 1:9"},
		{collections.Body{Kind: collections.BodyJSON, Text: `{"a": 1`}, "application/json", `{"a": 1`, "not valid JSON: line 1:8"},
	} {
		e := mustSend(t, c, collections.Request{Method: "POST", URL: s.url(), Body: test.body}, variable("v", "<&>"))
		all := s.received()
		head, body, _ := strings.Cut(all[len(all)-1], "\r\n\r\n")
		if body != test.sent || !strings.Contains(head, fmt.Sprintf("\r\nContent-Length: %d", len(test.sent))) {
			t.Errorf("sent %q and %q", head, body)
		}
		if strings.Contains(head, "Content-Type: ") != (test.kind != "") || !strings.Contains(head, test.kind) {
			t.Errorf("head is %q, want %s", head, test.kind)
		}
		if test.notes != "" && (len(e.Notices) != 1 || !strings.Contains(e.Notices[0], test.notes)) {
			t.Errorf("notices are %q", e.Notices)
		}
	}
}

// What a name says is secret prints masked wherever the name stands.
func TestNamesMask(t *testing.T) {
	s := newRawServer(t, always(okay))
	for place, r := range map[string]collections.Request{
		"query row":      {URL: s.url() + "/?page=plain1", Query: rows("token", canary, "n", "plain2")},
		"typed query":    {URL: s.url() + "/?page=plain1&access%5Ftoken=" + canary + "&n=plain2"},
		"template query": {URL: s.url() + "/?page=plain1&password={{v}}&n=plain2"},
		"form":           {URL: s.url(), Body: collections.Body{Kind: collections.BodyForm, Form: rows("page", "plain1", "client_secret", canary, "n", "plain2")}},
		"X-Auth":         withHeaders(s.url(), "X-Page", "plain1", "X-Auth", canary, "X-Author", "plain2"),
	} {
		e := mustSend(t, newClient(t, client.Options{}), r, variable("v", canary))
		if all := s.received(); !strings.Contains(all[len(all)-1], canary) {
			t.Errorf("%s: on the wire is %q", place, all[len(all)-1])
		}
		shown := fmt.Sprint(e.Request)
		if strings.Contains(shown, canary) || !strings.Contains(shown, "plain1") || !strings.Contains(shown, "plain2") {
			t.Errorf("%s: shown is %s", place, shown)
		}
	}
}
