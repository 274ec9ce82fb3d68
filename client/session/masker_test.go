package session_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"dowse/client"
	"dowse/client/session"
	"dowse/collections"
	"dowse/collections/vars"
)

// TestMaskerOpen holds that a pick which says that it is no secret shows its value as its variable, and that what was sent as a
// secret stays masked in the response, there and elsewhere.
func TestMaskerOpen(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		io.WriteString(w, `{"echo": "you sent `+r.Header.Get("X-Key")+`", "again": "`+r.Header.Get("X-Key")+`", "session_id": "s1"}`)
	}))
	t.Cleanup(server.Close)
	scope := vars.NewScope(vars.Layer{Variables: []vars.Variable{{Name: "k", Value: vars.NewString("canary-9f31c2").AsSecret()}}})
	r := collections.Request{URL: server.URL, Settings: collections.Settings{Headers: collections.Rows{{Name: "X-Key", Value: "{{k}}"}}}}
	e, err := client.New(client.Options{}).Send(t.Context(), r, scope)
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"$.echo", "$.again", "$"} {
		open := collections.Pick{Name: "x", Secret: collections.SecretNo, From: collections.Source{Kind: collections.SourcePath, Arg: path}}
		results := session.Evaluate("r", []collections.Pick{open}, e)
		if !results[0].Found || results[0].Value.IsSecret() || !strings.Contains(results[0].Value.Reveal(), "canary") {
			t.Fatalf("%s: %+v", path, results[0])
		}
		shown := session.Masker(e, results).Text(string(e.Response.Body))
		if strings.Contains(shown, "canary") || !strings.Contains(shown, `"s1"`) {
			t.Errorf("%s: %s", path, shown)
		}
	}
}
