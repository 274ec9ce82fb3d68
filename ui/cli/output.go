package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"dowse/client"
	"dowse/client/session"
	"dowse/collections"
)

// output says what of an exchange is printed, and where to.
type output struct {
	include bool   // the response's head goes before the body
	silent  bool   // nothing on stderr but errors
	path    string // the body goes to this file
	wire    bool   // the body as received, content codings not undone
	noBody  bool
	report  bool // everything as JSON
	secrets bool // secret values are shown on a terminal too

	picks   []collections.Pick // of the request, which say what is secret in a response
	file    *os.File
	created bool
	written bool
	stream  *stream // what is printed while it comes; nil: nothing
}

// shown is what there is to show of one send.
type shown struct {
	request  collections.Request
	exchange *client.Exchange
	picked   []session.Result
}

func (o *output) add(cmd *cobra.Command) {
	cmd.Flags().BoolVarP(&o.include, "include", "i", false, "print status line and headers too")
	cmd.Flags().VarP(word{&o.path, "FILE"}, "output", "o", "write the body to a file; - is stdout")
	cmd.Flags().BoolVar(&o.secrets, "show-secrets", false, "do not mask picked secrets on a terminal")
	cmd.Flags().BoolVarP(&o.silent, "silent", "s", false, "print nothing to stderr but errors")
}

// open makes sure that the file can be written before anything is sent. What it holds is kept until
// there is something to replace it.
func (o *output) open() error {
	if o.path == "" || o.path == "-" {
		return nil
	}
	if o.report {
		return usage("-o and --format json: the report goes to stdout; give one of them")
	}
	_, err := os.Lstat(o.path) // a link is not ours to remove
	o.created = errors.Is(err, fs.ErrNotExist)
	mode := os.O_WRONLY
	if o.created {
		mode = os.O_RDWR | os.O_EXCL
	}
	o.file, err = os.OpenFile(o.path, mode|os.O_CREATE, 0o644)
	if err != nil {
		return usage("cannot write to %s, nothing was sent: %w", o.path, cause(err))
	}
	return nil
}

// close closes the file, and removes it again if it is new and nothing came, and no other one has taken its place.
func (o *output) close() {
	if o.file == nil {
		return
	}
	ours, failed := o.file.Stat()
	o.file.Close()
	if !o.created || o.written || failed != nil {
		return
	}
	if there, err := os.Lstat(o.path); err == nil && os.SameFile(ours, there) {
		os.Remove(o.path)
	}
}

// into gives a context in which the body goes to stdout or into the file as it comes. What a file holds is kept until
// there is something whole to replace it. wanted says which body is meant, by its head.
func (o *output) into(ctx context.Context, p *Program, wanted func(head *client.Exchange) bool) context.Context {
	switch {
	case o.noBody || o.report:
		return ctx
	case o.file == nil:
		o.stream = &stream{program: p, output: o, to: p.Out, wanted: wanted}
	case o.created && !o.include:
		return client.WithFile(ctx, o.file, o.wire)
	case o.created || !isRegular(o.file):
		o.stream = &stream{program: p, output: o, to: o.file, wanted: wanted}
	default:
		return ctx
	}
	return client.WithSink(ctx, o.wire, o.stream.open)
}

func isRegular(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode().IsRegular()
}

// show prints an exchange: the body to stdout or the file, what happened to stderr.
func (o *output) show(p *Program, s shown) error {
	if o.stream.failed() {
		return o.stream.err
	}
	all := responses(s.exchange)
	if p.tty() && !o.secrets && o.file == nil && !o.stream.printed() {
		all = masked(s.exchange, s.picked)
	}
	if o.report {
		return p.printJSON(newSendReport(s, &all[len(all)-1]))
	}
	if !o.silent {
		p.summarise(s.request, s.exchange)
	}
	if err := o.showResponse(p, all); err != nil {
		return err
	}
	if !o.silent {
		p.summarisePicks(s, o.secrets)
	}
	return nil
}

// showResponse prints or saves the responses, which are those of the hops and the last one.
func (o *output) showResponse(p *Program, all []client.Response) error {
	if o.file != nil {
		return o.save(p, all)
	}
	if o.include && !o.stream.headed() {
		if err := p.printHeads(all); err != nil {
			return err
		}
	}
	if o.noBody || o.stream.printed() {
		return nil
	}
	last := &all[len(all)-1]
	return p.printBody(last, o.wire, o.path == "-")
}

// save writes head and body to the file, in place: the file may be a device or a link. A part of a body
// does not take the place of what the file held.
func (o *output) save(p *Program, all []client.Response) error {
	last := &all[len(all)-1]
	if !last.Complete && !o.created {
		p.say("note: %s stays as it was: the body that came is not whole", o.path)
		return nil
	}
	o.written = true
	if last.IsIn(o.file) || o.stream.printed() {
		return nil
	}
	var err error
	if isRegular(o.file) {
		err = o.file.Truncate(0)
	}
	if err == nil && o.include {
		_, err = io.WriteString(o.file, rawHeads(all))
	}
	if err == nil && !o.noBody {
		err = last.WriteBody(o.file, o.wire)
	}
	if err != nil {
		return usage("cannot write to %s: %w", o.path, cause(err))
	}
	return nil
}

// cause is what a file operation failed of, without the operation and the path.
func cause(err error) error {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Err
	}
	return err
}

// written is the result of writing to stdout. Whoever closed a pipe has read enough: nothing is said.
func written(err error) error {
	if errors.Is(err, syscall.EPIPE) {
		return &exitError{code: Signaled{syscall.SIGPIPE}.ExitCode()}
	}
	if err != nil {
		return usage("cannot write to stdout: %w", cause(err))
	}
	return nil
}

// rawHeads is the head of each response, as received.
func rawHeads(all []client.Response) string {
	var b strings.Builder
	for i := range all {
		writeHead(&b, &all[i])
	}
	return b.String()
}

func writeHead(b *strings.Builder, r *client.Response) {
	fmt.Fprintf(b, "%s %03d %s\r\n", r.Protocol, r.Status, r.Reason)
	for _, h := range r.Headers {
		fmt.Fprintf(b, "%s: %s\r\n", h.Name, h.Value)
	}
	b.WriteString("\r\n")
}
