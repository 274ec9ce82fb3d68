package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"dowse/client/document"
	"dowse/client/mapping/emit"
	"dowse/client/sample"
	"dowse/client/schema"
	"dowse/collections"
	"dowse/collections/disk"
	"dowse/collections/spelling"
)

// exportHelp is what `dowse export --help` says; the formats follow.
const exportHelp = `export writes a mapping in the words of another tool, to stdout. What the tool
has no words for is an error that names the field.

--write puts it into a file beside the mapping, and -o FILE into that one.
--check writes nothing: it fails where that file is not what would be written.

The formats that end in -source say what the source's rows are. They are sent
for, or read from a file with --input.

FORMAT is one of
`

// exportFlags say where an export goes.
type exportFlags struct {
	output       string
	write, check bool
	input        string
}

func (p *Program) exportCommand() *cobra.Command {
	var where workspaceFlags
	var f exportFlags
	var first planning
	long := exportHelp
	var names []string
	for _, format := range emit.Formats() {
		names = append(names, format.Name)
		long += fmt.Sprintf("  %-19s %s\n", format.Name, format.Title)
	}
	cmd := &cobra.Command{
		Use:   "export FORMAT MAPPING",
		Short: "a mapping for another tool: jq, JSON Schema, n8n and others",
		Long:  strings.TrimSuffix(long, "\n"),
		Example: `  dowse export jq order_to_invoice > invoices.jq
  dowse export typescript order_to_invoice -o src/invoice.ts
  dowse export jq order_to_invoice --check`,
		GroupID: groupSend,
		Args:    exactly("a format and a mapping", 2),
		ValidArgsFunction: func(cmd *cobra.Command, args []string, word string) ([]string, cobra.ShellCompDirective) {
			if len(args) == 0 {
				return names, cobra.ShellCompDirectiveNoFileComp
			}
			return p.completeMapping(cmd, args[1:], word)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			format, ok := emit.Find(args[0])
			if !ok {
				if near := spelling.Nearest(args[0], names); near != "" {
					return usage("there is no format %q; the nearest is %s", args[0], near)
				}
				return usage("there is no format %q; there are %s", args[0], strings.Join(names, ", "))
			}
			w, m, err := p.findMapping(where, args[1])
			if err != nil {
				return err
			}
			w.planning = first
			return p.runExport(cmd.Context(), w, m, format, f)
		},
	}
	where.add(p, cmd)
	first.add(cmd, false)
	cmd.Flags().VarP(word{&f.output, "FILE"}, "output", "o", "write it to a file")
	cmd.Flags().BoolVar(&f.write, "write", false, "write it to a file beside the mapping")
	cmd.Flags().BoolVar(&f.check, "check", false, "fail if that file is not up to date")
	cmd.Flags().Var(word{&f.input, "FILE"}, "input", "rows of the source from a file; - is stdin")
	return cmd
}

func (p *Program) runExport(ctx context.Context, w *workspace, m *collections.Mapping, format emit.Format, f exportFlags) error {
	in, err := p.exported(ctx, w, m, format, f.input)
	if err != nil {
		return err
	}
	text, err := format.Write(in)
	if err != nil {
		return &exitError{exitFailed, fmt.Errorf("%s cannot say this mapping: %w", format.Name, err)}
	}
	path := f.output
	if path == "" {
		path = filepath.Join(w.Collection.Root, "mappings", filepath.Dir(filepath.FromSlash(m.ID)), format.File(m))
	}
	switch {
	case f.check:
		return checkExport(path, text)
	case f.output == "-" || f.output == "" && !f.write:
		if p.tty() {
			return p.printf("%s", safe(string(text)))
		}
		return p.write(text)
	}
	if err := writeFile(path, text); err != nil {
		return err
	}
	p.say("written to %s", path)
	return nil
}

// writeFile puts text into a file, all of it or none.
func writeFile(path string, text []byte) error {
	if err := disk.Put(filepath.Dir(path), filepath.Base(path), text); err != nil {
		return usage("cannot write to %s: %w", path, cause(err))
	}
	return nil
}

// checkExport says whether a file is what would be written.
func checkExport(path string, text []byte) error {
	before, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return &exitError{exitFailed, fmt.Errorf("%s is not there; --write makes it", path)}
	case err != nil:
		return usage("%w", err)
	case bytes.Equal(before, text):
		return nil
	}
	line := 1
	for at := range min(len(before), len(text)) {
		if before[at] != text[at] {
			break
		}
		if text[at] == '\n' {
			line++
		}
	}
	return &exitError{exitFailed, fmt.Errorf("%s is out of date, from line %d on; the same command without --check and with --write or -o writes it anew", path, line)}
}

// exported is what a format writes of a mapping: the requests with all that they inherit, and the rows where they are asked for.
func (p *Program) exported(ctx context.Context, w *workspace, m *collections.Mapping, format emit.Format, input string) (emit.Input, error) {
	in, err := emit.About(w.Collection, m, w.EnvironmentName())
	if err != nil {
		return in, usage("%w", err)
	}
	if !format.Source {
		return in, nil
	}
	rows, done, err := p.rows(ctx, w, m, input)
	if err != nil {
		return in, err
	}
	defer done()
	s := schema.New()
	for row, err := range rows {
		if err != nil {
			return in, &exitError{exitFailed, err}
		}
		d := document.ParseJSON(sample.Redacted(bytes.Clone(row)))
		s.Add(d, d.Root())
	}
	if s.Seen > 0 {
		in.Source = s.Shape()
	}
	return in, nil
}
