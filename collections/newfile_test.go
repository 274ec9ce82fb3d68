package collections

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dowse/collections/fileformat/yamledit"
	"dowse/collections/vars"
)

func TestNewFiles(t *testing.T) {
	c := folder(t)
	none := 0
	list := &Request{
		ID: "orders/list", Name: "List orders", Note: "Three pages.\nSee the guide: page 2.\n", Method: "POST", URL: "{{base_url}}/orders",
		Query: Rows{{Name: "status", Value: "open"}, {Name: "limit", Value: "20"}, {Name: "q", Value: `say "x"`}},
		Settings: Settings{
			Headers:   Rows{{Name: "Accept", Value: "application/json"}, {Name: "X-Trace", Value: "a", Off: true, Note: "for support"}},
			Auth:      &Auth{Kind: AuthBearer, Token: "{{access_token}}"},
			Vars:      []Variable{{"limit", vars.ParseScalar("20")}, {"zip", vars.NewString("01234")}},
			Timeouts:  Timeouts{Connect: 5 * time.Second, Total: -1},
			Redirects: &none,
			TLS:       &TLS{CA: "certs/ca.pem"},
		},
		Body: Body{Kind: BodyJSON, Text: "{\n  \"user\": \"{{user}}\"\n}\n"},
		Picks: []Pick{
			{Name: "order_id", From: Source{Kind: SourcePath, Arg: "$.data[0].id"}},
			{Name: "request_id", From: Source{Kind: SourceHeader, Arg: "X-Request-Id"}, IfMissing: IfMissing{Policy: MissingSkip}},
			{Name: "token", From: Source{Kind: SourcePath, Arg: "$.token"}, Secret: SecretYes, Keep: Keep{Until: "jwt.exp", Margin: "30s"}},
			{Name: "when", From: Source{Kind: SourcePath, Arg: "$.at"}, Transform: `date("2006-01-02")`, IfMissing: IfMissing{MissingDefault, vars.NewString("")}},
			{Name: "code", From: Source{Kind: SourceStatus}},
			{Name: "done", From: Source{Kind: SourceEvent, Arg: "done", Path: "$.id"}},
		},
		Page:   &Page{Next: "next", Into: "query.cursor", Until: "empty", Max: 50},
		Expect: &Expect{Status: []string{"200"}, Time: 2 * time.Second, Body: []Check{{Path: "$.page.total", Type: "integer"}}},
	}
	dev := &Environment{Name: "dev", BaseURL: "https://dev.shop.example", Settings: Settings{Vars: []Variable{{"user", vars.NewString("api@shop.example")}}}}
	orders := &Folder{ID: "orders", Name: "Orders", Order: []string{"list", "get"}}
	c.Name, c.DefaultEnv = "Shop", "dev"
	c.Secrets = []SecretRef{{Name: "shop_password", From: "keychain", Hint: "Shop admin > Users"}}
	if err := errors.Join(c.Save(list), c.SaveEnvironment(dev), c.SaveFolder(orders), c.SaveCollection()); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"dowse.yaml": `version: 1
name: Shop
default_env: dev
secrets:
  shop_password: {from: keychain, hint: Shop admin > Users}
`,
		"env/dev.yaml": `base_url: https://dev.shop.example
vars:
  user: api@shop.example
`,
		"orders/_folder.yaml": `name: Orders
order: [list, get]
`,
		"orders/list.yaml": `name: List orders
note: |
  Three pages.
  See the guide: page 2.
method: POST
url: "{{base_url}}/orders"
query:
  status: open
  limit: 20
  q: say "x"
headers:
  - {name: Accept, value: application/json}
  - {name: X-Trace, value: a, off: true, note: for support}
auth: {bearer: "{{access_token}}"}
vars:
  limit: 20
  zip: "01234"
timeout: {connect: 5s, total: none}
redirects: none
tls:
  ca: certs/ca.pem
body:
  json: |
    {
      "user": "{{user}}"
    }
picks:
  order_id: "$.data[0].id"
  request_id: {header: X-Request-Id, if_missing: skip}
  token:
    path: "$.token"
    secret: true
    keep: {until: jwt.exp, margin: 30s}
  when:
    path: "$.at"
    transform: date("2006-01-02")
    if_missing: {default: ""}
  code: {status: true}
  done: {path: "$.id", event: done}
page:
  next: next
  into: query.cursor
  until: empty
  max: 50
expect:
  status: 200
  time: 2s
  body:
    - {path: "$.page.total", type: integer}
`,
	} {
		if diff := cmp.Diff(want, readFile(t, filepath.Join(c.Root, name))); diff != "" {
			t.Error(name, diff)
		}
	}
	again := load(t, c.Root)
	if len(again.Problems) > 0 {
		t.Error(again.Problems)
	}
	if diff := cmp.Diff(list, again.Request("orders/list")); diff != "" {
		t.Error(diff)
	}
	if c.Request("orders/list") != list || c.Environment("dev") != dev {
		t.Error("what was saved has not joined the collection")
	}
}

