// Package plan says what has to be sent before a request: the requests that pick what it uses, where that is not there
// or not fresh any more. Edges come from use: nobody draws them. It sends nothing.
//
//	request ──names it uses──> values that are missing or stale ──who picks them──> Steps, each once, in order
package plan

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"dowse/client/session"
	"dowse/collections"
	"dowse/collections/address"
	"dowse/collections/trust"
	"dowse/collections/vars"
)

// Step is one request to send first, and what for.
type Step struct {
	Request *collections.Request
	For     []Need            // what it is to pick
	Draft   bool              // it has no file: its ID is the key of a draft
	To      trust.Destination // where it goes, as far as that is known before it is sent
	Foreign []string          // the secrets that it takes to an origin which neither the person's request nor trust names
	Diverts bool              // what it picks names the host to which the person's request takes its secrets
}

// Need is a variable that a plan is to give a value, and why it has none that counts.
type Need struct {
	Name string
	Why  string // such as "it has no value" or "it expired 3 minutes ago"
}

// Why says in one line what a step is for.
func (s Step) Why() string {
	var all []string
	for _, n := range s.For {
		all = append(all, n.Name+" "+n.Why)
	}
	return strings.Join(all, ", ")
}

// Line says in one line which request is sent, by what it is called, what for, and where.
func (s Step) Line(label string) string {
	return label + ": " + s.Why() + ", sent to " + s.To.Place()
}

// Asks tells whether a person is asked before a step is sent that they did not ask for: it changes something on the server,
// for all that is known, or it takes a secret to strangers.
func (s Step) Asks() bool { return s.changes() || len(s.Foreign) > 0 || s.Diverts }

// changes tells whether a step may change something. GET, HEAD and OPTIONS are safe (RFC 9110 section 9.2.1); what is marked
// repeatable may be sent again; and what logs in, to pick a secret, is there to be sent.
func (s Step) changes() bool {
	switch strings.ToUpper(s.Request.Method) {
	case "", "GET", "HEAD", "OPTIONS":
		return false
	}
	return !s.Request.Repeatable && !slices.ContainsFunc(s.Request.Picks, func(k collections.Pick) bool { return k.Secret == collections.SecretYes })
}

// Concern says what a person is asked about; empty where Asks is false.
func (s Step) Concern() string {
	var all []string
	if s.changes() {
		all = append(all, s.Request.Method+" may change something")
	}
	if len(s.Foreign) > 0 {
		all = append(all, "it takes "+strings.Join(s.Foreign, ", ")+" to "+s.To.Place())
	}
	if s.Diverts {
		all = append(all, "its answer names the host that your request takes secrets to")
	}
	return strings.Join(all, ", and ")
}

// Consent is what a person says yes to. Another secret or another place is another question.
type Consent struct {
	Request string // the ID of the step's request
	Takes   string // which secrets to which place; empty: it takes none to strangers
}

// Consent is what a person is asked for before the step is sent.
func (s Step) Consent() Consent {
	c := Consent{Request: s.Request.ID}
	if len(s.Foreign) > 0 || s.Diverts {
		c.Takes = fmt.Sprint(strings.Join(s.Foreign, ", "), " to ", s.To.String(), s.Diverts)
	}
	return c
}

// CycleError says that requests need each other, so that none can be first.
type CycleError struct{ IDs []string } // the first one is the last one too

// Error gives the way round.
func (e *CycleError) Error() string {
	return "these requests need each other, so none can be sent first: " + strings.Join(e.IDs, " -> ")
}

// StaleError says that a value that a request uses does not count any more, and that no request is known that gives another.
type StaleError struct {
	Need
	From string // the request that it was picked from, which is gone
}

// Error says what can be done.
func (e *StaleError) Error() string {
	return fmt.Sprintf("%s %s, and %s, which it was picked from, is not there any more: pick it again, or send it as it is", e.Name, e.Why, e.From)
}

// Make gives the steps before a request, in the order to send them; key is its ID, or that of its draft. What is stale comes
// from the request that it was picked from, also a draft that has no file. A name without a value that several requests pick is
// left to the person, who can name one as {{pick.ID.name}}; and so is one that nobody picks.
//
// Its error is a *CycleError, a *StaleError, or why a request on the way cannot be read.
func Make(s *session.Session, key string, r collections.Request, saved bool, now time.Time) ([]Step, error) {
	m := &maker{session: s, now: now}
	r.ID = key
	if err := m.visit(session.Draft{Key: key, Request: r, Saved: saved}, []string{key}); err != nil {
		return m.steps, err
	}
	return m.steps, settle(s, m.steps, r, saved)
}

