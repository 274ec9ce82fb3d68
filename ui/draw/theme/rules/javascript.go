package rules

import (
	"slices"

	"github.com/alecthomas/chroma/v2"
)

// JavaScript reads ECMAScript (ECMA-262), and of TypeScript what looks the same. In "operand", behind a value,
// a slash divides; elsewhere it may begin a regular expression, which is read up to 256 characters long.
func JavaScript() chroma.Rules {
	const (
		keywords = `(as|async|await|break|case|catch|class|const|continue|debugger|default|delete|do|else|enum|export|extends|finally|for|from|` +
			`function|if|import|in|instanceof|let|new|of|return|static|switch|throw|try|typeof|var|void|while|with|yield)`
		constants = `(true|false|null|undefined|this|super|NaN|Infinity)`
		wordEnd   = `(?![\p{L}\p{N}_$])`
		number    = `(0[xXbBoO][0-9a-fA-F_]+|[0-9][0-9_]*(\.[0-9_]*)?([eE][+-]?[0-9_]+)?|\.[0-9][0-9_]*([eE][+-]?[0-9_]+)?)n?`
		pattern   = `/(?![*/])(\\.|\[(\\.|[^\]\\\n]){0,256}\]|[^/\\\[\n]){1,256}/[a-z]{0,8}`
	)
	comments := []chroma.Rule{
		{Pattern: `\s+`, Type: chroma.Text},
		{Pattern: `//[^\n]*`, Type: chroma.Comment},
		{Pattern: `/\*`, Type: chroma.Comment, Mutator: chroma.Push("comment")},
	}
	expression := append(slices.Clip(comments), []chroma.Rule{
		{Pattern: pattern, Type: chroma.LiteralString, Mutator: chroma.Push("operand")},
		{Pattern: keywords + wordEnd, Type: chroma.Keyword},
		{Pattern: constants + wordEnd, Type: chroma.KeywordConstant, Mutator: chroma.Push("operand")},
		{Pattern: `[\p{L}_$#@][\p{L}\p{N}_$]*`, Type: chroma.Text, Mutator: chroma.Push("operand")},
		{Pattern: number, Type: chroma.LiteralNumber, Mutator: chroma.Push("operand")},
		{Pattern: `"`, Type: chroma.LiteralString, Mutator: chroma.Push("operand", "double")},
		{Pattern: `'`, Type: chroma.LiteralString, Mutator: chroma.Push("operand", "single")},
		{Pattern: "`", Type: chroma.LiteralString, Mutator: chroma.Push("operand", "template")},
		{Pattern: `[)\]]`, Type: chroma.Text, Mutator: chroma.Push("operand")},
		{Pattern: `[\s\S]`, Type: chroma.Text},
	}...)
	braces := func(closing chroma.TokenType) []chroma.Rule {
		return append([]chroma.Rule{
			{Pattern: `\{`, Type: chroma.Text, Mutator: chroma.Push("braces")},
			{Pattern: `\}`, Type: closing, Mutator: chroma.Pop(1)},
		}, expression...)
	}
	return chroma.Rules{
		"root":         expression,
		"operand":      append(slices.Clip(comments), chroma.Rule{Pattern: `/`, Type: chroma.Text, Mutator: chroma.Pop(1)}, chroma.Default(chroma.Pop(1))),
		"comment":      blockComment(),
		"double":       quoted(`"`),
		"single":       quoted(`'`),
		"substitution": braces(chroma.NameEntity),
		"braces":       braces(chroma.Text),
		"template": {
			{Pattern: "[^`\\\\$]+", Type: chroma.LiteralString},
			{Pattern: `\\[\s\S]`, Type: chroma.LiteralString},
			{Pattern: `\$\{`, Type: chroma.NameEntity, Mutator: chroma.Push("substitution")},
			{Pattern: "`", Type: chroma.LiteralString, Mutator: chroma.Pop(1)},
			{Pattern: `[\s\S]`, Type: chroma.LiteralString},
		},
	}
}
