package ui

import (
	"fmt"
	"slices"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/client/pick"
	"dowse/client/session"
	"dowse/collections"
	"dowse/collections/redact"
	"dowse/collections/vars"
	"dowse/ui/action"
	"dowse/ui/drafts"
	"dowse/ui/draw/layout"
	"dowse/ui/draw/theme"
	"dowse/ui/pane/variables"
	"dowse/ui/terminal"
	"dowse/ui/widget/field"
)

// refresh gives the panes the variables and the list of requests as they are now.
func (m *Model) refresh() {
	resolved, scope, err := m.session.Ready(m.drafts.Current.Request, m.drafts.Current.Saved != nil)
	m.scope, m.insecure = scope, resolved.TLS != nil && resolved.TLS.Insecure
	p := &field.Placeholders{Candidates: m.candidates(), Transforms: vars.Transforms(), Value: m.value}
	m.panes.response.SetEmpty(m.emptyResponse())
	m.panes.url.SetPlaceholders(p)
	m.panes.request.SetPlaceholders(p)
	m.findUsers()
	rows := m.variables()
	m.panes.variables.SetVariables(rows)
	m.live, m.lacks = 0, len(m.missing(m.drafts.Current))
	for _, row := range rows {
		if row.Kind == variables.Picked && row.Value != "" {
			m.live++
		}
	}
	m.refreshItems()
	if err != nil {
		m.say(theme.Bad, err.Error())
	}
}

// refreshItems gives the collection pane its requests.
func (m *Model) refreshItems() {
	m.panes.collection.SetRoot(m.workspaceName())
	m.panes.collection.SetItems(m.items())
	if c := m.session.Collection; c != nil {
		m.panes.collection.SetOthers(c.Others)
	}
}

// value is what a name means on the screen now.
func (m *Model) value(name string) (vars.Value, bool) {
	found := m.scope.Lookup(name)
	if len(found) == 0 {
		return vars.Value{}, false
	}
	v, err := found[0].Get()
	return v, err == nil
}

