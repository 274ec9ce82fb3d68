package vars

import (
	"fmt"
	"strings"
)

// Error lists every placeholder of one template that could not be replaced.
type Error struct{ Problems []Problem }

// Error gives a line for each problem.
func (e *Error) Error() string {
	lines := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		lines[i] = fmt.Sprintf("%d:%d: %s", p.Line, p.Column, p.Message)
	}
	return strings.Join(lines, "\n")
}

// ProblemKind says what is wrong with a placeholder.
type ProblemKind uint8

// The kinds of problem.
const (
	Unresolved   ProblemKind = iota // no layer has the name
	BadSyntax                       // the template cannot be read
	BadTransform                    // unknown, or it failed on this value
	Forbidden                       // the value has a character that may not stand there
	NoSecret                        // a secret reference that could not be resolved
)

// Problem is one placeholder that could not be replaced.
type Problem struct {
	Kind         ProblemKind
	Name         string // of the variable; empty where it could not be read
	Line, Column int    // in the template, from 1, in characters
	Message      string
}
