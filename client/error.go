package client

import (
	"strings"

	"dowse/collections/vars"
)

// Phase is the part of a send that failed.
type Phase string

// The phases of a send, in order.
const (
	PhasePrepare  Phase = "prepare" // templates, URL, headers: nothing was sent
	PhaseDNS      Phase = "dns"
	PhaseConnect  Phase = "connect"
	PhaseTLS      Phase = "tls"
	PhaseSend     Phase = "send"
	PhaseWait     Phase = "wait" // for the first byte of the response
	PhaseRedirect Phase = "redirect"
	PhaseBody     Phase = "body"
)

// Error is why a send failed, said for a person: what happened, what it means, what to do. The ID is
// stable and may be matched by scripts.
type Error struct {
	Phase Phase
	ID    string // such as "dns.not_found", "connect.refused", "tls.authority", "wait.timeout"
	What  string // what happened, one line: `127.0.0.1:8080 refused: nothing is listening`
	Means string // what it means; may be empty
	Do    string // what to do; may be empty
	Err   error  // the cause, for errors.Is and errors.As
}

// Error gives what happened, what it means and what to do, in one line.
func (e *Error) Error() string {
	parts := []string{e.What}
	for _, s := range []string{e.Means, e.Do} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, "; ")
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// Unresolved is one placeholder of a request that could not be replaced.
type Unresolved struct {
	Place   string // such as "url", "header Authorization", "body line 3:14", "query limit"
	Name    string // of the variable; empty where it could not be read
	Kind    vars.ProblemKind
	Message string
}

// UnresolvedError lists every placeholder of a request that has no value. It is the cause of an *Error
// with the ID prepare.unresolved; templates that cannot be read are prepare.template and have none.
type UnresolvedError struct{ Problems []Unresolved }

// Error gives a line for each placeholder.
func (e *UnresolvedError) Error() string {
	lines := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		lines[i] = p.Place + ": " + p.Message
	}
	return strings.Join(lines, "\n")
}
