package client

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"dowse/client/body"
	"dowse/collections"
	"dowse/collections/address"
	"dowse/collections/vars"
)

// expander expands the templates of one request and collects what is wrong with all of them.
type expander struct {
	scope     vars.Scope
	problems  []Unresolved
	base      *address.BaseError
	malformed bool // some problem is in the template itself, not a missing value
	forbidden bool // a value has a character that may not stand where it is used
}

func (x *expander) expand(place vars.Place, where, template string) vars.Text {
	text, err := x.scope.Expand(place, template)
	return x.take(where, text, err)
}

// url expands the template of a URL, which may be relative.
func (x *expander) url(template string) vars.Text {
	text, err := address.Expand(x.scope, template)
	if base, ok := errors.AsType[*address.BaseError](err); ok {
		x.base = base
		return text
	}
	return x.take("url", text, err)
}

// take gives what was expanded, and notes what is wrong with it.
func (x *expander) take(where string, text vars.Text, err error) vars.Text {
	if err == nil {
		return text
	}
	found, ok := errors.AsType[*vars.Error](err)
	if !ok {
		x.malformed = true
		x.problems = append(x.problems, Unresolved{Place: where, Message: err.Error()})
		return vars.PlainText("")
	}
	for _, p := range found.Problems {
		at := where
		if where == "body" {
			at = fmt.Sprintf("body line %d:%d", p.Line, p.Column)
		}
		switch p.Kind {
		case vars.Unresolved, vars.NoSecret:
		case vars.Forbidden:
			x.forbidden = true
		default:
			x.malformed = true
		}
		x.problems = append(x.problems, Unresolved{Place: at, Name: p.Name, Kind: p.Kind, Message: p.Message})
	}
	return vars.PlainText("")
}

// err gives everything that went wrong as one error, or nil.
func (x *expander) err() error {
	switch {
	case len(x.problems) == 0 && x.base != nil:
		return prepareError("prepare.url", x.base.Error(), "nothing was sent", "give it a value such as https://api.example.com")
	case len(x.problems) == 0:
		return nil
	}
	all := &UnresolvedError{x.problems}
	e := prepareError("prepare.unresolved", strings.ReplaceAll(all.Error(), "\n", "; "), "", "")
	switch {
	case x.malformed:
		e.ID = "prepare.template" // what to do is said with each problem
	case x.forbidden:
		e.ID = "prepare.value"
	default:
		e.Means, e.Do, e.Err = "nothing was sent", "give each a value", all
	}
	return e
}

// headers expands the header rows that are on.
func (x *expander) headers(rows collections.Rows) []outHeader {
	var headers []outHeader
	for _, row := range rows {
		if row.Off {
			continue
		}
		name := x.expand(vars.InHeader, "header "+row.Name, row.Name)
		if name.HasSecret() && !isToken(name.Reveal()) {
			x.forbidden = true
			x.problems = append(x.problems, Unresolved{Place: "header " + row.Name, Kind: vars.Forbidden, Message: fmt.Sprintf("%q is not a header name", name)})
		}
		value := x.expand(vars.InHeader, "header "+row.Name, row.Value)
		headers = append(headers, outHeader{name.Reveal(), markSensitive(name.Reveal(), value)})
	}
	return headers
}

// pairs expands rows to name=value&name=value, percent-encoded.
func (x *expander) pairs(kind string, rows collections.Rows) vars.Text {
	var pairs []vars.Text
	for _, row := range rows {
		if row.Off {
			continue
		}
		name := x.expand(vars.InQuery, kind+" "+row.Name, row.Name)
		value := x.expand(vars.InQuery, kind+" "+row.Name, row.Value)
		pairs = append(pairs, vars.Join("=", name, value))
	}
	return vars.Join("&", pairs...)
}

// setBody expands the body. JSON that is not valid is sent as it is, since that may be the point, but
// a notice says so.
func (o *outgoing) setBody(x *expander, b collections.Body) {
	switch b.Kind {
	case collections.BodyNone:
		return
	case collections.BodyForm:
		o.body = body.Text{Text: markPairs(x.pairs("form", b.Form), 0)}
	case collections.BodyJSON:
		text := x.expand(vars.InJSON, "body", b.Text)
		if len(x.problems) == 0 {
			o.noticeInvalidJSON(text.Reveal())
		}
		o.body = body.Text{Text: text}
	default:
		o.body = body.Text{Text: x.expand(vars.InText, "body", b.Text)}
	}
}

func (o *outgoing) noticeInvalidJSON(text string) {
	var any json.RawMessage
	err := json.Unmarshal([]byte(text), &any)
	if err == nil {
		return
	}
	syntax, ok := errors.AsType[*json.SyntaxError](err)
	if !ok {
		return
	}
	at := int(syntax.Offset) - 1 // the byte that is wrong
	if strings.HasPrefix(syntax.Error(), "unexpected end") {
		at++ // the one that is not there
	}
	before := text[:min(max(at, 0), len(text))]
	line := strings.Count(before, "\n") + 1
	column := len([]rune(before[strings.LastIndexByte(before, '\n')+1:])) + 1
	o.notices = append(o.notices, fmt.Sprintf("the body was sent as typed, but it is not valid JSON: line %d:%d: %s", line, column, plainJSONError(err)))
}

// plainJSONError leaves out the package's name and any of the body's text, which may be secret.
func plainJSONError(err error) string {
	text := strings.TrimPrefix(err.Error(), "json: ")
	if strings.HasPrefix(text, "invalid character") {
		return "a character that cannot stand there"
	}
	return text
}

// contentType is the media type that a kind of body has unless a row says otherwise.
func contentType(kind collections.BodyKind) string {
	switch kind {
	case collections.BodyJSON:
		return "application/json"
	case collections.BodyText:
		return "text/plain; charset=utf-8"
	case collections.BodyForm:
		return "application/x-www-form-urlencoded"
	}
	return ""
}
