package redact

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestFindKinds holds what of a text is a secret, and how that is called.
func TestFindKinds(t *testing.T) {
	const random = "q8W3zR7tY1uPx5vBn2Km9LsD4fGhJ6aQ"
	for _, test := range []struct {
		kind       Kind
		name, text string
		want       string // name:secret, joined by spaces
	}{
		{Value, "password", "a", "password:a"},
		{Value, "password", "{{a}}-{{b}}", ""},
		{Value, "password", "{{a}}b", "password:b"},
		{Value, "tokens", "12", ""},
		{Value, "tokens", "x", "tokens:x"},
		{Value, "q", random, "q:" + random},
		{Value, "q", "{{pre}}" + random, "q:" + random},
		{Value, "order_id", random, ""},
		{Value, "key", "q8W3zR7tY1uPx5vB", "key:q8W3zR7tY1uPx5vB"},
		{Value, "key", "name", ""},
		{Value, "session_url", "https://u:p@h/", "password:p"},
		{Value, "auth", "https://h/login", ""},
		{Value, "config", `{"password":"x"}`, "password:x"},
		{Header, "X-Auth-Token", "Bearer abc", "X-Auth-Token:abc"},
		{Header, "Authorization", "Bearer", ""},
		{Header, "Authorization", "{{scheme}} abc", "token:abc"},
		{Header, "Authorization", "AWS4-HMAC-SHA256 Credential=AKID/x, SignedHeaders=host;x-date, Signature=0123456789abcdef", "Credential:AKID/x Signature:0123456789abcdef"},
		{Header, "Cookie", `a="1"; sid="x"; lang=de`, "sid:x"},
		{Header, "Set-Cookie", "sid=x; Path=/; HttpOnly", "sid:x"},
		{Credential, "token", "Bearer abc", "token:abc"},
		{Label, "", "X-Request-Id", ""},
		{Label, "", "X-Api-Key: abc", "X-Api-Key:abc"},
		{URL, "", "http://ann@h/", "token:ann"},
		{URL, "", "http://ann:{{p}}@h/", ""},
		{URL, "", "https://hooks.slack.com/services/T0/B0/q8W3zR7tY1uPx5vBn2Km9LsD", "services:q8W3zR7tY1uPx5vBn2Km9LsD"},
		{URL, "", "https://h/?sig=q8W3zR7tY1uPx5vB&sort=sig", "sig:q8W3zR7tY1uPx5vB"},
		{Body, "", `{"a": "Authorization: Basic dTpw"}`, "Authorization:dTpw"},
		{Body, "", "curl -H 'X-Api-Key: abc' https://u:p@h/", "X-Api-Key:abc password:p"},
		{Body, "", "a: {token: x, b: 1}", "token:x"},
		{Body, "", `{"password": "a\u0062\"c", "x": 1}`, `password:a\u0062\"c`},
		{Prose, "", "the password is x", ""},
		{Expression, "", `"token":"([^"]+)"`, ""},
	} {
		var got []string
		for _, f := range Find(test.kind, test.name, test.text) {
			got = append(got, f.Name+":"+test.text[f.Start:f.End])
			if f.Why == "" || strings.Contains(f.Why, test.text[f.Start:f.End]+" ") {
				t.Errorf("%s: the reason is %q", test.text, f.Why)
			}
		}
		if diff := cmp.Diff(test.want, strings.Join(got, " ")); diff != "" {
			t.Errorf("%s %s (-want +got)\n%s", test.name, test.text, diff)
		}
	}
}

// TestLikely holds that the quick look at a name misses no word.
func TestLikely(t *testing.T) {
	for _, word := range words {
		if !likely(word) || !likely(strings.ToUpper(word)) || Name(word) == "" {
			t.Errorf("%s is missed", word)
		}
	}
}

func TestVariable(t *testing.T) {
	for name, want := range map[string]string{
		"X-Api-Key": "api_key", "user[password]": "user_password", "": "secret", "2fa": "secret", "Größe": "gr_e", "x": "x", "accessToken": "access_token",
	} {
		if got := Variable(name); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

// FuzzFind holds for any text: no panic, and spans in order, in bounds and not empty.
func FuzzFind(f *testing.F) {
	for _, text := range []string{`{"password": "X`, "a=b&token=c", "<password>x", "http://u:p@h", "Cookie: a=\"b", "-----BEGIN PRIVATE KEY-----", `"\u00`, "{{a}}{{", "name=\"token\"\n\n"} {
		f.Add(uint8(Body), "password", text)
	}
	f.Fuzz(func(t *testing.T, kind uint8, name, text string) {
		done := 0
		for _, found := range Find(Kind(kind)%(Expression+1), name, text) {
			if found.Start < done || found.End <= found.Start || found.End > len(text) {
				t.Fatalf("%q: %+v after %d", text, found, done)
			}
			done = found.End
		}
	})
}

// BenchmarkFind is a body of one megabyte; the journal looks at one up to five times a second.
func BenchmarkFind(b *testing.B) {
	text := strings.Repeat(`{"id": 12345, "name": "Some \"name\" of a thing", "tags": ["a","b"], "at": "2026-01-01T00:00:00Z", "token_type": "x"},`+"\n", 9_000)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Find(Body, "", text)
	}
}
