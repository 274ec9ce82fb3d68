package rules

import "github.com/alecthomas/chroma/v2"

// Markdown reads CommonMark line by line: headings, fences, quotes, list marks, and in a line code, what is
// strong, and links.
func Markdown() chroma.Rules {
	return chroma.Rules{
		"root": {
			{Pattern: `^ {0,3}#{1,6}(?=[ \t\n]|$)[^\n]*`, Type: chroma.GenericHeading},
			{Pattern: "^ {0,3}```[^`\n]*$", Type: chroma.LiteralString, Mutator: chroma.Push("backticks")},
			{Pattern: `^ {0,3}~~~[^\n]*$`, Type: chroma.LiteralString, Mutator: chroma.Push("tildes")},
			{Pattern: `^ {0,3}>[^\n]*`, Type: chroma.Comment},
			{Pattern: `^ {0,3}(-{3,}|\*{3,}|_{3,}|={3,})[ \t]*$`, Type: chroma.Comment},
			{Pattern: `^[ \t]{0,64}([-*+]|[0-9]{1,9}[.)])(?=[ \t])`, Type: chroma.Keyword},
			{Pattern: "`[^`\n]{1,256}`", Type: chroma.LiteralString},
			{Pattern: `\*\*[^*\n]{1,256}\*\*`, Type: chroma.GenericStrong},
			{Pattern: `(!?\[[^\[\]\n]{0,256}\])(\([^()\s]{0,256}\))`, Type: chroma.ByGroups(chroma.NameLabel, chroma.NameAttribute)},
			{Pattern: `<https?://[^<>\s]{1,256}>`, Type: chroma.NameAttribute},
			{Pattern: `&#?[0-9A-Za-z]{1,32};`, Type: chroma.NameEntity},
			{Pattern: `\\[\s\S]`, Type: chroma.Text},
			{Pattern: "[^\n`*!\\[<&\\\\]+", Type: chroma.Text},
			{Pattern: `[\s\S]`, Type: chroma.Text},
		},
		"backticks": fenced("```"),
		"tildes":    fenced("~~~"),
	}
}

// fenced are the rules of a block of code up to its closing fence.
func fenced(fence string) []chroma.Rule {
	return []chroma.Rule{
		{Pattern: `^ {0,3}` + fence + `+[ \t]*$`, Type: chroma.LiteralString, Mutator: chroma.Pop(1)},
		{Pattern: `[^\n]+`, Type: chroma.LiteralString},
		{Pattern: `\n`, Type: chroma.Text},
	}
}
