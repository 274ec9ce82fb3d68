package cli

import (
	"bufio"
	"cmp"
	"context"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"dowse/client"
	"dowse/client/document"
	"dowse/client/mapping"
	"dowse/client/runner"
	"dowse/collections"
	"dowse/collections/spelling"
	"dowse/ui/draw/quantity"
)

const mapHelp = `map makes the rows of a target from those of a response, as a mapping of the
collection says (see "dowse help mappings"), and prints them: a table on a
terminal, a line of JSON each where stdout is piped.

The mapping's request is sent, with what it needs first. --input reads the rows
from a file instead, - from stdin; rows of JSON are read as they come, however
many they are.

With --into each row is sent as the body of the target's request. --dry-run
prints what would be sent, as curl commands.

A row that fails is left out and said by name, and the exit code is 1; on_error
in the mapping's file says skip_row or stop.`

// mapFlags say what of a mapping is done.
type mapFlags struct {
	format      string
	input       string
	into        bool
	limit, skip int
}

// mapFormats are what rows can be printed as; empty is the one that fits.
var mapFormats = []string{"table", "json", "ndjson", "csv"}

func (p *Program) mapCommand() *cobra.Command {
	var where workspaceFlags
	var f mapFlags
	var first planning
	cmd := &cobra.Command{
		Use:   "map MAPPING",
		Short: "rows for another system, made from a response",
		Long:  mapHelp,
		Example: `  dowse map order_to_invoice --format csv > invoices.csv
  dowse map order_to_invoice --into --limit 1
  dowse map order_to_invoice --input orders.json | head`,
		GroupID:           groupSend,
		Args:              exactly("a mapping: its name in mappings/, or its file", 1),
		ValidArgsFunction: p.completeMapping,
		RunE: func(cmd *cobra.Command, args []string) error {
			w, m, err := p.findMapping(where, args[0])
			if err != nil {
				return err
			}
			w.planning = first
			return p.runMap(cmd.Context(), w, m, f)
		},
	}
	where.add(p, cmd)
	first.add(cmd, true)
	cmd.Flags().Var(choice{&f.format, mapFormats}, "format", "table, json, ndjson or csv")
	cmd.Flags().Var(word{&f.input, "FILE"}, "input", "rows from a file; - is stdin")
	cmd.Flags().BoolVar(&f.into, "into", false, "send each row to the target")
	cmd.Flags().IntVar(&f.limit, "limit", 0, "the most rows that are taken (0: all)")
	cmd.Flags().IntVar(&f.skip, "skip", 0, "rows that are passed over first")
	complete(cmd, "format", mapFormats...)
	return cmd
}

// findMapping opens the workspace and finds MAPPING in it: a file, or a name of mappings/.
func (p *Program) findMapping(where workspaceFlags, arg string) (*workspace, *collections.Mapping, error) {
	w, err := p.open(where)
	if err != nil {
		return nil, nil, err
	}
	id := strings.TrimPrefix(strings.TrimSuffix(filepath.ToSlash(arg), ".yaml"), "mappings/")
	if info, err := os.Stat(arg); err == nil && info.Mode().IsRegular() {
		if id, err = w.mappingFile(arg); err != nil {
			return nil, nil, err
		}
	}
	if w.Collection == nil {
		return nil, nil, usage("%q is no file, and there is no collection here (no dowse.yaml in this folder or above it); name one with --dir", arg)
	}
	if err := w.broken("mappings/" + id + ".yaml"); err != nil {
		return nil, nil, err
	}
	if m := w.Collection.Mapping(id); m != nil {
		return w, m, nil
	}
	ids := w.mappingIDs()
	message := fmt.Sprintf("there is no mapping %q in %s", arg, filepath.Join(w.Collection.Root, "mappings"))
	if near := spelling.Nearest(id, ids); near != "" {
		return nil, nil, usage("%s; the nearest is %s", message, near)
	}
	return nil, nil, usage("%s; %s", message, enumerated("it has", ids, "M on a response makes one"))
}

// mappingIDs are those of the collection, in order.
func (w *workspace) mappingIDs() []string {
	ids := make([]string, len(w.Collection.Mappings))
	for i, m := range w.Collection.Mappings {
		ids[i] = m.ID
	}
	slices.Sort(ids)
	return ids
}

// mappingFile is the ID of a mapping whose file is named.
func (w *workspace) mappingFile(path string) (string, error) {
	absolute, err := filepath.Abs(path)
	if err != nil {
		return "", usage("%w", err)
	}
	if w.dir == "" {
		if root, ok := collections.Find(filepath.Dir(absolute)); ok {
			if err := w.load(root); err != nil {
				return "", err
			}
		}
	}
	if w.Collection == nil {
		return "", usage("%s is in no collection: there is no dowse.yaml above it", path)
	}
	file, err := relative(w.Collection.Root, absolute)
	id, below := strings.CutPrefix(file, "mappings/")
	if err != nil || !below {
		return "", usage("%s is no mapping: those of %s are in its folder mappings", path, w.Collection.Root)
	}
	return strings.TrimSuffix(id, ".yaml"), nil
}

