package theme

import (
	"fmt"
	"strings"

	"github.com/alecthomas/chroma/v2"
)

// lexerOf is the lexer for a content type, or nil. The lexers are ours: chroma's own cost every start of
// the program 10 ms. Each of their rules decides by the next few characters or runs to the next special
// one, so that no text makes them slow.
func lexerOf(contentType string) func() chroma.Rules {
	switch languageOf(contentType) {
	case markup:
		return markupRules
	case yamlText:
		return yamlRules
	}
	return nil
}

// lexed writes text in the colours of its tokens.
func (p *painter) lexed(rules func() chroma.Rules, text string) error {
	spans, err := lex(rules, text)
	for _, span := range spans {
		p.write(span.Role, span.Text)
	}
	return err
}

// lex gives the tokens of text, those next to each other that look the same as one.
func lex(rules func() chroma.Rules, text string) ([]Span, error) {
	lexer, err := chroma.NewLexer(&chroma.Config{Name: "dowse"}, rules)
	if err != nil {
		return nil, fmt.Errorf("the colouring of the body: %w", err)
	}
	tokens, err := lexer.Tokenise(&chroma.TokeniseOptions{State: "root"}, text)
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
	chroma.KeywordConstant: Constant,
	chroma.Comment:         Comment,
	chroma.CommentPreproc:  Comment,
	chroma.NameLabel:       Name,
}

// markupRules read XML and HTML, well-formed or not.
func markupRules() chroma.Rules {
	return chroma.Rules{
		"root": {
			{Pattern: `[^<&]+`, Type: chroma.Text},
			{Pattern: `<!--`, Type: chroma.Comment, Mutator: chroma.Push("comment")},
			{Pattern: `<!\[CDATA\[`, Type: chroma.CommentPreproc, Mutator: chroma.Push("cdata")},
			{Pattern: `<[!?]`, Type: chroma.CommentPreproc, Mutator: chroma.Push("declaration")},
			{Pattern: `</?[\p{L}_:][^\s/<>="']*`, Type: chroma.NameTag, Mutator: chroma.Push("tag")},
			{Pattern: `&#?[0-9A-Za-z]{1,32};`, Type: chroma.NameEntity},
			{Pattern: `[<&]`, Type: chroma.Text},
		},
		"comment": {
			{Pattern: `[^-]+`, Type: chroma.Comment},
			{Pattern: `-->`, Type: chroma.Comment, Mutator: chroma.Pop(1)},
			{Pattern: `-`, Type: chroma.Comment},
		},
		"cdata": {
			{Pattern: `[^\]]+`, Type: chroma.Text},
			{Pattern: `\]\]>`, Type: chroma.CommentPreproc, Mutator: chroma.Pop(1)},
			{Pattern: `\]`, Type: chroma.Text},
		},
		"declaration": {
			{Pattern: `[^>]+`, Type: chroma.CommentPreproc},
			{Pattern: `>`, Type: chroma.CommentPreproc, Mutator: chroma.Pop(1)},
		},
		"tag": {
			{Pattern: `\s+`, Type: chroma.Text},
			{Pattern: `/?>`, Type: chroma.NameTag, Mutator: chroma.Pop(1)},
			{Pattern: `[^\s/<>="']+`, Type: chroma.NameAttribute},
			{Pattern: `"`, Type: chroma.LiteralString, Mutator: chroma.Push("double")},
			{Pattern: `'`, Type: chroma.LiteralString, Mutator: chroma.Push("single")},
			{Pattern: `<`, Type: chroma.Text, Mutator: chroma.Pop(1)},
			{Pattern: `[=/]`, Type: chroma.Text},
		},
		"double": {
			{Pattern: `[^"]+`, Type: chroma.LiteralString},
			{Pattern: `"`, Type: chroma.LiteralString, Mutator: chroma.Pop(1)},
		},
		"single": {
			{Pattern: `[^']+`, Type: chroma.LiteralString},
			{Pattern: `'`, Type: chroma.LiteralString, Mutator: chroma.Pop(1)},
		},
	}
}

// yamlRules read YAML line by line, near enough to tell keys from values. Only at the beginning of a line
// can a key have spaces in it.
func yamlRules() chroma.Rules {
	const (
		colon = `(?=:([ \t\n]|$))`
		end   = `(?=[ \t]*([\n,\]}]|$))`
	)
	return chroma.Rules{
		"root": {
			{Pattern: `[ \t\n]+`, Type: chroma.Text},
			{Pattern: `#[^\n]*`, Type: chroma.Comment},
			{Pattern: `[-?](?=[ \t\n])`, Type: chroma.Punctuation},
			{Pattern: `[\p{L}\p{N}_./$-][^\n:#"',\[\]{}]*` + colon, Type: chroma.NameLabel, Mutator: chroma.Push("line")},
			chroma.Default(chroma.Push("line")),
		},
		"line": {
			{Pattern: `\n`, Type: chroma.Text, Mutator: chroma.Pop(1)},
			{Pattern: `[ \t]+`, Type: chroma.Text},
			{Pattern: `#[^\n]*`, Type: chroma.Comment},
			{Pattern: `[\p{L}\p{N}_./$-]+` + colon, Type: chroma.NameLabel},
			{Pattern: `(true|false|null|~)` + end, Type: chroma.KeywordConstant},
			{Pattern: `-?[0-9][0-9._eE+-]*` + end, Type: chroma.LiteralNumber},
			{Pattern: `"`, Type: chroma.LiteralString, Mutator: chroma.Push("double")},
			{Pattern: `'`, Type: chroma.LiteralString, Mutator: chroma.Push("single")},
			{Pattern: `:(?=[ \t\n]|$)`, Type: chroma.Punctuation},
			{Pattern: `[,\[\]{}]`, Type: chroma.Punctuation},
			{Pattern: `:`, Type: chroma.LiteralString},
			{Pattern: `[^\s,\[\]{}:#]+(#+[^\s,\[\]{}:#]+)*#*`, Type: chroma.LiteralString},
		},
		"double": {
			{Pattern: `[^"\\]+`, Type: chroma.LiteralString},
			{Pattern: `\\[\s\S]`, Type: chroma.LiteralString},
			{Pattern: `\\`, Type: chroma.LiteralString},
			{Pattern: `"`, Type: chroma.LiteralString, Mutator: chroma.Pop(1)},
		},
		"single": {
			{Pattern: `[^']+`, Type: chroma.LiteralString},
			{Pattern: `'`, Type: chroma.LiteralString, Mutator: chroma.Pop(1)},
		},
	}
}
