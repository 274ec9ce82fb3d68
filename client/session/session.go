// Package session is what a series of sends knows: the collection, the environment, variables given beside
// the files, and the values that were picked so far. It makes the scope that a request is sent with, and
// says which requests could supply what has no value. It sends nothing, writes no file and shows nothing.
//
//	collection + environment + given + picked ──Ready(request)──> resolved request, scope ──> client.Send
//	                             ^                                                                │
//	                             └───────────── Keep <── Evaluate(picks) <── Exchange <───────────┘
package session

import (
	"fmt"
	"os"
	"path"
	"slices"
	"strings"

	"dowse/collections"
	"dowse/collections/address"
	"dowse/collections/trust"
	"dowse/collections/vars"
)

// The names of the layers that a session adds to those of the files.
const (
	LayerGiven    = trust.LayerGiven
	LayerPicks    = trust.LayerPicks
	LayerEnvFile  = trust.LayerEnvFile
	LayerSupplied = trust.LayerSupplied // secrets that a person typed or pasted; gone when the session ends
)

// Given is a variable given beside the files, as text. Whether it is secret the files say.
type Given struct {
	Name, Text string
	Source     string // for people: "--var", or the name of a file
}

// Session is used by one goroutine at a time.
type Session struct {
	Collection  *collections.Collection // nil: none
	Environment string                  // as asked for; empty: the collection's default
	Overrides   []Given                 // the strongest
	EnvFile     []Given                 // weaker than picks, stronger than the environment
	Drafts      func() []Draft          // the requests that are open, as they stand now; nil: none is
	Trust       *trust.Trust            // what the collection may read of this machine; nil: nothing
	// Resolve asks for the value of a secret that the files declare; nil: SecretRef.Resolve.
	Resolve func(collections.SecretRef) (vars.Secret, error)

	secrets  *secrets // shared by copies, so that each is asked for once
	supplied []vars.Variable
	results  []Result // the newest first
}

// Copy is a session that goes on by itself: what is kept, supplied or renamed in one of them the other does not know. Drafts is
// left out.
func (s *Session) Copy() *Session {
	s.secretsNow()
	c := *s
	c.Overrides, c.EnvFile = slices.Clone(s.Overrides), slices.Clone(s.EnvFile)
	c.supplied, c.results = slices.Clone(s.supplied), slices.Clone(s.results)
	c.Drafts = nil
	return &c
}

// EnvironmentError says that the environment asked for is not there.
type EnvironmentError struct{ Name string }

// Error names the environment.
func (e *EnvironmentError) Error() string { return fmt.Sprintf("there is no environment %q", e.Name) }

// BrokenError says which files keep a request from being used.
type BrokenError struct{ Problems []collections.Problem }

// Error gives a line for each problem.
func (e *BrokenError) Error() string {
	lines := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		lines[i] = p.Error()
	}
	return strings.Join(lines, "\n")
}

// EnvironmentName is the environment in use: the one asked for, else the collection's default; empty for none.
func (s *Session) EnvironmentName() string {
	if s.Environment == "" && s.Collection != nil {
		return s.Collection.DefaultEnv
	}
	return s.Environment
}

// Supply gives a secret a value for this session only.
func (s *Session) Supply(name string, secret vars.Secret) {
	s.supplied = slices.DeleteFunc(s.supplied, func(v vars.Variable) bool { return v.Name == name })
	value := vars.NewString(secret.Reveal()).AsSecret()
	s.supplied = append(s.supplied, vars.Variable{Name: name, Value: value, Source: "this session"})
}

// Inherits says whether the collection's settings are a request's too. They are not a typed URL's: its host
// may be any, and the collection's credentials are for the collection's servers. One that begins with a
// variable, or is relative to base_url, is of the collection.
func (s *Session) Inherits(r collections.Request, saved bool) bool {
	form := address.FormOf(r.URL)
	return saved || form == address.Templated || form == address.Part || address.Relative(r.URL, s.HasBase(r))
}

// HasBase says whether a request knows the variable base_url, which its URL may be relative to.
func (s *Session) HasBase(r collections.Request) bool { return address.Known(s.scope(r, &guard{})) }

// scope is the variables that a request is sent with. g stands before what is read of this machine; nil without a collection.
func (s *Session) scope(r collections.Request, g *guard) vars.Scope {
	if s.Collection == nil {
		return vars.NewScope(s.layer(LayerGiven, s.Overrides), requestLayer(r), s.picks(), s.layer(LayerEnvFile, s.EnvFile), s.suppliedLayer())
	}
	files := s.Collection.Layers(&r, s.EnvironmentName(), g.secret)
	layers := []vars.Layer{
		s.layer(LayerGiven, s.Overrides), files.Request, s.picks(), s.layer(LayerEnvFile, s.EnvFile), s.suppliedLayer(), files.Environment,
	}
	layers = append(layers, files.Folders...)
	return vars.NewScope(append(layers, files.Collection)...).WithEnvironment(g.environment)
}

// Ready gives a request with all that it inherits, and the scope it is sent with. saved says that it has a
// file: see Inherits. Its error is an *EnvironmentError, a *BrokenError or what keeps the request from being
// resolved.
func (s *Session) Ready(r collections.Request, saved bool) (collections.Request, vars.Scope, error) {
	resolved, scope, _, err := s.ready(r, saved, s.secretsNow().ask)
	return resolved, scope, err
}

