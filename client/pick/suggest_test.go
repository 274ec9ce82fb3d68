package pick

import (
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dowse/client"
	"dowse/client/demo"
	"dowse/client/document"
	"dowse/collections"
	"dowse/collections/vars"
)

var nameForm = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

// at is the one node that a path selects.
func at(t *testing.T, e *client.Exchange, path string) document.Node {
	t.Helper()
	q, err := document.ParseQuery(path)
	if err != nil {
		t.Fatal(err)
	}
	found := e.Document().Select(q)
	if len(found) != 1 {
		t.Fatalf("%s selects %d values", path, len(found))
	}
	return found[0]
}

// asked is an exchange whose request went to url.
func asked(url, body string) *client.Exchange {
	e := exchange(200, jsonType, body)
	e.Request.URL = vars.PlainText(url)
	return e
}

func TestNames(t *testing.T) {
	const orders = "https://shop.example/v1/orders?limit=20"
	const list = `{"data": [{"id": 1, "number": 2, "customer": {"id": 3, "name": "A"}, "lines": [{"sku": "x", "id": 4}], "tags": ["a"],
		"createdAt": "", "orderID": 5, "HTTPServer": 6, "2fa": 7, "名前": 8, "Größe": 9}], "page": {"next": "x", "total": 3}, "people": [{"name": "B"}]}`
	for _, test := range []struct {
		url, body, path, want string
	}{
		{orders, list, "$.data[0].id", "order_id"},
		{orders, list, "$.data[0].number", "order_number"},
		{orders, list, "$.data[0].customer.id", "customer_id"},
		{orders, list, "$.data[0].customer.name", "customer_name"},
		{orders, list, "$.data[0].customer", "customer"},
		{orders, list, "$.data[0].lines[0].sku", "sku"},
		{orders, list, "$.data[0].lines[0].id", "line_id"},
		{orders, list, "$.data[0].lines", "lines"},
		{orders, list, "$.data[0].lines[0]", "line"},
		{orders, list, "$.data[0].tags[0]", "tag"},
		{orders, list, "$.data[0].createdAt", "created_at"},
		{orders, list, "$.data[0].orderID", "order_id"},
		{orders, list, "$.data[0].HTTPServer", "http_server"},
		{orders, list, "$.data[0]['2fa']", "order_2fa"},
		{orders, list, "$.data[0]['名前']", "order_value"},
		{orders, list, "$.data[0]['Größe']", "gro_e"},
		{orders, list, "$.data[0]", "order"},
		{orders, list, "$.data", "orders"},
		{orders, list, "$.page.next", "page_next"},
		{orders, list, "$.people[0].name", "person_name"},
		{orders, list, "$", "order"},
		{orders, `[{"id": 1}]`, "$", "orders"},
		{orders, `[{"id": 1}]`, "$[0]", "order"},
		{orders, `[{"id": 1}]`, "$[0].id", "order_id"},
		{"http://h:1/orders/ord_8812", `{"id": 1}`, "$.id", "order_id"},
		{"{{base_url}}/orders/{{order_id}}", `{"id": 1}`, "$.id", "order_id"},
		{"{{base_url}}/addresses.json#x", `{"id": 1}`, "$.id", "address_id"},
		{"https://h/categories", `{"items": [{"slug": 1}]}`, "$.items[0].slug", "category_slug"},
		{"https://h/api/status", `{"id": 1}`, "$.id", "status_id"},
		{"https://h/api/line-items", `{"id": 1}`, "$.id", "line_item_id"},
		{"https://h/login", `{"access_token": 1, "user": {"id": 2}}`, "$.access_token", "access_token"},
		{"https://h/login", `{"access_token": 1, "user": {"id": 2}}`, "$.user.id", "user_id"},
		{"https://h/users", `{"users": {"usr_1": {"name": "A"}}}`, "$.users.usr_1.name", "user_name"},
		{"https://h/", `{"id": 1, "": 2, "9": 3}`, "$.id", "id"},
		{"https://h/", `{"id": 1, "": 2, "9": 3}`, "$['']", "value"},
		{"https://h/", `{"id": 1, "": 2, "9": 3}`, "$['9']", "v9"},
		{"", `7`, "$", "value"},
	} {
		t.Run(test.url+" "+test.path, func(t *testing.T) {
			e := asked(test.url, test.body)
			s, err := Suggest(e, at(t, e, test.path), About{})
			if err != nil || s.Here.Name != test.want {
				t.Errorf("%q, %v, want %q", s.Here.Name, err, test.want)
			}
		})
	}
}

