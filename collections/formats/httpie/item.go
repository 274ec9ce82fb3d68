package httpie

import (
	"fmt"
	"strings"

	"dowse/collections/vars"
)

// item is one request item, its escapes undone except those of brackets in a field's name.
type item struct{ name, separator, value string }

// separators are what can stand between name and value. The first in the text counts, and of those that
// begin there the longest, which stands first here.
var separators = []string{":=@", "==@", ":=", "==", "=@", ":@", ":", ";", "=", "@"}

// special are the characters that a backslash makes ordinary.
const special = ":;=@"

// parse splits an item.
func parse(typed string) (item, error) {
	if scheme, _, ok := strings.Cut(typed, "://"); ok && (strings.EqualFold(scheme, "http") || strings.EqualFold(scheme, "https")) {
		return item{}, fmt.Errorf("%s: two URLs; one request at a time", shown(typed))
	}
	var name strings.Builder
	for _, p := range split(typed) {
		if !p.plain {
			name.WriteString(p.text)
			continue
		}
		if s := separatorAt(typed[p.start:]); s != "" {
			var value strings.Builder
			for _, p := range split(typed[p.start+len(s):]) {
				value.WriteString(p.text)
			}
			return item{name.String(), s, value.String()}, nil
		}
		name.WriteString(p.text)
	}
	return item{}, fmt.Errorf("%q is no request item; write name=text, name:=json, name==text for the query or Name:text for a header", typed)
}

// piece is one byte of an item, an escape undone, or a placeholder. A separator can begin at a plain byte.
type piece struct {
	start int // in the item
	text  string
	plain bool
}

// split takes an item apart. A backslash before a character that is not special stays, and takes nothing
// from that character even if it is a backslash too: HTTPie has no escape for its escape.
func split(s string) []piece {
	var pieces []piece
	uses := vars.Uses(s)
	for i := 0; i < len(s); {
		for len(uses) > 0 && uses[0].Start < i {
			uses = uses[1:]
		}
		p := piece{start: i, text: s[i : i+1], plain: true}
		n := 1
		switch {
		case len(uses) > 0 && uses[0].Start == i:
			n = uses[0].End - i
			p = piece{i, s[i : i+n], false}
		case s[i] == '\\' && i+1 < len(s) && strings.IndexByte(special, s[i+1]) >= 0:
			n = 2
			p = piece{i, s[i+1 : i+2], false}
		case strings.HasPrefix(s[i:], `\\`):
			n = 2
			p = piece{i, `\\`, false}
		}
		pieces = append(pieces, p)
		i += n
	}
	return pieces
}

func separatorAt(s string) string {
	for _, separator := range separators {
		if strings.HasPrefix(s, separator) {
			return separator
		}
	}
	return ""
}

// fieldName undoes the escapes of brackets in the name of a field, and refuses the ones that nest.
func fieldName(name string) (string, error) {
	var b strings.Builder
	for i := 0; i < len(name); i++ {
		switch {
		case name[i] == '\\' && i+1 < len(name) && strings.IndexByte(`[]\`, name[i+1]) >= 0:
			i++
		case name[i] == '[' || name[i] == ']':
			outer, _, _ := strings.Cut(name, "[")
			return "", fmt.Errorf(`nested fields are not read; write the outer one, %s, as JSON with :=, or \[ for a bracket in a name`, shown(outer))
		}
		b.WriteByte(name[i])
	}
	return b.String(), nil
}
