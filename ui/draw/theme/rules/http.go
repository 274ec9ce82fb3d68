package rules

import "github.com/alecthomas/chroma/v2"

// HTTP reads a message of HTTP/1.1 (RFC 9112): a first line, fields, and a body without colours.
func HTTP() chroma.Rules {
	return chroma.Rules{
		"root": {
			{
				Pattern: `^([A-Z]{1,32})( )([^ \n]+)( )(HTTP/[0-9.]{1,8})(?=\n|$)`,
				Type:    chroma.ByGroups(chroma.Keyword, chroma.Text, chroma.NameLabel, chroma.Text, chroma.KeywordConstant),
			},
			{
				Pattern: `^(HTTP/[0-9.]{1,8})( )([0-9]{3})([^\n]*)`,
				Type:    chroma.ByGroups(chroma.KeywordConstant, chroma.Text, chroma.LiteralNumber, chroma.Text),
			},
			{
				Pattern: "^([!#$%&'*+.^_`|~0-9A-Za-z-]+)(:)([^\n]*)",
				Type:    chroma.ByGroups(chroma.NameAttribute, chroma.Text, chroma.LiteralString),
			},
			{Pattern: `^\n`, Type: chroma.Text, Mutator: chroma.Push("body")},
			{Pattern: `[^\n]+`, Type: chroma.Text},
			{Pattern: `\n`, Type: chroma.Text},
		},
		"body": {{Pattern: `[\s\S]+`, Type: chroma.Text}},
	}
}
