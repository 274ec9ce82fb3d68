package ui_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dowse/client/runner"
	"dowse/ui"
)

// echoing is a request of a collection that is answered with what it is.
var echoing = map[string]string{
	"e.yaml": "url: \"{{base_url}}/echo?n=1\"\nheaders: {X-Own: a}\npicks:\n  old: \"$.method\"\n",
}

// edited opens the request, types a part of a URL that is not saved, and sends it.
func edited(t *testing.T) *screen {
	t.Helper()
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	s := openWith(t, echoing, ui.Options{Open: "e"})
	s.press("ctrl+l", "end")
	s.typed("&m=2")
	s.press("ctrl+r")
	s.sees("200 OK", "n=1&m=2")
	s.press("esc", "esc", "3", "g", "g")
	return s
}

// TestPickOfAnotherURL holds that no way to pick writes a pick of an answer into a file that has another URL than the one that
// was sent, unless a person says so: then the URL is written with it.
func TestPickOfAnotherURL(t *testing.T) {
	for name, pick := range map[string]func(*screen){
		"at once": func(s *screen) { s.to("query"); s.press("p") },
		"all settings of a new one": func(s *screen) {
			s.to("query")
			s.press("P", "enter")
		},
		"all settings of one that is there": func(s *screen) {
			s.to("method")
			s.press("P")
			s.to("type")
			s.press("l", "enter")
		},
		"marked": func(s *screen) {
			s.to("path")
			s.press("m")
			s.to("query")
			s.press("m", "space", "v")
		},
		"for a field": func(s *screen) {
			s.press("esc", "ctrl+p")
			s.typed("orders/list")
			s.press("enter", "ctrl+l", "end")
			s.typed("{{")
			s.sees("value from")
			s.typed("zz")
			for range 2 {
				s.press("backspace")
			}
			s.sees("value from")
			s.press("up", "enter")
			s.sees("Which response has it?")
			s.press("enter")
			s.to("query")
			s.press("enter")
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := edited(t)
			pick(s)
			s.sees("The file has another request", "/echo?n=1&m=2")
			if got := s.file("e.yaml"); got != echoing["e.yaml"] {
				t.Errorf("it was written before it was asked: %s", got)
			}
			s.press("down", "enter")
			s.sees("kept with e until you save it")
			if got := s.file("e.yaml"); got != echoing["e.yaml"] {
				t.Errorf("it was written: %s", got)
			}
			s = edited(t)
			pick(s)
			s.sees("The file has another request")
			s.press("down", "down", "enter")
			s.sees("nothing was picked")
			if got := s.file("e.yaml"); got != echoing["e.yaml"] {
				t.Errorf("it was written: %s", got)
			}
			if strings.Contains(s.model.Drafts()["e"], "query:") || strings.Contains(s.model.Drafts()["orders/list"], "query}}") {
				t.Errorf("it is picked all the same: %s", s.model.Drafts())
			}
			s = edited(t)
			pick(s)
			s.sees("The file has another request")
			s.press("enter")
			s.sees("saved in e, with GET")
			if got := s.file("e.yaml"); !strings.Contains(got, "n=1&m=2") || !strings.Contains(got, "$.query") && !strings.Contains(got, "type: string") {
				t.Errorf("URL and pick were not written: %s", got)
			}
		})
	}
}

// TestPickHeld holds that what was kept in the draft is not written by what is done to picks afterwards, that a save writes it,
// and that undo and redo write it no more than that.
func TestPickHeld(t *testing.T) {
	s := edited(t)
	s.to("query")
	s.press("p")
	s.sees("The file has another request")
	s.press("down", "enter", "esc", "u")
	s.sees("took back: pick query")
	s.press("U")
	s.sees("did again: pick query")
	s.press("4", "g", "g")
	s.to("query")
	s.press("R", "ctrl+u")
	s.typed("asked")
	s.press("enter")
	s.sees("query is asked now")
	if got := s.file("e.yaml"); got != echoing["e.yaml"] {
		t.Errorf("it was written: %s", got)
	}
	s.press("ctrl+s")
	s.sees("saved")
	if got := s.file("e.yaml"); !strings.Contains(got, "n=1&m=2") || !strings.Contains(got, "asked: ") {
		t.Errorf("it was not saved: %s", got)
	}
}

