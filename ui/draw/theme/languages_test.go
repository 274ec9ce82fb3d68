package theme_test

import (
	"fmt"
	"strings"
	"testing"

	"dowse/ui/draw/theme"
	"dowse/ui/terminal"
)

// marked writes spans as text with their roles.
func marked(spans []theme.Span) string {
	var b strings.Builder
	for _, s := range spans {
		if s.Role == theme.Plain {
			b.WriteString(s.Text)
		} else {
			fmt.Fprintf(&b, "<%s>%s</>", s.Role, s.Text)
		}
	}
	return b.String()
}

func TestLanguages(t *testing.T) {
	for _, c := range []struct{ contentType, text, want string }{
		{"text/javascript", "const a = 1.5e3; // c", "<keyword>const</> a = <number>1.5e3</>; <comment>// c</>"},
		{"text/javascript", `f("a\"b", 'c', null)`, `f(<string>"a\"b"</>, <string>'c'</>, <constant>null</>)`},
		{"text/javascript", "a / b / c; x = /[/\"]+/g", "a / b / c; x = <string>/[/\"]+/g</>"},
		{"application/javascript", "`a ${ {b: `c`} } d`", "<string>`a </><entity>${</> {b: <string>`c`</>} <entity>}</><string> d`</>"},
		{"text/javascript", "/* a\n*/ newer", "<comment>/* a\n*/</> newer"},
		{"text/javascript", "'open\nreturn", "<string>'open</>\n<keyword>return</>"},
		{"text/css", "a:hover, .b { color: #fff; width: 10.5px }", "<tag>a</><entity>:hover</>, <tag>.b</> { <attribute>color</>: <number>#fff</>; <attribute>width</>: <number>10.5px</> }"},
		{"text/css", "color: red !important;", "<attribute>color</>: <constant>red</> <keyword>!important</>;"},
		{"text/css", "@media print { /* x */ }", "<keyword>@media</> <tag>print</> { <comment>/* x */</> }"},
		{"text/css", `background: url("a;b")`, `<attribute>background</>: url(<string>"a;b"</>)`},
		{"application/graphql", "query Q($id: ID!) { a: type(id: $id, n: 3) @skip }", "<keyword>query</> <tag>Q</>(<entity>$id</>: <tag>ID</>!) { <name>a</>: type(<name>id</>: <entity>$id</>, <name>n</>: <number>3</>) <attribute>@skip</> }"},
		{"application/graphql", `"""a "b" """ { c(s: "d") ...F } # e`, `<string>"""a "b" """</> { c(<name>s</>: <string>"d"</>) <keyword>...</><tag>F</> } <comment># e</>`},
		{"text/markdown", "# Title\n- a `b` **c** [d](e)\n> q", "<heading># Title</>\n<keyword>-</> a <string>`b`</> <heading>**c**</> <name>[d]</><attribute>(e)</>\n<comment>> q</>"},
		{"text/markdown", "```go\n# x\n```\n# y", "<string>```go</>\n<string># x</>\n<string>```</>\n<heading># y</>"},
		{"message/http", "GET /a?b=c HTTP/1.1\nHost: h\n\nA: b", "<keyword>GET</> <name>/a?b=c</> <constant>HTTP/1.1</>\n<attribute>Host</>:<string> h</>\n\nA: b"},
		{"message/http", "HTTP/1.1 404 Not Found", "<constant>HTTP/1.1</> <number>404</> Not Found"},
		{"text/html", "<script type=module>let a = '</b>' // </script ><p>", "<tag><script</> <attribute>type</>=<attribute>module</><tag>></><keyword>let</> a = <string>'</b>'</> <comment>// </><tag></script</> <tag>><p></>"},
		{"text/html", "<STYLE>a { top: 1px }</STYLE>b", "<tag><STYLE></><tag>a</> { <attribute>top</>: <number>1px</> }<tag></STYLE></>b"},
		{"application/xml", "<script>let a</script>", "<tag><script></>let a<tag></script></>"},
	} {
		c.want = strings.ReplaceAll(c.want, "<tag><STYLE></><tag>a</>", "<tag><STYLE>a</>") // what looks the same is one span
		if got := marked(theme.Spans(c.contentType, c.text)); got != c.want {
			t.Errorf("%s of %s is\n%s\nwant\n%s", c.contentType, c.text, got, c.want)
		}
	}
}

// TestSpansAfter holds that a row of HTML is read as what it stands in.
func TestSpansAfter(t *testing.T) {
	const script = "<keyword>let</> a"
	for _, c := range []struct{ contentType, before, text, want string }{
		{"text/html", "", "let a", "let a"},
		{"text/html", "<p><script src='x'>\n", "let a", script},
		{"text/html", "<SCRIPT>\nif (a < b) {\n", "let a", script},
		{"text/html", "<script", "let", "let"},
		{"text/html", "<script>1</script>", "let a", "let a"},
		{"text/html", "<style>\n", "top: 1px", "<attribute>top</>: <number>1px</>"},
		{"text/html", "<script>\n", "let a</script><b>", script + "<tag></script><b></>"},
		{"text/html", "<!-- <b>\n", "let a --><b>", "<comment>let a --></><tag><b></>"},
		{"text/html", "<!-- <b> -->\n", "let a", "let a"},
		{"application/xml", "<a><![CDATA[ <b> \n", "&lt;]]>&lt;", "&lt;<comment>]]></><entity>&lt;</>"},
		{"application/xml", "<script>", "let a", "let a"},
		{"text/html", "<script>" + strings.Repeat("x\n", 10_000), "let a", script},
	} {
		if got := marked(theme.SpansAfter(c.contentType, []byte(c.before), c.text)); got != c.want {
			t.Errorf("%s after %.40q is\n%s\nwant\n%s", c.contentType, c.before, got, c.want)
		}
	}
}

// FuzzSpans holds for any text behind any other that its spans together are the text.
func FuzzSpans(f *testing.F) {
	for _, text := range []string{
		"<script>a</script>", "<!-- -->", "`${a}`", "a: {b}", "```\n", "/[/", "\"\"\"", "/* *", "HTTP/1.1 200", "**[a](b)`", "\\", "日本 é\u0301",
	} {
		f.Add("<script>", text)
		f.Add(text, text+"\n"+text)
	}
	f.Fuzz(func(t *testing.T, before, text string) {
		text = terminal.Safe(terminal.Untrusted(text))
		for _, contentType := range types {
			if got := theme.TextOf(theme.SpansAfter(contentType, []byte(before), text)); got != text {
				t.Fatalf("%s: %q is shown as %q", contentType, text, got)
			}
		}
	})
}
