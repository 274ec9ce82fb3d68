package collections

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dowse/collections/long"
)

// named is a collection in which every kind of file names orders/list, each in a form of its own.
var named = []string{
	"dowse.yaml", "version: 1\nauth: {bearer: \"{{pick.orders/list.token}}\"} # why\nvars:\n  h: 'Bearer {{ pick.orders/list.token | trim }}'\n",
	"env/dev.yaml", "base_url: \"http://{{pick.orders/list.host}}/\"\n",
	"orders/_folder.yaml", "order:\n  - get # first\n  - list # then\nheaders: {X-T: '{{pick.orders/list.token}}'}\n",
	"orders/list.yaml", "# the list\nurl: http://h/\npicks:\n  token: $.t\n  next: $.n\npage: {next: pick.orders/list.next, into: query.cursor, until: empty}\n",
	"orders/get.yaml", "url:   'http://h/{{pick.orders/list.id}}/{{pick.orders/list.id | trim}}/{{pick.orders/lister.id}}'   # mine\nbody:\n  json: |\n    {\"a\": {{pick.orders/list.id}}, \"b\": \"{{id}}\"}\n",
	"orders/list.examples/one.json", "{}",
	"use.yaml", "url: http://h/\nquery:\n  \"{{pick.orders/list.key}}\": x\nbody:\n  json:\n    a: [\"{{pick.orders/list.id}}\", 1]\n",
	"mappings/m.yaml", "from: {request: orders/list, rows: \"$\"}\ninto: {request: \"orders/list\"} # same\nfields:\n  - {to: a, value: \"{{pick.orders/list.id}}\"}\n",
	"other.txt", "pick.orders/list.id",
}

// TestRelocate moves a request and a folder: all that names it names it by its new ID, no other byte is another one, and the
// way back gives every byte again. A second reading of the files finds the same collection.
func TestRelocate(t *testing.T) {
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	for name, c := range map[string]struct {
		plan  func(*Collection) (*Relocation, error)
		id    string
		moved func(name string) string
		text  func(name, text string) string
	}{
		"request": {
			func(c *Collection) (*Relocation, error) { return c.Relocate("orders/list", "orders/all of it") }, "orders/all of it",
			func(name string) string { return strings.Replace(name, "orders/list.", "orders/all of it.", 1) },
			func(name, text string) string {
				text = strings.NewReplacer("orders/list.", "orders/all of it.", "request: orders/list", "request: orders/all of it", "\"orders/list\"", "\"orders/all of it\"").Replace(text)
				return strings.Replace(text, "- list #", "- all of it #", 1)
			},
		},
		"to another folder": {
			func(c *Collection) (*Relocation, error) { return c.Relocate("orders/list", "shop/all") }, "shop/all",
			func(name string) string { return strings.Replace(name, "orders/list.", "shop/all.", 1) },
			func(name, text string) string {
				text = strings.NewReplacer("orders/list.", "shop/all.", "request: orders/list", "request: shop/all", "\"orders/list\"", "\"shop/all\"").Replace(text)
				return strings.Replace(text, "  - list # then\n", "", 1)
			},
		},
		"folder": {
			func(c *Collection) (*Relocation, error) { return c.RelocateFolder("orders", "shop/orders") }, "shop/orders/list",
			func(name string) string { return strings.Replace(name, "/orders/", "/shop/orders/", 1) },
			func(name, text string) string {
				return strings.NewReplacer("pick.orders/", "pick.shop/orders/", "request: orders/list", "request: shop/orders/list", "\"orders/list\"", "\"shop/orders/list\"").Replace(text)
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			collection := folder(t, named...)
			before := textsOf(t, collection.Root)
			r, err := c.plan(collection)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(before, textsOf(t, collection.Root)); diff != "" {
				t.Fatalf("a plan changes files: %s", diff)
			}
			if err := collection.Apply(r); err != nil {
				t.Fatal(err)
			}
			want := map[string]string{}
			for name, text := range before {
				if name != "/other.txt" {
					text = c.text(name, text)
				}
				want[c.moved(name)] = text
			}
			if diff := cmp.Diff(want, textsOf(t, collection.Root)); diff != "" {
				t.Error(diff)
			}
			if collection.Request(c.id) == nil || collection.Mapping("m").From.Request != c.id {
				t.Error("the collection does not know it")
			}
			again := load(t, collection.Root)
			if diff := cmp.Diff(contents(again), contents(collection)); diff != "" {
				t.Errorf("read again it is another one: %s", diff)
			}
			back, err := collection.Back(r)
			if err != nil {
				t.Fatal(err)
			}
			if err := collection.Apply(back); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(before, textsOf(t, collection.Root)); diff != "" {
				t.Errorf("back: %s", diff)
			}
			notPending(t, collection.Root)
		})
	}
}

