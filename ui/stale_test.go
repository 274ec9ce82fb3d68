package ui_test

import (
	"context"
	"fmt"
	"io"
	"maps"
	"net/http"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/client/sample"
	"dowse/collections"
	"dowse/collections/long"
	"dowse/ui"
)

// hold takes what commands give until there is a message of that type which is wanted, and keeps that back: to the model it
// is late, as on a busy machine.
func (s *screen) hold(kind string, wanted func(msg tea.Msg) bool) tea.Msg {
	s.t.Helper()
	limit := time.After(long.Limit)
	for {
		select {
		case msg := <-s.messages:
			if fmt.Sprintf("%T", msg) == kind && wanted(msg) {
				return msg
			}
			s.take(msg)
		case <-limit:
			s.t.Fatalf("there was no %s", kind)
		}
	}
}

// anyOf wants every message.
func anyOf(tea.Msg) bool { return true }

// late is a screen whose request "first" was answered, and whose "second" waits for the server: what came late of the first is
// nobody's any more.
type late struct {
	*screen
	answer  chan struct{} // lets the server answer the second request
	arrived chan string   // the second has reached the server
	store   func(root string) *sample.Store
}

func lateScreen(t *testing.T) *late {
	t.Helper()
	l := &late{answer: make(chan struct{}), arrived: make(chan string, 1)}
	server := record(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/first":
			answerJSON(`{"which": "FIRST"}`)(w, r)
		case "/part":
			w.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(w, `{"which": "FIRST", "more": [`+strings.Repeat(`"x", `, 1000))
			w.(http.Flusher).Flush()
			<-r.Context().Done()
		default:
			l.arrived <- r.URL.Path
			<-l.answer
			answerJSON(`{"which": "SECOND"}`)(w, r)
		}
	})
	dir := t.TempDir()
	l.store = func(root string) *sample.Store { return sample.Open(filepath.Join(dir, filepath.Base(root))) }
	l.screen = openWith(t, map[string]string{
		"first.yaml": "url: " + server.URL + "/first\n", "part.yaml": "url: " + server.URL + "/part\n", "second.yaml": "url: " + server.URL + "/second\n",
	}, ui.Options{Samples: l.store})
	return l
}

// begin opens a request and sends it.
func (l *late) begin(id string) {
	l.press("esc", "ctrl+p")
	l.typed(id)
	l.press("enter", "ctrl+r")
}

// samples are those of the second request; there is one when its answer is kept.
func (l *late) samples() []sample.Sample {
	l.t.Helper()
	l.until("a sample", func() bool { return len(l.store(l.root).All("second")) > 0 })
	return l.store(l.root).All("second")
}

// TestLateAnswer holds that an answer which comes when another request was sent is neither shown nor kept as a sample.
func TestLateAnswer(t *testing.T) {
	s := lateScreen(t)
	s.begin("first")
	held := s.hold("ui.sentMsg", anyOf)
	s.begin("second")
	s.gets(s.arrived, "/second")
	s.send(held)
	s.sees("cancel")
	s.lacks("FIRST")
	close(s.answer)
	s.sees("200 OK", "SECOND")
	s.lacks("FIRST")
	if kept := s.samples(); len(kept) != 1 || !strings.Contains(string(kept[0].Body), "SECOND") {
		t.Errorf("the samples of the second request are %+v", kept)
	}
}

// TestLatePart holds that a part of a body which comes when another request was sent is not shown.
func TestLatePart(t *testing.T) {
	s := lateScreen(t)
	s.begin("part")
	held := s.hold("ui.arrivedMsg", func(msg tea.Msg) bool { return !reflect.ValueOf(msg).FieldByName("doc").IsNil() })
	s.begin("second")
	s.gets(s.arrived, "/second")
	s.send(held)
	s.lacks("FIRST")
	close(s.answer)
	s.sees("200 OK", "SECOND")
	s.lacks("FIRST")
	s.samples()
}

