package runner

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"dowse/client"
	"dowse/client/advice"
	"dowse/client/document"
	"dowse/client/sample"
	"dowse/client/session"
	"dowse/collections"
	"dowse/collections/vars"
)

// Job is a step that is ready to be sent.
type Job struct {
	Step Step

	runner      *Runner
	request     collections.Request // with all that it inherits
	scope       vars.Scope
	environment string
}

// Outcome is what came of a step.
type Outcome struct {
	Step        Step
	Request     collections.Request // as it was sent, with all that it inherits
	Environment string              // in which it was sent
	Exchange    *client.Exchange    // may be nil with an error
	Advice      *advice.Advice      // what is wrong with the answer; nil: nothing
	Results     []session.Result    // of the picks of the request
	Err         error               // why there is no whole answer: a *client.Error, or that of a context that ended

	samples *sample.Store
}

// Do waits as long as the step says, sends, parses the body and picks. It may run beside anything.
func (j *Job) Do(ctx context.Context) Outcome {
	o := Outcome{Step: j.Step, Request: j.request, Environment: j.environment, samples: j.runner.Samples}
	if j.runner.Context != nil {
		ctx = j.runner.Context(ctx, j.Step)
	}
	select {
	case <-time.After(j.Step.After):
		o.Exchange, o.Err = j.runner.Client.Send(ctx, j.request, j.scope)
	case <-ctx.Done():
		o.Err = ctx.Err()
	}
	if !o.Exchange.Answered() {
		return o
	}
	if j.Step.Format != document.Auto {
		o.Exchange = o.Exchange.ReadAs(j.Step.Format)
	}
	o.Exchange.Document() // parsed here, where nobody waits for it
	o.Advice = advice.Of(o.Exchange, j.request)
	o.Results = session.Evaluate(j.Step.Key, j.Step.Request.Picks, o.Exchange)
	return o
}

// Renamed is an outcome whose step has another key now.
func (o Outcome) Renamed(key string) Outcome {
	if key == o.Step.Key {
		return o
	}
	o.Step.Key, o.Results = key, slices.Clone(o.Results)
	for i := range o.Results {
		o.Results[i].Request = key
	}
	return o
}

// Failed says whether there is no answer, or one that reports a failure.
func (o Outcome) Failed() bool { return o.Err != nil || o.Advice != nil && o.Advice.Failure }

// Reported is the error that a body reports although its status is one of success (error_when), without secrets that were sent;
// empty: it reports none. What the server says of it is untrusted.
func (o Outcome) Reported() string {
	if a := o.Advice; o.Err == nil && a != nil && a.Failure && o.Exchange.Response.Status < http.StatusBadRequest {
		return o.Exchange.Masker().Text(strings.Join(append([]string{a.What}, a.Details...), ": "))
	}
	return ""
}

// Canceled says whether the send was ended before its answer came whole.
func (o Outcome) Canceled() bool { return errors.Is(o.Err, context.Canceled) }

// Counts are the results that the session keeps. Of an answer that something is wrong with those that it lacks do not count: the
// answer is to blame, not the path, and what was picked before stays.
func (o Outcome) Counts() []session.Result {
	switch {
	case o.Err != nil:
		return nil
	case o.Advice == nil:
		return o.Results
	}
	return slices.DeleteFunc(slices.Clone(o.Results), func(r session.Result) bool { return r.Err != nil || !r.Found })
}

// lacks says what of that which a step was to be sent first for is not there; nil: all is. kept are the results as the session
// keeps them, which have the last value where a pick says so (if_missing: keep).
func (o Outcome) lacks(kept []session.Result) error {
	for _, need := range o.Step.First.For {
		gives := func(r session.Result) bool {
			return r.Pick.Name == need.Name || collections.ExactName(r.Request, r.Pick.Name) == need.Name
		}
		if slices.ContainsFunc(kept, func(r session.Result) bool { return gives(r) && r.Found }) {
			continue
		}
		if i := slices.IndexFunc(o.Results, gives); i >= 0 && !o.Results[i].Found {
			return &lackError{need.Name, o.Results[i].Err}
		}
	}
	return nil
}

// KeepSample keeps what a saved request was answered with, in a file. What goes wrong there is no news: a sample is a
// convenience.
func (o Outcome) KeepSample() {
	if o.samples == nil || !o.Step.Saved || o.Err != nil || !o.Exchange.Answered() {
		return
	}
	if one, ok := sample.Of(o.Exchange, o.Step.Request.Picks); ok {
		_ = o.samples.Add(o.Step.Key, one)
	}
}
