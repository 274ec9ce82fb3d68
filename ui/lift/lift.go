// Package lift takes the secrets out of a request: each becomes a reference to a secret variable, so that none
// is written to a file. What a secret is, collections says: after lifting, a save has nothing to refuse. The
// package asks nobody and saves nothing.
package lift

import (
	"fmt"
	"slices"
	"strings"

	"dowse/collections"
	"dowse/collections/redact"
	"dowse/collections/vars"
)

// Lifted is a secret that was taken out.
type Lifted struct {
	Name  string // of the variable that stands in its place
	Value vars.Secret
	Place string // where it stood, such as "header Authorization"
}

// Secrets gives the request with references instead of the secrets that are written out in it, and what they
// were. The names are none of taken. The request itself is not changed.
//
// A variable of the request that is a secret is a variable no more: the secret takes its place, under its name
// where that is free.
func Secrets(r collections.Request, taken []string) (collections.Request, []Lifted) {
	return Unsaved(r, nil, taken)
}

// Unsaved is like Secrets, but leaves the secrets that base holds already. base is the request as it is in its
// file; nil: it has none.
func Unsaved(r collections.Request, base *collections.Request, taken []string) (collections.Request, []Lifted) {
	r = r.Clone()
	l := &lifter{taken: slices.Clone(taken), base: base, same: map[standing]bool{}}
	if base != nil {
		for _, t := range collections.Texts(base) {
			l.same[standing{t.Section, t.Name(), *t.Text}] = true
		}
	}
	l.texts = collections.Texts(&r)
	for _, t := range l.texts {
		if t.Kind == redact.Label {
			l.text(t)
		}
	}
	l.texts = collections.Texts(&r) // by the names that they have now
	var gone []string
	for _, t := range l.texts {
		switch {
		case t.Section == variables && t.Value != nil:
			if l.variable(t) {
				gone = append(gone, l.variableOf(&r, t.Value))
			}
		default:
			l.text(t)
		}
	}
	r.Vars = slices.DeleteFunc(r.Vars, func(v collections.Variable) bool { return slices.Contains(gone, v.Name) })
	return r, l.lifted
}

// variables is the section of the request's own variables.
const variables = "vars"

// standing is a text in its place.
type standing struct{ section, name, text string }

// lifter takes the secrets out of one request.
type lifter struct {
	texts  []collections.Text
	taken  []string
	used   map[string]bool // names that the request refers to; nil: not looked up yet
	base   *collections.Request
	same   map[standing]bool
	known  map[string]bool // secrets of base; nil: not looked up yet
	new    int             // secrets that were asked for
	lifted []Lifted
}

// found are the secrets of a text that base does not hold.
func (l *lifter) found(t collections.Text) []redact.Found {
	marked := t.Value != nil && t.Value.IsSecret()
	if !marked && l.same[standing{t.Section, t.Name(), *t.Text}] {
		return nil
	}
	found := t.Secrets()
	if len(found) == 0 || marked || l.base == nil {
		return found
	}
	return slices.DeleteFunc(found, func(one redact.Found) bool { return l.held((*t.Text)[one.Start:one.End]) })
}

// mostNew is how many secrets are looked for one by one.
const mostNew = 4

// held says whether base has a secret. A new one is in none of its texts: that is quick to see for a few.
func (l *lifter) held(secret string) bool {
	if l.known != nil {
		return l.known[secret]
	}
	texts := collections.Texts(l.base)
	within := func(t collections.Text) bool { return strings.Contains(*t.Text, secret) }
	if l.new++; l.new > mostNew || slices.ContainsFunc(texts, within) {
		l.known = map[string]bool{}
		for _, t := range texts {
			for _, one := range t.Secrets() {
				l.known[(*t.Text)[one.Start:one.End]] = true
			}
		}
	}
	return l.known[secret]
}

// mostRounds bounds how often a text is looked through: what stands beside a secret may be seen only when that
// is gone.
const mostRounds = 4