func (p *Program) runMap(ctx context.Context, w *workspace, m *collections.Mapping, f mapFlags) error {
	program, err := mapping.Compile(m)
	if err != nil {
		return usage("mappings/%s.yaml: %w", m.ID, err)
	}
	into := f.into || w.planning.dryRun
	var target collections.Request
	if into {
		if target, err = p.target(w, m); err != nil {
			return err
		}
	}
	var dry *dryRun
	if w.planning.dryRun {
		steps, err := p.plan(w, operand{target, true})
		if err != nil {
			return err
		}
		dry = &dryRun{program: p, workspace: w, steps: steps}
	}
	rows, done, err := p.rows(ctx, w, m, f.input)
	if err != nil {
		return err
	}
	defer done()
	mapped := func(out rowSink) (*mapping.Tally, error) { return p.mapRows(ctx, program, m, rows, f, out) }
	var tally *mapping.Tally
	switch {
	case dry != nil:
		tally, err = mapped(&rowPrinter{p, target, dry})
	case into:
		tally, err = p.sendRows(ctx, w, &rowSender{program: p, workspace: w, target: target, report: f.format == "json"}, mapped)
	default:
		out := p.rowWriter(f.format, program.Columns())
		tally, err = mapped(out)
		err = cmp.Or(err, out.end(tally))
	}
	p.sayTally(tally, m, f.into && dry == nil)
	if err == nil && tally.Failed > 0 && m.OnError != collections.OnRowSkip {
		err = &exitError{code: exitFailed}
	}
	return err
}

// sendRows sends the rows that mapped hands out, one after the other.
func (p *Program) sendRows(ctx context.Context, w *workspace, s *rowSender, mapped func(rowSink) (*mapping.Tally, error)) (tally *mapping.Tally, err error) {
	next, stop := iter.Pull(func(yield func(runner.Step) bool) {
		s.send = yield
		tally, err = mapped(s)
	})
	defer stop()
	ended := p.run(ctx, w, next, &output{noBody: true}, s.ended)
	stop() // the rows before it count
	if ended != nil {
		err = fmt.Errorf("%s: %w; --skip %d goes on from here", s.now.Label(), ended, s.now.Number-1)
	}
	return tally, cmp.Or(err, s.end(tally))
}

// rowSink takes the rows that a mapping made.
type rowSink interface {
	row(mapping.Row) (problem string, err error) // problem: what became of this row alone
}

// mapRows makes each row and hands it on.
func (p *Program) mapRows(ctx context.Context, program *mapping.Program, m *collections.Mapping, rows iter.Seq2[[]byte, error], f mapFlags, out rowSink) (*mapping.Tally, error) {
	tally, number := &mapping.Tally{}, 0
	for source, err := range rows {
		if err != nil {
			return tally, &exitError{exitFailed, err}
		}
		if err := ctx.Err(); err != nil {
			return tally, &exitError{exitCanceled, fmt.Errorf("stopped after %d rows", tally.Rows)}
		}
		if number++; number <= f.skip {
			continue
		}
		if f.limit > 0 && tally.Rows == f.limit {
			break
		}
		row := program.Map(ctx, number, document.ParseJSON(source))
		problems := program.Problems(row)
		if len(problems) == 0 {
			problem, err := out.row(row)
			if err != nil {
				return tally, err
			}
			if problem != "" {
				problems = []mapping.Problem{{What: problem}}
			}
		}
		if tally.Add(row, problems); len(problems) > 0 && m.OnError == collections.OnRowStop {
			return tally, &exitError{exitFailed, fmt.Errorf("stopped at %s, as on_error says", row.Label())}
		}
	}
	return tally, nil
}

// sayTally says on stderr how many rows there were, and what was wrong with which.
func (p *Program) sayTally(t *mapping.Tally, m *collections.Mapping, sent bool) {
	done := "mapped"
	if sent {
		done = "sent"
	}
	line := fmt.Sprintf("%s: %d %s", quantity.Of(t.Rows, "row", "rows"), t.Rows-t.Failed, done)
	if t.Failed > 0 {
		left := "failed"
		if m.OnError == collections.OnRowSkip {
			left = "left out"
		}
		line += fmt.Sprintf(", %d %s", t.Failed, left)
	}
	if t.Rows == 0 {
		line = "there are no rows"
	}
	p.say("%s", line)
	const most = 20
	for i, failure := range t.Failures {
		if i == most {
			p.say("  and %d more", len(t.Failures)-most)
			break
		}
		p.say("  %s", failure)
	}
}

