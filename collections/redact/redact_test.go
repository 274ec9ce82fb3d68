package redact

import (
	"strings"
	"testing"
)

func TestName(t *testing.T) {
	for _, name := range []string{
		"token", "access_token", "accessToken", "AccessToken", "ACCESS_TOKEN", "access.token", "user-token", "x-auth-token", "csrf_token", "csrf",
		"password", "user_password", "userPassword", "db_passwd", "DB_PASS", "pwd1", "api_key", "apiKey", "apikey", "X-API-Key", "x.api.key",
		"client_secret", "secretKey", "aws_secret_access_key", "authorization", "session_id", "sessionId", "SESSIONID", "PHPSESSID",
		"ASP.NET_SessionId", "connect.sid", "private_key", "sshPrivateKey", "page_access_token", "next_password", "sync_secret", "refresh_tokens",
		"token_2", "remember_token", "id_token", "APIToken", "credentials", "otp",
		"access_token", "accessToken", "Access-Token", "password", "X-Api-Key", "client_secret", "session_id", "sid", "Cookie", "Set-Cookie", "pwd", "jwt", "X-Auth",
	} {
		if Name(name) == "" {
			t.Errorf("%s: not seen as a secret", name)
		}
	}
	for _, name := range []string{
		"next_token", "nextToken", "next_page_token", "nextPageToken", "pageToken", "page_token", "nextpagetoken", "NextContinuationToken",
		"continuation_token", "sync_token", "syncToken", "nextSyncToken", "prev_token", "token_type", "tokenType", "max_tokens", "maxTokens",
		"prompt_tokens", "total_tokens", "token_count", "tokenCount", "tokens", "tokens_used", "cursor", "next_cursor", "token_endpoint",
		"tokenUrl", "token_expires_in", "token_expires_at", "session_count", "password_policy", "secretary", "possession", "tokenizer", "author",
		"authority", "passport", "bypass", "key", "public_key", "id", "session_expires", "password_changed_at", "x-next-page-token", "deltaToken",
		"skip_token",
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
