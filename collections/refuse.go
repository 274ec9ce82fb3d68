package collections

import (
	"fmt"
	"strings"

	"dowse/collections/fileformat/fields"
	"dowse/collections/fileformat/yamledit"
	"dowse/collections/redact"
	"dowse/collections/vars"
)

// LiteralSecretError is returned by a save that would write a secret out. Nothing was written.
type LiteralSecretError struct {
	File  string
	Place string // such as "auth.bearer" or "vars.api_key"
	What  string // why it counts as a secret
	Name  string // a name for the secret, for the reference that is offered
}

// Error names the place and offers a reference.
func (e *LiteralSecretError) Error() string {
	return fmt.Sprintf(`%s was not saved: %s would be a secret in a file (%s); write "{{%s}}" there and add %s: {from: env} to the secrets of %s`,
		e.File, e.Place, e.What, e.Name, e.Name, rootFile)
}

// Text is a text of a file in which a secret could stand written out.
type Text struct {
	Section string // such as "headers" or "body.json"
	Name    string // of the row or variable; empty: there is no name, or it could be a secret itself
	Kind    redact.Kind
	Text    *string     // where it stands
	Value   *vars.Value // of which Text is a copy, as its characters or as JSON; nil: it is a text

	called string // the name by which its secrets are known
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
	case t.Name == "":
		return t.Section
	}
	return t.Section + "." + t.Name
}

// literal is a secret that is written out.
type literal struct {
	place, text string
	found       redact.Found
	marked      bool // it is marked secret in memory
}

// literals are the secrets in texts.
func literals(texts []Text) []literal {
	var out []literal
	for _, t := range texts {
		for _, found := range t.Secrets() {
			out = append(out, literal{t.place(found), (*t.Text)[found.Start:found.End], found, t.Value != nil && t.Value.IsSecret()})
		}
	}
	return out
}

// warnLiterals warns of the secrets that stand in a file. What only its name makes one may be an example.
func warnLiterals(r *fields.Reader, root *yamledit.Node, all []literal) {
	warned := map[string]bool{}
	for _, l := range all {
		if !l.found.Sure || warned[l.place] {
			continue
		}
		warned[l.place] = true
		section, _, _ := strings.Cut(l.place[strings.LastIndexByte(l.place, ' ')+1:], ".")
		at := root.Get(section)
		if at == nil {
			at = root
		}
		name := redact.Variable(l.found.Name)
		r.Problems = append(r.Problems, fields.Problem{Line: at.Line, Column: at.Column, Key: section, Warning: true, Message: fmt.Sprintf(
			`%s is a secret written out (%s); write "{{%s}}" there and add %s: {from: env} to the secrets of %s`, l.place, l.found.Why, name, name, rootFile)})
	}
}

// checkLiterals refuses the first secret among now that is not in the file already.
func checkLiterals(file string, before, now []literal) error {
	there := map[string]bool{}
	for _, l := range before {
		there[l.text] = true
	}
	for _, l := range now {
		if l.marked || !there[l.text] {
			return &LiteralSecretError{File: file, Place: l.place, What: l.found.Why, Name: redact.Variable(l.found.Name)}
		}
	}
	return nil
}

func requestLiterals(r *Request) []literal { return literals(Texts(r)) }

func collectionLiterals(c *Collection) []literal {
	return ownLiterals(redact.Prose, "name", &c.Name, &c.Settings, c.Secrets)
}

func folderLiterals(f *Folder) []literal {
	return ownLiterals(redact.Prose, "name", &f.Name, &f.Settings, f.Secrets)
}

func environmentLiterals(e *Environment) []literal {
	return ownLiterals(redact.URL, "base_url", &e.BaseURL, &e.Settings, e.Secrets)
}

// ownLiterals are those of a file that is no request's: of one text of its own, its settings and its secrets.
func ownLiterals(kind redact.Kind, section string, text *string, s *Settings, refs []SecretRef) []literal {
	var t texts
	t.add(kind, section, text)
	t.settings(s)
	t.references(refs)
	return literals(t)
}

// Texts are all texts of a request that a save writes to its file. Each can be changed where it stands.
func Texts(r *Request) []Text {
	var t texts
	t.add(redact.URL, "url", &r.URL)
	t.rows("query", r.Query, redact.Value)
	t.settings(&r.Settings)
	t.rows("body.form", r.Body.Form, redact.Value)
	t.add(redact.Body, "body."+string(r.Body.Kind), &r.Body.Text)
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

type texts []Text

func (t *texts) add(kind redact.Kind, section string, text *string) {
	if *text != "" {
		*t = append(*t, Text{Section: section, Kind: kind, Text: text})
	}
}

func (t *texts) named(kind redact.Kind, section, name string, text *string) {
	if *text != "" {
		*t = append(*t, Text{Section: section, Name: shown(name), Kind: kind, Text: text, called: name})
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
	*t = append(*t, Text{Section: section, Name: shown(name), Kind: redact.Value, Text: &text, Value: v, called: name})
}

func (t *texts) rows(section string, rows Rows, kind redact.Kind) {
	for i := range rows {
		row := &rows[i]
		t.add(redact.Label, section, &row.Name)
		t.named(kind, section, row.Name, &row.Value)
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

func (t *texts) auth(a *Auth) {
	section := "auth." + string(a.Kind)
	t.add(redact.Label, section, &a.User)
	t.add(redact.Label, section, &a.Name)
	if a.Password != "" {
		*t = append(*t, Text{Section: section, Name: "password", Kind: redact.Credential, Text: &a.Password, called: "password"})
	}
	if a.Token != "" {
		called := "token"
		if shown(a.Name) != "" {
			called = a.Name
		}
		*t = append(*t, Text{Section: section, Kind: redact.Credential, Text: &a.Token, called: called})
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
