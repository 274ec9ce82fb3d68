// Package secrets says what looks like a secret, by its name and by its shape. It holds no secret and
// reads none.
package secrets

import (
	"slices"
	"strings"
	"unicode"
)

// words in a name speak for a secret.
var words = []string{
	"token", "secret", "passw", "passphrase", "pwd", "api_key", "apikey", "access_key", "private_key", "signing_key",
	"authorization", "credential", "session", "sess", "jwt", "bearer", "set_cookie", "otp", "sid",
}

// publicWords in a name say that it is about a secret, or a place in a list.
var publicWords = []string{"next", "prev", "page", "continuation", "cursor", "sync", "max", "min", "tokens", "per"}

// publicEnds are last words of names that are about a secret.
var publicEnds = []string{
	"type", "count", "limit", "in", "at", "expires", "expiry", "expiration", "lifetime", "ttl", "url", "uri", "endpoint", "name", "id",
	"policy", "length", "status", "hint", "header", "method", "supported", "format", "algorithm", "duration", "timeout", "scope",
}

// Name gives the word in a name that speaks for a secret, or "".
func Name(name string) string {
	name = snake(name)
	parts := strings.Split(name, "_")
	if slices.Contains(publicEnds, parts[len(parts)-1]) ||
		slices.ContainsFunc(parts, func(p string) bool { return slices.Contains(publicWords, p) }) {
		return ""
	}
	for _, word := range words {
		if len(word) <= 4 && slices.Contains(parts, word) || len(word) > 4 && strings.Contains(name, word) {
			return word
		}
	}
	return ""
}

// snake writes accessToken, Access-Token and "access token" as access_token.
func snake(name string) string {
	var b strings.Builder
	lower := false
	for _, r := range name {
		switch {
		case unicode.IsUpper(r):
			if lower {
				b.WriteByte('_')
			}
			b.WriteRune(unicode.ToLower(r))
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(r)
		default:
			b.WriteByte('_')
		}
		lower = unicode.IsLower(r)
	}
	return b.String()
}
