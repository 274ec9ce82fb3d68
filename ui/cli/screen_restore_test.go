package cli_test

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// TestScreenKillPicks holds what is there again of picks of a request that was never saved, after kill -9: the
// picks, and the value of the one that is no secret. The value of the secret one is nowhere.
func TestScreenKillPicks(t *testing.T) {
	s := newShop(t)
	url, _ := answering(t, `{"order_id": "ord_8812", "access_token": "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJkZW1vIn0.c2lnbmF0dXJl"}`)
	d := s.screen(t, 100, 30)
	d.WaitFor("Type a URL")
	d.Type(url + "/unsaved")
	d.Press("enter")
	d.WaitFor("200 OK", "access_token")
	d.Press("j")
	d.WaitFor("$.order_id")
	d.Press("p")
	d.WaitFor("= order_id")
	d.Press("j")
	d.WaitFor("$.access_token")
	d.Press("p")
	d.WaitFor("= access_token")
	state := filepath.Join(s.home, "state")
	waitForFile(t, state, "ord_8812")
	waitForFile(t, state, "access_token")
	d.Signal(syscall.SIGKILL)
	if status := d.Exit(); status.Signal != syscall.SIGKILL {
		t.Fatalf("it ended with %+v", status)
	}
	noSecrets(t, s)

	again := s.screen(t, 100, 30)
	again.WaitFor(url + "/unsaved")
	again.Press("esc", "space", "n")
	again.WaitFor("Type a URL")
	again.Type("http://127.0.0.1:1/{{")
	again.WaitFor("order_id", "ord_8812", "access_token")
	again.Type("ord")
	again.WaitFor("ord_8812")
	again.Press("tab")
	again.WaitFor("http://127.0.0.1:1/{{order_id}}")
	again.Press("esc")
	if f := again.Quiet(settled); !f.Contains("1 var") {
		t.Errorf("the value of the pick is not there:\n%s", f)
	}
	noSecrets(t, s)
	if entries, _ := os.ReadDir(s.dir); len(entries) != 0 {
		t.Errorf("files were written before the first save: %v", entries)
	}
}
