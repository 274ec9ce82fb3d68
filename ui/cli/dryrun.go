package cli

import (
	"dowse/client/plan"
	"dowse/client/session"
	"dowse/collections"
	"dowse/collections/formats/curl"
	"dowse/collections/vars"
)

// requestName is what a request is called in a list.
func requestName(o operand) string {
	if o.request.ID != "" {
		return o.request.ID
	}
	return withoutUser(o.request.URL)
}

// dryRun writes requests as the curl commands that send what dowse would send. What is secret, or has no value before the
// steps of the plan are sent, stands as $NAME of the shell.
type dryRun struct {
	program   *Program
	workspace *workspace
	steps     []plan.Step // what is sent first
	curl      curl.Writer
}

// line writes one request.
func (d *dryRun) line(o operand) (string, error) {
	request, scope, err := d.workspace.ready(o)
	if err != nil {
		return "", err
	}
	message, err := d.program.sender().Prepare(request, scope.Outline(d.picked))
	if err != nil {
		return "", d.workspace.explainUnresolved(o, err)
	}
	return d.curl.Command(message), nil
}

// picked reports whether a value will be another one, since one of the steps picks it.
func (d *dryRun) picked(v vars.Found) bool {
	if v.Layer != session.LayerPicks {
		return false
	}
	for _, step := range d.steps {
		for _, pick := range step.Request.Picks {
			if v.Name == pick.Name || v.Name == collections.ExactName(step.Request.ID, pick.Name) {
				return true
			}
		}
	}
	return false
}
