package ui_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dowse/client/demo"
	"dowse/collections"
	"dowse/collections/long"
	"dowse/ui"
	"dowse/ui/uitest"
)

// sendRequest finds a request in the palette and sends it, until its answer is there.
func (s *screen) sendRequest(id string) {
	s.t.Helper()
	s.press("esc", "ctrl+p")
	s.typed(id)
	s.press("enter", "ctrl+r")
	s.sees("200 OK")
}

// sendURL types a URL into the focused bar and sends it, until its answer is there.
func (s *screen) sendURL(url string) {
	s.t.Helper()
	s.typed(url)
	s.press("enter")
	s.sees("200 OK")
}

// login sends the login and picks its token.
func (s *screen) login() {
	s.t.Helper()
	s.sendRequest("auth/login")
	s.sees("access_token")
	s.press("3")
	s.to("access_token")
	s.press("p")
	s.sees("= access_token")
}

// lacks fails the test when the screen shows a text.
func (s *screen) lacks(text string) {
	s.t.Helper()
	if strings.Contains(s.text(), text) {
		s.t.Errorf("the screen shows %q:\n%s", text, s.text())
	}
}

// authorized is a collection whose requests send the token that the login picks.
var authorized = map[string]string{
	"dowse.yaml":      "version: 1\nname: Shop\ndefault_env: demo\nauth: {bearer: \"{{access_token}}\"}\n",
	"auth/login.yaml": files["auth/login.yaml"] + "auth: none\n",
	"orders/get.yaml": "url: \"{{base_url}}/orders/{{order_id}}\"\n",
}

// TestFewKeys holds that a value that is out of sight is in the next request after at most 8 keys, beside
// the text that is typed.
func TestFewKeys(t *testing.T) {
	s := openWith(t, authorized, ui.Options{})
	s.login()
	s.sendRequest("orders/list")
	keys := 0
	press := func(names ...string) {
		keys += len(names)
		s.press(names...)
	}
	press("/")
	s.typed("ord_8826")
	s.sees("1 of 1")
	press("enter", "p")
	s.sees("in any field")
	press("space", "n")
	s.typed("{{base_url}}/orders/{{order")
	s.sees("value from")
	press("enter", "enter")
	s.sees("200 OK", "ord_8826")
	if keys > 8 {
		t.Errorf("%d keys", keys)
	}
}

func TestDeleteAndUndo(t *testing.T) {
	s := open(t, ui.Options{})
	s.press("esc", "1")
	s.to("list")
	s.press("D")
	s.sees("orders/list is deleted")
	if _, err := os.Stat(filepath.Join(s.root, "orders/list.yaml")); err == nil {
		t.Error("its file is still there")
	}
	s.to("login")
	s.press("enter", "1", "u") // another request was opened since
	s.sees("took back: delete orders/list")
	if got := s.file("orders/list.yaml"); got != files["orders/list.yaml"] {
		t.Errorf("the file is %q", got)
	}
	s.press("D", "u", "D", "u") // the cursor is on what came back, so that the same goes again
	if got := s.file("orders/list.yaml"); got != files["orders/list.yaml"] || s.file("auth/login.yaml") != files["auth/login.yaml"] {
		t.Error("another file is gone")
	}
}

func TestMoveAndUndo(t *testing.T) {
	s := open(t, ui.Options{})
	s.press("esc", "1")
	s.to("list")
	s.press("R", "ctrl+u")
	s.typed("auth/login")
	s.press("enter")
	s.sees("there is a request auth/login already", "auth/login") // and what was typed is still there
	s.press("ctrl+u")
	s.typed("shop/all")
	s.press("enter")
	s.sees("orders/list is shop/all now")
	if s.file("shop/all.yaml") != files["orders/list.yaml"] {
		t.Error("the file is another one")
	}
	s.press("u")
	s.sees("took back")
	if s.file("orders/list.yaml") != files["orders/list.yaml"] {
		t.Error("the file is another one")
	}
}

// TestRenameEverywhere renames a pick that a file, a request with unsaved edits and the collection use.
func TestRenameEverywhere(t *testing.T) {
	s := openWith(t, authorized, ui.Options{})
	s.login()
	s.press("4", "g", "g")
	s.to("access_token")
	s.press("R", "ctrl+u")
	s.typed("token")
	s.press("enter")
	s.sees("It is used by", "orders/get")
	s.press("enter")
	s.sees("access_token is token now")
	if got := s.file("dowse.yaml"); !strings.Contains(got, "{{token}}") {
		t.Errorf("the collection: %s", got)
	}
	if got := s.file("auth/login.yaml"); !strings.Contains(got, "  token:") {
		t.Errorf("the login: %s", got)
	}
	s.press("u")
	s.sees("took back: rename access_token to token")
	if got := s.file("dowse.yaml"); got != authorized["dowse.yaml"] {
		t.Errorf("the collection is %q", got)
	}
	if got := s.file("auth/login.yaml"); !strings.Contains(got, "  access_token:") {
		t.Errorf("the login: %s", got)
	}
}

