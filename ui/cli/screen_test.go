package cli_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"dowse/client/demo"
	"dowse/collections/long"
	"dowse/ui/terminal/screentest"
)

// shop is a place to work in: a folder, a state folder, and the demo API.
type shop struct {
	dir, home string
	server    *demo.Server
}

func newShop(t *testing.T) shop {
	t.Helper()
	return shop{dir: t.TempDir(), home: t.TempDir(), server: startDemo(t)}
}

// screen starts the real binary in a terminal.
func (s shop) screen(t *testing.T, width, height int, args ...string) *screentest.Driver {
	t.Helper()
	return s.screenWith(t, nil, width, height, args...)
}

func (s shop) env() []string {
	return []string{"XDG_STATE_HOME=" + filepath.Join(s.home, "state"), "XDG_CONFIG_HOME=" + filepath.Join(s.home, "config"), "HOME=" + s.home, "CI="}
}

// to moves the cursor of the focused list to the row that shows a text.
func to(t *testing.T, d *screentest.Driver, text string) {
	t.Helper()
	row := regexp.MustCompile("▌[^│]*" + regexp.QuoteMeta(text))
	for pause := 20 * time.Millisecond; pause < 3*time.Second; pause *= 2 { // what is drawn late is passed by, and looked for again
		for range 100 {
			before := d.Quiet(pause)
			if row.MatchString(before.String()) {
				return
			}
			d.Press("j")
			if d.Quiet(pause).String() == before.String() {
				break // the end of the list
			}
		}
		d.Press("g", "g")
	}
	t.Fatalf("no row with %q:\n%s", text, d.Frame())
}

// TestScreenJob is the whole job from a cold start, at each size: a URL typed and sent, the token picked with
// one key, used by completion in another request, saved, and all of it there after a restart.
func TestScreenJob(t *testing.T) {
	for name, size := range map[string][2]int{"80x24": {80, 24}, "120x40": {120, 40}, "200x60": {200, 60}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newShop(t)
			d := s.screen(t, size[0], size[1])
			d.WaitFor("Type a URL")
			d.Type("POST " + s.server.URL() + "/login")
			d.Press("ctrl+l", "esc", "2")
			body(t, d)
			d.Press("ctrl+r")
			d.WaitFor("200 OK", "access_token")
			d.Press("esc", "3")
			to(t, d, "access_token")
			d.Press("p")
			d.WaitFor("= access_token", "in any field")
			d.Press("space", "n")
			d.Type(s.server.URL() + "/orders?limit=2")
			d.Press("esc", "2")
			tab(t, d, "Headers")
			d.Press("a")
			d.Type("Authorization")
			d.Press("tab")
			d.Type("Bearer {{acc")
			d.WaitFor("access_token")
			d.Press("enter", "esc")
			d.WaitFor("{{access_token}}")
			d.Press("ctrl+r")
			d.WaitFor("200 OK", "data")
			d.Press("esc", "ctrl+s")
			d.WaitFor("Where do your requests live")
			d.Press("enter")
			d.WaitFor("Name of the request")
			d.Press("enter")
			d.WaitFor("saved")
			if err := d.Frame().Exact(); err != nil {
				t.Error(err)
			}
			d.Press("q")
			if status := d.Exit(); status.Code != 0 {
				t.Errorf("it exits with %+v", status)
			}
			restarted(t, s, size)
			noSecrets(t, s)
		})
	}
}

// body writes the login of the demo API into the request.
func body(t *testing.T, d *screentest.Driver) {
	t.Helper()
	tab(t, d, "Body")
	d.Paste(`{"user": "demo", "password": "demo"}`)
	d.WaitFor("JSON")
	d.Press("enter")
	d.WaitFor(`"user"`)
}

// tab goes to a tab of the focused pane.
func tab(t *testing.T, d *screentest.Driver, name string) {
	t.Helper()
	for range 12 { // twice round: a frame that came late may have been taken for the next
		before := d.Quiet(settled)
		if before.Contains("[" + name) {
			return
		}
		d.Press("]")
		d.Wait("another tab", func(f screentest.Frame) bool { return f.String() != before.String() })
	}
	t.Fatalf("no tab %s:\n%s", name, d.Frame())
}

// settled is how long nothing may be written for the screen to be taken as it is.
const settled = 60 * time.Millisecond

// restarted holds that what was there before is there again.
func restarted(t *testing.T, s shop, size [2]int) {
	t.Helper()
	if files, _ := filepath.Glob(filepath.Join(s.dir, "requests", "*.yaml")); len(files) == 0 {
		t.Error("nothing was saved")
	}
	d := s.screen(t, size[0], size[1], "requests")
	d.WaitFor("orders")
	d.Press("esc", "2")
	d.WaitFor("{{access_token}}")
	d.Press("4")
	d.WaitFor("access_token")
	d.Press("q", "q")
}

// noSecrets holds that no token is in any file.
func noSecrets(t *testing.T, s shop) {
	t.Helper()
	for _, dir := range []string{s.dir, s.home} {
		_ = filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			data, err := os.ReadFile(path)
			if strings.Contains(string(data), "eyJ") {
				t.Errorf("%s holds a token", path)
			}
			return err
		})
	}
}

