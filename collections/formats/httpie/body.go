package httpie

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"unicode/utf8"

	"dowse/collections/vars"
)

// object writes fields as one JSON object.
func object(fields []field) string {
	members := make([]string, len(fields))
	for i, f := range fields {
		members[i] = quote(f.name) + ": " + f.value
	}
	return "{" + strings.Join(members, ", ") + "}"
}

// quote writes text as a JSON string. Placeholders stay as they are: they are escaped when expanded.
func quote(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	from := 0
	for _, use := range vars.Uses(text) {
		b.WriteString(escape(text[from:use.Start]))
		b.WriteString(text[use.Start:use.End])
		from = use.End
	}
	b.WriteString(escape(text[from:]))
	b.WriteByte('"')
	return b.String()
}

// escape gives what stands for text between the quotes of a JSON string.
func escape(text string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(text) // a string never fails
	return strings.TrimSuffix(strings.TrimPrefix(b.String(), `"`), "\"\n")
}

// checkJSON gives text back if it is one JSON value (RFC 8259) whatever its placeholders stand for.
func checkJSON(text string) (string, error) {
	var b strings.Builder
	from := 0
	for _, use := range vars.Uses(text) {
		b.WriteString(text[from:use.Start])
		b.WriteByte('0') // a value where it is bare, a character of a string where it is quoted
		from = use.End
	}
	b.WriteString(text[from:])
	var value json.RawMessage
	if err := json.Unmarshal([]byte(b.String()), &value); err != nil {
		return "", fmt.Errorf("it is not JSON (%s); name=text makes a string", strings.TrimPrefix(err.Error(), "json: "))
	}
	return strings.TrimSpace(text), nil
}

// read gives the text of a file.
func (b *builder) read(path string) (string, error) {
	if path == "" {
		return "", errors.New("the name of a file must follow @")
	}
	content, err := b.open(path)
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		err = e.Err
	}
	switch {
	case err != nil:
		return "", fmt.Errorf("cannot read %s: %w", shown(path), err)
	case !utf8.Valid(content):
		return "", fmt.Errorf("%s is not UTF-8 text", shown(path))
	}
	return string(content), nil
}
