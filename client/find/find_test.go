package find_test

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"dowse/client/document"
	"dowse/client/find"
)

// found is all that a scan finds, step by step.
func found(s *find.Scan) []int {
	var all []int
	for at := 0; at < s.Size(); {
		hits, next := s.Step(context.Background(), at)
		all = append(all, hits...)
		at = next
	}
	return all
}

// plain finds the same nodes by a look at every one, decoded.
func plain(d *document.Document, matches func(string) bool) []int {
	var all []int
	for n := range document.Node(d.Len()) {
		key, ok := d.Key(n)
		if ok && matches(key) || ownText(d, n) && matches(d.Text(n)) {
			all = append(all, int(n))
		}
	}
	return all
}

// ownText says whether the text of a node is its own, and not that of nodes in it.
func ownText(d *document.Document, n document.Node) bool {
	switch d.Kind(n) {
	case document.Array, document.Object, document.Fragment:
		return false
	case document.Element:
		return d.First(n) == document.None
	}
	return true
}

// expression matches as a pattern of words does.
func expression(words string) func(string) bool {
	text := regexp.QuoteMeta(words)
	if strings.IndexFunc(words, unicode.IsUpper) < 0 {
		text = "(?i)" + text
	}
	re := regexp.MustCompile(text)
	return re.MatchString
}

// letters are characters that differ in case or width, join others, or need an escape.
var letters = []rune{'a', 'A', 'k', 'K', '\u212a', 's', 'S', 'ſ', 'é', 'É', 'e', '\u0301', 'я', 'Я', 'р', 'Р', 'θ', 'ϑ', 'ϴ', '名', '前', '🎉',
	'𐐀', '𐐨', '"', '\\', '/', '\n', '\t', 'n', 'u', '0', '1', ' ', ',', ':', '{', '&', '<', '>', '@', ';', '\ufffd', 'ß', 'ẞ', 'İ', 'ı', 'i', 'I'}

// anyText draws a text of these, of few enough kinds that texts have parts in common.
var anyText = rapid.Custom(func(t *rapid.T) string {
	some := rapid.SliceOfN(rapid.SampledFrom(letters), 1, 4).Draw(t, "letters")
	return string(rapid.SliceOfN(rapid.SampledFrom(some), 0, 12).Draw(t, "text"))
})

// token draws one of the many ways to write a text as a JSON string.
func token(t *rapid.T, text string) string {
	var b strings.Builder
	for _, r := range text {
		escape := rapid.IntRange(0, 3).Draw(t, "escape") == 0
		switch {
		case escape && r >= 0x10000:
			r -= 0x10000
			fmt.Fprintf(&b, `\u%04x\u%04X`, 0xd800+r>>10, 0xdc00+r&0x3ff)
		case escape:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			short, _ := json.Marshal(string(r))
			b.Write(short[1 : len(short)-1])
		}
	}
	return `"` + b.String() + rapid.SampledFrom([]string{"", "", "", `\ud800`, "\xff", `\/`}).Draw(t, "end") + `"`
}

