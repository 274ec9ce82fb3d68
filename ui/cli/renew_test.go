package cli_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"strings"
	"sync/atomic"
	"testing"
)

// TestRenewal holds that a credential that a server refuses is renewed once, and that the request is sent again then;
// and that a server that refuses everything is asked no third time.
func TestRenewal(t *testing.T) {
	var logins, lists, good atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/login":
			_ = json.NewEncoder(w).Encode(map[string]string{"access_token": fmt.Sprintf("tok-%d", logins.Add(1))})
		default:
			if lists.Add(1); good.Load() == 0 || r.Header.Get("Authorization") != fmt.Sprintf("Bearer tok-%d", good.Load()) {
				w.WriteHeader(http.StatusUnauthorized)
				return
			}
			_, _ = w.Write([]byte(`{"ok": true}`))
		}
	}))
	defer server.Close()
	s := shop{dir: t.TempDir(), home: t.TempDir()}
	write(t, s.dir, "dowse.yaml", "version: 1\nname: x\n")
	write(t, s.dir, "login.yaml", "method: POST\nrepeatable: true\nurl: "+server.URL+"/login\npicks: {access_token: {path: $.access_token, secret: true}}\n")
	write(t, s.dir, "list.yaml", "url: "+server.URL+"/list\nauth: {bearer: \"{{access_token}}\"}\n")
	send := func(flags ...string) string {
		cmd := exec.Command(binary, append([]string{"send", "list"}, flags...)...)
		cmd.Dir, cmd.Env = s.dir, s.env()
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		return string(out)
	}
	good.Store(2) // the second token is the good one
	if out := send(); !strings.Contains(out, "401 Unauthorized: GET list again after that") || !strings.Contains(out, `"ok": true`) || logins.Load() != 2 || lists.Load() != 2 {
		t.Errorf("%d logins and %d lists:\n%s", logins.Load(), lists.Load(), out)
	}
	logins.Store(0)
	lists.Store(0)
	good.Store(99)
	if out := send(); !strings.Contains(out, "401 Unauthorized  ") || logins.Load() != 2 || lists.Load() != 2 {
		t.Errorf("%d logins and %d lists:\n%s", logins.Load(), lists.Load(), out)
	}
	lists.Store(0)
	if send("--no-plan", "--var", "access_token=x"); lists.Load() != 1 {
		t.Errorf("without a plan it is sent %d times", lists.Load())
	}
}
