package cli_test

import (
	"bytes"
	"io"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/creack/pty"

	"dowse/client/demo"
)

// colours are the only sequences that a command may write: SGR, and nothing else of ECMA-48.
var colours = regexp.MustCompile(`\x1b\[[0-9;]*m`)

// TestTerminalOutput runs the real binary in a terminal that answers nothing. No query is written, so
// nothing waits; what the server says is there, but none of it is a control.
func TestTerminalOutput(t *testing.T) {
	server := startDemo(t)
	for name, args := range map[string][]string{
		"help":    {"--help"},
		"version": {"version"},
		"json":    {"send", server.URL() + "/"},
		"html":    {"send", server.URL() + "/html", "-i"},
		"hostile": {"send", server.URL() + "/escapes", "-i"},
		"report":  {"send", server.URL() + "/escapes", "--format", "json"},
		"curl":    {"curl", "-i", server.URL() + "/escapes"},
		"pick":    {"pick", server.URL() + "/escapes", "$"},
		"echo":    {"send", server.URL() + "/echo", "a=\x1b]52;c;aGk=\a\u202e"},
		"error":   {"send", "no\x1b]0;such\a\x9b5n"},
	} {
		t.Run(name, func(t *testing.T) {
			out := inTerminal(t, nil, args...)
			if len(out) == 0 {
				t.Fatal("nothing was written")
			}
			if found := controls(out); found != "" {
				t.Errorf("it writes %q, in\n%q", found, out)
			}
		})
	}
}

// TestTerminalControl is the control: the same check must catch what the server sends, written as it is.
func TestTerminalControl(t *testing.T) {
	server := startDemo(t)
	raw, err := exec.Command(binary, "send", "-s", server.URL()+"/escapes", "-i").Output()
	if err != nil {
		t.Fatal(err)
	}
	if controls(raw) == "" {
		t.Errorf("nothing hostile was found in %q", raw)
	}
}

// TestTerminalColours holds what NO_COLOR and TERM=dumb ask for.
func TestTerminalColours(t *testing.T) {
	server := startDemo(t)
	args := []string{"send", server.URL() + "/"}
	if out := inTerminal(t, nil, args...); !colours.Match(out) {
		t.Errorf("no colour on a terminal: %q", out)
	}
	for _, setting := range []string{"NO_COLOR=1", "TERM=dumb"} {
		if out := inTerminal(t, []string{setting}, args...); bytes.Contains(out, []byte("\x1b")) {
			t.Errorf("%s: colour all the same: %q", setting, out)
		}
	}
}

// TestSecretStaysMasked holds that a picked secret is not printed on a terminal unless that is asked for.
func TestSecretStaysMasked(t *testing.T) {
	dir := t.TempDir() + "/shop"
	if out, err := exec.Command(binary, "demo", "--dir", dir).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	server := startDemo(t)
	send := []string{"send", "auth/login", "-i", "--dir", dir, "--var", "base_url=" + server.URL()}
	if out := inTerminal(t, nil, send...); bytes.Contains(out, []byte("eyJ")) || !bytes.Contains(out, []byte("********")) {
		t.Errorf("send on a terminal: %q", out)
	}
	if out := inTerminal(t, nil, append(send, "--show-secrets")...); !bytes.Contains(out, []byte("eyJ")) {
		t.Errorf("send, asked for: %q", out)
	}
	args := []string{"pick", "auth/login", "access_token", "--dir", dir, "--var", "base_url=" + server.URL()}
	if out := inTerminal(t, nil, args...); bytes.Contains(out, []byte("eyJ")) || !bytes.Contains(out, []byte("--show-secrets")) {
		t.Errorf("on a terminal: %q", out)
	}
	if out := inTerminal(t, nil, append(args, "--show-secrets")...); !bytes.Contains(out, []byte("eyJ")) {
		t.Errorf("asked for: %q", out)
	}
}

func startDemo(t *testing.T) *demo.Server {
	t.Helper()
	server, err := demo.Start(demo.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	return server
}

// inTerminal is everything that the binary writes to a terminal that never answers.
func inTerminal(t *testing.T, env []string, args ...string) []byte {
	t.Helper()
	cmd := exec.Command(binary, args...)
	cmd.Env = append(cmd.Environ(), "TERM=xterm-256color", "NO_COLOR=", "CLICOLOR_FORCE=")
	cmd.Env = append(cmd.Env, env...)
	terminal, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 40, Cols: 120})
	if err != nil {
		t.Fatal(err)
	}
	defer terminal.Close()
	out, _ := io.ReadAll(terminal) // ends with EIO when the program has gone
	_ = cmd.Wait()
	return out
}

// controls returns the first thing in terminal output that is neither text nor colour.
func controls(out []byte) string {
	text := colours.ReplaceAllString(string(out), "")
	text = strings.ReplaceAll(text, "\r\n", "\n") // as the line discipline has it
	for i, r := range text {
		switch {
		case r == '\n' || r == '\t':
		case r < ' ', r >= 0x7f && r <= 0x9f, r == '\ufffd' && !strings.HasPrefix(text[i:], "\ufffd"),
			r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == 0x200e, r == 0x200f, r == 0x061c:
			return text[i:min(len(text), i+12)]
		}
	}
	return ""
}
