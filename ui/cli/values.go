package cli

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"dowse/client"
	"dowse/client/plan"
	"dowse/client/session"
	"dowse/collections"
	"dowse/collections/vars"
)

// ready is a request with all that it inherits, and the scope it is sent with.
func (w *workspace) ready(o operand) (collections.Request, vars.Scope, error) {
	request, scope, err := w.Ready(o.request, o.saved)
	return request, scope, w.explainReady(err)
}

// explainReady says what keeps a request from being resolved, and what to do; nil for nil.
func (w *workspace) explainReady(err error) error {
	if broken, ok := errors.AsType[*session.BrokenError](err); ok {
		return brokenFiles(broken)
	}
	if unknown, ok := errors.AsType[*session.EnvironmentError](err); ok {
		return w.unknownEnvironment(unknown.Name)
	}
	if err != nil {
		return usage("%w", err)
	}
	return nil
}

// explainUnresolved adds to an error about variables without a value which requests pick them, and how
// to hand them over.
func (w *workspace) explainUnresolved(o operand, err error) error {
	unresolved, ok := errors.AsType[*client.UnresolvedError](err)
	if failure, is := errors.AsType[*client.Error](err); !ok || !is || failure.ID != "prepare.unresolved" {
		return err
	}
	for _, u := range unresolved.Problems {
		if u.Kind == vars.Untrusted {
			return cmp.Or(w.explainUntrusted(plan.Untrusted(w.Session, nil, o.request, o.saved)), err)
		}
	}
	var lines []string
	for _, u := range unresolved.Problems {
		line := fmt.Sprintf("%s: %s", u.Place, u.Message)
		if u.Kind == vars.Unresolved {
			line += "; " + w.supply(u.Name)
		}
		if !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	return &exitError{exitUnresolved, several(lines)}
}
