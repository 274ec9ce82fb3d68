package ui_test

import (
	"context"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"dowse/client/runner"
	"dowse/client/session"
	"dowse/collections"
	"dowse/collections/trust"
	"dowse/collections/vars"
	"dowse/ui"
)

// TestSecretsAreAskedForOnce counts how often a secret that the files declare is asked for: never while a person types and looks
// at its variable, once however often a request with it is sent, and once more when the files were changed.
func TestSecretsAreAskedForOnce(t *testing.T) {
	t.Setenv("DOWSE_TEST_KEY", "canary77")
	own, root := listen(t), t.TempDir()
	settings := "version: 1\nsecrets: {dowse_test_key: {from: env}}\nheaders: {X-Token: \"{{dowse_test_key}}\"}\n"
	write(t, filepath.Join(root, "dowse.yaml"), settings)
	write(t, filepath.Join(root, "orders.yaml"), "url: \""+own.URL+"/orders\"\n")
	store := trust.Store{Home: t.TempDir()}
	c, now := trustAll(t, root, store)
	var asked atomic.Int32
	counted := func(ref collections.SecretRef) (vars.Secret, error) {
		asked.Add(1)
		return ref.Resolve()
	}
	changed := make(chan struct{})
	s := &screen{t: t, root: root}
	s.start(ui.Options{
		Context: context.Background(), Trust: store, Open: "orders",
		Runner: &runner.Runner{Session: &session.Session{Collection: c, Trust: now, Resolve: counted}},
		Reload: told(changed),
	})
	expect := func(times int32, when string) {
		t.Helper()
		if n := asked.Load(); n != times {
			t.Fatalf("%s it was asked for %d times, want %d", when, n, times)
		}
	}
	s.press("ctrl+l", "end")
	s.typed("?" + strings.Repeat("q=1&", 50)) // 201 keys
	s.sees("q=1&")
	expect(0, "typed,")
	for i := range 2 {
		s.press("ctrl+r")
		s.until("an answer", func() bool { return len(own.heard()) == i+1 })
		s.sees("200 OK")
		expect(1, "sent,")
	}
	if got := own.heard(); !strings.HasSuffix(got[1], " canary77") {
		t.Errorf("the server got %q", got)
	}
	write(t, filepath.Join(root, "dowse.yaml"), settings+"name: Changed\n")
	changed <- struct{}{}
	s.sees("Changed")
	expect(1, "changed and not sent,")
	s.press("ctrl+r")
	s.until("an answer", func() bool { return len(own.heard()) == 3 })
	s.sees("200 OK")
	expect(2, "changed and sent,")
}

// TestSecretWithoutValue opens a request whose secret is not set: nobody is told so before it is asked for, and then it is
// missing, and can be typed.
func TestSecretWithoutValue(t *testing.T) {
	own, root, store := listen(t), t.TempDir(), trust.Store{Home: t.TempDir()}
	write(t, filepath.Join(root, "dowse.yaml"), "version: 1\nsecrets: {dowse_test_unset: {from: env}}\n")
	write(t, filepath.Join(root, "orders.yaml"), "url: \""+own.URL+"/orders\"\nheaders: {X-Token: \"{{dowse_test_unset}}\"}\n")
	trustAll(t, root, store)
	s := trusting(t, root, store, "orders")
	s.press("ctrl+r")
	s.sees("These have no value", "DOWSE_TEST_UNSET, which is not set", "Type the value of dowse_test_unset")
	s.press("enter")
	s.typed("typed88")
	s.press("enter")
	s.sees("200 OK")
	if got := own.heard(); len(got) != 1 || !strings.HasSuffix(got[0], " typed88") {
		t.Errorf("the server got %q", got)
	}
}

// TestSecretOfRow copies a secret from its row, and goes where it comes from: it is asked for then.
func TestSecretOfRow(t *testing.T) {
	t.Setenv("DOWSE_TEST_KEY", "canary-7714")
	root, store := t.TempDir(), trust.Store{Home: t.TempDir()}
	write(t, filepath.Join(root, "dowse.yaml"), "version: 1\nsecrets: {dowse_test_key: {from: env}, dowse_test_unset: {from: env}}\n")
	write(t, filepath.Join(root, "orders.yaml"), "url: http://127.0.0.1:1/\nheaders: {X-Token: \"{{dowse_test_key}}\", X-Other: \"{{dowse_test_unset}}\"}\n")
	trustAll(t, root, store)
	s := trusting(t, root, store, "orders")
	s.press("4", "y", "v")
	s.sees("copied dowse_test_key, 11 B")
	s.press("enter")
	s.sees("dowse_test_key comes from dowse.yaml")
	s.press("j", "y", "v")
	s.sees("secret dowse_test_unset comes from the environment")
	s.press("enter")
	s.sees("Secret dowse_test_unset")
}
