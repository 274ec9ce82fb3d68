package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"dowse/client"
	"dowse/client/plan"
	"dowse/client/runner"
	"dowse/ui/draw/quantity"
)

// planning says what becomes of the requests that have to be sent before another one.
type planning struct {
	off    bool // none is sent
	yes    bool // those that change something are sent too
	dryRun bool // nothing is sent at all: what would be is printed
}

func (f *planning) add(cmd *cobra.Command, dryRun bool) {
	cmd.Flags().BoolVar(&f.off, "no-plan", false, "send nothing first")
	cmd.Flags().BoolVarP(&f.yes, "yes", "y", false, "send first what is asked about too")
	if dryRun {
		cmd.Flags().BoolVar(&f.dryRun, "dry-run", false, "print what would be sent, and send nothing")
	}
}

// step is a request as a step of a run.
func (w *workspace) step(o operand) runner.Step {
	return runner.Step{Key: o.request.ID, Request: o.request, Saved: o.saved, Alone: w.planning.off}
}

// runner sends what the workspace has.
func (p *Program) runner(w *workspace) *runner.Runner {
	return &runner.Runner{Client: p.sender(), Session: w.Session, Samples: w.store(), Unasked: w.planning.yes, Observe: p.Observe}
}

// run sends steps, and says on stderr what is sent beside those that were asked for. ended is told what came of each of these;
// out is where their bodies go while they come.
func (p *Program) run(ctx context.Context, w *workspace, steps runner.Steps, out *output, ended func(runner.Ended) error) error {
	r := p.runner(w)
	stop := func() {}
	defer func() { stop() }()
	r.Context = func(ctx context.Context, s runner.Step) context.Context {
		stop = p.waiting()
		if s.First != nil {
			return ctx
		}
		out.picks = s.Request.Picks
		return out.into(ctx, p, func(head *client.Exchange) bool {
			stop()
			return head.Response.Status != http.StatusUnauthorized && !out.hides(p)
		})
	}
	for event, err := range r.Run(ctx, steps) {
		if err != nil {
			return w.explain(err)
		}
		switch e := event.(type) {
		case runner.Began:
			if e.Step.First != nil {
				p.say("first %s", e.Step.First.Line(e.Step.Key))
			}
		case runner.Refused:
			stop()
			p.say("401 Unauthorized: %s %s again after that", cmp.Or(e.Step.Request.Method, "GET"), requestName(operand{e.Step.Request, e.Step.Saved}))
		case runner.Ended:
			stop()
			if e.Step.First != nil {
				p.sayFirst(e)
			} else if err := ended(e); err != nil {
				return err
			}
		}
	}
	return nil
}

// sayFirst says what came of a request that was sent before another one.
func (p *Program) sayFirst(e runner.Ended) {
	if e.Exchange.Answered() {
		p.say("      %s  %s  %s", client.StatusText(e.Exchange.Response.Status), e.Exchange.Elapsed.Round(time.Millisecond/10), quantity.Size(int64(len(e.Exchange.Response.Body))))
	}
}

// explain says why a run ended before its end, and what to do.
func (w *workspace) explain(err error) error {
	if _, ok := errors.AsType[*plan.CycleError](err); ok {
		return &exitError{exitCycle, err}
	}
	if asked, ok := errors.AsType[*runner.ConsentError](err); ok {
		return &exitError{exitDependency, refusal(asked.Asks[0])}
	}
	if first, ok := errors.AsType[*runner.FirstError](err); ok {
		step := first.Outcome.Step
		if explained := w.explainUnresolved(operand{step.Request, step.Saved}, first.Outcome.Err); exitCode(explained) == exitUnresolved {
			return explained
		}
		return &exitError{exitDependency, err}
	}
	return w.explainUntrusted(err)
}

// refusal says why a step is not sent unasked, and what to do.
func refusal(step plan.Step) error {
	do := "--yes sends it, repeatable: true in its file says that it may always be sent, --no-plan sends nothing"
	if len(step.Foreign) > 0 || step.Diverts {
		do = "--yes sends it, trust in the collection says that it may always be sent (dowse validate --wants), --no-plan sends nothing"
	}
	return fmt.Errorf("%s has to be sent first (%s), and %s: %s", step.Request.ID, step.Why(), step.Concern(), do)
}

// plan gives what a request needs before it.
func (p *Program) plan(w *workspace, o operand) ([]plan.Step, error) {
	steps, err := p.runner(w).Plan(w.step(o))
	if err != nil {
		return nil, w.explain(err)
	}
	return steps, nil
}

// printPlan prints what would be sent, in order, as curl commands: a value that is picked on the way, or secret, stands as
// $NAME of the shell.
func (p *Program) printPlan(w *workspace, o operand) error {
	steps, err := p.plan(w, o)
	if err != nil {
		return err
	}
	dry := &dryRun{program: p, workspace: w, steps: steps}
	var b strings.Builder
	for i, step := range steps {
		line, err := dry.line(operand{*step.Request, true})
		if err != nil {
			return err
		}
		fmt.Fprintf(&b, "# %d  %s\n%s\n", i+1, step.Line(step.Request.ID), line)
	}
	line, err := dry.line(o)
	if err != nil {
		return err
	}
	if len(steps) > 0 {
		fmt.Fprintf(&b, "# %d  %s\n", len(steps)+1, requestName(o))
	}
	fmt.Fprintln(&b, line)
	return p.write([]byte(b.String()))
}
