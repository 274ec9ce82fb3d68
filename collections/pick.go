package collections

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"strings"
	"time"

	"dowse/collections/redact"
	"dowse/collections/vars"
)

// Pick binds a variable's name to a place in a request's response.
type Pick struct {
	Name      string
	From      Source
	Take      Take   // for paths that select several; empty means one
	Label     string // the path shown when asking which
	Type      string // what the value must be: string, integer, number, boolean, array, object; empty: as found
	JQ        string // a program of jq on what was read; its first result counts
	Transform string // a pipe of transforms, after that
	IfMissing IfMissing
	Secret    Secrecy
	Keep      Keep
}

// Secrecy is what the file of a pick says of whether its value is secret.
type Secrecy uint8

// What a file can say.
const (
	SecretUnset Secrecy = iota // nothing: it is decided by the name and by each value that is found
	SecretYes
	SecretNo // it is shown and kept, whatever it looks like
)

// NamedSecret says whether a value of the pick counts as secret whatever it is: its file says so, or its name does, or that of
// the place it reads, and the file does not say otherwise.
func (p *Pick) NamedSecret() bool {
	if p.Secret != SecretUnset {
		return p.Secret == SecretYes
	}
	owner, name := p.From.Names()
	return redact.Name(p.Name) != "" || redact.Named(owner, name) != ""
}

// Names are the last name on the way to what the source reads and the one before it: $.session.id is id of session. A
// regular expression has the word that speaks for a secret of what its group takes, a selector any that does. They are empty
// where there are none.
func (s Source) Names() (owner, name string) {
	switch s.Kind {
	case SourceHeader, SourceColumn, SourceForm:
		return "", s.Arg
	case SourceCookie:
		if s.Attr != "" {
			return "", ""
		}
		return "", strings.TrimPrefix(strings.TrimPrefix(s.Arg, "__Host-"), "__Secure-") // RFC 6265bis section 4.1.3
	case SourcePath:
		return lastNames(s.Arg)
	case SourceEvent:
		return lastNames(s.Path)
	case SourceXPath:
		return lastNames(strings.ReplaceAll(strings.TrimSuffix(s.Arg, "/text()"), "/", "."))
	case SourceRegex:
		return "", speakingOf(s.Arg, s.Group)
	case SourceCSS:
		return "", speaking(s.Arg + " " + s.Attr)
	}
	return "", ""
}

// lastNames are the last two members that a JSONPath (RFC 9535) names, positions and filters left out.
func lastNames(path string) (owner, name string) {
	for _, part := range strings.FieldsFunc(memberMarks.ReplaceAllString(path, "."), func(r rune) bool { return r == '.' }) {
		if part = strings.TrimSpace(part); part != "$" && part != "*" {
			owner, name = name, strings.TrimPrefix(part, "@")
		}
	}
	return owner, name
}

// memberMarks are what stands around a name in brackets, and brackets with no name in them.
var memberMarks = regexp.MustCompile(`\[(?:-?[0-9:, ]*|\*|\?[^\]]*)\]|\[['"]|['"]\]`)

// SourceKind says what part of an exchange a pick reads; it is the key that the file uses.
type SourceKind string

// The places that a pick can read.
const (
	SourcePath     SourceKind = "path"     // RFC 9535 in a JSON body
	SourceHeader   SourceKind = "header"   // a response header, Nth of its name
	SourceCookie   SourceKind = "cookie"   // a Set-Cookie, or its attribute Attr
	SourceLink     SourceKind = "link"     // the target of a Link header, by rel
	SourceXPath    SourceKind = "xpath"    // XPath 1.0, prefixes in Namespaces
	SourceCSS      SourceKind = "css"      // a selector, or its attribute Attr
	SourceRegex    SourceKind = "regex"    // a regular expression, or its group Group
	SourceColumn   SourceKind = "column"   // of CSV
	SourceForm     SourceKind = "form"     // a field of a form-encoded body
	SourceStatus   SourceKind = "status"   // the status code
	SourceTiming   SourceKind = "timing"   // the duration of a phase, in milliseconds
	SourceRedirect SourceKind = "redirect" // the target of the n-th redirect, from 1
	SourceEvent    SourceKind = "event"    // of server-sent events, Path into its data
)

