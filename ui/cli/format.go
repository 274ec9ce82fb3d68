package cli

import (
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// schemaVersion is the version of every command's --format json.
const schemaVersion = 1

// The formats that --format takes.
const (
	formatText = "text"
	formatJSON = "json"
)

// choice is a flag that takes one of a few words.
type choice struct {
	value *string
	words []string
}

// String gives the word that is set.
func (c choice) String() string { return *c.value }

// Type names the flag's value in help.
func (c choice) Type() string { return "FORMAT" }

// Set takes one of the words.
func (c choice) Set(s string) error {
	for _, w := range c.words {
		if s == w {
			*c.value = s
			return nil
		}
	}
	return fmt.Errorf("it is one of %v", c.words)
}

var _ pflag.Value = choice{}

// addFormat gives a command --format text|json.
func addFormat(cmd *cobra.Command, format *string) {
	*format = formatText
	words := []string{formatText, formatJSON}
	cmd.Flags().Var(choice{format, words}, "format", "text or json")
	complete(cmd, "format", words...)
}

// printJSON writes a report for a machine to stdout.
func (p *Program) printJSON(report any) error {
	e := json.NewEncoder(p.Out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return written(e.Encode(report))
}

// printf writes text of ours to stdout.
func (p *Program) printf(format string, args ...any) error {
	_, err := fmt.Fprintf(p.Out, format, args...)
	return written(err)
}
