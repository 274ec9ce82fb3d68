package document

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// outline writes the tree of a document, a node a line: its name or kind, and its text.
func outline(d *Document) string {
	var b strings.Builder
	for n := range Node(d.Len()) {
		depth := 0
		for p := d.Parent(n); p != None; p = d.Parent(p) {
			depth++
		}
		name, ok := d.Key(n)
		if !ok {
			name = [...]string{"(all)", "", "", "(text)", "(comment)", "(instruction)"}[d.Kind(n)-markupKinds]
		}
		fmt.Fprintf(&b, "%s%s", strings.Repeat(" ", depth), name)
		if d.First(n) == None {
			fmt.Fprintf(&b, " %q", d.Text(n))
		}
		b.WriteByte('\n')
	}
	if d.Problem() != nil {
		fmt.Fprintln(&b, d.Problem())
	}
	return b.String()
}

func TestXML(t *testing.T) {
	for _, c := range []struct{ body, want string }{
		{"<?xml version=\"1.0\"?>\n<!DOCTYPE a [<!ENTITY b \"c>\"> <!-- > -->]>\n<a:r xmlns:a=\"u\" b='1 &lt; 2'>x &amp; y <![CDATA[<z>&amp;]]> <b/><c>leaf</c><!-- k --> tail</a:r>\n", `
(all)
 (instruction) "xml version=\"1.0\""
 (instruction) "DOCTYPE a [<!ENTITY b \"c>\"> <!-- > -->]"
 a:r
  @xmlns:a "u"
  @b "1 < 2"
  (text) "x & y <z>&amp; "
  b ""
  c "leaf"
  (comment) " k "
  (text) " tail"
`},
		{"\ufeff<a> <b> </b>\r\n<b\n/> </a>", "\n(all)\n a\n  b \" \"\n  b \"\"\n"},
		{"<a>&#65;&#x42;&lol;&nbsp;&amp;lt;&am\r\nx</a>", "\n(all)\n a \"AB&lol;\\u00a0&lt;&am\\nx\"\n"},
		{"<a><b>x</a>", "\n(all)\n a\n  b \"x\"\nline 1, column 8: `</a>` where `</b>` must be\n"},
		{"<a>1</b>2</a>", "\n(all)\n a \"12\"\nline 1, column 5: `</b>` where `</a>` must be\n"},
		{"</a>", "\n(all) \"\"\nline 1, column 1: `</a>` where no element is open\n"},
		{"<a>\n<b>x", "\n(all)\n a\n  b \"x\"\nline 2, column 5: the body ends where `</b>` must be\n"},
		{"<a>x<b c='", "\n(all)\n a \"x\"\nline 1, column 11: the body ends inside a tag\n"},
		{"<a>x<![CDATA[y", "\n(all)\n a \"xy\"\nline 1, column 15: the body ends inside a CDATA section\n"},
		{"<a><!-- y", "\n(all)\n a\n  (comment) \" y\"\nline 1, column 10: the body ends inside a comment\n"},
		{"<a/>x", "\n(all)\n a \"\"\n (text) \"x\"\nline 1, column 5: `x` after the end of the root element\n"},
		{"<a/><b/>", "\n(all)\n a \"\"\n b \"\"\nline 1, column 5: an element after the end of the root element\n"},
		{"hello", "\n(all)\n (text) \"hello\"\nline 1, column 1: `h` where an element must be\n"},
		{" ", "\n(all) \" \"\nline 1, column 2: the body ends where an element must be\n"},
		{"<a x=1 y x=''>1 < 2</a>", "\n(all)\n a\n  @x \"1\"\n  @y \"\"\n  @x \"\"\n  (text) \"1 < 2\"\nline 1, column 4: the value of the attribute `x` without quotes\n"},
		{"<a <b>x</b></a>", "\n(all)\n a\n  b \"x\"\nline 1, column 4: `<` where the end of a tag must be\n"},
	} {
		if diff := cmp.Diff(c.want, "\n"+outline(Parse([]byte(c.body), Hint{Format: XML}))); diff != "" {
			t.Errorf("%s\n%s", c.body, diff)
		}
	}
}