// contents are the requests of a collection by their IDs, and what names are in it.
func contents(c *Collection) (all []string) {
	for _, r := range c.Requests {
		text, err := Encode(r)
		all = append(all, fmt.Sprint(r.ID, string(text), err))
	}
	for _, m := range c.Mappings {
		all = append(all, fmt.Sprint(m.ID, m.From, m.Into))
	}
	for _, f := range c.Folders {
		all = append(all, fmt.Sprint(f.ID, f.Order, f.Headers))
	}
	return append(all, fmt.Sprint(c.Auth, c.Vars, c.Others, len(c.Problems)))
}

// TestRelocateRefused holds that what cannot be is said before anything is written.
func TestRelocateRefused(t *testing.T) {
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	for want, plan := range map[string]func(*Collection) (*Relocation, error){
		"there is a file of that name":     func(c *Collection) (*Relocation, error) { return c.Relocate("orders/list", "use") },
		"cannot be written in a template":  func(c *Collection) (*Relocation, error) { return c.Relocate("orders/list", "orders/a}b") },
		"it has no file yet":               func(c *Collection) (*Relocation, error) { return c.Relocate("orders/none", "x") },
		"that is inside of it":             func(c *Collection) (*Relocation, error) { return c.RelocateFolder("orders", "orders/new") },
		"there is one of that name":        func(c *Collection) (*Relocation, error) { return c.RelocateFolder("orders", "env2") },
		"the folder env is for files":      func(c *Collection) (*Relocation, error) { return c.RelocateFolder("orders", "env/x") },
		"there is no folder none":          func(c *Collection) (*Relocation, error) { return c.RelocateFolder("none", "x") },
		"stays in the collection":          func(c *Collection) (*Relocation, error) { return c.RelocateFolder("orders", "../x") },
		"it has invisible characters":      func(c *Collection) (*Relocation, error) { return c.Relocate("orders/list", "a\tb") },
		"they are the same file":           func(c *Collection) (*Relocation, error) { return c.Relocate("orders/list", "USE") },
		"there is a folder x.examples":     func(c *Collection) (*Relocation, error) { return c.Relocate("orders/list", "x") },
		"broken.yaml seems to name orders": func(c *Collection) (*Relocation, error) { return c.RelocateFolder("orders", "new") },
	} {
		files := append([]string{"env2/a.yaml", "url: http://h/\n", "x.examples/a.json", "{}"}, named...)
		c := folder(t, append(files, "orders/list.examples/two.json", "{}")...)
		if strings.HasPrefix(want, "broken") {
			writeFile(t, filepath.Join(c.Root, "broken.yaml"), "url: &a {{pick.orders/list.id}}\n  - x: [\n")
			c = load(t, c.Root)
		}
		before := textsOf(t, c.Root)
		if _, err := plan(c); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
		if diff := cmp.Diff(before, textsOf(t, c.Root)); diff != "" {
			t.Error(diff)
		}
	}
}