// TestRenameInManyFiles renames a variable that 200 files use, from the screen: every use is another one and no other byte is,
// and one undo brings all of it back. Where one of them was changed by somebody meanwhile nothing is changed.
func TestRenameInManyFiles(t *testing.T) {
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	others := map[string]string{"orders/list.yaml": "url: \"{{base_url}}/orders\"\npicks:\n  order_id: \"$.data[0].id\"\n  next_cursor: {path: \"$.page.next\", if_missing: skip}\npage: {next: next_cursor, into: query.cursor}\n"}
	for i := range 200 {
		others[fmt.Sprintf("many/r%03d.yaml", i)] = fmt.Sprintf("# %d\nurl:  'http://x/{{order_id}}/{{pick.orders/list.order_id}}'  # why\nx-mine: order_id\nheaders: {A: \"{{ order_id | trim }}\"}\n", i)
	}
	s := openWith(t, others, ui.Options{})
	texts := func() map[string]string {
		all := map[string]string{}
		for name := range others {
			all[name] = s.file(name)
		}
		return all
	}
	rename := func(from, to string) {
		t.Helper()
		s.press("esc", "4", "g", "g")
		s.to(from)
		s.press("R", "ctrl+u")
		s.typed(to)
		s.press("enter")
	}
	s.sendRequest("auth/login")
	rename("order_id", "the_order")
	s.sees("It is used by")
	s.press("enter")
	s.sees("order_id is the_order now, also in the 200 requests that use it")
	want := map[string]string{}
	for name, text := range others {
		want[name] = strings.NewReplacer("{{order_id}}", "{{the_order}}", "{{pick.orders/list.order_id}}", "{{pick.orders/list.the_order}}", "{{ order_id |", "{{ the_order |", "  order_id: ", "  the_order: ").Replace(text)
	}
	if diff := cmp.Diff(want, texts()); diff != "" {
		t.Error(diff)
	}
	s.press("u")
	s.sees("took back: rename order_id to the_order")
	if diff := cmp.Diff(others, texts()); diff != "" {
		t.Error(diff)
	}
	rename("next_cursor", "cursor")
	s.sees("next_cursor is cursor now")
	if got := s.file("orders/list.yaml"); !strings.Contains(got, "next: cursor,") || !strings.Contains(got, "  cursor: {path") {
		t.Error(got)
	}
}

// TestRenameWritten renames a variable that is written in two environments and a request, from the screen, and what uses it; one
// undo brings all of it back, byte by byte.
func TestRenameWritten(t *testing.T) {
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	others := map[string]string{
		"dowse.yaml":   "version: 1 # ours\nname: Shop\ndefault_env: demo\nvars: {size: 5, other: 1}\nsecrets:\n  key: {from: env} # mine\n",
		"env/two.yaml": "base_url: http://two\nvars:\n  # how many\n  size: 7 # seven\n  more: x\n",
		"a/own.yaml":   "url: \"{{base_url}}/x?n={{size}}\"\nvars:\n  size: 9   # nine\n",
		"a/uses.yaml":  "url:   '{{base_url}}/y?n={{ size | string }}'   # why\nheaders: {K: \"{{key}}\"}\n",
		"a/other.yaml": "url: \"{{base_url}}/z?n={{other}}\"\n",
	}
	s := openWith(t, others, ui.Options{Open: "a/uses"})
	texts := func() map[string]string {
		all := map[string]string{}
		for name := range others {
			all[name] = s.file(name)
		}
		return all
	}
	rename := func(from, to string) {
		t.Helper()
		s.press("esc", "4", "g", "g")
		s.to(from)
		s.press("R", "ctrl+u")
		s.typed(to)
		s.press("enter")
	}
	rename("size", "page_size")
	s.sees("in every environment too", "a/uses")
	s.press("enter")
	s.sees("size is page_size now, also in the 2 requests that use it")
	want := map[string]string{}
	for name, text := range others {
		want[name] = strings.NewReplacer("{{size}}", "{{page_size}}", "{{ size |", "{{ page_size |", "size: ", "page_size: ").Replace(text)
	}
	if diff := cmp.Diff(want, texts()); diff != "" {
		t.Error(diff)
	}
	s.press("u")
	s.sees("took back: rename size to page_size")
	if diff := cmp.Diff(others, texts()); diff != "" {
		t.Error(diff)
	}
	rename("key", "api_key")
	s.sees("It is used by")
	s.press("enter")
	s.sees("key is api_key now")
	if got := s.file("dowse.yaml"); !strings.Contains(got, "  api_key: {from: env, name: KEY} # mine\n") {
		t.Error(got) // it is read from the variable of the environment that it was read from
	}
	rename("other", "page-size!")
	s.sees("page-size! is no name")
	rename("other", "base_url")
	s.sees("there is a variable base_url already")
}