func TestConflict(t *testing.T) {
	c := folder(t, "a.yaml", "url: http://x\n", "b.yaml", "url: http://x\n")
	file := filepath.Join(c.Root, "a.yaml")
	other := "url: http://y # by someone else\n"
	writeFile(t, file, other)
	r := c.Request("a")
	r.Name = "mine"
	conflict, ok := errors.AsType[*ConflictError](c.Save(r))
	if !ok || conflict.File != "a.yaml" {
		t.Errorf("got %v, want a conflict of a.yaml", conflict)
	}
	if got := readFile(t, file); got != other {
		t.Errorf("the other's change is gone: %q", got)
	}
	created := filepath.Join(c.Root, "new.yaml")
	writeFile(t, created, other)
	if _, ok := errors.AsType[*ConflictError](c.Save(&Request{ID: "new", URL: "http://x"})); !ok || readFile(t, created) != other {
		t.Error("a file that was created meanwhile was overwritten")
	}
	if err := os.Remove(filepath.Join(c.Root, "b.yaml")); err != nil {
		t.Fatal(err)
	}
	b := c.Request("b")
	b.Name = "mine"
	if _, ok := errors.AsType[*ConflictError](c.Save(b)); !ok {
		t.Error("a file that was deleted meanwhile came back")
	}
	noTemps(t, c.Root)
}

