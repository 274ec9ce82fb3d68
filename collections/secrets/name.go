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
	"token", "secret", "passw", "passphrase", "pwd", "api_key", "apikey", "access_key", "auth_key", "private_key", "signing_key",
	"authorization", "credential", "session", "sess", "jwt", "bearer", "cookie", "otp", "sid", "auth",
}

// publicWords in a name say that it is about a secret, or a place in a list.
var publicWords = []string{"next", "prev", "page", "continuation", "cursor", "sync", "max", "min", "tokens", "per"}

// publicEnds are last words of names that are about a secret.
var publicEnds = []string{
	"type", "count", "limit", "in", "at", "expires", "expiry", "expiration", "lifetime", "ttl", "url", "uri", "endpoint", "name",
	"policy", "length", "status", "hint", "header", "method", "supported", "format", "algorithm", "duration", "timeout", "scope",
}

// publicNames name the key that a secret is filed under.
var publicNames = []string{"token_id", "key_id", "api_key_id", "access_key_id"}

// identifiers are last words of names whose values are long and random without being secret.
var identifiers = []string{
	"id", "uid", "uuid", "guid", "hash", "etag", "digest", "checksum", "sha", "sha1", "sha256", "md5", "fingerprint", "kid", "jti", "ref",
}

// Name gives the word in a name that speaks for a secret, or "". Names are read in any case:
// accessToken, Access-Token and access_token are one.
func Name(name string) string {
	name = snake(name)
	if public(name) || slices.Contains(publicNames, name) {
		return ""
	}
	parts := strings.Split(name, "_")
	for _, word := range words {
		if len(word) <= 4 && slices.Contains(parts, word) || len(word) > 4 && strings.Contains(name, word) {
			return word
		}
	}
	return ""
}

// Public reports whether a name says that its value is about a secret and none itself: token_type,
// next_page_token, max_tokens.
func Public(name string) bool { return public(snake(name)) }

func public(name string) bool {
	parts := strings.Split(name, "_")
	return slices.Contains(publicEnds, parts[len(parts)-1]) ||
		slices.ContainsFunc(parts, func(p string) bool { return slices.Contains(publicWords, p) })
}

// Identifier reports whether a long random value is to be expected under a name: an ID, a digest, a cursor.
func Identifier(name string) bool {
	name = snake(name)
	return public(name) || slices.Contains(identifiers, name[strings.LastIndexByte(name, '_')+1:])
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
