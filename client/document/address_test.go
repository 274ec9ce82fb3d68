package document

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"dowse/collections/long"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// TestAddressesSelectTheirNode holds XPath and Selector to what they select, for each node of any markup.
func TestAddressesSelectTheirNode(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		body, format := soup.Draw(rt, "body"), rapid.SampledFrom([]Format{XML, HTML}).Draw(rt, "format")
		if rapid.Bool().Draw(rt, "good") {
			body, format = []byte(anyXML.Draw(rt, "xml")), XML
		}
		d := Parse(body, Hint{Format: format})
		for n := range Node(d.Len()) {
			if expr := d.XPath(n); expr != "" {
				got, err := d.XPathSelect(rt.Context(), expr, nil)
				if err != nil || len(got.Nodes) != 1 || got.Nodes[0] != n {
					rt.Fatalf("%q as %s: %s selects %v, want %d; %v", body, format, expr, got.Nodes, n, err)
				}
			} else if k := d.Kind(n); k != Instruction && (k != Attribute || !d.repeats(n)) {
				rt.Fatalf("%q: node %d has no XPath", body, n)
			}
			selector := d.Selector(n)
			if (selector != "") != (d.Kind(n) == Element) {
				rt.Fatalf("%q: node %d has the selector %q", body, n, selector)
			}
			if selector == "" {
				continue
			}
			if got, err := d.CSSSelect(rt.Context(), selector); err != nil || len(got) != 1 || got[0] != n {
				rt.Fatalf("%q as %s: %s selects %v, want %d; %v", body, format, selector, got, n, err)
			}
		}
	})
}

const rss = `<?xml version="1.0"?><rss xmlns:dc="urn:dc" version="2"><channel><title>T</title><item id="1"><title>A &amp; B</title><dc:by>x</dc:by></item>` +
	`<item id="2"><title>C</title><price>3.5</price></item><s:s xmlns:s="urn:s" xmlns="urn:d"><e>deep</e></s:s><!-- c --></channel></rss>`

func TestXPath(t *testing.T) {
	d := Parse([]byte(rss), Hint{Format: XML})
	for _, c := range []struct {
		expr string
		want string
	}{
		{"/", "/"},
		{"//item", "/rss/channel/item[1] /rss/channel/item[2]"},
		{"rss/channel/item[2]/title", "/rss/channel/item[2]/title"},
		{"//item[@id='2']/@id", "/rss/channel/item[2]/@id"},
		{"//dc:by", "/rss/channel/item[1]/dc:by"},
		{"//s:s/e/text()", "/rss/channel/s:s/e"},
		{"//item[last()]/title", "/rss/channel/item[2]/title"},
		{"//title[contains(., '&')]", "/rss/channel/item[1]/title"},
		{"//comment()", "/rss/channel/comment()"},
		{"//*[name()='dc:by']/..", "/rss/channel/item[1]"},
		{"//item[2]/preceding-sibling::*", "/rss/channel/title /rss/channel/item[1]"},
		{"//price | //channel/title", "/rss/channel/title /rss/channel/item[2]/price"},
		{"//item/following-sibling::item", "/rss/channel/item[2]"},
		{"//@id[. > 1]", "/rss/channel/item[2]/@id"},
		{"//nothing", ""},
		{"//item[@id][2]", "/rss/channel/item[2]"},
		{"//item[2][@id='2']", "/rss/channel/item[2]"},
		{"//item[2][@id='1']", ""},
		{"//*[2][1]", "/rss/channel/item[1] /rss/channel/item[1]/dc:by /rss/channel/item[2]/price"},
		{"count(//item)", "= 2"},
		{"string(//item[1]/title)", "= A & B"},
		{"//price > 3", "= true"},
		{"sum(//item/@id) div 2", "= 1.5"},
		{"//@xmlns:dc", "/rss/@xmlns:dc"},
	} {
		result, err := d.XPathSelect(t.Context(), c.expr, nil)
		if err != nil {
			t.Errorf("%s: %v", c.expr, err)
			continue
		}
		if got := said(d, result); got != c.want {
			t.Errorf("%s gives %q, want %q", c.expr, got, c.want)
		}
	}
	result, err := d.XPathSelect(t.Context(), "//x:e | //y:by", map[string]string{"x": "urn:d", "y": "urn:dc"})
	if err != nil || said(d, result) != "/rss/channel/item[1]/dc:by /rss/channel/s:s/e" {
		t.Errorf("by namespace: %v, %v", said(d, result), err)
	}
}

