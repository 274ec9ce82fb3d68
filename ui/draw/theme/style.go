package theme

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/alecthomas/chroma/v2"

	"dowse/ui/terminal"
)

// styleKey is what a palette names a style of chroma by: an XML file, whose colours the roles of text in a body
// have that the palette itself gives none.
const styleKey = "chroma-style"

// styledAs are the token types whose looks in a style the roles of text in a body have.
var styledAs = map[Role]chroma.TokenType{
	Name: chroma.NameTag, String: chroma.LiteralString, Number: chroma.LiteralNumber, Constant: chroma.KeywordConstant, Tag: chroma.NameTag,
	Attribute: chroma.NameAttribute, Entity: chroma.NameEntity, Comment: chroma.Comment, Keyword: chroma.Keyword,
}

// addStyle gives the roles of text in a body that have no look yet those of a style.
func (p palette) addStyle(file string, read func(string) ([]byte, error), depth terminal.Depth) error {
	if read == nil {
		return fmt.Errorf("%s: %s cannot be read here", styleKey, file)
	}
	data, err := read(file)
	if err != nil {
		return fmt.Errorf("%s: %w", styleKey, err)
	}
	style, err := chroma.NewXMLStyle(bytes.NewReader(data))
	if err == nil && len(style.Types()) == 0 {
		err = errors.New("it has no entries")
	}
	if err != nil {
		return fmt.Errorf("%s: %s is no style of chroma: %w", styleKey, file, err)
	}
	for role, as := range styledAs {
		if _, written := p[role]; written {
			continue
		}
		if p[role], err = parameters(styleWords(style.Get(as)), depth); err != nil {
			return fmt.Errorf("%s: %s: %s: %w", styleKey, file, as, err)
		}
	}
	return nil
}

// styleWords is an entry of a style in the words of a palette. Its background is left out: bodies stand on that of
// the screen.
func styleWords(e chroma.StyleEntry) string {
	var words []string
	if e.Bold == chroma.Yes {
		words = append(words, "bold")
	}
	if e.Italic == chroma.Yes {
		words = append(words, "italic")
	}
	if e.Underline == chroma.Yes {
		words = append(words, "underline")
	}
	if e.Colour.IsSet() {
		words = append(words, e.Colour.String())
	}
	return strings.Join(words, " ")
}