// TestLateTick holds that the clock of a request ends with it: each that went on would be one more that draws.
func TestLateTick(t *testing.T) {
	s := lateScreen(t)
	s.begin("first")
	held := s.hold("ui.tickMsg", anyOf)
	s.sees("200 OK")
	s.begin("second")
	s.gets(s.arrived, "/second")
	if _, cmd := s.model.Update(held); cmd != nil {
		t.Error("the clock of the first request goes on")
	}
	close(s.answer)
	s.sees("SECOND")
	s.samples()
}

// told waits for a change of the files that a test tells of.
func told(changes <-chan struct{}) func(context.Context, string) error {
	return func(ctx context.Context, _ string) error {
		select {
		case <-changes:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// TestOwnWriteIsNoChange holds that files which were read before something was saved here do not take that back from the
// screen when they come after it.
func TestOwnWriteIsNoChange(t *testing.T) {
	changes := make(chan struct{}, 1)
	s := open(t, ui.Options{Open: "orders/list", Reload: told(changes)})
	changes <- struct{}{}
	held := s.hold("ui.reloadMsg", anyOf)
	s.press("ctrl+l")
	s.typed("/mine")
	s.press("esc", "ctrl+s")
	s.sees("saved")
	s.send(held)
	s.sees("/orders/mine")
	s.lacks("changed on disk")
	if got := s.file("orders/list.yaml"); !strings.Contains(got, "/orders/mine") {
		t.Errorf("the file is %s", got)
	}
}

// TestConflictIsKept holds that a file which was changed while it has unsaved edits here is not written over later, when it
// was read again meanwhile; and that once somebody decided, nobody is asked again.
func TestConflictIsKept(t *testing.T) {
	theirs := strings.Replace(files["orders/list.yaml"], "List orders", "Theirs", 1)
	for name, decide := range map[string]struct {
		keys  []string
		title string
	}{"theirs": {[]string{"down", "enter"}, "Theirs"}, "mine": {[]string{"down", "down", "enter"}, "List orders"}} {
		t.Run(name, func(t *testing.T) {
			s := open(t, ui.Options{Open: "orders/list"})
			s.press("ctrl+l")
			s.typed("?mine=1")
			write(t, filepath.Join(s.root, "orders/list.yaml"), theirs)
			s.model.ReadAgain()
			s.sees("saving it will ask")
			s.press("ctrl+s")
			s.sees("Changed by someone else", "mine=1")
			if got := s.file("orders/list.yaml"); got != theirs {
				t.Errorf("it was written over: %s", got)
			}
			s.press(decide.keys...)
			s.press("ctrl+l")
			s.typed("x")
			s.press("esc", "ctrl+s")
			s.sees("saved")
			s.lacks("Changed by someone else")
			if got := s.file("orders/list.yaml"); !strings.Contains(got, decide.title) {
				t.Errorf("the file is %s", got)
			}
		})
	}
}

// TestConflictWhileInEditor holds that a file which was changed and read again while its request was in an editor is not written
// over.
func TestConflictWhileInEditor(t *testing.T) {
	theirs := strings.Replace(files["orders/list.yaml"], "List orders", "Theirs", 1)
	s := open(t, ui.Options{Open: "orders/list"})
	end := s.model.Editing()
	write(t, filepath.Join(s.root, "orders/list.yaml"), theirs)
	s.model.ReadAgain()
	if err := end(func(text string) string { return strings.Replace(text, "List orders", "Mine", 1) }); err != nil {
		t.Fatal(err)
	}
	s.sees("saving it will ask")
	s.press("ctrl+s")
	s.sees("Changed by someone else")
	if got := s.file("orders/list.yaml"); got != theirs {
		t.Errorf("it was written over: %s", got)
	}
}

// TestConflictOfKeptDraft holds that a draft of an earlier session is not saved over a file that was changed since.
func TestConflictOfKeptDraft(t *testing.T) {
	s := open(t, ui.Options{Open: "orders/list"})
	s.press("ctrl+l")
	s.typed("?mine=1")
	state := s.keepsSoon(func(state ui.State) bool {
		return len(state.Drafts) == 1 && strings.Contains(fmt.Sprint(state.Drafts[0].Request), "mine")
	})
	theirs := strings.Replace(files["orders/list.yaml"], "List orders", "Theirs", 1)
	again := openWith(t, map[string]string{"orders/list.yaml": theirs}, ui.Options{Open: "orders/list", State: state})
	again.sees("was changed on disk since", "mine=1")
	again.press("esc", "ctrl+s")
	again.sees("Changed by someone else")
	if got := again.file("orders/list.yaml"); got != theirs {
		t.Errorf("it was written over: %s", got)
	}
}

// TestRenameFails holds that a rename which cannot be done in one file is done in none, on the screen neither.
func TestRenameFails(t *testing.T) {
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	others := maps.Clone(authorized)
	others["orders/uses.yaml"] = "url: \"{{base_url}}/orders?t={{access_token}}\"\n"
	s := openWith(t, others, ui.Options{})
	s.login()
	theirs := "# theirs\n" + authorized["dowse.yaml"]
	write(t, filepath.Join(s.root, "dowse.yaml"), theirs)
	login := s.file("auth/login.yaml")
	s.press("esc", "4", "g", "g")
	s.to("access_token")
	s.press("R", "ctrl+u")
	s.typed("token")
	s.press("enter")
	s.sees("It is used by")
	s.press("enter")
	s.sees("access_token keeps its name, no file was changed")
	if got := s.file("dowse.yaml"); got != theirs {
		t.Errorf("the collection is %s", got)
	}
	if got := s.file("auth/login.yaml"); got != login {
		t.Errorf("the login is %s", got)
	}
	s.press("esc", "ctrl+p")
	s.typed("auth/login")
	s.press("enter", "ctrl+r")
	s.sees("200 OK", "= access_token")
	s.lacks("= token")
	s.press("esc", "ctrl+p")
	s.typed("orders/uses")
	s.press("enter")
	s.sees("orders?t={{access_token}}")
	if got := s.file("orders/uses.yaml"); got != others["orders/uses.yaml"] {
		t.Errorf("a request that uses it is %s", got)
	}
	// The files are as they were, also for a save that comes later.
	s.press("esc", "ctrl+p")
	s.typed("auth/login")
	s.press("enter")
	s.press("ctrl+l")
	s.typed("?x=1")
	s.press("esc", "ctrl+s")
	s.sees("saved")
	if got, err := collections.Load(s.root); err != nil || got.Request("auth/login").Picks[0].Name != "access_token" {
		t.Errorf("the login is %s (%v)", s.file("auth/login.yaml"), err)
	}
}

// TestRenameWrittenFails is TestRenameFails for a variable that is written in a file.
func TestRenameWrittenFails(t *testing.T) {
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	others := map[string]string{
		"dowse.yaml":  "version: 1\nname: Shop\ndefault_env: demo\nvars: {size: 5}\n",
		"a/uses.yaml": "url: \"{{base_url}}/y?n={{size}}\"\n",
	}
	s := openWith(t, others, ui.Options{Open: "a/uses"})
	theirs := "# theirs\n" + others["dowse.yaml"]
	write(t, filepath.Join(s.root, "dowse.yaml"), theirs)
	s.press("esc", "4", "g", "g")
	s.to("size")
	s.press("R", "ctrl+u")
	s.typed("page_size")
	s.press("enter")
	s.sees("It is used by")
	s.press("enter")
	s.sees("size keeps its name, no file was changed")
	s.sees("y?n={{size}}")
	s.lacks("{{page_size}}")
	if got := s.file("dowse.yaml") + s.file("a/uses.yaml"); got != theirs+others["a/uses.yaml"] {
		t.Errorf("the files are %s", got)
	}
	if drafts := s.model.Drafts(); len(drafts) > 0 {
		t.Errorf("there are edits: %v", drafts)
	}
}
