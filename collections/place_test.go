package collections

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dowse/collections/vars"
)

func TestCreate(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "shop")
	c, err := Create(dir, "Shop")
	if err != nil {
		t.Fatal(err)
	}
	quiet(t, c)
	if got, want := readFile(t, filepath.Join(dir, rootFile)), "version: 1\nname: Shop\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if err := c.Save(&Request{ID: "a", URL: "http://x"}); err != nil {
		t.Error(err)
	}
	if _, err := Create(dir, "Other"); err == nil || !strings.Contains(err.Error(), "already") {
		t.Errorf("a second collection in the folder: %v", err)
	}
	if got := load(t, dir); got.Name != "Shop" || got.Request("a") == nil {
		t.Error("the first collection was changed")
	}
}

const commented = "# kept\nurl: http://x # as it is\nx-mine: {a: 1}\n"

// relocate plans a move and carries it out.
func relocate(c *Collection, from, to string) error {
	r, err := c.Relocate(from, to)
	if err != nil {
		return err
	}
	return c.Apply(r)
}

func TestMove(t *testing.T) {
	c := folder(t, "orders/a.yaml", commented, "b.yaml", "url: http://b\n")
	writeFile(t, filepath.Join(c.Root, "odd.yaml"), "url: http://x\nmethood: GET\n")
	c = load(t, c.Root)
	r := c.Request("orders/a")
	r.Note = "not saved yet"
	if err := relocate(c, r.ID, "clients/of/a"); err != nil {
		t.Fatal(err)
	}
	if got := readFile(t, filepath.Join(c.Root, "clients/of/a.yaml")); got != commented {
		t.Errorf("the file is now %q", got)
	}
	if _, err := os.Stat(filepath.Join(c.Root, "orders/a.yaml")); err == nil {
		t.Error("the old file is still there")
	}
	if r.ID != "orders/a" {
		t.Error("the request that others may look at was changed")
	}
	if r = c.Request("clients/of/a"); c.Request("orders/a") != nil || r == nil || r.ID != "clients/of/a" {
		t.Fatal("the request is not found by its new ID alone")
	}
	if err := c.Save(r); err != nil {
		t.Error(err)
	}
	if got := load(t, c.Root).Request("clients/of/a"); got.Note != "not saved yet" {
		t.Error("a save after the move went elsewhere")
	}
	if err := relocate(c, "odd", "even"); err != nil || c.Problems[0].File != "even.yaml" {
		t.Errorf("its problems stayed behind: %v %v", c.Problems, err)
	}
	noTemps(t, c.Root)
}

func TestMoveRefuses(t *testing.T) {
	c := folder(t, "a.yaml", commented, "b.yaml", "url: http://b\n", "Up.yaml", "url: http://x\n")
	writeFile(t, filepath.Join(c.Root, "unseen.yaml"), "theirs")
	for _, id := range []string{"", ".", "..", "../out", "/etc/x", "x/../../y", "b", "B", "unseen", "env/a", "flows/a", "env", "dowse", "x/_folder",
		".hidden", "x/.h/y", "a/", "x//y", `x\y`, "x:y", "CON ", "x.yaml", "up", "a\x00b"} {
		if err := relocate(c, "a", id); err == nil {
			t.Errorf("%q was allowed", id)
		}
		if got := readFile(t, filepath.Join(c.Root, "a.yaml")); got != commented || c.Request("a") == nil {
			t.Fatalf("after %q the file is %q", id, got)
		}
	}
	if readFile(t, filepath.Join(c.Root, "b.yaml")) != "url: http://b\n" || readFile(t, filepath.Join(c.Root, "unseen.yaml")) != "theirs" {
		t.Error("another file was changed")
	}
	if err := relocate(c, "fresh", "x"); err == nil {
		t.Error("a request without a file was moved")
	}
	if err := relocate(c, "Up", "up"); err != nil {
		t.Errorf("a change of case only: %v", err)
	}
	if err := os.Remove(filepath.Join(c.Root, "a.yaml")); err != nil {
		t.Fatal(err)
	}
	if _, conflict := errors.AsType[*ConflictError](relocate(c, "a", "x")); !conflict {
		t.Error("a file that is gone was moved")
	}

	control := filepath.Join(c.Root, "unseen.yaml")
	if err := os.Rename(filepath.Join(c.Root, "b.yaml"), control); err != nil || readFile(t, control) == "theirs" {
		t.Error("control: a rename does not write over a file either, so this test shows nothing")
	}
}

