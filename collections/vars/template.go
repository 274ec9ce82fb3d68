package vars

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// part is a piece of a template: literal text, or a placeholder.
type part struct {
	literal    string // one "{{" for each "{{{{"; empty: this is a placeholder
	name       string // of the variable; empty when it cannot be read
	pipe       []call
	start, end int    // bytes in the template
	err        string // what is wrong with the placeholder
}

func (p part) placeholder() bool { return p.literal == "" }

// pipeText is the pipe as it is written, less what says nothing about a value that is there.
func (p part) pipeText() string {
	var calls []string
	for _, c := range p.pipe {
		if c.name != "raw" && c.name != "default" {
			calls = append(calls, c.text)
		}
	}
	return strings.Join(calls, " | ")
}

// call is one transform of a pipe.
type call struct {
	name string
	args []argument
	text string // as it is written
}

// argument is a value, the transform that map applies, or a bare word, which may be either.
type argument struct {
	value  Value
	call   *call // nil: it is a value
	nested bool  // the call has arguments: it is no value
}

const (
	opening = "{{"
	closing = "}}"
	escaped = "{{{{" // a literal "{{"
)

// parse splits a template into its parts. It never fails: what cannot be read is a part with an err.
//
// In a run of braces each four stand for "{{", from the left. Two that remain open a placeholder; of three
// the first is a brace of its own, so that {{{name}}: 1} is an object whose key is a value.
func parse(template string) []part {
	var parts []part
	literal := func(text string, start int) {
		if text != "" {
			parts = append(parts, part{literal: text, start: start})
		}
	}
	for at := 0; ; {
		next := strings.Index(template[at:], opening)
		if next < 0 {
			literal(template[at:], at)
			return parts
		}
		literal(template[at:at+next], at)
		at += next
		run := len(template[at:]) - len(strings.TrimLeft(template[at:], "{"))
		literal(strings.Repeat(opening, run/len(escaped)), at)
		at += run - run%len(escaped)
		if run %= len(escaped); run < len(opening) {
			literal(template[at:at+run], at)
			at += run
			continue
		}
		literal(template[at:at+run-len(opening)], at)
		p := readPlaceholder(template, at+run-len(opening))
		parts = append(parts, p)
		at = p.end
	}
}

// readPlaceholder reads the placeholder that opens at start. One that cannot be read ends where it is
// closed, or before the next one opens.
func readPlaceholder(template string, start int) part {
	r := &reader{text: template, at: start + len(opening)}
	p := part{start: start}
	p.name, p.pipe = r.placeholder()
	if p.err = r.err; p.err == "" {
		p.end = r.at
		return p
	}
	inside := template[start+len(opening):]
	if next := strings.Index(inside, opening); next >= 0 {
		inside = inside[:next]
	}
	p.end = start + len(opening) + len(inside)
	if end := strings.Index(inside, closing); end >= 0 {
		p.end = start + len(opening) + end + len(closing)
	} else {
		p.err = "{{ is not closed with }}; a literal {{ is written {{{{"
	}
	return p
}

// reader reads the inside of a placeholder.
type reader struct {
	text  string
	at    int
	depth int // of calls inside calls
	err   string
}

// deepest is how many calls may stand inside each other.
const deepest = 8

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
	switch {
	case r.take(closing):
	case len(pipe) == 0:
		r.fail("{{%s: after the name comes | or }}", short(name))
	default:
		r.fail("{{%s: after a transform comes | or }}", short(name))
	}
	return name, pipe
}

func badName(name string) string {
	switch {
	case name == "":
		return "there is no name between {{ and }}"
	case strings.ContainsFunc(name, func(c rune) bool { return c < ' ' || c == utf8.RuneError || c == '"' }):
		return fmt.Sprintf("%q is not a name", short(name))
	case strings.ContainsRune(name, ' ') && !strings.HasPrefix(name, "pick."):
		return fmt.Sprintf("%q is not a name: there is a space in it", short(name))
	}
	return ""
}

// short gives a name as a message shows it: of a long one the beginning and "...".
func short(name string) string {
	const most = 60
	if utf8.RuneCountInString(name) <= most {
		return name
	}
	return string([]rune(name)[:most]) + "..."
}

func (r *reader) pipe() []call {
	var pipe []call
	for r.err == "" && r.take("|") {
		pipe = append(pipe, r.call())
	}
	return pipe
}

func (r *reader) call() (c call) {
	r.space()
	start := r.at
	defer func() { c.text = strings.TrimSpace(r.text[start:r.at]) }()
	c.name = r.word()
	if c.name == "" {
		r.fail("after | comes the name of a transform")
		return c
	}
	if !r.take("(") {
		return c
	}
	if r.depth++; r.depth > deepest {
		r.fail("%s(...): more than %d calls inside each other", short(c.name), deepest)
	}
	for first := true; r.err == "" && !r.take(")"); first = false {
		if !first && !r.take(",") {
			r.fail("%s(...): arguments are separated by commas and closed with )", short(c.name))
			break
		}
		c.args = append(c.args, r.argument(short(c.name)))
	}
	r.depth--
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
		if end < 0 {
			r.fail(`%s(...): " is not closed`, of)
			return argument{}
		}
		v, err := ParseJSON(rest[:end])
		if err != nil {
			r.fail("%s(...): %s is not a JSON string", of, short(strconv.Quote(rest[:end])))
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
	before := r.at
	if r.word() == "" {
		r.fail(`%s(...): an argument is a text in quotes, such as ",", a number or a word`, of)
		return argument{}
	}
	r.at = before
	c := r.call()
	return argument{value: ParseScalar(c.name), call: &c, nested: len(c.args) > 0}
}

// stringEnd is the length of the JSON string that s begins with, or -1 when it is not closed.
func stringEnd(s string) int {
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return -1
}

// Use is one placeholder of a template.
type Use struct {
	Name       string // such as access_token, pick.auth/login.access_token or $uuid
	Start, End int    // bytes, braces included
	Default    bool   // its pipe has a value for when there is none
}

// Uses returns the placeholders of a template in order, without expanding anything. One that cannot be
// read is left out.
func Uses(template string) []Use {
	var uses []Use
	for _, p := range parse(template) {
		if p.placeholder() && p.err == "" {
			fallback := slices.ContainsFunc(p.pipe, func(c call) bool { return c.name == "default" && len(c.args) == 1 })
			uses = append(uses, Use{p.name, p.start, p.end, fallback})
		}
	}
	return uses
}

// RenameUses returns a template whose placeholders have the names that rename gives; false: a name stays. All else, such as
// transforms, stays byte by byte.
func RenameUses(template string, rename func(name string) (to string, ok bool)) string {
	for _, use := range slices.Backward(Uses(template)) {
		if to, ok := rename(use.Name); ok {
			inside := strings.Replace(template[use.Start:use.End], use.Name, to, 1)
			template = template[:use.Start] + inside + template[use.End:]
		}
	}
	return template
}

// Escape returns text as a template that expands to it, wherever it stands, and also when a placeholder
// is written behind it.
func Escape(text string) string { return strings.ReplaceAll(text, opening, escaped) }

// Literal returns the text that stands for a part of a template without placeholders: the inverse of Escape.
func Literal(part string) string { return strings.ReplaceAll(part, escaped, opening) }

// advance gives the line and column, from 1, in characters, that come after text.
func advance(line, column int, text string) (int, int) {
	last := strings.LastIndexByte(text, '\n')
	if last < 0 {
		return line, column + utf8.RuneCountInString(text)
	}
	return line + strings.Count(text, "\n"), utf8.RuneCountInString(text[last+1:]) + 1
}