// settle says of each step where it goes, and which secrets it takes there that are meant neither for the origin of the
// person's request nor, as far as the collection is trusted, for its own. What a step picks may name the host of a later one,
// or that of the person's request.
func settle(s *session.Session, steps []Step, r collections.Request, saved bool) error {
	resolved, scope, err := s.Ready(r, saved)
	if err != nil {
		return err
	}
	home := trust.Lead(scope, resolved, s.Root(), nil)
	picked := map[string]bool{}
	for i := range steps {
		step := &steps[i]
		request, scope, err := s.Ready(*step.Request, !step.Draft)
		if err != nil {
			return err
		}
		step.To = trust.Lead(scope, request, s.Root(), picked)
		if !step.Draft { // that one a person typed
			step.Foreign = foreign(s, step.To, home, request, scope)
		}
		maps.Copy(picked, names(step))
	}
	for i := range steps {
		to := trust.Lead(scope, resolved, s.Root(), names(&steps[i]))
		steps[i].Diverts = !steps[i].Draft && to != home && len(foreign(s, to, home, resolved, scope)) > 0
	}
	return nil
}

// names are those of what a step picks.
func names(s *Step) map[string]bool {
	all := map[string]bool{}
	for _, k := range s.Request.Picks {
		all[k.Name], all[collections.ExactName(s.Request.ID, k.Name)] = true, true
	}
	return all
}

// foreign are the secrets of a request that it takes to a place where they are not meant to go.
func foreign(s *session.Session, to, home trust.Destination, resolved collections.Request, scope vars.Scope) []string {
	if to.Same(home) {
		return nil
	}
	return slices.DeleteFunc(s.Carries(resolved, scope), func(what string) bool {
		return s.Trust.Has(trust.Want{What: what, To: to.String()})
	})
}

// Untrusted is a *session.UntrustedError about all that a request and the steps before it would read of this machine without
// being trusted with it; nil: nothing. Asking first means that nothing is sent where the last of them could not be.
func Untrusted(s *session.Session, steps []Step, r collections.Request, saved bool) error {
	wants, err := s.Untrusted(r, saved)
	if err != nil {
		return err
	}
	for _, step := range steps {
		more, err := s.Untrusted(*step.Request, !step.Draft)
		if err != nil {
			return err
		}
		for _, w := range more {
			if !slices.Contains(wants, w) {
				wants = append(wants, w)
			}
		}
	}
	if len(wants) == 0 {
		return nil
	}
	return &session.UntrustedError{Wants: wants}
}

// maker is the making of one plan.
type maker struct {
	session *session.Session
	now     time.Time
	steps   []Step
}

// visit adds what a request needs, and what that needs before it. way is the IDs from the first request to this one.
func (m *maker) visit(d session.Draft, way []string) error {
	resolved, scope, err := m.session.Ready(d.Request, d.Saved)
	if err != nil {
		return err
	}
	needs, err := m.needs(resolved, scope, d.Key)
	if err != nil {
		return err
	}
	for _, need := range needs {
		if err := m.add(need.from, need.Need, way); err != nil {
			return err
		}
	}
	return nil
}

// add adds the step that picks what is needed, after those that it needs itself.
func (m *maker) add(from session.Draft, need Need, way []string) error {
	if i := slices.Index(way, from.Key); i >= 0 {
		return &CycleError{append(slices.Clone(way[i:]), from.Key)}
	}
	i := slices.IndexFunc(m.steps, func(s Step) bool { return s.Request.ID == from.Key })
	if i < 0 {
		if err := m.visit(from, append(slices.Clone(way), from.Key)); err != nil {
			return fmt.Errorf("%w", err)
		}
		m.steps = append(m.steps, step(from))
		i = len(m.steps) - 1
	}
	if step := &m.steps[i]; !slices.ContainsFunc(step.For, func(n Need) bool { return n.Name == need.Name }) {
		step.For = append(step.For, need)
	}
	return nil
}