func TestHTML(t *testing.T) {
	for _, c := range []struct{ body, want string }{
		{`<!DOCTYPE html><HTML><head><title>A &amp; <b></title><link rel=x><body><p>one<p CLASS="a b" hidden>two <b>x</b> <i>y</i><ul><li>1<li>2<ul><li>3</ul></ul>`, `
(all)
 (instruction) "DOCTYPE html"
 HTML
  head
   title "A & <b>"
   link
    @rel "x"
  body
   p "one"
   p
    @CLASS "a b"
    @hidden ""
    (text) "two "
    b "x"
    i "y"
   ul
    li "1"
    li
     (text) "2"
     ul
      li "3"
`},
		{`<table><tr><td>1<td>2<tr><td><table><tbody><tr><th>3</table>4</table>5`, `
(all)
 table
  tr
   td "1"
   td "2"
  tr
   td
    table
     tbody
      tr
       th "3"
    (text) "4"
 (text) "5"
`},
		{`<script>if (a<b) "</p>" <!-- <script> </script> --></SCRIPT ><style>a>b</style><br/>x<p/>y</br></p>`, `
(all)
 script "if (a<b) \"</p>\" <!-- <script> </script> -->"
 style "a>b"
 br ""
 (text) "x"
 p "y"
`},
		{`<a href=?a=1&copy=2&lt;&amp>x</b><a href='&copy'>y</a><select><option>1<option selected>2</select>`, `
(all)
 a
  @href "?a=1&copy=2<&"
  (text) "x"
 a
  @href "©"
  (text) "y"
 select
  option "1"
  option
   @selected ""
   (text) "2"
`},
		{`a < b <3 <!x> <?php x?> </ y> <!-->z<!--a--!>`, `
(all)
 (text) "a < b <3 "
 (comment) "x"
 (comment) "php x?"
 (comment) " y"
 (comment) ""
 (text) "z"
 (comment) "a"
`},
		{"<pre> \n <b> </b> </pre> <textarea> </textarea> <svg><path d=''/><g/><![CDATA[<x>]]></svg>", `
(all)
 pre
  (text) " \n "
  b " "
  (text) " "
 textarea " "
 svg
  path
   @d ""
  g ""
  (text) "<x>"
`},
		{"<div><p>x</span></div>y<b", "\n(all)\n div\n  p \"x\"\n (text) \"y\"\nline 1, column 26: the body ends inside a tag\n"},
		{"<script>x", "\n(all)\n script \"x\"\nline 1, column 10: the body ends inside `<script>`\n"},
	} {
		if diff := cmp.Diff(c.want, "\n"+outline(Parse([]byte(c.body), Hint{Format: HTML}))); diff != "" {
			t.Errorf("%s\n%s", c.body, diff)
		}
	}
}

func TestDecodeMarkup(t *testing.T) {
	d := Parse([]byte(`<r><i id="1">a</i><i>b</i><t><u/>x</t><!-- no --><e></e></r>`), Hint{Format: XML})
	want := map[string]any{"r": map[string]any{"i": []any{map[string]any{"@id": "1", "#text": "a"}, "b"},
		"t": map[string]any{"u": "", "#text": "x"}, "e": ""}}
	if diff := cmp.Diff(want, d.Decode(0)); diff != "" {
		t.Error(diff)
	}
}

// soup is a body of pieces that fit together or do not.
var soup = rapid.Custom(func(t *rapid.T) []byte {
	pieces := []string{"<a>", "</a>", "<b x='1'>", "<b x=\"1\" y=2 z>", "</b>", "<c/>", "<c />", " ", "\n\t", "text", "&amp;", "&lt;b&gt;", "&copy", "é", "\xff", "<", ">", "<!-- c -->",
		"<!---->", "<![CDATA[x<y]]>", "<?pi x?>", "<!DOCTYPE a>", "<p>", "</p>", "<li>", "<ul>", "</ul>", "<td>", "<tr>", "<table>", "</table>", "<br>", "<script>", "</script>", "<title>",
		"</title>", "<svg>", "</svg>", "<div class='x y' id=k>", "</div>", "<pre>", "</pre>", "<x:y xmlns:x='u'>", "</x:y>", "<option>", "<h1>", "</h2>", "<a", "'", "\"", "=", "/", "<!", "</", "]]>", "-->", "\r\n", "<head>", "<body>",
		"<a\xff>", "<é>", "</é>", "<and ID=x id='x'>", "<a\"b'c>", "<i'j:k l:m=1 é=2>", "<text>", "<Div CLASS=y>"}
	return []byte(strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 25).Draw(t, "pieces"), ""))
})

