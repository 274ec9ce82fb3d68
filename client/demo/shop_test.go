package demo

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestLogin(t *testing.T) {
	c := start(t)
	if g := c.do("POST", "/login", `{"user": "demo", "password": "no"}`); g.StatusCode != 401 {
		t.Errorf("wrong password: %d", g.StatusCode)
	}
	g := c.login()
	answer := g.into(t)
	if answer["token_type"] != "Bearer" || answer["expires_in"] != json.Number("90") || strings.Count(c.token, ".") != 2 {
		t.Errorf("answer %v", answer)
	}
	if g.Header.Get("X-Request-Id") != "req_000002" {
		t.Errorf("X-Request-Id %q", g.Header.Get("X-Request-Id"))
	}
	cookie := g.Cookies()[0]
	if cookie.Name != "session" || !cookie.HttpOnly || cookie.MaxAge != 90 {
		t.Errorf("cookie %v", cookie)
	}
	r, _ := http.NewRequest("GET", c.base+"/me", nil)
	if g := c.send(r); g.StatusCode != 401 {
		t.Errorf("no cookie: %d", g.StatusCode)
	}
	r.AddCookie(cookie)
	if g := c.send(r); g.StatusCode != 200 || g.into(t)["name"] != "Demo" {
		t.Errorf("cookie: %d %s", g.StatusCode, g.body)
	}
	c.clock.advance(90 * time.Second)
	if g := c.send(r); g.StatusCode != 401 {
		t.Errorf("old cookie: %d", g.StatusCode)
	}
}

func TestTokens(t *testing.T) {
	c := start(t)
	challenge := func(want string) {
		t.Helper()
		g := c.do("GET", "/orders", "")
		if got := g.Header.Get("WWW-Authenticate"); g.StatusCode != 401 || got != want {
			t.Errorf("%d, challenge\n %s, want\n %s", g.StatusCode, got, want)
		}
	}
	const invalid = `Bearer realm="demo", error="invalid_token", error_description=`
	challenge(`Bearer realm="demo"`)
	c.token = "x"
	challenge(invalid + `"the token is no JWT"`)
	c.login()
	parts := strings.Split(c.token, ".")
	good := c.token
	c.token = parts[0] + "." + parts[1] + "." + strings.Repeat("A", len(parts[2]))
	challenge(invalid + `"the token's signature is wrong"`)
	c.token = good
	c.clock.advance(89 * time.Second)
	if g := c.do("GET", "/orders", ""); g.StatusCode != 200 {
		t.Errorf("after 89 s: %d", g.StatusCode)
	}
	c.clock.advance(time.Second)
	challenge(invalid + `"the token expired at 2026-11-02T09:01:30Z"`)
}

// TestPages walks the list with each filter and each page size: nothing twice, nothing left out.
func TestPages(t *testing.T) {
	c := start(t)
	c.login()
	pages := func(status string, limit int) (ids []string, sizes []int) {
		path := fmt.Sprintf("/orders?status=%s&limit=%d", status, limit)
		for next := ""; ; {
			g := c.do("GET", path+"&cursor="+next, "").into(t)
			data := g["data"].([]any)
			sizes = append(sizes, len(data))
			for _, o := range data {
				ids = append(ids, o.(map[string]any)["id"].(string))
			}
			more, ok := g["page"].(map[string]any)["next"].(string)
			if !ok {
				return ids, sizes
			}
			next = more
		}
	}
	all, sizes := pages("", 20)
	if len(all) != 60 || !slices.Equal(sizes, []int{20, 20, 20}) || all[0] != "ord_8812" {
		t.Fatalf("%d orders in pages of %v, first %q", len(all), sizes, all[0])
	}
	var parts []string
	for _, status := range statuses {
		whole, _ := pages(status, 100)
		for _, limit := range []int{1, 7} {
			if ids, _ := pages(status, limit); !slices.Equal(ids, whole) {
				t.Errorf("%s by %d: %v, want %v", status, limit, ids, whole)
			}
		}
		parts = append(parts, whole...)
	}
	slices.Sort(parts)
	slices.Sort(all)
	if !slices.Equal(parts, all) {
		t.Errorf("the four filters give %d orders, not the 60 there are", len(parts))
	}
}

