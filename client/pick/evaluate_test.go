package pick

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"dowse/client"
	"dowse/collections"
	"dowse/collections/vars"
)

// exchange is a response as it came; headers alternate name and value.
func exchange(status int, contentType, body string, headers ...string) *client.Exchange {
	e := &client.Exchange{Response: client.Response{Status: status, Body: []byte(body), Complete: true}}
	if contentType != "" {
		headers = append([]string{"Content-Type", contentType}, headers...)
	}
	for i := 0; i < len(headers); i += 2 {
		e.Response.Headers = append(e.Response.Headers, client.Header{Name: headers[i], Value: headers[i+1]})
	}
	return e
}

const (
	jsonType = "application/json"
	ordersV1 = `{"data": [
		{"id": "ord_1", "number": 9007199254740993, "status": "open", "total": "129.00", "note": null, "price": 1.10},
		{"id": "ord_2", "number": 1002, "status": "paid", "total": "1.00", "note": "", "price": 2},
		{"id": "ord_3", "number": 1003, "status": "open", "total": "2.00", "note": "x", "price": 3}],
		"none": [], "nothing": {}, "page": {"next": null, "total": 3}}`
	ordersV2 = `{"data": [{"id": "ord_1", "amounts": {"total": "129.00"}}]}`
)

func path(arg string) collections.Pick {
	return collections.Pick{Name: "x", From: collections.Source{Kind: collections.SourcePath, Arg: arg}}
}

func header(name string, nth int) collections.Pick {
	return collections.Pick{Name: "x", From: collections.Source{Kind: collections.SourceHeader, Arg: name, Nth: nth}}
}

func cookie(name, attr string) collections.Pick {
	return collections.Pick{Name: "x", From: collections.Source{Kind: collections.SourceCookie, Arg: name, Attr: attr}}
}

func with(p collections.Pick, change func(*collections.Pick)) collections.Pick {
	change(&p)
	return p
}

func take(t collections.Take) func(*collections.Pick) {
	return func(p *collections.Pick) { p.Take = t }
}

func typed(name string) func(*collections.Pick) {
	return func(p *collections.Pick) { p.Type = name }
}

func ifMissing(policy collections.MissingPolicy) func(*collections.Pick) {
	return func(p *collections.Pick) {
		p.IfMissing = collections.IfMissing{Policy: policy, Default: vars.NewString("instead")}
	}
}

func transform(pipe string) func(*collections.Pick) {
	return func(p *collections.Pick) { p.Transform = pipe }
}

var headers = []string{
	"X-Request-Id", "req_1", "Via", "a", "via", "b",
	"Set-Cookie", "session=old; Path=/", "Set-Cookie", "session=s3cr3t; Path=/; Max-Age=90; HttpOnly; Expires=Mon, 02 Nov 2026 09:00:00 GMT",
}

