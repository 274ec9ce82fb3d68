package ui_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"dowse/ui"
)

// TestPickParts picks what is neither in the body nor a header, each by the same key where it is shown, and finds it in the
// file.
func TestPickParts(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/" {
			http.Redirect(w, r, "/there", http.StatusFound)
			return
		}
		http.SetCookie(w, &http.Cookie{Name: "session", Value: "s1", Path: "/there", MaxAge: 90, HttpOnly: true})
		w.Header().Set("Link", "</next?page=2>; rel=\"next\"")
		w.Header().Set("X-Request-Id", "r1")
		fmt.Fprint(w, `{}`)
	}))
	t.Cleanup(server.Close)
	s := openWith(t, map[string]string{"parts.yaml": "url: \"" + server.URL + "/\"\n"}, ui.Options{Open: "parts"})
	s.press("ctrl+r")
	s.sees("{} 0 keys")
	s.press("3", "]")
	s.sees("[Headers")
	for _, row := range [][2]string{{"HTTP/1.1", "= status"}, {"X-Request-Id", "= request_id"}, {"link next", "= next_link"}, {"Redirect 1", "= redirect_1"}} {
		s.press("g", "g")
		s.to(row[0])
		s.press("p")
		s.sees(row[1])
	}
	s.press("esc", "]")
	s.sees("[Cookies")
	for _, row := range [][2]string{{"session", "= session"}, {"path", "= session_path"}, {"until", "= session_max_age"}} {
		s.press("g", "g")
		s.to(row[0])
		s.press("p")
		s.sees(row[1])
	}
	s.press("esc", "]")
	s.sees("[Timing")
	s.to("total")
	s.press("p")
	s.sees("= total_ms")
	want := `url: "` + server.URL + `/"
picks:
  status: {status: true, type: integer}
  request_id: {header: x-request-id}
  next_link: {link: next}
  redirect_1: {redirect: 1}
  session: {cookie: session, secret: true}
  session_path: {cookie: session, attr: path}
  session_max_age: {cookie: session, attr: max-age}
  total_ms: {timing: total, type: number}
`
	if got := s.file("parts.yaml"); got != want {
		t.Errorf("the file is\n%s\nwant\n%s", got, want)
	}
}