// TestRelocateConflict holds that nothing is moved or written where somebody changed one of the files.
func TestRelocateConflict(t *testing.T) {
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	c := folder(t, named...)
	r, err := c.Relocate("orders/list", "shop/all")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(c.Root, "use.yaml"), []byte("url: http://theirs/\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	before := textsOf(t, c.Root)
	err = c.Apply(r)
	if conflict, ok := errors.AsType[*ConflictError](err); !ok || conflict.File != "use.yaml" {
		t.Errorf("%v", err)
	}
	if diff := cmp.Diff(before, textsOf(t, c.Root)); diff != "" {
		t.Error(diff)
	}
	notPending(t, c.Root)
}

// TestRelocateOrder holds that a folder that is gone with its last request is in no order any more, and that a folder of a
// request's name keeps its place.
func TestRelocateOrder(t *testing.T) {
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	c := folder(t, "dowse.yaml", "version: 1\n", "_folder.yaml", "order: [zoo/, a, b.yaml]\n", "zoo/one.yaml", "url: http://h/\n", "a.yaml", "url: http://h/\n", "a/b.yaml", "url: http://h/\n", "b.yaml", "url: http://h/\n")
	for _, one := range []struct{ from, to, want string }{
		{"zoo/one", "one", "order: [a, b.yaml]\n"},
		{"a", "z", "order: [a, b.yaml]\n"},
		{"b", "c", "order: [a, c.yaml]\n"},
		{"a/b", "b", "order: [c.yaml]\n"},
		{"c", "d/c", "order: []\n"},
	} {
		r, err := c.Relocate(one.from, one.to)
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Apply(r); err != nil {
			t.Fatal(err)
		}
		if got := readFile(t, filepath.Join(c.Root, "_folder.yaml")); got != one.want {
			t.Errorf("%s to %s: %s", one.from, one.to, got)
		}
	}
}

// relocateForever moves a folder there and back until it is killed.
func relocateForever(mode, dir string) error {
	c, err := Load(dir)
	if err != nil {
		return err
	}
	from, to := "orders", "shop/orders"
	if c.Request(to+"/list") != nil {
		from, to = to, from
	}
	for {
		r, err := c.RelocateFolder(from, to)
		if err != nil {
			return err
		}
		if mode == "naive-relocate" {
			if err := (&pending{Files: r.edits}).replace(c.disk()); err != nil {
				return err
			}
			waitHalfway()
		}
		if err := c.Apply(r); err != nil {
			return err
		}
		fmt.Println(to)
		from, to = to, from
	}
}

// halfMoved kills a process that moves a folder, and says whether the next Load finds a name of what is not there.
func halfMoved(t *testing.T, mode, dir string, after time.Duration) bool {
	t.Helper()
	cmd, lines, said := writer(t, mode, dir)
	if !lines.Scan() {
		t.Fatalf("the writer did not move: %v %s", lines.Err(), said)
	}
	<-time.After(after)
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // it was killed
	c, err := Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	there := "orders/list"
	if c.Request(there) == nil {
		there = "shop/orders/list"
	}
	if c.Request(there) == nil {
		t.Fatalf("it is nowhere: %v", textsOf(t, dir))
	}
	for _, ref := range c.References() {
		if ref.Pick != "" && ref.ID != there && strings.HasSuffix(ref.ID, "orders/list") {
			return true
		}
	}
	return false
}

// TestRelocateKilled kills a move of a folder again and again: after the next Load all is moved and named so, or nothing is. The
// control, which writes one file after the other and is killed before the folder is moved, leaves names of what is not there.
func TestRelocateKilled(t *testing.T) {
	long.Test(t)
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	files := named
	for i := range 60 {
		files = append(files, fmt.Sprintf("many/r%d.yaml", i), fmt.Sprintf("url: \"http://h/%d/{{pick.orders/list.id}}\"\n", i))
	}
	dir := folder(t, files...).Root
	for i := range long.Size(10, 1000) {
		if halfMoved(t, "relocate", dir, time.Duration(rand.IntN(30_000))*time.Microsecond) {
			t.Fatalf("after kill %d it is half moved", i+1)
		}
		notPending(t, dir)
	}
	if !halfMoved(t, "naive-relocate", folder(t, files...).Root, 0) {
		t.Error("the control is not seen half done, so the test cannot fail")
	}
}

// TestRelocatePending ends a move at each of its steps, and holds that the next Load finishes it, or takes all of it back where
// somebody changed a file meanwhile.
func TestRelocatePending(t *testing.T) {
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	for step := 0; ; step++ {
		for _, foreign := range []bool{false, true} {
			c := folder(t, named...)
			before := textsOf(t, c.Root)
			r, err := c.Relocate("orders/list", "shop/all")
			if err != nil {
				t.Fatal(err)
			}
			steps := len(r.edits) + len(r.moves)
			if step > steps {
				return
			}
			note(t, c.Root, &pending{Version: 1, Files: r.edits, Moves: r.moves})
			for i := range step {
				if i < len(r.edits) {
					writeFile(t, filepath.Join(c.Root, r.edits[i].Name), string(r.edits[i].After))
				} else if err := r.moves[i-len(r.edits)].carryOut(c.disk()); err != nil {
					t.Fatal(err)
				}
			}
			if foreign {
				writeFile(t, filepath.Join(c.Root, "use.yaml"), "url: http://theirs/\n")
				before["/use.yaml"] = "url: http://theirs/\n"
			}
			now := load(t, c.Root)
			notPending(t, c.Root)
			if moved := now.Request("shop/all") != nil; moved == foreign {
				t.Errorf("step %d, changed by somebody %v: moved is %v", step, foreign, moved)
			}
			if foreign {
				if diff := cmp.Diff(before, textsOf(t, c.Root)); diff != "" {
					t.Errorf("step %d: %s", step, diff)
				}
				continue
			}
			for _, ref := range now.References() {
				if ref.ID == "orders/list" && ref.Pick != "" {
					t.Errorf("step %d: %s still names it", step, ref.File)
				}
			}
		}
	}
}

// note writes what a change is before it is carried out.
func note(t *testing.T, root string, change *pending) {
	t.Helper()
	text, err := json.Marshal(change)
	if err != nil {
		t.Fatal(err)
	}
	state, err := stateFolder(root)
	if err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(state, pendingFile), string(text))
}