func TestValues(t *testing.T) {
	e := exchange(200, jsonType, ordersV1, headers...)
	for _, test := range []struct {
		name string
		pick collections.Pick
		want string // as JSON
	}{
		{"string", path("$.data[0].id"), `"ord_1"`},
		{"over 2^53", path("$.data[0].number"), `9007199254740993`},
		{"number text", path("$.data[0].price"), `1.10`},
		{"null", path("$.data[0].note"), `null`},
		{"empty", path("$.data[1].note"), `""`},
		{"object", path("$.nothing"), `{}`},
		{"first", with(path("$.data[*].id"), take("first")), `"ord_1"`},
		{"last", with(path("$.data[*].id"), take("last")), `"ord_3"`},
		{"all", with(path("$.data[?@.status == 'open'].id"), take("all")), `["ord_1", "ord_3"]`},
		{"all numbers", with(path("$.data[*].price"), take("all")), `[1.10, 2, 3]`},
		{"one by a filter", path("$.data[?@.number == 1002].id"), `"ord_2"`},
		{"all of none", with(path("$.data[?@.status == 'gone'].id"), take("all")), `[]`},
		{"all of an empty array", with(path("$.none[*].id"), take("all")), `[]`},
		{"all of an empty object", with(path("$.nothing.*"), take("all")), `[]`},
		{"ask, and there is one", with(path("$.data[0].id"), take("ask")), `"ord_1"`},
		{"integer", with(path("$.data[0].number"), typed("integer")), `9007199254740993`},
		{"integer as number", with(path("$.data[0].number"), typed("number")), `9007199254740993`},
		{"array", with(path("$.data[*].id"), func(p *collections.Pick) { p.Take, p.Type = "all", "array" }), `["ord_1", "ord_2", "ord_3"]`},
		{"transform", with(path("$.data[1].total"), transform("number")), `1.00`},
		{"transform of all", with(path("$.data[*].id"), func(p *collections.Pick) { p.Take, p.Transform, p.Type = "all", `join(",")`, "string" }), `"ord_1,ord_2,ord_3"`},
		{"default", with(path("$.data[9].id"), ifMissing("default")), `"instead"`},
		{"default of null", with(path("$.page.next"), ifMissing("default")), `"instead"`},
		{"no default needed", with(path("$.data[0].id"), ifMissing("default")), `"ord_1"`},
		{"header", header("x-request-id", 0), `"req_1"`},
		{"first header", header("Via", 0), `"a"`},
		{"second header", header("Via", 2), `"b"`},
		{"last header", with(header("Via", 0), take("last")), `"b"`},
		{"all headers", with(header("Via", 0), take("all")), `["a", "b"]`},
		{"cookie", cookie("session", ""), `"s3cr3t"`},
		{"cookie expires", cookie("session", "Expires"), `"2026-11-02T09:00:00Z"`},
		{"cookie max-age", cookie("session", "max-age"), `90`},
		{"cookie httponly", cookie("session", "httponly"), `true`},
		{"cookie secure", cookie("session", "secure"), `false`},
		{"status", collections.Pick{Name: "x", From: collections.Source{Kind: collections.SourceStatus}}, `200`},
	} {
		t.Run(test.name, func(t *testing.T) {
			v, found, err := Evaluate(test.pick, e)
			if err != nil || !found || v.JSON() != test.want {
				t.Errorf("%s, %t, %v, want %s", v.JSON(), found, err, test.want)
			}
		})
	}
}

