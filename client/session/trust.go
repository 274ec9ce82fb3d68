package session

import (
	"errors"
	"slices"
	"strings"

	"dowse/collections"
	"dowse/collections/redact"
	"dowse/collections/trust"
	"dowse/collections/vars"
)

// UntrustedError says what a request would read of this machine that its collection is not trusted with. Where it is in the
// chain of an error nothing was read and nothing was sent.
type UntrustedError struct{ Wants []trust.Want }

// Error names what is wanted.
func (e *UntrustedError) Error() string {
	return "this collection is not trusted with the " + strings.Join(trust.Lines(e.Wants), ", the ")
}

// Is makes it a vars.ErrUntrusted.
func (e *UntrustedError) Is(target error) bool { return target == vars.ErrUntrusted }

// guard stands between a request of a collection and what it reads of this machine: it is asked about each read, whoever
// sends. It is made with the scope of the request, and does not change.
type guard struct {
	trust   *trust.Trust
	resolve func(collections.SecretRef) (vars.Secret, error)
	lacking map[string][]trust.Want // of what the request's texts use, what the collection is not trusted with
}

// environment reads a variable of the process environment, if the collection may.
func (g *guard) environment(variable string) (vars.Value, error) {
	what := trust.Environment(variable)
	lacking, used := g.lacking[what]
	if !used && !g.trust.Knows(what) { // it stands in no text that is known to be sent
		lacking = []trust.Want{{What: what}}
	}
	if len(lacking) > 0 {
		return vars.Value{}, &UntrustedError{lacking}
	}
	return vars.ReadEnvironment(variable)
}

// secret gives the value of a secret that the files declare, if the collection may read it.
func (g *guard) secret(ref collections.SecretRef) (vars.Secret, error) {
	if !trust.Reads(ref) {
		return g.resolve(ref)
	}
	lacking := g.lacking[trust.Secret(ref.Name)]
	if source := trust.Source(ref); !g.trust.Has(source) {
		lacking = append([]trust.Want{source}, lacking...)
	}
	if len(lacking) > 0 {
		return vars.Secret{}, &UntrustedError{lacking}
	}
	return g.resolve(ref)
}

// guard looks at what a request, with all that it inherits, reads in a scope. typed is the request as it is without that.
//
// A text that stands in no file of the collection was typed by a person: what it takes of the environment is theirs to
// give. So is the host, where it is theirs alone, in the URL or in a variable that they gave; the collection must be known
// then to want the thing at all.
func (s *Session) guard(g *guard, typed, resolved collections.Request, saved bool, scope vars.Scope) {
	var to trust.Destination
	looked, own := false, typed.Templates()
	for _, text := range resolved.Templates() {
		for _, use := range vars.Uses(text) {
			what := reading(use.Name, scope)
			if what == "" {
				continue
			}
			if !looked {
				to, looked = trust.Lead(scope, s.asSaved(typed, resolved), s.Collection.Root, nil), true
			}
			if _, seen := g.lacking[what]; !seen {
				g.lacking[what] = nil
			}
			want := trust.Want{What: what, To: to.String()}
			if !g.trust.Has(want) && !slices.Contains(g.lacking[what], want) && s.Collection.Sends(text) && !s.isTheirs(want, to, !saved && slices.Contains(own, text)) {
				g.lacking[what] = append(g.lacking[what], want)
			}
		}
	}
}

// isTheirs says whether a person chose the host that a secret of the collection goes to. typed says that they typed that it
// does, although a text of the files is the same.
func (s *Session) isTheirs(want trust.Want, to trust.Destination, typed bool) bool {
	switch {
	case to.Shared || to.Choice > trust.ByPerson:
		return false
	case to.Choice == trust.ByPerson:
		return s.Trust.Knows(want.What)
	}
	return (typed || s.Trust.Knows(want.What)) && !slices.Contains(trust.Of(s.Collection), want)
}

// asSaved is a request with the certificates looked at as its file says: to do otherwise is what a person asked for.
func (s *Session) asSaved(typed, resolved collections.Request) collections.Request {
	typed.TLS = nil
	if file := s.Collection.Request(typed.ID); file != nil {
		typed.TLS = file.TLS
	}
	resolved.TLS = nil
	if inherited, err := s.Collection.Resolve(&typed, s.EnvironmentName()); err == nil {
		resolved.TLS = inherited.TLS
	}
	return resolved
}

// reading is what a use of a name reads of this machine; empty: nothing.
func reading(name string, scope vars.Scope) string {
	if variable, ok := vars.Environment(name); ok {
		return trust.Environment(variable)
	}
	if found := scope.Lookup(name); len(found) > 0 && found[0].Resolve != nil {
		return trust.Secret(name)
	}
	return ""
}

// Untrusted gives what a request would read of this machine that its collection is not trusted with. Its error is as that of
// Ready.
func (s *Session) Untrusted(r collections.Request, saved bool) ([]trust.Want, error) {
	resolved, scope, g, err := s.ready(r, saved, s.secretsNow().look)
	if err != nil || g == nil {
		return nil, err
	}
	var wants []trust.Want
	for _, text := range resolved.Templates() {
		for _, use := range vars.Uses(text) {
			what := reading(use.Name, scope)
			if what == "" {
				continue
			}
			lacking := g.lacking[what]
			if found := scope.Lookup(use.Name); len(found) > 0 && found[0].Resolve != nil {
				if _, err := found[0].Get(); err != nil {
					lacking = wantsOf(err)
				}
			}
			for _, w := range lacking {
				if !slices.Contains(wants, w) {
					wants = append(wants, w)
				}
			}
		}
	}
	return wants, nil
}

// wantsOf are those of an UntrustedError.
func wantsOf(err error) []trust.Want {
	untrusted, _ := errors.AsType[*UntrustedError](err)
	if untrusted == nil {
		return nil
	}
	return untrusted.Wants
}

// Lead says where a request goes, as far as it is known. Its error is as that of Ready.
func (s *Session) Lead(r collections.Request, saved bool) (trust.Destination, error) {
	resolved, scope, err := s.Ready(r, saved)
	if err != nil {
		return trust.Destination{}, err
	}
	return trust.Lead(scope, resolved, s.Root(), nil), nil
}

// Root is the folder of the collection; empty without one.
func (s *Session) Root() string {
	if s.Collection == nil {
		return ""
	}
	return s.Collection.Root
}

// Carries gives the secrets that a request takes with it, each once, as a want names them: of the environment, those that
// the files declare, those that were picked, and what a name says is secret.
func (s *Session) Carries(resolved collections.Request, scope vars.Scope) []string {
	var all []string
	for _, text := range resolved.Templates() {
		for _, use := range vars.Uses(text) {
			what := reading(use.Name, scope)
			if what == "" && s.isSecret(use.Name, scope) {
				what = trust.Secret(use.Name)
			}
			if what != "" && !slices.Contains(all, what) {
				all = append(all, what)
			}
		}
	}
	return all
}

// isSecret says whether the value of a variable is a secret, whether it is there or will be.
func (s *Session) isSecret(name string, scope vars.Scope) bool {
	found := scope.Lookup(name)
	switch {
	case len(found) > 0 && found[0].Value.IsSecret(), s.Secret(name), s.Collection != nil && trust.Picked(s.Collection, name):
		return true
	case len(found) == 0, found[0].Layer == LayerPicks, found[0].Layer == LayerGiven, found[0].Layer == LayerEnvFile:
		return redact.Name(name) != ""
	}
	return false
}
