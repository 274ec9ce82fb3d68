package curl

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"strings"
)

// data is what -d and its kin have gathered, in the order typed.
type data struct {
	given bool
	json  bool // --json was among them
	text  string
}

// reading says what is done to the content of a file.
type reading bool

const (
	stripped reading = true  // as a line: CR, LF and NUL are left out
	whole    reading = false // as it is
)

// append adds a piece, after separator unless it is the first.
func (d *data) append(separator, piece string) {
	if d.given {
		d.text += separator
	}
	d.given = true
	d.text += piece
}

func (d *data) add(files Files, s string, how reading) error {
	text, err := content(files, s, how)
	if err == nil {
		d.append("&", text)
	}
	return err
}

// addJSON adds a piece of JSON; pieces follow each other without a separator.
func (d *data) addJSON(files Files, s string) error {
	text, err := content(files, s, whole)
	if err == nil {
		d.append("", text)
		d.json = true
	}
	return err
}

// addEncoded adds a piece of one of the forms TEXT, =TEXT, NAME=TEXT, @FILE and NAME@FILE, of which all
// but the name is percent-encoded.
func (d *data) addEncoded(files Files, s string) error {
	name, text := "", s
	if before, after, ok := strings.Cut(s, "="); ok {
		name, text = before, after
	} else if i := strings.IndexByte(s, '@'); i >= 0 {
		read, err := content(files, s[i:], whole)
		if err != nil {
			return err
		}
		name, text = s[:i], read
	}
	text = encode(text)
	if name != "" {
		text = name + "=" + text
	}
	d.append("&", text)
	return nil
}

// encode percent-encodes all but the unreserved characters of RFC 3986 section 2.3; a space becomes "+".
func encode(s string) string { return url.QueryEscape(s) }

// content is the text of s, or of the file or stdin that it names with @.
func content(files Files, s string, how reading) (string, error) {
	path, isFile := strings.CutPrefix(s, "@")
	if !isFile {
		return s, nil
	}
	text, err := files.read(path)
	if err != nil {
		return "", err
	}
	if how == stripped {
		text = strings.NewReplacer("\r", "", "\n", "", "\x00", "").Replace(text)
	}
	return text, nil
}

// read reads a file, or stdin when the path is "-".
func (f Files) read(path string) (string, error) {
	var raw []byte
	var err error
	switch {
	case path == "":
		return "", errors.New("the name of a file must follow @")
	case path == "-" && f.Stdin == nil, path != "-" && f.Open == nil:
		return "", fmt.Errorf("@%s cannot be read here", shown(path))
	case path == "-":
		raw, err = io.ReadAll(f.Stdin)
	default:
		raw, err = f.Open(path)
	}
	if err != nil {
		return "", fmt.Errorf("cannot read %s: %w", shown(path), cause(err))
	}
	return string(raw), nil
}

// cause is what a file operation failed of, without the operation and the path.
func cause(err error) error {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Err
	}
	return err
}
