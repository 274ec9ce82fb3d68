package demo

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

// clock is a clock that tests move.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// client talks to a started server and follows no redirect.
type client struct {
	t     *testing.T
	base  string
	token string
	clock *clock
}

func start(t *testing.T) *client {
	t.Helper()
	c := &clock{now: time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)}
	s, err := Start(Options{Now: c.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return &client{t: t, base: s.URL(), clock: c}
}

// got is a response with its body read.
type got struct {
	*http.Response
	body []byte
}

// into decodes the body, losing no digit.
func (g got) into(t *testing.T) map[string]any {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(g.body))
	d.UseNumber()
	var v map[string]any
	if err := d.Decode(&v); err != nil {
		t.Fatalf("%v in %q", err, g.body)
	}
	return v
}

func (c *client) do(method, path, body string) got {
	c.t.Helper()
	r, err := http.NewRequest(method, c.base+path, strings.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	if c.token != "" {
		r.Header.Set("Authorization", "Bearer "+c.token)
	}
	return c.send(r)
}

func (c *client) send(r *http.Request) got {
	c.t.Helper()
	resp, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		c.t.Fatal(err)
	}
	defer resp.Body.Close()
	all, err := io.ReadAll(resp.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	return got{resp, all}
}

func (c *client) login() got {
	c.t.Helper()
	g := c.do("POST", "/login", `{"user": "demo", "password": "demo"}`)
	if g.StatusCode != 200 {
		c.t.Fatalf("login: %d %s", g.StatusCode, g.body)
	}
	c.token = g.into(c.t)["access_token"].(string)
	return g
}

func TestIndexListsEveryRoute(t *testing.T) {
	c := start(t)
	links := c.do("GET", "/", "").into(t)["links"].([]any)
	if want := len(New(Options{}).table()); len(links) != want {
		t.Errorf("%d links, want %d", len(links), want)
	}
	for _, l := range links {
		if href := l.(map[string]any)["href"].(string); !strings.HasPrefix(href, c.base+"/") {
			t.Errorf("link %q leads elsewhere", href)
		}
	}
}

func TestRefusals(t *testing.T) {
	c := start(t)
	c.login()
	for _, test := range []struct {
		name, method, path, body string
		status                   int
		header, value            string
	}{
		{"unknown path", "GET", "/nothing", "", 404, "", ""},
		{"unknown order", "GET", "/orders/ord_1", "", 404, "", ""},
		{"unknown customer", "GET", "/customers/cus_1", "", 404, "", ""},
		{"unknown invoice", "GET", "/invoices/inv_1", "", 404, "", ""},
		{"wrong method", "DELETE", "/orders", "", 405, "Allow", "GET, HEAD"},
		{"wrong method of login", "GET", "/login", "", 405, "Allow", "POST"},
		{"role", "GET", "/admin", "", 403, "", ""},
		{"broken body", "POST", "/invoices", "{", 400, "", ""},
		{"body too large", "POST", "/invoices", `{"x": "` + strings.Repeat("x", bodyLimit) + `"}`, 413, "", ""},
		{"status", "GET", "/orders?status=gone", "", 400, "", ""},
		{"limit", "GET", "/orders?limit=0", "", 400, "", ""},
		{"cursor", "GET", "/orders?cursor=x", "", 400, "", ""},
		{"redirect status", "GET", "/redirect/same?status=200", "", 400, "", ""},
		{"asked for", "GET", "/status/503", "", 503, "", ""},
		{"no status", "GET", "/status/99", "", 400, "", ""},
		{"no delay", "GET", "/slow?ms=x", "", 400, "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			g := c.do(test.method, test.path, test.body)
			if g.StatusCode != test.status {
				t.Fatalf("status %d, want %d: %s", g.StatusCode, test.status, g.body)
			}
			if kind := g.Header.Get("Content-Type"); kind != "application/problem+json" {
				t.Errorf("content type %q", kind)
			}
			if p := g.into(t); p["detail"] == "" || p["status"] != json.Number(g.Status[:3]) {
				t.Errorf("problem %v", p)
			}
			if test.header != "" && g.Header.Get(test.header) != test.value {
				t.Errorf("%s: %q, want %q", test.header, g.Header.Get(test.header), test.value)
			}
		})
	}
}

func TestFormIsRefused(t *testing.T) {
	c := start(t)
	r, _ := http.NewRequest("POST", c.base+"/login", strings.NewReader("user=demo"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if g := c.send(r); g.StatusCode != 415 {
		t.Errorf("status %d: %s", g.StatusCode, g.body)
	}
}

func TestStartAndClose(t *testing.T) {
	if s := New(Options{}); s.URL() != "" || s.OtherURL() != "" {
		t.Error("a server that does not listen has a URL")
	}
	s, err := Start(Options{})
	if err != nil {
		t.Fatal(err)
	}
	address := strings.TrimPrefix(s.URL(), "http://")
	if _, err := Start(Options{Address: address}); err == nil || !strings.Contains(err.Error(), address) {
		t.Errorf("a taken address: %v", err)
	}
	s.Close()
	s.Close()
	for _, url := range []string{s.URL(), s.OtherURL()} {
		if _, err := http.Get(url); err == nil {
			t.Errorf("%s answers after Close", url)
		}
	}
}
