package pick_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"dowse/client"
	"dowse/client/document"
	"dowse/client/pick"
	"dowse/collections"
	"dowse/collections/vars"
)

// came is a response with a body of some type.
func came(kind, body string, headers ...string) *client.Exchange {
	e := &client.Exchange{Request: client.Sent{URL: vars.PlainText("https://shop.example/v1/feed?x=1")}, Response: client.Response{Status: 200, Complete: true, Body: []byte(body), Wire: []byte(body)}}
	e.Response.Headers = []client.Header{{Name: "Content-Type", Value: kind}}
	for i := 0; i+1 < len(headers); i += 2 {
		e.Response.Headers = append(e.Response.Headers, client.Header{Name: headers[i], Value: headers[i+1]})
	}
	return e
}

const rss = `<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>News &amp; more</title>
<item id="1"><title> First </title><dc:creator>Ann</dc:creator></item><item id="2"><title>Second</title><dc:creator>Bea</dc:creator></item></channel></rss>`

const shopPage = `<!doctype html><html><head><title>Shop</title><meta name="csrf-token" content="tok123"></head><body><ul id=list><li class=a>one<li>two</ul><a href="/next">Next</a></body></html>`

// TestSources reads every place that a pick can name.
func TestSources(t *testing.T) {
	feed, page := came("application/rss+xml", rss), came("text/html", shopPage)
	table := came("text/csv", "name,n\nA,10\nB,9\n")
	form := came("application/x-www-form-urlencoded", "token=abc&n=1&a%20b=c")
	events := came("text/event-stream", "event: tick\ndata: {\"n\": 1}\n\nevent: end\ndata: bye\n\nevent: tick\ndata: {\"n\": 2}\n\n")
	text := came("text/plain", "order=17 total=3.50\norder=18 total=4\n", "Link", `</v1/feed?page=2>; rel="next", <https://other.example/>; rel="last up"`)
	text.Timings, text.Elapsed = client.Timings{DNS: 1500 * time.Microsecond, Wait: 20 * time.Millisecond}, 30*time.Millisecond
	text.Hops = []client.Hop{{Target: vars.PlainText("https://shop.example/v1/feed")}}
	source := func(kind collections.SourceKind, arg string) collections.Source {
		return collections.Source{Kind: kind, Arg: arg}
	}
	for name, c := range map[string]struct {
		e    *client.Exchange
		pick collections.Pick
		want string // the JSON of the value, or a part of the miss after !
	}{
		"xpath":            {feed, collections.Pick{From: source("xpath", "/rss/channel/title")}, `"News & more"`},
		"xpath attribute":  {feed, collections.Pick{From: source("xpath", "//item[2]/@id")}, `"2"`},
		"xpath several":    {feed, collections.Pick{From: source("xpath", "//item/title")}, "!2 values match; say take"},
		"xpath all":        {feed, collections.Pick{From: source("xpath", "//item/@id"), Take: collections.TakeAll}, `["1", "2"]`},
		"xpath last":       {feed, collections.Pick{From: source("xpath", "//item/@id"), Take: collections.TakeLast, Transform: "number"}, `2`},
		"xpath count":      {feed, collections.Pick{From: source("xpath", "count(//item)"), Type: "integer"}, `2`},
		"xpath truth":      {feed, collections.Pick{From: source("xpath", "boolean(//nothing)")}, `false`},
		"xpath none":       {feed, collections.Pick{From: source("xpath", "//nothing")}, "!nothing in the body matches xpath //nothing"},
		"xpath none all":   {feed, collections.Pick{From: source("xpath", "//nothing"), Take: collections.TakeAll}, `[]`},
		"xpath wrong":      {feed, collections.Pick{From: source("xpath", "//[")}, "!XPath"},
		"xpath namespaces": {feed, collections.Pick{From: collections.Source{Kind: "xpath", Arg: "//x:creator", Namespaces: []collections.Variable{{Name: "x", Value: vars.NewString("http://purl.org/dc/elements/1.1/")}}}, Take: collections.TakeFirst}, `"Ann"`},
		"xpath of JSON":    {came("application/json", `{"a": 1}`), collections.Pick{From: source("xpath", "//a")}, `!body is not XML or HTML: it starts with "{`},
		"css":              {page, collections.Pick{From: source("css", "li.a")}, `"one"`},
		"css attribute":    {page, collections.Pick{From: collections.Source{Kind: "css", Arg: "a", Attr: "HREF"}}, `"/next"`},
		"css no attribute": {page, collections.Pick{From: collections.Source{Kind: "css", Arg: "a", Attr: "title"}}, "!nothing in the body matches css a, title"},
		"css wrong":        {page, collections.Pick{From: source("css", "a[")}, "!"},
		"css all":          {page, collections.Pick{From: source("css", "#list li"), Take: collections.TakeAll}, `["one", "two"]`},
		"column":           {table, collections.Pick{From: source("column", "n"), Take: collections.TakeAll}, `["10", "9"]`},
		"column last":      {table, collections.Pick{From: source("column", "name"), Take: collections.TakeLast}, `"B"`},
		"column of JSON":   {came("application/json", `[{"n": 1}]`), collections.Pick{From: source("column", "n")}, "!body is not CSV"},
		"form":             {form, collections.Pick{From: source("form", "token")}, `"abc"`},
		"form odd":         {form, collections.Pick{From: source("form", "a b")}, `"c"`},
		"form missing":     {form, collections.Pick{From: source("form", "tokn")}, "!token"},
		"event":            {events, collections.Pick{From: collections.Source{Kind: "event", Arg: "tick", Path: "$.n"}, Take: collections.TakeAll}, `[1, 2]`},
		"event any":        {events, collections.Pick{From: collections.Source{Kind: "event"}, Take: collections.TakeLast}, `{"n": 2}`},
		"event text":       {events, collections.Pick{From: collections.Source{Kind: "event", Arg: "end"}}, `"bye"`},
		"regex":            {text, collections.Pick{From: source("regex", `order=(\d+)`)}, `"17"`},
		"regex whole":      {text, collections.Pick{From: source("regex", `total=[\d.]+`), Take: collections.TakeLast}, `"total=4"`},
		"regex group":      {text, collections.Pick{From: collections.Source{Kind: "regex", Arg: `order=(?P<o>\d+) total=(?P<t>\S+)`, Group: "t"}}, `"3.50"`},
		"regex number":     {text, collections.Pick{From: collections.Source{Kind: "regex", Arg: `order=(\d+) total=(\S+)`, Group: "2"}, Take: collections.TakeAll}, `["3.50", "4"]`},
		"regex no group":   {text, collections.Pick{From: collections.Source{Kind: "regex", Arg: `x`, Group: "1"}}, "!no group 1"},
		"regex wrong":      {text, collections.Pick{From: source("regex", `(`)}, "!the regular expression is wrong: missing closing )"},
		"regex none":       {text, collections.Pick{From: source("regex", `zebra`)}, "!nothing in the body matches"},
		"link":             {text, collections.Pick{From: source("link", "next")}, `"https://shop.example/v1/feed?page=2"`},
		"link of two":      {text, collections.Pick{From: source("link", "up")}, `"https://other.example/"`},
		"link missing":     {text, collections.Pick{From: source("link", "prev")}, "!no such Link with rel"},
		"timing":           {text, collections.Pick{From: source("timing", "dns"), Type: "number"}, `1.5`},
		"timing total":     {text, collections.Pick{From: source("timing", "total")}, `30`},
		"timing unknown":   {text, collections.Pick{From: source("timing", "wiat")}, "!there is no phase wiat"},
		"redirect":         {text, collections.Pick{From: source("redirect", "1")}, `"https://shop.example/v1/feed"`},
		"redirect none":    {text, collections.Pick{From: source("redirect", "2")}, "!1 redirects were followed"},
		"redirect wrong":   {text, collections.Pick{From: source("redirect", "x")}, "!number of a redirect"},
	} {
		c.pick.Name = "value"
		v, found, err := pick.Evaluate(c.pick, c.e)
		if part, misses := strings.CutPrefix(c.want, "!"); misses {
			if found || err == nil || !strings.Contains(err.Error(), part) || strings.Contains(err.Error(), "\n") {
				t.Errorf("%s: %v %v, want a miss with %q", name, v, err, part)
			}
			continue
		}
		if !found || err != nil || v.JSON() != c.want {
			t.Errorf("%s: %s, %v, want %s", name, v.JSON(), err, c.want)
		}
	}
}

