package cli_test

import (
	"bufio"
	"bytes"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dowse/collections/long"
	"dowse/ui/terminal/screentest"
)

// attacks are what a terminal must never get of text that is not ours.
var attacks = []string{
	"\x1b]0;owned\a", "\x1b]52;c;aGk=\a", "\x1b[3J", "\x1b[?1049l", "\x1b[38;5;199m", "\x1bPq\x1b\\", "\x1b_Gx\x1b\\", "\x1bc",
	"\a\b\v\f\x7f", "\u009b31m", "\u009d0;owned\u009c", "\u202egnp.exe", "\u2066x\u2069", "\u200b\u2028\u061c", "\ufeff\U000e0041",
}

// attack is all of them in one line, and with no UTF-8 between them.
var attack = "<" + strings.Join(attacks, ".") + "\x9b31m\xff>"

// quoted is a text as JSON and YAML have it: with escapes, so that it comes out of the file as it is here.
func quoted(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r < ' ', r == '"', r == '\\', r >= 0x7f && r <= 0xffff:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String() + `"`
}

// onWire is a text that can stand in a header: without what ends it.
func onWire(s string) string { return strings.NewReplacer("\r", "", "\n", "", "\x00", "").Replace(s) }

// assailing is a server that puts an attack wherever an answer has text, with a body of that type.
func assailing(t *testing.T, status, kind, body string) (url string) {
	return "http://" + stopping(t, func(c net.Conn, _ <-chan struct{}) {
		if _, err := http.ReadRequest(bufio.NewReader(c)); err != nil {
			return
		}
		a := onWire(attack)
		_, _ = fmt.Fprintf(c, "HTTP/1.1 %s %s\r\nContent-Type: %s\r\nX-Attack: %s\r\nSet-Cookie: a%[2]s=b%[2]s; Path=/%[2]s\r\nSet-Cookie: sid=%[2]s\r\nServer: %[2]s\r\nContent-Length: %[5]d\r\nConnection: close\r\n\r\n%[6]s",
			status, a, kind, a, len(body), body)
	})
}

// seen is what is left on the screen of an attack: the title it wanted to give the terminal.
const seen = "owned"

// look is how long a screen may pause between two frames that one key makes.
const look = 10 * time.Millisecond

// walk presses keys and holds after each that every row is as wide as the screen. It gives on how many of the
// frames an attack was to be seen, harmless.
func walk(t *testing.T, d *screentest.Driver, keys ...string) (attacked int) {
	t.Helper()
	for _, key := range keys {
		d.Press(key)
		f := d.Quiet(look)
		if f.Contains(seen) {
			attacked++
		}
		if err := f.Exact(); err != nil {
			t.Errorf("after %s: %v", key, err)
		}
	}
	return attacked
}

// holds holds at the end of a test that no row was written wider than the screen, and that none of the attacks
// came through that the screen writes such as too. What else is written is read by Strict, for each screen.
func holds(t *testing.T, d *screentest.Driver, width int) {
	t.Helper()
	if err := screentest.Rows(d.Raw(), width); err != nil {
		t.Error(err)
	}
	for _, a := range ours {
		if bytes.Contains(d.Raw(), []byte(a)) {
			t.Errorf("the screen wrote %q", a)
		}
	}
}

// ours are attacks that the screen's grammar has, but that the screen does not write while it is shown.
var ours = []string{"\x1b[?1049l", "\x1b[38;5;199m"}

var twoSizes = map[string][2]int{"80x24": {80, 24}, "200x60": {200, 60}}