// TestPickOfSavedURL is the control: an answer to what the file says is picked from at once, also while its URL is typed anew,
// and what else is edited stays unsaved.
func TestPickOfSavedURL(t *testing.T) {
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	s := openWith(t, echoing, ui.Options{Open: "e"})
	s.press("ctrl+r")
	s.sees("200 OK", "n=1")
	s.press("ctrl+l", "end")
	s.typed("&m=2")
	s.press("esc", "esc", "3", "g", "g")
	s.to("query")
	s.press("p")
	s.sees("saved in e")
	if got := s.file("e.yaml"); !strings.Contains(got, "$.query") || strings.Contains(got, "m=2") {
		t.Errorf("the file: %s", got)
	}
}

// tokens is a server whose tokens last for a while of its own clock: /token gives one, anything else wants one that lives.
type tokens struct {
	*httptest.Server
	mu    sync.Mutex
	now   time.Time
	given int
	until time.Time
	sent  []string // the Authorization headers that came
}

func startTokens(t *testing.T) *tokens {
	s := &tokens{now: time.Now()}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		defer s.mu.Unlock()
		w.Header().Set("Content-Type", "application/json")
		if r.URL.Path == "/token" && r.Method == "POST" {
			s.given++
			s.until = s.now.Add(40 * time.Second)
			fmt.Fprintf(w, `{"access_token": "tok-%d", "alt": {"access_token": "alt-%d"}, "expires_in": 40}`, s.given, s.given)
			return
		}
		s.sent = append(s.sent, r.Header.Get("Authorization"))
		if s.now.After(s.until) || r.Header.Get("Authorization") != fmt.Sprintf("Bearer tok-%d", s.given) {
			w.WriteHeader(http.StatusForbidden)
		}
		fmt.Fprintf(w, `{"answer": %d}`, len(s.sent))
	}))
	t.Cleanup(s.Close)
	return s
}

// clock is the server's time, which a test moves on.
func (s *tokens) clock() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now
}

func (s *tokens) later(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = s.now.Add(d)
}

// last is the Authorization header that came last, and how many tokens were given.
func (s *tokens) last() (string, int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.sent[len(s.sent)-1], s.given
}

// twoDrafts are a draft that gets a token, picked, and one that was sent with it.
func twoDrafts(t *testing.T, server *tokens) *screen {
	t.Helper()
	s := scratch(t, ui.Options{Runner: &runner.Runner{Now: server.clock}})
	s.sendURL("POST " + server.URL + "/token")
	s.to("access_token")
	s.press("p")
	s.sees("= access_token")
	s.press("esc", "space", "n")
	s.typed(server.URL + "/api")
	s.press("esc", "2", "]", "a")
	s.typed("Authorization")
	s.press("tab")
	s.typed("Bearer {{access_token}}")
	s.press("esc", "esc", "ctrl+r")
	s.sees("200 OK", "answer")
	return s
}

// TestStaleOfDraft holds that what was picked from a request without a file is picked anew from it when its time is over: the
// dead token is not sent.
func TestStaleOfDraft(t *testing.T) {
	server := startTokens(t)
	s := twoDrafts(t, server)
	server.later(42 * time.Second)
	s.press("ctrl+r")
	s.sees("answer  2")
	if sent, given := server.last(); sent != "Bearer tok-2" || given != 2 {
		t.Errorf("%q was sent, %d tokens were given", sent, given)
	}
}

// TestStaleWithoutOrigin holds that a dead token is not sent unasked where the draft that it came from is gone.
func TestStaleWithoutOrigin(t *testing.T) {
	server := startTokens(t)
	s := twoDrafts(t, server)
	s.press("esc", "1", "g", "g")
	s.to("token")
	s.press("D")
	s.sees("Delete it all the same")
	s.press("down", "enter")
	s.sees("is deleted")
	server.later(42 * time.Second)
	s.press("ctrl+r")
	s.sees("A value is stale", "access_token expired 2s ago", "Nothing was sent")
	if sent, _ := server.last(); len(server.sent) != 1 {
		t.Errorf("%q was sent", sent)
	}
}

