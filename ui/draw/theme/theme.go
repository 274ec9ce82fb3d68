// Package theme is what things look like: palettes, which are data, and the colouring of bodies. It is the
// only package that names colours. It decides nothing about layout, and what a terminal can show is
// ui/terminal's to know.
//
//	body ──document──> JSON: indented, coloured token by token
//	            └────> other text: made safe, then lexed by chroma where its type has a lexer
package theme

import (
	"bufio"
	"bytes"
	"io"
	"mime"
	"slices"
	"strings"

	"dowse/client/document"
	"dowse/ui/terminal"
)

// maxLexed is the size in bytes up to which text is lexed for colours: chroma takes a second for a megabyte.
const maxLexed = 128 << 10

// Body writes a body for a person at a terminal that shows depth colours: JSON indented, with the order of
// its keys, repeated keys and the text of numbers and strings as received; anything else as it is, with a
// line feed at its end. Text that is not JSON has no colours above 128 KiB. Nothing of the body reaches the
// terminal as a control: what terminal.Safe marks is marked. The error is that of w.
func Body(w io.Writer, d *document.Document, contentType string, depth terminal.Depth) error {
	out := bufio.NewWriterSize(w, 64<<10)
	p := &painter{out: out}
	if depth > terminal.Plain {
		palette, err := load(Terminal, depth)
		if err != nil {
			return err
		}
		p.palette = palette
	}
	if d.Format() == document.JSON && d.Problem() == nil {
		p.json(d.Bytes())
	} else if err := p.text(d.Body(), contentType); err != nil {
		return err
	}
	return out.Flush()
}

// IsPlain says whether text of a media type has no colours.
func IsPlain(contentType string) bool { return languageOf(contentType) == noLanguage }

// text writes text that is not JSON, or not all of it.
func (p *painter) text(body []byte, contentType string) error {
	body = bytes.ReplaceAll(body, []byte("\r\n"), []byte("\n"))
	if len(body) > 0 && body[len(body)-1] != '\n' {
		body = append(slices.Clip(body), '\n')
	}
	text := terminal.Safe(terminal.Untrusted(body))
	if lexer := lexers[languageOf(contentType)]; lexer != nil && p.palette != nil && len(text) <= maxLexed {
		return p.lexed(lexer, text)
	}
	p.write(Plain, text)
	return nil
}

// language is what a body is written in, as far as it has colours.
type language uint8

const (
	noLanguage language = iota
	jsonText
	xmlText
	htmlText
	yamlText
	javaScript
	css
	graphQL
	markdown
	httpText
)

// subtypes are the languages of media types that do not end with the name of a format.
var subtypes = map[string]language{
	"json": jsonText, "xml": xmlText, "html": htmlText, "xhtml+xml": htmlText, "yaml": yamlText, "x-yaml": yamlText,
	"javascript": javaScript, "x-javascript": javaScript, "ecmascript": javaScript, "css": css, "graphql": graphQL,
	"markdown": markdown, "x-markdown": markdown, "http": httpText,
}

// suffixes are the formats that the name of a subtype may end with (RFC 6838 section 4.2.8).
var suffixes = map[string]language{"json": jsonText, "xml": xmlText, "yaml": yamlText}

// languageOf is the language of a media type (RFC 9110 section 8.3.1).
func languageOf(contentType string) language {
	media, _, err := mime.ParseMediaType(contentType)
	if err != nil {
		media, _, _ = strings.Cut(strings.ToLower(contentType), ";") // a bad parameter does not matter here
		media = strings.TrimSpace(media)
	}
	_, subtype, _ := strings.Cut(media, "/")
	if known, ok := subtypes[subtype]; ok {
		return known
	}
	return suffixes[subtype[strings.LastIndexByte(subtype, '+')+1:]]
}
