package ui_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"dowse/ui"
	"dowse/ui/uitest"
)

// inbox is a server that keeps all that reaches it.
type inbox struct {
	*httptest.Server
	mu  sync.Mutex
	got []string
}

func newInbox(t *testing.T) *inbox {
	t.Helper()
	b := &inbox{}
	b.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		b.mu.Lock()
		b.got = append(b.got, fmt.Sprint(r.Method, " ", r.URL, " ", r.Header, " ", string(body)))
		b.mu.Unlock()
		answerJSON(`[{"id": 1, "title": "one"}, {"id": 2, "title": "two"}]`)(w, r)
	}))
	t.Cleanup(b.Close)
	return b
}

// all is what came.
func (b *inbox) all() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return strings.Join(b.got, "\n")
}

// places are where text is typed for a request, the keys that lead there from the list of commands, and what the server
// gets of it.
var places = []struct {
	name, want string
	keys       []string
	typed      string
}{
	{"URL", "/NEW", []string{"ctrl+l", "end"}, "/NEW"},
	{"method", "PUT /", []string{"space", "m"}, "put"},
	{"query", "q=oldNEW", []string{"2", "l", "enter"}, "NEW"},
	{"new row of the query", "NEW=", []string{"2", "a"}, "NEW"},
	{"header", "X-A:[oldNEW", []string{"2", "]", "l", "enter"}, "NEW"},
	{"auth", "Basic b2xkTkVXOm9sZA==", []string{"2", "]", "]", "j", "enter"}, "NEW"},
	{"body", "NEW", []string{"2", "]", "]", "]", "enter"}, "NEW"},
	{"variable", "X-V:[oldNEW", []string{"2", "[", "l", "enter"}, "NEW"},
}

// openTyped opens a request that the server of an inbox answers, with the caret in a place.
func openTyped(t *testing.T, b *inbox, keys []string, text string) *screen {
	t.Helper()
	s := openWith(t, map[string]string{
		"x.yaml": "method: POST\nurl: \"" + b.URL + "\"\nquery: {q: old}\nheaders: {X-A: old, X-V: \"{{v}}\"}\nauth: {basic: {user: old, password: \"{{v}}\"}}\nvars: {v: old}\nbody: {text: old}\n",
	}, ui.Options{Open: "x"})
	s.press("esc")
	s.press(keys...)
	s.typed(text)
	return s
}

// TestTypedIsWhatCounts types into each place of a request and does something else without Enter: what is sent, saved and
// kept is what the screen shows.
func TestTypedIsWhatCounts(t *testing.T) {
	for _, place := range places {
		t.Run(place.name, func(t *testing.T) {
			sends := func(t *testing.T, ways ...string) {
				t.Helper()
				b := newInbox(t)
				s := openTyped(t, b, place.keys, place.typed)
				for _, way := range ways {
					if way == "click" {
						s.send(uitest.Click(40, 20)) // in the response
						continue
					}
					s.press(way)
				}
				s.press("ctrl+r")
				s.until("a request with "+place.want, func() bool { return b.all() != "" })
				if !strings.Contains(b.all(), place.want) {
					t.Errorf("after %v the server got %q", ways, b.all())
				}
			}
			sends(t)
			if place.name != "method" { // a list of choices is left unchanged by esc, as it says
				sends(t, "esc")
			}
			sends(t, "ctrl+l")
			sends(t, "click")

			b := newInbox(t)
			s := openTyped(t, b, place.keys, place.typed)
			s.press("ctrl+s")
			s.sees("saved")
			if got := s.file("x.yaml"); !strings.Contains(got, place.typed) && !strings.Contains(got, strings.ToUpper(place.typed)) {
				t.Errorf("the file is\n%s", got)
			}

			s = openTyped(t, b, place.keys, place.typed)
			s.press("ctrl+c", "ctrl+c")
			state := s.keepsSoon(func(state ui.State) bool { return len(state.Drafts) > 0 })
			if kept := fmt.Sprintf("%+v", state.Drafts[0].Request); !strings.Contains(kept, place.typed) && !strings.Contains(kept, strings.ToUpper(place.typed)) {
				if auth := state.Drafts[0].Request.Auth; auth == nil || !strings.Contains(auth.User, place.typed) {
					t.Errorf("%s is kept", kept)
				}
			}
		})
	}
}