// TestSuggestMarkup proposes a pick for every node of XML and HTML that one can select: it selects that node.
func TestSuggestMarkup(t *testing.T) {
	for kind, body := range map[string]string{"application/rss+xml": rss, "text/html": shopPage} {
		e := came(kind, body)
		d := e.Document()
		some := 0
		for n := range document.Node(d.Len()) {
			s, err := pick.Suggest(e, n, pick.About{})
			if err != nil {
				if d.Kind(n) == document.Element || d.Kind(n) == document.Attribute {
					t.Errorf("%s: %s: %v", kind, d.XPath(n), err)
				}
				continue
			}
			some++
			nodes := pick.Nodes(s.Here.From, d)
			if len(nodes) != 1 || nodes[0] != n && d.Text(nodes[0]) != d.Text(n) {
				t.Errorf("%s: %+v selects %v, want %d (%s)", kind, s.Here.From, nodes, n, d.XPath(n))
			}
			if v, found, err := pick.Evaluate(s.Here, e); !found || v.Reveal() != strings.TrimSpace(d.Text(n)) {
				t.Errorf("%s: %+v gives %q, %v, want %q", kind, s.Here, v.Reveal(), err, d.Text(n))
			}
			if s.Every != nil {
				if all := pick.Nodes(s.Every.From, d); len(all) < 1 {
					t.Errorf("%s: %+v selects nothing", kind, s.Every.From)
				}
			}
		}
		if some < 10 {
			t.Errorf("%s: %d nodes can be picked", kind, some)
		}
	}
	for path, want := range map[string]string{"//item[2]/title": "item_title", "//item[1]/@id": "item_id", "//dc:creator[1]": "creator"} {
		e := came("application/rss+xml", rss)
		found, err := e.Document().XPathSelect(t.Context(), path, nil)
		if err != nil || len(found.Nodes) == 0 {
			t.Fatal(path, err)
		}
		s, err := pick.Suggest(e, found.Nodes[0], pick.About{})
		if err != nil || s.Here.Name != want || !s.Fragile {
			t.Errorf("%s is named %q, fragile %v, %v; want %q", path, s.Here.Name, s.Fragile, err, want)
		}
	}
	page := came("text/html", shopPage)
	nodes, _ := page.Document().CSSSelect(t.Context(), "meta")
	for a := range page.Document().Children(nodes[0]) {
		if key, _ := page.Document().Key(a); key == "@content" {
			if s, err := pick.Suggest(page, a, pick.About{}); err != nil || s.Here.Name != "csrf_token" {
				t.Errorf("a CSRF token is suggested as %+v, %v", s.Here, err)
			}
		}
	}
}

