package curl

import (
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"strings"

	"dowse/collections"
	"dowse/collections/vars"
)

// request puts the request together from all that was read.
func (o *options) request() (collections.Request, error) {
	var r collections.Request
	if o.head && o.data.given && !o.get {
		return r, errors.New("-I sends no body: leave out -I or the data, or move the data into the URL with -G")
	}
	var err error
	if r.URL, err = o.url(); err != nil {
		return r, err
	}
	if r.Method = o.requestMethod(); o.largest != "" && r.Method != "HEAD" {
		return r, errors.New("--max-filesize is known with HEAD alone, whose answer has no body: leave it out, dowse keeps a large body in a file")
	}
	if r.Headers, err = o.headerRows(); err != nil {
		return r, err
	}
	r.Auth = o.requestAuth(r.Headers)
	if o.data.given && !o.get {
		r.Body = o.body(r.Headers)
	}
	if o.insecure {
		r.TLS = &collections.TLS{Insecure: true}
	}
	redirects := 0
	if o.location {
		redirects = o.follow
	}
	r.Redirects = &redirects
	// curl's limit on connecting includes TLS. Without one of its own no phase may end -m early.
	r.Timeouts = collections.Timeouts{
		Connect: o.limits.connect, TLS: o.limits.connect,
		FirstByte: o.limits.total, Idle: o.limits.total, Total: o.limits.total,
	}
	return r, nil
}

func (o *options) requestMethod() string {
	switch {
	case o.method != "":
		return o.method
	case o.head:
		return "HEAD"
	case o.data.given && !o.get:
		return "POST"
	}
	return "GET"
}

// headerRows are the headers as typed, then what other flags add unless one is typed. A row that is off
// keeps a header away that would be added.
func (o *options) headerRows() (collections.Rows, error) {
	var rows collections.Rows
	for _, typed := range o.headers {
		row, err := headerRow(typed)
		if err != nil {
			return nil, fmt.Errorf("-H: %w", err)
		}
		rows = append(rows, row)
	}
	add := func(name, value string, off bool) {
		if !has(rows, name) {
			rows = append(rows, collections.Row{Name: name, Value: vars.Escape(value), Off: off})
		}
	}
	if o.agent != nil {
		add("User-Agent", *o.agent, *o.agent == "")
	}
	if o.referer != nil && *o.referer != "" {
		add("Referer", *o.referer, false)
	}
	if len(o.cookies) > 0 {
		add("Cookie", strings.Join(o.cookies, "; "), false)
	}
	if !o.compressed {
		add("Accept-Encoding", "", true)
	}
	switch {
	case o.data.json:
		add("Accept", "application/json", false)
		add("Content-Type", "application/json", false)
	case o.data.given && !o.get:
		add("Content-Type", "application/x-www-form-urlencoded", false)
	}
	return rows, nil
}

// headerRow reads a header as -H takes it: "Name: value", "Name:" to remove it, "Name;" to send it empty.
func headerRow(typed string) (collections.Row, error) {
	name, value, found := strings.Cut(typed, ":")
	if !found {
		empty, _, semicolon := strings.Cut(typed, ";")
		if !semicolon || strings.TrimSpace(typed[len(empty)+1:]) != "" {
			return collections.Row{}, fmt.Errorf("%q is no header and curl would leave it out; write 'Name: value', or 'Name;' for an empty one", typed)
		}
		name = empty
	}
	row := collections.Row{Name: vars.Escape(name), Value: vars.Escape(strings.Trim(value, " \t"))}
	row.Off = found && row.Value == ""
	switch lower := strings.ToLower(name); {
	case name == "":
		return row, fmt.Errorf("%q has no name", typed)
	case row.Off && (lower == "host" || lower == "content-length"):
		return row, fmt.Errorf("%q: a request without %s is not valid HTTP/1.1 (RFC 9112), and dowse always sends it", typed, name)
	}
	return row, nil
}

// addHeader keeps a header, or each line of the file that @FILE names.
func (o *options) addHeader(s string) error {
	if !strings.HasPrefix(s, "@") {
		o.headers = append(o.headers, s)
		return nil
	}
	text, err := content(o.files, s, whole)
	if err != nil {
		return err
	}
	for line := range strings.Lines(text) {
		if line = strings.TrimRight(line, "\r\n"); line != "" {
			o.headers = append(o.headers, line)
		}
	}
	return nil
}

// requestAuth is nil where a typed Authorization header stands in for it, or takes it away.
func (o *options) requestAuth(rows collections.Rows) *collections.Auth {
	switch {
	case has(rows, "Authorization"):
		return nil
	case o.auth.bearer != nil:
		return &collections.Auth{Kind: collections.AuthBearer, Token: vars.Escape(*o.auth.bearer)}
	case o.auth.user != nil:
		user, password, _ := strings.Cut(*o.auth.user, ":")
		return &collections.Auth{Kind: collections.AuthBasic, User: vars.Escape(user), Password: vars.Escape(password)}
	}
	return nil
}

// body is JSON where it says so and is so; anything else is text as typed.
func (o *options) body(rows collections.Rows) collections.Body {
	kind := collections.BodyText
	if isJSON(rows) && json.Valid([]byte(o.data.text)) {
		kind = collections.BodyJSON
	}
	return collections.Body{Kind: kind, Text: vars.Escape(o.data.text)}
}

// isJSON says whether the headers give the body the media type of JSON.
func isJSON(rows collections.Rows) bool {
	for _, row := range rows {
		if strings.EqualFold(row.Name, "Content-Type") && !row.Off {
			media, _, err := mime.ParseMediaType(row.Value)
			return err == nil && media == "application/json"
		}
	}
	return false
}

func has(rows collections.Rows, name string) bool {
	for _, row := range rows {
		if strings.EqualFold(row.Name, name) {
			return true
		}
	}
	return false
}