// TestPathChangedInFile holds that the value of a pick that reads something else now is not used: it is picked anew.
func TestPathChangedInFile(t *testing.T) {
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	for name, pick := range map[string]string{
		"path":      `{path: "$.alt.access_token", secret: true}`,
		"transform": `{path: "$.access_token", transform: upper, secret: true}`,
		"take":      `{path: "$..access_token", take: last, secret: true}`,
		"type":      `{path: "$.access_token", type: integer, secret: true}`,
		"kind":      `{header: X-Token, secret: true}`,
		"gone":      `{path: "$.access_token", secret: false}`,
	} {
		t.Run(name, func(t *testing.T) {
			server := startTokens(t)
			file := "method: POST\nurl: \"" + server.URL + "/token\"\npicks:\n  access_token: %s\n"
			s := openWith(t, map[string]string{
				"login.yaml": fmt.Sprintf(file, `{path: "$.access_token", secret: true}`),
				"use.yaml":   "url: \"" + server.URL + "/api\"\nheaders: {Authorization: \"Bearer {{access_token}}\"}\n",
			}, ui.Options{Open: "login", Runner: &runner.Runner{Now: server.clock}})
			s.press("ctrl+r")
			s.sees("200 OK")
			s.press("esc", "ctrl+p")
			s.typed("use")
			s.press("enter", "ctrl+r")
			s.sees("answer")
			if _, given := server.last(); given != 1 {
				t.Errorf("control: %d tokens were given", given)
			}
			write(t, filepath.Join(s.root, "login.yaml"), fmt.Sprintf(file, pick))
			s.model.ReadAgain()
			s.press("ctrl+r")
			s.until("the login is sent again", func() bool {
				if strings.Contains(s.text(), "Something has to be sent first") {
					s.press("enter")
				}
				_, given := server.last()
				return given == 2
			})
		})
	}
}

// TestUndoPickSavedWithURL holds that a pick that was saved with the URL it is of is one step: undo gives the file the bytes and
// the draft the unsaved URL of before, redo what was saved.
func TestUndoPickSavedWithURL(t *testing.T) {
	for name, text := range map[string]string{
		"no method": echoing["e.yaml"],
		"comments":  "# first\nmethod: POST # why\nurl: '{{base_url}}/echo?n=1' # where\nbody: {text: hi}\n",
		"no picks":  "method: 'GET'\nurl: {{base}}\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("XDG_STATE_HOME", t.TempDir())
			text = strings.Replace(text, "{{base}}", "\"{{base_url}}/echo?n=1\"", 1)
			s := openWith(t, map[string]string{"e.yaml": text}, ui.Options{Open: "e"})
			s.press("ctrl+l", "end")
			s.typed("&m=2")
			s.press("ctrl+r")
			s.sees("200 OK", "n=1&m=2")
			s.press("esc", "esc", "3", "g", "g")
			before := s.model.Drafts()
			s.to("query")
			s.press("p")
			s.sees("The file has another request")
			s.press("enter")
			s.sees("saved in e, with")
			saved, after := s.file("e.yaml"), s.model.Drafts()
			for range 2 {
				s.press("esc", "u")
				s.sees("took back: pick query, saved with its URL")
				if diff := cmp.Diff(text, s.file("e.yaml")); diff != "" {
					t.Error(diff)
				}
				if diff := cmp.Diff(before, s.model.Drafts()); diff != "" {
					t.Error(diff)
				}
				s.press("U")
				s.sees("did again: pick query, saved with its URL")
				if diff := cmp.Diff(saved, s.file("e.yaml")); diff != "" {
					t.Error(diff)
				}
				if diff := cmp.Diff(after, s.model.Drafts()); diff != "" {
					t.Error(diff)
				}
			}
		})
	}
}
