package vars

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// part is a piece of a template: literal text, or a placeholder.
type part struct {
	literal    string // what "{{{{" stands for put in
	name       string // of a placeholder; empty: this is literal text
	pipe       []call
	start, end int    // bytes in the template
	err        string // what is wrong with the placeholder
}

func (p part) placeholder() bool { return p.name != "" || p.err != "" }

// call is one transform of a pipe.
type call struct {
	name string
	args []argument
}

// argument is a value, or a call without one: the transform that map applies.
type argument struct {
	value Value
	call  *call
}

const (
	opening = "{{"
	closing = "}}"
	escaped = "{{{{" // a literal "{{"
)

// parse splits a template into its parts. It never fails: what cannot be read is a part with an err.
func parse(template string) []part {
	var parts []part
	var literal strings.Builder
	flush := func() {
		if literal.Len() > 0 {
			parts = append(parts, part{literal: literal.String()})
			literal.Reset()
		}
	}
	for at := 0; ; {
		next := strings.Index(template[at:], opening)
		if next < 0 {
			literal.WriteString(template[at:])
			flush()
			return parts
		}
		literal.WriteString(template[at : at+next])
		at += next
		if strings.HasPrefix(template[at:], escaped) {
			literal.WriteString(opening)
			at += len(escaped)
			continue
		}
		flush()
		p := readPlaceholder(template, at)
		parts = append(parts, p)
		at = p.end
	}
}

// readPlaceholder reads the placeholder that opens at start. One that is not closed reaches to the end.
func readPlaceholder(template string, start int) part {
	r := &reader{text: template, at: start + len(opening)}
	p := part{start: start, end: len(template)}
	p.name, p.pipe = r.placeholder()
	if p.err = r.err; p.err == "" {
		p.end = r.at
		return p
	}
	if end := strings.Index(template[start:], closing); end >= 0 {
		p.end = start + end + len(closing)
	} else {
		p.err = "{{ is not closed with }}; a literal {{ is written {{{{"
	}
	return p
}

// reader reads the inside of a placeholder.
type reader struct {
	text string
	at   int
	err  string
}

func (r *reader) fail(format string, args ...any) {
	if r.err == "" {
		r.err = fmt.Sprintf(format, args...)
	}
}

func (r *reader) rest() string { return r.text[r.at:] }

func (r *reader) space() { r.at += len(r.rest()) - len(strings.TrimLeft(r.rest(), " \t\r\n")) }

// take consumes token if it is next, after white space.
func (r *reader) take(token string) bool {
	r.space()
	if !strings.HasPrefix(r.rest(), token) {
		return false
	}
	r.at += len(token)
	return true
}

func (r *reader) placeholder() (name string, pipe []call) {
	end := strings.IndexAny(r.rest(), "|{}")
	if end < 0 {
		end = len(r.rest())
	}
	name = strings.TrimSpace(r.rest()[:end])
	r.at += end
	if why := badName(name); why != "" {
		r.fail("%s", why)
	}
	pipe = r.pipe()
	if !r.take(closing) {
		r.fail("{{%s: after the name comes | or }}", name)
	}
	return name, pipe
}

func badName(name string) string {
	switch {
	case name == "":
		return "there is no name between {{ and }}"
	case strings.ContainsFunc(name, func(c rune) bool { return c < ' ' || c == utf8.RuneError || c == '"' }):
		return fmt.Sprintf("%q is not a name", name)
	case strings.ContainsRune(name, ' ') && !strings.HasPrefix(name, "pick."):
		return fmt.Sprintf("%q is not a name: there is a space in it", name)
	}
	return ""
}

func (r *reader) pipe() []call {
	var pipe []call
	for r.err == "" && r.take("|") {
		pipe = append(pipe, r.call())
	}
	return pipe
}

func (r *reader) call() call {
	r.space()
	c := call{name: r.word()}
	if c.name == "" {
		r.fail("after | comes the name of a transform")
		return c
	}
	if !r.take("(") {
		return c
	}
	for first := true; r.err == "" && !r.take(")"); first = false {
		if !first && !r.take(",") {
			r.fail("%s(...): arguments are separated by commas and closed with )", c.name)
			break
		}
		c.args = append(c.args, r.argument(c.name))
	}
	return c
}

// word reads a bare word: letters, digits and what numbers and names are made of.
func (r *reader) word() string {
	end := strings.IndexFunc(r.rest(), func(c rune) bool {
		return c != '_' && c != '-' && c != '.' && c != '+' && (c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'z') && c < utf8.RuneSelf
	})
	if end < 0 {
		end = len(r.rest())
	}
	word := r.rest()[:end]
	r.at += end
	return word
}

// argument reads a JSON string, a text in single quotes, a number, or a bare word.
func (r *reader) argument(of string) argument {
	r.space()
	rest := r.rest()
	switch {
	case strings.HasPrefix(rest, `"`):
		end := stringEnd(rest)
		v, err := ParseJSON(rest[:end])
		if err != nil {
			r.fail("%s(...): %s is not a JSON string", of, rest[:end])
		}
		r.at += end
		return argument{value: v}
	case strings.HasPrefix(rest, "'"):
		end := strings.IndexByte(rest[1:], '\'')
		if end < 0 {
			r.fail("%s(...): ' is not closed", of)
			return argument{}
		}
		r.at += end + 2
		return argument{value: NewString(rest[1 : end+1])}
	}
	c := r.call()
	if len(c.args) > 0 {
		return argument{call: &c}
	}
	return argument{value: ParseScalar(c.name), call: &c}
}

// stringEnd is the length of the JSON string that s begins with, or of s when it is not closed.
func stringEnd(s string) int {
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(s)
}

// Use is one placeholder of a template.
type Use struct {
	Name       string // such as access_token, pick.auth/login.access_token or $uuid
	Start, End int    // bytes, braces included
}

// Uses returns the placeholders of a template in order, without expanding anything. One that cannot be
// read is left out.
func Uses(template string) []Use {
	var uses []Use
	for _, p := range parse(template) {
		if p.placeholder() && p.err == "" {
			uses = append(uses, Use{p.name, p.start, p.end})
		}
	}
	return uses
}

// Escape returns text as a template that expands to it.
func Escape(text string) string { return strings.ReplaceAll(text, opening, escaped) }

// position gives the line and column of a byte of a template, from 1, in characters.
func position(template string, at int) (line, column int) {
	before := template[:at]
	line = strings.Count(before, "\n") + 1
	return line, utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:]) + 1
}