func said(d *Document, result XPathResult) string {
	if result.Value != nil {
		return "= " + fmt.Sprint(result.Value)
	}
	var paths []string
	for _, n := range result.Nodes {
		paths = append(paths, d.XPath(n))
	}
	return strings.Join(paths, " ")
}

func TestQueriesOfMarkupThatFail(t *testing.T) {
	d := Parse([]byte(rss), Hint{Format: XML})
	for _, c := range []struct{ expr, want string }{
		{"", "XPath ``: there is nothing in it; `/` is the whole body, `//name` every element of that name"},
		{"//m:x", "XPath `//m:x`: prefix m not defined; the body declares dc, s, xml, xmlns"},
		{"$.a", "XPath `$.a`: "},
		{"//a[", "XPath `//a[`: "},
		{"//item[matches(@id, '[')]", "XPath `//item[matches(@id, '[')]`: "},
		{"div.x > p#y", "XPath `div.x > p#y`: "},
	} {
		_, err := d.XPathSelect(t.Context(), c.expr, nil)
		if err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%q: %v, want %q", c.expr, err, c.want)
			continue
		}
		t.Log(err)
	}
	for _, selector := range []string{"", "//a", "p >", "p:nope", "[a"} {
		_, err := d.CSSSelect(t.Context(), selector)
		if err == nil || strings.ContainsFunc(err.Error(), func(r rune) bool { return !unicode.IsPrint(r) }) {
			t.Errorf("%q: %v", selector, err)
			continue
		}
		t.Log(err)
	}
	if _, err := ParseJSON([]byte("{}")).XPathSelect(t.Context(), "/", nil); err == nil {
		t.Error("an XPath selects in JSON")
	}
}

func TestSelectors(t *testing.T) {
	d := Parse([]byte(`<html><body><div id=main class="a b"><p>1<p class=b>2<ul><li>x<li>y</ul></div><p>3</p><em>e</em></body></html>`), Hint{Format: HTML})
	var got []string
	for n := range Node(d.Len()) {
		if d.Kind(n) == Element {
			got = append(got, d.Selector(n))
		}
	}
	if diff := cmp.Diff([]string{"html", "body", "#main", "#main > p:nth-of-type(1)", "p.b", "ul", "ul > li:nth-of-type(1)", "ul > li:nth-of-type(2)", "body > p", "em"}, got); diff != "" {
		t.Error(diff)
	}
	for selector, want := range map[string]int{"p": 3, "div p": 2, "li:contains(y)": 1, "[class~=b]": 2, "li:last-child, em": 2, "div:has(ul)": 1, "p:empty": 0} {
		if nodes, err := d.CSSSelect(t.Context(), selector); err != nil || len(nodes) != want {
			t.Errorf("%s matches %v, want %d; %v", selector, nodes, want, err)
		}
	}
}

// TestQueriesOfMarkupStop ends searches that would take very long.
func TestQueriesOfMarkupStop(t *testing.T) {
	d := Parse([]byte("<r>"+strings.Repeat("<a><b>x</b></a>", 20_000)+"</r>"), Hint{Format: XML})
	for name, run := range map[string]func(context.Context) error{
		"xpath": func(ctx context.Context) error {
			_, err := d.XPathSelect(ctx, "//*[count(//*) > count(//b)][count(preceding::*) > 5]", nil)
			return err
		},
		"css": func(ctx context.Context) error {
			_, err := d.CSSSelect(ctx, "a:nth-last-of-type(odd):has(b) ~ a b")
			return err
		},
	} {
		long.Within(t, name, time.Second, func() time.Duration {
			ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
			defer cancel()
			start := time.Now()
			if err := run(ctx); err != context.DeadlineExceeded {
				t.Errorf("%s: %v", name, err)
			}
			return time.Since(start)
		})
	}
}

