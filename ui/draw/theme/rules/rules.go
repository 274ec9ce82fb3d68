// Package rules has the grammars of the languages that bodies are written in, for the engine of chroma.
// Chroma's own cost every start of the program 10 ms, and read more than a body needs. It knows no colours:
// ui/draw/theme gives its tokens their looks.
//
// Each rule decides by the next few characters or runs to the next special one, and what looks ahead or may
// fail has a most, so that no text makes them slow. Text that is broken, or a part only, is read as far as
// it makes sense: nothing of it is left out.
package rules

import "github.com/alecthomas/chroma/v2"

// quoted are the rules of a string up to its closing quote, which is one character. One without its end goes
// to that of the line.
func quoted(quote string) []chroma.Rule {
	return []chroma.Rule{
		{Pattern: `[^\\\n` + quote + `]+`, Type: chroma.LiteralString},
		{Pattern: `\\[\s\S]`, Type: chroma.LiteralString},
		{Pattern: `\\`, Type: chroma.LiteralString},
		{Pattern: quote, Type: chroma.LiteralString, Mutator: chroma.Pop(1)},
		chroma.Default(chroma.Pop(1)),
	}
}

// blockComment are the rules of a comment from /* to */, behind its start.
func blockComment() []chroma.Rule {
	return []chroma.Rule{
		{Pattern: `[^*]+`, Type: chroma.Comment},
		{Pattern: `\*/`, Type: chroma.Comment, Mutator: chroma.Pop(1)},
		{Pattern: `\*`, Type: chroma.Comment},
	}
}
