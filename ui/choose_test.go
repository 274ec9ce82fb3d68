package ui_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"dowse/collections"
	"dowse/ui"
)

// TestValueFrom picks a value of another request's response for the field that is typed in: the pick is one of the other
// request, and its placeholder stands in the field.
func TestValueFrom(t *testing.T) {
	s := open(t, ui.Options{})
	s.sendRequest("auth/login")
	s.press("esc", "ctrl+p")
	s.typed("orders/list")
	s.press("enter", "ctrl+l", "end")
	s.typed("?t={{")
	s.sees("base_url")
	s.press("up", "enter")
	s.sees("Which response has it?", "login")
	s.press("enter")
	s.sees("token_type")
	s.to("token_type")
	s.press("enter")
	s.sees("t={{token_type}}")
	if got := s.file("auth/login.yaml"); !strings.Contains(got, "token_type:") {
		t.Errorf("the request of the response: %s", got)
	}
	s.press("esc", "ctrl+s")
	s.sees("saved")
	if got := s.file("orders/list.yaml"); !strings.Contains(got, "{{token_type}}") || strings.Contains(got, "picks:") {
		t.Errorf("the request of the field: %s", got)
	}
}

// TestPickManyOfOneName holds that values which would have one name are numbered: each is a pick of its own.
func TestPickManyOfOneName(t *testing.T) {
	server := record(t, answerJSON(`{"token": 1, "a": {"token": 2}, "b": {"token": 3}, "c": {"token": 4}}`))
	s := openWith(t, map[string]string{"many.yaml": "url: " + server.URL + "\n"}, ui.Options{Open: "many"})
	s.press("ctrl+r")
	s.sees("200 OK")
	s.press("3", "z", "g", "g")
	for i := range 4 {
		s.to("token  " + fmt.Sprint(i+1))
		s.press("m")
	}
	s.press("space", "v")
	s.sees("picked ")
	c, err := collections.Load(s.root)
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, k := range c.Request("many").Picks {
		names[k.Name] = true
	}
	if len(names) != 4 {
		t.Errorf("4 values are the picks %v: %s", names, s.file("many.yaml"))
	}
}

// TestPickTheSecondHeader holds that of two headers with one name each is a pick of its own.
func TestPickTheSecondHeader(t *testing.T) {
	server := record(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header()["X-Place"] = []string{"north", "south"}
		_, _ = w.Write([]byte("{}"))
	})
	s := openWith(t, map[string]string{"places.yaml": "url: " + server.URL + "\n"}, ui.Options{Open: "places"})
	s.press("ctrl+r")
	s.sees("{} 0 keys")
	s.press("3", "]")
	s.sees("[Headers")
	for _, value := range []string{"north", "south"} {
		s.press("g", "g")
		s.to(value)
		s.press("p")
		s.sees("in any field")
		s.lacks("picked already")
		s.press("esc")
	}
	s.press("g", "g")
	s.to("south")
	s.press("p")
	s.sees("picked already")
	if got := s.file("places.yaml"); strings.Count(got, "header:") != 2 {
		t.Errorf("the file is %s", got)
	}
}