// misses is every way to have no value: the line that a person gets, and its kind.
var misses = []struct {
	name    string
	pick    collections.Pick
	e       *client.Exchange
	kind    Kind
	stopped string
	nearest string
	text    string
}{
	{"key", path("$.data[0].idd"), exchange(200, jsonType, ordersV1), Missing, "$.data[0]", "id",
		"x ($.data[0].idd): stopped at $.data[0], an object with id, number, status, total, note, price (nearest: id)"},
	{"capitals", path("$.data[0].ID"), exchange(200, jsonType, ordersV1), Missing, "$.data[0]", "id",
		"x ($.data[0].ID): stopped at $.data[0], an object with id, number, status, total, note, price (nearest: id)"},
	{"moved", path("$.data[0].total"), exchange(200, jsonType, ordersV2), Missing, "$.data[0]", "$.data[0].amounts.total",
		"x ($.data[0].total): stopped at $.data[0], an object with id, amounts (nearest: $.data[0].amounts.total)"},
	{"item forgotten", path("$.data.id"), exchange(200, jsonType, ordersV1), Missing, "$.data", "$.data[0].id",
		"x ($.data.id): stopped at $.data, an array of 3 items (nearest: $.data[0].id)"},
	{"index", path("$.data[7].id"), exchange(200, jsonType, ordersV1), Missing, "$.data", "",
		"x ($.data[7].id): stopped at $.data, an array of 3 items"},
	{"empty array", path("$.none[0]"), exchange(200, jsonType, ordersV1), Missing, "$.none", "",
		"x ($.none[0]): stopped at $.none, an empty array"},
	{"below a scalar", path("$.page.total.x"), exchange(200, jsonType, ordersV1), Missing, "$.page.total", "",
		"x ($.page.total.x): stopped at $.page.total, a number"},
	{"root", path("$.x.y"), exchange(200, jsonType, `[]`), Missing, "$", "",
		"x ($.x.y): stopped at $, an empty array"},
	{"every item", with(path("$.data[*].idd"), take("all")), exchange(200, jsonType, ordersV1), Missing, "$.data[*]", "id",
		"x ($.data[*].idd): stopped at $.data[*], 3 values, the first an object with id, number, status, total, note, price (nearest: id)"},
	{"filter", path("$.data[?@.status == 'gone'].id"), exchange(200, jsonType, ordersV1), Missing, "$.data", "",
		`x ($.data[?@.status == 'gone'].id): stopped at $.data, an array of 3 items: nothing in it matches [?@["status"] == "gone"]`},
	{"first of none", with(path("$.none[*]"), take("first")), exchange(200, jsonType, ordersV1), Missing, "$.none", "",
		"x ($.none[*]): stopped at $.none, an empty array"},
	{"all of a scalar", with(path("$.page.total[*]"), take("all")), exchange(200, jsonType, ordersV1), Missing, "$.page.total", "",
		"x ($.page.total[*]): stopped at $.page.total, a number"},
	{"several", path("$.data[*].id"), exchange(200, jsonType, ordersV1), Several, "", "",
		"x ($.data[*].id): 3 values match, the first two at $.data[0].id and $.data[1].id; say take: first, last or all, or narrow the path"},
	{"default does not hide several", with(path("$.data[*].id"), ifMissing("default")), exchange(200, jsonType, ordersV1), Several, "", "",
		"x ($.data[*].id): 3 values match, the first two at $.data[0].id and $.data[1].id; say take: first, last or all, or narrow the path"},
	{"ask", with(path("$.data[*].id"), take("ask")), exchange(200, jsonType, ordersV1), Several, "", "",
		"x ($.data[*].id): 3 values match, the first two at $.data[0].id and $.data[1].id; which one is meant is asked on the screen; --var x=VALUE gives it to a command, take: first or last asks nobody"},
	{"null", with(path("$.data[0].note"), typed("string")), exchange(200, jsonType, ordersV1), Null, "", "",
		"x ($.data[0].note): it is null, and its type must be string"},
	{"null and a transform", with(path("$.data[0].note"), transform("upper")), exchange(200, jsonType, ordersV1), Null, "", "",
		"x ($.data[0].note): it is null, which the transform cannot take"},
	{"type", with(path("$.data[0].id"), typed("integer")), exchange(200, jsonType, ordersV1), WrongType, "", "",
		"x ($.data[0].id): it is a string, not an integer"},
	{"default does not hide a type", with(path("$.data[0].price"), func(p *collections.Pick) { typed("integer")(p); ifMissing("default")(p) }),
		exchange(200, jsonType, ordersV1), WrongType, "", "", "x ($.data[0].price): it is a number, not an integer"},
	{"type of all", with(path("$.data[*].id"), func(p *collections.Pick) { p.Take, p.Type = "all", "string" }), exchange(200, jsonType, ordersV1), WrongType, "", "",
		"x ($.data[*].id): it is an array, not a string; take: all makes an array"},
	{"web page", path("$.id"), exchange(200, "text/html", "\n<!doctype html>\n<title>Sign in</title>"), WrongBody, "", "",
		`x ($.id): body is not JSON: it starts with "<!doctype html>" (200, text/html)`},
	{"web page instead of a default", with(path("$.id"), ifMissing("skip")), exchange(200, "text/html", "<!doctype html>"), WrongBody, "", "",
		`x ($.id): body is not JSON: it starts with "<!doctype html>" (200, text/html)`},
	{"secret text", with(path("$.id"), func(p *collections.Pick) { p.Secret = collections.SecretYes }), exchange(200, "text/plain", "hunter2"), WrongBody, "", "",
		`x ($.id): body is not JSON (200, text/plain)`},
	{"empty body", path("$.id"), exchange(204, "", ""), WrongBody, "", "", "x ($.id): body is empty (204)"},
	{"failed", path("$.data[0].id"), exchange(401, "application/problem+json", `{"status": 401, "detail": "no token"}`), SourceFailed, "$", "",
		"x ($.data[0].id): the request failed with 401 Unauthorized; stopped at $, an object with status, detail"},
	{"failed, and a default", with(path("$.page.next"), ifMissing("default")), exchange(500, "text/html", "<h1>Oops"), SourceFailed, "", "",
		`x ($.page.next): the request failed with 500 Internal Server Error; body is not JSON: it starts with "<h1>Oops" (500, text/html)`},
	{"no response", path("$.id"), &client.Exchange{}, SourceFailed, "", "", "x ($.id): no response came; send the request again"},
	{"header", header("X-Reqest-Id", 0), exchange(200, jsonType, "{}", headers...), Missing, "", "X-Request-Id",
		"x (header X-Reqest-Id): no such header (nearest: X-Request-Id)"},
	{"far header", header("Location", 0), exchange(200, jsonType, "{}", "ETag", "1"), Missing, "", "",
		"x (header Location): no such header; the response has Content-Type, ETag"},
	{"nth header", header("Via", 3), exchange(200, jsonType, "{}", headers...), Missing, "", "",
		"x (header Via, number 3): the header came 2 times, not 3"},
	{"cookie", cookie("sesion", ""), exchange(200, jsonType, "{}", headers...), Missing, "", "session",
		"x (cookie sesion): no such cookie (nearest: session)"},
	{"no cookies", cookie("session", ""), exchange(200, jsonType, "{}"), Missing, "", "",
		"x (cookie session): no such cookie; the response has none"},
	{"cookie attribute", cookie("session", "domain"), exchange(200, jsonType, "{}", headers...), Missing, "", "",
		"x (cookie session, domain): the cookie came without domain"},
	{"unknown attribute", cookie("session", "age"), exchange(200, jsonType, "{}", headers...), Invalid, "", "",
		"x (cookie session, age): a cookie has no attribute age; it has expires, max-age, domain, path, samesite, secure, httponly"},
	{"markup of JSON", collections.Pick{Name: "x", From: collections.Source{Kind: collections.SourceXPath, Arg: "//id"}}, exchange(200, jsonType, "{}"), WrongBody, "", "",
		"x (xpath //id): body is not XML or HTML: it starts with \"{}\" (200, application/json)"},
	{"unknown type", with(path("$.page.total"), typed("date")), exchange(200, jsonType, ordersV1), Invalid, "", "",
		`x ($.page.total): type "date" is none of string, integer, number, boolean, array, object`},
	{"unknown take", with(path("$.page.total"), take("some")), exchange(200, jsonType, ordersV1), Invalid, "", "",
		`x ($.page.total): take "some" is none of one, first, last, all, ask`},
	{"unknown policy", with(path("$.none[0]"), ifMissing("ignore")), exchange(200, jsonType, ordersV1), Invalid, "", "",
		`x ($.none[0]): if_missing "ignore" is none of fail, skip, keep, default`},
	{"unknown keep", with(path("$.page.total"), func(p *collections.Pick) { p.Keep.Until = "zzz" }), exchange(200, jsonType, ordersV1), Invalid, "", "",
		`x ($.page.total): keep: "zzz" is not how long a value is kept: it is a duration above 0 such as 10m, or session or jwt.exp`},
	{"key that breaks the line", path(`$.a`), exchange(200, jsonType, `{"\n\u001b[2J": 1, "b c": 2}`), Missing, "$", "",
		`x ($.a): stopped at $, an object with "\n\x1b[2J", "b c"`},
}