// TestScreenHostileAnswers shows attacks in the reason, headers, cookies and body of an answer, in every view.
func TestScreenHostileAnswers(t *testing.T) {
	long.Test(t)
	object := fmt.Sprintf(`{%s: %[1]s, "list": [%[1]s, {%[1]s: [%[1]s]}], "title": %[1]s, "detail": %[1]s}`, quoted(attack))
	type answer struct {
		width, height      int
		status, kind, body string
	}
	together(t, map[string]answer{
		"JSON":       {80, 24, "200", "application/json", object},
		"JSON, wide": {200, 60, "200", "application/json", object},
		"problem":    {200, 60, "422", "application/problem+json", object},
		"raw":        {80, 24, "200", "application/json", `{"a` + attack + `": "` + attack + `"}`},
		"text":       {200, 60, "200", "text/plain; charset=" + onWire(attack), attack + "\n" + attack},
		"HTML":       {80, 24, "401", "text/html", "<html><title>" + attack + "</title><h1>" + attack},
		"XML":        {200, 60, "500", "application/xml", `<?xml version="1.0"?><a b="` + attack + `">` + attack + "</a>"},
	}, func(t *testing.T, _ string, c answer) {
		s := shop{dir: t.TempDir(), home: t.TempDir()}
		url := assailing(t, c.status, c.kind, c.body)
		d := s.screen(t, c.width, c.height, url+"/orders")
		d.WaitFor("/orders")
		d.Press("enter")
		d.WaitFor(" " + c.status + " ")
		walk(t, d, "esc", "3", "j", "enter", "j", "j", "p", "j", "P", "esc", "v", "p", "j", "l", "v", "r")
		d.WaitFor(seen)
		walk(t, d, "!", "esc", "3", "]")
		d.WaitFor("Attack", seen)
		walk(t, d, "j", "j", "j", "p", "]", "j", "[", "[", "/", "o", "w", "n", "e", "d", "enter")
		d.Wait("what is searched for and a place of it", func(f screentest.Frame) bool {
			return f.Contains("/ "+seen) && strings.Count(f.String(), seen) > 1
		})
		walk(t, d, "n", "v", "t", "j", "4", "j", "j", "y", "v", "z", "z", "1", "2", "ctrl+l", "ctrl+u", "{", "{", "esc", "esc")
		holds(t, d, c.width)
	})
}

// TestScreenHostileCollection shows a collection whose files, names, variables and environments attack.
func TestScreenHostileCollection(t *testing.T) {
	long.Test(t)
	together(t, twoSizes, func(t *testing.T, _ string, at [2]int) {
		s := shop{dir: t.TempDir(), home: t.TempDir()}
		q := quoted(attack)
		write(t, s.dir, "dowse.yaml", "version: 1\nname: "+q+"\ndefault_env: dev\nvars:\n  "+q+": "+q+"\n  plain: "+q+"\nheaders:\n  "+q+": "+q+"\nsecrets: ["+q+"]\n")
		write(t, s.dir, "env/dev.yaml", "base_url: "+q+"\nvars:\n  "+q+": "+q+"\n")
		write(t, s.dir, "first.yaml", "name: "+q+"\nmethod: "+q+"\nurl: "+q+"\nquery:\n  - {name: "+q+", value: "+q+"}\nheaders:\n  - {name: "+q+", value: "+q+"}\n"+
			"body: {json: "+q+"}\nvars:\n  "+q+": "+q+"\npicks:\n  "+q+": "+q+"\n  token: "+q+"\n")
		write(t, s.dir, "second.yaml", "name: second\nmethod: GET\nurl: \"http://127.0.0.1:1/{{plain}}\"\npicks:\n  token: \"$.a\"\n")
		for i, a := range append(attacks, attack) {
			name := strings.NewReplacer("/", "", "\x00", "").Replace(a)
			write(t, s.dir, name+".yaml", "name: "+quoted(a)+"\nmethod: GET\nurl: http://127.0.0.1:1/"+fmt.Sprint(i)+"\n")
			write(t, s.dir, "folder"+name+"/x.yaml", "method: GET\nurl: http://127.0.0.1:1/\n")
			write(t, s.dir, "env/"+name+".yaml", "base_url: http://127.0.0.1:1/\n")
			write(t, s.dir, "broken"+name+".yaml", "name: ["+a+"\nfrob: "+quoted(a)+"\n")
		}
		d := s.screen(t, at[0], at[1])
		d.WaitFor("NAV")
		attacked := 0
		for range 4 {
			attacked += walk(t, d, "1", "j", "enter", "2", "]", "j", "3", "4", "j")
		}
		if attacked == 0 {
			t.Error("the attack is not to be seen")
		}
		walk(t, d, "1", "/", "f", "i", "r", "s", "t", "enter", "enter", "2", "]", "]", "]", "]", "]", "j", "enter", "ctrl+a", "ctrl+e", "esc", "ctrl+r", "j", "esc")
		walk(t, d, "ctrl+p", "down", "x", "esc", "space", "e", "down", "down", "enter", "E", "esc", "4", "j", "j", "enter", "4", "R", "x", "esc", "D", "esc", "z", "z")
		walk(t, d, "1", "g", "g", "j", "j", "c", "esc", "1", "R", "x", "esc", "ctrl+s", "esc", "esc", "space", "s", "esc", "f", "a", "?", "esc")
		walk(t, d, "2", "]", "a", "{", "{", "down", "down", "enter", "esc", "ctrl+r", "esc", "!", "esc")
		holds(t, d, at[0])
	})
}

// write writes a file of a collection, where the system takes its name.
func write(t *testing.T, dir, name, text string) {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Logf("no folder %q: %v", name, err)
		return
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Logf("no file %q: %v", name, err)
	}
}

