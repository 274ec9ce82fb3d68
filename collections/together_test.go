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

// many is how many files use a name in the tests of changes that are made together.
const many = 200

// users writes a collection in which many requests use {{old}}, each in a form of its own.
func users(t testing.TB) string {
	t.Helper()
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	dir := t.TempDir()
	put := func(name, text string) {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	put("dowse.yaml", "version: 1\n")
	for i := range many {
		put(fmt.Sprintf("f%d/r%03d.yaml", i%7, i), fmt.Sprintf("# the %d-th\nurl:   'http://x/{{old}}'   # and why\nx-own: {a: [1]}\nheaders:\n  - {name: A, value: \"{{old}} and {{older}}\"}\n\nbody:\n  json: |\n    {\"a\": {{ old | trim }}, \"n\": %d}\n", i, i))
	}
	return dir
}

// renameAll gives {{from}} another name in all requests, as the screen does: it changes requests and saves them.
func renameAll(c *Collection, from, to string) error {
	change := func(s string) string {
		return strings.NewReplacer("{{"+from+"}}", "{{"+to+"}}", "{{ "+from+" |", "{{ "+to+" |").Replace(s)
	}
	for _, r := range c.Requests {
		r.URL, r.Body.Text = change(r.URL), change(r.Body.Text)
		for i := range r.Headers {
			r.Headers[i].Value = change(r.Headers[i].Value)
		}
		if err := c.Save(r); err != nil {
			return err
		}
	}
	return nil
}

// texts are all files of a folder.
func textsOf(t testing.TB, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		all[strings.TrimPrefix(path, dir)] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestTogether changes a name in 200 files: every use, and no other byte; back again it is what it was.
func TestTogether(t *testing.T) {
	dir := users(t)
	before := textsOf(t, dir)
	c := load(t, dir)
	if err := c.Together(func() error { return renameAll(c, "old", "brand_new") }); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{}
	for name, text := range before {
		want[name] = strings.NewReplacer("{{old}}", "{{brand_new}}", "{{ old |", "{{ brand_new |").Replace(text)
	}
	if diff := cmp.Diff(want, textsOf(t, dir)); diff != "" {
		t.Error(diff)
	}
	if err := c.Together(func() error { return renameAll(c, "brand_new", "old") }); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, textsOf(t, dir)); diff != "" {
		t.Error(diff)
	}
	notPending(t, dir)
}

func notPending(t testing.TB, dir string) {
	t.Helper()
	folder, err := stateFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(folder, pendingFile)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a change is pending: %v", err)
	}
}

