package document

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
	"pgregory.net/rapid"
)

// anyXML draws a well-formed body.
var anyXML = rapid.Custom(func(t *rapid.T) string {
	return "<?xml version='1.0'?>" + rapid.SampledFrom([]string{"", "\n", "<!-- x -->", "<!DOCTYPE a>"}).Draw(t, "prolog") + element(t, 4) + "\n"
})

var xmlText = rapid.SampledFrom([]string{"", " ", "\n  ", "x", "a &amp; b", "&#x1F389;", "&lt;i&gt;", "é\r\nü", "<![CDATA[<b>&]]>", "]", "\"'>", "名前"})

func element(t *rapid.T, depth int) string {
	name := rapid.SampledFrom([]string{"a", "b", "item", "x:y", "_n", "é", "a-b.c", "text", "div", "and"}).Draw(t, "name")
	var b strings.Builder
	b.WriteString("<" + name)
	for i := range rapid.IntRange(0, 2).Draw(t, "attributes") {
		value := rapid.SampledFrom([]string{"", "1", "a b", "&quot;", "&amp;x", "<>", "é"}).Draw(t, "value")
		if value == "<>" {
			value = "&lt;>"
		}
		fmt.Fprintf(&b, "%s%s%s=%s\"%s\"", rapid.SampledFrom([]string{" ", "\n  "}).Draw(t, "gap"), []string{"id", "x:k", "xmlns:x"}[i], "", "", value)
	}
	if rapid.IntRange(0, 4).Draw(t, "empty") == 0 {
		return b.String() + "/>"
	}
	b.WriteString(">")
	for range rapid.IntRange(0, 3).Draw(t, "children") {
		b.WriteString(xmlText.Draw(t, "text"))
		switch {
		case depth > 0 && rapid.IntRange(0, 3).Draw(t, "kind") > 0:
			b.WriteString(element(t, depth-1))
		case rapid.IntRange(0, 5).Draw(t, "other") == 0:
			b.WriteString("<!-- c --><?p i?>")
		}
	}
	return b.String() + xmlText.Draw(t, "text") + "</" + name + ">"
}

// TestXMLAgreesWithEncodingXML holds the elements, their attributes, their spans and their text to what encoding/xml says.
func TestXMLAgreesWithEncodingXML(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		body := anyXML.Draw(rt, "body")
		d := Parse([]byte(body), Hint{Format: XML})
		if d.Problem() != nil {
			rt.Fatalf("%s has a problem: %v", body, d.Problem())
		}
		visitMarkup(t, d)
		if diff := cmp.Diff(decodedElements(rt, body), indexedElements(d)); diff != "" {
			rt.Fatalf("%s\n%s", body, diff)
		}
	})
}

// decodedElements lists the elements of a body as encoding/xml sees them: name, attributes, span, text.
func decodedElements(t *rapid.T, body string) []string {
	decoder := xml.NewDecoder(strings.NewReader(body))
	var out []string
	var texts []*strings.Builder
	var open, starts []int
	for {
		start := int(decoder.InputOffset())
		token, err := decoder.RawToken()
		if err == io.EOF {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			line := qualified(token.Name)
			for _, a := range token.Attr {
				line += fmt.Sprintf(" %s=%q", qualified(a.Name), a.Value)
			}
			open, starts, texts = append(open, len(out)), append(starts, start), append(texts, &strings.Builder{})
			out = append(out, line)
		case xml.CharData:
			for _, b := range texts {
				b.Write(token)
			}
		case xml.EndElement:
			last := len(open) - 1
			out[open[last]] += fmt.Sprintf(" %d-%d %q", starts[last], decoder.InputOffset(), texts[last].String())
			open, starts, texts = open[:last], starts[:last], texts[:last]
		}
	}
}

func qualified(name xml.Name) string {
	if name.Space != "" {
		return name.Space + ":" + name.Local
	}
	return name.Local
}

func indexedElements(d *Document) []string {
	var out []string
	for n := range Node(d.Len()) {
		if d.Kind(n) != Element {
			continue
		}
		line, _ := d.Key(n)
		for c := range d.Children(n) {
			if key, ok := d.Key(c); ok && d.Kind(c) == Attribute {
				line += fmt.Sprintf(" %s=%q", key[1:], d.Text(c))
			}
		}
		start, end := d.Span(n)
		out = append(out, line+fmt.Sprintf(" %d-%d %q", start, end, d.Text(n)))
	}
	return out
}

// TestHTMLAgreesWithTokenizer holds where tags, comments and text begin, and attributes, to the tokenizer of x/net.
func TestHTMLAgreesWithTokenizer(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) { agreeWithTokenizer(rt, soup.Draw(rt, "body")) })
}

type fataler interface {
	Fatalf(format string, args ...any)
}

func agreeWithTokenizer(t fataler, body []byte) {
	d := Parse(body, Hint{Format: HTML})
	body = d.Bytes() // in UTF-8, whatever it came in
	lower := bytes.ToLower(body)
	for _, other := range []string{"<script", "<svg", "<math", "<noscript", "<plaintext", "\x00"} {
		if bytes.Contains(lower, []byte(other)) {
			return // what these hold depends on the tree, or is read by the rules of the standard here
		}
	}
	var got, want []string
	for n := range Node(d.Len()) {
		start, _ := d.Span(n)
		switch d.Kind(n) {
		case Element:
			line := fmt.Sprintf("%d <%s", start, asciiLower(d.name(n)))
			seen := map[string]bool{}
			for c := range d.Children(n) {
				if d.Kind(c) != Attribute {
					break
				}
				if name := asciiLower(d.name(c)); !seen[name] {
					seen[name] = true
					line += fmt.Sprintf(" %s=%q", name, d.Text(c))
				}
			}
			got = append(got, line)
		case Comment:
			got = append(got, fmt.Sprintf("%d comment", start))
		}
	}
	z := html.NewTokenizer(bytes.NewReader(body))
	for at := 0; ; at += len(z.Raw()) {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		switch token := z.Token(); kind {
		case html.StartTagToken, html.SelfClosingTagToken:
			line := fmt.Sprintf("%d <%s", at, asciiLower([]byte(token.Data)))
			for _, a := range token.Attr {
				line += fmt.Sprintf(" %s=%q", a.Key, a.Val)
			}
			want = append(want, line)
		case html.CommentToken:
			want = append(want, fmt.Sprintf("%d comment", at))
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("%q\n%s", body, diff)
	}
}

func asciiLower(b []byte) string {
	lower := bytes.Clone(b)
	for i, c := range lower {
		lower[i] = fold(c)
	}
	return string(lower)
}
