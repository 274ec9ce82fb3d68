package cli

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"runtime"

	"github.com/spf13/cobra"

	"dowse/client"
	"dowse/collections/formats/curl"
	"dowse/collections/vars"
)

const curlHelp = `curl takes a curl command line and sends it as curl does; the word curl may
stand before it a second time, so that a line can be pasted:

  dowse curl -u ann:secret -H 'Accept: text/csv' https://api.example.com/orders

Nothing is a template here: the text is sent as it stands. With -f a status of
400 and above is an error: 4 for 4xx, 5 for 5xx. It knows these flags, and names
those it does not:

`

// curlCommand hands its whole command line to the curl format: cobra would give -h and --help another meaning.
func (p *Program) curlCommand() *cobra.Command {
	return &cobra.Command{
		Use:                "curl ARGS...",
		Short:              "send a curl command line",
		Long:               curlHelp + wrapped(curl.Flags()),
		GroupID:            groupSend,
		DisableFlagParsing: true,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 && (args[0] == "--help" || args[0] == "-h") {
				return cmd.Help()
			}
			command, err := curl.Read(args, curl.Files{Open: os.ReadFile, Stdin: p.In})
			if err != nil {
				return usage("%w", err)
			}
			return p.runCurl(cmd.Context(), command)
		},
	}
}

func (p *Program) runCurl(ctx context.Context, c curl.Command) error {
	out := output{include: c.Include || c.Head, path: c.Output, silent: true, wire: !c.Compressed, noBody: c.Head}
	if err := out.open(); err != nil {
		return err
	}
	defer out.close()
	into := out.into(ctx, p, func(head *client.Exchange) bool { return !c.Fail || head.Response.Status < 400 })
	e, err := p.sender().Send(into, c.Request, vars.NewScope())
	defer runtime.KeepAlive(e)
	if !e.Answered() {
		return err
	}
	failed := c.Fail && e.Response.Status >= 400
	out.noBody = out.noBody || failed
	if !failed || out.include { // a file keeps what it holds
		if shown := out.show(p, shown{c.Request, e, nil}); shown != nil {
			return shown
		}
	}
	if err == nil && failed {
		code := cmp.Or(statusCode(e.Response.Status), exitStatus5xx) // there are servers that answer 999
		return &exitError{code, fmt.Errorf("the answer is %s; with -f its body is not shown", status(&e.Response))}
	}
	return err
}

// sender is the client that this run sends with.
func (p *Program) sender() *client.Client {
	if p.client == nil {
		p.client = client.New(client.Options{UserAgent: "dowse/" + version(), Resolver: p.Resolver})
	}
	return p.client
}
