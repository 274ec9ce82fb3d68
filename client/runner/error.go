package runner

import (
	"fmt"
	"strings"

	"dowse/client"
	"dowse/client/plan"
)

// ConsentError says that something has to be sent first that a person is asked about. Nothing was sent.
type ConsentError struct {
	All  []plan.Step // what has to be sent first
	Asks []plan.Step // what of that is asked about
}

// Error says what is asked.
func (e *ConsentError) Error() string {
	lines := make([]string, len(e.Asks))
	for i, s := range e.Asks {
		lines[i] = fmt.Sprintf("%s has to be sent first (%s), and %s", s.Request.ID, s.Why(), s.Concern())
	}
	return strings.Join(lines, "; ")
}

// FirstError says that a step that had to be sent first is of no use, so that what it was sent for was not sent.
type FirstError struct {
	Outcome Outcome
	Lacks   error // which value it does not give; nil: it failed as a whole
}

// Error names the step and says what came of it.
func (e *FirstError) Error() string {
	what := e.Outcome.Step.Key + ", which has to be sent first, "
	switch {
	case e.Lacks != nil:
		return what + e.Lacks.Error()
	case e.Outcome.Err != nil:
		return what + "failed: " + e.Outcome.Err.Error()
	}
	came := what + "gave " + client.StatusText(e.Outcome.Exchange.Response.Status)
	if a := e.Outcome.Advice; a != nil {
		came += ": " + a.What
	}
	return came
}

// Unwrap gives the cause.
func (e *FirstError) Unwrap() error {
	if e.Lacks != nil {
		return e.Lacks
	}
	return e.Outcome.Err
}

// lackError says that an answer has not what was asked for.
type lackError struct {
	name  string
	cause error // nil: the pick says to go on without
}

// Error names what is not there.
func (e *lackError) Error() string {
	if e.cause == nil {
		return "has no " + e.name + ", and its pick says to go on without"
	}
	return "has no " + e.name + ": " + e.cause.Error()
}

// Unwrap gives why the pick found nothing.
func (e *lackError) Unwrap() error { return e.cause }
