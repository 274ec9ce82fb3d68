package collections

import (
	"slices"
	"strings"

	"dowse/collections/fileformat/fields"
	"dowse/collections/fileformat/yamledit"
	"dowse/collections/vars"
)

// AuthKind says how a request authenticates.
type AuthKind string

// The kinds of auth. In a file, "auth: none" stops inheritance; no auth key at all inherits.
const (
	AuthNone   AuthKind = "none"
	AuthBearer AuthKind = "bearer" // Token, RFC 6750 section 2.1
	AuthBasic  AuthKind = "basic"  // User and Password, RFC 7617
	AuthHeader AuthKind = "header" // an API key: Token in the header Name
	AuthQuery  AuthKind = "query"  // an API key: Token in the query parameter Name
)

// Auth is how a request authenticates; every text is a template. Which texts a kind has, AuthForms says.
type Auth struct {
	Kind     AuthKind
	User     string // basic
	Password string // basic
	Name     string // header and query: the parameter's name
	Token    string // bearer, header and query
}

// AuthForm is all that is known of a kind of auth but how its credentials are made, which package client/auth knows.
type AuthForm struct {
	Kind   AuthKind
	Fields []AuthField // none: a file has the kind's name alone
	Bare   bool        // a file has the text of the only field, without the field's name
	Scheme string      // of the Authorization header (RFC 9110 section 11.1); empty: it makes none
	Note   string      // for the Auth tab: what a kind without fields means
}

// AuthField is one text of a kind of auth.
type AuthField struct {
	Name     string // its key in a file and its label in the Auth tab
	Of       func(*Auth) *string
	Place    vars.Place // where its characters go
	Secret   string     // what a secret is called that stands there; empty: the text is none
	Required bool       // without it nothing would be sent
}

// AuthForms are the kinds of auth in the order shown. Files, the Auth tab, advice, the search for secrets and what is
// sent all read this table.
var AuthForms = []AuthForm{
	{Kind: AuthNone, Note: "nothing is sent, whatever is inherited"},
	{Kind: AuthBearer, Bare: true, Scheme: "Bearer",
		Fields: []AuthField{{Name: "token", Of: tokenOf, Place: vars.InHeader, Secret: "token"}}},
	{Kind: AuthBasic, Scheme: "Basic", Fields: []AuthField{
		{Name: "user", Of: userOf, Place: vars.InText},
		{Name: "password", Of: passwordOf, Place: vars.InText, Secret: "password"},
	}},
	{Kind: AuthHeader, Fields: keyFields(vars.InHeader)},
	{Kind: AuthQuery, Fields: keyFields(vars.InQuery)},
}

func userOf(a *Auth) *string     { return &a.User }
func passwordOf(a *Auth) *string { return &a.Password }
func nameOf(a *Auth) *string     { return &a.Name }
func tokenOf(a *Auth) *string    { return &a.Token }

// keyFields are those of an API key.
func keyFields(place vars.Place) []AuthField {
	return []AuthField{
		{Name: "name", Of: nameOf, Place: place, Required: true},
		{Name: "value", Of: tokenOf, Place: place, Secret: "token"},
	}
}

// FormOf gives the entry of a kind; ok is false where the table has none.
func FormOf(kind AuthKind) (form AuthForm, ok bool) {
	at := slices.IndexFunc(AuthForms, func(f AuthForm) bool { return f.Kind == kind })
	if at < 0 {
		return AuthForm{Kind: kind}, false
	}
	return AuthForms[at], true
}

// FormOfScheme gives the entry whose Authorization header has a scheme, in any case.
func FormOfScheme(scheme string) (form AuthForm, ok bool) {
	at := slices.IndexFunc(AuthForms, func(f AuthForm) bool { return f.Scheme != "" && strings.EqualFold(f.Scheme, scheme) })
	if at < 0 {
		return AuthForm{}, false
	}
	return AuthForms[at], true
}

// Fields are those of its kind; nil has none.
func (a *Auth) Fields() []AuthField {
	if a == nil {
		return nil
	}
	form, _ := FormOf(a.Kind)
	return form.Fields
}

// IsSecret says whether a text is one of its secret fields.
func (a *Auth) IsSecret(text string) bool {
	return slices.ContainsFunc(a.Fields(), func(f AuthField) bool { return f.Secret != "" && *f.Of(a) == text })
}

