package cli

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"dowse/client"
	"dowse/client/runner"
	"dowse/client/session"
	"dowse/collections"
	"dowse/collections/vars"
	"dowse/ui/draw/quantity"
)

// summarise says on stderr what happened on the way to a response, without the secrets that were sent.
func (p *Program) summarise(r collections.Request, e *client.Exchange) {
	m := e.Masker()
	for _, hop := range e.Hops {
		p.say("%s %s -> %s", m.Text(status(&hop.Response)), hop.Request.URL, m.Text(hop.Target.String()))
	}
	p.say("%s", m.Text(statusLine(e)))
	if to := e.Response.Header("Location"); to != "" && e.Response.Status/100 == 3 && r.Redirects != nil && *r.Redirects == 0 {
		p.say("note: it redirects to %s; -L follows", m.Text(to))
	}
	for _, notice := range e.Notices {
		p.say("note: %s", m.Text(notice))
	}
}

// statusLine is the response in one line: status, time, size, type.
func statusLine(e *client.Exchange) string {
	r := &e.Response
	parts := []string{status(r), duration(e.Elapsed), quantity.Size(int64(len(r.Body)))}
	if len(r.Wire) != len(r.Body) {
		parts = append(parts, fmt.Sprintf("%s as %s", quantity.Size(int64(len(r.Wire))), strings.Join(r.Encodings, ", ")))
	}
	if t := r.Header("Content-Type"); t != "" {
		parts = append(parts, t)
	}
	if !r.Complete {
		parts = append(parts, "body incomplete")
	}
	return strings.Join(parts, "  ")
}

// status is the code and its reason; HTTP/2 sends none, then it is the registered one.
func status(r *client.Response) string {
	reason := r.Reason
	if reason == "" {
		reason = http.StatusText(r.Status)
	}
	return strings.TrimSpace(fmt.Sprintf("%d %s", r.Status, reason))
}

// misses is the error of the picks that found nothing and may not. Of a response that says that the
// request failed it is one line: the status is to blame, not the paths.
func misses(picked []session.Result, r *client.Response) error {
	var lines, names []string
	for _, v := range picked {
		if v.Err != nil {
			lines = append(lines, v.Err.Error())
			names = append(names, v.Pick.Name)
		}
	}
	if len(lines) == 0 {
		return nil
	}
	if r.Status >= 400 && len(lines) > 1 {
		lines = []string{fmt.Sprintf("the request failed with %s, so nothing was picked for %s", status(r), strings.Join(names, ", "))}
	}
	return &exitError{exitFailed, several(lines)}
}

// summarisePicks says what was picked, and what the file asks for that is not done yet.
func (p *Program) summarisePicks(s shown, secrets bool) {
	for _, v := range s.picked {
		switch {
		case v.Err != nil:
		case v.Found:
			p.say("picked %s = %s  (%s)", v.Pick.Name, valueText(v.Value, secrets), sourceText(v.Pick))
		default:
			p.say("picked %s: nothing  (%s)", v.Pick.Name, sourceText(v.Pick))
		}
	}
	if kept := notRun(s.request); len(kept) > 0 {
		p.say("note: %s: kept in the file, not acted on by this version", strings.Join(kept, ", "))
	}
}

// notRun names what a request's file says and this version does not do.
func notRun(r collections.Request) []string {
	var keys []string
	if r.Page != nil {
		keys = append(keys, "page")
	}
	if r.Expect != nil {
		keys = append(keys, "expect")
	}
	return keys
}

// valueText is a value for a line: a string in quotes, anything long cut with its length said, a secret
// masked unless secrets are to be shown.
func valueText(v vars.Value, secrets bool) string {
	if v.IsSecret() && !secrets {
		return v.String()
	}
	text := []rune(v.JSON())
	if longest := 32; len(text) > longest {
		return fmt.Sprintf("%s… (%s)", string(text[:longest]), quantity.Size(int64(len(v.JSON()))))
	}
	return string(text)
}

// sourceText is where a pick reads, as the file writes it.
func sourceText(k collections.Pick) string {
	switch k.From.Kind {
	case collections.SourcePath:
		if k.Take != "" && k.Take != collections.TakeOne {
			return fmt.Sprintf("%s, %s", k.From.Arg, k.Take)
		}
		return k.From.Arg
	case collections.SourceStatus:
		return "status"
	case collections.SourceCSS:
		if k.From.Attr != "" {
			return fmt.Sprintf("css %s, %s", k.From.Arg, k.From.Attr)
		}
	}
	return fmt.Sprintf("%s %s", k.From.Kind, k.From.Arg)
}

// reported is the error that a body reports although its status is one of success (error_when); nil: there is none.
func reported(o runner.Outcome) error {
	if text := o.Reported(); text != "" {
		return &exitError{exitFailed, errors.New(text)}
	}
	return nil
}