func TestTrash(t *testing.T) {
	state := t.TempDir()
	t.Setenv("XDG_STATE_HOME", state)
	c := folder(t, "orders/a.yaml", commented, "b.yaml", "url: http://b\n")
	writeFile(t, filepath.Join(c.Root, "odd.yaml"), "url: http://x\nmethood: GET\n")
	c = load(t, c.Root)
	before := slices.Clone(c.Requests)
	var gone []Trashed
	for _, id := range []string{"orders/a", "odd"} {
		trashed, err := c.Delete(c.Request(id))
		if err != nil {
			t.Fatal(err)
		}
		gone = append(gone, trashed)
	}
	quiet(t, load(t, c.Root))
	if got := readFile(t, gone[0].File); got != commented || !strings.HasPrefix(gone[0].File, state) {
		t.Errorf("%s holds %q", gone[0].File, got)
	}
	if info, err := os.Stat(gone[0].File); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others may read the trash: %v %v", info.Mode(), err)
	}
	if len(c.Requests) != 1 || len(c.Problems) != 0 {
		t.Errorf("left: %v %v", c.Requests, c.Problems)
	}
	for _, trashed := range gone {
		if err := c.Restore(trashed); err != nil {
			t.Fatal(err)
		}
	}
	if got := readFile(t, filepath.Join(c.Root, "orders/a.yaml")); got != commented {
		t.Errorf("restored as %q", got)
	}
	if len(c.Problems) != 1 || len(c.Requests) != len(before) || c.Requests[2].ID != "orders/a" {
		t.Errorf("after restoring: %v %v", c.Requests, c.Problems)
	}
	if err := c.Restore(gone[0]); err == nil {
		t.Error("it was restored twice")
	}
	files, err := filepath.Glob(filepath.Join(filepath.Dir(filepath.Dir(filepath.Dir(gone[0].File))), "*"))
	if err != nil || len(files) > 0 {
		t.Errorf("the trash still has %v (%v)", files, err)
	}
}

func TestTrashNeverLoses(t *testing.T) {
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	c := folder(t, "a.yaml", commented)
	name := filepath.Join(c.Root, "a.yaml")
	writeFile(t, name, "url: http://theirs\n")
	if _, conflict := errors.AsType[*ConflictError](second(c.Delete(c.Request("a")))); !conflict || c.Request("a") == nil {
		t.Error("what someone else had written was deleted")
	}
	if readFile(t, name) != "url: http://theirs\n" {
		t.Error("the file was changed")
	}
	c = load(t, c.Root)
	gone, err := c.Delete(c.Request("a"))
	if err != nil {
		t.Fatal(err)
	}
	writeFile(t, name, "url: http://new\n")
	if err := c.Restore(gone); err == nil || readFile(t, name) != "url: http://new\n" {
		t.Errorf("restoring wrote over a file (%v)", err)
	}
	if readFile(t, gone.File) != "url: http://theirs\n" {
		t.Error("the deleted one is lost")
	}
	t.Setenv("XDG_STATE_HOME", filepath.Join(name, "no-folder"))
	if _, err := load(t, c.Root).Delete(&Request{ID: "a"}); err == nil || readFile(t, name) != "url: http://new\n" {
		t.Errorf("without a trash it was deleted (%v)", err)
	}
}

func second[A, B any](_ A, b B) B { return b }

func TestEncode(t *testing.T) {
	drafts := []Request{
		{},
		{URL: "http://x", Method: "GE T"},
		{URL: "{{", Body: Body{Kind: BodyJSON, Text: "{ half\n\ttyped"}, Query: Rows{{Name: "", Value: ""}, {Name: "a", Off: true}, {Name: "a", Value: "2"}}},
		{URL: "http://u:hunter2@x", Settings: Settings{Auth: &Auth{Kind: AuthBearer, Token: "ghp_0123456789abcdefghijklmnopqrstuvwxyz"}},
			Picks: []Pick{{Name: "not a name", From: Source{Kind: SourcePath, Arg: "$..["}}}},
	}
	for _, draft := range drafts {
		data, err := Encode(&draft)
		if err != nil {
			t.Errorf("%+v: %v", draft, err)
			continue
		}
		back, _ := Decode(data)
		if back == nil {
			t.Fatalf("nothing came back of %q", data)
		}
		if diff := cmp.Diff(draft, *back, cmp.Comparer(func(a, b Rows) bool { return slices.Equal(a, b) })); diff != "" {
			t.Errorf("of %q: %s", data, diff)
		}
	}
	marked := Request{URL: "http://x", Settings: Settings{Vars: []Variable{{"k", vars.NewString("hunter2").AsSecret()}}}}
	if data, err := Encode(&marked); err != nil || strings.Contains(string(data), "hunter2") || !marked.Vars[0].Value.IsSecret() {
		t.Errorf("a value marked secret: %q %v", data, err)
	}
	if r, problems := Decode([]byte("url: http://x\nmethood: GET\n")); r.URL != "http://x" || len(problems) != 1 || problems[0].Line != 2 {
		t.Errorf("got %+v %v", r, problems)
	}
}
