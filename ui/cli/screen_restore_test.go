package cli_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"dowse/ui/terminal/screentest"
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
	kept(t, s, "ord_8812", "access_token")
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
	again.Press("esc", "4")
	again.WaitFor(" NAV ", "order_id", "ord_8812", "access_token")
	noSecrets(t, s)
	if entries, _ := os.ReadDir(s.dir); len(entries) != 0 {
		t.Errorf("files were written before the first save: %v", entries)
	}
}

// kept waits until the state that is kept holds each of the texts. What is still being written does not count.
func kept(t *testing.T, s shop, texts ...string) {
	t.Helper()
	waitUntil(t, fmt.Sprintf("a state that holds %q", texts), func() bool {
		files, _ := filepath.Glob(filepath.Join(s.home, "state", "dowse", "*", "state.json"))
		return slices.ContainsFunc(files, func(file string) bool {
			data, _ := os.ReadFile(file)
			return !slices.ContainsFunc(texts, func(text string) bool { return !strings.Contains(string(data), text) })
		})
	})
}

// TestScreenAfterKill holds what help screen says of kill -9: the terminal is left as the screen has it, reset mends it, and
// what was not saved is there again.
func TestScreenAfterKill(t *testing.T) {
	if _, err := exec.LookPath("reset"); err != nil {
		t.Skip("SKIPPED: there is no reset here")
	}
	s := newShop(t)
	const script = `sh -c 'echo $$ > pid; exec "$0"' "$0"; read line; reset; echo mended; read line`
	d := screentest.Drive(t, screentest.Options{Width: 100, Height: 30, Dir: s.dir, Env: s.env()}, "sh", "-c", script, binary)
	before := d.Before()
	d.WaitFor("Type a URL")
	d.Type("unsaved.example.com/work")
	waitForState(t, filepath.Join(s.home, "state"), "unsaved.example.com/work")
	text, err := os.ReadFile(filepath.Join(s.dir, "pid"))
	if err != nil {
		t.Fatal(err)
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	if now, err := d.State(); err != nil || now == before || !d.Modes()[1049] || d.Modes()[25] {
		t.Errorf("the terminal is not left as the screen has it (%v), so help screen is wrong", err)
	}
	d.Press("ctrl+j")
	d.WaitFor("mended")
	for mode, on := range d.Modes() {
		if on != (mode == 25) {
			t.Errorf("reset leaves mode %d %v", mode, on)
		}
	}
	d.Type("shown again") // as whole lines are read again that Enter ends
	d.WaitFor("shown again")
	d.Press("enter")
	d.Exit()
	s.screen(t, 100, 30).WaitFor("unsaved.example.com/work")
}
