package session

import (
	"cmp"
	"slices"
	"time"

	"dowse/client"
	"dowse/client/document"
	"dowse/client/pick"
	"dowse/collections"
	"dowse/collections/redact"
	"dowse/collections/vars"
)

// SourcePrefix begins the source of a picked value; the request's ID follows.
const SourcePrefix = "pick of "

// Result is what became of one pick of a response.
type Result struct {
	Request     string // the ID of the request that picks
	Pick        collections.Pick
	Value       vars.Value
	Found       bool
	Err         error // a *pick.Miss, where the pick does not say to go on without
	At          time.Time
	Until       time.Time // when the value ends to be fresh; zero: with the session
	Inputs      string    // stands for what the request was made of then; empty: it is not known
	NotKept     bool      // of an earlier session, and secret: the value was not written down
	Environment string
	Last        *Last // what it found before, where it finds nothing now; nil: nothing is known of that
}

// Last is what a pick found before it found nothing.
type Last struct {
	Value vars.Value
	At    time.Time // when that was
	Since time.Time // when it found nothing first
}

// Secret says whether what the pick reads is hidden: its value is secret, or is not known and would be for its name.
func (r Result) Secret() bool {
	if r.Found && r.Err == nil && !r.NotKept {
		return r.Value.IsSecret()
	}
	return r.NotKept || r.Pick.NamedSecret()
}

// Masker finds what was sent as a secret in an exchange and what was picked as one. What a pick says is no secret is shown as its
// variable: where that holds a secret that was sent, the response does not show it.
func Masker(e *client.Exchange, results []Result) *redact.Masker {
	var picked []string
	for _, r := range results {
		if r.Found && r.Value.IsSecret() {
			picked = append(picked, Texts(r.Value)...)
		}
		if r.Secret() {
			picked = append(picked, untransformed(e, r.Pick)...)
		}
	}
	return e.Masker().With(picked...)
}

// untransformed is what a secret pick finds before that is transformed: the response has it so.
func untransformed(e *client.Exchange, raw collections.Pick) []string {
	raw.Transform, raw.JQ, raw.Type, raw.Secret = "", "", "", collections.SecretYes
	value, found, err := pick.Evaluate(raw, e)
	if err != nil || !found {
		return nil
	}
	return Texts(value)
}

// Texts are a text, or every text of a list.
func Texts(value vars.Value) (texts []string) {
	switch value.Kind() {
	case vars.String:
		return []string{value.Reveal()}
	case vars.Array:
		d := document.ParseJSON([]byte(value.Reveal()))
		if d.Len() == 0 {
			return nil
		}
		for n := range d.Children(d.Root()) {
			if d.Kind(n) == document.String {
				texts = append(texts, d.Text(n))
			}
		}
	}
	return texts
}

// Evaluate makes the picks of a request from its response.
func Evaluate(id string, picks []collections.Pick, e *client.Exchange) []Result {
	var all []Result
	for _, k := range picks {
		value, found, err := pick.Evaluate(k, e)
		r := Result{Request: id, Pick: k, Value: value, Found: found, Err: err, At: e.Started.Add(e.Elapsed)}
		if found {
			r.Until = until(k, value, e)
		}
		all = append(all, r)
	}
	return all
}

// Keep remembers results of an environment, and gives them as it remembers them: what a pick found there, or that it found
// nothing, takes the place of what it found before. A pick that says to keep its last value (if_missing) has that where it
// finds nothing.
func (s *Session) Keep(environment string, results []Result) []Result {
	inputs := map[string]string{}
	kept := slices.Clone(results)
	for i, r := range slices.Backward(results) {
		r.Environment = environment
		if _, known := inputs[r.Request]; !known && r.Inputs == "" {
			inputs[r.Request] = s.inputs(r.Request)
		}
		r.Inputs = cmp.Or(r.Inputs, inputs[r.Request])
		switch {
		case r.Err != nil:
			r.Last = s.before(r)
		case !r.Found && r.Pick.IfMissing.Policy == collections.MissingKeep:
			if old, ok := s.result(r); ok && alike(old.Pick, r.Pick) {
				if last := s.before(r); last != nil {
					r.Value, r.Found, r.At = last.Value, true, last.At
				}
			}
		}
		kept[i] = r
		s.results = slices.DeleteFunc(s.results, func(old Result) bool {
			return old.Request == r.Request && old.Pick.Name == r.Pick.Name && old.Environment == r.Environment
		})
		s.results = slices.Insert(s.results, 0, r)
	}
	slices.SortStableFunc(s.results, func(a, b Result) int { return b.At.Compare(a.At) })
	return kept
}