// step is a request as a step.
func step(d session.Draft, needs ...Need) Step {
	return Step{Request: &d.Request, For: needs, Draft: !d.Saved}
}

// needed is a need and who can meet it.
type needed struct {
	Need
	from session.Draft
}

// needs are the names that a request uses and that are to be picked anew.
func (m *maker) needs(r collections.Request, scope vars.Scope, key string) ([]needed, error) {
	var all []needed
	seen := map[string]bool{}
	pending := r.Templates()
	if address.Relative(r.URL, true) {
		pending = append(pending, "{{"+address.Base+"}}") // it may be picked, and have no value yet
	}
	for len(pending) > 0 {
		uses := vars.Uses(pending[0])
		pending = pending[1:]
		for _, use := range uses {
			if seen[use.Name] || vars.Dynamic(use.Name) {
				continue
			}
			seen[use.Name] = true
			why, old := "", ""
			switch found := scope.Lookup(use.Name); {
			case len(found) == 0 && use.Default:
			case len(found) == 0:
				why = "has no value"
			case found[0].Layer == session.LayerPicks:
				why, old = m.stale(use.Name)
			case found[0].Resolve == nil:
				pending = append(pending, found[0].Value.Reveal()) // a variable may be made of others
			}
			if why == "" || old == key {
				continue
			}
			switch from, ok := m.producer(use.Name, old); {
			case ok && from.Key != key:
				all = append(all, needed{Need{use.Name, why}, from})
			case !ok && old != "":
				return nil, &StaleError{Need{use.Name, why}, old}
			}
		}
	}
	return all, nil
}

// stale says why the picked value of a name does not count any more, and from which request it was picked; empty: it counts.
func (m *maker) stale(name string) (why, from string) {
	if r, ok := m.value(name); ok {
		if why = m.session.Stale(r, m.now); why != "" {
			return why, r.Request
		}
	}
	return "", ""
}

// value is what was picked under a name; false: there is none.
func (m *maker) value(name string) (session.Result, bool) {
	for _, r := range m.session.Results() {
		if r.Found && r.Err == nil && !r.NotKept && (r.Pick.Name == name || collections.ExactName(r.Request, r.Pick.Name) == name) {
			return r, true
		}
	}
	return session.Result{}, false
}

// producer is the request that gives a name another value: the one that its value of before was picked from, or else the one
// request that picks it; false: nobody does, or several.
func (m *maker) producer(name, before string) (session.Draft, bool) {
	all := m.session.Suppliers(name)
	if i := slices.IndexFunc(all, func(d session.Draft) bool { return d.Key == before }); i >= 0 {
		return all[i], true
	}
	if len(all) != 1 {
		return session.Draft{}, false
	}
	return all[0], true
}

// Renewal is the request that gives another credential for one that was refused (401, RFC 9110 section 15.5.2): the one
// that picks what the request uses in its Authorization header or its auth, or else a secret that it uses. ok is false
// where there is none, or several.
func Renewal(s *session.Session, key string, r collections.Request, saved bool) (Step, bool) {
	resolved, scope, err := s.Ready(r, saved)
	if err != nil {
		return Step{}, false
	}
	m := &maker{session: s}
	var found []Step
	for _, text := range resolved.Templates() {
		for _, use := range vars.Uses(text) {
			values := scope.Lookup(use.Name)
			if len(values) == 0 || values[0].Layer != session.LayerPicks || !isCredential(resolved, text) && !values[0].Value.IsSecret() {
				continue
			}
			value, _ := m.value(use.Name)
			from, ok := m.producer(use.Name, value.Request)
			if !ok || from.Key == key || slices.ContainsFunc(found, func(s Step) bool { return s.Request.ID == from.Key }) {
				continue
			}
			found = append(found, step(from, Need{use.Name, "was refused"}))
		}
	}
	if len(found) != 1 || settle(s, found, r, saved) != nil {
		return Step{}, false
	}
	return found[0], true
}

// isCredential tells whether a text of a request is what it shows who sends it with.
func isCredential(r collections.Request, text string) bool {
	if r.Auth.IsSecret(text) {
		return true
	}
	return slices.ContainsFunc(r.Headers, func(h collections.Row) bool { return strings.EqualFold(h.Name, "Authorization") && h.Value == text })
}
