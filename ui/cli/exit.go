package cli

import (
	"errors"
	"fmt"
	"strings"

	"dowse/client"
	"dowse/client/pick"
)

// The exit codes.
const (
	exitDone       = 0
	exitFailed     = 1
	exitUsage      = 2
	exitStatus3xx  = 3
	exitStatus4xx  = 4
	exitStatus5xx  = 5
	exitRedirects  = 6
	exitDNS        = 10
	exitConnect    = 11
	exitTLS        = 12
	exitTimeout    = 13
	exitProtocol   = 14
	exitUnresolved = 20
	exitDependency = 21
	exitCycle      = 22
	exitInternal   = 70
	exitCanceled   = 130
	exitTerminated = 143
)

// codes is what `dowse help exit-codes` says.
var codes = []struct {
	code    int
	meaning string
}{
	{exitDone, "done, whatever the status (see --check-status)"},
	{exitFailed, "a pick or query found nothing, error_when, a row failed, --check differs"},
	{exitUsage, "wrong usage, an invalid file, a file that cannot be written"},
	{exitStatus3xx, "with --check-status: a redirect that was not followed"},
	{exitStatus4xx, "with --check-status: the status is 4xx"},
	{exitStatus5xx, "with --check-status: the status is 5xx"},
	{exitRedirects, "too many redirects"},
	{exitDNS, "the host name does not resolve"},
	{exitConnect, "no connection"},
	{exitTLS, "no trusted TLS connection"},
	{exitTimeout, "a timeout"},
	{exitProtocol, "the answer is not HTTP, or its body is not whole"},
	{exitUnresolved, "a variable or a secret has no value"},
	{exitDependency, "a request that has to be sent first failed, or may change something"},
	{exitCycle, "requests need each other, so none can be sent first"},
	{exitInternal, "an error of dowse itself"},
	{exitCanceled, "interrupted (ctrl+c)"},
	{exitTerminated, "terminated"},
}

// exitError is an error that knows its exit code.
type exitError struct {
	code int
	err  error // nil: there is nothing more to say
}

// Error says what is wrong, or nothing when that was said already.
func (e *exitError) Error() string {
	if e.err == nil {
		return ""
	}
	return e.err.Error()
}

// Unwrap gives the cause.
func (e *exitError) Unwrap() error { return e.err }

// several is an error that has a line for each thing that is wrong. A line break inside of one is not a new
// line: it comes from a file or a server.
type several []string

// Error gives the lines.
func (s several) Error() string { return strings.Join(s, "\n") }

// linesOf is what there is to say of an error.
func linesOf(err error) []string {
	if s, ok := errors.AsType[several](err); ok {
		return s
	}
	if err.Error() == "" {
		return nil
	}
	return []string{err.Error()}
}

// usage is an error of the command line or of a file.
func usage(format string, args ...any) error {
	return &exitError{exitUsage, fmt.Errorf(format, args...)}
}

// exitCode maps an error to the exit status. What nobody classified is an error of usage: cobra's own
// errors arrive here bare.
func exitCode(err error) int {
	if e, ok := errors.AsType[*exitError](err); ok {
		return e.code
	}
	if e, ok := errors.AsType[*client.Error](err); ok {
		return sendCode(e)
	}
	if _, ok := errors.AsType[*pick.Miss](err); ok {
		return exitFailed
	}
	return exitUsage
}

func sendCode(e *client.Error) int {
	switch {
	case e.ID == "canceled":
		return exitCanceled
	case e.ID == "redirect.too_many":
		return exitRedirects
	case e.ID == "prepare.unresolved":
		return exitUnresolved
	case strings.Contains(e.ID, "timeout"):
		return exitTimeout
	}
	switch e.Phase {
	case client.PhasePrepare:
		return exitUsage
	case client.PhaseDNS:
		return exitDNS
	case client.PhaseConnect:
		return exitConnect
	case client.PhaseTLS:
		return exitTLS
	}
	return exitProtocol
}

// statusCode is the exit code that --check-status gives a response.
func statusCode(status int) int {
	switch {
	case status >= 500:
		return exitStatus5xx
	case status >= 400:
		return exitStatus4xx
	case status >= 300:
		return exitStatus3xx
	}
	return exitDone
}