// TestTogetherConflict holds that nothing is written where somebody changed one of the files, and that what they wrote stays.
func TestTogetherConflict(t *testing.T) {
	dir := users(t)
	c := load(t, dir)
	theirs := filepath.Join(dir, "f5", "r117.yaml")
	if err := os.WriteFile(theirs, []byte("url: http://theirs/{{old}}\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	before := textsOf(t, dir)
	err := c.Together(func() error { return renameAll(c, "old", "brand_new") })
	if conflict, ok := errors.AsType[*ConflictError](err); !ok || conflict.File != "f5/r117.yaml" {
		t.Errorf("%v", err)
	}
	if diff := cmp.Diff(before, textsOf(t, dir)); diff != "" {
		t.Error(diff)
	}
	notPending(t, dir)
	failed := errors.New("no")
	if err := c.Together(func() error { _ = renameAll(c, "brand_new", "x"); return failed }); err != failed || !cmp.Equal(before, textsOf(t, dir)) {
		t.Errorf("%v, or files were written", err)
	}
}

// TestTogetherIsNotedFirst holds that no file is written where the change cannot be noted before.
func TestTogetherIsNotedFirst(t *testing.T) {
	dir := users(t)
	c := load(t, dir)
	folder, err := stateFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(folder, pendingFile), 0o700); err != nil { // a folder is in its place
		t.Fatal(err)
	}
	before := textsOf(t, dir)
	if err := c.Together(func() error { return renameAll(c, "old", "brand_new") }); err == nil || !strings.Contains(err.Error(), "cannot be noted first") {
		t.Errorf("the error is %v", err)
	}
	if diff := cmp.Diff(before, textsOf(t, dir)); diff != "" {
		t.Error(diff)
	}
}

// TestPendingGoesOn holds that a change of several files that ended half way is finished by the next Load, and taken back where
// somebody changed one of the files since: what they wrote stays.
func TestPendingGoesOn(t *testing.T) {
	for name, theirs := range map[string]string{"nobody": "", "somebody": "url: http://theirs/\n"} {
		t.Run(name, func(t *testing.T) {
			dir := users(t)
			want := textsOf(t, dir)
			c := load(t, dir)
			change := &pending{Version: 1}
			c.together = change
			if err := renameAll(c, "old", "brand_new"); err != nil {
				t.Fatal(err)
			}
			folder, err := stateFolder(dir)
			if err != nil {
				t.Fatal(err)
			}
			text, err := json.Marshal(change)
			if err := errors.Join(err, os.MkdirAll(folder, 0o700), os.WriteFile(filepath.Join(folder, pendingFile), text, 0o600)); err != nil {
				t.Fatal(err)
			}
			for i, one := range change.Files {
				file := filepath.Join(dir, filepath.FromSlash(one.Name))
				if i < many/2 {
					err = os.WriteFile(file, one.After, 0o644)
				}
				if theirs == "" {
					want[strings.TrimPrefix(file, dir)] = string(one.After)
				}
				if err != nil {
					t.Fatal(err)
				}
			}
			if theirs != "" {
				want["/f3/r192.yaml"] = theirs
				if err := os.WriteFile(filepath.Join(dir, "f3", "r192.yaml"), []byte(theirs), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			load(t, dir)
			if diff := cmp.Diff(want, textsOf(t, dir)); diff != "" {
				t.Error(diff)
			}
			notPending(t, dir)
		})
	}
}

// renameForever renames there and back until it is killed.
func renameForever(mode, dir string) error {
	c, err := Load(dir)
	if err != nil {
		return err
	}
	from, to := "old", "brand_new"
	if strings.Contains(c.Requests[0].URL, to) {
		from, to = to, from
	}
	for {
		rename := func() error { return renameAll(c, from, to) }
		if mode == "naive-rename" {
			c.Requests = c.Requests[:len(c.Requests)/2]
			if err := rename(); err != nil {
				return err
			}
			waitHalfway()
		}
		if err := c.Together(rename); err != nil {
			return err
		}
		fmt.Println(to)
		from, to = to, from
	}
}

// mixed kills a process that renames, at some moment after its first report, and says whether the next Load finds both names.
func mixed(t *testing.T, mode, dir string, after time.Duration) bool {
	t.Helper()
	cmd, lines, said := writer(t, mode, dir)
	if !lines.Scan() {
		t.Fatalf("the writer did not rename: %v %s", lines.Err(), said)
	}
	<-time.After(after)
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // it was killed
	c, err := Load(dir)
	if err != nil || len(c.Requests) != many || len(c.Problems) > 0 {
		t.Fatalf("%v, %d requests, %v", err, len(c.Requests), c.Problems)
	}
	old, renamed := 0, 0
	for name, text := range textsOf(t, dir) {
		switch {
		case strings.HasSuffix(name, "dowse.yaml"):
		case strings.Count(text, "{{old}}") == 2 && strings.Contains(text, "{{ old |"):
			old++
		case strings.Count(text, "{{brand_new}}") == 2 && strings.Contains(text, "{{ brand_new |"):
			renamed++
		default:
			t.Fatalf("%s is neither:\n%s", name, text)
		}
	}
	return old > 0 && renamed > 0
}

// TestTogetherKilled kills a rename of 200 files again and again: after the next Load all files have the one name or all the
// other. The control, which saves one file after the other and is killed in the middle, leaves both.
func TestTogetherKilled(t *testing.T) {
	long.Test(t)
	dir := users(t)
	for i := range long.Size(10, 1000) {
		if mixed(t, "rename", dir, time.Duration(rand.IntN(60_000))*time.Microsecond) {
			t.Fatalf("after kill %d some files have the old name and some the new", i+1)
		}
		notPending(t, dir)
	}
	if !mixed(t, "naive-rename", users(t), 0) {
		t.Error("the control is not seen half done, so the test cannot fail")
	}
}

// TestPendingDamaged holds that what was not noted whole is no change.
func TestPendingDamaged(t *testing.T) {
	dir := users(t)
	before := textsOf(t, dir)
	folder, err := stateFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"", "{", `{"files": [{"name": "../x", "before": "", "after": "eA=="}]}`, `{"files": [{"name": "f0/r000.yaml", "before": "eA==", "after": "eQ=="}]}`} {
		if err := os.WriteFile(filepath.Join(folder, pendingFile), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		load(t, dir)
		notPending(t, dir)
		if !cmp.Equal(before, textsOf(t, dir)) {
			t.Errorf("%s changed files", text)
		}
	}
	if _, err := os.Stat(filepath.Join(filepath.Dir(dir), "x")); err == nil {
		t.Error("a file outside was written")
	}
}