// noTemps fails when a file is in dir that no one wrote by name.
func noTemps(t testing.TB, dir string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err == nil && strings.HasPrefix(d.Name(), ".") {
			t.Errorf("%s was left behind", name)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func TestSaveRefuses(t *testing.T) {
	c := folder(t, "Orders/List.yaml", "url: http://x\n", "caf\u00e9.yaml", "url: http://x\n")
	ids := map[string]string{
		"":             "without a name",
		"/etc/x":       "no name for a request",
		"../x":         "no name for a request",
		"a//b":         "no name for a request",
		"a/./b":        "no name for a request",
		`a\b`:          "no name for a request",
		"env/x":        "for files of its own",
		"flows/x/y":    "for files of its own",
		"a/_folder":    "a meaning of its own",
		"dowse":        "a meaning of its own",
		".hidden/x":    "hidden",
		"a\x1b[2J":     "invisible",
		"a\u202e":      "invisible",
		"a.yaml":       "ends in .yaml",
		"a ":           "a space or a dot",
		"a:b":          "not allowed on every system",
		"orders/list":  `beside "Orders/List.yaml"`,
		"orders/other": `beside "Orders"`,
		"cafe\u0301":   "beside \"caf\u00e9.yaml\"",
		"CAFÉ":         "beside \"café.yaml\"",
	}
	for id, want := range ids {
		if err := c.Save(&Request{ID: id, URL: "http://x"}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %q", id, err, want)
		}
	}
	values := map[string]*Request{
		"a byte that is no text":  {ID: "new", Note: "\xff"},
		"two variables of a name": {ID: "new", Settings: Settings{Vars: []Variable{{"a", vars.NewString("1")}, {"a", vars.NewString("2")}}}},
		"auth of no kind":         {ID: "new", Settings: Settings{Auth: &Auth{Token: "{{x}}"}}},
		"a pick of nothing":       {ID: "new", Picks: []Pick{{Name: "a"}}},
		"a method of two words":   {ID: "new", Method: "GET it"},
		"text without a kind":     {ID: "new", Body: Body{Text: "x"}},
	}
	for name, r := range values {
		if err := c.Save(r); err == nil {
			t.Errorf("%s was saved", name)
		}
	}
	if _, err := os.Stat(filepath.Join(c.Root, "new.yaml")); err == nil || c.Request("new") != nil {
		t.Error("something was written although it was refused")
	}
	writeFile(t, filepath.Join(c.Root, "broken.yaml"), "url: http://x\nmethod: a b\n")
	broken := load(t, c.Root)
	r := broken.Request("broken")
	r.Method = "GET"
	if err := broken.Save(r); err == nil || !strings.Contains(err.Error(), "broken.yaml:2:9") {
		t.Errorf("a file with mistakes: got %v", err)
	}
	large := &Request{ID: "large", Body: Body{Kind: BodyText, Text: strings.Repeat("x", yamledit.MaxSize)}}
	if err := c.Save(large); err == nil {
		t.Error("a file that is too large to be read was saved")
	}
}

// TestSaveWhereNothingIsRead refuses what a load would not show.
func TestSaveWhereNothingIsRead(t *testing.T) {
	c := folder(t, "own/x.yaml", "url: http://x\n")
	writeFile(t, filepath.Join(c.Root, "sub", "dowse.yaml"), "version: 1\n")
	if err := os.Symlink("own", filepath.Join(c.Root, "ln")); err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]string{"sub/x": "a collection of its own", "sub/deep/x": "a collection of its own", "ln/y": "a link to a folder", "ln/deep/y": "a link to a folder"} {
		if err := c.Save(&Request{ID: id, URL: "http://x"}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", id, err)
		}
		writeFile(t, filepath.Join(c.Root, id+extension), "url: http://x\n")
		if load(t, c.Root).Request(id) != nil {
			t.Errorf("control: %s is read, so it could have been saved", id)
		}
	}
	if err := c.Save(&Request{ID: "own/deep/z", URL: "http://x"}); err != nil {
		t.Error(err)
	}
}

func TestSaveUnwritable(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root may write everywhere")
	}
	c := folder(t, "a/b.yaml", "url: http://x\n")
	if err := os.Chmod(filepath.Join(c.Root, "a"), 0o555); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(filepath.Join(c.Root, "a"), 0o755) })
	r := c.Request("a/b")
	r.Name = "x"
	if err := c.Save(r); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("got %v", err)
	}
}

func TestSaveKeepsModeAndLink(t *testing.T) {
	c := folder(t, "a.yaml", "url: http://x\n")
	file := filepath.Join(c.Root, "a.yaml")
	if err := errors.Join(os.Chmod(file, 0o600), os.Symlink("a.yaml", filepath.Join(c.Root, "b.yaml"))); err != nil {
		t.Fatal(err)
	}
	c = load(t, c.Root)
	b := c.Request("b")
	b.Name = "x"
	if err := c.Save(b); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(file)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the mode is %v now (%v)", info.Mode(), err)
	}
	if link, err := os.Readlink(filepath.Join(c.Root, "b.yaml")); err != nil || link != "a.yaml" || !strings.Contains(readFile(t, file), "name: x") {
		t.Errorf("the link became %q (%v)", link, err)
	}
}