func TestAddress(t *testing.T) {
	for _, c := range []struct {
		body   string
		format Format
		node   Node
		want   string
	}{
		{`{"a":[1,2]}`, JSON, 3, "$.a[1]"}, {"a\nb", Text, 1, "line 2"}, {"<a><b/></a>", XML, 2, "/a/b"}, {"<A B=1>", HTML, 2, "/a/@b"},
		{"<a>x<b/>y<!--1--><!--2--></a>", XML, 4, "/a/text()[2]"}, {"<a>x<b/>y<!--1--><!--2--></a>", XML, 6, "/a/comment()[2]"}, {"<x:a y:b=''/>", XML, 2, "/*[name()='x:a']/@*[name()='y:b']"},
	} {
		if got := Parse([]byte(c.body), Hint{Format: c.format}).Address(c.node); got != c.want {
			t.Errorf("%s: %s, want %s", c.body, got, c.want)
		}
	}
}

// anyPath draws an XPath that the index may answer by itself.
var anyPath = rapid.Custom(func(t *rapid.T) string {
	var b strings.Builder
	for range rapid.IntRange(1, 2).Draw(t, "paths") {
		if b.Len() > 0 {
			b.WriteString(rapid.SampledFrom([]string{"|", " | "}).Draw(t, "bar"))
		}
		for range rapid.IntRange(1, 4).Draw(t, "steps") {
			b.WriteString(rapid.SampledFrom([]string{"/", "//"}).Draw(t, "slash"))
			b.WriteString(rapid.SampledFrom([]string{"a", "b", "item", "x:y", "*", "div", "text", "p", "li"}).Draw(t, "name"))
			for range rapid.IntRange(0, 1).Draw(t, "predicates") {
				b.WriteString(rapid.SampledFrom([]string{"[1]", "[2]", "[ last() ]", "[@id]", "[@id='1']", "[ @x:k = \"a b\" ]", "[@x='1']", "[@class]"}).Draw(t, "predicate"))
			}
		}
		b.WriteString(rapid.SampledFrom([]string{"", "", "/@id", "//@*", "/text()", "//text()", "/text()[2]", "//comment()", "/@x"}).Draw(t, "last"))
	}
	return b.String()
})

// TestWalkAgreesWithLibrary holds the paths that the index answers by itself to what the library says of them.
func TestWalkAgreesWithLibrary(t *testing.T) {
	walks := 0
	rapid.Check(t, func(rt *rapid.T) {
		d := Parse([]byte(anyXML.Draw(rt, "xml")), Hint{Format: XML})
		if rapid.Bool().Draw(rt, "soup") {
			d = Parse(soup.Draw(rt, "body"), Hint{Format: rapid.SampledFrom([]Format{XML, HTML}).Draw(rt, "format")})
		}
		expr := anyPath.Draw(rt, "path")
		w, ok := d.parseWalk(expr, map[string]string{"x": ""})
		if !ok {
			return
		}
		walks++
		compiled, err := compile(expr, nil)
		if err != nil {
			rt.Fatalf("%s: %v", expr, err)
		}
		want, err := (&xpathSearch{doc: d}).run(compiled)
		if err != nil {
			rt.Fatalf("%s: %v", expr, err)
		}
		if got := (&xpathSearch{doc: d}).follow(w); !slices.Equal(got, want.Nodes) {
			rt.Fatalf("%s in %s gives %v, the library %v", expr, d.Body(), got, want.Nodes)
		}
	})
	if walks == 0 {
		t.Error("no path is answered by the index")
	}
}

// TestPlacesAmongManySiblings asks for the places of siblings in any order, near and far.
func TestPlacesAmongManySiblings(t *testing.T) {
	d := Parse([]byte("<r>"+strings.Repeat("<a/><b/>x<a/>", 1000)+"<c/></r>"), Hint{Format: XML})
	rapid.Check(t, func(rt *rapid.T) {
		n := Node(rapid.IntRange(2, d.Len()-1).Draw(rt, "node"))
		for range 20 {
			n = min(max(2, n+Node(rapid.IntRange(-5, 5).Draw(rt, "step"))), Node(d.Len()-1))
			fresh := Parse(d.Body(), Hint{Format: XML})
			if got, want := d.XPath(n), fresh.XPath(n); got != want {
				rt.Fatalf("node %d is %s, want %s", n, got, want)
			}
		}
	})
}
