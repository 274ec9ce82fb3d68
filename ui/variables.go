package ui

import (
	"fmt"
	"slices"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/client/session"
	"dowse/collections"
	"dowse/collections/vars"
	"dowse/ui/card"
	"dowse/ui/field"
	"dowse/ui/layout"
	"dowse/ui/response"
	"dowse/ui/terminal"
	"dowse/ui/theme"
	"dowse/ui/variables"
)

// refresh gives the panes the variables and the list of requests as they are now.
func (m *Model) refresh() {
	_, scope, err := m.session.Ready(m.desk.current.Request, m.desk.current.Saved != nil)
	m.scope = scope
	p := &field.Placeholders{Candidates: m.candidates(), Transforms: vars.Transforms(), Value: m.value}
	m.panes.response.SetEmpty(m.emptyResponse())
	m.panes.url.SetPlaceholders(p)
	m.panes.request.SetPlaceholders(p)
	rows := m.variables()
	m.panes.variables.SetVariables(rows)
	m.live, m.lacks = 0, len(m.missing())
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
			c := field.Candidate{Insert: v.Name, From: terminal.Untrusted(source(v, layer.Name)), Fresh: v.Name == fresh && layer.Name == session.LayerPicks}
			if v.Resolve != nil {
				c.Type, c.Value, c.Live = "secret", terminal.Untrusted(vars.NewSecret("").String()), true
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
				all = append(all, field.Candidate{Insert: k.Name, From: terminal.Untrusted(session.SourcePrefix + producer.key), Type: "not sent yet"})
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

// producers are the requests with picks, those on the desk as they are there.
func (m *Model) producers() []producer {
	var all []producer
	for _, key := range m.desk.order {
		if d := m.desk.drafts[key]; len(d.Request.Picks) > 0 {
			all = append(all, producer{key, d.Request.Picks})
		}
	}
	if m.session.Collection != nil {
		for _, r := range m.session.Collection.Requests {
			if m.desk.drafts[r.ID] == nil && len(r.Picks) > 0 {
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

// shown is a value for the screen, masked when it is secret and no longer than a line.
func shown(v vars.Value) string {
	if v.IsSecret() {
		return v.String()
	}
	text := v.Reveal()
	if len(text) > longestPreview {
		text = strings.ToValidUTF8(text[:longestPreview], "") + "…"
	}
	return text
}

// variables are the rows of the variables pane: picked ones, what this request lacks, then the rest.
func (m *Model) variables() []variables.Variable {
	all := m.pickedVariables()
	for _, name := range m.missing() {
		all = append(all, variables.Variable{Name: name, Kind: variables.Unresolved, State: variables.Missing, Source: m.whoSupplies(name), Uses: m.usedBy("", name)})
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
			row := variables.Variable{Name: v.Name, Kind: kindOf(layer.Name), Source: source(v, layer.Name), Uses: m.usedBy("", v.Name)}
			if v.Resolve != nil {
				row.Type, row.Value = "secret", terminal.Untrusted(vars.NewSecret("").String())
			} else {
				row.Type, row.Value = v.Value.Kind().String(), terminal.Untrusted(shown(v.Value))
			}
			if by, ok := seen[v.Name]; ok {
				row.Shadowed, row.ShadowedBy = true, by
			} else {
				seen[v.Name] = row.Source
			}
			all = append(all, row)
		}
	}
	return all
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
func (m *Model) pickedVariables() []variables.Variable {
	var all []variables.Variable
	type place struct{ key, name string }
	seen := map[place]bool{}
	for _, r := range m.session.Results() {
		seen[place{r.Request, r.Pick.Name}] = true
		row := variables.Variable{
			Name: r.Pick.Name, Kind: variables.Picked, Source: r.Request, Path: r.Pick.From.Arg, Uses: m.usedBy(r.Request, r.Pick.Name),
			State: variables.Fresh, Age: time.Since(r.At),
		}
		switch {
		case r.NotKept:
			row.State, row.Type = variables.NotKept, "secret"
		case r.Err != nil || !r.Found:
			row.State = variables.Missing
		default:
			row.Type, row.Value = r.Value.Kind().String(), terminal.Untrusted(shown(r.Value))
			if fragile(r.Pick) {
				row.State = variables.Fragile
			}
		}
		all = append(all, row)
	}
	for _, producer := range m.producers() {
		for _, k := range producer.picks {
			if !seen[place{producer.key, k.Name}] {
				all = append(all, variables.Variable{
					Name: k.Name, Kind: variables.Picked, Source: producer.key, Path: k.From.Arg, State: variables.NotSent, Uses: m.usedBy(producer.key, k.Name),
				})
			}
		}
	}
	return all
}

// fragile says whether a pick counts on the order of an array.
func fragile(k collections.Pick) bool {
	if k.From.Kind != collections.SourcePath || k.Take == collections.TakeAll {
		return false
	}
	i := strings.IndexByte(k.From.Arg, '[')
	return i >= 0 && i+1 < len(k.From.Arg) && k.From.Arg[i+1] >= '0' && k.From.Arg[i+1] <= '9'
}

// missing are the variables that the request on the screen needs and that have no value.
func (m *Model) missing() []string {
	d := m.desk.current
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

// usedBy are the requests that use a variable, by key; source is the request that it is picked from.
func (m *Model) usedBy(source, name string) []string {
	names := []string{name}
	if source != "" {
		names = append(names, session.ExactName(source, name))
	}
	var all []string
	for _, key := range m.desk.order {
		for _, n := range names {
			if uses(m.desk.drafts[key].Request, n) && !slices.Contains(all, key) {
				all = append(all, key)
			}
		}
	}
	for _, n := range names {
		for _, key := range m.saved[n] {
			if m.desk.drafts[key] == nil && !slices.Contains(all, key) {
				all = append(all, key)
			}
		}
	}
	return all
}

// uses says whether a request has a placeholder of a name.
func uses(r collections.Request, name string) bool {
	for _, text := range session.Templates(r) {
		if strings.Contains(text, name) && slices.ContainsFunc(vars.Uses(text), func(u vars.Use) bool { return u.Name == name }) {
			return true
		}
	}
	return false
}

// countUses looks up which saved requests use which variables: when the files are read, not for every frame.
func (m *Model) countUses() {
	m.saved = map[string][]string{}
	if m.session.Collection == nil {
		return
	}
	for _, r := range m.session.Collection.Requests {
		for _, text := range session.Templates(*r) {
			for _, use := range vars.Uses(text) {
				if users := m.saved[use.Name]; len(users) == 0 || users[len(users)-1] != r.ID {
					m.saved[use.Name] = append(users, r.ID)
				}
			}
		}
	}
}

// goToSource shows the field that a variable comes from.
func (m *Model) goToSource(name, key string) {
	if m.load(key) == nil {
		m.say(theme.Muted, name+" comes from "+key)
		return
	}
	m.open(key)
	d := m.desk.current
	i := slices.IndexFunc(d.Request.Picks, func(k collections.Pick) bool { return k.Name == name })
	if i < 0 || d.Exchange == nil {
		m.setFocus(layout.URL)
		m.say(theme.Warn, fmt.Sprintf("%s was not sent yet in this session; %s sends it", key, m.look.keymap.Key("send", "everywhere")))
		return
	}
	m.panes.response.GoToPick(name)
	m.setFocus(layout.Response)
}

// renamePick gives a pick another name, in its request and wherever it is used.
func (m *Model) renamePick(key, old, name string) {
	d := m.load(key)
	if d == nil || old == name {
		return
	}
	if note, ok := m.checkName(key, old, name); !ok {
		m.say(theme.Bad, note)
		return
	}
	i := slices.IndexFunc(d.Request.Picks, func(k collections.Pick) bool { return k.Name == old })
	if i < 0 {
		m.say(theme.Muted, old+" is no pick of "+key)
		return
	}
	shown := m.desk.current
	m.desk.current = d
	k := d.Request.Picks[i]
	k.Name = name
	m.setPick(old, k)
	m.desk.current = shown
	if uses := m.usedBy(key, old); len(uses) > 0 {
		m.show(card.New(m.look.theme, card.Options{
			Title: "Renamed", What: fmt.Sprintf("%s is %s now. These use the old name: %s.", old, name, strings.Join(uses, ", ")),
			Choices: []card.Choice{
				{Title: "Change them too", Help: "unsaved until you save each", Msg: doing(func(m *Model) { m.renameUses(old, name, key) })},
				{Title: "Leave them", Msg: card.CloseMsg{}},
			},
		}))
		return
	}
	m.refresh()
	m.say(theme.Good, old+" is "+name+" now")
}

// renameUses writes the new name in every request that uses the old one.
func (m *Model) renameUses(old, name, key string) {
	shown := m.desk.current
	for _, user := range m.usedBy(key, old) {
		d := m.load(user)
		if d == nil {
			continue
		}
		d.Rest()
		d.Edit(renamed(d.Request, map[string]string{old: name, session.ExactName(key, old): session.ExactName(key, name)}), "rename "+old)
		d.Rest()
	}
	m.desk.current = shown
	m.changed()
	m.countUses()
	m.giveRequest()
	m.refresh()
}

// renamed is a request whose placeholders have other names.
func renamed(r collections.Request, names map[string]string) collections.Request {
	change := func(text string) string {
		for _, use := range slices.Backward(vars.Uses(text)) {
			if to, ok := names[use.Name]; ok {
				inside := strings.Replace(text[use.Start:use.End], use.Name, to, 1)
				text = text[:use.Start] + inside + text[use.End:]
			}
		}
		return text
	}
	rows := func(rows collections.Rows) collections.Rows {
		rows = slices.Clone(rows)
		for i := range rows {
			rows[i].Name, rows[i].Value = change(rows[i].Name), change(rows[i].Value)
		}
		return rows
	}
	r.URL, r.Body.Text = change(r.URL), change(r.Body.Text)
	r.Query, r.Headers, r.Body.Form = rows(r.Query), rows(r.Headers), rows(r.Body.Form)
	if r.Auth != nil {
		auth := *r.Auth
		auth.User, auth.Password, auth.Name, auth.Token = change(auth.User), change(auth.Password), change(auth.Name), change(auth.Token)
		r.Auth = &auth
	}
	return r
}

// deletePick forgets a pick, after saying what uses it.
func (m *Model) deletePick(key, name string) {
	uses := m.usedBy(key, name)
	if len(uses) == 0 {
		m.dropPick(key, name)
		return
	}
	m.show(card.New(m.look.theme, card.Options{
		Title: "Delete " + name, Role: theme.Warn, What: fmt.Sprintf("%s is used by %s.", name, strings.Join(uses, ", ")),
		Means: "They would have no value for it any more.",
		Choices: []card.Choice{
			{Title: "Keep it", Msg: card.CloseMsg{}},
			{Title: "Delete it all the same", Help: "undo brings it back", Msg: doing(func(m *Model) { m.dropPick(key, name) })},
		},
	}))
}

func (m *Model) dropPick(key, name string) {
	d := m.load(key)
	if d == nil || !slices.ContainsFunc(d.Request.Picks, func(k collections.Pick) bool { return k.Name == name }) {
		m.say(theme.Muted, name+" is no pick: change it where it is written, in "+key)
		return
	}
	shown := m.desk.current
	m.desk.current = d
	before := d.Request.Picks
	r := d.Request
	r.Picks = slices.DeleteFunc(slices.Clone(r.Picks), func(k collections.Pick) bool { return k.Name == name })
	d.Rest()
	d.Edit(r, "delete "+name)
	d.Rest()
	m.picksChanged(before)
	m.desk.current = shown
	m.refresh()
	m.say(theme.Warn, name+" is deleted")
}

// valueFrom shows the responses of this session, so that a value can be picked and put into the field.
func (m *Model) valueFrom() {
	var choices []card.Choice
	for _, key := range m.desk.order {
		d := m.desk.drafts[key]
		if d.Exchange != nil && d.Exchange.Response.Status != 0 && d != m.desk.current {
			choices = append(choices, card.Choice{Title: d.Title(), Help: fmt.Sprint(d.Exchange.Response.Status), Msg: doing(func(m *Model) { m.chooseFrom(d.Key) })})
		}
	}
	if len(choices) == 0 {
		m.say(theme.Warn, "no other request was sent in this session yet")
		return
	}
	m.show(card.New(m.look.theme, card.Options{Title: "Value from", What: "Which response has it?", Choices: append(choices, card.Choice{Title: "None", Msg: card.CloseMsg{}})}))
}

// chooseFrom shows a response in which Enter picks a value for the field that is typed in.
func (m *Model) chooseFrom(key string) {
	d := m.desk.drafts[key]
	pane := response.New(m.look.theme)
	pane.SetKeymap(m.look.keymap)
	pane.SetChoosing(true)
	pane.SetExchange(d.Exchange, m.results(d))
	m.show(&chooser{pane})
	m.about.field = key
}

// chooser is a response pane as a dialog.
type chooser struct{ *response.Model }

// Size is most of the screen.
func (c *chooser) Size(maxWidth, maxHeight int) (width, height int) { return maxWidth, maxHeight }

// pickForField picks a value of the response that is shown for a field, and puts the variable into the field.
func (m *Model) pickForField(msg response.PickMsg) tea.Cmd {
	d, shown := m.desk.drafts[m.about.field], m.desk.current
	m.desk.current = d
	m.pick(msg)
	picked := m.strip
	m.desk.current, m.strip = shown, nil
	m.close()
	m.giveRequest()
	m.giveExchange()
	m.refresh()
	if picked == nil {
		return nil
	}
	return m.insert("{{" + picked.pick.Name + "}}")
}

// insert puts text into the field that is typed in.
func (m *Model) insert(text string) tea.Cmd {
	var intent tea.Msg
	switch m.focus {
	case layout.URL:
		intent = m.panes.url.Insert(text)
	case layout.Request:
		intent = m.panes.request.Insert(text)
	}
	return m.carryOut(intent)
}
