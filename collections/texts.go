package collections

import (
	"slices"

	"dowse/collections/redact"
	"dowse/collections/vars"
)

// Text is a text of a file in which a secret could stand written out.
type Text struct {
	Section string // such as "headers" or "body.json"
	Sent    bool   // it goes to a server, and may hold templates
	Off     bool   // but it stands in a row that is off
	Kind    redact.Kind
	Text    *string     // where it stands
	Value   *vars.Value // of which Text is a copy, as its characters or as JSON; nil: it is a text

	called  string // the name by which its secrets are known
	unnamed bool   // which is not that of the text
}

// Name is that of the row or variable; empty: there is none, or it could be a secret itself.
func (t Text) Name() string {
	if t.unnamed {
		return ""
	}
	return shown(t.called)
}

// Secrets are those that are written out in the text: the one answer of what a save refuses, what the journal
// does not keep and what is taken out of a paste.
func (t Text) Secrets() []redact.Found {
	if t.Value != nil && t.Value.IsSecret() {
		return []redact.Found{{End: len(*t.Text), Name: t.called, Why: "it is marked as secret", Sure: true}}
	}
	return redact.Find(t.Kind, t.called, *t.Text)
}

// place says where a secret stands, for people.
func (t Text) place(found redact.Found) string {
	switch {
	case t.Kind == redact.URL:
		return "the " + found.Name + " in " + t.Section
	case t.Kind == redact.Label:
		return "a name in " + t.Section
	case t.Name() == "":
		return t.Section
	}
	return t.Section + "." + t.Name()
}

// Texts are all texts of a request that a save writes to its file. Each can be changed where it stands.
func Texts(r *Request) []Text {
	var t texts
	t.send(redact.URL, "url", &r.URL)
	t.rows("query", r.Query, redact.Value)
	t.settings(&r.Settings)
	t.rows("body.form", r.Body.Form, redact.Value)
	t.send(redact.Body, "body."+string(r.Body.Kind), &r.Body.Text)
	t.add(redact.Prose, "name", &r.Name)
	t.add(redact.Prose, "note", &r.Note)
	t.add(redact.Expression, "method", &r.Method)
	for i := range r.Picks {
		t.pick(&r.Picks[i])
	}
	if p := r.Page; p != nil {
		t.expressions("page", &p.Next, &p.Into, &p.Until)
	}
	if e := r.Expect; e != nil {
		for i := range e.Body {
			t.expressions("expect", &e.Body[i].Path, &e.Body[i].Matches)
			t.value("expect", "", e.Body[i].Equals)
		}
	}
	return t
}

// Templates are the texts of a request that may hold variables and are sent.
func (r Request) Templates() []string {
	return r.templates(func(t Text) bool { return t.Sent && !t.Off })
}

// AllTemplates are Templates and those in rows that are off: somebody may switch them on.
func (r Request) AllTemplates() []string { return r.templates(func(t Text) bool { return t.Sent }) }

func (r Request) templates(in func(Text) bool) []string {
	var all []string
	for _, t := range Texts(&r) {
		if in(t) {
			all = append(all, *t.Text)
		}
	}
	return all
}

// Sends says whether a text that is sent stands in a file of the collection.
func (c *Collection) Sends(text string) bool {
	settings := []*Settings{&c.Settings}
	for _, e := range c.Environments {
		settings = append(settings, &e.Settings)
	}
	for _, f := range c.Folders {
		settings = append(settings, &f.Settings)
	}
	for _, s := range settings {
		if slices.Contains(Request{Settings: *s}.AllTemplates(), text) {
			return true
		}
	}
	return slices.ContainsFunc(c.Requests, func(r *Request) bool { return slices.Contains(r.AllTemplates(), text) })
}

type texts []Text

func (t *texts) add(kind redact.Kind, section string, text *string) {
	if *text != "" {
		*t = append(*t, Text{Section: section, Kind: kind, Text: text})
	}
}

// send adds a text that is sent.
func (t *texts) send(kind redact.Kind, section string, text *string) {
	if *text != "" {
		*t = append(*t, Text{Section: section, Kind: kind, Text: text, Sent: true})
	}
}

// shown is a name, unless it looks like a secret that was pasted there.
func shown(name string) string {
	if len(redact.Find(redact.Label, "", name)) > 0 {
		return ""
	}
	return name
}

func (t *texts) expressions(section string, all ...*string) {
	for _, text := range all {
		t.add(redact.Expression, section, text)
	}
}

// value adds what is no truth value and not null.
func (t *texts) value(section, name string, v *vars.Value) {
	if v == nil || !v.IsSecret() && (v.Kind() == vars.Bool || v.Kind() == vars.Null || v.Reveal() == "") {
		return
	}
	text := v.Reveal()
	*t = append(*t, Text{Section: section, Kind: redact.Value, Text: &text, Value: v, called: name})
}

func (t *texts) rows(section string, rows Rows, kind redact.Kind) {
	for i := range rows {
		row := &rows[i]
		if row.Name != "" {
			*t = append(*t, Text{Section: section, Kind: redact.Label, Text: &row.Name, Sent: true, Off: row.Off})
		}
		if row.Value != "" {
			*t = append(*t, Text{Section: section, Kind: kind, Text: &row.Value, Sent: true, Off: row.Off, called: row.Name})
		}
		t.add(redact.Prose, section, &row.Note)
	}
}

func (t *texts) settings(s *Settings) {
	t.rows("headers", s.Headers, redact.Header)
	if a := s.Auth; a != nil {
		t.auth(a)
	}
	for i := range s.Vars {
		v := &s.Vars[i]
		t.add(redact.Label, "vars", &v.Name)
		t.value("vars", v.Name, &v.Value)
	}
	if tls := s.TLS; tls != nil {
		t.expressions("tls", &tls.CA, &tls.Cert, &tls.Key)
	}
	for i := range s.ErrorWhen {
		rule := &s.ErrorWhen[i]
		t.expressions("error_when", &rule.Path, &rule.Message)
		t.value("error_when", "", rule.Equals)
	}
}

// auth adds the texts of the kind, then those of other kinds, which a file may have beside it by mistake. A secret is known
// by the name of its parameter, where it has one.
func (t *texts) auth(a *Auth) {
	own, _ := FormOf(a.Kind)
	section, seen := "auth."+string(a.Kind), map[*string]bool{}
	for _, form := range append([]AuthForm{own}, AuthForms...) {
		for _, f := range form.Fields {
			text := f.Of(a)
			if *text == "" || seen[text] {
				continue
			}
			seen[text] = true
			one := Text{Section: section, Kind: redact.Label, Text: text, Sent: true}
			if f.Secret != "" {
				parameter := form.Fields[0].Of(a) == &a.Name
				one.Kind, one.called, one.unnamed = redact.Credential, f.Secret, form.Bare || parameter
				if parameter && shown(a.Name) != "" {
					one.called = a.Name
				}
			}
			*t = append(*t, one)
		}
	}
}

func (t *texts) pick(p *Pick) {
	t.add(redact.Label, "picks", &p.Name)
	t.add(redact.Prose, "picks", &p.Label)
	t.expressions("picks", &p.From.Arg, &p.From.Path, &p.JQ, &p.Transform)
	t.value("picks", p.Name, &p.IfMissing.Default)
}

func (t *texts) references(refs []SecretRef) {
	for i := range refs {
		t.expressions("secrets", &refs[i].Hint, &refs[i].Command, &refs[i].Path, &refs[i].Variable)
	}
}
