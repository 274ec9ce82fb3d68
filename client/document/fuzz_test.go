package document

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"
	"unicode"
)

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"", "{}", `{"a":[1,-2.5e3,"x\u00e9\ud800",true,false,null]}`, `[[],{},[{}]]`, "\xef\xbb\xbf[1]", "[1,", `{"a`, "[1]x",
		"{\"a\" :\t1 ,\r\n\"a\":2}", "\"\xff\"", "a\r\nb\n", `{"":{"":""}}`, "[0.]", "-", "\"\\u12\"", "[INFO] x"} {
		f.Add([]byte(seed), "application/json")
	}
	f.Add([]byte("[1]"), "text/plain; charset")
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		visit(t, Parse(body, Hint{ContentType: contentType}))
		d := ParseJSON(body)
		visit(t, d)
		// A mark is skipped here and refused there.
		if text := d.Characters()[skipMark(d.Characters()):]; (d.Problem() == nil) != json.Valid(text) {
			t.Errorf("problem %v, encoding/json says valid: %t", d.Problem(), json.Valid(text))
		}
	})
}

func FuzzParseQuery(f *testing.F) {
	for _, seed := range []string{"$", "$.a", "$..a[0,1:2,?@.b=='c']", "$['it\\'s']", "$[?count(@.*)>1 && !($.x)]", "", "a", "$.", "$[", "$..null", "$.a-b",
		"$[?match(@.a,'[a-z]*')]", "$ .a\n[1]", "$[::-1]", "$[?@.x==1e9]",
		"$[?!1]", "$[?!]]", "$[?! match(@,'!')]", "$[?A\uee4d("} {
		f.Add(seed)
	}
	d := ParseJSON([]byte(`{"a":{"b":"c","x":[1,2,{"a":null}]},"b":[[],{"a":1}]}`))
	f.Fuzz(func(t *testing.T, src string) {
		q, err := ParseQuery(src)
		if err != nil {
			if i := strings.IndexFunc(err.Error(), func(r rune) bool { return !unicode.IsPrint(r) }); i >= 0 {
				t.Errorf("%q holds what a terminal might act on", err)
			}
			return
		}
		if len(q.ends) != len(q.parsed.Segments()) {
			t.Fatalf("%q is cut into %d segments, has %d", src, len(q.ends), len(q.parsed.Segments()))
		}
		if len(q.ends) > 6 {
			return // each descendant segment multiplies what is selected
		}
		prefix, at := d.Trace(q)
		again, err := ParseQuery(prefix)
		if err != nil {
			t.Fatalf("prefix %q of %q: %v", prefix, src, err)
		}
		if len(at) == 0 || len(d.Select(again)) != len(at) {
			t.Errorf("prefix %q of %q selects %v, then %v", prefix, src, at, d.Select(again))
		}
	})
}

func FuzzXML(f *testing.F) {
	for _, seed := range []string{"", "<a/>", "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b '>'>]><a x:b=\"1\">t&amp;<![CDATA[<]]><b/><!-- c --></a>", "<a><b></a>", "<a b=1 c>", "</a>", "<a", "<!", "\ufeff<a> </a>x",
		"<a></b>x</a>"} {
		f.Add([]byte(seed), 3)
	}
	f.Fuzz(func(t *testing.T, body []byte, piece int) { fuzzMarkup(t, body, XML, piece) })
}

func FuzzHTML(f *testing.F) {
	for _, seed := range []string{"", "<!doctype html><p>a<p b=c d='e' f>x &amp; y<br><ul><li>1<li>2</ul>", "<script><!--<script></script>--></script>", "<table><tr><td>1<td>2", "<a <b =c/d='>'>", "</a/b>",
		"<!-->", "<!--a--!>", "<svg><![CDATA[x]]></svg>", "<textarea> </textarea>", "<title>a", "<pre>\n</pre>"} {
		f.Add([]byte(seed), 3)
	}
	f.Fuzz(func(t *testing.T, body []byte, piece int) {
		fuzzMarkup(t, body, HTML, piece)
		agreeWithTokenizer(t, body)
	})
}

// fuzzMarkup indexes a body whole and in pieces.
func fuzzMarkup(t *testing.T, body []byte, f Format, piece int) {
	whole := Parse(body, Hint{Format: f})
	if whole.Len() < 1000 {
		visitMarkup(t, whole)
	}
	piece = max(piece, len(body)/20+1)
	b := NewBuilder(Hint{Format: f})
	for at := piece; at < len(body) && at > 0; at += piece {
		b.Build(body[:at], false)
	}
	if got, want := printed(b.Build(body, true)), printed(whole); got != want {
		t.Errorf("%q in pieces of %d:\n%s\nwant\n%s", body, piece, got, want)
	}
}

func FuzzXPath(f *testing.F) {
	for _, seed := range []string{"/", "//a", "a/b[2]/@c", "//x:b", "count(//a) > 1 and true()", "//a[position()<last()]/..", "string(//b)", "//a|//b", "ancestor::*", "//text()[contains(.,'x')]", "", "[", "//a[", "$x", "1 div 0",
		"substring('abc', 2)", "//a[matches(., '[')]", "-(-1)", "//*[name()=concat('a',\"'\")]", "following::node()", "reverse(//a)", "a:b:c", "..//.", "//@*"} {
		f.Add(seed)
	}
	d := Parse([]byte(`<r xmlns:x="u"><a c="1">t<b/>u</a><a c="2"><b>x</b><x:b>y</x:b></a><!-- k --><?p i?></r>`), Hint{Format: XML})
	f.Fuzz(func(t *testing.T, expr string) {
		if len(expr) > 100 {
			return // steps multiply
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		result, err := d.XPathSelect(ctx, expr, nil)
		if err != nil {
			if i := strings.IndexFunc(err.Error(), func(r rune) bool { return !unicode.IsPrint(r) }); i >= 0 {
				t.Errorf("%q holds what a terminal might act on", err)
			}
			if ctx.Err() != nil {
				t.Errorf("%q takes more than a minute", expr)
			}
			return
		}
		last := None
		for _, n := range result.Nodes {
			if n <= last || int(n) >= d.Len() {
				t.Fatalf("%q selects %v", expr, result.Nodes)
			}
			last = n
		}
		if _, err := d.CSSSelect(ctx, expr); err != nil && ctx.Err() != nil {
			t.Errorf("the selector %q takes more than a minute", expr)
		}
	})
}
