package cli_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"dowse/ui/terminal/screentest"
)

// newRequests is a shop with a collection that has a request a and a request b.
func newRequests(t *testing.T) shop {
	t.Helper()
	s := newShop(t)
	for name, text := range map[string]string{
		"dowse.yaml": "version: 1\n",
		"a.yaml":     "url: http://127.0.0.1:1/a\n",
		"b.yaml":     "url: http://127.0.0.1:1/b\n",
	} {
		if err := os.WriteFile(filepath.Join(s.dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// starts starts a screen on a request.
func starts(t *testing.T, s shop, request string) *screentest.Driver {
	t.Helper()
	d := s.screen(t, 110, 30, request)
	d.WaitFor("127.0.0.1:1/" + strings.TrimSuffix(request, ".yaml"))
	return d
}

// types types behind the URL.
func types(d *screentest.Driver, text string) {
	d.Press("ctrl+l", "end")
	d.Type(text)
	d.WaitFor(text)
}

// editing starts a screen on a request and types behind its URL.
func editing(t *testing.T, s shop, request, text string) *screentest.Driver {
	t.Helper()
	d := starts(t, s, request)
	types(d, text)
	return d
}

// beside starts a screen for each text and then types it: none of them begins with what another one typed.
func beside(t *testing.T, s shop, texts ...string) []*screentest.Driver {
	t.Helper()
	var all []*screentest.Driver
	for range texts {
		all = append(all, starts(t, s, "a.yaml"))
	}
	for i, text := range texts {
		types(all[i], text)
	}
	return all
}

// quits quits a screen, without being asked anything.
func quits(t *testing.T, d *screentest.Driver) {
	t.Helper()
	d.Press("ctrl+c", "ctrl+c")
	if status := d.Exit(); status.Code != 0 {
		t.Fatalf("it exits with %d", status.Code)
	}
}

// TestScreenTwoDrafts has screens edit one request. What was typed into each of them is offered at the next start.
func TestScreenTwoDrafts(t *testing.T) {
	t.Run("both quit", func(t *testing.T) {
		t.Parallel()
		s := newRequests(t)
		both := beside(t, s, "AAA", "BBB")
		one, two := both[0], both[1]
		quits(t, one)
		quits(t, two)
		offered(t, s, "AAA", "BBB")
	})
	t.Run("three, and one is killed", func(t *testing.T) {
		t.Parallel()
		s := newRequests(t)
		all := beside(t, s, "AAA", "BBB", "CCC")
		one, two, three := all[0], all[1], all[2]
		kept(t, s, "CCC")
		three.Signal(syscall.SIGKILL)
		three.Exit()
		quits(t, one)
		quits(t, two)
		offered(t, s, "AAA", "BBB", "CCC")
	})
	t.Run("one goes on after the other quit", func(t *testing.T) {
		t.Parallel()
		s := newRequests(t)
		both := beside(t, s, "AAA", "BBB")
		one, two := both[0], both[1]
		quits(t, one)
		two.Type("MORE")
		two.WaitFor("BBBMORE")
		quits(t, two)
		offered(t, s, "AAA", "BBBMORE")
	})
	t.Run("the draft of an earlier session", func(t *testing.T) {
		t.Parallel()
		s := newRequests(t)
		quits(t, editing(t, s, "a.yaml", "OLD"))
		both := beside(t, s, "AAA", "BBB")
		one, two := both[0], both[1]
		quits(t, two)
		quits(t, one)
		offered(t, s, "OLDAAA", "OLDBBB")
	})
	t.Run("different requests", func(t *testing.T) {
		t.Parallel()
		s := newRequests(t)
		one, two := editing(t, s, "a.yaml", "AAA"), editing(t, s, "b.yaml", "BBB")
		quits(t, one)
		quits(t, two)
		d := s.screen(t, 110, 30, "a.yaml")
		d.WaitFor("/aAAA")
		quits(t, d)
		d = s.screen(t, 110, 30, "b.yaml")
		d.WaitFor("/bBBB")
	})
	t.Run("one is saved", func(t *testing.T) {
		t.Parallel()
		s := newRequests(t)
		quits(t, editing(t, s, "a.yaml", "OLD"))
		one, two := s.screen(t, 110, 30, "a.yaml"), editing(t, s, "a.yaml", "BBB")
		one.WaitFor("/aOLD")
		one.Press("ctrl+s")
		one.WaitFor("saved ")
		quits(t, one)
		quits(t, two)
		d := s.screen(t, 110, 30, "a.yaml")
		d.WaitFor("/aOLDBBB")
		d.WaitGone("a (2)")
	})
	t.Run("one is saved and the other was not touched", func(t *testing.T) {
		t.Parallel()
		s := newRequests(t)
		quits(t, editing(t, s, "a.yaml", "OLD"))
		one, two := s.screen(t, 110, 30, "a.yaml"), s.screen(t, 110, 30, "a.yaml")
		one.WaitFor("/aOLD")
		two.WaitFor("/aOLD")
		one.Press("ctrl+s")
		one.WaitFor("saved ")
		quits(t, one)
		two.Press("esc", "2")
		quits(t, two)
		if state := states(t, s); strings.Contains(state, "OLD") {
			t.Errorf("what is saved is a draft again: %s", state)
		}
	})
}

// offered starts a screen and finds each text in one of the drafts of request a.
func offered(t *testing.T, s shop, texts ...string) {
	t.Helper()
	d := s.screen(t, 110, 30, "a.yaml")
	d.WaitFor("both drafts are kept", "a (2)")
	left := map[string]bool{}
	for _, text := range texts {
		left["/a"+text] = true
	}
	d.Press("esc", "1", "g", "g")
	on := regexp.MustCompile(`▌GET +(a(?: \(\d\))?) `)
	last := ""
	for range texts {
		// A key at a time, each seen: a frame from before it shows another draft.
		f := d.Wait("the cursor on the next draft", func(f screentest.Frame) bool {
			at := on.FindStringSubmatch(f.String())
			return at != nil && at[1] != last && (last != "" || at[1] == "a (2)")
		})
		last = on.FindStringSubmatch(f.String())[1]
		d.Press("enter")
		d.Wait("a draft that was not seen yet", func(f screentest.Frame) bool {
			for text := range left {
				if regexp.MustCompile(`▌GET[^│]*→`).MatchString(f.String()) && f.Contains(text) {
					delete(left, text)
					return true
				}
			}
			return false
		})
		d.Press("esc", "1", "j")
	}
}

// states is the text of every state that is kept.
func states(t *testing.T, s shop) string {
	t.Helper()
	files, _ := filepath.Glob(filepath.Join(s.home, "state", "dowse", "*", "state.json"))
	var all string
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all += string(data)
	}
	return all
}

// TestScreenSameURL holds that a URL, or a curl command, that is opened again shows its draft again, and that drafts of
// earlier sessions stay as they are.
func TestScreenSameURL(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	for range 3 {
		d := s.screen(t, 110, 30, "api.example.com/thrice?token=hunter2hunter2")
		d.WaitFor("api.example.com/thrice")
		quits(t, d)
	}
	for range 2 {
		d := s.screen(t, 110, 30, "POST", "api.example.com/other")
		d.WaitFor("POST", "api.example.com/other")
		quits(t, d)
	}
	for range 3 {
		d := s.screen(t, 110, 30, "curl -H 'X-Kind: 1' https://api.example.com/copied")
		d.WaitFor("Fill the form")
		d.Press("enter")
		d.WaitGone("Fill the form")
		d.WaitFor("api.example.com/copied")
		quits(t, d)
	}
	state := states(t, s)
	for _, text := range []string{"api.example.com/thrice", "api.example.com/other", "api.example.com/copied"} {
		if n := strings.Count(state, text); n != 1 {
			t.Errorf("%d drafts have %s: %s", n, text, state)
		}
	}
	noSecret(t, s, "hunter2hunter2")
}

// TestScreenScratchFolders holds that a draft without a collection is there again in the folder it was made in, and in no
// other one.
func TestScreenScratchFolders(t *testing.T) {
	t.Parallel()
	s, other := newShop(t), newShop(t)
	other.home = s.home
	d := s.screen(t, 110, 30)
	d.WaitFor("Type a URL")
	d.Type("here.example.com/draft")
	d.WaitFor("here.example.com/draft")
	quits(t, d)
	d = other.screen(t, 110, 30)
	if frame := d.WaitFor("Type a URL"); frame.Contains("here.example.com") {
		t.Errorf("the draft of another folder is here:\n%s", frame)
	}
	quits(t, d)
	d = s.screen(t, 110, 30)
	d.WaitFor("here.example.com/draft")
}

// TestScreenFirstVersion holds that the drafts that the version before left are offered: without a collection once, in the
// folder that is opened first.
func TestScreenFirstVersion(t *testing.T) {
	t.Parallel()
	s, other := newShop(t), newShop(t)
	other.home = s.home
	scratch := filepath.Join(s.home, "state", "dowse", "scratch")
	const text = `{"version": 1, "open": "new 1", "drafts": [{"key": "new 1", "request": "url: old.example.com/draft\n", "born": "X"}]}`
	if err := os.MkdirAll(scratch, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(scratch, "state.json"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	d := s.screen(t, 110, 30)
	d.WaitFor("old.example.com/draft")
	quits(t, d)
	d = other.screen(t, 110, 30)
	if frame := d.WaitFor("Type a URL"); frame.Contains("old.example.com") {
		t.Errorf("it is in a second folder:\n%s", frame)
	}
	quits(t, d)
	s.screen(t, 110, 30).WaitFor("old.example.com/draft")
}

// noSecret holds that a text is in no file that is kept.
func noSecret(t *testing.T, s shop, secret string) {
	t.Helper()
	if strings.Contains(states(t, s), secret) {
		t.Error("the state has a secret")
	}
}
