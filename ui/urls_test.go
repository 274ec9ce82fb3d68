package ui_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/joho/godotenv"

	"dowse/client/proxytest"
	"dowse/client/runner"
	"dowse/client/session"
	"dowse/collections/address"
	"dowse/collections/address/addresstest"
	"dowse/ui"
)

// withVariables is a session without a collection that has the variables of addresstest.
func withVariables(t *testing.T, base string) *session.Session {
	t.Helper()
	values, err := godotenv.Unmarshal(addresstest.Variables)
	if err != nil {
		t.Fatal(err)
	}
	if base != "" {
		values[address.Base] = base
	}
	s := &session.Session{}
	for name, value := range values {
		s.EnvFile = append(s.EnvFile, session.Given{Name: name, Text: value, Source: ".env"})
	}
	return s
}

// TestURLs types each row of addresstest, and compares the URL that is shown before it is sent with the one that a proxy
// received.
func TestURLs(t *testing.T) {
	proxy := proxytest.New(t)
	for _, row := range addresstest.Rows(t) {
		s := &screen{t: t, root: t.TempDir()}
		s.start(ui.Options{Context: context.Background(), Runner: &runner.Runner{Session: withVariables(t, row.Base), Client: proxy.Client()}})
		s.send(tea.WindowSizeMsg{Width: 240, Height: 50})
		s.typed(row.URL)
		shown := s.text()
		s.press("esc", "ctrl+r")
		if row.Want == "" {
			s.sees(row.Error)
			if sent := proxy.Take(); len(sent) > 0 {
				t.Errorf("%q | %q is sent as %q", row.Base, row.URL, sent)
			}
			continue
		}
		var sent []string
		s.until(row.URL, func() bool { sent = append(sent, proxy.Take()...); return len(sent) > 0 })
		if got, want := addresstest.OnTheWire(t, sent[0]), addresstest.ThroughProxy(t, row.Want); got != want || len(sent) > 1 {
			t.Errorf("%q | %q is sent as %q, want %q", row.Base, row.URL, sent, want)
		}
		if !strings.Contains(shown, strings.ReplaceAll(row.Want, "%C3%BC", "ü")) {
			t.Errorf("%q | %q: the screen did not show %q before it was sent:\n%s", row.Base, row.URL, row.Want, shown)
		}
	}
}

// TestSavedBeforeItIsSent holds that a URL is saved with the scheme that it is sent with, and a relative one as it is.
func TestSavedBeforeItIsSent(t *testing.T) {
	for typed, want := range map[string]string{
		"POST 127.0.0.1:1/x": "url: http://127.0.0.1:1/x\n",
		"api.example.com/x":  "url: https://api.example.com/x\n",
		"orders/42":          "url: orders/42\n",
		"/orders":            "url: /orders\n",
	} {
		s := open(t, ui.Options{})
		s.press("esc", "space", "n")
		s.typed(typed)
		s.press("esc", "ctrl+s")
		s.sees("Name of the request")
		s.press("ctrl+u")
		s.typed("one")
		s.press("enter")
		s.until("it is saved", func() bool { _, err := os.Stat(filepath.Join(s.root, "one.yaml")); return err == nil })
		if got := s.file("one.yaml"); !strings.Contains(got, want) {
			t.Errorf("%s is saved as\n%s", typed, got)
		}
	}
}
