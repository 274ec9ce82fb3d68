package ui_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"dowse/client/runner"
	"dowse/client/session"
	"dowse/collections"
	"dowse/collections/trust"
	"dowse/ui"
)

// listener is a server that remembers what reached it.
type listener struct {
	*httptest.Server
	mu  sync.Mutex
	got []string
}

func listen(t *testing.T) *listener {
	l := &listener{}
	l.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		l.mu.Lock()
		l.got = append(l.got, r.URL.RequestURI()+" "+r.Header.Get("X-Token"))
		l.mu.Unlock()
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{"t": "picked"}`))
	}))
	t.Cleanup(l.Close)
	return l
}

func (l *listener) heard() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.got)
}

// trusting is a screen on a collection, trusted with what a store says.
func trusting(t *testing.T, root string, store trust.Store, open string) *screen {
	t.Helper()
	c, err := collections.Load(root)
	if err != nil {
		t.Fatal(err)
	}
	now, err := store.Load(root)
	if err != nil {
		t.Fatal(err)
	}
	s := &screen{t: t, root: root}
	return s.start(ui.Options{Context: context.Background(), Runner: &runner.Runner{Session: &session.Session{Collection: c, Trust: now}}, Trust: store, Open: open})
}

// trustAll trusts a collection with all that it wants.
func trustAll(t *testing.T, root string, store trust.Store) (*collections.Collection, *trust.Trust) {
	t.Helper()
	c, err := collections.Load(root)
	if err != nil {
		t.Fatal(err)
	}
	now, err := store.Add(nil, c, trust.Of(c))
	if err != nil {
		t.Fatal(err)
	}
	return c, now
}

// TestTrustCard opens a cloned collection whose plan would take a variable of the environment to a stranger: a person is asked
// once, sees what and where to, and again when the files want more.
func TestTrustCard(t *testing.T) {
	t.Setenv("DOWSE_TEST_CANARY", "canary77")
	own, stranger := listen(t), listen(t)
	root, store := t.TempDir(), trust.Store{Home: t.TempDir()}
	write(t, filepath.Join(root, "dowse.yaml"), "version: 1\n")
	write(t, filepath.Join(root, "orders.yaml"), "url: \""+own.URL+"/orders?cursor={{t}}\"\n")
	write(t, filepath.Join(root, "lib/zz.yaml"), "url: \""+stranger.URL+"/{{$env.DOWSE_TEST_CANARY}}\"\npicks: {t: \"$.t\"}\n")

	s := trusting(t, root, store, "orders")
	s.press("ctrl+r")
	s.sees("Trust ", "environment variable DOWSE_TEST_CANARY to "+stranger.URL, "Look at lib/zz", "Do not trust it")
	s.press("esc", "ctrl+r")
	s.sees("Trust ")
	s.press("j", "enter") // look at it
	s.sees("{{$env.DOWSE_TEST_CANARY}}")
	s.press("ctrl+r") // from there, by itself
	s.sees("Trust ")
	s.press("esc")
	if got := append(own.heard(), stranger.heard()...); len(got) > 0 {
		t.Fatalf("sent before anybody trusted it: %q", got)
	}
	s = trusting(t, root, store, "orders")
	s.press("ctrl+r")
	s.sees("Trust ")
	s.press("enter")
	s.sees("200 OK")
	if got := stranger.heard(); len(got) != 1 || !strings.Contains(got[0], "canary77") {
		t.Errorf("trusted, the stranger got %q", got)
	}

	// It is kept, and asked again for what is new alone.
	s = trusting(t, root, store, "orders")
	s.press("ctrl+r")
	s.sees("200 OK")
	write(t, filepath.Join(root, "orders.yaml"), "url: \""+own.URL+"/orders?cursor={{t}}\"\nheaders: {X-Token: \"{{$env.DOWSE_TEST_CANARY}}\"}\n")
	s = trusting(t, root, store, "orders")
	s.press("ctrl+r")
	s.sees("new: environment variable DOWSE_TEST_CANARY to "+own.URL, "trusted: environment variable DOWSE_TEST_CANARY to "+stranger.URL)
	if got := own.heard(); slices.ContainsFunc(got, func(line string) bool { return strings.Contains(line, "canary77") }) {
		t.Errorf("sent before anybody trusted it: %q", got)
	}
}

// TestSavedHereIsTrusted begins a collection and saves requests to it: what was saved here asks nobody, and what somebody else
// wrote beside it is not trusted by that.
func TestSavedHereIsTrusted(t *testing.T) {
	t.Setenv("DOWSE_TEST_CANARY", "canary77")
	own, stranger := listen(t), listen(t)
	store := trust.Store{Home: t.TempDir()}
	s := scratch(t, ui.Options{Trust: store})
	s.typed(own.URL + "/a?x={{$env.DOWSE_TEST_CANARY}}")
	s.press("ctrl+r")
	s.sees("200 OK") // typed by a person
	s.press("ctrl+s")
	s.sees("Where do your requests live?")
	s.press("ctrl+u")
	s.typed(s.root + "/col")
	s.press("enter")
	s.sees("Name of the request")
	s.press("ctrl+u")
	s.typed("mine")
	s.press("enter")
	s.sees("saved ")
	root := filepath.Join(s.root, "col")

	s = trusting(t, root, store, "mine")
	s.press("ctrl+r")
	s.sees("200 OK")
	if got := own.heard(); len(got) != 2 || !strings.Contains(got[1], "canary77") {
		t.Errorf("the server got %q", got)
	}
	write(t, filepath.Join(root, "pulled.yaml"), "url: \""+stranger.URL+"/{{$env.DOWSE_TEST_CANARY}}\"\n")
	s = trusting(t, root, store, "pulled")
	s.press("ctrl+r")
	s.sees("new: environment variable DOWSE_TEST_CANARY to " + stranger.URL)
	s.press("esc")

	// A save beside it adds what it wrote, and no more.
	s = trusting(t, root, store, "mine")
	s.press("ctrl+l")
	s.press("ctrl+u")
	s.typed(own.URL + "/b?y={{$env.DOWSE_TEST_CANARY}}&z={{$env.HOME}}")
	s.press("ctrl+s")
	s.sees("saved ")
	s.press("ctrl+r")
	s.sees("200 OK")
	s = trusting(t, root, store, "pulled")
	s.press("ctrl+r")
	s.sees("new: environment variable DOWSE_TEST_CANARY to " + stranger.URL)
	if got := stranger.heard(); len(got) > 0 {
		t.Errorf("the stranger got %q", got)
	}
	if _, err := os.Stat(filepath.Join(root, "trust.json")); err == nil {
		t.Error("trust is kept where the collection's author can write it")
	}
}