// TestJQ holds that a program of jq works on what was read, before the transform, and that a secret is in no message of it.
func TestJQ(t *testing.T) {
	e := &client.Exchange{Response: client.Response{Status: 200, Complete: true, Body: []byte(`{"lines": [{"sku": "A"}, {"sku": "b"}], "token": "hunter2"}`),
		Headers: []client.Header{{Name: "Content-Type", Value: "application/json"}}}}
	jq := func(path, program, transform string, secret bool) (string, error) {
		said := collections.SecretUnset
		if secret {
			said = collections.SecretYes
		}
		v, _, err := pick.Evaluate(collections.Pick{From: collections.Source{Kind: collections.SourcePath, Arg: path}, JQ: program, Transform: transform, Secret: said}, e)
		return v.Reveal(), err
	}
	if got, err := jq("$.lines", `map(.sku) | join("+")`, "upper", false); err != nil || got != "A+B" {
		t.Errorf("%q %v", got, err)
	}
	for program, kind := range map[string]pick.Kind{".[": pick.Invalid, ".a": pick.TransformFailed, "empty": pick.Missing} {
		_, err := jq("$.token", program, "", true)
		if miss, ok := errors.AsType[*pick.Miss](err); !ok || miss.Kind != kind || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: %v", program, err)
		}
	}
}

// TestSuggestText holds that a line of a text gets a regular expression that finds its value, and a name; where an earlier line
// would be found, it says so.
func TestSuggestText(t *testing.T) {
	body := "status: ok\n  request_id = r-77 \nuptime 12 days\nuptime 13 hours\nline\nload 0.25, 3\n\ntoken: ghp_0123456789abcdefABCDEF0123456789abcd\nline\n日本: 値\nhttp_total{code=\"200\",handler=\"/a b\"} 456\nhttp_total{code=\"400\"} 2.1e+07 1700000000000\nheap_bytes 2.0996552e+07\n"
	e := came("text/plain", body)
	d := e.Document()
	want := map[string]string{
		"status: ok": "status ok", "  request_id = r-77 ": "request_id r-77", "uptime 12 days": "uptime 12", "uptime 13 hours": "uptime 13", "line": "line line",
		"load 0.25, 3": "load 0.25", "token: ghp_0123456789abcdefABCDEF0123456789abcd": "token ghp_0123456789abcdefABCDEF0123456789abcd secret", "日本: 値": "value 値",
		`http_total{code="200",handler="/a b"} 456`: "http_total 456", `http_total{code="400"} 2.1e+07 1700000000000`: "http_total 2.1e+07", "heap_bytes 2.0996552e+07": "heap_bytes 2.0996552e+07",
	}
	seen := map[string]bool{}
	for n := d.Root(); n != document.None; n = d.Next(n) {
		line := d.Text(n)
		s, err := pick.Suggest(e, n, pick.About{})
		if line == "" || seen[line] {
			if err == nil && line == "" {
				t.Errorf("%q is picked as %s", line, s.Here.From.Arg)
			}
			continue
		}
		seen[line] = true
		if err != nil {
			t.Errorf("%q: %v", line, err)
			continue
		}
		v, _, err := pick.Evaluate(s.Here, e)
		got := s.Here.Name + " " + v.Reveal()
		if s.Here.Secret == collections.SecretYes {
			got += " secret"
		}
		if err != nil || got != want[line] {
			t.Errorf("%q: %s (%s), want %s, %v", line, got, s.Here.From.Arg, want[line], err)
		}
	}
}
