package collections

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"dowse/collections/keys"
	"dowse/collections/secrets"
	"dowse/collections/splice"
	"dowse/collections/vars"
)

// LiteralSecretError is returned by a save that would write a secret out. Nothing was written.
type LiteralSecretError struct {
	File  string
	Place string // such as "auth.bearer" or "vars.api_key"
	What  string // why it counts as a secret
	Name  string // a name for the secret, for the reference that is offered
}

// Error names the place and offers a reference.
func (e *LiteralSecretError) Error() string {
	return fmt.Sprintf(`%s was not saved: %s would be a secret in a file (%s); write "{{%s}}" there and add %s: {from: env} to the secrets of %s`,
		e.File, e.Place, e.What, e.Name, e.Name, rootFile)
}

// literal is a text of a file that could be a secret written out.
type literal struct {
	place, name string
	text        string
	credential  bool // it stands where only credentials do
	marked      bool // it is marked secret in memory
}

// warnLiterals warns of every secret that stands in a file.
func warnLiterals(r *keys.Reader, root *splice.Node, all []literal) {
	for _, l := range all {
		what := l.secret()
		if what == "" {
			continue
		}
		section, _, _ := strings.Cut(l.place[strings.LastIndexByte(l.place, ' ')+1:], ".")
		at := root.Get(section)
		if at == nil {
			at = root
		}
		r.Problems = append(r.Problems, keys.Problem{Line: at.Line, Column: at.Column, Key: section, Warning: true, Message: fmt.Sprintf(
			`%s is a secret written out (%s); write "{{%s}}" there and add %s: {from: env} to the secrets of %s`, l.place, what, l.reference(), l.reference(), rootFile)})
	}
}

// reference is a name for the secret.
func (l literal) reference() string {
	name := strings.Trim(strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) && r < unicode.MaxASCII || unicode.IsDigit(r) && r < unicode.MaxASCII {
			return unicode.ToLower(r)
		}
		return '_'
	}, l.name), "_")
	if !validName.MatchString(name) {
		name = "secret_" + name
	}
	return name
}

// checkLiterals refuses the first secret among now that is not in the file already.
func checkLiterals(file string, before, now []literal) error {
	for _, l := range now {
		what := l.secret()
		if what == "" || !l.marked && slices.Contains(before, l) {
			continue
		}
		return &LiteralSecretError{File: file, Place: l.place, What: what, Name: l.reference()}
	}
	return nil
}

var validName = regexp.MustCompile(`^[a-z_][a-z0-9_]*$`)

// secret says why l is one, or "".
func (l literal) secret() string {
	switch {
	case l.marked:
		return "it is marked as secret"
	case l.text == "" || len(vars.Uses(l.text)) > 0:
		return ""
	case l.credential:
		return "it is a credential"
	}
	if shape := secrets.Shape(l.text); shape != "" {
		return "it is " + shape
	}
	if word := secrets.Name(l.name); word != "" && secrets.Random(l.text) {
		return "its name says " + word + ", and it is long and random"
	}
	return ""
}

var userinfo = regexp.MustCompile(`^[a-zA-Z+.-]+://[^/?#@]*:([^/?#]+)@`)

func requestLiterals(r *Request) []literal {
	out := settingsLiterals(r.Settings)
	out = append(out, rowLiterals("query", r.Query)...)
	out = append(out, rowLiterals("body.form", r.Body.Form)...)
	for _, secret := range secrets.Find(r.Body.Text) {
		out = append(out, literal{place: "body." + string(r.Body.Kind), name: "token", text: secret})
	}
	if found := userinfo.FindStringSubmatch(r.URL); found != nil {
		out = append(out, literal{place: "the password in url", name: "password", text: found[1], credential: true})
	}
	return out
}

func settingsLiterals(s Settings) []literal {
	out := rowLiterals("headers", s.Headers)
	if a := s.Auth; a != nil {
		out = append(out, literal{place: "auth.basic.password", name: "password", text: a.Password, credential: true})
		name := "token"
		if a.Name != "" {
			name = a.Name
		}
		out = append(out, literal{place: "auth." + string(a.Kind), name: name, text: a.Token, credential: true})
	}
	for _, v := range s.Vars {
		l := literal{place: "vars." + v.Name, name: v.Name, marked: v.Value.IsSecret()}
		if v.Value.Kind() == vars.String {
			l.text = v.Value.Reveal()
		}
		out = append(out, l)
	}
	return out
}

