package rules

import "github.com/alecthomas/chroma/v2"

// YAML reads it line by line, near enough to tell keys from values. Only at the beginning of a line
// can a key have spaces in it.
func YAML() chroma.Rules {
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
