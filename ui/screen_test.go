package ui_test

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"dowse/client"
	"dowse/client/demo"
	"dowse/client/runner"
	"dowse/client/session"
	"dowse/collections"
	"dowse/collections/long"
	"dowse/ui"
	"dowse/ui/draw/theme"
	"dowse/ui/terminal"
	"dowse/ui/uitest"
)

// screen is a model that is driven without a terminal: keys are handed over one after the other, commands
// run in the background as they do in the program.
type screen struct {
	t        *testing.T
	model    *ui.Model
	root     string
	server   *demo.Server
	messages chan tea.Msg
	quit     bool
	later    atomic.Int64  // how far the server's clock is ahead
	kept     chan ui.State // what was kept last
}

// files is a collection for the demo API.
var files = map[string]string{
	"dowse.yaml":       "version: 1\nname: Shop\ndefault_env: demo\n",
	"auth/login.yaml":  "name: Log in\nmethod: POST\nurl: \"{{base_url}}/login\"\nbody:\n  json: |\n    {\"user\": \"demo\", \"password\": \"demo\"}\n",
	"orders/list.yaml": "name: List orders\nurl: \"{{base_url}}/orders\"\nquery: {limit: 3}\n",
}

func open(t *testing.T, o ui.Options) *screen { return openWith(t, nil, o) }

func startDemo(t *testing.T, o demo.Options) *demo.Server {
	t.Helper()
	server, err := demo.Start(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	return server
}

// openWith is open with other files, in place of those of their names or beside them.
func openWith(t *testing.T, others map[string]string, o ui.Options) *screen {
	t.Helper()
	s := &screen{t: t, root: t.TempDir()}
	server := startDemo(t, demo.Options{Now: func() time.Time { return time.Now().Add(time.Duration(s.later.Load())) }})
	s.server = server
	for _, some := range []map[string]string{files, others} {
		for name, text := range some {
			write(t, filepath.Join(s.root, name), text)
		}
	}
	write(t, filepath.Join(s.root, "env/demo.yaml"), "base_url: "+server.URL()+"\n")
	c, err := collections.Load(s.root)
	if err != nil {
		t.Fatal(err)
	}
	o.Context, o.Runner = context.Background(), runs(o.Runner, &session.Session{Collection: c})
	return s.start(o)
}

// scratch is a screen without a collection.
func scratch(t *testing.T, o ui.Options) *screen {
	t.Helper()
	o.Context, o.Runner = context.Background(), runs(o.Runner, &session.Session{})
	return (&screen{t: t, root: t.TempDir()}).start(o)
}

// runs is a runner, or the usual one, with a session.
func runs(r *runner.Runner, s *session.Session) *runner.Runner {
	if r == nil {
		r = &runner.Runner{}
	}
	r.Session = s
	return r
}

func (s *screen) start(o ui.Options) *screen {
	s.t.Helper()
	if o.Runner.Client == nil {
		o.Runner.Client = client.New(client.Options{})
	}
	o.Theme = theme.Options{Depth: terminal.TrueColour}
	s.messages, s.kept = make(chan tea.Msg), make(chan ui.State, 1)
	o.Keep = s.keep
	var err error
	if s.model, err = ui.New(o); err != nil {
		s.t.Fatal(err)
	}
	s.run(s.model.Init())
	s.send(tea.WindowSizeMsg{Width: 80, Height: 24})
	return s
}

// send hands a message to the model and starts what it asks for.
func (s *screen) send(msg tea.Msg) {
	_, cmd := s.model.Update(msg)
	s.run(cmd)
}

func (s *screen) run(cmd tea.Cmd) {
	if cmd != nil {
		go func() { s.messages <- cmd() }()
	}
}

// take hands what a command gave to the model.
func (s *screen) take(msg tea.Msg) {
	switch msg := msg.(type) {
	case nil:
	case tea.QuitMsg:
		s.quit = true
	case tea.BatchMsg:
		for _, c := range msg {
			s.run(c)
		}
	default:
		s.send(msg)
	}
}

// goesOn takes what commands give for a moment, and fails the test when one of them ends the program.
func (s *screen) goesOn() {
	s.t.Helper()
	for end := time.After(100 * time.Millisecond); ; {
		select {
		case msg := <-s.messages:
			s.take(msg)
		case <-end:
			if s.quit {
				s.t.Error("it quit")
			}
			return
		}
	}
}

// until takes what commands give until something holds.
func (s *screen) until(what string, holds func() bool) {
	s.t.Helper()
	deadline := time.After(long.Limit)
	for !holds() {
		select {
		case msg := <-s.messages:
			s.take(msg)
		case <-deadline:
			s.t.Fatalf("%s: it did not come to pass. The screen:\n%s", what, s.text())
		}
	}
}

func (s *screen) press(keys ...string) {
	for _, k := range keys {
		s.send(uitest.Key(k))
	}
}

func (s *screen) typed(text string) {
	for _, k := range uitest.Typed(text) {
		s.send(k)
	}
}

func (s *screen) text() string { return ansi.Strip(s.model.View()) }

// sees waits until the screen shows each of texts.
func (s *screen) sees(texts ...string) {
	s.t.Helper()
	for _, want := range texts {
		s.until(strconv.Quote(want), func() bool { return strings.Contains(s.text(), want) })
	}
}

func (s *screen) file(name string) string {
	s.t.Helper()
	data, err := os.ReadFile(filepath.Join(s.root, name))
	if err != nil {
		s.t.Fatal(err)
	}
	return string(data)
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func (s *screen) keep(state ui.State) error {
	select {
	case <-s.kept:
	default:
	}
	s.kept <- state
	return nil
}
