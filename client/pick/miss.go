package pick

import (
	"fmt"
	"strconv"
	"strings"

	"dowse/client"
	"dowse/collections"
)

// Kind says why a pick has no value.
type Kind string

// The kinds of miss.
const (
	Missing         Kind = "missing"    // nothing is at the path, no such header or cookie
	Null            Kind = "null"       // null is there, and the pick asks for more
	WrongType       Kind = "wrong type" // a value is there, of another type than the pick's
	Several         Kind = "several"    // take one, and the path selects more
	WrongBody       Kind = "wrong body" // not JSON, broken JSON or empty
	SourceFailed    Kind = "source failed"
	TransformFailed Kind = "transform failed"
	Invalid         Kind = "invalid" // the pick itself cannot be carried out
)

// Miss is a pick without a value, said for a person in one line. Its text may hold names that the
// server sent: it reaches a terminal only through terminal.Safe.
type Miss struct {
	Pick    collections.Pick
	Kind    Kind
	What    string // what happened, without the pick's name
	Stopped string // a path: as much of it as selects something
	Nearest string // a key, path, header or cookie that is there and may be meant
	Err     error  // the cause, when there is one
}

// Error gives the pick, where it reads, and what happened.
func (m *Miss) Error() string {
	name, source := m.Pick.Name, place(m.Pick.From)
	if name == "" || name == source {
		return source + ": " + m.What
	}
	return fmt.Sprintf("%s (%s): %s", name, source, m.What)
}

// Unwrap gives the cause.
func (m *Miss) Unwrap() error { return m.Err }

// absent says whether if_missing speaks of this miss.
func (m *Miss) absent() bool { return m.Kind == Missing || m.Kind == Null }

// blame names the status as the cause where the request failed, and reports whether it did.
func (m *Miss) blame(e *client.Exchange) bool {
	if e == nil || e.Response.Status < 400 {
		return m.Kind == SourceFailed
	}
	switch m.Kind {
	case Missing, Null, WrongType, WrongBody:
		m.Kind = SourceFailed
		m.What = fmt.Sprintf("the request failed with %s; %s", client.StatusText(e.Response.Status), m.What)
	}
	return true
}

// place is where a pick reads, in one line.
func place(s collections.Source) string {
	switch {
	case s.Kind == collections.SourcePath:
		return shown(s.Arg)
	case s.Kind == collections.SourceStatus || s.Arg == "":
		return string(s.Kind)
	case s.Attr != "":
		return fmt.Sprintf("%s %s, %s", s.Kind, shown(s.Arg), shown(s.Attr))
	case s.Nth > 0:
		return fmt.Sprintf("%s %s, number %d", s.Kind, shown(s.Arg), s.Nth)
	}
	return fmt.Sprintf("%s %s", s.Kind, shown(s.Arg))
}

// shown is a name as it is, or in quotes when it would not read as one word or breaks the line.
func shown(name string) string {
	if name == "" || strings.ContainsFunc(name, func(r rune) bool { return !strconv.IsPrint(r) }) {
		return strconv.Quote(name)
	}
	return name
}

// longestList is how many names a message holds.
const longestList = 8

// listed joins names, of which there are total, saying how many are left out.
func listed(names []string, total int) string {
	for i, n := range names {
		if names[i] = shown(n); strings.ContainsAny(n, " ,") {
			names[i] = strconv.Quote(n)
		}
	}
	text := strings.Join(names, ", ")
	if more := total - len(names); more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}
