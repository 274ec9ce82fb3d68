package ui_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dowse/ui"
)

// allFiles are the texts of the collection by their slash paths.
func (s *screen) allFiles() map[string]string {
	s.t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(s.root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		name, _ := filepath.Rel(s.root, path)
		all[filepath.ToSlash(name)] = string(text)
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return all
}

// undoable is a collection in which a request uses what another one picks.
var undoable = map[string]string{
	"auth/login.yaml":  files["auth/login.yaml"] + "picks:\n  access_token: {path: \"$.access_token\", secret: true}\n  token_type: {path: \"$.token_type\", type: string}\n",
	"orders/get.yaml":  "url: \"{{base_url}}/orders/ord_8812\"\nheaders: {Authorization: \"Bearer {{access_token}}\"}\n",
	"orders/list.yaml": files["orders/list.yaml"] + "headers: {Authorization: \"Bearer {{access_token}}\"}\n",
}

// TestUndoFromEveryPane does each thing that can be undone, goes to each pane and takes it back there: the files are what they
// were, and so is what is not saved; doing it again gives what was taken back.
func TestUndoFromEveryPane(t *testing.T) {
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	to := func(s *screen, pane, row string) {
		s.press("esc", "esc", pane, "g", "g")
		s.to(row)
	}
	for _, c := range []struct {
		name, took string
		do         func(*screen)
	}{
		{"URL of the request on the screen", "took back: URL", func(s *screen) {
			s.press("ctrl+l", "end")
			s.typed("?n=1")
		}},
		{"URL of another request", "took back: URL, of orders/list", func(s *screen) {
			s.sendRequest("orders/list")
			s.press("ctrl+l", "end")
			s.typed("?n=1")
			s.press("esc", "ctrl+p")
			s.typed("auth/login")
			s.press("enter")
		}},
		{"row", "took back", func(s *screen) {
			s.sendRequest("orders/list")
			s.press("2", "D")
			s.lacks("limit")
		}},
		{"pick", "took back: pick expires_in", func(s *screen) {
			to(s, "3", "expires_in")
			s.press("p")
			s.sees("= expires_in")
		}},
		{"deleted pick of another request", "took back: delete token_type, of auth/login", func(s *screen) {
			s.sendRequest("orders/get")
			to(s, "4", "token_type")
			s.press("D")
			s.sees("token_type is deleted")
		}},
		{"renamed pick", "took back: change of pick kind", func(s *screen) {
			to(s, "4", "token_type")
			s.press("R", "ctrl+u")
			s.typed("kind")
			s.press("enter")
			s.sees("token_type is kind now")
		}},
		{"renamed pick that is used", "took back: rename access_token to token", func(s *screen) {
			to(s, "4", "access_token")
			s.press("R", "ctrl+u")
			s.typed("token")
			s.press("enter", "enter")
			s.sees("access_token is token now")
		}},
		{"settings of a pick", "took back: change of pick token_type", func(s *screen) {
			to(s, "3", "token_type")
			s.press("P")
			s.to("if missing")
			s.press("l", "enter")
			s.sees("token_type: saved in")
		}},
		{"deleted request", "took back: delete orders/list", func(s *screen) {
			to(s, "1", "list")
			s.press("D")
			s.sees("is deleted")
		}},
		{"moved request", "took back: rename orders/list to shop/all", func(s *screen) {
			to(s, "1", "list")
			s.press("R", "ctrl+u")
			s.typed("shop/all")
			s.press("enter")
			s.sees("is shop/all now")
		}},
		{"copy", "took back: copy of orders/list", func(s *screen) {
			to(s, "1", "list")
			s.press("c")
			s.sees("a copy of")
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			for _, pane := range []string{"1", "ctrl+l", "2", "3", "4"} {
				s := openWith(t, undoable, ui.Options{Open: "auth/login"})
				s.sendRequest("auth/login")
				before, drafts := s.allFiles(), s.model.Drafts()
				c.do(s)
				after, draftsAfter := s.allFiles(), s.model.Drafts()
				if cmp.Equal(before, after) && cmp.Equal(drafts, draftsAfter) {
					t.Fatal("nothing was done")
				}
				s.press("esc", "esc", pane, "esc", "u")
				s.sees(c.took)
				if diff := cmp.Diff(before, s.allFiles()); diff != "" {
					t.Errorf("from %s: %s", pane, diff)
				}
				if diff := cmp.Diff(drafts, s.model.Drafts()); diff != "" {
					t.Errorf("from %s: %s", pane, diff)
				}
				s.press(pane, "esc", "U")
				did, _, _ := strings.Cut(strings.Replace(c.took, "took back", "did again", 1), ", of ")
				s.sees(did)
				if diff := cmp.Diff(after, s.allFiles()); diff != "" {
					t.Errorf("again from %s: %s", pane, diff)
				}
				if diff := cmp.Diff(draftsAfter, s.model.Drafts()); diff != "" {
					t.Errorf("again from %s: %s", pane, diff)
				}
			}
		})
	}
}

// TestUndoInOrder holds that what was done last is taken back first, whatever it was, and then what was before it.
func TestUndoInOrder(t *testing.T) {
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	s := openWith(t, undoable, ui.Options{Open: "auth/login"})
	s.sendRequest("auth/login")
	begin, drafts := s.allFiles(), s.model.Drafts()
	s.press("ctrl+l", "end")
	s.typed("?a")
	s.press("esc", "1", "g", "g")
	s.to("list")
	s.press("D")
	s.sees("orders/list is deleted")
	s.press("ctrl+l", "end")
	s.typed("b") // not one edit with what was typed before
	s.press("esc", "4", "g", "g")
	s.to("token_type")
	s.press("D")
	s.sees("token_type is deleted")
	for _, took := range []string{"took back: delete token_type", "took back: URL", "took back: delete orders/list", "took back: URL", "there is nothing to take back"} {
		s.press("u")
		s.sees(took)
	}
	if diff := cmp.Diff(begin, s.allFiles()); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(drafts, s.model.Drafts()); diff != "" {
		t.Error(diff)
	}
	for _, did := range []string{"did again: URL", "did again: delete orders/list", "did again: URL", "did again: delete token_type", "there is nothing to do again"} {
		s.press("U")
		s.sees(did)
	}
	s.sees("?ab")
}
