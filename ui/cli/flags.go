package cli

import (
	"errors"
	"strings"

	"github.com/spf13/pflag"
)

// word is a flag's text whose place in help and completion is named: -o FILE. (pflag's own strings are
// named by backticks in their description, which completion would show.)
type word struct {
	text *string
	name string
}

// String gives the text.
func (w word) String() string { return *w.text }

// Type names the text in help.
func (w word) Type() string { return w.name }

// Set keeps the text. An empty one is a variable of the shell that is not set, more often than not.
func (w word) Set(s string) error {
	if s == "" {
		return errors.New("it is empty")
	}
	*w.text = s
	return nil
}

// words is a flag that may be repeated.
type words struct {
	texts *[]string
	name  string
}

// String gives the texts.
func (w words) String() string { return strings.Join(*w.texts, " ") }

// Type names one text in help.
func (w words) Type() string { return w.name }

// Set adds a text.
func (w words) Set(s string) error {
	*w.texts = append(*w.texts, s)
	return nil
}

var (
	_ pflag.Value = word{}
	_ pflag.Value = words{}
)
