package lift_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dowse/collections"
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
