package collections

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"dowse/collections/fileformat/yamledit"
	"dowse/collections/vars"
)

func TestLoad(t *testing.T) {
	archive, err := txtar.ParseFile("testdata/shop.txtar")
	if err != nil {
		t.Fatal(err)
	}
	c := load(t, extract(t, archive))
	if len(c.Problems) > 0 {
		t.Error(c.Problems)
	}
	ok, cursor := vars.ParseScalar("false"), IfMissing{MissingDefault, vars.NewString("")}
	ten, shop := 10, vars.NewString("shop")
	want := &Collection{
		Root: c.Root, Version: 1, Name: "Shop", DefaultEnv: "dev",
		Settings: Settings{
			Headers: Rows{{Name: "Accept", Value: "application/json"}}, Auth: &Auth{Kind: AuthBearer, Token: "{{access_token}}"},
			Timeouts: Timeouts{Total: 30 * time.Second}, ErrorWhen: []ErrorRule{{"$.ok", &ok, "$.error.message"}},
		},
		Secrets: []SecretRef{{Name: "shop_password", From: "keychain", Hint: "Shop admin > Users > API user"}},
		Folders: []*Folder{{ID: "orders", Order: []string{"list", "create.yaml"}, Settings: Settings{Redirects: &ten}}},
		Environments: []*Environment{{Name: "dev", BaseURL: "https://dev.shop.example", Settings: Settings{
			Vars: []Variable{{"user", vars.NewString("api@dev.shop.example")}}, TLS: &TLS{CA: "certs/dev-ca.pem"},
		}}},
		Requests: []*Request{
			{ID: "auth/login", Name: "Log in", Method: "POST", URL: "{{base_url}}/login", Settings: Settings{Auth: &Auth{Kind: AuthNone}}, Repeatable: true,
				Body: Body{Kind: BodyJSON, Text: `{"user": "{{user}}", "password": "{{shop_password}}"}` + "\n"},
				Picks: []Pick{
					{Name: "access_token", From: Source{Kind: SourcePath, Arg: "$.access_token"}, Secret: SecretYes, Keep: Keep{Until: "jwt.exp", Margin: "30s"}},
					{Name: "request_id", From: Source{Kind: SourceHeader, Arg: "X-Request-Id"}, IfMissing: IfMissing{Policy: MissingSkip}},
				}},
			{ID: "orders/list", Name: "List orders", Method: "GET", URL: "{{base_url}}/orders",
				Query: Rows{{Name: "status", Value: "open"}, {Name: "limit", Value: "20"}, {Name: "cursor", Value: "{{next_cursor}}", Off: true}},
				Picks: []Pick{
					{Name: "order_id", From: Source{Kind: SourcePath, Arg: "$.data[0].id"}},
					{Name: "open_ids", From: Source{Kind: SourcePath, Arg: "$.data[?@.status == 'open'].id"}, Take: TakeAll},
					{Name: "next_cursor", From: Source{Kind: SourcePath, Arg: "$.page.next"}, IfMissing: cursor},
				},
				Page:   &Page{"next_cursor", "query.cursor", "empty", 50},
				Expect: &Expect{Status: []string{"200"}, Time: 2 * time.Second, Body: []Check{{Path: "$.page.total", Type: "integer"}}}},
			{ID: "orders/create", URL: "http://x", Body: Body{Kind: BodyJSON, Text: "{\n  \"total\": 1.10,\n  \"id\": 12345678901234567890,\n  \"zip\": \"007\",\n  \"tags\": [\n    \"a\"\n  ]\n}\n"}},
			{ID: "orders/another", URL: "http://x", Picks: []Pick{
				{Name: "a", From: Source{Kind: SourceHeader, Arg: "Set-Cookie", Nth: 2}},
				{Name: "b", From: Source{Kind: SourceCookie, Arg: "session", Attr: "expires"}},
				{Name: "c", From: Source{Kind: SourceLink, Arg: "next"}},
				{Name: "d", From: Source{Kind: SourceXPath, Arg: "//a:b", Namespaces: []Variable{{"a", vars.NewString("urn:a")}}}},
				{Name: "e", From: Source{Kind: SourceCSS, Arg: "a.next", Attr: "href"}},
				{Name: "f", From: Source{Kind: SourceRegex, Arg: "id=(\\d+)", Group: "1"}},
				{Name: "g", From: Source{Kind: SourceColumn, Arg: "sku"}},
				{Name: "h", From: Source{Kind: SourceForm, Arg: "token"}},
				{Name: "i", From: Source{Kind: SourceStatus}},
				{Name: "j", From: Source{Kind: SourceTiming, Arg: "total"}},
				{Name: "k", From: Source{Kind: SourceRedirect, Arg: "1"}},
				{Name: "l", From: Source{Kind: SourceEvent, Arg: "done", Path: "$.id"}},
				{Name: "m", From: Source{Kind: SourcePath, Arg: "$..id"}, Take: TakeAsk, Label: "$.title", Type: "integer", JQ: ".id", Transform: "trim | lower", Keep: Keep{Until: "session"}},
			}},
		},
		Mappings: []*Mapping{{ID: "order_to_invoice", Name: "Order to invoice", OnError: OnRowReport,
			From: RowSource{"orders/list", "$.data[*]"}, Into: Target{Request: "orders/create"},
			Fields: []MappedField{
				{To: "number", Path: "$.number", Type: "integer", Required: true},
				{To: "due", Path: "$.created_at", Transform: `date("2006-01-02")`},
				{To: "currency", Path: "$.currency", IfMissing: IfMissing{MissingDefault, vars.NewString("EUR")}},
				{To: "skus", Path: "$.lines[*].sku", Take: TakeAll},
				{To: "lines", JQ: ".lines | length"},
				{To: "source", Value: &shop},
				{To: "customer.name", Required: true},
				{To: "label", Expr: `source + " #" + string(number)`},
			},
		}},
		Others: []string{"notes.yaml"},
	}
	if diff := cmp.Diff(want, c, cmp.FilterPath(func(p cmp.Path) bool { return p.String() == "files" || p.String() == "together" }, cmp.Ignore())); diff != "" {
		t.Error(diff)
	}
	for _, m := range c.Mappings {
		if err := c.SaveMapping(m); err != nil {
			t.Error(err)
		}
	}
	for _, r := range c.Requests {
		if err := c.Save(r); err != nil {
			t.Error(err)
		}
	}
	for _, f := range archive.Files {
		if diff := cmp.Diff(string(f.Data), readFile(t, filepath.Join(c.Root, f.Name))); diff != "" {
			t.Error(f.Name, diff)
		}
	}
}