func TestMisses(t *testing.T) {
	for _, test := range misses {
		t.Run(test.name, func(t *testing.T) {
			v, found, err := Evaluate(test.pick, test.e)
			miss, ok := errors.AsType[*Miss](err)
			if !ok || found || v.JSON() != `""` {
				t.Fatalf("%s, %t, %v, want a miss", v.JSON(), found, err)
			}
			if got := miss.Error(); got != test.text {
				t.Errorf("says\n %s, want\n %s", got, test.text)
			}
			if miss.Kind != test.kind || miss.Stopped != test.stopped || miss.Nearest != test.nearest {
				t.Errorf("%s, stopped at %q, nearest %q, want %s, %q, %q", miss.Kind, miss.Stopped, miss.Nearest, test.kind, test.stopped, test.nearest)
			}
		})
	}
}

// Some messages are another package's in part.
func TestMissesThatOthersWord(t *testing.T) {
	for _, test := range []struct {
		name string
		pick collections.Pick
		body string
		kind Kind
		text string
	}{
		{"bad path", path("$.data["), `{}`, Invalid, "x ($.data[): the path is wrong: "},
		{"broken JSON", path("$.id"), "{\"id\": 1,\n", WrongBody, "x ($.id): body is broken JSON at line "},
		{"transform", with(path("$.id"), transform("nonsense")), `{"id": 1}`, TransformFailed, "x ($.id): "},
		{"transform of a wrong type", with(path("$.id"), transform("number")), `{"id": "one"}`, TransformFailed, "x ($.id): "},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, found, err := Evaluate(test.pick, exchange(200, jsonType, test.body))
			miss, ok := errors.AsType[*Miss](err)
			if !ok || found || miss.Kind != test.kind || !strings.HasPrefix(miss.Error(), test.text) || strings.Contains(miss.Error(), "\n") {
				t.Errorf("%t, %v, want %s: %s...", found, err, test.kind, test.text)
			}
		})
	}
}

