package cli

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

// TestMasked sends a secret to a server that gives it back in many forms, and gives others of its own.
func TestMasked(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("X-Echo", r.Header.Get("X-Api-Key"))
		_, _ = io.WriteString(w, `{"echo": "`+r.Header.Get("X-Api-Key")+`", "pin": 123, "up": "lowcanary", "esc": "c\u0061nary2", "list": ["canary3", 7], "other": "kept", "php": "`+strings.ReplaceAll(r.Header.Get("X-Api-Key"), "/", `\/`)+`"}`)
	}))
	defer server.Close()
	path := func(name, arg, transform string) collections.Pick {
		return collections.Pick{Name: name, From: collections.Source{Kind: collections.SourcePath, Arg: arg}, Transform: transform, Secret: collections.SecretYes}
	}
	picks := []collections.Pick{path("pin", "$.pin", ""), path("up", "$.up", "upper"), path("esc", "$.esc", ""), path("list", "$.list", "")}
	scope := vars.NewScope(vars.Layer{Variables: []vars.Variable{{Name: "key", Value: vars.NewString("sent/canary").AsSecret()}}})
	request := collections.Request{URL: server.URL, Settings: collections.Settings{Headers: collections.Rows{{Name: "X-Api-Key", Value: "{{key}}"}}}}
	c := client.New(client.Options{})
	defer c.Close()
	e, err := c.Send(t.Context(), request, scope)
	if err != nil {
		t.Fatal(err)
	}
	all := masked(e, session.Evaluate("r", picks, e))
	const want = `{"echo": "********", "pin": "********", "up": "********", "esc": "********", "list": "********", "other": "kept", "php": "********"}`
	if got := string(all[0].Body); got != want {
		t.Errorf("the body is\n%s, want\n%s", got, want)
	}
	if got := all[0].Header("X-Echo"); got != "********" {
		t.Errorf("the header is %q", got)
	}
	if !strings.Contains(string(e.Response.Body), "sent/canary") || e.Response.Header("X-Echo") != "sent/canary" {
		t.Error("the exchange itself has changed")
	}
}