func TestLiteralSecrets(t *testing.T) {
	const jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl"
	refused := map[string]*Request{
		"auth.bearer":         {Settings: Settings{Auth: &Auth{Kind: AuthBearer, Token: "abc"}}},
		"auth.basic.password": {Settings: Settings{Auth: &Auth{Kind: AuthBasic, User: "u", Password: "p"}}},
		"auth.header":         {Settings: Settings{Auth: &Auth{Kind: AuthHeader, Name: "X-Key", Token: "k"}}},
		"vars.x":              {Settings: Settings{Vars: []Variable{{"x", vars.NewString(jwt)}}}},
		"vars.api_key":        {Settings: Settings{Vars: []Variable{{"api_key", vars.NewString("q8W3zR7tY1uPx5vB")}}}},
		"vars.marked":         {Settings: Settings{Vars: []Variable{{"marked", vars.NewString("x").AsSecret()}}}},
		"headers.A":           {Settings: Settings{Headers: Rows{{Name: "A", Value: "Bearer " + jwt}}}},
		"query.q":             {Query: Rows{{Name: "q", Value: "ghp_0123456789abcdefghijklmnopqrstuvwxyz"}}},
		"body.form.f":         {Body: Body{Kind: BodyForm, Form: Rows{{Name: "f", Value: jwt}}}},
		"body.json":           {Body: Body{Kind: BodyJSON, Text: `{"id": 1, "token": "` + jwt + `"}`}},
		"body.text":           {Body: Body{Kind: BodyText, Text: "a=b&token=" + jwt}},
		"the password in url": {URL: "https://u:p@x/"},
	}
	c := folder(t)
	for place, r := range refused {
		r.ID = "new"
		found, ok := errors.AsType[*LiteralSecretError](c.Save(r))
		if !ok || found.Place != place || !strings.Contains(found.Error(), "{from: env}") {
			t.Errorf("%s: got %v", place, found)
		} else if strings.Contains(found.Error(), jwt) {
			t.Errorf("%s: the error shows the secret", place)
		}
	}
	if _, err := os.Stat(filepath.Join(c.Root, "new.yaml")); err == nil {
		t.Error("a file was written")
	}
	allowed := &Request{ID: "ok", URL: "https://{{user}}:{{password}}@x/", Settings: Settings{
		Auth: &Auth{Kind: AuthBearer, Token: "{{t}}"},
		Vars: []Variable{{"token_url", vars.NewString("https://x/token")}, {"next_page_token", vars.NewString("q8W3zR7tY1uPx5vB")}, {"id", vars.NewString("q8W3zR7tY1uPx5vB")}},
	}}
	if err := c.Save(allowed); err != nil {
		t.Error(err)
	}
	allowed.Body = Body{Kind: BodyJSON, Text: `{"token": "{{t}}", "id": "q8W3zR7tY1uPx5vB"}`}
	if err := c.Save(allowed); err != nil {
		t.Error(err)
	}
	// What a person wrote into the file by hand does not stop other changes.
	c = folder(t)
	writeFile(t, filepath.Join(c.Root, "a.yaml"), "url: http://x\nauth: {bearer: abc}\n")
	c = load(t, c.Root)
	if len(c.Problems) != 1 || !c.Problems[0].Warning || c.Problems[0].Line != 2 || !strings.Contains(c.Problems[0].Message, "secret written out") {
		t.Error(c.Problems)
	}
	r := c.Request("a")
	r.Name = "x"
	if err := c.Save(r); err != nil {
		t.Error(err)
	}
	r.Auth.Token = "abcd"
	if err := c.Save(r); err == nil {
		t.Error("a new literal was saved in the place of the old one")
	}
	writeFile(t, filepath.Join(c.Root, "a.yaml"), "url: http://x\nbody: {text: "+jwt+"}\n")
	c = load(t, c.Root)
	r = c.Request("a")
	r.Body.Text += "&a=b"
	if err := c.Save(r); err != nil {
		t.Error(err)
	}
	r.Body.Text += "&c=ghp_0123456789abcdefghijklmnopqrstuvwxyz"
	if err := c.Save(r); err == nil {
		t.Error("a body with a new literal was saved")
	}
}
