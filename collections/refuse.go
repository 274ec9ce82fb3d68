package collections

import (
	"fmt"
	"strings"

	"dowse/collections/fileformat/fields"
	"dowse/collections/fileformat/yamledit"
	"dowse/collections/redact"
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
