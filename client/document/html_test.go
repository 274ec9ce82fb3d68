package document

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
	"pgregory.net/rapid"
)

// anyPage draws a page as people write them: end tags that may be left out sometimes are.
var anyPage = rapid.Custom(func(t *rapid.T) string {
	return "<!DOCTYPE html>\n<html lang=en>\n<head>\n<meta charset=utf-8>\n<title>A &amp; B</title>\n<link rel=icon href=i.png>\n<style>a > b { }</style>\n" +
		optional(t, "</head>") + "<body class='x'>\n" + flow(t, 4) + "<script src=a.js></script>\n" + optional(t, "</body>\n</html>\n")
})

// optional is an end tag that may be left out.
func optional(t *rapid.T, tag string) string {
	if rapid.Bool().Draw(t, "end") {
		return tag
	}
	return ""
}

// flow draws what a body, an item or a cell may hold.
func flow(t *rapid.T, depth int) string {
	var b strings.Builder
	for range rapid.IntRange(0, 3).Draw(t, "parts") {
		kind := rapid.IntRange(0, 11).Draw(t, "part")
		if depth == 0 {
			kind %= 3
		}
		b.WriteString(block(t, kind, depth-1))
	}
	return b.String()
}

func block(t *rapid.T, kind, depth int) string {
	switch kind {
	case 0:
		return "<p>" + phrase(t) + optional(t, "</p>\n")
	case 1:
		return "<h2 id=h>" + phrase(t) + "</h2>\n"
	case 2:
		return "<hr>\n"
	case 3, 4:
		name := rapid.SampledFrom([]string{"div", "section", "article", "blockquote", "form", "nav"}).Draw(t, "name")
		if name == "form" && depth < 3 {
			name = "main" // forms do not nest
		}
		return "<" + name + " class='a b'>\n" + flow(t, depth) + "</" + name + ">\n"
	case 5, 6:
		return list(t, depth)
	case 7:
		return "<dl><dt>" + phrase(t) + optional(t, "</dt>") + "<dd>" + flow(t, depth) + optional(t, "</dd>") + "<dt>" + phrase(t) + "</dl>\n"
	case 8, 9:
		return table(t, depth)
	case 10:
		return "<pre>\tx\n  y </pre><textarea name=n> a <b> </textarea><ruby>a<rt>b<rp>c</ruby>\n"
	}
	return "<select><option value=1>1<option>2" + optional(t, "</option>") + "<optgroup label=x><option>3</select>\n<svg><path d='M0'/><g><circle r=1 /></g></svg>\n"
}

func list(t *rapid.T, depth int) string {
	name := rapid.SampledFrom([]string{"ul", "ol"}).Draw(t, "list")
	b := "<" + name + ">\n"
	for range rapid.IntRange(0, 3).Draw(t, "items") {
		b += "<li>" + phrase(t) + flow(t, depth) + optional(t, "</li>\n")
	}
	return b + "</" + name + ">\n"
}

func table(t *rapid.T, depth int) string {
	b := "<table>\n" + rapid.SampledFrom([]string{"", "<caption>c</caption>", "<colgroup><col><col></colgroup>", "<thead><tr><th>a<th>b"}).Draw(t, "head") + "<tbody>\n"
	for range rapid.IntRange(0, 2).Draw(t, "rows") {
		b += "<tr>"
		for range rapid.IntRange(1, 3).Draw(t, "cells") {
			b += "<td>" + flow(t, depth) + optional(t, "</td>")
		}
		b += optional(t, "</tr>\n")
	}
	return b + "</table>\n"
}

func phrase(t *rapid.T) string {
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"text", " ", "<a href='/a?b=1&amp;c'>link</a>", "<em>e <b>b</b></em>", "<br>", "&eacute;", "<img src=x alt=''>", "<!-- c -->", "<span>s</span>", "1 < 2"}), 1, 4).Draw(t, "phrase"), "")
}

// TestHTMLAgreesWithParser holds the tree of a page to the one that x/net makes: elements, attributes and text.
func TestHTMLAgreesWithParser(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		page := anyPage.Draw(rt, "page")
		d := Parse([]byte(page), Hint{Format: HTML})
		if d.Problem() != nil {
			rt.Fatalf("%s\n%v", page, d.Problem())
		}
		visitMarkup(t, d)
		root, err := html.Parse(strings.NewReader(page))
		if err != nil {
			rt.Fatal(err)
		}
		var want strings.Builder
		for n := root.FirstChild; n != nil; n = n.NextSibling {
			writeParsed(&want, n, 0)
		}
		if diff := cmp.Diff(want.String(), tree(d)); diff != "" {
			rt.Fatalf("%s\n%s", page, diff)
		}
	})
}

func writeParsed(b *strings.Builder, n *html.Node, depth int) {
	switch n.Type {
	case html.TextNode:
		if text := strings.TrimSpace(n.Data); text != "" {
			fmt.Fprintf(b, "%*s%q\n", depth, "", text)
		}
	case html.ElementNode:
		fmt.Fprintf(b, "%*s%s", depth, "", n.Data)
		for _, a := range n.Attr {
			fmt.Fprintf(b, " %s=%q", a.Key, a.Val)
		}
		b.WriteByte('\n')
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		writeParsed(b, c, depth+1)
	}
}

// tree writes the index as writeParsed does. Where the page goes on after its body, x/net puts that into the body.
func tree(d *Document) string {
	var b strings.Builder
	depth := func(n Node) (depth int) {
		for p := d.Parent(n); p > 0; p = d.Parent(p) {
			depth++
		}
		return depth
	}
	text := func(n Node, depth int) {
		if text := strings.TrimSpace(d.Text(n)); text != "" {
			fmt.Fprintf(&b, "%*s%q\n", depth, "", text)
		}
	}
	for n := Node(1); int(n) < d.Len(); n++ {
		switch d.Kind(n) {
		case Chars:
			text(n, depth(n))
		case Element:
			fmt.Fprintf(&b, "%*s%s", depth(n), "", lowered(string(d.name(n))))
			for c := range d.Children(n) {
				if d.Kind(c) == Attribute {
					fmt.Fprintf(&b, " %s=%q", lowered(string(d.name(c))), d.Text(c))
				}
			}
			b.WriteByte('\n')
			if d.First(n) == None {
				text(n, depth(n)+1)
			}
		}
	}
	return b.String()
}
