package ui

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"dowse/client"
	"dowse/collections"
	"dowse/collections/vars"
)

// TestCurlCommand holds that what was sent is written as a command that a shell reads back, and secrets as the
// names of the variables that supplied them.
func TestCurlCommand(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer server.Close()
	scope := vars.NewScope(vars.Layer{Name: "picks", Variables: []vars.Variable{{Name: "access_token", Value: vars.NewString("s3cr3t-token").AsSecret()}}})
	r := collections.Request{
		Method: "POST", URL: server.URL + "/it's",
		Settings: collections.Settings{Headers: collections.Rows{{Name: "X-Key", Value: "a {{access_token}} b"}}, Auth: &collections.Auth{Kind: collections.AuthBearer, Token: "{{access_token}}"}},
		Body:     collections.Body{Kind: collections.BodyJSON, Text: `{"token": "{{access_token}}"}`},
	}
	e, err := client.New(client.Options{}).Send(context.Background(), r, scope)
	if err != nil {
		t.Fatal(err)
	}
	got := curlCommand(e)
	for _, want := range []string{"curl", "-X 'POST'", `/it'\''s'`, `'X-Key: a '"$ACCESS_TOKEN"' b'`, `'Authorization: Bearer '"$ACCESS_TOKEN"`, `'{"token": "'"$ACCESS_TOKEN"'"}'`} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in\n%s", want, got)
		}
	}
	if strings.Contains(got, "s3cr3t") {
		t.Errorf("the secret is in\n%s", got)
	}
}