// rows are those of a file, or of the response of the mapping's request.
func (p *Program) rows(ctx context.Context, w *workspace, m *collections.Mapping, input string) (rows iter.Seq2[[]byte, error], done func(), err error) {
	switch {
	case input == "-":
		return mapping.Rows(p.In, m.From.Rows), func() {}, nil
	case input != "":
		return p.fileRows(m, input)
	case m.From.Request == "":
		return nil, nil, usage("mappings/%s.yaml names no request to take rows from; give --input FILE, or add from: {request: ID}", m.ID)
	}
	r := w.Collection.Request(m.From.Request)
	if r == nil {
		return nil, nil, w.noRequest(m, "from", m.From.Request)
	}
	came, err := p.send(ctx, w, operand{*r, true})
	if err != nil {
		return nil, nil, err
	}
	e := came.Exchange
	if code := statusCode(e.Response.Status); code != exitDone {
		return nil, nil, &exitError{code, fmt.Errorf("the answer of %s is %s, and has no rows; dowse send %s shows it", r.ID, status(&e.Response), r.ID)}
	}
	if kind := e.Response.Header("Content-Type"); isJSON(kind) {
		rows, done := responseRows(e, m.From.Rows)
		return rows, done, nil
	}
	return mapping.Of(e.Document(), m.From.Rows), func() { runtime.KeepAlive(e) }, nil
}

// responseRows reads the rows of a response as it is written out: a large body is in a file, and takes no memory for that.
// done ends it, and until then the response lives: the collector does not see who reads its body.
func responseRows(e *client.Exchange, path string) (rows iter.Seq2[[]byte, error], done func()) {
	in, out := io.Pipe()
	go func() { out.CloseWithError(e.Response.WriteBody(out, false)) }()
	return mapping.Rows(bufio.NewReaderSize(in, 256<<10), path), func() {
		_ = in.Close() // never fails
		runtime.KeepAlive(e)
	}
}

// isJSON tells JSON in UTF-8, and lines of it, from what has to be read as a whole.
func isJSON(contentType string) bool {
	kind, _, _ := strings.Cut(contentType, ";")
	kind = strings.ToLower(strings.TrimSpace(kind))
	return !strings.Contains(strings.ToLower(contentType), "utf-16") && (kind == "application/json" || strings.HasSuffix(kind, "+json") || strings.Contains(kind, "ndjson") || strings.Contains(kind, "jsonl"))
}

// fileRows are those of a file. What is no JSON is read as a whole.
func (p *Program) fileRows(m *collections.Mapping, path string) (iter.Seq2[[]byte, error], func(), error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, nil, usage("--input %s: %w", path, cause(err))
	}
	kind := document.TypeOf(path)
	if kind == "" || isJSON(kind) {
		return mapping.Rows(file, m.From.Rows), func() { file.Close() }, nil
	}
	defer file.Close()
	body, err := io.ReadAll(file)
	if err != nil {
		return nil, nil, usage("--input %s: %w", path, cause(err))
	}
	return mapping.Of(document.Parse(body, document.Hint{ContentType: kind}), m.From.Rows), func() {}, nil
}

// target is the request that a mapping is for.
func (p *Program) target(w *workspace, m *collections.Mapping) (collections.Request, error) {
	if m.Into.Request == "" {
		return collections.Request{}, usage("mappings/%s.yaml names no request to send rows to; add into: {request: ID}", m.ID)
	}
	if err := w.broken(m.Into.Request + ".yaml"); err != nil {
		return collections.Request{}, err
	}
	r := w.Collection.Request(m.Into.Request)
	if r == nil {
		return collections.Request{}, w.noRequest(m, "into", m.Into.Request)
	}
	return *r, nil
}

func (w *workspace) noRequest(m *collections.Mapping, key, id string) error {
	message := fmt.Sprintf("mappings/%s.yaml: %s: there is no request %q", m.ID, key, id)
	if near := spelling.Nearest(id, w.requestIDs()); near != "" {
		return usage("%s; the nearest is %s", message, near)
	}
	return usage("%s; %s", message, enumerated("the collection has", w.requestIDs(), "the collection has none"))
}

// completeMapping completes the name of a mapping.
func (p *Program) completeMapping(cmd *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var where workspaceFlags
	where.dir, _ = cmd.Flags().GetString("dir")
	w, err := p.open(where)
	if err != nil || w.Collection == nil {
		return nil, cobra.ShellCompDirectiveDefault
	}
	return w.mappingIDs(), cobra.ShellCompDirectiveNoFileComp
}