// TestScreenLeavesTerminal holds that the terminal is as it was, however the screen ends.
func TestScreenLeavesTerminal(t *testing.T) {
	ends := map[string]struct {
		end  func(d *screentest.Driver)
		code int
	}{
		"quit":         {func(d *screentest.Driver) { d.Press("esc", "q") }, 0},
		"ctrl+c twice": {func(d *screentest.Driver) { d.Press("ctrl+c", "ctrl+c") }, 0},
		"INT":          {func(d *screentest.Driver) { d.Signal(syscall.SIGINT) }, 130},
		"TERM":         {func(d *screentest.Driver) { d.Signal(syscall.SIGTERM) }, 143},
		"HUP":          {func(d *screentest.Driver) { d.Signal(syscall.SIGHUP) }, 129},
		"QUIT":         {func(d *screentest.Driver) { d.Signal(syscall.SIGQUIT) }, 131},
		"ILL":          {func(d *screentest.Driver) { d.Signal(syscall.SIGILL) }, 128 + int(syscall.SIGILL)},
		"TRAP":         {func(d *screentest.Driver) { d.Signal(syscall.SIGTRAP) }, 128 + int(syscall.SIGTRAP)},
		"ABRT":         {func(d *screentest.Driver) { d.Signal(syscall.SIGABRT) }, 128 + int(syscall.SIGABRT)},
		"BUS":          {func(d *screentest.Driver) { d.Signal(syscall.SIGBUS) }, 128 + int(syscall.SIGBUS)},
		"FPE":          {func(d *screentest.Driver) { d.Signal(syscall.SIGFPE) }, 128 + int(syscall.SIGFPE)},
		"SEGV":         {func(d *screentest.Driver) { d.Signal(syscall.SIGSEGV) }, 128 + int(syscall.SIGSEGV)},
		"SYS":          {func(d *screentest.Driver) { d.Signal(syscall.SIGSYS) }, 128 + int(syscall.SIGSYS)},
	}
	for name, c := range ends {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newShop(t).screen(t, 80, 24)
			d.WaitFor("Type a URL")
			before := d.Before()
			c.end(d)
			status := d.Exit()
			if status.Code != c.code {
				t.Errorf("it exits with %d, want %d", status.Code, c.code)
			}
			if status.After != before {
				t.Error("the terminal is not in the state it was in")
			}
			for mode, on := range d.Modes() {
				if on != (mode == 25) {
					t.Errorf("mode %d is left %v", mode, on)
				}
			}
		})
	}
}

// TestScreenHostile shows a response that attacks the terminal; Strict reads every byte that is written.
func TestScreenHostile(t *testing.T) {
	s := newShop(t)
	d := s.screen(t, 100, 30, s.server.URL()+"/escapes")
	d.WaitFor("/escapes")
	d.Press("ctrl+r")
	d.WaitFor("200")
	d.Press("esc", "3", "]")
	d.WaitFor("Headers")
	d.Press("]", "esc")
	d.Quiet(200 * time.Millisecond)
	if err := d.Frame().Exact(); err != nil {
		t.Error(err)
	}
}

// TestScreenKill holds that what was typed is there again after kill -9.
func TestScreenKill(t *testing.T) {
	s := newShop(t)
	d := s.screen(t, 80, 24)
	d.WaitFor("Type a URL")
	d.Type("unsaved.example.com/work")
	d.WaitFor("unsaved.example.com/work")
	waitForState(t, filepath.Join(s.home, "state"), "unsaved.example.com/work")
	d.Signal(syscall.SIGKILL)
	d.Exit()
	again := s.screen(t, 80, 24)
	again.WaitFor("unsaved.example.com/work")
	if entries, _ := os.ReadDir(s.dir); len(entries) != 0 {
		t.Errorf("files were written before the first save: %v", entries)
	}
}

// TestCommandsAskNothing holds that commands write no query, whatever the screen needs.
func TestCommandsAskNothing(t *testing.T) {
	s := newShop(t)
	for _, args := range [][]string{{"--help"}, {"version"}, {"send", s.server.URL() + "/"}} {
		d := screentest.Drive(t, screentest.Options{Silent: true, Dir: s.dir, Env: s.env()}, binary, args...)
		d.Exit()
		if err := screentest.Strict(d.Raw(), screentest.CommandGrammar()); err != nil {
			t.Errorf("%v: %v", args, err)
		}
	}
}

// TestScreenNeedsTerminal holds that nothing waits for keys that cannot come.
func TestScreenNeedsTerminal(t *testing.T) {
	out, err := exec.Command(binary).CombinedOutput()
	if err != nil || !strings.Contains(string(out), "dowse demo") {
		t.Errorf("%v: %s", err, out)
	}
}

// waitForState waits until the state of a workspace below a folder holds a text.
func waitForState(t *testing.T, dir, text string) {
	t.Helper()
	waitUntil(t, fmt.Sprintf("a state below %s that holds %q", dir, text), func() (found bool) {
		_ = filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
			if err == nil && entry.Name() == "state.json" { // and not what will become it
				data, _ := os.ReadFile(path)
				found = found || strings.Contains(string(data), text)
			}
			return nil
		})
		return found
	})
}

// waitUntil waits until something holds of files, of which nobody tells.
func waitUntil(t *testing.T, what string, holds func() bool) {
	t.Helper()
	tick, limit := time.NewTicker(10*time.Millisecond), time.After(long.Limit)
	defer tick.Stop()
	for !holds() {
		select {
		case <-tick.C:
		case <-limit:
			t.Fatalf("%s is not there", what)
		}
	}
}
