package ui_test

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"

	"dowse/client"
	"dowse/client/runner"
)

// event is what happened, as the files say it.
func event(e runner.Event) string {
	step := e.Of()
	name := step.Key
	if !step.Saved {
		name = "URL"
	}
	if step.Name != "" {
		name += " " + step.Name
	}
	switch e := e.(type) {
	case runner.Began:
		if step.First != nil {
			return "first " + name + ": " + durations.ReplaceAllString(step.First.Why(), "…")
		}
		return "send " + name
	case runner.Refused:
		return name + ": 401, " + e.Renewal.Request.ID + " for another " + e.Renewal.For[0].Name
	case runner.Ended:
		return name + ": " + ended(e)
	}
	return fmt.Sprintf("%T", e)
}

// durations depend on when a test runs.
var durations = regexp.MustCompile(`\d[\dhms.]*s`)

// ended is what came of a step.
func ended(e runner.Ended) string {
	if e.Err != nil {
		if failure, ok := errors.AsType[*client.Error](e.Err); ok {
			return failure.ID
		}
		return "canceled"
	}
	text := strconv.Itoa(e.Exchange.Response.Status)
	if e.Advice != nil && e.Advice.Failure && e.Exchange.Response.Status < 400 {
		text += ", an error"
	}
	for _, r := range e.Kept {
		switch {
		case r.Err != nil:
			text += ", misses " + r.Pick.Name
		case !r.Found:
			text += ", no " + r.Pick.Name
		default:
			text += ", " + r.Pick.Name + " = " + r.Value.Reveal()
		}
	}
	return text
}