// Look is Ready for whoever shows a request and sends nothing: its scope asks for no secret. One that was not asked for yet has
// a mask as its value there, one that could not be had its error.
func (s *Session) Look(r collections.Request, saved bool) (collections.Request, vars.Scope, error) {
	resolved, scope, _, err := s.ready(r, saved, s.secretsNow().look)
	return resolved, scope, err
}

// ready is Ready, and what stands between the request and this machine; nil without a collection. resolve gives the value of a
// secret that the collection is trusted with.
func (s *Session) ready(r collections.Request, saved bool, resolve func(collections.SecretRef) (vars.Secret, error)) (resolved collections.Request, scope vars.Scope, g *guard, err error) {
	name, resolved := s.EnvironmentName(), r
	if s.Collection == nil {
		if name != "" {
			return r, scope, nil, &EnvironmentError{name}
		}
		return r, s.scope(r, nil), nil, nil
	}
	if problems := s.Broken(s.Files(r.ID)...); len(problems) > 0 {
		return r, scope, nil, &BrokenError{problems}
	}
	if name != "" && s.Collection.Environment(name) == nil {
		return r, scope, nil, &EnvironmentError{name}
	}
	if s.Inherits(r, saved) {
		if resolved, err = s.Collection.Resolve(&r, name); err != nil {
			return resolved, scope, nil, err
		}
	}
	g = &guard{trust: s.Trust, resolve: resolve, lacking: map[string][]trust.Want{}}
	scope = s.scope(r, g)
	s.guard(g, r, resolved, saved, scope)
	return resolved, scope, g, nil
}

// requestLayer is the variables of a request that no collection holds.
func requestLayer(r collections.Request) vars.Layer {
	layer := vars.Layer{Name: "request"}
	for _, v := range r.Vars {
		layer.Variables = append(layer.Variables, vars.Variable{Name: v.Name, Value: v.Value, Source: "the request"})
	}
	return layer
}

func (s *Session) suppliedLayer() vars.Layer {
	return vars.Layer{Name: LayerSupplied, Variables: slices.Clone(s.supplied)}
}

// layer gives variables their values. One is secret when the files say that a variable of its name is.
func (s *Session) layer(name string, given []Given) vars.Layer {
	layer := vars.Layer{Name: name}
	for _, g := range given {
		value := vars.ParseScalar(g.Text)
		if v, err := vars.ParseJSON(g.Text); err == nil && v.Kind() >= vars.Array {
			value = v // as dowse pick prints it
		}
		if s.Secret(g.Name) {
			value = value.AsSecret()
		}
		layer.Variables = append(layer.Variables, vars.Variable{Name: g.Name, Value: value, Source: g.Source})
	}
	return layer
}

// declared are the secrets that the files name.
func (s *Session) declared() []collections.SecretRef {
	if s.Collection == nil {
		return nil
	}
	declared := slices.Clone(s.Collection.Secrets)
	for _, e := range s.Collection.Environments {
		declared = append(declared, e.Secrets...)
	}
	for _, f := range s.Collection.Folders {
		declared = append(declared, f.Secrets...)
	}
	return declared
}

// Environ is what other programs get of the environment around this one: all but the variables that hold secrets.
func (s *Session) Environ() []string {
	return slices.DeleteFunc(os.Environ(), func(pair string) bool {
		name, _, _ := strings.Cut(pair, "=")
		return slices.ContainsFunc(s.declared(), func(ref collections.SecretRef) bool {
			return ref.From == "env" && name == ref.EnvironmentName()
		})
	})
}

// Secret says whether the files declare a variable of that name secret.
func (s *Session) Secret(name string) bool {
	if s.Collection == nil {
		return false
	}
	declared := s.declared()
	if slices.ContainsFunc(declared, func(ref collections.SecretRef) bool { return ref.Name == name }) {
		return true
	}
	for _, r := range s.Collection.Requests {
		for _, k := range r.Picks {
			if k.NamedSecret() && (k.Name == name || collections.ExactName(r.ID, k.Name) == name) {
				return true
			}
		}
	}
	return false
}

// Files are the files that a request takes settings and variables from, the collection's first.
func (s *Session) Files(id string) []string {
	files := []string{"dowse.yaml"}
	for dir := path.Dir(id); dir != "." && dir != "/"; dir = path.Dir(dir) {
		files = append(files, dir+"/_folder.yaml")
	}
	if name := s.EnvironmentName(); name != "" {
		files = append(files, "env/"+name+".yaml")
	}
	return files
}

// Broken gives what keeps the given files of the collection from use.
func (s *Session) Broken(files ...string) []collections.Problem {
	var problems []collections.Problem
	for _, p := range s.Collection.Problems {
		if !p.Warning && slices.Contains(files, p.File) {
			problems = append(problems, p)
		}
	}
	return problems
}

// Producers are the saved requests that pick a variable of that name.
func (s *Session) Producers(name string) []*collections.Request {
	if s.Collection == nil {
		return nil
	}
	return s.Collection.Producers(name)
}

// Supplied names the secrets that were given for this session.
func (s *Session) Supplied() []string {
	var names []string
	for _, v := range s.supplied {
		names = append(names, v.Name)
	}
	return names
}