// visitMarkup calls everything that a document offers on each of its nodes, and holds it to what must be true of any
// markup.
func visitMarkup(t testing.TB, d *Document) {
	t.Helper()
	if !d.IsMarkup() || d.Root() != 0 || d.Kind(0) != Fragment || d.Parent(0) != None {
		t.Fatal("no fragment is the root")
	}
	before := 0
	for n := range Node(d.Len()) {
		start, end := d.Span(n)
		if start < before || end < start || end > len(d.Bytes()) || n > 1 && end == start {
			t.Fatalf("node %d is from %d to %d, after one from %d", n, start, end, before)
		}
		before = start
		if n > 0 && d.At(start) != n {
			t.Fatalf("At(%d) = %d, want %d", start, d.At(start), n)
		}
		last := start
		for c := range d.Children(n) {
			from, to := d.Span(c)
			if from < last || to > end || d.Parent(c) != n {
				t.Fatalf("%d from %d to %d, a child of %d from %d to %d, is not after %d", c, from, to, n, start, end, last)
			}
			last = to
		}
		d.Text(n)
		d.Decode(n)
		d.Index(n)
		if key, ok := d.Key(n); ok != (d.Kind(n) == Element || d.Kind(n) == Attribute) || ok && strings.TrimPrefix(key, "@") == "" {
			t.Fatalf("node %d is called %q", n, key)
		}
	}
}

func TestMarkupOfAnyBytes(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		body := soup.Draw(rt, "body")
		for _, f := range []Format{XML, HTML} {
			visitMarkup(t, Parse(body, Hint{Format: f}))
			for _, cut := range []int{len(body) / 3, len(body) / 2} {
				visitMarkup(t, NewBuilder(Hint{Format: f}).Build(body[cut:], false).whole(t))
			}
		}
	})
}

// whole is the document, when there is enough of it to have a root.
func (d *Document) whole(t testing.TB) *Document {
	if d.Len() == 0 {
		return Parse(d.Body(), Hint{Format: d.Format()})
	}
	return d
}

// TestDepthOfMarkup nests as deep as is indexed, and deeper.
func TestDepthOfMarkup(t *testing.T) {
	for _, c := range []struct {
		format  Format
		depth   int
		nodes   int
		problem string
	}{
		{XML, 10_000, 10_001, ""},
		{XML, 10_001, 10_001, "line 1, column 30001: `<` nested deeper than 10,000 levels"},
		{XML, 300_000, 10_001, "line 1, column 30001: `<` nested deeper than 10,000 levels"},
		{HTML, 512, 513, ""},
		{HTML, 10_000, 10_002, ""},
	} {
		open, end := "<a>", "</a>"
		if c.format == HTML {
			open, end = "<b>", "</b>"
		}
		d := Parse([]byte(strings.Repeat(open, c.depth)+"x"+strings.Repeat(end, c.depth)), Hint{Format: c.format})
		problem := ""
		if d.Problem() != nil {
			problem = d.Problem().Error()
		}
		if d.Len() != c.nodes || problem != c.problem {
			t.Errorf("%d levels of %s: %d nodes, %s", c.depth, c.format, d.Len(), problem)
		}
		if d.Text(1) != "x" && c.depth <= maxOpen || d.Text(0) != "x" {
			t.Errorf("%d levels of %s hold %q", c.depth, c.format, d.Text(1))
		}
		d.Decode(0)
		last := Node(d.Len() - 1)
		expr := d.XPath(last)
		if got, err := d.XPathSelect(t.Context(), expr, nil); err != nil || len(got.Nodes) != 1 || got.Nodes[0] != last {
			t.Errorf("the XPath of the innermost element selects %v, %v", got.Nodes, err)
		}
		if got, err := d.XPathSelect(t.Context(), "count(//*[not(*)])", nil); err != nil || got.Value == nil {
			t.Errorf("%v, %v", got, err)
		}
	}
}

// TestEntitiesAreInert reads entities that would be a billion times as long: none is put in.
func TestEntitiesAreInert(t *testing.T) {
	body := `<!DOCTYPE a [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;"><!ENTITY f SYSTEM "file:///etc/passwd">]><a b="&c;">&c;&f;&amp;</a>`
	d := Parse([]byte(body), Hint{Format: XML})
	want := map[string]any{"a": map[string]any{"@b": "&c;", "#text": "&c;&f;&"}}
	if diff := cmp.Diff(want, d.Decode(0)); diff != "" || d.Problem() != nil {
		t.Errorf("%v\n%s", d.Problem(), diff)
	}
}

// TestEndsThatAreNotKept finds the ends of nodes as those are found that are too long for the index.
func TestEndsThatAreNotKept(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		body := anyXML.Draw(rt, "body")
		d := Parse([]byte(body), Hint{Format: XML})
		for n := Node(1); int(n) < d.Len(); n++ {
			if kind := d.Kind(n); kind == Attribute || kind == Instruction {
				continue
			}
			if got, want := d.longEnd(n), d.markupEnd(n); got != want {
				rt.Fatalf("%s: node %d, %q, ends at %d, want %d", body, n, d.Source(n), got, want)
			}
		}
	})
}