func TestTakenNames(t *testing.T) {
	e := asked("https://h/orders", `{"id": 1}`)
	for _, test := range []struct {
		request collections.Request
		taken   []string
		want    string
	}{
		{collections.Request{ID: "orders/list"}, nil, "order_id"},
		{collections.Request{ID: "orders/list"}, []string{"order_id"}, "orders_list_order_id"},
		{collections.Request{ID: "orders/list"}, []string{"order_id", "orders_list_order_id"}, "orders_list_order_id_2"},
		{collections.Request{ID: "orders/list"}, []string{"order_id", "orders_list_order_id", "orders_list_order_id_2"}, "orders_list_order_id_3"},
		{collections.Request{Name: "My orders"}, []string{"order_id"}, "my_orders_order_id"},
		{collections.Request{ID: "注文"}, []string{"order_id"}, "orders_order_id"},
		{collections.Request{ID: "2024/x"}, []string{"order_id"}, "v2024_x_order_id"},
	} {
		s, err := Suggest(e, at(t, e, "$.id"), About{Request: test.request, Taken: test.taken})
		if err != nil || s.Here.Name != test.want || !nameForm.MatchString(s.Here.Name) {
			t.Errorf("%v: %q, %v, want %q", test.taken, s.Here.Name, err, test.want)
		}
	}
}

func TestPicks(t *testing.T) {
	e := asked("https://h/orders", `{"data": [{"lines": [{"sku": "a"}, {"sku": "b"}]}], "total": 3, "next": null}`)
	s, err := Suggest(e, at(t, e, "$.data[0].lines[1].sku"), About{})
	if err != nil {
		t.Fatal(err)
	}
	want := Suggestion{
		Here:    with(path("$.data[0].lines[1].sku"), func(p *collections.Pick) { p.Name, p.Type = "sku", "string" }),
		Every:   new(with(path("$.data[0].lines[*].sku"), func(p *collections.Pick) { p.Name, p.Take = "sku", "all" })),
		Ask:     new(with(path("$.data[0].lines[*].sku"), func(p *collections.Pick) { p.Name, p.Take, p.Type = "sku", "ask", "string" })),
		Fragile: true,
	}
	if diff := cmp.Diff(want, s); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	v, _, err := Evaluate(*s.Every, e)
	if err != nil || v.JSON() != `["a", "b"]` {
		t.Errorf("every item: %s, %v", v, err)
	}
	for path, want := range map[string]string{"$.total": "number", "$.next": "", "$.data": "array", "$": "object"} {
		if s, err := Suggest(e, at(t, e, path), About{}); err != nil || s.Here.Type != want || s.Every != nil || s.Fragile {
			t.Errorf("%s: %+v, %v", path, s, err)
		}
	}
}

func TestNoSuggestion(t *testing.T) {
	twice := exchange(200, jsonType, `{"id": 1, "id": 2}`)
	d := twice.Document()
	if s, err := Suggest(twice, d.First(d.Root()), About{}); err == nil || strings.Contains(err.Error(), "\n") {
		t.Errorf("of a hidden member: %+v, %v", s, err)
	}
}

func TestHeadersAndCookies(t *testing.T) {
	e := exchange(200, jsonType, "{}", append([]string{"ETag", `"33a64df551425fcc55e4d42a148795d9f25f89d4"`, "X-Api-Key", "k3yk3yk3yA8f0q2Lm9x"}, headers...)...)
	for _, test := range []struct {
		name   string
		nth    int
		want   string
		source int // Nth
		secret bool
	}{
		{"X-Request-Id", 1, "request_id", 0, false}, {"ETag", 1, "etag", 0, false}, {"Via", 2, "via", 2, false}, {"x-api-key", 1, "api_key", 0, true},
	} {
		s, err := SuggestHeader(e, test.name, test.nth, About{})
		if err != nil || s.Here.Name != test.want || s.Here.From.Nth != test.source || (s.Here.Secret == collections.SecretYes) != test.secret {
			t.Errorf("%s: %+v, %v", test.name, s, err)
		}
		if v, _, err := Evaluate(s.Here, e); err != nil || v.Reveal() != e.Response.Values(test.name)[test.nth-1] {
			t.Errorf("%s gives %s, %v", test.name, v.Reveal(), err)
		}
	}
	if _, err := SuggestHeader(e, "Via", 3, About{}); err == nil {
		t.Error("a header that did not come was suggested")
	}
	s, err := SuggestCookie(e, "session", "", About{})
	if err != nil || s.Here.Name != "session" || s.Here.Secret != collections.SecretYes {
		t.Errorf("cookie: %+v, %v", s, err)
	}
	s, err = SuggestCookie(e, "session", "expires", About{})
	if err != nil || s.Here.Name != "session_expires" || s.Here.Secret != collections.SecretUnset {
		t.Errorf("attribute: %+v, %v", s, err)
	}
	if _, err := SuggestCookie(e, "other", "", About{}); err == nil {
		t.Error("a cookie that did not come was suggested")
	}
}

