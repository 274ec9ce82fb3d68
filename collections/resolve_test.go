package collections

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dowse/collections/vars"
)

func inherited(t *testing.T) *Collection {
	t.Helper()
	c := folder(t,
		"dowse.yaml", `version: 1
headers:
  - {name: Accept, value: a/root}
  - {name: X-Root, value: 1}
  - {name: X-Gone, value: 1}
auth: {bearer: "{{root}}"}
timeout: {connect: 1s, total: 10s}
redirects: 3
vars: {level: root, limit: 10}
secrets:
  from_root: {from: env}
`,
		"a/_folder.yaml", "headers: {X-Folder: outer}\nauth: {bearer: \"{{outer}}\"}\nvars: {level: outer}\n",
		"a/b/_folder.yaml", "headers: {x-folder: inner}\ntimeout: 7s\nvars: {level: inner}\nsecrets: {from_inner: {from: keychain, hint: ask Eve}}\n",
		"env/dev.yaml", "base_url: http://dev\nheaders: {accept: a/env}\ntls: {ca: certs/ca.pem}\nvars: {level: env}\nsecrets: {from_env: {from: env, name: OTHER_NAME, hint: ask Bob}}\n",
		"env/bad.yaml", "tls: {key: ../../etc/passwd}\n",
		"env/absolute.yaml", "tls: {ca: /etc/passwd}\n",
		"env/link.yaml", "tls: {ca: link.pem}\n",
		"a/b/r.yaml", "url: http://x\nheaders:\n  - {name: X-Gone, value: '', off: true}\n  - {name: X-Own, value: 1}\n  - {name: X-Own, value: 2}\nredirects: none\nvars: {level: request}\npicks: {token: \"$.t\"}\n",
		"top.yaml", "url: http://x\nauth: none\npicks: {token: \"$.t\"}\n",
	)
	return c
}

func TestResolve(t *testing.T) {
	c := inherited(t)
	none := 0
	got, err := c.Resolve(c.Request("a/b/r"), "dev")
	if err != nil {
		t.Fatal(err)
	}
	want := Settings{
		Headers: Rows{
			{Name: "X-Root", Value: "1"}, {Name: "x-folder", Value: "inner"}, {Name: "accept", Value: "a/env"},
			{Name: "X-Gone", Off: true}, {Name: "X-Own", Value: "1"}, {Name: "X-Own", Value: "2"},
		},
		Auth: &Auth{Kind: AuthBearer, Token: "{{outer}}"}, Vars: c.Request("a/b/r").Vars,
		Timeouts: Timeouts{Connect: time.Second, Total: 7 * time.Second}, Redirects: &none,
		TLS: &TLS{CA: filepath.Join(c.Root, "certs/ca.pem")},
	}
	if diff := cmp.Diff(want, got.Settings); diff != "" {
		t.Error(diff)
	}
	if c.Environment("dev").TLS.CA != "certs/ca.pem" || len(c.Request("a/b/r").Headers) != 3 {
		t.Error("resolving changed the collection")
	}
	top, err := c.Resolve(c.Request("top"), "")
	if err != nil || top.Auth.Kind != AuthNone || top.TLS != nil || *top.Redirects != 3 {
		t.Errorf("without an environment: %+v %v", top.Settings, err)
	}
	if err := os.Symlink("/etc/passwd", filepath.Join(c.Root, "link.pem")); err != nil {
		t.Fatal(err)
	}
	for environment, want := range map[string]string{"bad": "outside the collection", "absolute": "outside the collection", "link": "leads out", "no": `no environment "no"`} {
		if _, err := c.Resolve(c.Request("top"), environment); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", environment, err, want)
		}
	}
}

func TestLayers(t *testing.T) {
	c := inherited(t)
	t.Setenv("FROM_ROOT", "root secret")
	got := c.Layers(c.Request("a/b/r"), "dev", SecretRef.Resolve)
	layers := append([]vars.Layer{got.Request, got.Environment}, append(got.Folders, got.Collection)...)
	var seen []string
	for _, l := range layers {
		for _, v := range l.Variables {
			text := v.Value.Reveal()
			if v.Resolve != nil {
				secret, err := v.Resolve()
				text = secret.Reveal()
				if err != nil {
					text = err.Error()
				}
			}
			seen = append(seen, l.Name+" | "+v.Source+" | "+v.Name+" | "+text)
		}
	}
	want := []string{
		"request | a/b/r.yaml | level | request",
		"environment dev | env/dev.yaml | base_url | http://dev",
		"environment dev | env/dev.yaml | level | env",
		"environment dev | env/dev.yaml | from_env | secret from_env comes from the environment variable OTHER_NAME, which is not set or empty; set it, or give --var from_env=... (ask Bob)",
		"folder a/b | a/b/_folder.yaml | level | inner",
		"folder a/b | a/b/_folder.yaml | from_inner | secret from_inner comes from keychain, which this version cannot read yet; give it with --var from_inner=... or --env-file (ask Eve)",
		"folder a | a/_folder.yaml | level | outer",
		"collection | dowse.yaml | level | root",
		"collection | dowse.yaml | limit | 10",
		"collection | dowse.yaml | from_root | root secret",
	}
	if diff := cmp.Diff(want, seen); diff != "" {
		t.Error(diff)
	}
}

func TestProducers(t *testing.T) {
	c := inherited(t)
	for name, want := range map[string]int{"token": 2, "pick.top.token": 1, "pick.a/b/r.token": 1, "other": 0} {
		if got := c.Producers(name); len(got) != want {
			t.Errorf("%s: %d requests, want %d", name, len(got), want)
		}
	}
}
