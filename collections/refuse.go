package collections

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"dowse/collections/keys"
	"dowse/collections/secrets"
	"dowse/collections/splice"
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

// literal is a text of a file that could be a secret written out.
type literal struct {
	place, name string
	text        string
	credential  bool // it stands where only credentials do
	marked      bool // it is marked secret in memory
}

// warnLiterals warns of every secret that stands in a file.
func warnLiterals(r *keys.Reader, root *splice.Node, all []literal) {
	for _, l := range all {
		what := l.secret()
		if what == "" {
			continue
		}
		section, _, _ := strings.Cut(l.place[strings.LastIndexByte(l.place, ' ')+1:], ".")
		at := root.Get(section)
		if at == nil {
			at = root
		}
		r.Problems = append(r.Problems, keys.Problem{Line: at.Line, Column: at.Column, Key: section, Warning: true, Message: fmt.Sprintf(
			`%s is a secret written out (%s); write "{{%s}}" there and add %s: {from: env} to the secrets of %s`, l.place, what, l.reference(), l.reference(), rootFile)})
	}
}

// reference is a name for the secret.
func (l literal) reference() string {
	name := strings.Trim(strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) && r < unicode.MaxASCII || unicode.IsDigit(r) && r < unicode.MaxASCII {
			return unicode.ToLower(r)
		}
		return '_'
	}, l.name), "_")
	if !validName.MatchString(name) {
		name = "secret_" + name
	}
	return name
}

// checkLiterals refuses the first secret among now that is not in the file already.
func checkLiterals(file string, before, now []literal) error {
	for _, l := range now {
		what := l.secret()
		if what == "" || !l.marked && slices.Contains(before, l) {
			continue
		}
		return &LiteralSecretError{File: file, Place: l.place, What: what, Name: l.reference()}
	}
	return nil
}

var validName = regexp.MustCompile(`^[a-z_][a-z0-9_]*$`)

// secret says why l is one, or "".
func (l literal) secret() string {
	switch {
	case l.marked:
		return "it is marked as secret"
	case l.text == "" || len(vars.Uses(l.text)) > 0:
		return ""
	case l.credential:
		return "it is a credential"
	}
	if shape := secrets.Shape(l.text); shape != "" {
		return "it is " + shape
	}
	if word := secrets.Name(l.name); word != "" && secrets.Random(l.text) {
		return "its name says " + word + ", and it is long and random"
	}
	return ""
}

var userinfo = regexp.MustCompile(`^[a-zA-Z+.-]+://[^/?#@]*:([^/?#]+)@`)

func requestLiterals(r *Request) []literal {
	out := settingsLiterals(r.Settings)
	out = append(out, rowLiterals("query", r.Query)...)
	out = append(out, rowLiterals("body.form", r.Body.Form)...)
	for _, secret := range secrets.Find(r.Body.Text) {
		out = append(out, literal{place: "body." + string(r.Body.Kind), name: "token", text: secret})
	}
	if found := userinfo.FindStringSubmatch(r.URL); found != nil {
		out = append(out, literal{place: "the password in url", name: "password", text: found[1], credential: true})
	}
	return out
}

func settingsLiterals(s Settings) []literal {
	out := rowLiterals("headers", s.Headers)
	if a := s.Auth; a != nil {
		out = append(out, literal{place: "auth.basic.password", name: "password", text: a.Password, credential: true})
		name := "token"
		if a.Name != "" {
			name = a.Name
		}
		out = append(out, literal{place: "auth." + string(a.Kind), name: name, text: a.Token, credential: true})
	}
	for _, v := range s.Vars {
		l := literal{place: "vars." + v.Name, name: v.Name, marked: v.Value.IsSecret()}
		if v.Value.Kind() == vars.String {
			l.text = v.Value.Reveal()
		}
		out = append(out, l)
	}
	return out
}

func rowLiterals(section string, rows Rows) []literal {
	out := make([]literal, len(rows))
	for i, row := range rows {
		out[i] = literal{place: section + "." + row.Name, name: row.Name, text: row.Value}
	}
	return out
}
