package ui

import (
	"slices"
	"strings"
	"time"

	"dowse/client/pick"
	"dowse/client/session"
	"dowse/collections"
	"dowse/collections/redact"
	"dowse/collections/vars"
	"dowse/ui/drafts"
	"dowse/ui/pane/variables"
	"dowse/ui/terminal"
	"dowse/ui/widget/field"
)

// variableState is what is known of the variables of the request on the screen: what each stands for, where it comes from, and
// who uses it. It shows nothing and changes nothing.
type variableState struct {
	session  *session.Session
	drafts   *drafts.Drafts
	clock    func() time.Time
	scope    vars.Scope
	live     int                 // picked values that are there
	lacks    int                 // placeholders without a value
	saved    map[string][]string // the saved requests that use a variable
	users    map[string][]string // the same, open ones as they stand
	insecure bool                // the request does not verify its server, by itself or by what it inherits
}

// look looks at the request on the screen, and gives the rows of the variables pane. The error says why it cannot be resolved.
func (s *variableState) look() ([]variables.Variable, error) {
	d := s.drafts.Current
	resolved, scope, err := s.session.Look(d.Request, d.Saved != nil)
	s.scope, s.insecure = scope, resolved.TLS != nil && resolved.TLS.Insecure
	s.findUsers()
	rows := s.rows()
	s.live, s.lacks = 0, len(s.missing(d))
	for _, row := range rows {
		if row.Kind == variables.Picked && row.Value != "" {
			s.live++
		}
	}
	return rows, err
}

// value is what a name means on the screen now.
func (s *variableState) value(name string) (vars.Value, bool) {
	found := s.scope.Lookup(name)
	if len(found) == 0 {
		return vars.Value{}, false
	}
	v, err := found[0].Get()
	return v, err == nil
}

// candidates are the variables that {{ completes to: what has a value, then what a request could pick.
func (s *variableState) candidates() []field.Candidate {
	var all []field.Candidate
	seen := map[string]bool{}
	results := s.session.Results()
	fresh := ""
	if len(results) > 0 {
		fresh = results[0].Pick.Name
	}
	for _, layer := range s.scope.Layers() {
		for _, v := range layer.Variables {
			if seen[v.Name] || strings.HasPrefix(v.Name, "pick.") && s.oneProducer(v.Name) {
				continue
			}
			seen[v.Name] = true
			c := field.Candidate{Insert: v.Name, From: terminal.Untrusted(s.origin(source(v, layer.Name))), Fresh: v.Name == fresh && layer.Name == session.LayerPicks}
			if v.Resolve != nil {
				c.Type = "secret"
				if _, err := v.Get(); err == nil {
					c.Value, c.Live = terminal.Untrusted(redact.Mask), true
				}
			} else {
				c.Type, c.Value, c.Live = v.Value.Kind().String(), terminal.Untrusted(shown(v.Value)), true
			}
			all = append(all, c)
		}
	}
	for _, producer := range s.producers() {
		for _, k := range producer.picks {
			if !seen[k.Name] {
				seen[k.Name] = true
				all = append(all, field.Candidate{Insert: k.Name, From: terminal.Untrusted(s.drafts.Label(producer.key)), Type: "not sent yet"})
			}
		}
	}
	return all
}

// oneProducer says whether a name such as pick.auth/login.token has a shorter one that means the same.
func (s *variableState) oneProducer(exact string) bool {
	name := exact[strings.LastIndexByte(exact, '.')+1:]
	n := 0
	for _, r := range s.session.Results() {
		if r.Pick.Name == name {
			n++
		}
	}
	return n < 2
}

// producer is a request with picks.
type producer struct {
	key   string
	picks []collections.Pick
}

// producers are the requests with picks, open ones as they stand.
func (s *variableState) producers() []producer {
	var all []producer
	for _, d := range s.drafts.All() {
		if len(d.Request.Picks) > 0 {
			all = append(all, producer{d.Key, d.Request.Picks})
		}
	}
	if s.session.Collection != nil {
		for _, r := range s.session.Collection.Requests {
			if s.drafts.Get(r.ID) == nil && len(r.Picks) > 0 {
				all = append(all, producer{r.ID, r.Picks})
			}
		}
	}
	return all
}

// source says where a variable comes from.
func source(v vars.Variable, layer string) string {
	if v.Source != "" {
		return v.Source
	}
	return layer
}

// origin is how the screen calls a source: a request by its name, anything else as it is.
func (s *variableState) origin(source string) string {
	if key, ok := strings.CutPrefix(source, session.SourcePrefix); ok {
		return s.drafts.Label(key)
	}
	return source
}

// shown is a value for the screen, masked when it is secret and no longer than a line.
func shown(v vars.Value) string {
	if v.IsSecret() {
		return v.String()
	}
	text := v.Reveal()
	if len(text) > longestPreview {
		text = strings.ToValidUTF8(text[:longestPreview], "") + "…"
	}
	if v.Kind() >= vars.Array {
		text = strings.Join(strings.Fields(text), " ") // as on one line
	}
	return text
}

