package client

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"

	"dowse/collections"
	"dowse/collections/secrets"
	"dowse/collections/vars"
)

// credentials is what an auth block adds to a request: one header, or one query parameter.
type credentials struct {
	header outHeader
	key    apiKey
}

func (c credentials) given() bool { return c.header.name != "" || c.key.name.Reveal() != "" }

// auth expands an auth block.
func (x *expander) auth(a *collections.Auth) credentials {
	if a == nil {
		return credentials{}
	}
	switch a.Kind {
	case collections.AuthBasic:
		user := x.expand(vars.InText, "auth user", a.User).Reveal()
		password := x.expand(vars.InText, "auth password", a.Password).Reveal()
		return credentials{header: outHeader{"Authorization", basic(user, password)}}
	case collections.AuthBearer:
		token := x.expand(vars.InHeader, "auth bearer", a.Token)
		return credentials{header: outHeader{"Authorization", withScheme("Bearer", token)}}
	case collections.AuthHeader:
		name := x.expand(vars.InHeader, "auth name", a.Name).Reveal()
		token := x.expand(vars.InHeader, "auth token", a.Token)
		return credentials{header: outHeader{name, token.AsSecret()}}
	case collections.AuthQuery:
		name := x.expand(vars.InQuery, "auth name", a.Name)
		token := x.expand(vars.InQuery, "auth token", a.Token)
		return credentials{key: apiKey{name, token.AsSecret()}}
	}
	return credentials{}
}

// checkAuth refuses an auth block that would add nothing, rather than sending without it.
func checkAuth(a *collections.Auth) error {
	switch {
	case a == nil:
		return nil
	case (a.Kind == collections.AuthHeader || a.Kind == collections.AuthQuery) && a.Name == "":
		return prepareError("prepare.auth", "the API key has no name", "it would not be sent", "say which header or query parameter takes it")
	}
	switch a.Kind {
	case "", collections.AuthNone, collections.AuthBasic, collections.AuthBearer, collections.AuthHeader, collections.AuthQuery:
		return nil
	}
	return prepareError("prepare.auth", fmt.Sprintf("the auth kind %q is not known", a.Kind), "the request would go out without it",
		"use none, basic, bearer, header or query")
}

// basic gives Basic credentials (RFC 7617), in UTF-8.
func basic(user, password string) vars.Text {
	return withScheme("Basic", vars.PlainText(base64.StdEncoding.EncodeToString([]byte(user+":"+password))))
}

// withScheme keeps the scheme readable and the rest secret.
func withScheme(scheme string, secret vars.Text) vars.Text {
	return vars.Join(" ", vars.PlainText(scheme), secret.AsSecret())
}

// markPairs marks the values in name=value&name=value whose names say that they are secret.
func markPairs(text vars.Text) vars.Text {
	var pairs []vars.Text
	at := 0
	for pair := range strings.SplitSeq(text.Reveal(), "&") {
		name, value, _ := strings.Cut(pair, "=")
		end := at + len(pair)
		marked := text.Slice(at, end)
		if value != "" && secrets.Name(unescaped(name)) != "" && !isWhole(text.Slice(end-len(value), end).Spans(), len(value)) {
			marked = vars.Join("=", text.Slice(at, at+len(name)), text.Slice(end-len(value), end).AsSecret())
		}
		pairs = append(pairs, marked)
		at = end + 1
	}
	return vars.Join("&", pairs...)
}

// isWhole reports whether a text of that length is marked as secret from end to end already.
func isWhole(spans []vars.Span, length int) bool {
	return slices.ContainsFunc(spans, func(s vars.Span) bool { return s.Secret && s.End-s.Start == length })
}

// markSensitive marks a typed header's value as secret where its name says that it is one.
func markSensitive(name string, value vars.Text) vars.Text {
	text := value.Reveal()
	switch lower := strings.ToLower(name); {
	case lower == "authorization" || lower == "proxy-authorization":
		if scheme, _, found := strings.Cut(text, " "); found && isToken(scheme) {
			return withScheme(scheme, value.Slice(len(scheme)+1, len(text)))
		}
		return value.AsSecret()
	case secrets.Name(name) != "":
		return value.AsSecret()
	}
	return value
}