// result is what is remembered of the same pick in the same environment.
func (s *Session) result(of Result) (Result, bool) {
	i := slices.IndexFunc(s.results, func(old Result) bool {
		return old.Request == of.Request && old.Pick.Name == of.Pick.Name && old.Environment == of.Environment
	})
	if i < 0 {
		return Result{}, false
	}
	return s.results[i], true
}

// alike says whether two picks read the same, whatever they do where it is missing.
func alike(a, b collections.Pick) bool {
	a.IfMissing = b.IfMissing
	return a.Fingerprint() == b.Fingerprint()
}

// before is what a pick that finds nothing found last.
func (s *Session) before(now Result) *Last {
	old, ok := s.result(now)
	switch {
	case !ok:
		return nil
	case old.Found && old.Err == nil && !old.NotKept:
		return &Last{old.Value, old.At, now.At}
	}
	return old.Last
}

// Forget drops what a pick found, in every environment.
func (s *Session) Forget(request, name string) {
	s.results = slices.DeleteFunc(s.results, func(r Result) bool { return r.Request == request && r.Pick.Name == name })
}

// Rename gives what was picked from a request to the ID it has now.
func (s *Session) Rename(from, to string) {
	s.RenameAll(func(id string) (string, bool) { return to, id == from })
}

// RenameAll gives what was picked to the IDs that requests have now; renamed says which those are.
func (s *Session) RenameAll(renamed func(id string) (string, bool)) {
	for i := range s.results {
		if to, ok := renamed(s.results[i].Request); ok {
			s.results[i].Request = to
		}
	}
}

// Keeping does something that changes names alone, of requests or variables, and what requests are made of only by that: values
// that counted before count afterwards.
func (s *Session) Keeping(rename func()) {
	held := make([]bool, len(s.results))
	before := map[string]string{}
	for i, r := range s.results {
		if _, known := before[r.Request]; !known {
			before[r.Request] = s.inputs(r.Request)
		}
		held[i] = r.Inputs != "" && r.Inputs == before[r.Request]
	}
	rename()
	after := map[string]string{}
	for i := range min(len(held), len(s.results)) {
		r := &s.results[i]
		if _, known := after[r.Request]; !known {
			after[r.Request] = s.inputs(r.Request)
		}
		if held[i] {
			r.Inputs = after[r.Request]
		}
	}
}

// RenamePick gives what a pick found to the name that it has now.
func (s *Session) RenamePick(request, from, to string) {
	for i := range s.results {
		if r := &s.results[i]; r.Request == request && r.Pick.Name == from {
			r.Pick.Name = to
		}
	}
}

// Results are what the picks found in the environment in use, the newest first. What a pick found before it was changed is
// not among them.
func (s *Session) Results() []Result {
	return slices.DeleteFunc(s.All(), func(r Result) bool { return r.Environment != s.EnvironmentName() })
}

// All are the results of every environment, for whoever keeps them until the next session.
func (s *Session) All() []Result {
	drafts := s.drafts()
	return slices.DeleteFunc(slices.Clone(s.results), func(r Result) bool { return !s.counts(drafts, r) })
}

// Restore takes up the results of an earlier session, the newest first.
func (s *Session) Restore(results []Result) { s.results = slices.Clone(results) }

// picks gives each name its newest value.
func (s *Session) picks() vars.Layer {
	layer := vars.Layer{Name: LayerPicks}
	seen := map[string]bool{}
	for _, r := range s.Results() {
		if !r.Found || r.Err != nil || r.NotKept {
			continue
		}
		for _, name := range []string{r.Pick.Name, collections.ExactName(r.Request, r.Pick.Name)} {
			if !seen[name] {
				seen[name] = true
				layer.Variables = append(layer.Variables, vars.Variable{Name: name, Value: r.Value, Source: SourcePrefix + r.Request})
			}
		}
	}
	return layer
}