// Only gives the kind with the texts that belong to it, of an auth that may hold those of others too.
func (f AuthForm) Only(all *Auth) *Auth {
	out := &Auth{Kind: f.Kind}
	for _, field := range f.Fields {
		*field.Of(out) = *field.Of(all)
	}
	return out
}

// example is how a kind is written in a file, for messages.
func (f AuthForm) example() string {
	if f.Bare {
		return strings.ToUpper(f.Fields[0].Name)
	}
	parts := make([]string, len(f.Fields))
	for i, field := range f.Fields {
		parts[i] = field.Name + ": " + strings.ToUpper(field.Name[:1])
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

// AuthKindNames names the kinds as a sentence does, "none, bearer or basic".
func AuthKindNames() string {
	names := make([]string, len(AuthForms))
	for i, f := range AuthForms {
		names[i] = string(f.Kind)
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " or " + names[last]
}

// authExamples says how each kind is written in a file.
func authExamples() string {
	var words, mappings []string
	for _, f := range AuthForms {
		if len(f.Fields) == 0 {
			words = append(words, string(f.Kind))
		} else {
			mappings = append(mappings, "{"+string(f.Kind)+": "+f.example()+"}")
		}
	}
	return strings.Join(words, ", ") + " or one of " + strings.Join(mappings, ", ")
}

var authKey = fields.Key[Settings]{Name: "auth",
	Read: func(r *fields.Reader, n *yamledit.Node, s *Settings) {
		form, known := FormOf(AuthKind(n.Text))
		switch {
		case n.Empty():
		case n.Kind == yamledit.Scalar && known && len(form.Fields) == 0:
			s.Auth = &Auth{Kind: form.Kind}
		case !authKeys.Knows(n):
			r.Problem(n, "auth is %s", authExamples())
		default:
			s.Auth = &Auth{}
			authKeys.Read(r, n, s.Auth, "auth")
		}
	},
	Write: func(s *Settings, was *yamledit.Node) *yamledit.Node {
		if s.Auth == nil {
			return nil
		}
		if form, known := FormOf(s.Auth.Kind); known && len(form.Fields) == 0 {
			return yamledit.NewScalar(string(form.Kind))
		}
		n := authKeys.Write(s.Auth, was)
		n.Flow = n.Was == nil || n.Flow
		return n
	},
}

var authKeys = authTable()

// authTable are the kinds that have fields, each a key of auth.
func authTable() fields.Table[Auth] {
	var table fields.Table[Auth]
	for _, form := range AuthForms {
		switch {
		case form.Bare:
			table = append(table, form.bareKey())
		case len(form.Fields) > 0:
			table = append(table, form.mappingKey())
		}
	}
	return table
}

// bareKey is a kind whose value is its text.
func (f AuthForm) bareKey() fields.Key[Auth] {
	only := f.Fields[0]
	return templated(fields.Key[Auth]{Name: string(f.Kind),
		Read: func(r *fields.Reader, n *yamledit.Node, a *Auth) {
			setAuth(r, n, a, f.Kind)
			*only.Of(a) = fields.ReadText(r, n)
		},
		Write: func(a *Auth, _ *yamledit.Node) *yamledit.Node {
			if a.Kind != f.Kind {
				return nil
			}
			return yamledit.NewScalar(*only.Of(a))
		},
	})
}

// mappingKey is a kind whose value is a mapping of its fields.
func (f AuthForm) mappingKey() fields.Key[Auth] {
	var table fields.Table[Auth]
	for _, field := range f.Fields {
		table = append(table, templated(fields.Always(field.Name, field.Of)))
	}
	return fields.Key[Auth]{Name: string(f.Kind),
		Read: func(r *fields.Reader, n *yamledit.Node, a *Auth) {
			setAuth(r, n, a, f.Kind)
			if !table.Knows(n) {
				r.Problem(n, "auth.%s is a mapping; write %s", f.Kind, f.example())
				return
			}
			table.Read(r, n, a, "auth."+string(f.Kind))
		},
		Write: func(a *Auth, was *yamledit.Node) *yamledit.Node {
			if a.Kind != f.Kind {
				return nil
			}
			return table.Write(a, was)
		},
	}
}

func setAuth(r *fields.Reader, n *yamledit.Node, a *Auth, kind AuthKind) {
	if a.Kind != "" {
		r.Problem(n, "auth is one kind; this one has %s already", a.Kind)
	}
	a.Kind = kind
}
