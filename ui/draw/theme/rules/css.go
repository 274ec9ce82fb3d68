package rules

import "github.com/alecthomas/chroma/v2"

// CSS reads style sheets. A word before a colon is a property where its line has a semicolon, a closing brace
// or nothing more before the next opening brace; else it is a selector. So a line alone is read as it would
// be in its place.
func CSS() chroma.Rules {
	const (
		word     = `-{0,2}[\p{L}_][\p{L}\p{N}_-]*`
		property = word + `(?=[ \t]{0,8}:[^{};\n]{0,256}([;}\n]|$))`
	)
	common := []chroma.Rule{
		{Pattern: `/\*`, Type: chroma.Comment, Mutator: chroma.Push("comment")},
		{Pattern: `"`, Type: chroma.LiteralString, Mutator: chroma.Push("double")},
		{Pattern: `'`, Type: chroma.LiteralString, Mutator: chroma.Push("single")},
	}
	return chroma.Rules{
		"root": append([]chroma.Rule{
			{Pattern: `\s+`, Type: chroma.Text},
			{Pattern: `@` + word, Type: chroma.Keyword},
			{Pattern: property, Type: chroma.NameAttribute, Mutator: chroma.Push("value")},
			{Pattern: `[.#]?` + word, Type: chroma.NameTag},
			{Pattern: `::?` + word, Type: chroma.NameEntity},
		}, append(common, chroma.Rule{Pattern: `[\s\S]`, Type: chroma.Text})...),
		"value": append([]chroma.Rule{
			{Pattern: `(?=[;{}\n])`, Mutator: chroma.Pop(1)},
			{Pattern: `[ \t]+`, Type: chroma.Text},
			{Pattern: `#[0-9a-fA-F]{3,8}`, Type: chroma.LiteralNumber},
			{Pattern: `[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)(%|[a-zA-Z]+)?`, Type: chroma.LiteralNumber},
			{Pattern: `![ \t]*` + word, Type: chroma.Keyword},
			{Pattern: word + `(?=\()`, Type: chroma.Text},
			{Pattern: `--` + word, Type: chroma.NameEntity},
			{Pattern: word, Type: chroma.KeywordConstant},
		}, append(common, chroma.Rule{Pattern: `[\s\S]`, Type: chroma.Text})...),
		"comment": blockComment(),
		"double":  quoted(`"`),
		"single":  quoted(`'`),
	}
}