func value(t *rapid.T, depth int) string {
	kind := rapid.IntRange(0, 6).Draw(t, "kind")
	if depth == 0 {
		kind = min(kind, 2)
	}
	var parts []string
	switch kind {
	case 0:
		return rapid.SampledFrom([]string{"null", "true", "false", "0", "-1.5e10", "10"}).Draw(t, "literal")
	case 1, 2:
		return token(t, anyText.Draw(t, "string"))
	case 3, 4:
		for range rapid.IntRange(0, 4).Draw(t, "items") {
			parts = append(parts, value(t, depth-1))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	}
	for range rapid.IntRange(0, 4).Draw(t, "members") {
		parts = append(parts, token(t, anyText.Draw(t, "name"))+": "+value(t, depth-1))
	}
	return "{" + strings.Join(parts, ",\n  ") + "}"
}

func markup(t *rapid.T, depth int) string {
	escape := func(text string) string {
		text = strings.NewReplacer("&", "&amp;", "<", "&lt;").Replace(text)
		return rapid.SampledFrom([]func(string) string{
			func(s string) string { return s },
			func(s string) string { return strings.ReplaceAll(s, "é", "&eacute;") },
			func(s string) string { return strings.ReplaceAll(s, "a", "&#x61;") },
			func(s string) string { return "<![CDATA[" + s + "]]>" },
			func(s string) string { return s + "</q>" + s },
			func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") },
		}).Draw(t, "way")(text)
	}
	var b strings.Builder
	for range rapid.IntRange(1, 4).Draw(t, "parts") {
		switch rapid.IntRange(0, 3).Draw(t, "part") {
		case 0:
			b.WriteString(escape(anyText.Draw(t, "text")))
		case 1:
			b.WriteString("<!-- " + strings.ReplaceAll(anyText.Draw(t, "comment"), ">", "") + " -->")
		default:
			name := rapid.SampledFrom([]string{"a", "as", "k", "na", "p"}).Draw(t, "name")
			b.WriteString("<" + name)
			if rapid.Bool().Draw(t, "attribute") {
				fmt.Fprintf(&b, ` %s="%s"`, rapid.SampledFrom([]string{"a", "k", "href"}).Draw(t, "key"), strings.NewReplacer(`"`, "", "<", "", "&", "&amp;").Replace(anyText.Draw(t, "value")))
			}
			b.WriteString(">")
			if depth > 0 {
				b.WriteString(markup(t, depth-1))
			}
			b.WriteString("</" + name + ">")
		}
	}
	return b.String()
}

// anyBody draws a document.
func anyBody(t *rapid.T) *document.Document {
	switch rapid.IntRange(0, 5).Draw(t, "format") {
	case 0:
		return document.Parse([]byte("<a>"+markup(t, 3)+"</a>"), document.Hint{Format: document.XML})
	case 1:
		return document.Parse([]byte(markup(t, 3)), document.Hint{Format: document.HTML})
	case 2:
		lines := []string{value(t, 2), "no " + anyText.Draw(t, "line"), value(t, 2)}
		return document.Parse([]byte(strings.Join(lines, "\n")), document.Hint{Format: document.NDJSON})
	case 3:
		whole := value(t, 3)
		return document.ParseJSON([]byte(whole[:rapid.IntRange(0, len(whole)).Draw(t, "cut")]))
	}
	return document.ParseJSON([]byte(value(t, 4)))
}

// TestNodesAreThoseOfAPlainLook holds the hits in random documents to those of a look at every node.
func TestNodesAreThoseOfAPlainLook(t *testing.T) {
	hits := 0
	rapid.Check(t, func(t *rapid.T) {
		d := anyBody(t)
		words := anyText.Filter(func(s string) bool { return s != "" }).Draw(t, "words")
		words = string([]rune(words)[:min(3, len([]rune(words)))])
		want := plain(d, expression(words))
		hits += len(want)
		if diff := cmp.Diff(want, found(find.Nodes(d, find.Words(words)))); diff != "" {
			t.Fatalf("%q in %v %q (-want +got):\n%s", words, d.Format(), d.Bytes(), diff)
		}
	})
	if hits == 0 {
		t.Error("nothing was found: the documents and the words have nothing in common")
	}
}

// TestExpressionsInNodes is the same for regular expressions.
func TestExpressionsInNodes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := anyBody(t)
		part := regexp.QuoteMeta(anyText.Draw(t, "part"))
		text := fmt.Sprintf(rapid.SampledFrom([]string{"%s", "^%s", "%s$", ".%s.", "(%s)+", "[a-k]%s|1", "%s|ak|1", "(n%s|a+)k?", `\b%s`, "%s*", "x?%s"}).Draw(t, "form"), part)
		p, err := find.Regexp(text)
		if err != nil {
			t.Skip(err)
		}
		flags := "(?im)"
		if strings.IndexFunc(part, unicode.IsUpper) >= 0 {
			flags = "(?m)"
		}
		re := regexp.MustCompile(flags + text)
		want := plain(d, func(s string) bool {
			for _, match := range re.FindAllStringIndex(s, -1) {
				if match[0] < match[1] {
					return true
				}
			}
			return false
		})
		if text == "" {
			want = nil
		}
		if diff := cmp.Diff(want, found(find.Nodes(d, p))); diff != "" {
			t.Fatalf("%q in %v %q (-want +got):\n%s", text, d.Format(), d.Bytes(), diff)
		}
	})
}

// TestCharactersAreThoseOfRegexp holds the matches in text to those that regexp finds.
func TestCharactersAreThoseOfRegexp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		body := strings.Join(rapid.SliceOfN(anyText, 0, 20).Draw(t, "body"), "\n")
		words := anyText.Filter(func(s string) bool { return s != "" }).Draw(t, "words")
		d := document.Parse([]byte(body), document.Hint{Format: document.Text})
		quoted := regexp.QuoteMeta(words)
		flags := "(?im)"
		if strings.IndexFunc(words, unicode.IsUpper) >= 0 {
			flags = "(?m)"
		}
		var want []int
		for _, match := range regexp.MustCompile(flags+quoted).FindAllStringIndex(body, -1) {
			want = append(want, match[0])
		}
		p, err := find.Regexp(quoted)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range []*find.Pattern{find.Words(words), p} {
			if diff := cmp.Diff(want, found(find.Characters(d, p))); diff != "" {
				t.Fatalf("%q in %q (-want +got):\n%s", words, body, diff)
			}
		}
	})
}