func TestFind(t *testing.T) {
	c := folder(t, "a/b/c.yaml", "url: http://x\n")
	for _, dir := range []string{"", "a", "a/b", "a/b/missing/d"} {
		if root, ok := Find(filepath.Join(c.Root, dir)); !ok || root != c.Root {
			t.Errorf("from %q: got %q, %v", dir, root, ok)
		}
	}
	if root, ok := Find(t.TempDir()); ok {
		t.Errorf("found %q where nothing is", root)
	}
	if _, err := Load(filepath.Join(c.Root, "a")); err == nil || !strings.Contains(err.Error(), "no dowse.yaml") {
		t.Errorf("a folder without dowse.yaml: %v", err)
	}
}

func TestLoadLinks(t *testing.T) {
	outside := t.TempDir()
	writeFile(t, filepath.Join(outside, "a.yaml"), "url: http://outside\n")
	c := folder(t, "a.yaml", "url: http://x\n")
	err := errors.Join(
		os.Symlink(filepath.Join(outside, "a.yaml"), filepath.Join(c.Root, "absolute.yaml")),
		os.Symlink("../../../../../../../../"+outside+"/a.yaml", filepath.Join(c.Root, "relative.yaml")),
		os.Symlink(outside, filepath.Join(c.Root, "folder")),
		os.Symlink("nowhere.yaml", filepath.Join(c.Root, "dangling.yaml")),
		os.Symlink("a.yaml", filepath.Join(c.Root, "inside.yaml")),
		os.Symlink(".", filepath.Join(c.Root, "circle")),
	)
	if err != nil {
		t.Fatal(err)
	}
	c = load(t, c.Root)
	var got []string
	for _, p := range c.Problems {
		got = append(got, p.Error())
	}
	want := []string{
		"absolute.yaml: this link leads out of the collection, so it is not followed; copy what it points at",
		"circle: this is a link to a folder; only links to files are followed",
		"dangling.yaml: this link leads nowhere",
		"folder: this link leads out of the collection, so it is not followed; copy what it points at",
		"relative.yaml: this link leads out of the collection, so it is not followed; copy what it points at",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for _, r := range c.Requests {
		if r.URL != "http://x" {
			t.Errorf("%s was read from outside", r.ID)
		}
	}
	if c.Request("inside") == nil {
		t.Error("a link within the collection is not followed")
	}
	if data, err := os.ReadFile(filepath.Join(c.Root, "absolute.yaml")); err != nil || !strings.Contains(string(data), "outside") {
		t.Error("control: an ordinary read does not leave the collection either, so this test shows nothing")
	}
}

func TestLoadLarge(t *testing.T) {
	c := folder(t, "a.yaml", "url: http://x\n")
	writeFile(t, filepath.Join(c.Root, "large.yaml"), "url: http://x\nnote: "+strings.Repeat("x", yamledit.MaxSize))
	c = load(t, c.Root)
	if len(c.Problems) != 1 || !strings.Contains(c.Problems[0].Error(), "large.yaml: it has more than 5 MB") || len(c.Requests) != 1 {
		t.Error(c.Problems)
	}
}

// TestFindBeside holds that a collection is found from inside, and from beside the folder that the first save offers.
func TestFindBeside(t *testing.T) {
	dir := t.TempDir()
	inside := filepath.Join(dir, DefaultFolder, "orders")
	if err := os.MkdirAll(inside, 0o755); err != nil {
		t.Fatal(err)
	}
	if root, ok := Find(dir); ok {
		t.Errorf("found %s where there is none", root)
	}
	want := filepath.Join(dir, DefaultFolder)
	if err := os.WriteFile(filepath.Join(want, rootFile), []byte("version: 1\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, from := range []string{dir, want, inside} {
		if root, ok := Find(from); !ok || root != want {
			t.Errorf("from %s: %q %v", from, root, ok)
		}
	}
	other := filepath.Join(dir, "other")
	if err := os.Mkdir(other, 0o755); err != nil {
		t.Fatal(err)
	}
	if root, ok := Find(other); ok {
		t.Errorf("found %s from a folder beside it", root)
	}
}

// TestLoadLargeFiles holds that of a file that nobody wrote by hand no more is read than shows that, and that this is said.
func TestLoadLargeFiles(t *testing.T) {
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "small.yaml"), "url: http://x\n")
	const size = 512 << 20 // with nothing in it, so that it takes no room
	for _, name := range []string{"dowse.yaml", "large.yaml", "large.yml"} {
		writeFile(t, filepath.Join(dir, name), "url: http://x\n")
		if err := os.Truncate(filepath.Join(dir, name), size); err != nil {
			t.Fatal(err)
		}
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	c := load(t, dir)
	runtime.ReadMemStats(&after)
	if took := after.TotalAlloc - before.TotalAlloc; took > size/4 {
		t.Errorf("reading took %d MB", took>>20)
	}
	for _, name := range []string{"dowse.yaml", "large.yaml"} {
		if !slices.ContainsFunc(c.Problems, func(p Problem) bool { return p.File == name && strings.Contains(p.Message, "more than 5 MB") }) {
			t.Errorf("of %s nothing is said: %v", name, c.Problems)
		}
	}
	if c.Request("small") == nil {
		t.Error("the request beside it is not there")
	}
}