// TestGoesOn: skip and keep go on without a value where there is none, after a failed request too.
func TestGoesOn(t *testing.T) {
	for _, policy := range []collections.MissingPolicy{"skip", "keep"} {
		for name, e := range map[string]*client.Exchange{
			"missing": exchange(200, jsonType, ordersV1),
			"null":    exchange(200, jsonType, `{"id": null}`),
			"failed":  exchange(503, "text/html", "<h1>later</h1>"),
		} {
			v, found, err := Evaluate(with(path("$.id"), ifMissing(policy)), e)
			if found || err != nil {
				t.Errorf("%s, %s: %s, %t, %v", policy, name, v, found, err)
			}
		}
	}
}

// TestSecretStaysMasked: neither a value nor a miss of a secret pick shows it, transformed or not.
func TestSecretStaysMasked(t *testing.T) {
	const canary = "hunter2canary"
	e := exchange(200, jsonType, `{"token": "`+canary+`", "in": {"a": "`+canary+`"}}`)
	secret := func(p *collections.Pick) { p.Secret = collections.SecretYes }
	for _, p := range []collections.Pick{
		path("$.token"), with(path("$.token"), transform("upper")), with(path("$.token"), typed("integer")), path("$.token.x"),
		with(path("$.token"), transform("int")), with(path("$..a"), take("all")), with(path("$.nothing"), func(p *collections.Pick) {
			p.IfMissing = collections.IfMissing{Policy: "default", Default: vars.NewString(canary)}
		}),
	} {
		v, found, err := Evaluate(with(p, secret), e)
		if found && !v.IsSecret() {
			t.Errorf("%s: the value is not secret", p.From.Arg)
		}
		if said := strings.ToLower(fmt.Sprintf("%v %s %+v %v", v, v, v, err)); strings.Contains(said, canary) {
			t.Errorf("%s: shown in %q", p.From.Arg, said)
		}
	}
	// The control: without the mark the same print shows it.
	v, _, _ := Evaluate(with(path("$.token"), func(p *collections.Pick) { p.Secret = collections.SecretNo }), e)
	if !strings.Contains(fmt.Sprint(v), canary) {
		t.Errorf("the test cannot see a leak: %v", v)
	}
}

// TestNaiveEvaluate is the control of the tables above: the usual ten lines lose digits and give the
// empty string for a miss.
func TestNaiveEvaluate(t *testing.T) {
	naive := func(body, key string) string {
		var v map[string]any
		_ = json.Unmarshal([]byte(body), &v)
		if v[key] == nil {
			return ""
		}
		return fmt.Sprintf("%.0f", v[key])
	}
	if naive(`{"n": 9007199254740993}`, "n") == "9007199254740993" || naive("<!doctype html>", "n") != "" {
		t.Error("the naive version passes")
	}
}