// TestFailureKeepsValues holds that an answer of 401 forgets nothing that was picked before, and that the login is
// sent again, once, and then what was refused.
func TestFailureKeepsValues(t *testing.T) {
	s := openWith(t, authorized, ui.Options{})
	s.login()
	s.sendRequest("orders/list")
	s.press("/")
	s.typed("ord_8812")
	s.press("enter", "p")
	s.sees("2 picked")
	s.later.Store(int64(5 * time.Minute)) // no token of before is good any more
	s.press("esc", "ctrl+r")
	s.sees("401: auth/login is sent for another access_token, then GET again", "200 OK", "2 picked")
}

// TestChainOfMissing holds that what waits for a value is sent when it has come, however many wait for each other,
// and that the reason is said where a pick finds nothing.
func TestChainOfMissing(t *testing.T) {
	chain := map[string]string{
		"auth/login.yaml":  files["auth/login.yaml"] + "picks:\n  access_token: $.access_token\n",
		"orders/list.yaml": "url: \"{{base_url}}/orders\"\nheaders: {Authorization: \"Bearer {{access_token}}\"}\npicks:\n  order_id: $.data[0].id\n",
		"orders/get.yaml":  "url: \"{{base_url}}/orders/{{order_id}}\"\nheaders: {Authorization: \"Bearer {{access_token}}\"}\n",
	}
	s := openWith(t, chain, ui.Options{Open: "orders/get"})
	s.press("ctrl+r")
	s.sees("Something has to be sent first", "access_token has no value", "Send auth/login, orders/list, then this")
	s.press("enter")
	s.sees("200 OK", "ord_8812")
	s.later.Store(int64(5 * time.Minute)) // nothing of before is fresh any more
	s.press("ctrl+r")
	s.lacks("Something has to be sent first") // it was asked already
	s.sees("200 OK", "ord_8812")

	chain["orders/list.yaml"] = strings.Replace(chain["orders/list.yaml"], "$.data[0].id", "$.none.id", 1)
	s = openWith(t, chain, ui.Options{Open: "orders/get"})
	s.sendRequest("auth/login")
	s.press("esc", "ctrl+p")
	s.typed("orders/get")
	s.press("enter", "ctrl+r")
	s.sees("order_id is missing", "$.none") // of orders/list: orders/get waits for it in vain
}

func TestFollowAndBack(t *testing.T) {
	s := scratch(t, ui.Options{})
	server := startDemo(t, demo.Options{})
	s.sendURL(server.URL() + "/")
	s.press("/")
	s.typed("/limited")
	s.press("enter", "o")
	s.sees(server.URL()+"/limited", "200 OK")
	s.press("backspace")
	s.sees(server.URL()+"/ ", "200 OK")
	s.press("g", "g", "o")
	s.sees("no link")
	s.press("/")
	s.typed("/orders/{")
	s.press("enter", "o")
	s.sees("type the id")
	s.typed("ord_1")
	s.sees(server.URL() + "/orders/ord_1")
}

// TestCurlReadsNoFile holds that a pasted command reads no file, and none is waited for.
func TestCurlReadsNoFile(t *testing.T) {
	s := scratch(t, ui.Options{})
	s.press("esc")
	s.send(uitest.Paste("curl --data-binary @/dev/zero http://127.0.0.1:1/"))
	s.sees("cannot be used as it is", "reads no file")
}

// TestMendCurl holds that a pasted command that cannot be used is not lost.
func TestMendCurl(t *testing.T) {
	s := scratch(t, ui.Options{})
	s.press("esc")
	s.send(uitest.Paste("curl --frob \\\n http://127.0.0.1:1/x"))
	s.sees("cannot be used as it is", "--frob", "Mend it")
	s.press("enter")
	s.sees("curl --frob  http://127.0.0.1:1/x", "not supported")
	s.press("ctrl+u")
	s.typed("curl http://127.0.0.1:1/x")
	s.press("enter")
	s.sees("Fill the form")
}

