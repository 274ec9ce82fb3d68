package workspace_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dowse/client/session"
	"dowse/client/workspace"
	"dowse/collections"
)

// open gives the workspace of a collection of some files.
func open(t *testing.T, files map[string]string) workspace.Workspace {
	t.Helper()
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	root := t.TempDir()
	for name, text := range files {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	c, err := collections.Load(root)
	if err != nil {
		t.Fatal(err)
	}
	return workspace.Of(&session.Session{Collection: c}, nil)
}

// TestChanges holds that each change leaves the snapshot before it as it was, writes the files, and that undo writes what they held.
func TestChanges(t *testing.T) {
	files := map[string]string{
		"dowse.yaml": "version: 1\n", "login.yaml": "url: http://x/login\npicks:\n  token: $.t\n",
		"orders/list.yaml": "url: \"http://x/orders?t={{token}}&u={{pick.login.token}}\"\n",
	}
	for name, c := range map[string]struct {
		act  workspace.Act
		file string
		want string // in the file then
	}{
		"save": {func(w workspace.Workspace) (workspace.Change, error) {
			r := *w.Session.Collection.Request("login")
			r.URL = "http://y/login"
			return w.Save(r)
		}, "login.yaml", "http://y/login"},
		"delete": {func(w workspace.Workspace) (workspace.Change, error) { return w.Delete("login") }, "login.yaml", ""},
		"move": {func(w workspace.Workspace) (workspace.Change, error) {
			r, err := w.PlanMove("login", "auth/login")
			if err != nil {
				return workspace.Change{}, err
			}
			return w.Move(r)
		}, "orders/list.yaml", "{{pick.auth/login.token}}"},
		"rename": {func(w workspace.Workspace) (workspace.Change, error) { return w.RenameVariable("token", "access") }, "orders/list.yaml", "t={{access}}&u={{pick.login.access}}"},
	} {
		t.Run(name, func(t *testing.T) {
			w := open(t, files)
			before := *w.Session.Collection.Request("login")
			change, err := c.act(w)
			if err != nil {
				t.Fatal(err)
			}
			root := w.Session.Collection.Root
			text, _ := os.ReadFile(filepath.Join(root, c.file))
			if !strings.Contains(string(text), c.want) || c.want == "" && text != nil {
				t.Errorf("the file holds %q", text)
			}
			if r := w.Session.Collection.Request("login"); r == nil || r.URL != before.URL || r.ID != "login" || r.Picks[0].Name != "token" {
				t.Errorf("the snapshot was changed: %+v", r)
			}
			change.Apply(w.Session)
			if _, err := change.Undo(w); err != nil {
				t.Fatal(err)
			}
			for name, want := range files {
				if text, _ := os.ReadFile(filepath.Join(root, filepath.FromSlash(name))); string(text) != want {
					t.Errorf("after undo %s holds %q", name, text)
				}
			}
		})
	}
}
