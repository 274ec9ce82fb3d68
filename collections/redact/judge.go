package redact

import "strings"

// Judge decides whether a value is secret. Picks, what is kept, samples, the screen and what is said on stderr ask it and nothing
// else. It knows of the exchange that the value came with: what was sent as a secret, and whether it was a login.
//
// One sign is enough: a name that speaks for it (see Named), a shape that nothing else has (see Shape), that it holds a
// secret that was sent in any form (see Masker), that it is an HttpOnly cookie, or that it is long and random in the answer to
// a login.
type Judge struct {
	Sent  *Masker
	Login bool
}

// Candidate is a value that is judged.
type Candidate struct {
	Name, Owner string // what it is called, and what it is in; empty: nothing is known
	Text        string
	Number      bool // it stands as a number
	HTTPOnly    bool // it is a cookie that scripts cannot read
}

// Why gives what makes a value secret, in words for people; nil: nothing does. No reason has a part of the value.
func (j Judge) Why(v Candidate) (reasons []string) {
	if v.Text == "" {
		return nil
	}
	add := func(is bool, reason string) {
		if is {
			reasons = append(reasons, reason)
		}
	}
	word := Named(v.Owner, v.Name)
	add(word != "" && !(word == plural && (v.Number || number(v.Text))) && !(v.Number && Name(v.Name) == ""), "its name says "+word)
	add(v.HTTPOnly, "it is an HttpOnly cookie")
	add(j.Sent.Has(v.Text), "it holds a secret that was sent")
	if v.Number {
		return reasons
	}
	if what := shapeIn(v.Text); what != "" {
		add(true, what)
	} else if j.Login && !Public(v.Name) && !opaqueNames[snake(v.Name)] && (word != "" || !Identifier(v.Name)) {
		add(Random(v.Text) || isUUID(v.Text), "it is long and random, and answers a login")
	}
	return reasons
}

// shapeIn says what makes a text secret by its looks alone: its shape, or that of a part of it; empty: nothing does.
func shapeIn(text string) string {
	if what := Shape(text); what != "" {
		return "it is " + what
	}
	if len(text) >= shortestShape && hasLong(text) {
		f := &finder{text: text, names: map[string]string{}}
		if f.shapes(span{0, len(text)}); len(f.found) > 0 {
			return f.found[0].Why
		}
	}
	if isAddress(text) && strings.ContainsAny(text, "?#@;") || isRelative(text) {
		for _, found := range Find(URL, "", text) {
			return "a part of it is a secret: " + found.Why
		}
	}
	return ""
}

// isRelative says whether a text is a URL without scheme or host that has a query or fragment, as Location often is (RFC 9110
// section 10.2.2).
func isRelative(text string) bool {
	return (text[0] == '/' || text[0] == '?') && strings.ContainsAny(text, "?#") && !strings.ContainsAny(text, " \t\r\n")
}

// isUUID says whether a text has the form of RFC 9562 section 4.
func isUUID(text string) bool {
	if len(text) != 36 {
		return false
	}
	for i := range len(text) {
		dash := i == 8 || i == 13 || i == 18 || i == 23
		if _, hex := hexNumber([]byte(text), i, 1); dash != (text[i] == '-') || !dash && !hex {
			return false
		}
	}
	return true
}
