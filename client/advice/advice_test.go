package advice_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dowse/client"
	"dowse/client/advice"
	"dowse/collections"
	"dowse/collections/vars"
)

// answer is what a server says to any request.
type answer struct {
	status  int
	headers map[string]string
	body    string
}

// of sends a request to a server that answers so, and gives the advice.
func of(t *testing.T, a answer, path string, r collections.Request) *advice.Advice {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		for name, value := range a.headers {
			w.Header().Set(name, value)
		}
		w.WriteHeader(a.status)
		_, _ = w.Write([]byte(a.body))
	}))
	defer server.Close()
	r.URL = server.URL + path
	e, err := client.New(client.Options{}).Send(context.Background(), r, vars.NewScope())
	if err != nil {
		t.Fatal(err)
	}
	return advice.Of(e, r)
}

func TestOf(t *testing.T) {
	no := vars.ParseScalar("false")
	json := map[string]string{"Content-Type": "application/json"}
	rules := collections.Settings{ErrorWhen: []collections.ErrorRule{{Path: "$.ok", Equals: &no, Message: "$.error.message"}}}
	for name, c := range map[string]struct {
		answer  answer
		path    string
		request collections.Request
		want    *advice.Advice
	}{
		"success": {answer: answer{200, json, `{"ok": true}`}, request: collections.Request{Settings: rules}},
		"an error inside": {
			answer: answer{200, json, `{"ok": false, "error": {"message": "no stock"}}`}, request: collections.Request{Settings: rules},
			want: &advice.Advice{Failure: true, What: "200, but the body reports an error", Means: "error_when: $.ok", Details: []string{"no stock"}},
		},
		"401": {
			answer: answer{401, map[string]string{"WWW-Authenticate": `Bearer realm="shop", error_description="expired"`}, ""},
			want: &advice.Advice{
				Failure: true, What: "not authenticated", Details: []string{`the server asks for Bearer, realm "shop", error description "expired"`},
				Remedies: []advice.Remedy{{Kind: advice.SetAuth, Text: "bearer"}},
			},
		},
		"401 without a challenge": {
			answer: answer{401, nil, ""}, want: &advice.Advice{Failure: true, What: "not authenticated", Remedies: []advice.Remedy{{Kind: advice.SetAuth}}},
		},
		"404 with slashes": {
			answer: answer{404, json, `{"title": "Not found"}`}, path: "/a//b/",
			want: &advice.Advice{
				Failure: true, What: "no such path", Details: []string{"Not found"},
				Remedies: []advice.Remedy{{Kind: advice.UseURL, Text: "/a/b/"}, {Kind: advice.UseURL, Text: "/a//b"}},
			},
		},
		"405": {
			answer: answer{405, map[string]string{"Allow": "GET, PUT"}, ""},
			want: &advice.Advice{
				Failure: true, What: "method not accepted", Details: []string{"the server takes GET", "the server takes PUT"},
				Remedies: []advice.Remedy{{Kind: advice.UseMethod, Text: "GET"}, {Kind: advice.UseMethod, Text: "PUT"}},
			},
		},
		"422": {
			answer: answer{422, json, `{"title": "Invalid", "detail": "2 problems", "errors": [{"pointer": "/name", "detail": "is missing"}, {"loc": ["body", "total"], "msg": "no number"}]}`},
			want: &advice.Advice{
				Failure: true, What: "the server rejected the request", Details: []string{"2 problems", "/name: is missing", "body.total: no number"},
			},
		},
		"errors by field": {
			answer: answer{400, json, `{"message": "bad", "errors": {"name": ["is missing"]}}`},
			want:   &advice.Advice{Failure: true, What: "the server rejected the request", Details: []string{"bad", "name: is missing"}},
		},
		"429": {
			answer: answer{429, map[string]string{"Retry-After": "41"}, ""},
			want:   &advice.Advice{Failure: true, What: "too many requests, wait 41s", Remedies: []advice.Remedy{{Kind: advice.WaitAndSend, Wait: 41e9}}},
		},
		"503": {
			answer: answer{503, map[string]string{"X-Request-Id": "req_1"}, ""},
			want: &advice.Advice{
				Failure: true, What: "server error", Means: "the fault is the server's; it is not sent again by itself",
				Remedies: []advice.Remedy{{Kind: advice.CopyID, Text: "req_1"}},
			},
		},
		"a page": {
			answer:  answer{200, map[string]string{"Content-Type": "text/html"}, "<html><title>\nSign in </title>"},
			request: collections.Request{Settings: collections.Settings{Headers: collections.Rows{{Name: "Accept", Value: "application/json"}}}},
			want:    &advice.Advice{What: `got a web page titled "Sign in"`, Means: "often a login page, or a URL that is meant for browsers"},
		},
		"a page that was asked for": {answer: answer{200, map[string]string{"Content-Type": "text/html"}, "<title>Home</title>"}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, of(t, c.answer, c.path, c.request)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// TestOfStrange holds that no body of a failure is too strange.
func TestOfStrange(t *testing.T) {
	for _, body := range []string{"", "null", "[]", "{", `{"errors": 1}`, `{"errors": [[], {}, null, 1]}`, `{"error": {"error": {}}}`, strings.Repeat("[", 5000), `{"errors": [` + strings.Repeat(`{"message":"x"},`, 100) + `0]}`} {
		a := of(t, answer{400, map[string]string{"Content-Type": "application/json"}, body}, "", collections.Request{})
		if a == nil || len(a.Details) > 10 {
			t.Errorf("%.40q: %+v", body, a)
		}
	}
}