// Source is the place in the exchange that a pick reads.
type Source struct {
	Kind       SourceKind
	Arg        string // the path, name, expression or number that Kind calls for
	Nth        int    // header: which of several, from 1; 0 is the first
	Attr       string // cookie and css
	Group      string // regex
	Path       string // event
	Namespaces []Variable
}

// InHead says whether the source is known when the head of the response is, before its body.
func (s Source) InHead() bool {
	switch s.Kind {
	case SourceHeader, SourceCookie, SourceLink, SourceStatus, SourceRedirect:
		return true
	}
	return false
}

// Take says which of several selected values a pick keeps.
type Take string

// What can be taken of a path that selects several values.
const (
	TakeOne   Take = "one" // exactly one, anything else is a miss
	TakeFirst Take = "first"
	TakeLast  Take = "last"
	TakeAll   Take = "all" // a JSON array
	TakeAsk   Take = "ask" // the person chooses when sending
)

// MissingPolicy says what becomes of a variable whose value is not there.
type MissingPolicy string

// What can be done about a missing value.
const (
	MissingFail    MissingPolicy = "fail" // the default: the pick fails, loudly
	MissingSkip    MissingPolicy = "skip" // the variable is left without a value
	MissingKeep    MissingPolicy = "keep" // the variable keeps its last value
	MissingDefault MissingPolicy = "default"
)

// IfMissing is a policy and, for MissingDefault, the value used instead.
type IfMissing struct {
	Policy  MissingPolicy // empty means MissingFail
	Default vars.Value
}

// Keep says how long a picked value stays fresh.
type Keep struct {
	Until  string // KeepJWT, KeepSession or a duration; empty: decided from the response
	Margin string // how long before that it counts as stale, a duration; empty: 30 seconds
}

// What keep can say instead of a duration.
const (
	KeepJWT     = "jwt.exp" // until the JWT expires
	KeepSession = "session" // as long as the session
)

// Check says what is wrong with keep, or gives nil.
func (k Keep) Check() error {
	if err := validUntil(k.Until); err != nil {
		return err
	}
	return validMargin(k.Margin)
}

func validUntil(until string) error {
	if d, err := time.ParseDuration(until); until == "" || until == KeepJWT || until == KeepSession || err == nil && d > 0 {
		return nil
	}
	return fmt.Errorf("%q is not how long a value is kept: it is a duration above 0 such as 10m, or %s or %s", until, KeepSession, KeepJWT)
}

func validMargin(margin string) error {
	if d, err := time.ParseDuration(margin); margin == "" || err == nil && d >= 0 {
		return nil
	}
	return fmt.Errorf("%q is not a margin: it is a duration such as 1m or 0s", margin)
}

// Fingerprint stands for all that decides what value a pick gives and how long it lasts: what it reads, and what it makes of
// that. Its name and the label for people are no part of it. Two picks of one fingerprint find the same in a response.
func (p Pick) Fingerprint() string {
	sum := sha256.New()
	f := p.From
	fmt.Fprintf(sum, "%q %q %d %q %q %q", f.Kind, f.Arg, f.Nth, f.Attr, f.Group, f.Path)
	for _, ns := range f.Namespaces {
		fmt.Fprintf(sum, " %q=%q", ns.Name, ns.Value.Reveal())
	}
	fmt.Fprintf(sum, "\n%q %q %q %q %q %t %q %q", p.Take, p.Type, p.JQ, p.Transform, p.IfMissing.Policy, p.Secret == SecretYes, p.Keep.Until, p.Keep.Margin)
	if p.IfMissing.Policy == MissingDefault {
		fmt.Fprintf(sum, "\n%s", p.IfMissing.Default.JSON())
	}
	return hex.EncodeToString(sum.Sum(nil)[:8])
}
