package cli_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestOutputReplaced holds that -o removes its own empty file when nothing comes, and no other file that was put in its place
// meanwhile.
func TestOutputReplaced(t *testing.T) {
	for _, replaced := range []bool{true, false} {
		dir := t.TempDir()
		path := filepath.Join(dir, "out")
		server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
			if replaced {
				other := filepath.Join(dir, "other")
				if err := os.WriteFile(other, []byte("theirs"), 0o600); err != nil {
					t.Error(err)
				}
				if err := os.Rename(other, path); err != nil {
					t.Error(err)
				}
			}
			panic(http.ErrAbortHandler)
		}))
		cmd := exec.Command(binary, "send", "-o", path, server.URL)
		cmd.Dir, cmd.Env = dir, append(os.Environ(), "XDG_STATE_HOME="+t.TempDir(), "XDG_CONFIG_HOME="+t.TempDir())
		out, err := cmd.CombinedOutput()
		server.Close()
		if err == nil {
			t.Fatalf("it is sent: %s", out)
		}
		if text, err := os.ReadFile(path); replaced != (err == nil) || string(text) != map[bool]string{true: "theirs"}[replaced] {
			t.Errorf("replaced %v: %q %v", replaced, text, err)
		}
	}
}
