package cli

import (
	"cmp"
	"context"
	"dowse/collections"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"dowse/client"
	"dowse/client/plan"
	"dowse/client/session"
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

// plan gives what a request needs before it.
func (w *workspace) plan(o operand) ([]plan.Step, error) {
	if w.planning.off {
		return nil, nil
	}
	steps, err := plan.Make(w.Session, o.request.ID, o.request, o.saved, time.Now())
	if cycle, ok := errors.AsType[*plan.CycleError](err); ok {
		return nil, &exitError{exitCycle, cycle}
	}
	return steps, w.explainReady(err)
}

// prepare sends what a request needs before it, each once, and keeps what is picked.
func (p *Program) prepare(ctx context.Context, w *workspace, o operand) error {
	steps, err := w.plan(o)
	if err != nil {
		return err
	}
	if err := w.explainUntrusted(plan.Untrusted(w.Session, steps, o.request, o.saved)); err != nil {
		return err
	}
	for _, step := range steps {
		if step.Asks() && !w.planning.yes {
			return &exitError{exitDependency, refusal(step)}
		}
	}
	for _, step := range steps {
		if err := p.sendStep(ctx, w, step); err != nil {
			return err
		}
	}
	return nil
}

// refusal says why a step is not sent unasked, and what to do.
func refusal(step plan.Step) error {
	do := "--yes sends it, repeatable: true in its file says that it may always be sent, --no-plan sends nothing"
	if len(step.Foreign) > 0 || step.Diverts {
		do = "--yes sends it, trust in the collection says that it may always be sent (dowse validate --wants), --no-plan sends nothing"
	}
	return fmt.Errorf("%s has to be sent first (%s), and %s: %s", step.Request.ID, step.Why(), step.Concern(), do)
}

// sendStep sends one request of a plan. It fails where that does not give what it is sent for.
func (p *Program) sendStep(ctx context.Context, w *workspace, step plan.Step) error {
	p.say("first %s", step.Line(step.Request.ID))
	request, scope, err := w.ready(operand{*step.Request, true})
	if err != nil {
		return err
	}
	e, err := p.sender().Send(ctx, request, scope)
	if err != nil {
		if code := exitCode(w.explainUnresolved(operand{*step.Request, true}, err)); code == exitUnresolved {
			return w.explainUnresolved(operand{*step.Request, true}, err)
		}
		return &exitError{exitDependency, fmt.Errorf("%s, which has to be sent first, failed: %w", step.Request.ID, err)}
	}
	results := session.Evaluate(step.Request.ID, step.Request.Picks, e)
	results = w.Keep(w.EnvironmentName(), results)
	w.keepSample(operand{*step.Request, true}, e)
	came := client.StatusText(e.Response.Status)
	p.say("      %s  %s  %s", came, e.Elapsed.Round(time.Millisecond/10), quantity.Size(int64(len(e.Response.Body))))
	for _, need := range step.For {
		i := slices.IndexFunc(results, func(r session.Result) bool {
			return r.Pick.Name == need.Name || collections.ExactName(r.Request, r.Pick.Name) == need.Name
		})
		switch {
		case i < 0 || results[i].Found:
		case results[i].Err != nil:
			return &exitError{exitDependency, fmt.Errorf("%s, which has to be sent first, has no %s: %w", step.Request.ID, need.Name, results[i].Err)}
		default:
			return &exitError{exitDependency, fmt.Errorf("%s, which has to be sent first, has no %s, and its pick says to go on without", step.Request.ID, need.Name)}
		}
	}
	return nil
}

// renew sends, once, the request that gives another credential where one was refused (401), and says whether it did: then
// the request may be sent again.
func (p *Program) renew(ctx context.Context, w *workspace, o operand, e *client.Exchange) bool {
	if e.Response.Status != http.StatusUnauthorized || w.planning.off || w.renewed {
		return false
	}
	step, ok := plan.Renewal(w.Session, o.request.ID, o.request, o.saved)
	if !ok || step.Asks() && !w.planning.yes {
		return false
	}
	w.renewed = true
	p.say("401 Unauthorized: %s %s again after that", cmp.Or(o.request.Method, "GET"), requestName(o))
	return p.sendStep(ctx, w, step) == nil
}

// printPlan prints what would be sent, in order, as curl commands: a value that is picked on the way, or secret, stands as
// $NAME of the shell.
func (p *Program) printPlan(w *workspace, o operand) error {
	steps, err := w.plan(o)
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
