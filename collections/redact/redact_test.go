package redact

import (
	"strings"
	"testing"
)

func TestName(t *testing.T) {
	for _, name := range []string{
		"access_token", "accessToken", "Access-Token", "password", "X-Api-Key", "client_secret", "session_id", "sid", "Cookie", "Set-Cookie", "pwd", "jwt", "X-Auth",
	} {
		if Name(name) == "" {
			t.Errorf("%s: not seen as a secret", name)
		}
	}
	for _, name := range []string{
		"token_type", "next_page_token", "max_tokens", "token_id", "expires_in", "author", "auth_type", "inside", "secretary_name", "tokens_per_minute", "", "name",
	} {
		if word := Name(name); word != "" {
			t.Errorf("%s: taken for a secret because of %s", name, word)
		}
	}
}

func TestShape(t *testing.T) {
	for _, text := range []string{
		"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbm4ifQ.c2ln", "Bearer abcdefghijklmnop1234", "ghp_" + strings.Repeat("a1B2", 9),
	} {
		if Shape(text) == "" {
			t.Errorf("%s: has no shape", text)
		}
	}
	for _, text := range []string{"", "eyJ.a.b", "a.b.c", "Bearer {{token}}", "ghp_short", "https://example.com/a/b", "Basic training for all"} {
		if what := Shape(text); what != "" {
			t.Errorf("%s: taken for %s", text, what)
		}
	}
}

func TestRandom(t *testing.T) {
	for text, want := range map[string]bool{
		"8f14e45fceea167a5a36dedd4bea2543": true, "AKIAIOSFODNN7EXAMPLEKEY": true, "2026-01-31T12:00:00Z": false,
		"ann@example.com": false, "an_ordinary_identifier_of_words": false, "11111111111111111111": false, "": false,
	} {
		if Random(text) != want {
			t.Errorf("%q: random %v, want %v", text, !want, want)
		}
	}
}
