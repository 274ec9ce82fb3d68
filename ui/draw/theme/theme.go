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
		body = append(body[:len(body):len(body)], '\n')
	}
	text := terminal.Safe(terminal.Untrusted(body))
	if lexer := lexerOf(contentType); lexer != nil && p.palette != nil && len(text) <= maxLexed {
		return p.lexed(lexer, text)
	}
	p.write(Plain, text)
	return nil
}

// language is what a lexer of ours reads.
type language uint8

const (
	noLanguage language = iota
	markup              // HTML and XML
	yamlText
	jsonText
)

// languageOf is the language of a media type (RFC 9110 section 8.3.1).
func languageOf(contentType string) language {
	media, _, err := mime.ParseMediaType(contentType)
	if err != nil {
		media, _, _ = strings.Cut(strings.ToLower(contentType), ";") // a bad parameter does not matter here
		media = strings.TrimSpace(media)
	}
	_, subtype, _ := strings.Cut(media, "/")
	switch {
	case subtype == "json", strings.HasSuffix(subtype, "+json"):
		return jsonText
	case subtype == "html", subtype == "xml", strings.HasSuffix(subtype, "+xml"):
		return markup
	case subtype == "yaml", subtype == "x-yaml", strings.HasSuffix(subtype, "+yaml"):
		return yamlText
	}
	return noLanguage
}
