package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"github.com/spf13/cobra"

	"dowse/client"
	"dowse/client/document"
	"dowse/client/filter"
	"dowse/client/runner"
	"dowse/client/session"
	"dowse/collections/spelling"
	"dowse/ui"
	"dowse/ui/draw/theme"
	"dowse/ui/terminal"
)

const viewHelp = `view shows a body that is there already: that of a file, or, for -, what a pipe
brings, while it comes. It is the pane that the screen shows a response in, with
the same keys: F1 lists them.

  curl -s https://api.example.com/orders | dowse view -
  dowse view access.ndjson

What it is is told by its name and its bytes; --type says it instead: json,
ndjson, json-seq, xml, html, csv, tsv, form, multipart, yaml, sse, text, binary.
Where stdout is no terminal, JSON is printed indented, anything else as it is.`

type viewFlags struct {
	format string
	query  string
}

func (p *Program) viewCommand() *cobra.Command {
	var f viewFlags
	cmd := &cobra.Command{
		Use:     "view FILE|-",
		Short:   "read any body: a file, or what a pipe brings",
		Long:    viewHelp,
		Example: "  dowse view orders.json\n  dowse view orders.json --query '$[*].id'",
		GroupID: groupSend,
		Args:    exactly("a file, or - for standard input", 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.view(cmd.Context(), args[0], f)
		},
	}
	cmd.Flags().Var(word{&f.format, "FORMAT"}, "type", "what it is, such as json, csv or text")
	cmd.Flags().VarP(word{&f.query, "FILTER"}, "query", "q", "what a JSONPath, jq, XPath or CSS filter gives")
	complete(cmd, "type", document.FormatNames()...)
	return cmd
}

// view shows a body on a screen where there is one, and prints it where there is none.
func (p *Program) view(ctx context.Context, name string, f viewFlags) error {
	format := document.Auto
	if f.format != "" {
		var known bool
		if format, known = document.FormatOf(f.format); !known {
			return usage("--type %s: there is no such type%s", f.format, nearest(f.format, document.FormatNames()))
		}
	}
	source, closeSource, err := p.source(name)
	if err != nil {
		return err
	}
	defer closeSource()
	source.Format = format
	if in, out, ok := p.keyboard(); ok {
		if in != p.In {
			defer in.Close()
		}
		return p.viewScreen(ctx, in, out, &ui.View{Name: source.Name, Source: source, Query: f.query})
	}
	e, err := client.Read(ctx, source)
	if err != nil {
		return err
	}
	return p.printView(ctx, e, f.query)
}

// nearest is what a person may have meant.
func nearest(word string, words []string) string {
	if near := spelling.Nearest(word, words); near != "" {
		return "; the nearest is " + near
	}
	return ""
}

// source opens what is to be read.
func (p *Program) source(name string) (client.Source, func(), error) {
	if name == "-" {
		if terminal.IsTerminal(p.In) {
			return client.Source{}, nil, usage("- reads what a pipe brings, but standard input is the terminal; name a file")
		}
		return client.Source{Name: "standard input", In: p.In, Size: -1}, func() {}, nil
	}
	file, err := os.Open(name)
	if err != nil {
		return client.Source{}, nil, usage("%w", cause(err))
	}
	s := client.Source{Name: filepath.Base(name), In: file, Size: -1, ContentType: document.TypeOf(name)}
	info, err := file.Stat()
	switch {
	case err != nil:
		err = cause(err)
	case info.IsDir():
		err = errors.New("it is a folder: dowse " + name + " shows a collection")
	case info.Mode().IsRegular():
		s.Size = info.Size()
	}
	if err != nil {
		file.Close()
		return s, nil, usage("%s: %w", name, err)
	}
	return s, func() { file.Close() }, nil
}

// keyboard gives the terminal that a screen can be shown on, while standard input may bring the body.
func (p *Program) keyboard() (in, out *os.File, ok bool) {
	if in, out, ok = p.terminal(); ok {
		return in, out, true
	}
	out, ok = p.Out.(*os.File)
	if !ok || !terminal.IsTerminal(out) || os.Getenv("TERM") == "dumb" {
		return nil, nil, false
	}
	in, err := os.OpenFile("/dev/tty", os.O_RDWR, 0)
	return in, out, err == nil
}

// viewScreen shows a body until the screen ends.
func (p *Program) viewScreen(ctx context.Context, in, out *os.File, v *ui.View) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	set := readSettings()
	model, err := ui.New(ui.Options{
		Context: ctx, Runner: &runner.Runner{Client: p.sender(), Session: &session.Session{}}, View: v,
		Theme: set.theme("", in, out), Palettes: set.palettes, Keymap: set.keymap, Mouse: set.mouse(), Editor: set.Editor, Problems: set.problems,
	})
	if err != nil {
		return usage("%w", err)
	}
	_, err = terminal.Run(ctx, model, terminal.Options{In: in, Out: out, Mouse: set.mouse()})
	return p.ended(err, nil)
}

// printView prints a body, or what a filter selects of it.
func (p *Program) printView(ctx context.Context, e *client.Exchange, query string) error {
	defer runtime.KeepAlive(e)
	d := e.Document()
	if problem := d.Problem(); problem != nil {
		p.say("note: %s", problem)
	}
	if query == "" && d.Format() == document.Binary && !p.tty() {
		return written(e.Response.WriteBody(p.Out, false))
	}
	if query == "" {
		return written(theme.Body(p.Out, d, e.Response.Header("Content-Type"), terminal.Profile(p.Out)))
	}
	return p.printFiltered(ctx, d, query)
}

// printFiltered prints a line for each value that a filter gives.
func (p *Program) printFiltered(ctx context.Context, d *document.Document, query string) error {
	r, err := filter.Run(ctx, d, query)
	if err != nil {
		return usage("--query: %w", err)
	}
	if r.Cut != "" {
		p.say("note: %s", r.Cut)
	}
	found := r.Document
	for n := found.Root(); n != filter.None; n = found.Next(n) {
		if found.IsText() {
			err = p.printLine(found.Source(n))
			continue
		}
		for c := range found.Children(n) {
			if err = p.printLine(found.Source(c)); err != nil {
				return err
			}
		}
	}
	if err == nil && r.Count == 0 {
		return &exitError{exitFailed, fmt.Errorf("%s selects nothing", query)}
	}
	return err
}

func (p *Program) printLine(text []byte) error {
	if p.tty() {
		text = []byte(safe(string(text)))
	}
	_, err := fmt.Fprintf(p.Out, "%s\n", text)
	return written(err)
}
