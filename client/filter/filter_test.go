package filter

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"dowse/client/document"
)

func TestDetect(t *testing.T) {
	for _, c := range []struct {
		src    string
		format document.Format
		want   Language
	}{
		{"$.a", document.JSON, JSONPath}, {"$", document.CSV, JSONPath}, {".a", document.NDJSON, JQ}, {"map(.a)", document.YAML, JQ}, {"", document.JSON, JQ},
		{"jq: $x", document.JSON, JQ}, {"jsonpath:$", document.JSON, JSONPath}, {" css:p", document.HTML, CSS},
		{"//a", document.XML, XPath}, {"a", document.XML, XPath}, {"css:a", document.XML, CSS},
		{"a", document.HTML, CSS}, {"//a", document.HTML, XPath}, {"(//a)[1]", document.HTML, XPath}, {"count(//a)", document.HTML, XPath}, {"a[@href]", document.HTML, XPath},
		{"self::a", document.HTML, XPath}, {"./a", document.HTML, XPath}, {".menu > li", document.HTML, CSS}, {`a[href="x@y//z"]`, document.HTML, CSS}, {"li:not(.a)", document.HTML, CSS},
		{"$.a", document.Text, Lines}, {"/a/", document.Text, Lines}, {"jq:.", document.Text, JQ},
	} {
		if got := Detect(c.src, c.format); got != c.want {
			t.Errorf("%q over %s is %s, want %s", c.src, c.format, got, c.want)
		}
	}
}

func TestLines(t *testing.T) {
	d := document.ParseText([]byte("GET /a\r\nget /b\n\nPOST /a\nÄrger\n"))
	for src, want := range map[string]string{
		"get": "GET /a\nget /b\n", "GET": "GET /a\n", "/^(GET|POST)/": "GET /a\nPOST /a\n", "/a": "GET /a\nPOST /a\n", "ärg": "Ärger\n", "nothing": "", "[": "", " /b": "get /b\n",
		"lines:post": "POST /a\n", "/^$/": "\n", "\xff": "",
	} {
		r, err := Run(t.Context(), d, src)
		if err != nil {
			t.Fatal(err)
		}
		if got := string(r.Document.Bytes()); got != want || r.Count != strings.Count(want, "\n") || r.Language != Lines {
			t.Errorf("%q keeps %q (%d), want %q", src, got, r.Count, want)
		}
		for n := range Node(r.Document.Len()) {
			if string(r.Document.Source(n)) != string(d.Source(r.Origin(n))) {
				t.Errorf("%q: line %d comes from %d", src, n, r.Origin(n))
			}
		}
	}
	for src, want := range map[string]string{
		"/a[/":    "the regular expression has missing closing ] at position 3 ([); put a backslash before what is meant as it is",
		"jq: .a":  "jq does not work on text; remove `jq:`",
		"   ":     "the filter is empty; type a part of the lines to keep, or `/a regular expression/`",
		"css: li": "CSS does not work on text; remove `css:`",
	} {
		if _, err := Run(t.Context(), d, src); err == nil || err.Error() != want {
			t.Errorf("%q:\n got %v\nwant %s", src, err, want)
		}
	}
}

// TestFormats filters what is browsed as JSON and is none.
func TestFormats(t *testing.T) {
	lines := document.Parse([]byte("{\"a\":1}\n{\"a\":2}\noops\n"), document.Hint{Format: document.NDJSON})
	for src, want := range map[string][]string{
		"$[*].a": {"1", "2"}, ".[].a?": {"1", "2"}, ".[2]": {`"oops"`}, "$[2]": {`"oops"`}, ".": {"[{\"a\":1},\n{\"a\":2},\n\"oops\"]"}, "map(.a?)": {"[1,2]"}, ".[-1] | length": {"4"},
	} {
		if got := found(run(t, lines, src)); !slices.Equal(got, want) {
			t.Errorf("%s gives %q, want %q", src, got, want)
		}
	}
	broken := document.ParseJSON([]byte(`{"a":[1,{"b":2`))
	for src, want := range map[string][]string{"$.a": {`[1,{"b":2}]`}, ".a[1]": {`{"b":2}`}, "$..b": {"2"}} {
		r := runBroken(t, broken, src)
		if got := found(r); !slices.Equal(got, want) {
			t.Errorf("%s of a broken body gives %q, want %q", src, got, want)
		}
	}
}

// runBroken is run where the body is broken, so that what was closed differs from its origin.
func runBroken(t *testing.T, d *document.Document, src string) *Result {
	t.Helper()
	r, err := Run(t.Context(), d, src)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestEndedContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, d := range []*document.Document{document.ParseJSON([]byte("[1]")), document.ParseText([]byte("a")), document.Parse([]byte("<a/>"), document.Hint{Format: document.XML})} {
		if r, err := Run(ctx, d, "a"); !errors.Is(err, context.Canceled) || r != nil {
			t.Errorf("%v, %v", r, err)
		}
	}
}