// text replaces the secrets in a text. One that has no end of them becomes a reference as a whole.
func (l *lifter) text(t collections.Text) {
	before := *t.Text
	found := l.found(t)
	for range mostRounds {
		if len(found) == 0 {
			break
		}
		*t.Text = l.replaced(t, found)
		found = l.found(t)
	}
	if len(found) > 0 {
		*t.Text = l.reference(before, "secret", place(t, ""))
	}
	if t.Value != nil && *t.Text != before {
		*t.Value = vars.NewString(*t.Text)
	}
}

func (l *lifter) replaced(t collections.Text, found []redact.Found) string {
	var b strings.Builder
	q := quotes{text: *t.Text, uses: vars.Uses(*t.Text)}
	done := 0
	for _, one := range found {
		b.WriteString(q.text[done:one.Start])
		raw := q.text[one.Start:one.End]
		done = one.End
		name := one.Name
		switch {
		case t.Section != jsonBody:
			b.WriteString(l.reference(unescaped(t, raw, one.Start), name, place(t, name)))
		case q.inside(one.Start):
			b.WriteString(l.reference(unquoted(raw), name, place(t, name)))
		default:
			b.WriteString(typed(l.reference(raw, name, place(t, name)), raw))
		}
	}
	b.WriteString(q.text[done:])
	return b.String()
}

// reference is the placeholder of a secret. The same secret has the same.
func (l *lifter) reference(text, name, place string) string {
	plain := strings.ReplaceAll(text, "{{{{", "{{")
	for _, known := range l.lifted {
		if known.Value.Reveal() == plain {
			return "{{" + known.Name + "}}"
		}
	}
	name = l.free(name)
	l.lifted = append(l.lifted, Lifted{name, vars.NewSecret(plain), place})
	return "{{" + name + "}}"
}

// free makes a variable's name of what a secret is called, none that means something already.
func (l *lifter) free(called string) string {
	if l.used == nil {
		l.used = map[string]bool{}
		for _, t := range l.texts {
			for _, use := range vars.Uses(*t.Text) {
				l.used[use.Name] = true
			}
			if t.Section == variables && t.Value != nil {
				l.used[t.Name()] = true
			}
		}
	}
	name := redact.Variable(called)
	free := name
	for i := 2; slices.Contains(l.taken, free) || l.used[free]; i++ {
		free = fmt.Sprintf("%s_%d", name, i)
	}
	l.taken = append(l.taken, free)
	return free
}

// variable takes out a variable of the request that is a secret; false: it is none.
func (l *lifter) variable(t collections.Text) bool {
	if len(l.found(t)) == 0 {
		return false
	}
	name := t.Name()
	if name == "" || slices.Contains(l.taken, name) {
		name = l.free(t.Name())
	} else {
		l.taken = append(l.taken, name)
	}
	l.lifted = append(l.lifted, Lifted{name, vars.NewSecret(*t.Text), place(t, "")})
	if pipe := pipeOf(*t.Value); t.Name() != "" && (name != t.Name() || pipe != "") {
		l.rename(t.Name(), name, pipe)
	}
	return true
}

// rename makes the placeholders of one name those of another, with a pipe before what they have.
func (l *lifter) rename(old, name, pipe string) {
	for _, t := range l.texts {
		if t.Value != nil {
			continue // no template
		}
		for _, use := range slices.Backward(vars.Uses(*t.Text)) {
			if use.Name == old {
				*t.Text = (*t.Text)[:use.Start] + strings.Replace((*t.Text)[use.Start:use.End], old, name+pipe, 1) + (*t.Text)[use.End:]
			}
		}
	}
}

// variableOf names the variable of a value.
func (l *lifter) variableOf(r *collections.Request, v *vars.Value) string {
	for i := range r.Vars {
		if &r.Vars[i].Value == v {
			return r.Vars[i].Name
		}
	}
	return ""
}