// TestOrderShape is the control of every claim that the data make: null, missing, big, foreign.
func TestOrderShape(t *testing.T) {
	c := start(t)
	c.login()
	g := c.do("GET", "/orders?limit=100", "")
	var nulls, dates, missing, coupons int
	for _, v := range g.into(t)["data"].([]any) {
		o := v.(map[string]any)
		if o["shipped_at"] == nil {
			nulls++
		} else if _, err := time.Parse(time.RFC3339, o["shipped_at"].(string)); err == nil {
			dates++
		}
		if _, there := o["coupon"]; there {
			coupons++
		} else {
			missing++
		}
	}
	if nulls == 0 || dates == 0 || nulls+dates != 60 || coupons == 0 || missing == 0 {
		t.Errorf("shipped_at: %d null, %d dates; coupon: %d missing, %d there", nulls, dates, missing, coupons)
	}
	for _, want := range []string{`"ledger_id": 9007199254740993`, "山田", "🌙", "Łukasz", `"total": "129.00"`} {
		if !strings.Contains(string(g.body), want) {
			t.Errorf("no %s in the orders", want)
		}
	}
	if again := c.do("GET", "/orders?limit=100", ""); string(again.body) != string(g.body) {
		t.Error("the orders changed")
	}
}

func TestVersion2MovesTotal(t *testing.T) {
	c := start(t)
	c.login()
	first := func(g got) map[string]any { return g.into(t)["data"].([]any)[0].(map[string]any) }
	for _, o := range []map[string]any{first(c.do("GET", "/orders?v=2", "")), c.do("GET", "/orders/ord_8812?v=2", "").into(t)} {
		if _, there := o["total"]; there || o["amounts"].(map[string]any)["total"] != "129.00" {
			t.Errorf("version 2: %v", o)
		}
	}
	if o := c.do("GET", "/orders/ord_8812", "").into(t); o["total"] != "129.00" || o["amounts"] != nil {
		t.Errorf("version 1: %v", o)
	}
}

func TestInvoices(t *testing.T) {
	c := start(t)
	c.login()
	const good = `{"number": 1001, "due": "2026-09-30", "amount": 129.10, "currency": "EUR", "customer": {"name": "山田"}, "skus": "LAMP-01,MUG-07", "label": "a"}`
	g := c.do("POST", "/invoices", good)
	if g.StatusCode != 201 || g.Header.Get("Location") != "/invoices/inv_501" {
		t.Fatalf("%d, Location %q: %s", g.StatusCode, g.Header.Get("Location"), g.body)
	}
	back := c.do("GET", g.Header.Get("Location"), "").into(t)
	if back["amount"] != json.Number("129.10") || back["customer"].(map[string]any)["name"] != "山田" {
		t.Errorf("read back: %v", back)
	}
	if diff := cmp.Diff([]any{"LAMP-01", "MUG-07"}, back["skus"]); diff != "" {
		t.Errorf("skus (-want +got):\n%s", diff)
	}
	for body, want := range map[string][]string{
		`{}`: {"number", "due", "amount", "currency", "customer.name", "skus"},
		`{"number": null, "due": "soon", "amount": "129.00", "currency": "euro", "customer": 1, "skus": ""}`:                              {"number", "due", "amount", "currency", "customer.name", "skus"},
		`{"number": 1, "due": "2026-09-30", "amount": 1, "currency": "EUR", "customer": {"name": "A"}, "skus": ["x"], "label": {"a": 1}}`: {"label"},
		`{"number": 1, "due": "2026-09-30", "currency": "EUR", "customer": {"name": "A"}, "skus": "x"}`:                                   {"amount"},
	} {
		g := c.do("POST", "/invoices", body)
		if g.StatusCode != 422 {
			t.Fatalf("%s: %d", body, g.StatusCode)
		}
		var named []string
		for _, e := range g.into(t)["errors"].([]any) {
			named = append(named, e.(map[string]any)["field"].(string))
		}
		if diff := cmp.Diff(want, named); diff != "" {
			t.Errorf("%s: fields named (-want +got):\n%s", body, diff)
		}
	}
}