// openGrid opens the grid of a mapping in the cell of the source of its field title.
func openGrid(t *testing.T, b *inbox) *screen {
	t.Helper()
	s := openWith(t, map[string]string{
		"rows.yaml":       "url: \"" + b.URL + "/rows\"\n",
		"into.yaml":       "method: POST\nurl: \"" + b.URL + "/into\"\nbody:\n  json: |\n    {\"title\": \"x\"}\n",
		"mappings/m.yaml": "from: {request: rows, rows: \"$[*]\"}\ninto: {request: into}\nfields:\n  - {to: title, path: \"$.title\"}\n",
	}, ui.Options{Open: "rows"})
	s.press("ctrl+r")
	s.sees("200 OK")
	s.press("esc", "3", "M")
	s.sees("are they to become")
	s.press("enter")
	s.sees("target", "$.title")
	s.press("enter", "ctrl+u")
	return s
}

// TestTypedInMappingIsWhatCounts types another source of a field and does something else without Enter.
func TestTypedInMappingIsWhatCounts(t *testing.T) {
	const source = `= "NEW " + row.title`
	for _, way := range []string{"", "esc", "click"} {
		t.Run("send "+way, func(t *testing.T) {
			b := newInbox(t)
			s := openGrid(t, b)
			s.typed(source)
			leave(s, way)
			s.press("ctrl+r")
			s.sees("Send rows")
			s.press("j", "enter")
			s.sees("Rows sent")
			if got := b.all(); !strings.Contains(got, `"NEW one"`) || !strings.Contains(got, `"NEW two"`) {
				t.Errorf("the server got\n%s", got)
			}
		})
		t.Run("save "+way, func(t *testing.T) {
			s := openGrid(t, newInbox(t))
			s.typed(source)
			leave(s, way)
			s.press("ctrl+s")
			s.sees("saved in mappings/m.yaml")
			if got := s.file("mappings/m.yaml"); !strings.Contains(got, "NEW") {
				t.Errorf("the file is\n%s", got)
			}
		})
	}
}

// leave does something else than Enter.
func leave(s *screen, way string) {
	if way == "click" {
		s.send(uitest.Click(6, 4)) // the target's cell
		return
	}
	if way != "" {
		s.press(way)
	}
}

// TestWrongTextInMappingStays holds that a text which is no source is neither sent nor saved nor lost: it is said what is
// wrong, and a person goes on.
func TestWrongTextInMappingStays(t *testing.T) {
	b := newInbox(t)
	s := openGrid(t, b)
	before := s.file("mappings/m.yaml")
	s.typed("$.title[")
	for _, key := range []string{"ctrl+r", "ctrl+s", "enter", "esc"} {
		s.press(key)
		s.sees("$.title[")
		if text := s.text(); !strings.Contains(text, "position") && !strings.Contains(text, "JSONPath") && !strings.Contains(text, "path") {
			t.Errorf("%s says not what is wrong:\n%s", key, text)
		}
	}
	if strings.Contains(b.all(), "/into") || s.file("mappings/m.yaml") != before {
		t.Errorf("it was sent or saved: %s\n%s", b.all(), s.file("mappings/m.yaml"))
	}
	s.press("esc") // once more: what was there before
	s.until("the old source", func() bool { return !strings.Contains(s.text(), "$.title[") && strings.Contains(s.text(), "$.title") })
}

// TestRenameIsNotPassedOver holds that nothing is sent or saved under the old name while another is typed.
func TestRenameIsNotPassedOver(t *testing.T) {
	b := newInbox(t)
	s := openWith(t, map[string]string{"x.yaml": "url: \"" + b.URL + "\"\n"}, ui.Options{Open: "x"})
	s.press("esc", "1")
	s.to("x")
	s.press("R", "ctrl+u")
	s.typed("new/name")
	for _, key := range []string{"ctrl+r", "ctrl+s"} {
		s.press(key)
		s.sees("a new name is being typed", "new/name")
	}
	s.send(uitest.Click(10, 8))
	s.sees("new/name")
	if b.all() != "" {
		t.Errorf("it was sent: %s", b.all())
	}
	s.press("enter")
	s.until("the new file", func() bool {
		matches, _ := filepath.Glob(filepath.Join(s.root, "new", "name.yaml"))
		return len(matches) == 1
	})
}

// TestPickSettingsAreKept holds that what is typed in the settings of a pick is saved by ctrl+s, and not lost by esc or help.
func TestPickSettingsAreKept(t *testing.T) {
	b := newInbox(t)
	s := openWith(t, map[string]string{"x.yaml": "url: \"" + b.URL + "\"\n"}, ui.Options{Open: "x"})
	s.press("ctrl+r")
	s.sees("200 OK")
	s.press("esc", "3", "j", "j", "P")
	s.sees("transform")
	s.press("n", "ctrl+u")
	s.typed("newname")
	s.press("esc", "esc")
	s.sees("newname", "not saved")
	s.press("f1")
	s.sees("Help")
	s.press("esc", "ctrl+l")
	s.sees("newname", "choose first")
	s.press("ctrl+s")
	s.until("the pick in the file", func() bool { return strings.Contains(s.file("x.yaml"), "newname") })
}
