package rules

import "github.com/alecthomas/chroma/v2"

// GraphQL reads operations and schemas. A word of the language is one only where a name or a brace follows,
// since a field may be named type or query too.
func GraphQL() chroma.Rules {
	const keywords = `(query|mutation|subscription|fragment|on|type|input|enum|interface|union|scalar|schema|extend|implements|directive|repeatable)`
	return chroma.Rules{
		"root": {
			{Pattern: `[\s,]+`, Type: chroma.Text},
			{Pattern: `#[^\n]*`, Type: chroma.Comment},
			{Pattern: `"""`, Type: chroma.LiteralString, Mutator: chroma.Push("block")},
			{Pattern: `"`, Type: chroma.LiteralString, Mutator: chroma.Push("string")},
			{Pattern: keywords + `(?=[ \t]{1,8}[A-Za-z_@{&])`, Type: chroma.Keyword},
			{Pattern: `\.\.\.`, Type: chroma.Keyword},
			{Pattern: `(true|false|null)(?![A-Za-z0-9_])`, Type: chroma.KeywordConstant},
			{Pattern: `\$[A-Za-z_][A-Za-z0-9_]*`, Type: chroma.NameEntity},
			{Pattern: `@[A-Za-z_][A-Za-z0-9_]*`, Type: chroma.NameAttribute},
			{Pattern: `[A-Za-z_][A-Za-z0-9_]*(?=[ \t]{0,8}:)`, Type: chroma.NameLabel},
			{Pattern: `[A-Z][A-Za-z0-9_]*`, Type: chroma.NameTag},
			{Pattern: `[A-Za-z_][A-Za-z0-9_]*`, Type: chroma.Text},
			{Pattern: `-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?`, Type: chroma.LiteralNumber},
			{Pattern: `[\s\S]`, Type: chroma.Text},
		},
		"block": {
			{Pattern: `[^"\\]+`, Type: chroma.LiteralString},
			{Pattern: `\\"""`, Type: chroma.LiteralString},
			{Pattern: `"""`, Type: chroma.LiteralString, Mutator: chroma.Pop(1)},
			{Pattern: `[\s\S]`, Type: chroma.LiteralString},
		},
		"string": quoted(`"`),
	}
}