func TestLimit(t *testing.T) {
	c := start(t)
	for i, want := range []int{200, 200, 200, 429, 429} {
		if g := c.do("GET", "/limited", ""); g.StatusCode != want {
			t.Errorf("request %d: %d, want %d", i+1, g.StatusCode, want)
		}
	}
	c.clock.advance(19500 * time.Millisecond)
	if g := c.do("GET", "/limited", ""); g.Header.Get("Retry-After") != "41" {
		t.Errorf("Retry-After %q, want 41", g.Header.Get("Retry-After"))
	}
	c.clock.advance(41 * time.Second)
	if g := c.do("GET", "/limited", ""); g.StatusCode != 200 {
		t.Errorf("after the wait: %d", g.StatusCode)
	}
}

func TestRedirects(t *testing.T) {
	c := start(t)
	for path, want := range map[string]string{
		"/redirect/same":               "302 /echo",
		"/redirect/same?status=307":    "307 /echo",
		"/redirect/loop":               "302 /redirect/loop",
		"/redirect/chain/3?status=308": "308 /redirect/chain/2?status=308",
		"/redirect/chain/1":            "302 /echo",
	} {
		g := c.do("GET", path, "")
		if got := fmt.Sprint(g.StatusCode, " ", g.Header.Get("Location")); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
	g := c.do("PUT", "/redirect/other?status=303", "")
	target := g.Header.Get("Location")
	if g.StatusCode != 303 || strings.HasPrefix(target, c.base) || !strings.HasSuffix(target, "/echo") {
		t.Fatalf("%d %q", g.StatusCode, target)
	}
	c.base = strings.TrimSuffix(target, "/echo")
	echoed := c.do("PATCH", "/echo?b=1&a=%20", `{"x": "é"}`).into(t)
	if echoed["method"] != "PATCH" || echoed["query"] != "b=1&a=%20" || echoed["body"] != `{"x": "é"}` {
		t.Errorf("echo: %v", echoed)
	}
	if diff := cmp.Diff(map[string]any{"x": "é"}, echoed["json"]); diff != "" {
		t.Errorf("echo (-want +got):\n%s", diff)
	}
	if echoed := c.do("POST", "/echo", "\xff{").into(t); echoed["binary"] != "/3s=" || echoed["json"] != nil {
		t.Errorf("echo of bytes: %v", echoed)
	}
	if g := c.do("GET", "/orders", ""); g.StatusCode != 404 {
		t.Errorf("the other origin has orders: %d", g.StatusCode)
	}
}

func TestOtherOriginNeedsStart(t *testing.T) {
	w := httptest.NewRecorder()
	New(Options{}).Handler().ServeHTTP(w, httptest.NewRequest("GET", "/redirect/other", nil))
	if w.Code != 503 {
		t.Errorf("status %d", w.Code)
	}
}

func TestSlowStopsWithItsClient(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	w := httptest.NewRecorder()
	New(Options{}).Handler().ServeHTTP(w, httptest.NewRequest("GET", "/slow?ms=60000", nil).WithContext(ctx))
	if w.Body.Len() != 0 {
		t.Errorf("answered %q", w.Body)
	}
	if g := start(t).do("GET", "/slow?ms=1", ""); g.StatusCode != 200 {
		t.Errorf("status %d", g.StatusCode)
	}
}

func TestWebPage(t *testing.T) {
	g := start(t).do("GET", "/html", "")
	if !strings.HasPrefix(string(g.body), "<!doctype html>") || !strings.HasPrefix(g.Header.Get("Content-Type"), "text/html") {
		t.Errorf("%s %s", g.Header.Get("Content-Type"), g.body)
	}
}

// TestEscapes reads the bytes from the wire: what is tested is that they are as bad as they should be.
func TestEscapes(t *testing.T) {
	c := start(t)
	if g := c.do("GET", "/escapes", ""); !strings.Contains(g.Status, "\x1b]52") {
		t.Errorf("net/http cannot read it: %q", g.Status)
	}
	conn, err := net.Dial("tcp", strings.TrimPrefix(c.base, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprint(conn, "GET /escapes?raw=header HTTP/1.1\r\nHost: x\r\n\r\n")
	all, err := io.ReadAll(bufio.NewReader(conn))
	if err != nil {
		t.Fatal(err)
	}
	head, body, _ := strings.Cut(string(all), "\r\n\r\n")
	reason, headers, _ := strings.Cut(head, "\r\n")
	for name, part := range map[string]string{"reason": reason, "headers": headers, "body": body} {
		if !strings.Contains(part, "\x1b]52;c;") {
			t.Errorf("no escape in the %s: %q", name, part)
		}
	}
}
