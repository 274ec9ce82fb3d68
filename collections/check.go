package collections

import (
	"encoding/json"
	"errors"
	"regexp/syntax"
	"strconv"
	"strings"
	"unicode"

	"github.com/theory/jsonpath"

	"dowse/collections/fileformat/fields"
	"dowse/collections/fileformat/yamledit"
	"dowse/collections/vars"
)

// The checks below look at texts that mean something only when a request is sent. What they find is a
// warning: the file was read, and has to be saved while it is being written.

// templated is k with a look at the template that it holds.
func templated[T any](k fields.Key[T]) fields.Key[T] {
	return checked(k, checkTemplate)
}

// checked is k with a look at its text.
func checked[T any](k fields.Key[T], check func(*fields.Reader, *yamledit.Node)) fields.Key[T] {
	read := k.Read
	k.Read = func(r *fields.Reader, n *yamledit.Node, t *T) {
		read(r, n, t)
		if n.Kind == yamledit.Scalar && n.Text != "" {
			check(r, n)
		}
	}
	return k
}

// mostOfOne is how many mistakes of one text are told one by one.
const mostOfOne = 20

func checkTemplate(r *fields.Reader, n *yamledit.Node) {
	problems := vars.Check(n.Text)
	if more := len(problems) - mostOfOne; more > 0 {
		r.Warn(n, 1, 1, "its templates have %d mistakes; the first %d are listed", len(problems), mostOfOne)
		problems = problems[:mostOfOne]
	}
	for _, p := range problems {
		r.Warn(n, p.Line, p.Column, "%s", p.Message)
	}
}

// longestPath bounds how deep the parser of paths nests; it is the longest that can be followed.
const longestPath = 64 << 10

// checkPath warns of a text that is no RFC 9535 query.
func checkPath(r *fields.Reader, n *yamledit.Node) {
	if len(n.Text) > longestPath {
		r.Warn(n, 1, 1, "a path has at most %d bytes; this one has %d", longestPath, len(n.Text))
		return
	}
	_, err := jsonpath.NewParser().Parse(n.Text)
	if err == nil {
		return
	}
	if n.Text[0] != '$' {
		separator := "."
		if strings.HasPrefix(n.Text, ".") || strings.HasPrefix(n.Text, "[") {
			separator = ""
		}
		r.Warn(n, 1, 1, "%q is not a path; a path begins with $: write %q", n.Text, "$"+separator+n.Text)
		return
	}
	what := strings.ReplaceAll(strings.TrimPrefix(err.Error(), "jsonpath: "), "unexpected eof", "unexpected end")
	r.Warn(n, 1, 1, "%q is not a path (RFC 9535): %s", n.Text, printable(what))
}

func checkRegex(r *fields.Reader, n *yamledit.Node) {
	if _, err := syntax.Parse(n.Text, syntax.Perl); err != nil {
		r.Warn(n, 1, 1, "%q is not a regular expression: %s", n.Text, printable(strings.TrimPrefix(err.Error(), "error parsing regexp: ")))
	}
}

// printable is text with quotes around it when it would not be one plain line.
func printable(text string) string {
	if strings.ContainsFunc(text, func(c rune) bool { return !unicode.IsPrint(c) }) {
		return strconv.Quote(text)
	}
	return text
}

func checkUntil(r *fields.Reader, n *yamledit.Node) {
	if err := validUntil(n.Text); err != nil {
		r.Warn(n, 1, 1, "%v", err)
	}
}

func checkMargin(r *fields.Reader, n *yamledit.Node) {
	if err := validMargin(n.Text); err != nil {
		r.Warn(n, 1, 1, "%v", err)
	}
}

func checkPipe(r *fields.Reader, n *yamledit.Node) {
	if err := vars.CheckPipe(n.Text); err != nil {
		r.Warn(n, 1, 1, "%v", err)
	}
}

// checkJSON looks at the templates of a JSON body, and whether it is JSON once each of them has a value.
func checkJSON(r *fields.Reader, n *yamledit.Node) {
	if n.Kind != yamledit.Scalar {
		checkMembers(r, n)
		return
	}
	if checkTemplate(r, n); len(vars.Check(n.Text)) > 0 || json.Valid([]byte(n.Text)) {
		return
	}
	sample, places := sampleJSON(n.Text)
	wrong, ok := errors.AsType[*json.SyntaxError](json.Unmarshal([]byte(sample), new(json.RawMessage)))
	if !ok {
		return
	}
	at, what := places[max(int(wrong.Offset)-1, 0)], "the body is not JSON from here on, whatever values its variables have"
	if strings.HasPrefix(wrong.Error(), "unexpected end") {
		at, what = len(n.Text), "the body ends before its JSON does"
	}
	before := n.Text[:at]
	line := strings.Count(before, "\n") + 1
	column := len([]rune(before[strings.LastIndexByte(before, '\n')+1:])) + 1
	r.Warn(n, line, column, "%s; it would be sent as it is", what)
}

// checkMembers looks at the templates of a body that is written as YAML.
func checkMembers(r *fields.Reader, n *yamledit.Node) {
	for _, e := range n.Entries {
		checkMembers(r, e.Key)
		checkMembers(r, e.Value)
	}
	for _, item := range n.Items {
		checkMembers(r, item)
	}
	if n.Kind != yamledit.Scalar || !strings.Contains(n.Text, "{{") {
		return
	}
	for _, p := range vars.Check(vars.NewString(n.Text).JSON()) { // as it is sent
		r.Warn(n, 1, 1, "%s", p.Message)
	}
}

// sampleJSON gives a template of JSON with a value for each placeholder: nothing within quotes, else a
// string, which may stand wherever a value may. places has the byte of the template for each of the text.
func sampleJSON(template string) (sample string, places []int) {
	var b strings.Builder
	inside, escape := false, false
	literal := func(from, to int) {
		for i := from; i < to; i++ {
			b.WriteByte(template[i])
			places = append(places, i)
			if template[i] == '"' && !escape {
				inside = !inside
			}
			escape = template[i] == '\\' && inside && !escape
		}
	}
	done := 0
	for _, use := range vars.Uses(template) {
		literal(done, use.Start)
		if !inside {
			b.WriteString(`""`)
			places = append(places, use.Start, use.Start)
		}
		done = use.End
	}
	literal(done, len(template))
	return b.String(), append(places, len(template))
}