func rowLiterals(section string, rows Rows) []literal {
	out := make([]literal, len(rows))
	for i, row := range rows {
		out[i] = literal{place: section + "." + row.Name, name: row.Name, text: row.Value}
	}
	return out
}

// checkID refuses an ID that is no place for a request, and a new one that another system would take
// for one that is there.
func (c *Collection) checkID(id string) error {
	if id == "" {
		return fmt.Errorf("a request without an ID cannot be saved; give it one, such as orders/list")
	}
	if !fs.ValidPath(id) || strings.Contains(id, `\`) {
		return fmt.Errorf("%q cannot be an ID; an ID is names with / between them such as orders/list, and stays below the root", id)
	}
	for name := range strings.SplitSeq(id, "/") {
		if err := checkSegment(name); err != nil {
			return err
		}
	}
	if first, _, _ := strings.Cut(id, "/"); slices.Contains(reservedFolders, first) {
		return fmt.Errorf("%q cannot be an ID: the folder %s is for files of its own; choose another folder", id, first)
	}
	if err := c.checkFolders(id); err != nil {
		return err
	}
	return c.checkCollision(id + extension)
}

// checkFolders refuses an ID below a folder that is not read.
func (c *Collection) checkFolders(id string) error {
	for i, r := range id {
		if r != '/' {
			continue
		}
		name := id[:i]
		folder := filepath.Join(c.Root, filepath.FromSlash(name))
		if info, err := os.Lstat(folder); err == nil && info.Mode()&fs.ModeSymlink != 0 {
			return fmt.Errorf("%q cannot be saved: %s is a link to a folder, and what is below one is not read; use the folder's own name", id, name)
		}
		if _, err := os.Stat(filepath.Join(folder, rootFile)); err == nil {
			return fmt.Errorf("%q cannot be saved: %s is a collection of its own, it has a %s; save it there or choose another folder", id, name, rootFile)
		}
	}
	return nil
}

func checkSegment(name string) error {
	switch {
	case name == "":
		return fmt.Errorf("a name is missing")
	case strings.IndexFunc(name, func(r rune) bool { return !unicode.IsPrint(r) }) >= 0:
		return fmt.Errorf("%q cannot be the name of a file: it has invisible characters", name)
	case strings.ContainsAny(name, `/\:*?"<>|`):
		return fmt.Errorf(`%q cannot be the name of a file: \ : * ? " < > and | are not allowed on every system`, name)
	case strings.HasPrefix(name, "."):
		return fmt.Errorf("%q cannot be the name of a file: hidden files are not read", name)
	case strings.HasSuffix(name, extension):
		return fmt.Errorf("%q cannot be an ID: it ends in %s, which is added", name, extension)
	case strings.HasSuffix(name, ".") || strings.TrimSpace(name) != name:
		return fmt.Errorf("%q cannot be the name of a file: it begins or ends with a space or a dot", name)
	case name+extension == folderFile || name+extension == rootFile:
		return fmt.Errorf("%q cannot be an ID: %s has a meaning of its own", name, name+extension)
	}
	return nil
}

// checkCollision compares a new file's name, and those of its folders, with what is there.
func (c *Collection) checkCollision(name string) error {
	if _, exists := c.files[name]; exists {
		return nil
	}
	for existing := range c.files {
		for a, b := name, existing; a != "." && b != "."; a, b = path.Dir(a), path.Dir(b) {
			// Only names at the same depth can be taken for each other.
			for strings.Count(a, "/") > strings.Count(b, "/") {
				a = path.Dir(a)
			}
			for strings.Count(b, "/") > strings.Count(a, "/") {
				b = path.Dir(b)
			}
			if a != b && fold(a) == fold(b) {
				return fmt.Errorf("%q cannot be saved beside %q: on some systems they are the same file; choose another name or use that one", a, b)
			}
		}
	}
	return nil
}

// fold gives what file systems that do not tell case or composition apart make of a name.
func fold(name string) string { return strings.ToLower(norm.NFC.String(name)) }
