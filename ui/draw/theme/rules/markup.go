package rules

import "github.com/alecthomas/chroma/v2"

// XML reads markup, well-formed or not. A text may begin in "comment" or "cdata" too.
func XML() chroma.Rules {
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
			{Pattern: `-->`, Type: chroma.Comment, Mutator: toRoot()},
			{Pattern: `-`, Type: chroma.Comment},
		},
		"cdata": {
			{Pattern: `[^\]]+`, Type: chroma.Text},
			{Pattern: `\]\]>`, Type: chroma.CommentPreproc, Mutator: toRoot()},
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

// HTML reads XML whose elements script and style hold other languages, up to their end tags, whatever is in
// them. A text may begin in "script" or "style" too.
func HTML(script, style chroma.Lexer) chroma.Rules {
	rules := XML()
	root := []chroma.Rule{
		{Pattern: `(?i)<script(?=[\s/>])`, Type: chroma.NameTag, Mutator: chroma.Push("script tag")},
		{Pattern: `(?i)<style(?=[\s/>])`, Type: chroma.NameTag, Mutator: chroma.Push("style tag")},
	}
	rules["root"] = append(root, rules["root"]...)
	for name, inside := range map[string]chroma.Lexer{"script": script, "style": style} {
		start := chroma.Rule{Pattern: `>`, Type: chroma.NameTag, Mutator: chroma.Push("#pop", name)}
		rules[name+" tag"] = append([]chroma.Rule{start}, rules["tag"]...)
		rules[name] = []chroma.Rule{
			{Pattern: `(?i)(?>[^<]+|<(?!/` + name + `[\s/>]))+`, Type: chroma.UsingLexer(inside)},
			chroma.Default(toRoot()),
		}
	}
	return rules
}

// toRoot leaves a state that is entered from the root only, or that a text began in.
func toRoot() chroma.Mutator {
	return chroma.MutatorFunc(func(s *chroma.LexerState) error {
		s.Stack = append(s.Stack[:0], "root")
		return nil
	})
}
