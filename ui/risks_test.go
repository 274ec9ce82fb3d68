package ui_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"dowse/collections/long"
	"dowse/ui"
)

// recorder is a server that notes what reaches it.
type recorder struct {
	*httptest.Server
	mu   sync.Mutex
	seen []string
}

func record(t *testing.T, answer http.HandlerFunc) *recorder {
	t.Helper()
	r := &recorder{}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		r.mu.Lock()
		r.seen = append(r.seen, fmt.Sprint(request.Method, " ", request.URL, " ", request.Header))
		r.mu.Unlock()
		answer(w, request)
	}))
	t.Cleanup(r.Close)
	return r
}

func (r *recorder) all() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return strings.Join(r.seen, "\n")
}

func answerJSON(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(text))
	}
}

// TestLinksTakeNoCredentialsAway holds that what was sent to one origin goes to no other by a link, also not by
// one that is relative to where a redirect led.
func TestLinksTakeNoCredentialsAway(t *testing.T) {
	other := record(t, answerJSON(`{"next": "/stolen"}`))
	own := record(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/away":
			http.Redirect(w, r, other.URL+"/landed", http.StatusFound)
		default:
			answerJSON(`{"here": "/same", "there": "`+other.URL+`/linked"}`)(w, r)
		}
	})
	for path, link := range map[string]string{"/away": "/stolen", "/index": "/linked"} {
		s := openWith(t, map[string]string{
			"a.yaml": "url: " + own.URL + path + "\nheaders: {X-Api-Key: KEYCANARY}\nauth: {bearer: KEYCANARY}\n",
		}, ui.Options{Open: "a"})
		s.press("ctrl+r")
		s.sees("200 ", link)
		s.press("/")
		s.typed(link)
		s.press("enter", "o")
		s.until("the link is followed", func() bool { return strings.Contains(other.all(), link) })
	}
	if strings.Contains(other.all(), "KEYCANARY") {
		t.Errorf("the other origin got\n%s", other.all())
	}
	s := openWith(t, map[string]string{"a.yaml": "url: " + own.URL + "/index\nheaders: {X-Api-Key: KEYCANARY}\n"}, ui.Options{Open: "a"})
	s.press("ctrl+r")
	s.sees("200 OK", "/same")
	s.press("/")
	s.typed("/same")
	s.press("enter", "o")
	s.until("the link is followed", func() bool { return strings.Contains(own.all(), "GET /same ") })
	if all := own.all(); !strings.Contains(all[strings.Index(all, "GET /same "):], "KEYCANARY") {
		t.Error("a link to the same origin does not have the request's headers")
	}
}

// TestTypedURLsHaveNoCredentials holds that the collection's credentials are for its own servers alone.
func TestTypedURLsHaveNoCredentials(t *testing.T) {
	other := record(t, answerJSON(`{}`))
	s := openWith(t, map[string]string{"dowse.yaml": "version: 1\nauth: {bearer: KEYCANARY}\nheaders: {X-Api-Key: KEYCANARY}\n"}, ui.Options{})
	s.press("space", "n")
	s.sendURL(other.URL + "/typed")
	if strings.Contains(other.all(), "KEYCANARY") {
		t.Errorf("it got\n%s", other.all())
	}
}

// TestValuesStayInTheirEnvironment holds that a value counts where it was picked, also when the environment
// changes while the request is on its way or after it came.
func TestValuesStayInTheirEnvironment(t *testing.T) {
	hold := make(chan struct{})
	server := record(t, func(w http.ResponseWriter, r *http.Request) {
		<-hold
		answerJSON(`{"tok": "DEVTOKEN", "other": "DEVOTHER"}`)(w, r)
	})
	s := openWith(t, map[string]string{
		"env/prod.yaml": "base_url: " + server.URL + "/prod\n",
		"a.yaml":        "url: " + server.URL + "/a\npicks: {tok: $.tok}\n",
	}, ui.Options{Open: "a"})
	s.press("ctrl+r")
	s.until("it is on its way", func() bool { return server.all() != "" })
	s.press("E")
	s.typed("prod")
	s.press("enter")
	s.sees("prod")
	close(hold)
	s.sees("200 OK", "DEVOTHER")
	s.press("3", "g", "g", "j", "j", "p")
	s.sees("0 picked")
	s.press("E")
	s.typed("demo")
	s.press("enter")
	s.sees("2 picked")
}

// TestFilesThatVanish deletes and breaks files under the screen, and does with their requests what can be done.
func TestFilesThatVanish(t *testing.T) {
	for name, after := range map[string]func(path string) error{
		"deleted": os.Remove,
		"broken":  func(path string) error { return os.WriteFile(path, []byte("url: [\n"), 0o644) },
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t, ui.Options{Open: "orders/list"})
			s.press("esc", "1")
			s.to("list")
			s.press("R", "ctrl+u")
			s.typed("orders/z")
			s.press("enter")
			s.sees("orders/list is orders/z now")
			if err := after(filepath.Join(s.root, "orders/z.yaml")); err != nil {
				t.Fatal(err)
			}
			s.model.ReadAgain()
			s.press("u", "U", "D", "u", "R", "esc", "c", "ctrl+s", "esc", "1", "D", "u")
			s.text() // nothing of this is the end
		})
	}
}