// candidates are the variables that {{ completes to: what has a value, then what a request could pick.
func (m *Model) candidates() []field.Candidate {
	var all []field.Candidate
	seen := map[string]bool{}
	results := m.session.Results()
	fresh := ""
	if len(results) > 0 {
		fresh = results[0].Pick.Name
	}
	for _, layer := range m.scope.Layers() {
		for _, v := range layer.Variables {
			if seen[v.Name] || strings.HasPrefix(v.Name, "pick.") && m.oneProducer(v.Name) {
				continue
			}
			seen[v.Name] = true
			c := field.Candidate{Insert: v.Name, From: terminal.Untrusted(m.origin(source(v, layer.Name))), Fresh: v.Name == fresh && layer.Name == session.LayerPicks}
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
	for _, producer := range m.producers() {
		for _, k := range producer.picks {
			if !seen[k.Name] {
				seen[k.Name] = true
				all = append(all, field.Candidate{Insert: k.Name, From: terminal.Untrusted(m.label(producer.key)), Type: "not sent yet"})
			}
		}
	}
	return all
}

// oneProducer says whether a name such as pick.auth/login.token has a shorter one that means the same.
func (m *Model) oneProducer(exact string) bool {
	name := exact[strings.LastIndexByte(exact, '.')+1:]
	n := 0
	for _, r := range m.session.Results() {
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
func (m *Model) producers() []producer {
	var all []producer
	for _, d := range m.drafts.All() {
		if len(d.Request.Picks) > 0 {
			all = append(all, producer{d.Key, d.Request.Picks})
		}
	}
	if m.session.Collection != nil {
		for _, r := range m.session.Collection.Requests {
			if m.drafts.Get(r.ID) == nil && len(r.Picks) > 0 {
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
func (m *Model) origin(source string) string {
	if key, ok := strings.CutPrefix(source, session.SourcePrefix); ok {
		return m.label(key)
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
func (m *Model) variables() []variables.Variable {
	all := m.pickedVariables()
	for _, name := range m.missing(m.drafts.Current) {
		if slices.ContainsFunc(all, func(v variables.Variable) bool { return v.Name == name }) {
			continue // it says already what it lacks
		}
		if m.declared(name) {
			continue // its layer says where it would come from
		}
		all = append(all, variables.Variable{Name: name, Kind: variables.Unresolved, State: variables.Missing, Source: m.whoSupplies(name), From: m.label(m.whoSupplies(name)), Uses: m.titles(m.usedBy("", name))})
	}
	seen := map[string]string{}
	for _, v := range all {
		if v.Kind == variables.Picked && v.State != variables.Missing {
			seen[v.Name] = v.Source
		}
	}
	for _, layer := range m.scope.Layers() {
		if layer.Name == session.LayerPicks {
			continue
		}
		for _, v := range layer.Variables {
			row := variables.Variable{Name: v.Name, Kind: kindOf(layer.Name), Source: source(v, layer.Name), Uses: m.titles(m.usedBy("", v.Name))}
			by, shadowed := seen[v.Name]
			if v.Resolve != nil {
				if shadowed && m.supplied(v.Name) {
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
func (m *Model) declared(name string) bool {
	return slices.ContainsFunc(m.scope.Layers(), func(l vars.Layer) bool {
		return slices.ContainsFunc(l.Variables, func(v vars.Variable) bool { return v.Name == name && v.Resolve != nil })
	})
}

// supplied says whether a secret was given for this session.
func (m *Model) supplied(name string) bool { return slices.Contains(m.session.Supplied(), name) }

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
func (m *Model) pickedVariables() []variables.Variable {
	var all []variables.Variable
	type place struct{ key, name string }
	seen := map[place]bool{}
	for _, r := range m.session.Results() {
		seen[place{r.Request, r.Pick.Name}] = true
		row := variables.Variable{
			Name: r.Pick.Name, Kind: variables.Picked, Source: r.Request, From: m.label(r.Request), Path: r.Pick.From.Arg, Uses: m.titles(m.usedBy(r.Request, r.Pick.Name)),
			State: variables.Fresh, Age: m.now().Sub(r.At),
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
				row.State, row.Left = variables.Expiring, at.Sub(m.now())
				if row.Left <= 0 {
					row.State = variables.Stale
				}
			}
		}
		all = append(all, row)
	}
	for _, producer := range m.producers() {
		for _, k := range producer.picks {
			if !seen[place{producer.key, k.Name}] {
				all = append(all, variables.Variable{
					Name: k.Name, Kind: variables.Picked, Source: producer.key, From: m.label(producer.key), Path: k.From.Arg, State: variables.NotSent, Uses: m.titles(m.usedBy(producer.key, k.Name)),
				})
			}
		}
	}
	return all
}

// missing are the variables that a draft needs and that have no value.
func (m *Model) missing(d *drafts.Draft) []string {
	resolved, scope, err := m.session.Ready(d.Request, d.Saved != nil)
	if err != nil {
		return nil
	}
	return session.Missing(resolved, scope)
}

// whoSupplies says which request picks a variable.
func (m *Model) whoSupplies(name string) string {
	for _, p := range m.producers() {
		if slices.ContainsFunc(p.picks, func(k collections.Pick) bool { return k.Name == name }) {
			return p.key
		}
	}
	return ""
}

// now is the time for which values are fresh or not.
func (m *Model) now() time.Time { return m.options.Runner.Now() }

// goToSource shows the field that a variable comes from.
func (m *Model) goToSource(name, key string) {
	if _, ok := m.value(name); !ok && m.session.Secret(name) || m.supplied(name) {
		m.askSecret(name, func(*Model) tea.Cmd { return nil })
		return
	}
	if m.load(key) == nil {
		m.say(theme.Muted, name+" comes from "+key)
		return
	}
	m.open(key)
	d := m.drafts.Current
	i := slices.IndexFunc(d.Request.Picks, func(k collections.Pick) bool { return k.Name == name })
	if i < 0 || d.Exchange == nil {
		m.setFocus(layout.URL)
		m.say(theme.Warn, fmt.Sprintf("%s was not sent yet in this session; %s sends it", key, m.look.keymap.Key(action.Send, action.Everywhere)))
		return
	}
	m.panes.response.GoToPick(name)
	m.setFocus(layout.Response)
}
