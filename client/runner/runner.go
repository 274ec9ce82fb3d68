// Package runner sends requests one after the other: first what a request needs, then the request, and once more where a
// credential was refused and another one could be had. It is the one sequencer: the screen, send, map and demo consume its
// events. It shows nothing and asks nobody: what a person has to decide is an error of Next, after which the run goes on from
// where it was.
//
//	steps ──Next──> Job ──Do (in the background)──> Outcome ──Take──> events, values in the session ──Next──> ...
//	         │                                                   │
//	         └ a plan: what the step needs first, each once      └ 401: another credential, and the step again
//
// Next and Take use the session, and belong to the goroutine that does; Do uses neither session nor files of the collection.
// Run does all three, for whoever has nothing else to do meanwhile.
package runner

import (
	"context"
	"iter"
	"slices"
	"time"

	"dowse/client"
	"dowse/client/document"
	"dowse/client/plan"
	"dowse/client/sample"
	"dowse/client/session"
	"dowse/collections"
)

// Runner sends with what one session knows.
type Runner struct {
	Client   *client.Client
	Session  *session.Session
	Samples  *sample.Store         // where samples of saved requests are kept; nil: nowhere
	Now      func() time.Time      // for how fresh values are; nil: the clock
	Consents map[plan.Consent]bool // what was said yes to, and is not asked about
	Unasked  bool                  // nothing is asked about: all of it is said yes to
	// Context gives the context in which a step is sent, such as one that shows its body while it comes; nil: that of the run.
	Context func(ctx context.Context, s Step) context.Context
	// Observe is told every event of every run, before whoever runs it; nil: nobody is.
	Observe func(Event)
}

// Step is one request to send.
type Step struct {
	Key     string              // the ID of its file, or the key of a draft
	Request collections.Request // as a person has it: without what it inherits
	Saved   bool                // it has a file
	Name    string              // what it is called where there are many, such as "row 3"; empty: as its request
	Format  document.Format     // as which its body is read; Auto: as it says
	After   time.Duration       // how long to wait before it is sent
	Alone   bool                // it is sent as it is: nothing first, and nothing after a credential is refused
	First   *plan.Step          // why it is sent before the step that was asked for; nil: it is that step
}

// Saved is the step that sends a saved request.
func Saved(r collections.Request) Step { return Step{Key: r.ID, Request: r, Saved: true} }

// Steps gives one step after the other, each when what came before it was taken; false: there is no other. A step may depend on
// what came before it, as the next page does on the cursor that the last one gave.
type Steps func() (Step, bool)

// List gives steps that are known before the run.
func List(steps ...Step) Steps {
	return func() (step Step, ok bool) {
		if len(steps) == 0 {
			return Step{}, false
		}
		step, steps = steps[0], steps[1:]
		return step, true
	}
}

// Run is steps on their way.
type Run struct {
	runner  *Runner
	steps   Steps
	queue   []Step   // what comes next: steps of a plan, and the step that they are for
	planned bool     // the queue holds a plan
	failed  error    // why a step that had to be sent first is of no use
	refused *Outcome // the answer of 401 for which another credential is being had
	renewed bool     // the step that comes next was refused once
	futile  bool     // another credential was refused too: no other is asked for
}

// Start begins a run. It can be left at any step: nothing goes on in it by itself.
func (r *Runner) Start(steps Steps) *Run { return &Run{runner: r, steps: steps} }

// now is what time it is.
func (r *Runner) now() time.Time {
	if r.Now == nil {
		return time.Now()
	}
	return r.Now()
}

// consented says whether a step may be sent without asking.
func (r *Runner) consented(s plan.Step) bool {
	return !s.Asks() || r.Unasked || r.Consents[s.Consent()]
}

// Plan gives what has to be sent before a step, in its order. Its error is as that of plan.Make; for a step that is sent alone
// there is no plan.
func (r *Runner) Plan(s Step) ([]plan.Step, error) {
	if s.Alone {
		return nil, nil
	}
	return plan.Make(r.Session, s.Key, s.Request, s.Saved, r.now())
}

// Next gives what is to be sent next; nil without an error: the run is at its end. Where a person has to decide, nothing is
// sent, and Next can be called again when they have: a *plan.StaleError, a *session.UntrustedError, a *ConsentError. A
// *plan.CycleError, a *FirstError and what keeps a request from being read cannot be decided away, but by Alone.
func (u *Run) Next() (*Job, error) {
	if u.failed != nil {
		return nil, u.failed
	}
	if len(u.queue) == 0 {
		step, ok := u.steps()
		if !ok {
			return nil, nil
		}
		u.queue, u.planned, u.renewed = []Step{step}, false, false
	}
	if !u.planned {
		if err := u.plan(); err != nil {
			return nil, err
		}
	}
	step := u.queue[0]
	resolved, scope, err := u.runner.Session.Ready(step.Request, step.Saved)
	if err != nil {
		return nil, err
	}
	u.queue = u.queue[1:]
	job := &Job{Step: step, runner: u.runner, request: resolved, scope: scope, environment: u.runner.Session.EnvironmentName()}
	u.runner.tell(Began{Step: step})
	return job, nil
}

// Waiting are the steps that are known to come next.
func (u *Run) Waiting() []Step { return slices.Clone(u.queue) }

// Alone sends the step for which a person had to decide as it is.
func (u *Run) Alone() {
	if n := len(u.queue); n > 0 {
		u.queue, u.failed = u.queue[n-1:], nil
		u.queue[0].Alone = true
	}
}

// plan puts what a step needs before it.
func (u *Run) plan() error {
	r, step := u.runner, u.queue[0]
	first, err := r.Plan(step)
	if err != nil {
		return err
	}
	if err := plan.Untrusted(r.Session, first, step.Request, step.Saved); err != nil {
		return err
	}
	var asks []plan.Step
	for _, s := range first {
		if !r.consented(s) {
			asks = append(asks, s)
		}
	}
	if len(asks) > 0 {
		return &ConsentError{All: first, Asks: asks}
	}
	u.queue, u.planned = append(ahead(first), step), true
	return nil
}

// ahead are the steps of a plan as those of a run.
func ahead(first []plan.Step) []Step {
	steps := make([]Step, len(first))
	for i := range first {
		s := &first[i]
		steps[i] = Step{Key: s.Request.ID, Request: *s.Request, Saved: !s.Draft, First: s}
	}
	return steps
}

// largestSampled is how many bytes of a body Run looks at for a sample: whoever waits for its end waits for that too.
const largestSampled = 4 << 20

// Run sends steps, and yields what happens. A consumer that breaks off ends the run; an error is the last that is yielded, with
// no event.
func (r *Runner) Run(ctx context.Context, steps Steps) iter.Seq2[Event, error] {
	return func(yield func(Event, error) bool) {
		u := r.Start(steps)
		for {
			job, err := u.Next()
			if err != nil {
				yield(nil, err)
			}
			if job == nil || err != nil || !yield(Began{Step: job.Step}, nil) {
				return
			}
			o := job.Do(ctx)
			for _, event := range u.Take(o) {
				if !yield(event, nil) {
					return
				}
			}
			if !o.Exchange.Answered() || len(o.Exchange.Response.Body) <= largestSampled {
				o.KeepSample()
			}
		}
	}
}
