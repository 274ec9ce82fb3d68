package filter

import (
	"fmt"
	"strings"

	"dowse/client/document"
)

// Language is what a filter is written in.
type Language uint8

// The languages.
const (
	JSONPath Language = iota // RFC 9535
	JQ                       // jq 1.7, as gojq has it: the members of an object come in the order of their names
	XPath                    // XPath 1.0
	CSS                      // Selectors of the W3C
	Lines                    // lines that hold a text, or match /a regular expression/
)

var languages = [...]struct{ name, prefix, example string }{
	JSONPath: {"JSONPath", "jsonpath:", "`$.items[*].id`"},
	JQ:       {"jq", "jq:", "`.items[].id`"},
	XPath:    {"XPath", "xpath:", "`//item/@id`"},
	CSS:      {"CSS", "css:", "`a[href]`"},
	Lines:    {"lines", "lines:", "a part of the lines to keep, or `/a regular expression/`"},
}

// String is the name of the language as people write it.
func (l Language) String() string { return languages[l].name }

// example is what a filter in the language may look like.
func (l Language) example() string { return languages[l].example }

// Detect is the language of a filter over a body of a format. The first that holds decides:
//
//   - a prefix, after which the filter stands exactly as it is meant: jsonpath: jq: xpath: css: lines:
//   - text and binary are filtered by lines;
//   - XML by XPath;
//   - HTML by XPath when the filter begins with `/`, `(`, `./` or `..`, or has `//`, `::` or `@` outside of quotes, else by CSS;
//   - all else, which is browsed as JSON, by JSONPath when the filter begins with `$`, else by jq.
func Detect(src string, format document.Format) Language {
	language, _ := split(src, format)
	return language
}

// split is the language of a filter and the filter without its prefix.
func split(src string, format document.Format) (Language, string) {
	for l := range languages {
		if rest, ok := strings.CutPrefix(strings.TrimLeft(src, " "), languages[l].prefix); ok {
			return Language(l), rest
		}
	}
	trimmed := strings.TrimSpace(src)
	switch format {
	case document.Text, document.Binary:
		return Lines, src // blank space may be looked for
	case document.XML:
		return XPath, trimmed
	case document.HTML:
		if looksXPath(trimmed) {
			return XPath, trimmed
		}
		return CSS, trimmed
	}
	if strings.HasPrefix(trimmed, "$") {
		return JSONPath, trimmed
	}
	return JQ, trimmed
}

// looksXPath tells XPath from a selector.
func looksXPath(src string) bool {
	for _, start := range []string{"/", "(", "./", ".."} {
		if strings.HasPrefix(src, start) {
			return true
		}
	}
	bare := withoutQuoted(src)
	return strings.Contains(bare, "//") || strings.Contains(bare, "::") || strings.Contains(bare, "@")
}

// withoutQuoted is a filter without its quoted parts.
func withoutQuoted(src string) string {
	var b strings.Builder
	var quote rune
	for _, r := range src {
		switch {
		case quote != 0:
			if r == quote {
				quote = 0
			}
		case r == '"' || r == '\'':
			quote = r
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// fits tells why a language cannot be used on a document.
func (l Language) fits(d *document.Document) error {
	var instead string
	switch {
	case d.Format() == document.Binary:
		return fmt.Errorf("the body is no text, so there is nothing to filter; choose another type for it")
	case d.IsText() && l != Lines:
		instead = "remove `" + languages[l].prefix + "`"
	case d.IsMarkup() && l != XPath && l != CSS:
		instead = "use XPath such as " + XPath.example()
	case d.IsJSON() && l != JSONPath && l != JQ:
		instead = "use JSONPath such as " + JSONPath.example() + ", or jq such as " + JQ.example()
	default:
		return nil
	}
	return fmt.Errorf("%s does not work on %s; %s", l, d.Format(), instead)
}
