package client

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"dowse/collections"
	"dowse/collections/redact"
	"dowse/collections/vars"
)

// credentials is what an auth block adds to a request: one header, or one query parameter.
type credentials struct {
	header outHeader
	basic  *collections.Basic // what the header is made of, where it is Basic
	key    apiKey
}

func (c credentials) given() bool { return c.header.name != "" || c.key.name.Reveal() != "" }

// auth expands an auth block.
func (x *expander) auth(a *collections.Auth) credentials {
	if a == nil {
		return credentials{}
	}
	form, _ := collections.FormOf(a.Kind)
	texts := map[string]vars.Text{}
	for _, f := range form.Fields {
		where := f.Name
		if form.Bare {
			where = string(form.Kind)
		}
		texts[f.Name] = x.expand(f.Place, "auth "+where, *f.Of(a))
	}
	switch a.Kind {
	case collections.AuthBasic:
		return basic(&collections.Basic{User: texts["user"], Password: texts["password"]})
	case collections.AuthBearer:
		return credentials{header: outHeader{"Authorization", withScheme(form.Scheme, texts["token"])}}
	case collections.AuthHeader:
		return credentials{header: outHeader{texts["name"].Reveal(), texts["value"].AsSecret()}}
	case collections.AuthQuery:
		return credentials{key: apiKey{texts["name"], texts["value"].AsSecret()}}
	}
	return credentials{}
}

// checkAuth refuses an auth block that would add nothing, rather than sending without it.
func checkAuth(a *collections.Auth) error {
	if a == nil || a.Kind == "" {
		return nil
	}
	form, known := collections.FormOf(a.Kind)
	if !known {
		return prepareError("prepare.auth", fmt.Sprintf("the auth kind %q is not known", a.Kind), "the request would go out without it",
			"use "+collections.AuthKindNames())
	}
	for _, f := range form.Fields {
		if f.Required && *f.Of(a) == "" {
			return prepareError("prepare.auth", "the API key has no "+f.Name, "it would not be sent", "say which header or query parameter takes it")
		}
	}
	return nil
}

// basic gives Basic credentials (RFC 7617), in UTF-8.
func basic(b *collections.Basic) credentials {
	plain := vars.Join(":", b.User, b.Password)
	value := withScheme("Basic", plain.Recoded(base64.StdEncoding.EncodeToString([]byte(plain.Reveal()))))
	return credentials{header: outHeader{"Authorization", value}, basic: b}
}

// withScheme keeps the scheme readable and the rest secret.
func withScheme(scheme string, secret vars.Text) vars.Text {
	return vars.Join(" ", vars.PlainText(scheme), secret.AsSecret())
}

// markPairs marks the values in name=value&name=value, from start on, whose names say that they are secret.
func markPairs(text vars.Text, start int) vars.Text {
	for pair := range strings.SplitSeq(text.Reveal()[start:], "&") {
		name, value, _ := strings.Cut(pair, "=")
		end := start + len(pair)
		if value != "" && redact.Name(unescaped(name)) != "" && !isWhole(text.Slice(end-len(value), end).Spans(), len(value)) {
			text = text.Marked(end-len(value), end)
		}
		start = end + 1
	}
	return text
}

// isWhole reports whether a text of that length is marked as secret from end to end already.
func isWhole(spans []vars.Span, length int) bool {
	return slices.ContainsFunc(spans, func(s vars.Span) bool { return s.Secret && s.End-s.Start == length })
}

// secrets gives every secret text that was sent, of any length, the longest first.
func (e *Exchange) secrets() []string {
	found := make(map[string]bool)
	for i := range e.Hops {
		e.Hops[i].Request.secrets(found)
	}
	e.Request.secrets(found)
	delete(found, "")
	return slices.SortedFunc(maps.Keys(found), func(a, b string) int {
		return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b))
	})
}

// secrets puts the secret texts of a request into found.
func (s *Sent) secrets(found map[string]bool) {
	add := func(t vars.Text) {
		for _, span := range t.Spans() {
			if !span.Secret {
				continue
			}
			text := t.Reveal()[span.Start:span.End]
			var quoted string
			if json.Unmarshal([]byte(`"`+text+`"`), &quoted) == nil {
				found[quoted] = true
			}
			found[text], found[unescaped(text)] = true, true
		}
	}
	add(s.URL)
	add(s.Body.Supplied)
	for _, h := range s.Headers {
		add(h.Value)
		switch strings.ToLower(h.Name) {
		case "authorization", "proxy-authorization":
			if password, ok := basicPassword(h.Value.Reveal()); ok {
				found[password] = true
			}
		case "cookie":
			request := http.Request{Header: http.Header{"Cookie": {h.Value.Reveal()}}}
			for _, c := range request.Cookies() {
				if redact.Name(c.Name) != "" || redact.Random(c.Value) {
					found[c.Value] = true
				}
			}
		}
	}
}

// basicPassword gives the password of Basic credentials (RFC 7617 section 2).
func basicPassword(authorization string) (password string, ok bool) {
	request := http.Request{Header: http.Header{"Authorization": {authorization}}}
	_, password, ok = request.BasicAuth()
	return password, ok
}

// marked gives text with the secrets in it marked, in whatever form they stand there.
func marked(text string, sent []string) vars.Text {
	var parts []vars.Text
	at := 0
	for _, span := range redact.NewMasker(sent...).Within([]byte(text), 0, len(text)) {
		parts = append(parts, vars.PlainText(text[at:span.Start]), vars.PlainText(text[span.Start:span.End]).AsSecret())
		at = span.End
	}
	return vars.Join("", append(parts, vars.PlainText(text[at:]))...)
}

// markSensitive marks a typed header's value as secret where its name says that it is one.
func markSensitive(name string, value vars.Text) vars.Text {
	text := value.Reveal()
	switch lower := strings.ToLower(name); {
	case lower == "authorization" || lower == "proxy-authorization":
		if scheme, _, found := strings.Cut(text, " "); found && isToken(scheme) {
			return value.Marked(len(scheme)+1, len(text))
		}
		return value.AsSecret()
	case redact.Name(name) != "":
		return value.AsSecret()
	}
	return value
}
