package filter

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"dowse/client/document"
)

// JQPath is a path as a jq program: .data[0].id, or .["odd key"] where a name is no identifier. It selects exactly the
// node that the path does: of members of one name the last.
func JQPath(path document.Path) string {
	var b strings.Builder
	for i, s := range path {
		switch {
		case s.Index >= 0:
			if i == 0 {
				b.WriteByte('.')
			}
			b.WriteString("[" + strconv.Itoa(s.Index) + "]")
		case isIdentifier(s.Key):
			b.WriteString("." + s.Key)
		default:
			if i == 0 {
				b.WriteByte('.')
			}
			b.WriteString("[" + quoted(s.Key) + "]")
		}
	}
	if b.Len() == 0 {
		return "."
	}
	return b.String()
}

// keywords cannot follow a dot in every version of jq.
var keywords = []string{"__loc__", "and", "as", "catch", "def", "elif", "else", "end", "foreach", "if", "import", "include", "label", "module", "or", "reduce", "then", "try"}

// isIdentifier tells whether a name may follow a dot in jq.
func isIdentifier(name string) bool {
	for i := range len(name) {
		c := name[i]
		if c != '_' && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (i == 0 || c < '0' || c > '9') {
			return false
		}
	}
	return name != "" && !slices.Contains(keywords, name)
}

// quoted is a text as a string of JSON, which jq reads as it is.
func quoted(text string) string {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(text) // a string never fails
	return strings.TrimSuffix(b.String(), "\n")
}

// GJSONPath is a path in the syntax of the Go package gjson: data.0.id, with a backslash before what would mean something
// there. It selects exactly the node that the path does, but where names repeat in an object gjson takes the first,
// and a name that is not UTF-8 in the body it does not find.
func GJSONPath(path document.Path) string {
	if len(path) == 0 {
		return "@this"
	}
	var b strings.Builder
	for i, s := range path {
		if i > 0 {
			b.WriteByte('.')
		}
		if s.Index >= 0 {
			b.WriteString(strconv.Itoa(s.Index))
			continue
		}
		for j := range len(s.Key) {
			if !isPlainGJSON(s.Key[j]) {
				b.WriteByte('\\')
			}
			b.WriteByte(s.Key[j])
		}
	}
	if text := b.String(); strings.HasPrefix(text, "..") {
		return "|" + text[1:] // two dots at the beginning would mean lines
	}
	return b.String()
}

// isPlainGJSON tells whether gjson takes a byte as it is.
func isPlainGJSON(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c <= ' ' || c > '~' || c == '_' || c == '-' || c == ':'
}
