package filter

import (
	"slices"
	"testing"

	"dowse/client/document"
)

const page = `<!doctype html><html><body><ul class="menu"><li id=one>One<li><a href="/two">Two &amp; a half</a></ul><p>x@y</p></body></html>`

const feed = `<?xml version="1.0"?><feed xmlns:x="urn:x"><item id="1"><title>A</title></item><item id="2"><x:title>B</x:title><title/></item></feed>`

func TestMarkup(t *testing.T) {
	for _, c := range []struct {
		body, src string
		format    document.Format
		language  Language
		want      []string
	}{
		{page, "li", document.HTML, CSS, []string{"<li id=one>One", `<li><a href="/two">Two &amp; a half</a>`}},
		{page, "//li/@id", document.HTML, XPath, []string{"id=one"}},
		{page, "a[href='/two']", document.HTML, CSS, []string{`<a href="/two">Two &amp; a half</a>`}},
		{feed, "//item/@id", document.XML, XPath, []string{`id="1"`, `id="2"`}},
		{feed, "//x:title", document.XML, XPath, []string{"<x:title>B</x:title>"}},
		{feed, "css: item > title", document.XML, CSS, []string{"<title>A</title>", "<title/>"}},
		{feed, "//nothing", document.XML, XPath, nil},
	} {
		d := document.Parse([]byte(c.body), document.Hint{Format: c.format})
		r := run(t, d, c.src)
		var got []string
		for n := range r.Document.Children(0) {
			got = append(got, string(r.Document.Source(n)))
		}
		if !slices.Equal(got, c.want) || r.Language != c.language || r.Count != len(c.want) || r.Made {
			t.Errorf("%s: %s gives %q (%+v), want %q", c.src, r.Language, got, r, c.want)
		}
	}
}

// TestMarkupOrigins holds every node of a result to its origin, with its key and its text.
func TestMarkupOrigins(t *testing.T) {
	d := document.Parse([]byte(feed), document.Hint{Format: document.XML})
	r := run(t, d, "//*")
	for n := range Node(r.Document.Len()) {
		if n == 0 {
			continue
		}
		origin := r.Origin(n)
		key, _ := r.Document.Key(n)
		if want, _ := d.Key(origin); key != want || r.Document.Kind(n) != d.Kind(origin) || r.Document.Text(n) != d.Text(origin) {
			t.Errorf("%q %q comes from %q %q", key, r.Document.Text(n), want, d.Text(origin))
		}
	}
}

func TestMarkupValues(t *testing.T) {
	d := document.Parse([]byte(feed), document.Hint{Format: document.XML})
	for src, want := range map[string]string{"count(//item)": "2", "string(//title)": `"A"`, "//item/@id = 2": "true"} {
		if got := found(run(t, d, src)); !slices.Equal(got, []string{want}) {
			t.Errorf("%s gives %q, want %s", src, got, want)
		}
	}
}