// variables are the rows of the variables pane: picked ones, what this request lacks, then the rest.
func (s *variableState) rows() []variables.Variable {
	all := s.pickedVariables()
	for _, name := range s.missing(s.drafts.Current) {
		if slices.ContainsFunc(all, func(v variables.Variable) bool { return v.Name == name }) {
			continue // it says already what it lacks
		}
		if s.declared(name) {
			continue // its layer says where it would come from
		}
		all = append(all, variables.Variable{Name: name, Kind: variables.Unresolved, State: variables.Missing, Source: s.whoSupplies(name), From: s.drafts.Label(s.whoSupplies(name)), Uses: s.drafts.Labels(s.usedBy("", name))})
	}
	seen := map[string]string{}
	for _, v := range all {
		if v.Kind == variables.Picked && v.State != variables.Missing {
			seen[v.Name] = v.Source
		}
	}
	for _, layer := range s.scope.Layers() {
		if layer.Name == session.LayerPicks {
			continue
		}
		for _, v := range layer.Variables {
			row := variables.Variable{Name: v.Name, Kind: kindOf(layer.Name), Source: source(v, layer.Name), Uses: s.drafts.Labels(s.usedBy("", v.Name))}
			by, shadowed := seen[v.Name]
			if v.Resolve != nil {
				if shadowed && s.supplied(v.Name) {
					continue // where the files say that it comes from: it is here already
				}
				row.Type, row.Value = "secret", terminal.Untrusted(redact.Mask)
				if _, err := v.Get(); err != nil {
					row.Kind, row.State, row.Value = variables.Secret, variables.Missing, ""
				}
			} else {
				row.Type, row.Value = v.Value.Kind().String(), terminal.Untrusted(shown(v.Value))
			}
			if shadowed {
				row.Shadowed, row.ShadowedBy = true, by
			} else {
				seen[v.Name] = row.Source
			}
			all = append(all, row)
		}
	}
	return all
}

// declared says whether a layer has a secret of a name, with a value or without.
func (s *variableState) declared(name string) bool {
	return slices.ContainsFunc(s.scope.Layers(), func(l vars.Layer) bool {
		return slices.ContainsFunc(l.Variables, func(v vars.Variable) bool { return v.Name == name && v.Resolve != nil })
	})
}

// supplied says whether a secret was given for this session.
func (s *variableState) supplied(name string) bool {
	return slices.Contains(s.session.Supplied(), name)
}

// kindOf sorts a layer of the scope into the kinds that the pane shows.
func kindOf(layer string) variables.Kind {
	switch {
	case layer == session.LayerSupplied:
		return variables.Secret
	case strings.HasPrefix(layer, "environment"):
		return variables.Environment
	case strings.HasPrefix(layer, "folder"):
		return variables.Folder
	case strings.HasPrefix(layer, "request"):
		return variables.Request
	}
	return variables.Collection
}

// pickedVariables are the picks of all requests, with what they found.
func (s *variableState) pickedVariables() []variables.Variable {
	var all []variables.Variable
	type place struct{ key, name string }
	seen := map[place]bool{}
	for _, r := range s.session.Results() {
		seen[place{r.Request, r.Pick.Name}] = true
		row := variables.Variable{
			Name: r.Pick.Name, Kind: variables.Picked, Source: r.Request, From: s.drafts.Label(r.Request), Path: r.Pick.From.Arg, Uses: s.drafts.Labels(s.usedBy(r.Request, r.Pick.Name)),
			State: variables.Fresh, Age: s.now().Sub(r.At),
		}
		switch {
		case r.NotKept:
			row.State, row.Type = variables.NotKept, "secret"
		case r.Err != nil || !r.Found:
			row.State = variables.Missing
		default:
			row.Type, row.Value = r.Value.Kind().String(), terminal.Untrusted(shown(r.Value))
			if pick.Fragile(r.Pick) {
				row.State = variables.Fragile
			}
			if at := r.Until; !at.IsZero() {
				row.State, row.Left = variables.Expiring, at.Sub(s.now())
				if row.Left <= 0 {
					row.State = variables.Stale
				}
			}
		}
		all = append(all, row)
	}
	for _, producer := range s.producers() {
		for _, k := range producer.picks {
			if !seen[place{producer.key, k.Name}] {
				all = append(all, variables.Variable{
					Name: k.Name, Kind: variables.Picked, Source: producer.key, From: s.drafts.Label(producer.key), Path: k.From.Arg, State: variables.NotSent, Uses: s.drafts.Labels(s.usedBy(producer.key, k.Name)),
				})
			}
		}
	}
	return all
}

// missing are the variables that a draft needs and that have no value.
func (s *variableState) missing(d *drafts.Draft) []string {
	resolved, scope, err := s.session.Look(d.Request, d.Saved != nil)
	if err != nil {
		return nil
	}
	return session.Missing(resolved, scope)
}

// whoSupplies says which request picks a variable.
func (s *variableState) whoSupplies(name string) string {
	for _, p := range s.producers() {
		if slices.ContainsFunc(p.picks, func(k collections.Pick) bool { return k.Name == name }) {
			return p.key
		}
	}
	return ""
}

// now is the time for which values are fresh or not.
func (s *variableState) now() time.Time { return s.clock() }
