package sample_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"dowse/client"
	"dowse/client/demo"
	"dowse/client/sample"
	"dowse/collections"
	"dowse/collections/vars"
)

// body is a response that nobody sent.
func body(text string) *client.Exchange {
	return &client.Exchange{Started: time.Now(), Response: client.Response{Status: 200, Body: []byte(text), Complete: true, Headers: []client.Header{{Name: "Content-Type", Value: "application/json; charset=utf-8"}}}}
}

// TestRedacted holds that no secret of an exchange is in its sample: the token that came, what a pick calls secret, and what was
// sent and comes back, in whatever text it stands. The control is the body itself.
func TestRedacted(t *testing.T) {
	server, err := demo.Start(demo.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	c := client.New(client.Options{})
	login, err := c.Send(t.Context(), collections.Request{Method: "POST", URL: server.URL() + "/login", Body: collections.Body{Kind: collections.BodyJSON, Text: `{"user": "demo", "password": "demo"}`}}, vars.NewScope())
	if err != nil {
		t.Fatal(err)
	}
	var said struct {
		AccessToken string `json:"access_token"`
	}
	if err := json.Unmarshal(login.Response.Body, &said); err != nil || said.AccessToken == "" {
		t.Fatal(err)
	}
	s, ok := sample.Of(login, nil)
	if !ok || strings.Contains(string(s.Body), said.AccessToken) || !strings.Contains(string(s.Body), `"token_type":"Bearer"`) || s.Type != "application/json" || !s.Live() {
		t.Errorf("%t %s", ok, s.Body)
	}
	scope := vars.NewScope(vars.Layer{Variables: []vars.Variable{{Name: "t", Value: vars.NewString("canary-9f31c2").AsSecret()}}})
	echo, err := c.Send(t.Context(), collections.Request{Method: "POST", URL: server.URL() + "/echo", Settings: collections.Settings{Headers: collections.Rows{{Name: "X-Key", Value: "{{t}}"}}},
		Body: collections.Body{Kind: collections.BodyJSON, Text: `{"note": "it is {{t}} here"}`}}, scope)
	if err != nil {
		t.Fatal(err)
	}
	if s, ok = sample.Of(echo, nil); !ok || strings.Contains(string(s.Body), "canary") {
		t.Errorf("%t %s", ok, s.Body)
	}
	for _, path := range []string{"$", "$.body", "$..*"} { // no pick says of what was sent that it is none
		open := []collections.Pick{{Name: "x", Secret: collections.SecretNo, Take: collections.TakeAll, From: collections.Source{Kind: collections.SourcePath, Arg: path}}}
		if s, ok = sample.Of(echo, open); !ok || strings.Contains(string(s.Body), "canary") {
			t.Errorf("%s: %t %s", path, ok, s.Body)
		}
	}
	open := []collections.Pick{{Name: "x", Secret: collections.SecretNo, From: collections.Source{Kind: collections.SourcePath, Arg: "$.access_token"}}}
	if s, ok = sample.Of(login, open); !ok || !strings.Contains(string(s.Body), said.AccessToken) {
		t.Errorf("a value that a pick says is none is hidden: %s", s.Body)
	}
	if !strings.Contains(string(echo.Response.Body), "canary-9f31c2") {
		t.Error("the control has no canary")
	}
	plain := body(`{"a": {"pin": "1234"}, "b": "1234"}`)
	s, _ = sample.Of(plain, []collections.Pick{{Secret: collections.SecretYes, From: collections.Source{Kind: collections.SourcePath, Arg: "$.a"}}})
	if string(s.Body) != `{"a":"********","b":"1234"}` {
		t.Error(string(s.Body))
	}
}

// TestMaskedEscapes holds that what was sent as a secret is found in a body that writes it with escapes, and in a key.
func TestMaskedEscapes(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprint(w, `{"note": "it is canary\/9f\u0022\u002d31 here", "canary\/9f\"-31": 1, "plain": "a\/b"}`)
	}))
	t.Cleanup(server.Close)
	scope := vars.NewScope(vars.Layer{Variables: []vars.Variable{{Name: "t", Value: vars.NewString(`canary/9f"-31`).AsSecret()}}})
	e, err := client.New(client.Options{}).Send(t.Context(), collections.Request{Method: "POST", URL: server.URL, Body: collections.Body{Kind: collections.BodyText, Text: "{{t}}"}}, scope)
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"note":"********","********":1,"plain":"a\/b"}`
	if s, ok := sample.Of(e, nil); !ok || string(s.Body) != want {
		t.Errorf("%t %s", ok, s.Body)
	}
	if got := string(sample.Masked(e, nil)(e.Document().Root())); got != want {
		t.Error(got)
	}
}

func TestCut(t *testing.T) {
	var list strings.Builder
	for i := range 20_000 {
		fmt.Fprintf(&list, `,{"id": %d, "name": "a name that takes some room"}`, i)
	}
	s, ok := sample.Of(body(`{"data": [`+list.String()[1:]+`], "total": 20000}`), nil)
	if !ok || !s.Cut || len(s.Body) > 128<<10 || !json.Valid(s.Body) || !strings.HasSuffix(string(s.Body), `],"total":20000}`) {
		t.Errorf("%t %t %d", ok, s.Cut, len(s.Body))
	}
	for name, e := range map[string]*client.Exchange{"one text": body(`"` + strings.Repeat("x", 1<<20) + `"`), "no JSON": body("busy"), "broken": body(`{"a": `), "none": {}} {
		if _, ok := sample.Of(e, nil); ok {
			t.Errorf("%s is a sample", name)
		}
	}
}

// TestRing holds that the last 20 are kept, that writers beside each other lose none of them, and that nobody else may read.
func TestRing(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "samples")
	store := sample.Open(dir)
	if len(store.All("orders/list")) != 0 {
		t.Error("there is one")
	}
	var writers sync.WaitGroup
	for w := range 4 {
		writers.Go(func() {
			for i := range 4 {
				s, _ := sample.Of(body(fmt.Sprintf(`{"n": "%d-%d"}`, w, i)), nil)
				if err := sample.Open(dir).Add("orders/list", s); err != nil {
					t.Error(err)
				}
			}
		})
	}
	writers.Wait()
	if n := len(store.All("orders/list")); n != 16 {
		t.Errorf("%d of 16 samples", n)
	}
	for i := range 10 {
		s, _ := sample.Of(body(fmt.Sprintf(`{"n": %d}`, i)), nil)
		if err := store.Add("orders/list", s); err != nil {
			t.Fatal(err)
		}
	}
	if all := store.All("orders/list"); len(all) != 20 || string(all[0].Body) != `{"n":9}` {
		t.Errorf("%d, the newest %s", len(all), all[0].Body)
	}
	if len(store.All("orders/get")) != 0 {
		t.Error("another request has samples")
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if info, err := entry.Info(); err != nil || info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %v", entry.Name(), info.Mode())
		}
		if !entry.IsDir() && strings.HasSuffix(entry.Name(), ".json") {
			if err := os.WriteFile(filepath.Join(dir, entry.Name()), []byte("{"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	s, _ := sample.Of(body(`{"n": 1}`), nil)
	if err := store.Add("orders/list", s); err != nil || len(store.All("orders/list")) != 1 {
		t.Errorf("after damage: %v", err)
	}
}

// TestLimit holds that the samples of all workspaces together have a size and an age, and that the newest stays.
func TestLimit(t *testing.T) {
	home := t.TempDir()
	day := 24 * time.Hour
	before := func(workspace string, size int64, age time.Duration) string {
		t.Helper()
		name := filepath.Join(home, workspace, "samples", "0123456789abcdef.json")
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Truncate(name, size); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(name, time.Now(), time.Now().Add(-age)); err != nil {
			t.Fatal(err)
		}
		return name
	}
	old, large, recent := before("a", 10, 91*day), before("b", 128<<20, 2*day), before("c", 10, day)
	store := sample.OpenIn(home, "/shop")
	if err := store.Add("list", sample.Sample{At: time.Now().Add(-91 * day), Status: 200, Type: "application/json", Body: []byte(`{}`)}); err != nil {
		t.Fatal(err)
	}
	if err := store.Add("list", sample.Sample{At: time.Now(), Status: 200, Type: "application/json", Body: []byte(`{}`)}); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]bool{old: false, large: false, recent: true} {
		if _, err := os.Stat(name); (err == nil) != want {
			t.Errorf("%s is there: %v", name, err == nil)
		}
	}
	if len(store.All("list")) != 1 {
		t.Error("the sample that was added is gone")
	}
}

// TestRename holds that samples go along with a request that gets another ID.
func TestRename(t *testing.T) {
	s := sample.Open(t.TempDir())
	for _, one := range []struct{ id, body string }{{"a/old", "1"}, {"a/old", "2"}, {"a/other", "3"}} {
		if err := s.Add(one.id, sample.Sample{At: time.Now(), Status: 200, Type: "application/json", Body: []byte(one.body)}); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Rename("a/old", "b/new"); err != nil {
		t.Fatal(err)
	}
	all := s.All("b/new")
	if len(all) != 2 || string(all[0].Body) != "2" || string(all[1].Body) != "1" || len(s.All("a/old")) != 0 || len(s.All("a/other")) != 1 {
		t.Errorf("%v, %v, %v", all, s.All("a/old"), s.All("a/other"))
	}
}