const jwtText = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxIn0.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"

// secretCases is what is secret and what is not; the control below shows that the name alone will not do.
var secretCases = []struct {
	url, key, value string
	want            bool
}{
	{"/login", "access_token", jwtText, true},
	{"/login", "access_token", "abc", true},
	{"/login", "refreshToken", "abc", true},
	{"/oauth/token", "id_token", "abc", true},
	{"/login", "token_type", "Bearer", false},
	{"/login", "token_endpoint", "https://h/token", false},
	{"/login", "expires_in", "90", false},
	{"/login", "name", "Demo", false},
	{"/login", "id", "3fb2c1d09e8f4a5b8c7d6e5f4a3b2c1d", false},
	{"/login", "code", "4f9dA8f0q2Lm9xZk31Qw", true},
	{"/orders", "data", jwtText, true},
	{"/orders", "next_page_token", "Q2FwdGFpbiBNYXJ2ZWwgMTIzNDU2Nzg5", false},
	{"/orders", "max_tokens", "4096", false},
	{"/orders", "token", "abc", true},
	{"/orders", "session_id", "42", true},
	{"/orders", "syncToken", "4f9dA8f0q2Lm9xZk31Qw", false},
	{"/orders", "page_access_token", "abc", true},
	{"/login", "access", "123e4567-e89b-12d3-a456-426614174000", true},
	{"/orders", "p", "x YzRuYXJ5LXNlbnQ= y", true},
	{"/orders", "token", "4f9dA8f0q2Lm9xZk31Qw", true},
	{"/orders", "sessionId", "4f9dA8f0q2Lm9xZk31Qw", true},
	{"/orders", "id", "4f9dA8f0q2Lm9xZk31Qw", false},
	{"/orders", "etag", "33a64df551425fcc55e4d42a148795d9f25f89d4", false},
	{"/orders", "note", "this-is-a-rather-long-slug-of-2024", false},
	{"/orders", "note", "123e4567-e89b-12d3-a456-426614174000", false},
	{"/orders", "created_at", "2026-09-01T08:30:00Z", false},
	{"/orders", "url", "https://shop.example/orders/ord_8812?expand=lines", false},
	{"/orders", "note", "ghp_" + "0123456789abcdefghijklmnopqrstuvwxyzAB", true},
	{"/orders", "note", "sk_live_" + "0123456789abcdefghij", true},
	{"/orders", "note", "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIA==\n-----END PRIVATE KEY-----\n", true},
	{"/orders", "cert", "-----BEGIN CERTIFICATE-----\nMC4CAQAwBQYDK2VwBCIEIA==\n-----END CERTIFICATE-----\n", false},
	{"/orders", "challenge", `Basic realm="restricted-area"`, false},
	{"/orders", "note", "eyes.are.nice", false},
	{"/orders", "echo", "c4nary-sent", true},
	{"/orders", "echo", "c4nary", false},
}

