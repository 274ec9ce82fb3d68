package yamledit

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// hints says in other words what the library says, and what to do.
var hints = []struct{ library, hint string }{
	{"found unexpected end of stream", "a quote is opened here and not closed; close it, or quote the whole text"},
	{"found unexpected document indicator", "a quote is opened here and not closed; close it"},
	{"mapping values are not allowed", "a colon is not expected here; quote the text it is in, or indent the line as the one above"},
	{"did not find expected ',' or '}'", "a brace is opened here; write {key: value, key: value} and close it"},
	{"did not find expected ',' or ']'", "a bracket is opened here; write [value, value] and close it"},
	{"did not find expected node content", "a value is expected here"},
	{"did not find expected key", "a key is expected here; is the line indented as the ones above, and are quotes closed?"},
	{"did not find expected '-' indicator", "a dash is expected here; is the line indented as the items above?"},
	{"could not find expected ':'", "a key is followed by a colon and a space"},
	{"block sequence entries are not allowed", "a list begins on a line of its own; quote a text that begins with a dash"},
	{"control characters are not allowed", "there is an invisible control character in it; write it as an escape in double quotes"},
	{"found unknown escape character", `this escape is not known; write \\ for a backslash, or use single quotes`},
	{"did not find expected alphabetic or numeric character", "a text that begins with * or & is quoted"},
}

// syntaxFault explains why text is not YAML.
func syntaxFault(text []byte, err error) Fault {
	e, ok := errors.AsType[*yaml.LoadError](err)
	if !ok {
		return Fault{Message: "not YAML: " + strings.TrimPrefix(err.Error(), "yaml: ")}
	}
	message := strings.TrimSpace(e.Message)
	fault := Fault{Line: e.Mark.Line, Column: e.Mark.Column, Message: "not YAML: " + message}
	if strings.HasPrefix(message, "found character that cannot start any token") || strings.HasPrefix(message, "found a tab character") {
		fault.Message = "not YAML: " + startHint(text, e.Mark)
		return fault
	}
	for _, h := range hints {
		if strings.Contains(message, h.library) {
			fault.Message = "not YAML: " + h.hint
			if strings.Contains(h.hint, "opened here") && e.ContextMark.Line > 0 {
				fault.Line, fault.Column = e.ContextMark.Line, e.ContextMark.Column
			}
			break
		}
	}
	return fault
}

func startHint(text []byte, mark yaml.Mark) string {
	lines := bytes.Split(text, []byte("\n"))
	if mark.Line >= 1 && mark.Line <= len(lines) && bytes.ContainsRune(lines[mark.Line-1], '\t') {
		return "there is a tab here; indent with spaces"
	}
	return "a text that begins with this character is quoted"
}

// joined finds a key whose value follows the colon without a space; the // of a URL is none.
var joined = regexp.MustCompile(`^(\s*(?:- +)?)([A-Za-z_][A-Za-z0-9_-]*):([^\s/]|/[^/])`)

// joinedFault gives the missing space after a key's colon as the fault, if that is what made the text
// unreadable, in the line of the fault or the one before it; otherwise fault as it is.
func joinedFault(text []byte, fault Fault) Fault {
	lines := bytes.SplitAfter(text, []byte("\n"))
	for _, i := range []int{fault.Line - 1, fault.Line - 2} {
		if i < 0 || i >= len(lines) {
			continue
		}
		found := joined.FindSubmatchIndex(lines[i])
		if found == nil {
			continue
		}
		line, colon := lines[i], found[5]+1
		lines[i] = bytes.Join([][]byte{line[:colon], line[colon:]}, []byte(" "))
		_, _, err := load(bytes.Join(lines, nil))
		lines[i] = line
		if err != nil && syntaxFault(text, err).Line <= fault.Line {
			continue
		}
		key := string(line[found[4]:found[5]])
		return Fault{i + 1, utf8.RuneCount(line[:found[4]]) + 1, key, fmt.Sprintf("not YAML: put a space after %q", key+":")}
	}
	return fault
}
