package pick

import (
	"strings"
	"testing"

	"dowse/client"
	"dowse/client/document"
	"dowse/collections"
)

// TestSecretContainers holds that an object or a list is secret when a secret is in it, wherever in it.
func TestSecretContainers(t *testing.T) {
	filler := strings.Repeat(`"an ordinary value", `, 5_000)
	for name, test := range map[string]struct {
		body   string
		secret bool
	}{
		"password":        {`{"user": "ann", "password": "short"}`, true},
		"number":          {`{"user": "ann", "password": 12345}`, true},
		"deep":            {`{"a": [{"b": {"client_secret": "s"}}]}`, true},
		"late":            {`{"a": [` + filler + `"` + jwtText + `"]}`, true},
		"late in objects": {`[` + strings.Repeat(`{"a": 1, "b": "x"}, `, 3_000) + `{"password": "x"}]`, true},
		"too many":        {`[` + strings.Repeat("1,", mostHeld) + `1]`, true},
		"many":            {`[` + filler + `1]`, false},
		"none":            {`{"user": "ann", "password": "", "password_set": true, "password_reset_url": "https://h/x"}`, false},
		"about one":       {`{"password_policy": "long", "password_length": 12}`, false},
	} {
		t.Run(name, func(t *testing.T) {
			e := asked("https://h/orders", test.body)
			s, err := Suggest(e, at(t, e, "$"), About{})
			if err != nil || (s.Here.Secret == collections.SecretYes) != test.secret {
				t.Errorf("secret %v, %v: %q", s.Here.Secret, err, s.Secret)
			}
			if text := strings.Join(s.Secret, " "); strings.Contains(text, "short") || strings.Contains(text, jwtText) {
				t.Errorf("the reason shows the secret: %s", text)
			}
		})
	}
}

// TestSetCookieHeader holds that the header is as secret as the cookie in it.
func TestSetCookieHeader(t *testing.T) {
	for header, want := range map[string]bool{
		"id=short; Path=/; HttpOnly":             true,
		"session=4f9dA8f0q2Lm9xZk31Qw; Path=/":   true,
		"lang=de; Path=/":                        false,
		"lang=de; Path=/; Expires=Thu, 01 Jan 1": false,
		"a=" + jwtText + "; Path=/":              true,
		"no cookie":                              true,
	} {
		e := exchange(200, jsonType, "{}", "Set-Cookie", header)
		s, err := SuggestHeader(e, "Set-Cookie", 1, About{})
		if err != nil || (s.Here.Secret == collections.SecretYes) != want {
			t.Errorf("%s: secret %v, %v: %q", header, s.Here.Secret, err, s.Secret)
		}
	}
}

// BenchmarkSecretNode is a pick of a list of 100,000 values.
func BenchmarkSecretNode(b *testing.B) {
	e := &client.Exchange{}
	e.Response.Status = 200
	e.Response.Headers = []client.Header{{Name: "Content-Type", Value: "application/json"}}
	e.Response.Body = []byte(`[` + strings.Repeat(`{"id": "ord_8812", "name": "a name", "sku": "x", "n": 1}, `, 25_000) + `1]`)
	d := e.Document()
	for b.Loop() {
		if reasons := ofNodes(e, []document.Node{d.Root()}); reasons != nil {
			b.Fatal(reasons)
		}
	}
}
