package cli

import (
	"errors"
	"fmt"
	"slices"

	"dowse/client"
	"dowse/collections"
	"dowse/collections/vars"
)

// layerPicks is the name of the layer of picked values.
const layerPicks = "picks"

// pickOfPrefix begins the source of a picked value; the request's ID follows.
const pickOfPrefix = "pick of "

// values are what was picked so far, the newest first.
type values struct {
	variables []vars.Variable
}

// add keeps what was found, under its bare name and under its exact one.
func (v *values) add(picked []pickedValue) {
	var found []vars.Variable
	for _, k := range picked {
		if !k.found || k.err != nil {
			continue
		}
		source := pickOfPrefix + k.id
		found = append(found,
			vars.Variable{Name: k.pick.Name, Value: k.value, Source: source},
			vars.Variable{Name: exactName(k.id, k.pick.Name), Value: k.value, Source: source})
	}
	v.variables = append(found, v.variables...)
}

// layer gives each name its newest value.
func (v *values) layer() vars.Layer {
	layer := vars.Layer{Name: layerPicks}
	if v == nil {
		return layer
	}
	seen := map[string]bool{}
	for _, variable := range v.variables {
		if !seen[variable.Name] {
			seen[variable.Name] = true
			layer.Variables = append(layer.Variables, variable)
		}
	}
	return layer
}

// exactName is the name of a pick that no other request's pick can have.
func exactName(id, name string) string { return "pick." + id + "." + name }

// ready is a request with all that it inherits, and the scope it is sent with.
func (w *workspace) ready(o operand, picked *values) (collections.Request, vars.Scope, error) {
	if w.collection == nil {
		if w.environment != "" {
			return o.request, vars.Scope{}, w.unknownEnvironment(w.environment)
		}
		return o.request, vars.NewScope(w.layer("--var", w.overrides), w.layer("--env-file", w.envFile)), nil
	}
	environment := w.environmentName()
	if err := w.broken(w.inherited(o.request.ID)...); err != nil {
		return o.request, vars.Scope{}, err
	}
	if environment != "" && w.collection.Environment(environment) == nil {
		return o.request, vars.Scope{}, w.unknownEnvironment(environment)
	}
	request := o.request
	if o.inherits() {
		var err error
		if request, err = w.collection.Resolve(&o.request, environment); err != nil {
			return request, vars.Scope{}, usage("%w", err)
		}
	}
	saved := w.collection.Layers(&o.request, environment)
	layers := []vars.Layer{w.layer("--var", w.overrides), saved.Request, picked.layer(), w.layer("--env-file", w.envFile), saved.Environment}
	layers = append(layers, saved.Folders...)
	return request, vars.NewScope(append(layers, saved.Collection)...), nil
}

// explainUnresolved adds to an error about variables without a value which requests pick them, and how
// to hand them over.
func (w *workspace) explainUnresolved(o operand, err error) error {
	unresolved, ok := errors.AsType[*client.UnresolvedError](err)
	if failure, is := errors.AsType[*client.Error](err); !ok || !is || failure.ID != "prepare.unresolved" {
		return err
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
