package ui_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"dowse/ui"
)

// TestMisses holds that each of the cases of a miss is told in its own words, with what can be done about it, and that a
// failed request is not blamed on the path.
func TestMisses(t *testing.T) {
	const good = `{"order": {"total": "129.00"}}`
	tests := []struct {
		name, kind, body string
		status           int
		sees             []string
		lacks            string
	}{
		{"missing", "application/json", `{"order": {"sum": {"total": "129.00"}}}`, 200, []string{"total is missing", "stopped at $.order", "Read $.order.sum.total", "the value it had, under the same name", "Keep the last value"}, "has another type"},
		{"null", "application/json", `{"order": {"total": null}, "gross": "129.00"}`, 200, []string{"total is null", "the server says that it has no value", "Read $.gross", "Go on without it"}, "total is missing"},
		{"wrong type", "application/json", `{"order": {"total": 129.5}}`, 200, []string{"total has another type", "it is a number, not a string", "Take any type", "Make it string"}, "total is missing"},
		{"source failed", "application/json", `{"error": "down"}`, 503, []string{"503", "what to do"}, "total is missing"},
		{"wrong body", "text/plain", "busy", 200, []string{"total: another sort of body", "body is not JSON", "Something else came than the path is for"}, "Read "},
		{"login page", "text/html", `<!doctype html><title>Sign in</title><form></form>`, 200, []string{`got a web page titled "Sign in"`}, "total is missing"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			sent := 0
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				if sent++; sent == 1 {
					w.Header().Set("Content-Type", "application/json")
					fmt.Fprint(w, good)
					return
				}
				w.Header().Set("Content-Type", test.kind)
				w.WriteHeader(test.status)
				fmt.Fprint(w, test.body)
			}))
			t.Cleanup(server.Close)
			s := openWith(t, map[string]string{
				"dowse.yaml": "version: 1\n",
				"order.yaml": "url: \"" + server.URL + "\"\npicks:\n  total: {path: \"$.order.total\", type: string}\n",
			}, ui.Options{Open: "order"})
			s.press("ctrl+r")
			s.sees("200 OK", "= total")
			s.press("ctrl+r")
			s.sees(test.sees...)
			s.lacks(test.lacks)
			if test.status != 200 || test.kind == "text/html" {
				return // the answer is to blame, and its card is another one
			}
			s.press("esc")
			s.lacks("Leave it as it is")
			// The same miss is no news: a line says it, and a key shows the card again.
			s.press("ctrl+r")
			s.sees("200 OK", "total")
			s.lacks("Leave it as it is")
			s.press("!")
			s.sees(test.sees...)
		})
	}
}