// TestScreenHostileWords gives attacks on the command line, as what is to be sent, and as the answer's errors.
func TestScreenHostileWords(t *testing.T) {
	long.Test(t)
	noNUL := strings.ReplaceAll(attack, "\x00", "")
	redirecting := "http://" + stopping(t, func(c net.Conn, _ <-chan struct{}) {
		if _, err := http.ReadRequest(bufio.NewReader(c)); err == nil {
			_, _ = fmt.Fprintf(c, "HTTP/1.1 302 Found\r\nLocation: http://%s/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", onWire(attack))
		}
	})
	noHTTP := "http://" + stopping(t, func(c net.Conn, _ <-chan struct{}) { _, _ = c.Write([]byte(attack + "\r\n\r\n")) })
	badHeader := "http://" + stopping(t, func(c net.Conn, _ <-chan struct{}) {
		if _, err := http.ReadRequest(bufio.NewReader(c)); err == nil {
			_, _ = fmt.Fprintf(c, "HTTP/1.1 200 OK\r\n%s\r\nTransfer-Encoding: %[1]s\r\n\r\n", onWire(attack))
		}
	})
	together(t, map[string]string{
		"URL": "http://127.0.0.1:1/" + noNUL, "host": "http://a" + noNUL + "b.example/", "scheme": noNUL + "://a.example/", "port": "http://127.0.0.1:" + noNUL,
		"curl": "curl 'http://127.0.0.1:1/" + noNUL + "' -H 'A" + noNUL + ": b" + noNUL + "' -d '" + noNUL + "' -k", "curl, unknown": "curl http://127.0.0.1:1/ --frob" + noNUL,
		"curl, file": "curl http://127.0.0.1:1/ -d '@" + noNUL + "'", "placeholder": "http://127.0.0.1:1/{{" + noNUL + "}}/{{b | " + noNUL + "}}",
		"redirect": redirecting, "no HTTP": noHTTP, "headers": badHeader,
	}, func(t *testing.T, _ string, word string) {
		d := shop{dir: t.TempDir(), home: t.TempDir()}.screen(t, 80, 24, word)
		f := d.Wait("the screen, or its refusal", func(f screentest.Frame) bool { return f.Contains("EDIT") || f.Contains("NAV") || f.Contains("dowse:") })
		if !f.Modes[1049] {
			d.Exit() // it was refused; Strict reads that too
			t.Logf("refused: %s", f)
			return
		}
		attacked := walk(t, d, "enter", "enter", "esc", "ctrl+r", "j", "down", "esc", "1", "2", "]", "3", "!", "esc", "4")
		t.Logf("attacked on %d frames", attacked)
		holds(t, d, 80)
	})
}

// TestScreenHostilePaste pastes attacks into every kind of field, and where keys are commands.
func TestScreenHostilePaste(t *testing.T) {
	long.Test(t)
	body := strings.ReplaceAll(attack, "\x1b[201~", "")
	together(t, map[string][]string{
		"NAV": {"3"}, "URL": {"ctrl+l"}, "header": {"2", "]", "a"}, "query value": {"2", "a", "N", "tab"}, "body": {"2", "]", "]", "]", "enter"}, "variable": {"2", "[", "a"},
		"auth": {"2", "]", "]", "l", "j", "enter"}, "find": {"1", "/"}, "prompt": {"space", "i"}, "palette": {"ctrl+p"}, "folder": {"ctrl+s"}, "open": {"space", "o"},
	}, func(t *testing.T, _ string, open []string) {
		d := shop{dir: t.TempDir(), home: t.TempDir()}.screen(t, 80, 24)
		d.WaitFor("Type a URL")
		walk(t, d, "esc")
		walk(t, d, open...)
		for _, text := range []string{body, "two\n" + body + "\nlines", `{"a": ` + quoted(attack) + `}`, "漢字 👩‍🚀 " + body} {
			d.Write("\x1b[200~" + strings.ReplaceAll(text, "\n", "\r") + "\x1b[201~")
			walk(t, d, "left", "ctrl+a", "x")
		}
		d.Write(onWire(body) + "\r") // and without markers: what of it are keys is pressed
		walk(t, d, "ctrl+e", "enter", "esc", "esc", "1", "2", "3", "4")
		holds(t, d, 80)
	})
}

// TestScreenHostileControl is the control: each attack as it is would be found.
func TestScreenHostileControl(t *testing.T) {
	for _, a := range append(attacks, "\x9b31m", "\xff", attack) {
		if screentest.Strict([]byte(a), screentest.ScreenGrammar(false)) == nil && !slices.Contains(ours, a) {
			t.Errorf("%q is not found to be foreign", a)
		}
	}
}
