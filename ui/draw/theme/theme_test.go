package theme_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"dowse/client/document"
	"dowse/ui/draw/theme"
	"dowse/ui/terminal"
)

// types are a content type for each way that a body is read.
var types = []string{
	"application/json", "text/html", "application/atom+xml", "application/yaml", "text/javascript", "text/css", "application/graphql",
	"text/markdown", "message/http", "text/plain", "",
}

// sgr is the only escape sequence that is ours to write.
var sgr = regexp.MustCompile(`\x1b\[[0-9;]+m`)

func render(t interface{ Fatal(...any) }, body, contentType string, depth terminal.Depth) string {
	var out bytes.Buffer
	if err := theme.Body(&out, document.Parse([]byte(body), document.Hint{ContentType: contentType}), contentType, depth); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestJSON(t *testing.T) {
	const body = `{"b":[1.10,12345678901234567890,{}, [ ]],"a":{"esc\"aped":"\u001b[2J","n":null},"a":true}`
	const want = `{
  "b": [
    1.10,
    12345678901234567890,
    {},
    []
  ],
  "a": {
    "esc\"aped": "\u001b[2J",
    "n": null
  },
  "a": true
}
`
	if got := render(t, body, "application/problem+json", terminal.Plain); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	coloured := render(t, body, "application/json", terminal.ANSI16)
	if got := sgr.ReplaceAllString(coloured, ""); got != want {
		t.Errorf("coloured: got\n%s\nwant\n%s", got, want)
	}
	for _, part := range []string{"\x1b[1;34m\"b\"\x1b[0m: [", "\x1b[35m1.10\x1b[0m,", "\x1b[32m\"\\u001b[2J\"\x1b[0m", "\x1b[35mnull\x1b[0m"} {
		if !strings.Contains(coloured, part) {
			t.Errorf("%q is not in %q", part, coloured)
		}
	}
}

// TestJSONSuite holds for every JSON text of the public suite that nothing but white space is different
// from what came, and that what is no JSON is shown as it is.
func TestJSONSuite(t *testing.T) {
	root := os.Getenv("DOWSE_CORPORA")
	if root == "" {
		t.Skip("SKIPPED: DOWSE_CORPORA is not set, so the JSON parsing suite is not read")
	}
	files, err := filepath.Glob(filepath.Join(root, "json-testsuite", "test_parsing", "*.json"))
	if err != nil || len(files) < 300 {
		t.Fatalf("%d files of the suite: %v", len(files), err)
	}
	for _, file := range files {
		body, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Base(file)
		got := render(t, string(body), "application/json", terminal.ANSI16)
		if problem := hostile(got); problem != "" {
			t.Errorf("%s: %s", name, problem)
		}
		text := document.Parse(body, document.Hint{ContentType: "application/json"}).Characters() // UTF-16 is shown as text
		if err := same(string(text), sgr.ReplaceAllString(got, "")); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestJSONControl is the control: decoding and encoding again, as most programs do it, must be caught.
func TestJSONControl(t *testing.T) {
	for _, body := range []string{`{"a":1,"a":2}`, `{"b":1,"a":2}`, `[1.10]`, `[12345678901234567890]`, `["\u0041"]`} {
		var value any
		if err := json.Unmarshal([]byte(body), &value); err != nil {
			t.Fatal(err)
		}
		naive, err := json.MarshalIndent(value, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		if same(body, string(naive)) == nil {
			t.Errorf("%s was shown as %s and not caught", body, naive)
		}
	}
}

// same compares a body with what was shown for it, colours removed.
func same(body, shown string) error {
	var compact, got bytes.Buffer
	if json.Compact(&compact, []byte(strings.TrimPrefix(body, "\ufeff"))) != nil {
		if want := asText(body); shown != want {
			return fmt.Errorf("%q is shown as %q, want %q", body, shown, want)
		}
		return nil
	}
	want := terminal.Safe(terminal.Untrusted(compact.String()))
	if want != compact.String() { // a mark such as \x9b is no JSON
		dense := strings.NewReplacer(" ", "", "\n", "")
		want, shown = dense.Replace(want), dense.Replace(shown)
		got.WriteString(shown)
	} else if err := json.Compact(&got, []byte(shown)); err != nil {
		return fmt.Errorf("%q is shown as %q, which is not JSON: %v", body, shown, err)
	}
	if got.String() != want {
		return fmt.Errorf("%q is shown as %q", body, shown)
	}
	return nil
}

// asText is how text that is not JSON must come out.
func asText(body string) string {
	text := strings.ReplaceAll(body, "\r\n", "\n")
	if text != "" && !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	return terminal.Safe(terminal.Untrusted(text))
}

func TestMarkup(t *testing.T) {
	for body, want := range map[string]string{
		"<p>a &amp; b</p>":         "<tag><p></>a <entity>&amp;</> b<tag></p></>",
		`<a href="x&y" b='c' d=1>`: `<tag><a</> <attribute>href</>=<string>"x&y"</> <attribute>b</>=<string>'c'</> <attribute>d</>=<attribute>1</><tag>></>`,
		"<!-- a -- <b> -->c":       "<comment><!-- a -- <b> --></>c",
		"<!DOCTYPE html><br/>":     "<comment><!DOCTYPE html></><tag><br/></>",
		"<![CDATA[<b>]]]>x":        "<comment><![CDATA[</><b>]<comment>]]></>x",
		"1 < 2 && <":               "1 < 2 && <",
		"<!-- open":                "<comment><!-- open</>",
		`<a "open`:                 `<tag><a</> <string>"open</>`,
		"<!-- two\nlines -->":      "<comment><!-- two</>\n<comment>lines --></>",
	} {
		if got := named(render(t, body, "text/html; charset=utf-8", terminal.ANSI16)); got != want+"\n" {
			t.Errorf("%s is shown as\n%swant\n%s", body, got, want)
		}
	}
}

func TestYAML(t *testing.T) {
	for body, want := range map[string]string{
		"# c\na: 1":             "<comment># c</>\n<name>a</>: <number>1</>",
		"two words: x y # z":    "<name>two words</>: <string>x</> <string>y</> <comment># z</>",
		"- {k: true, l: [1,b]}": "- {<name>k</>: <number>true</>, <name>l</>: [<number>1</>,<string>b</>]}",
		`u: "a \" # b"`:         `<name>u</>: <string>"a \" # b"</>`,
		"u: http://h/#x":        "<name>u</>: <string>http://h/#x</>",
		"'open":                 "<string>'open</>",
	} {
		if got := named(render(t, body, "application/yaml", terminal.ANSI16)); got != want+"\n" {
			t.Errorf("%s is shown as\n%swant\n%s", body, got, want)
		}
	}
}

// named writes the roles of the palette in the place of their colours. Roles that look the same have one name.
func named(out string) string {
	return strings.NewReplacer("\x1b[0m", "</>", "\x1b[34m", "<attribute>", "\x1b[32m", "<string>", "\x1b[3m", "<comment>",
		"\x1b[35m&", "<entity>&", "\x1b[35m", "<number>", "\x1b[1;34m<", "<tag><", "\x1b[1;34m>", "<tag>>", "\x1b[1;34m/>", "<tag>/>", "\x1b[1;34m", "<name>").Replace(out)
}

// TestHostile sends what drives terminals through every way that a body is shown.
func TestHostile(t *testing.T) {
	for _, payload := range []string{
		"\x1b]52;c;cm0=\a", "\x1b[2J", "\x9b31m", "\u009b31m", "\u202efdp", "\x1bP$qm\x1b\\", "\r", "\x00\x7f", "\xc0\x9b", "\u2028", "\x1b[0m",
	} {
		for _, body := range []string{
			payload,
			`{"a` + payload + `": "` + payload + `"}`, `["` + payload + `"` + payload + `]`,
			"<a b=\"" + payload + "\" " + payload + "=c><!--" + payload + "-->" + payload + "<" + payload,
			"a: " + payload + "\n# " + payload + "\n\"" + payload,
		} {
			for _, contentType := range types {
				for _, depth := range []terminal.Depth{terminal.Plain, terminal.ANSI16, terminal.TrueColour} {
					out := render(t, body, contentType, depth)
					if problem := hostile(out); problem != "" {
						t.Errorf("%s of %q: %s", contentType, body, problem)
					}
					if depth == terminal.Plain && strings.Contains(out, "\x1b") {
						t.Errorf("%s of %q without colours: %q", contentType, body, out)
					}
				}
			}
		}
		if payload != "\r" && payload != "\x1b[0m" && hostile(payload) == "" {
			t.Errorf("%q was not caught", payload)
		}
	}
}

// hostile gives the first thing in terminal output that is neither text nor a colour.
func hostile(out string) string {
	text := sgr.ReplaceAllString(out, "")
	if !utf8.ValidString(text) {
		return fmt.Sprintf("it is not UTF-8: %q", text)
	}
	for _, r := range text {
		if r < ' ' && r != '\n' && r != '\t' || r >= 0x7f && r <= 0x9f || r >= 0x202a && r <= 0x202e || r == 0x2028 {
			return fmt.Sprintf("%U in %q", r, out)
		}
	}
	return ""
}

// TestNothingIsLost holds for any text that its colours add to it and take nothing away.
func TestNothingIsLost(t *testing.T) {
	pieces := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{
		"<", "</", "<!--", "-->", "<![CDATA[", "]]>", "\"", "'", "=", "&", "&amp;", ">", "/>", "<a", ": ", "- ", "#", "\n", "\r\n", "\\", "{", "]", "1", "true", "<script>", "</script", "<style>",
		"`", "${", "}", "/*", "*/", "//", "/", "[", "(", "\"\"\"", "$a", "@a", "```\n", "~~~", "# ", "**", "![", "](", "HTTP/1.1 200", "GET / HTTP/1.1", "a:b;",
	}))
	rapid.Check(t, func(t *rapid.T) {
		body := strings.Join(rapid.SliceOf(pieces).Draw(t, "pieces"), "")
		contentType := rapid.SampledFrom(types).Draw(t, "type")
		got := sgr.ReplaceAllString(render(t, body, contentType, terminal.ANSI16), "")
		if err := same(body, got); err != nil && contentType == "application/json" {
			t.Fatal(err)
		}
		if strings.ContainsAny(strings.TrimLeft(body, " \t\r\n\ufeff"), "[{") {
			return // it may be JSON whatever its type
		}
		if want := asText(body); contentType != "application/json" && got != want {
			t.Fatalf("%s: %q is shown as %q, want %q", contentType, body, got, want)
		}
	})
}

// TestDeepJSON holds that a body of brackets does not grow with the square of its depth.
func TestDeepJSON(t *testing.T) {
	const depth = 9000
	out := render(t, strings.Repeat("[", depth)+strings.Repeat("]", depth), "application/json", terminal.Plain)
	if len(out) > 2*depth*200 {
		t.Errorf("%d bytes became %d", 2*depth, len(out))
	}
}

// TestLongText holds that text too long for colours is all there.
func TestLongText(t *testing.T) {
	body := strings.Repeat("<p>long</p>\n", 20_000)
	if got := render(t, body, "text/html", terminal.ANSI16); got != body {
		t.Errorf("%d bytes became %d", len(body), len(got))
	}
}

// TestWriteError holds that a full disk or a closed pipe is heard of.
func TestWriteError(t *testing.T) {
	r, w := io.Pipe()
	broken := errors.New("no one reads")
	r.CloseWithError(broken)
	for _, contentType := range types {
		if err := theme.Body(w, document.Parse([]byte(`{"a": "<b>"}`), document.Hint{ContentType: contentType}), contentType, terminal.ANSI16); !errors.Is(err, broken) {
			t.Errorf("%s: %v", contentType, err)
		}
	}
}

func BenchmarkJSON(b *testing.B) {
	body := []byte("[" + strings.Repeat(`{"id": 1234, "name": "hello \" world", "ok": true},`, 1<<16) + "1]")
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		if err := theme.Body(io.Discard, document.Parse(body, document.Hint{ContentType: "application/json"}), "application/json", terminal.ANSI16); err != nil {
			b.Fatal(err)
		}
	}
}
