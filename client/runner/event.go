package runner

import (
	"net/http"

	"dowse/client/plan"
	"dowse/client/session"
)

// Event is what happened to a step: a Began, an Ended or a Refused. A consumer passes over those that it does not know.
type Event interface{ Of() Step }

// Began says that a step is being sent.
type Began struct{ Step Step }

// Ended says what came of a step. The session has its values.
type Ended struct {
	Outcome
	Kept []session.Result // the results that count, with what is kept for those that found nothing
}

// Refused says that a credential was refused (401), and that another one is asked for before the step is sent again.
type Refused struct {
	Outcome
	Renewal plan.Step
}

// Of is the step.
func (e Began) Of() Step { return e.Step }

// Of is the step.
func (o Outcome) Of() Step { return o.Step }

// tell tells whoever observes.
func (r *Runner) tell(events ...Event) []Event {
	if r.Observe != nil {
		for _, e := range events {
			r.Observe(e)
		}
	}
	return events
}

// Take takes what came of the step that Next gave, keeps its values, and says what happened.
func (u *Run) Take(o Outcome) []Event {
	r := u.runner
	if renewal, ok := u.renewal(o); ok {
		u.refused, u.renewed = &o, true
		u.queue = append(append(ahead([]plan.Step{renewal}), o.Step), u.queue...)
		return r.tell(Refused{o, renewal})
	}
	ended := Ended{Outcome: o}
	if counts := o.Counts(); len(counts) > 0 {
		ended.Kept = r.Session.Keep(o.Environment, counts)
	}
	if o.Step.First == nil {
		u.futile = u.renewed && isRefusal(o)
		u.refused = nil
		return r.tell(ended)
	}
	why := useless(ended)
	if why == nil {
		return r.tell(ended)
	}
	if refused := u.refused; refused != nil { // there is no other credential: what was refused stays so
		u.refused, u.queue, u.futile = nil, nil, true
		return r.tell(ended, Ended{*refused, nil})
	}
	u.failed = why
	return r.tell(ended)
}

// useless says why a step that had to be sent first is of no use; nil: it is.
func useless(e Ended) error {
	if e.Failed() {
		return &FirstError{Outcome: e.Outcome}
	}
	if lacks := e.lacks(e.Kept); lacks != nil {
		return &FirstError{Outcome: e.Outcome, Lacks: lacks}
	}
	return nil
}

// renewal is the step that gives another credential where that of a step was refused, and whether there is one that may be sent.
func (u *Run) renewal(o Outcome) (plan.Step, bool) {
	s := o.Step
	if s.First != nil || s.Alone || u.renewed || u.futile || !isRefusal(o) {
		return plan.Step{}, false
	}
	step, ok := plan.Renewal(u.runner.Session, s.Key, s.Request, s.Saved)
	return step, ok && u.runner.consented(step)
}

// isRefusal says whether a credential was refused (401, RFC 9110 section 15.5.2).
func isRefusal(o Outcome) bool {
	return o.Err == nil && o.Exchange.Answered() && o.Exchange.Response.Status == http.StatusUnauthorized
}

// Rename makes a run go on with requests that have other keys now; renamed says which.
func (u *Run) Rename(renamed func(key string) (string, bool)) {
	for i := range u.queue {
		if to, ok := renamed(u.queue[i].Key); ok {
			u.queue[i].Key = to
		}
	}
}