// TestCurlKnowsVariables holds that the placeholder of a variable is one in a pasted command too, and that a
// secret in it is none of the draft.
func TestCurlKnowsVariables(t *testing.T) {
	s := openWith(t, authorized, ui.Options{})
	s.login()
	s.press("esc", "esc", "3")
	s.send(uitest.Paste("curl 'http://127.0.0.1:1/x' -H 'Authorization: Bearer {{access_token}}' -H 'X-Api-Key: sk_live_4eC39HqLyjWDarjtT1zdp7dc'"))
	s.sees("1 secret found", "X-Api-Key", "2 headers")
	s.press("enter")
	s.press("esc", "2", "]")
	s.sees("Bearer {{access_token}}", "{{api_key}}")
	s.lacks("sk_live")
}

// TestConflict changes a file while it has unsaved edits here.
func TestConflict(t *testing.T) {
	s := open(t, ui.Options{Open: "orders/list"})
	s.press("ctrl+l")
	s.typed("?mine=1")
	theirs := strings.Replace(files["orders/list.yaml"], "List orders", "Theirs", 1)
	write(t, filepath.Join(s.root, "orders/list.yaml"), theirs)
	s.press("ctrl+s")
	s.sees("Changed by someone else", "theirs", "Theirs")
	if got := s.file("orders/list.yaml"); got != theirs {
		t.Errorf("it was written over: %s", got)
	}
	s.press("down", "enter")
	s.sees("orders/list")
	s.lacks("mine=1")
	if drafts := s.model.Drafts(); len(drafts) > 0 {
		t.Errorf("what the file says is an edit: %v", drafts)
	}
	s.press("esc", "3", "u")
	s.sees("mine=1")
}

// TestUndoTheLast holds that undo takes back what was done last, where a file was deleted before it.
func TestUndoTheLast(t *testing.T) {
	s := open(t, ui.Options{Open: "auth/login"})
	s.login()
	s.press("1", "g", "g")
	s.to("list")
	s.press("D")
	s.sees("orders/list is deleted")
	s.press("4", "g", "g")
	s.to("access_token")
	s.press("D")
	s.sees("access_token is deleted")
	s.press("esc", "3", "u")
	s.sees("took back: delete access_token")
}

// TestKeeps holds that what is not saved is kept soon, and is there again.
func TestKeeps(t *testing.T) {
	s := scratch(t, ui.Options{})
	s.typed("example.com/work")
	state := s.keepsSoon(func(state ui.State) bool {
		return len(state.Drafts) == 1 && state.Drafts[0].Request.URL == "example.com/work"
	})
	again := scratch(t, ui.Options{State: state})
	again.sees("example.com/work")
}

// keepsSoon waits for a state to be kept.
func (s *screen) keepsSoon(good func(ui.State) bool) ui.State {
	s.t.Helper()
	deadline := time.After(long.Limit)
	for {
		select {
		case state := <-s.kept:
			if good(state) {
				return state
			}
		case msg := <-s.messages:
			s.take(msg)
		case <-deadline:
			s.t.Fatal("no such state was kept")
		}
	}
}

// TestExternalChange holds that what somebody else writes is seen, and what is wrong with it.
func TestExternalChange(t *testing.T) {
	watchers := make(chan *collections.Watcher, 1)
	s := open(t, ui.Options{Open: "orders/list", Reload: func(ctx context.Context, _ string) error {
		w := <-watchers
		watchers <- w
		return w.Next(ctx)
	}})
	w, err := collections.Watch(t.Context(), s.root)
	if err != nil {
		t.Fatal(err)
	}
	watchers <- w
	write(t, filepath.Join(s.root, "orders/list.yaml"), "url: \"{{base_url}}/changed\"\n")
	s.sees("{{base_url}}/changed")
	write(t, filepath.Join(s.root, "orders/new.yaml"), "url: [1]\n")
	write(t, filepath.Join(s.root, "notes.yaml"), "a: 1\n")
	s.press("1")
	s.sees("new", "broken", "1 file is no request")
	s.to("broken")
	s.press("enter")
	s.sees("orders/new.yaml:1", "mend the file")
	write(t, filepath.Join(s.root, "orders/new.yaml"), "url: \"{{base_url}}/mended\"\n")
	s.until("the file is mended", func() bool { return !strings.Contains(s.text(), "broken") })
}
