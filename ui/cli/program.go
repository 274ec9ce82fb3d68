// Package cli is the user interface of commands: `dowse send`, `dowse pick` and the rest, one command
// a file. It reads arguments, calls collections and client, and prints. It is not the screen.
//
//	arguments ─> operand (which request) ─> workspace (collection, environment, scope)
//	         ─> client.Send ─> Exchange ─> stdout (data), stderr (what happened), exit code
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"os"
	"runtime/debug"
	"strings"

	"dowse/client"
	"dowse/client/runner"
	"dowse/ui/draw/quantity"
	"dowse/ui/terminal"
	_ "dowse/ui/terminal/early" // before anything asks the terminal
)

// Program is what a run of dowse is connected to.
type Program struct {
	In       io.Reader
	Out, Err io.Writer
	Resolver *net.Resolver      // nil: the system's
	Observe  func(runner.Event) // is told what happens in runs; nil: nobody is

	client *client.Client // made when first needed
}

// New returns the program connected to the standard streams.
func New() *Program {
	return &Program{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}
}

// Run executes one command line, without the program's name, and returns the exit status.
func (p *Program) Run(ctx context.Context, args []string) (status int) {
	defer func() {
		if fault := recover(); fault != nil {
			p.say("dowse: internal error: %v; this is a fault of dowse: please report it with what follows", fault)
			fmt.Fprint(p.Err, safe(string(debug.Stack())))
			status = exitInternal
		}
	}()
	// net/http logs unsolicited bytes from its own goroutines; they would land in the output.
	log.SetOutput(io.Discard)
	root := p.rootCommand()
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	if signaled, ok := errors.AsType[Signaled](context.Cause(ctx)); ok {
		return signaled.ExitCode()
	}
	if err == nil {
		return exitDone
	}
	for _, line := range linesOf(err) {
		p.say("dowse: %s", line)
	}
	return exitCode(err)
}

// longestLine is how many bytes of what a server or a file supplied are said in one line.
const longestLine = 4000

// say writes one line for the person to stderr; what a server or a file supplied is made safe with it.
func (p *Program) say(format string, args ...any) {
	line := fmt.Sprintf(format, args...)
	if len(line) > longestLine {
		line = fmt.Sprintf("%s… (%s in all)", strings.ToValidUTF8(line[:longestLine], ""), quantity.Size(int64(len(line))))
	}
	fmt.Fprintln(p.Err, terminal.SafeLine(terminal.Untrusted(line)))
}

// tty says whether stdout is a terminal.
func (p *Program) tty() bool { return terminal.IsTerminal(p.Out) }

// safe makes text that is not ours fit for a terminal.
func safe(text string) string { return terminal.Safe(terminal.Untrusted(text)) }
