package cli

import (
	"cmp"
	"context"
	"regexp"
	"runtime"
	"strings"

	"github.com/spf13/cobra"

	"dowse/client/runner"
	"dowse/collections/address"
)

const sendHelp = `send sends one request and prints what came: the body to stdout, everything else
to stderr. On a terminal the body is pretty and coloured, piped it is the bytes
as received with gzip and the like undone. A stream is printed as it comes; what
has to be whole to be pretty, JSON or XML on a terminal, when it is, and so does
there a body that a secret is picked from. ctrl+c ends it with what came.

REQUEST is, in this order,
  a file       requests/orders/list.yaml
  an ID        orders/list, in the collection of --dir or of the nearest parent
               folder with a dowse.yaml
  a URL        anything with a scheme, a host with a dot or a port, localhost;
               it takes the collection's variables but no auth and no headers.
               What begins with a variable, '{{base_url}}/orders', or where
               there is a base_url is relative to it, /orders or orders/42,
               takes those too (see "dowse help urls")

ITEMS add to the request, as in HTTPie:
  name=text        a field of a JSON body, a string
  name:=json       a field of a JSON body, any JSON
  name==value      a query parameter
  Name:value       a header; Name: removes it
  name=@file       a field whose text is the file's; name:=@file its JSON

What it uses and another request picks is fetched first, where it is missing:
login, then list. --dry-run prints what would be sent.

A method may stand first, as in send PUT URL. -X -H -d --json -u -k -L -o -i -s
are as in curl. A URL follows redirects only with -L, a saved request as its
file says (10 when it says nothing).`

// sendFlags are the flags of send that change the request.
type sendFlags struct {
	method   string
	headers  []string
	data     []string
	json     []string
	form     []string
	user     string
	insecure bool
	follow   bool

	redirects int // with follow: how many
}

func (p *Program) sendCommand() *cobra.Command {
	var where workspaceFlags
	var change sendFlags
	var out output
	var checkStatus bool
	var format string
	var first planning
	cmd := &cobra.Command{
		Use:   "send REQUEST [ITEMS...]",
		Short: "send a saved request or a URL",
		Long:  sendHelp,
		Example: `  dowse send orders/list
  dowse send api.example.com/orders status==open Accept:application/json
  dowse send https://api.example.com/orders customer=ann lines:='[1,2]'`,
		GroupID:           groupSend,
		Args:              atLeastOne("a request: a file, an ID or a URL"),
		ValidArgsFunction: p.completeRequest,
		RunE: func(cmd *cobra.Command, args []string) error {
			if isMethod(args) {
				change.method, args = cmp.Or(change.method, args[0]), args[1:]
			}
			w, o, err := p.find(where, args[0])
			if err != nil {
				return err
			}
			if err := change.apply(&o, args[1:], p.In); err != nil {
				return err
			}
			if format == formatJSON {
				out.report = true
			}
			if w.planning = first; first.dryRun {
				return p.printPlan(w, o)
			}
			return p.runSend(cmd.Context(), w, o, out, checkStatus)
		},
	}
	where.add(p, cmd)
	change.add(cmd)
	out.add(cmd)
	first.add(cmd, true)
	cmd.Flags().BoolVar(&checkStatus, "check-status", false, "exit 3, 4 or 5 on a status of 3xx, 4xx, 5xx")
	addFormat(cmd, &format)
	return cmd
}

var upper = regexp.MustCompile("^[A-Z]{3,}$")

// isMethod says whether a command line begins with a method, as in HTTPie: send POST URL.
func isMethod(args []string) bool {
	return len(args) > 1 && upper.MatchString(args[0]) && (address.Is(args[1]) || !isItem(args[1]))
}

// isItem says whether a word is one of HTTPie's items.
func isItem(word string) bool { return strings.ContainsAny(word, ":=@") }

// runSend sends, shows what came, then what was picked; the first thing that went wrong is the result.
func (p *Program) runSend(ctx context.Context, w *workspace, o operand, out output, checkStatus bool) error {
	if err := out.open(); err != nil {
		return err
	}
	defer out.close()
	if !out.silent {
		w.warn(p, o)
	}
	came, err := p.sendInto(ctx, w, o, &out)
	request, e, picked := came.Request, came.Exchange, came.Results
	defer runtime.KeepAlive(e) // its body may be where the collector does not see who reads it
	if e.Answered() {
		if shown := out.show(p, shown{request, e, picked}); shown != nil {
			return shown
		}
	}
	if err != nil {
		return err
	}
	if err := reported(came.Outcome); err != nil {
		return err
	}
	if err := misses(picked, &e.Response); err != nil {
		return err
	}
	if code := statusCode(e.Response.Status); checkStatus && code != exitDone {
		return &exitError{code: code}
	}
	return nil
}

// send sends what a request needs first, and then the request.
func (p *Program) send(ctx context.Context, w *workspace, o operand) (runner.Ended, error) {
	came, err := p.sendInto(ctx, w, o, &output{noBody: true})
	return came, cmp.Or(err, reported(came.Outcome))
}

// sendInto is send that prints the body while it comes, as far as the output says so.
func (p *Program) sendInto(ctx context.Context, w *workspace, o operand, out *output) (came runner.Ended, err error) {
	err = p.run(ctx, w, runner.List(w.step(o)), out, func(e runner.Ended) error {
		came = e
		return w.explainUnresolved(o, e.Err)
	})
	return came, err
}