// TestDeletedFileIsWrittenAgain holds what the screen promises of a request whose file is gone.
func TestDeletedFileIsWrittenAgain(t *testing.T) {
	s := open(t, ui.Options{Open: "orders/list"})
	if err := os.Remove(filepath.Join(s.root, "orders/list.yaml")); err != nil {
		t.Fatal(err)
	}
	s.model.ReadAgain()
	s.sees("is not there any more")
	s.press("esc", "ctrl+p")
	s.typed("auth/login")
	s.press("enter", "1", "g", "g")
	s.to("list")
	s.press("enter", "ctrl+s")
	s.sees("saved")
	if got := s.file("orders/list.yaml"); !strings.Contains(got, "{{base_url}}/orders") {
		t.Errorf("the file is %q", got)
	}
}

// TestPickAsksBeforeOverwriting holds that not even a pick writes over what somebody else wrote.
func TestPickAsksBeforeOverwriting(t *testing.T) {
	s := open(t, ui.Options{Open: "auth/login"})
	s.press("ctrl+r")
	s.sees("200 OK")
	s.press("ctrl+l")
	s.typed("?mine=1")
	theirs := strings.Replace(files["auth/login.yaml"], "Log in", "Theirs", 1)
	write(t, filepath.Join(s.root, "auth/login.yaml"), theirs)
	s.model.ReadAgain()
	s.sees("saving it will ask")
	s.press("esc", "3")
	s.to("token_type")
	s.press("p")
	s.sees("= token_type")
	if got := s.file("auth/login.yaml"); got != theirs {
		t.Errorf("it was written over: %s", got)
	}
	s.press("1")
	s.to("login")
	s.press("R", "ctrl+u")
	s.typed("auth/z")
	s.press("enter", "esc", "ctrl+s")
	s.sees("Changed by someone else")
	if got := s.file("auth/z.yaml"); got != theirs {
		t.Errorf("it was written over: %s", got)
	}
}

// TestNameWithoutCollection holds that a request can be given a name before there is any collection.
func TestNameWithoutCollection(t *testing.T) {
	s := scratch(t, ui.Options{})
	s.typed("example.com/x")
	s.press("esc", "1", "R")
	s.typed("a/b")
	s.press("enter")
	s.sees("Where do your requests live?")
}

// TestOneSendAtATime holds that a new send cancels the one before, whose answer is shown no more, and that
// cancelling reaches the server.
func TestOneSendAtATime(t *testing.T) {
	arrived, gone := make(chan string, 8), make(chan string, 8)
	server := record(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/fast" {
			answerJSON(`{"which": "FAST"}`)(w, r)
			return
		}
		arrived <- r.URL.Path
		<-r.Context().Done()
		gone <- r.URL.Path
	})
	s := openWith(t, map[string]string{
		"slow.yaml": "url: " + server.URL + "/slow\n", "fast.yaml": "url: " + server.URL + "/fast\n",
	}, ui.Options{Open: "slow"})
	s.press("ctrl+r")
	s.gets(arrived, "/slow")
	s.press("ctrl+p")
	s.typed("fast")
	s.press("enter", "ctrl+r")
	s.sees("200 OK", "FAST")
	s.gets(gone, "/slow")
	s.press("ctrl+p")
	s.typed("slow")
	s.press("enter")
	s.lacks("on its way")
	s.press("ctrl+r")
	s.gets(arrived, "/slow")
	s.press("ctrl+c")
	s.sees("cancelled")
	s.gets(gone, "/slow")
	s.goesOn()
}

// TestCancelledIsOver holds that a send whose end nobody waits for any more is on its way no longer: cancelling again leaves.
func TestCancelledIsOver(t *testing.T) {
	arrived := make(chan string, 1)
	server := record(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`[{"which": "FIRST"},` + strings.Repeat(" ", 1<<16)))
		_ = http.NewResponseController(w).Flush()
		arrived <- r.URL.Path
		<-r.Context().Done()
	})
	s := openWith(t, map[string]string{"slow.yaml": "url: " + server.URL + "/slow\n"}, ui.Options{Open: "slow"})
	s.press("ctrl+r")
	s.gets(arrived, "/slow")
	s.sees("FIRST")
	s.press("ctrl+c", "ctrl+c")
	s.sees("cancelled")
	s.press("ctrl+c")
	s.sees("again quits")
}

// gets waits until something is told, while the screen goes on.
func (s *screen) gets(told <-chan string, want string) {
	s.t.Helper()
	limit := time.After(long.Limit)
	for {
		select {
		case got := <-told:
			if got != want {
				s.t.Errorf("told %s, want %s", got, want)
			}
			return
		case msg := <-s.messages:
			s.take(msg)
		case <-limit:
			s.t.Fatalf("%s was not told", want)
		}
	}
}

// TestBadHeaderName holds that the card of a header that cannot be sent leads to the headers first.
func TestBadHeaderName(t *testing.T) {
	s := openWith(t, map[string]string{"a.yaml": "url: \"{{base_url}}/orders\"\nheaders: {\"X Y\": z}\n"}, ui.Options{Open: "a"})
	s.press("ctrl+r")
	s.sees("is not a header name", "Look at the request's headers")
	s.press("enter")
	s.sees("[Headers 1]", "X Y")
}

// TestTabsWhileTyping holds that the border names no keys that would be typed.
func TestTabsWhileTyping(t *testing.T) {
	s := open(t, ui.Options{Open: "orders/list"})
	s.press("esc", "2")
	s.sees("[ ] tabs")
	s.press("enter")
	s.sees("EDIT")
	s.lacks("[ ] tabs")
	s.press("esc")
	s.sees("[ ] tabs")
}
