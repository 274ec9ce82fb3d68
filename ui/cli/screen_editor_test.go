package cli_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestScreenEditorIsPrivate runs an editor and a pager on bodies: nobody else may read what is edited, and of the environment
// they get all but what holds a secret.
func TestScreenEditorIsPrivate(t *testing.T) {
	for program, keys := range map[string][]string{"VISUAL": {"ctrl+l", "f4"}, "PAGER": {"3", "v", "l"}} {
		t.Run(program, func(t *testing.T) {
			s := newShop(t)
			url, _ := answering(t, `{"order_id": "ord_8812"}`)
			saw := filepath.Join(t.TempDir(), "saw")
			script := saw + ".sh"
			put(t, script, "#!/bin/sh\n(ls -ldL \"$(dirname \"$1\")\" \"$1\"; env; echo end) > "+saw+"\n", 0o700)
			put(t, filepath.Join(s.dir, "dowse.yaml"), "version: 1\nsecrets:\n  api_key: {from: env, name: SHOP_KEY}\n", 0o600)
			put(t, filepath.Join(s.dir, "a.yaml"), "url: "+url+"\n", 0o600)
			d := s.screenWith(t, []string{program + "=" + script, "SHOP_KEY=canary-7714", "SHOP_USER=ann"}, 80, 24, "a")
			d.WaitFor(url)
			d.Press("ctrl+r")
			d.WaitFor("200 OK", "ord_8812")
			d.Press("esc")
			d.Press(keys...)
			var text string
			waitUntil(t, "what the program saw", func() bool {
				data, _ := os.ReadFile(saw)
				text = string(data)
				return strings.HasSuffix(text, "end\n")
			})
			lines := strings.Split(text, "\n")
			if !strings.HasPrefix(lines[0], "drwx------") || !strings.HasPrefix(lines[1], "-rw-------") {
				t.Errorf("others may read it:\n%s\n%s", lines[0], lines[1])
			}
			if strings.Contains(text, "canary-7714") || !strings.Contains(text, "SHOP_USER=ann") {
				t.Errorf("the environment is\n%s", text)
			}
		})
	}
}

// TestScreenEditorConflict changes a request's file while it is in the editor: saving asks, and writes over nothing.
func TestScreenEditorConflict(t *testing.T) {
	s := newShop(t)
	script, file := filepath.Join(t.TempDir(), "edit"), filepath.Join(s.dir, "a.yaml")
	put(t, script, fmt.Sprintf("#!/bin/sh\necho 'name: Mine' >> \"$1\"\n(echo 'name: Theirs'; cat %q) > %q.new && mv %[1]q.new %[1]q\n", file, file), 0o700)
	put(t, filepath.Join(s.dir, "dowse.yaml"), "version: 1\n", 0o600)
	put(t, file, "url: http://127.0.0.1:1/a\n", 0o600)
	d := s.screenWith(t, []string{"VISUAL=" + script}, 80, 24, "a")
	d.WaitFor("http://127.0.0.1:1/a")
	d.Press("ctrl+l", "f4")
	d.WaitFor("saving it will ask")
	d.Press("esc", "ctrl+s")
	d.WaitFor("Changed by someone else")
	if got, err := os.ReadFile(file); err != nil || !strings.Contains(string(got), "Theirs") || strings.Contains(string(got), "Mine") {
		t.Errorf("the file is %s (%v)", got, err)
	}
}

func put(t *testing.T, name, text string, mode os.FileMode) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), mode); err != nil {
		t.Fatal(err)
	}
}
