package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"

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
	if slices.Contains(c.words, s) {
		*c.value = s
		return nil
	}
	return fmt.Errorf("it is %s", strings.Join(c.words, " or "))
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
	var text bytes.Buffer
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(report); err != nil {
		return err
	}
	if p.tty() {
		return p.printf("%s", escaped(text.String()))
	}
	return p.write(text.Bytes())
}

// escaped is JSON in which everything that a terminal would obey is written as \uXXXX (RFC 8259 section 7).
func escaped(text string) string {
	var b strings.Builder
	for _, r := range text {
		if s := string(r); safe(s) == s {
			b.WriteString(s)
			continue
		}
		for _, unit := range utf16.Encode([]rune{r}) {
			fmt.Fprintf(&b, `\u%04x`, unit)
		}
	}
	return b.String()
}

// printf writes text of ours to stdout.
func (p *Program) printf(format string, args ...any) error {
	_, err := fmt.Fprintf(p.Out, format, args...)
	return written(err)
}
