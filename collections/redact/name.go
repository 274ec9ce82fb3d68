// Package redact says what is a secret, by its name, its shape and what was sent, and masks it in texts. It keeps no secret and
// reads none.
package redact

import (
	"slices"
	"strings"
	"unicode"
)

// words in a name speak for a secret. One of at most four letters has to stand alone.
var words = []string{
	"token", "secret", "passw", "passphrase", "passcode", "pwd", "api_key", "apikey", "access_key", "accesskey", "auth_key", "authkey",
	"private_key", "privatekey", "signing_key", "app_key", "account_key", "master_key", "shared_key", "encryption_key",
	"subscription_key", "functions_key", "stream_key", "license_key", "webhook_key", "authorization", "credential", "session", "sessid", "sess",
	"jwt", "bearer", "cookie", "otp", "totp", "sid", "auth", "pass", "pw", "csrf", "xsrf", "recovery_code", "backup_code", "device_code",
	"code_verifier",
}

// ordinary are words that have one of the words in them and say nothing.
var ordinary = []string{"secretar", "possession", "obsession", "tokenize", "tokeniza", "tokenise", "tokenisa"}

// cursorWords beside token make it a place in a list: next_page_token, syncToken.
var cursorWords = []string{
	"next", "prev", "previous", "page", "paging", "pagination", "continuation", "continue", "cursor", "sync", "delta", "skip", "resume", "scroll",
	"start", "starting", "end", "ending", "offset", "position", "list", "query", "change", "changes", "watch", "history",
}

// publicWords in a name say that it is about a secret, a place in a list, or a mark in a text for a model.
var publicWords = []string{
	"cursor", "max", "min", "num", "total", "used", "remaining", "tokens", "per", "eos", "bos", "pad", "unk", "stop", "mask",
}

// publicEnds are last words of names that are about a secret.
var publicEnds = []string{
	"type", "count", "limit", "in", "at", "expires", "expiry", "expiration", "lifetime", "ttl", "url", "uri", "endpoint", "name",
	"policy", "length", "status", "hint", "header", "method", "supported", "format", "algorithm", "duration", "timeout", "scope",
	"host", "path", "server", "domain", "realm", "audience", "issuer", "provider", "version", "enabled", "required", "file", "prefix",
	"label", "title", "usage", "size", "index", "age", "id_type", "use", "kind", "created", "updated", "date", "time", "until", "after", "before", "description", "placeholder", "field", "param", "parameter", "region", "flow", "mode", "strategy", "location",
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
	if !likely(name) {
		return ""
	}
	name = snake(name)
	parts := strings.Split(name, "_")
	if n := len(parts); n > 1 && parts[n-1] == plural && slices.Contains(tokenKinds, parts[n-2]) && !slices.ContainsFunc(parts[:n-1], isPublic) {
		return plural
	}
	if public(name) || slices.Contains(publicNames, name) {
		return ""
	}
	for _, word := range words {
		switch {
		case len(word) <= 4 && slices.ContainsFunc(parts, func(p string) bool { return strings.TrimRight(p, "0123456789") == word }):
			return word
		case len(word) <= 4 || !strings.Contains(name, word):
		case word == "token" && isCursor(parts):
		case slices.ContainsFunc(ordinary, func(o string) bool { return strings.Contains(o, word) && strings.Contains(name, o) }):
		default:
			return word
		}
	}
	return ""
}

// tokenKinds are what tokens that are secrets are called, where several are listed.
var tokenKinds = []string{"access", "refresh", "api", "auth", "bearer", "session", "personal", "device", "secret", "id"}

// isCursor says whether the token that a name speaks of is a place in a list.
func isCursor(parts []string) bool {
	for i, part := range parts {
		before, after, found := strings.Cut(part, "token")
		if !found {
			continue
		}
		for _, word := range cursorWords {
			if strings.HasSuffix(before, word) || strings.HasPrefix(after, word) || before == "" && i > 0 && parts[i-1] == word ||
				after == "" && i+1 < len(parts) && parts[i+1] == word {
				return true
			}
		}
	}
	return false
}

// Named is Name for a member of something: what is in one that speaks for a secret does so too, unless it describes it, as
// the user beside a password does.
func Named(owner, name string) string {
	if word := Name(name); word != "" || owner == "" {
		return word
	}
	word := Name(owner)
	if n := snake(owner); word == "" && (n == plural || strings.HasSuffix(n, "_"+plural)) && holding[strings.ToLower(name)] {
		return plural
	}
	switch {
	case word == "":
		return ""
	case (strings.HasPrefix(word, "sess") || word == "sid") && strings.EqualFold(name, "id"):
		return word
	case inherits(word, name):
		return word
	}
	return ""
}

// likely says quickly whether a name can hold one of the words: most hold none.
func likely(name string) bool {
	for i := range len(name) - 1 {
		switch name[i] | 0x20 {
		case 'p': // pass, pwd, pw, and the keys of apps
			if next := name[i+1] | 0x20; next == 'a' || next == 'w' {
				return true
			}
		case 'k', 's': // key, secret, session
			if name[i+1]|0x20 == 'e' || name[i+1]|0x20 == 'i' {
				return true
			}
		case 't', 'c', 'o', 'x', 'd': // token, otp, credential, cookie, csrf, device_code
			if next := name[i+1] | 0x20; next == 'o' || next == 'r' || next == 't' || next == 's' || next == 'e' {
				return true
			}
		case 'a', 'j', 'b': // auth, jwt, bearer
			if next := name[i+1] | 0x20; next == 'u' || next == 'w' || next == 'e' {
				return true
			}
		}
	}
	return false
}

// Public reports whether a name says that its value is about a secret and none itself: token_type,
// next_page_token, max_tokens.
func Public(name string) bool { return public(snake(name)) }

func public(name string) bool {
	parts := strings.Split(strings.TrimRight(name, "_0123456789"), "_")
	return slices.Contains(publicEnds, parts[len(parts)-1]) || slices.ContainsFunc(parts, isPublic)
}

func isPublic(word string) bool { return slices.Contains(publicWords, word) }

// Identifier reports whether a long random value is to be expected under a name: an ID, a digest, a cursor.
func Identifier(name string) bool {
	name = snake(name)
	return public(name) || isCursor(strings.Split(name, "_")) || slices.Contains(identifiers, name[strings.LastIndexByte(name, '_')+1:])
}

// Variable gives a name for a variable, made of what a secret is called.
func Variable(name string) string {
	parts := strings.FieldsFunc(snake(name), func(r rune) bool { return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9') })
	if len(parts) > 1 && parts[0] == "x" {
		parts = parts[1:]
	}
	if len(parts) == 0 || parts[0][0] <= '9' {
		return "secret"
	}
	return strings.Join(parts, "_")
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
	return strings.Trim(b.String(), "_")
}
