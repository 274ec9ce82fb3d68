package lift_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dowse/collections"
	"dowse/collections/vars"
	"dowse/ui/lift"
)

// jwt is a token that nobody accepts.
const jwt = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJkZW1vIn0.c2lnbmF0dXJlLXRoYXQtaXMtbm9uZQ"

func TestSecrets(t *testing.T) {
	r := collections.Request{
		URL:   "https://ann:hunter2@api.example.com/x?api_key=k1234567&page=2#top",
		Query: collections.Rows{{Name: "access_token", Value: "q1234567"}, {Name: "token_type", Value: "bearer"}},
		Settings: collections.Settings{Headers: collections.Rows{
			{Name: "Authorization", Value: "Bearer " + jwt}, {Name: "X-Api-Key", Value: "h1234567"},
			{Name: "Accept", Value: "text/html"}, {Name: "Cookie", Value: "lang=de; session=s1234567"}, {Name: "X-Other", Value: "{{kept}}"},
		}},
		Body: collections.Body{Kind: collections.BodyJSON, Text: `{"user": "ann", "password": "p{{{{w", "copy": "` + jwt + `"}`},
	}
	got, lifted := lift.Secrets(r, []string{"token"})
	want := collections.Request{
		URL:   "https://ann:{{password}}@api.example.com/x?api_key={{api_key}}&page=2#top",
		Query: collections.Rows{{Name: "access_token", Value: "{{access_token}}"}, {Name: "token_type", Value: "bearer"}},
		Settings: collections.Settings{Headers: collections.Rows{
			{Name: "Authorization", Value: "Bearer {{token_2}}"}, {Name: "X-Api-Key", Value: "{{api_key_2}}"},
			{Name: "Accept", Value: "text/html"}, {Name: "Cookie", Value: "lang=de; session={{session}}"}, {Name: "X-Other", Value: "{{kept}}"},
		}},
		Body: collections.Body{Kind: collections.BodyJSON, Text: `{"user": "ann", "password": "{{password_2}}", "copy": "{{token_2}}"}`},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	values := map[string]string{}
	for _, l := range lifted {
		values[l.Name] = l.Value.Reveal()
		if strings.Contains(l.Place, l.Value.Reveal()) {
			t.Errorf("the place %q holds the secret", l.Place)
		}
	}
	if diff := cmp.Diff(map[string]string{
		"password": "hunter2", "api_key": "k1234567", "access_token": "q1234567", "token_2": jwt, "api_key_2": "h1234567",
		"session": "s1234567", "password_2": "p{{w",
	}, values); diff != "" {
		t.Error(diff)
	}
	if r.Headers[0].Value != "Bearer "+jwt {
		t.Error("the request that was given is changed")
	}
}

func TestNothingToLift(t *testing.T) {
	r := collections.Request{URL: "https://api.example.com/tokens?page=2", Settings: collections.Settings{Headers: collections.Rows{{Name: "Accept", Value: "*/*"}}},
		Body: collections.Body{Kind: collections.BodyText, Text: "max_tokens=100"}}
	got, lifted := lift.Secrets(r, nil)
	if diff := cmp.Diff(r, got); diff != "" || len(lifted) != 0 {
		t.Errorf("%d lifted, %s", len(lifted), diff)
	}
}

// TestValues holds that a request sends what it sent before, when its references have their values.
func TestValues(t *testing.T) {
	r := collections.Request{
		URL: "https://u:p%40ss@h/?token=a%2Bb+c&x=1", Query: collections.Rows{{Name: "q", Value: "{{config}}"}},
		Settings: collections.Settings{Vars: []collections.Variable{
			{Name: "password", Value: vars.NewString("v1")}, {Name: "config", Value: parsed(`{"secret":"s"}`)}, {Name: "page", Value: parsed("2")}}},
		Body: collections.Body{Kind: collections.BodyJSON, Text: `{"pin_token": 12.50, "secret": "a\"\u0062", "same": "{{password | upper}}", "password": ["v1"]}`},
	}
	got, lifted := lift.Secrets(r, []string{"password"})
	want := collections.Request{
		URL: "https://u:{{password_2}}@h/?token={{token}}&x=1", Query: collections.Rows{{Name: "q", Value: "{{config | jsonparse}}"}},
		Settings: collections.Settings{Vars: []collections.Variable{{Name: "page", Value: parsed("2")}}},
		Body:     collections.Body{Kind: collections.BodyJSON, Text: `{"pin_token": {{pin_token | jsonparse}}, "secret": "{{secret}}", "same": "{{password_3 | upper}}", "password": ["{{password_3}}"]}`},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	values := map[string]string{}
	for _, l := range lifted {
		values[l.Name+", "+l.Place] = l.Value.Reveal()
	}
	if diff := cmp.Diff(map[string]string{
		"password_2, URL, password": "p@ss", "token, URL, token": "a+b c", "password_3, variable password": "v1", "config, variable config": `{"secret":"s"}`,
		"pin_token, body, pin_token": "12.50", "secret, body, secret": `a"b`,
	}, values); diff != "" {
		t.Error(diff)
	}
}

// TestUnsaved holds that what the file holds is left, and that nothing else is.
func TestUnsaved(t *testing.T) {
	base := collections.Request{URL: "http://h/login", Body: collections.Body{Kind: collections.BodyJSON, Text: `{"user": "demo", "password": "demo"}`}}
	r := base
	r.Note = "changed"
	if got, lifted := lift.Unsaved(r, &base, nil); cmp.Diff(r, got) != "" || len(lifted) > 0 {
		t.Errorf("the same body: %d lifted", len(lifted))
	}
	r.Body.Text = `{"password": "demo", "user": "demo", "token": "demo2"}`
	got, lifted := lift.Unsaved(r, &base, nil)
	if want := `{"password": "demo", "user": "demo", "token": "{{token}}"}`; got.Body.Text != want || len(lifted) != 1 {
		t.Errorf("%d lifted: %s", len(lifted), got.Body.Text)
	}
	r.Vars = []collections.Variable{{Name: "marked", Value: vars.NewString("demo").AsSecret()}}
	if got, _ := lift.Unsaved(r, &base, nil); len(got.Vars) > 0 {
		t.Error("a variable that is marked as secret is left")
	}
}

// BenchmarkSecrets is what the journal does up to five times a second with a draft of one megabyte.
func BenchmarkSecrets(b *testing.B) {
	text := strings.Repeat(`{"id": 12345, "name": "Some \"name\" of a thing", "tags": ["a","b"], "token_type": "x", "note": "a: b"},`+"\n", 9_500)
	r := collections.Request{Body: collections.Body{Kind: collections.BodyJSON, Text: "[" + text + `{"password": "x"}]`}}
	base := collections.Request{Body: collections.Body{Kind: collections.BodyJSON, Text: "[" + text + `{}]`}}
	b.SetBytes(int64(len(r.Body.Text)))
	for b.Loop() {
		if _, lifted := lift.Unsaved(r, &base, nil); len(lifted) != 1 {
			b.Fatal(len(lifted))
		}
	}
}
