package theme

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/alecthomas/chroma/v2"

	"dowse/ui/draw/theme/rules"
)

// lexers are those of the languages. The rules of each are made and compiled when it is first asked for
// tokens, and kept: to compile them takes longer than to read a row.
var lexers = func() map[language]chroma.Lexer {
	script, style := newLexer(rules.JavaScript), newLexer(rules.CSS)
	return map[language]chroma.Lexer{
		xmlText:    newLexer(rules.XML),
		htmlText:   newLexer(func() chroma.Rules { return rules.HTML(script, style) }),
		yamlText:   newLexer(rules.YAML),
		javaScript: script,
		css:        style,
		graphQL:    newLexer(rules.GraphQL),
		markdown:   newLexer(rules.Markdown),
		httpText:   newLexer(rules.HTTP),
	}
}()

func newLexer(rules func() chroma.Rules) chroma.Lexer {
	return chroma.MustNewLexer(&chroma.Config{Name: "dowse"}, rules)
}

// lexed writes text in the colours of its tokens.
func (p *painter) lexed(l chroma.Lexer, text string) error {
	spans, err := lex(l, "root", text)
	for _, span := range spans {
		p.write(span.Role, span.Text)
	}
	return err
}

// lex gives the tokens of a text that begins in a state of its rules, those next to each other that look the
// same as one.
func lex(l chroma.Lexer, state, text string) ([]Span, error) {
	tokens, err := l.Tokenise(&chroma.TokeniseOptions{State: state}, text)
	if err != nil {
		return nil, fmt.Errorf("the colouring of the body: %w", err)
	}
	var spans []Span
	var run strings.Builder
	looks := Plain
	for t := tokens(); t != chroma.EOF; t = tokens() {
		if tokenRoles[t.Type] != looks {
			spans = appendSpan(spans, looks, run.String())
			run.Reset()
			looks = tokenRoles[t.Type]
		}
		run.WriteString(t.Value)
	}
	return appendSpan(spans, looks, run.String()), nil
}

// tokenRoles gives chroma's token types their roles.
var tokenRoles = map[chroma.TokenType]Role{
	chroma.NameTag:         Tag,
	chroma.NameAttribute:   Attribute,
	chroma.NameEntity:      Entity,
	chroma.LiteralString:   String,
	chroma.LiteralNumber:   Number,
	chroma.Keyword:         Keyword,
	chroma.KeywordConstant: Constant,
	chroma.Comment:         Comment,
	chroma.CommentPreproc:  Comment,
	chroma.NameLabel:       Name,
	chroma.GenericHeading:  Heading,
	chroma.GenericStrong:   Heading,
}

// farthest is how many bytes before a row are looked at for what the row is in.
const farthest = 32 << 10

// stateAfter is the state of the rules of a language in which a text begins that stands behind another: in a
// script, a style sheet or a comment of HTML, a comment or CDATA of XML. The last start that has no end decides.
func stateAfter(of language, before []byte) string {
	if of != htmlText && of != xmlText {
		return "root"
	}
	before = before[max(0, len(before)-farthest):]
	comment, cdata, tag := bytes.LastIndex(before, []byte("-->")), bytes.LastIndex(before, []byte("]]>")), bytes.LastIndexByte(before, '>')
	for at := bytes.LastIndexByte(before, '<'); at >= 0; at = bytes.LastIndexByte(before[:at], '<') {
		rest := before[at:min(len(before), at+len("<![CDATA["))]
		begins := func(word string) bool {
			return len(rest) >= len(word) && bytes.EqualFold(rest[:len(word)], []byte(word))
		}
		switch {
		case begins("<!--") && comment < at:
			return "comment"
		case begins("<![CDATA[") && cdata < at:
			return "cdata"
		case of == htmlText && (begins("</script") || begins("</style")):
			return "root"
		case of == htmlText && begins("<script") && tag > at:
			return "script"
		case of == htmlText && begins("<style") && tag > at:
			return "style"
		}
	}
	return "root"
}