func suggestSecret(t *testing.T, url, key, value string) Suggestion {
	t.Helper()
	e := asked("https://h"+url, fmt.Sprintf(`{"in": [{%q: %s}]}`, key, vars.NewString(value).JSON()))
	e.Request.Headers = []client.SentHeader{{Name: "X-Api-Key", Value: vars.SecretText("c4nary-sent")}}
	d := e.Document()
	s, err := Suggest(e, d.First(d.First(d.First(d.Root()))), About{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSecrets(t *testing.T) {
	for _, test := range secretCases {
		s := suggestSecret(t, test.url, test.key, test.value)
		if (s.Here.Secret == collections.SecretYes) != test.want || (s.Here.Secret == collections.SecretYes) != (len(s.Secret) > 0) || (s.Every.Secret == collections.SecretYes) != test.want {
			t.Errorf("%s in the answer of %s, %q: secret %v, want %t: %q", test.key, test.url, test.value, s.Here.Secret, test.want, s.Secret)
		}
	}
}

// TestNaiveSecrets is the control: a name with token or secret in it, and nothing else, fails the table.
func TestNaiveSecrets(t *testing.T) {
	missed, wronged := 0, 0
	for _, test := range secretCases {
		switch naive := strings.Contains(test.key, "token") || strings.Contains(test.key, "secret"); {
		case naive && !test.want:
			wronged++
		case !naive && test.want:
			missed++
		}
	}
	if missed == 0 || wronged == 0 {
		t.Errorf("the naive version misses %d and wrongs %d", missed, wronged)
	}
}

func TestSecretReasons(t *testing.T) {
	s := suggestSecret(t, "/login", "access_token", jwtText)
	if diff := cmp.Diff([]string{"its name says token", "it is a JWT"}, s.Secret); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	e := asked("https://h/login", `{"user": 1, "access": {"token": "abc"}}`)
	s, err := Suggest(e, e.Document().Root(), About{})
	if diff := cmp.Diff([]string{"it holds $.access.token: its name says token"}, s.Secret); diff != "" || err != nil {
		t.Errorf("%v, -want +got:\n%s", err, diff)
	}
}

// fetch is a real exchange with the demo shop, with the request's URL as sent.
func fetch(t *testing.T, method, url, token, body string) *client.Exchange {
	t.Helper()
	r, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", jsonType)
	r.Header.Set("Authorization", "Bearer "+token)
	resp, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	all, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	e := exchange(resp.StatusCode, "", string(all))
	for name, values := range resp.Header {
		for _, v := range values {
			e.Response.Headers = append(e.Response.Headers, client.Header{Name: name, Value: v})
		}
	}
	e.Request.Method, e.Request.URL, e.Request.Body = method, vars.PlainText(url), client.SentBody{Preview: vars.PlainText(body), Length: int64(len(body))}
	return e
}

// TestDemo does the tutorial's picks on the demo shop: suggested, evaluated, used.
func TestDemo(t *testing.T) {
	shop, err := demo.Start(demo.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(shop.Close)
	use := func(e *client.Exchange, path, name string, secret bool) vars.Value {
		t.Helper()
		s, err := Suggest(e, at(t, e, path), About{})
		if err != nil || s.Here.Name != name || (s.Here.Secret == collections.SecretYes) != secret {
			t.Fatalf("%s: %+v, %v", path, s, err)
		}
		v, found, err := Evaluate(s.Here, e)
		if err != nil || !found {
			t.Fatalf("%s: %v", path, err)
		}
		return v
	}
	login := fetch(t, "POST", shop.URL()+"/login", "", `{"user": "demo", "password": "demo"}`)
	token := use(login, "$.access_token", "access_token", true)
	use(login, "$.token_type", "token_type", false)
	use(login, "$.user.name", "user_name", false)
	if s, err := SuggestCookie(login, "session", "", About{}); err != nil || s.Here.Secret != collections.SecretYes {
		t.Errorf("cookie: %+v, %v", s, err)
	}
	list := fetch(t, "GET", shop.URL()+"/orders", token.Reveal(), "")
	id := use(list, "$.data[0].id", "order_id", false)
	use(list, "$.page.next", "page_next", false)
	order := fetch(t, "GET", shop.URL()+"/orders/"+id.Reveal(), token.Reveal(), "")
	use(order, "$.total", "order_total", false)
	if v := use(order, "$.ledger_id", "ledger_id", false); v.JSON() != "9007199254740993" {
		t.Errorf("ledger_id is %s", v)
	}
	moved := fetch(t, "GET", shop.URL()+"/orders/"+id.Reveal()+"?v=2", token.Reveal(), "")
	if _, _, err := Evaluate(path("$.total"), moved); err == nil || !strings.HasSuffix(err.Error(), "(nearest: $.amounts.total)") {
		t.Errorf("moved: %v", err)
	}
	refused := fetch(t, "GET", shop.URL()+"/orders", base64.StdEncoding.EncodeToString([]byte("x")), "")
	if _, _, err := Evaluate(path("$.data[0].id"), refused); err == nil || !strings.Contains(err.Error(), "failed with 401 Unauthorized") {
		t.Errorf("refused: %v", err)
	}
}
