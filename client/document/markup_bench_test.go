package document

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
)

// feed makes XML of about size bytes, as feeds and exports are.
func feed(size int) []byte {
	r := rand.New(rand.NewPCG(1, 2))
	words := strings.Fields("alpha bravo charlie delta echo foxtrot golf hotel india juliett &amp; kilo lima mike &#233;")
	var b bytes.Buffer
	b.WriteString("<?xml version=\"1.0\"?>\n<rss version=\"2.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n<channel>\n  <title>Feed</title>\n")
	for i := 0; b.Len() < size; i++ {
		fmt.Fprintf(&b, "  <item id=\"%d\" active='%t'>\n    <title>%s %s</title>\n    <dc:creator>user%d</dc:creator>\n    <link href=\"https://example.com/%016x\"/>\n", i, i%3 == 0,
			words[r.IntN(len(words))], words[r.IntN(len(words))], i, r.Uint64())
		b.WriteString("    <description><![CDATA[<p>")
		for range 20 {
			b.WriteString(words[r.IntN(len(words))] + " ")
		}
		b.WriteString("</p>]]></description>\n  </item>\n")
	}
	b.WriteString("</channel>\n</rss>\n")
	return b.Bytes()
}

// page makes HTML of about size bytes, as pages with lists and tables are.
func page(size int) []byte {
	r := rand.New(rand.NewPCG(3, 4))
	words := strings.Fields("alpha bravo charlie delta echo foxtrot golf hotel &amp; india juliett kilo lima mike &eacute;")
	var b bytes.Buffer
	b.WriteString("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=utf-8>\n<title>Page</title>\n<script>if (1 < 2) { document.write('<b>') }</script>\n</head>\n<body>\n")
	for i := 0; b.Len() < size; i++ {
		fmt.Fprintf(&b, "<div class=\"card row%d\" id=c%d>\n  <h2>%s</h2>\n  <p>%s <a href=\"/%d?a=1&amp;b=2\">%s</a> and <em>%s</em>\n  <ul>\n", i%7, i, words[r.IntN(len(words))], words[r.IntN(len(words))], i,
			words[r.IntN(len(words))], words[r.IntN(len(words))])
		for range 4 {
			fmt.Fprintf(&b, "    <li>%s %s\n", words[r.IntN(len(words))], words[r.IntN(len(words))])
		}
		b.WriteString("  </ul>\n  <table><tbody><tr><td>1</td><td>2</td></tr></tbody></table><br><img src=x.png alt=''>\n</div>\n")
	}
	b.WriteString("</body>\n</html>\n")
	return b.Bytes()
}

// BenchmarkMarkup indexes 10 MB; the metric T is one newline count over the same bytes.
func BenchmarkMarkup(b *testing.B) {
	for _, c := range []struct {
		format Format
		body   []byte
	}{{XML, feed(10_000_000)}, {HTML, page(10_000_000)}} {
		b.Run(c.format.String(), func(b *testing.B) {
			b.SetBytes(int64(len(c.body)))
			b.ReportAllocs()
			var d *Document
			for b.Loop() {
				d = Parse(c.body, Hint{Format: c.format})
			}
			if d.Problem() != nil {
				b.Fatal(d.Problem())
			}
			b.ReportMetric(float64(b.Elapsed()/time.Duration(b.N))/float64(newlineCount(c.body)), "T")
			b.ReportMetric(float64(cap(d.nodes)*nodeSize)/float64(len(c.body)), "index/body")
		})
	}
}

// BenchmarkMarkupNaive is the usual way: every token of XML decoded, and a tree of a page.
func BenchmarkMarkupNaive(b *testing.B) {
	b.Run("xml", func(b *testing.B) {
		body := feed(10_000_000)
		b.SetBytes(int64(len(body)))
		b.ReportAllocs()
		for b.Loop() {
			decoder := xml.NewDecoder(bytes.NewReader(body))
			for {
				if _, err := decoder.RawToken(); err != nil {
					break
				}
			}
		}
	})
	b.Run("html", func(b *testing.B) {
		body := page(10_000_000)
		b.SetBytes(int64(len(body)))
		b.ReportAllocs()
		for b.Loop() {
			if _, err := html.Parse(bytes.NewReader(body)); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkMarkupArriving feeds 10 MB in pieces of 64 KB.
func BenchmarkMarkupArriving(b *testing.B) {
	body := feed(10_000_000)
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		builder := NewBuilder(Hint{Format: XML})
		for at := 64 << 10; at < len(body); at += 64 << 10 {
			builder.Build(body[:at], false)
		}
		builder.Build(body, true)
	}
}

// BenchmarkXPath selects in 10 MB: by the index alone, and the same by the library over the index.
func BenchmarkXPath(b *testing.B) {
	d := Parse(feed(10_000_000), Hint{Format: XML})
	for _, expr := range []string{"//item/title", "//item[@id='5']/link/@href"} {
		b.Run("index"+expr, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if r, err := d.XPathSelect(b.Context(), expr, nil); err != nil || len(r.Nodes) == 0 {
					b.Fatal(err)
				}
			}
		})
		b.Run("library"+expr, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				compiled, err := compile(expr, nil)
				if err != nil {
					b.Fatal(err)
				}
				if r, err := (&xpathSearch{doc: d}).run(compiled); err != nil || len(r.Nodes) == 0 {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("css", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if found, err := d.CSSSelect(b.Context(), "item > title"); err != nil || len(found) == 0 {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkAddress is the XPath of the last of many siblings, and of the one before, as a cursor asks for them.
func BenchmarkAddress(b *testing.B) {
	d := Parse(feed(10_000_000), Hint{Format: XML})
	last := Node(d.Len() - 2)
	for b.Loop() {
		_ = d.Address(last)
		_ = d.Address(last - 8)
	}
}
