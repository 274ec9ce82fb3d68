package journal

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func open(t testing.TB, home, root string) *Journal {
	t.Helper()
	j := Open(home, root)
	if root == "" {
		j = Scratch(home, t.TempDir())
	}
	if err := os.MkdirAll(j.dir, 0o700); err != nil {
		t.Fatal(err)
	}
	return j
}

func loaded(t testing.TB, j *Journal) State {
	t.Helper()
	state, err := j.Load()
	if err != nil {
		t.Fatal(err)
	}
	return state
}

func save(t testing.TB, j *Journal, state State) {
	t.Helper()
	if err := j.Save(state); err != nil {
		t.Fatal(err)
	}
}

// drafts makes drafts without a file of pairs of key and text.
func drafts(pairs ...string) State {
	var out State
	for i := 0; i < len(pairs); i += 2 {
		out.Drafts = append(out.Drafts, Draft{Key: pairs[i], Request: pairs[i+1]})
	}
	return out
}

// texts are the drafts on disk, by key.
func texts(t testing.TB, j *Journal) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, d := range loaded(t, &Journal{dir: j.dir, place: j.place}).Drafts {
		out[d.Key] = d.Request
	}
	return out
}

func TestSaveAndLoad(t *testing.T) {
	home := filepath.Join(t.TempDir(), "state", "dowse")
	j := open(t, home, "/somewhere/shop")
	if diff := cmp.Diff(State{Version: version}, loaded(t, j), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("without a file: %s", diff)
	}
	state := State{
		Open: "orders/list", Focus: "response", Tab: "Body", Environment: "dev", Theme: "light", Layout: map[string]int{"sidebar": 3},
		Drafts: []Draft{{Key: "orders/list", ID: "orders/list", Request: "url: \"{{a}}\"\n", Base: "url: x\n"}, {Key: "new 1", Request: "url: \x00\n"}},
		Values: []Value{
			{Name: "id", Request: "orders/list", JSON: "12345678901234567890", Picked: time.Now().UTC().Round(0), Path: "$.id"},
			{Name: "token", Request: "login", JSON: `"hunter2"`, Secret: true, Picked: time.Now().UTC().Round(0), Environment: "dev"},
		},
	}
	save(t, j, state)
	got := loaded(t, open(t, home, "/somewhere/shop"))
	want := state.clone()
	want.Version, want.Values[1].JSON = version, ""
	if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(Draft{}, "Born")); diff != "" {
		t.Error(diff)
	}
	if state.Values[1].JSON == "" {
		t.Error("the caller's state was changed")
	}
	err := filepath.WalkDir(home, func(name string, entry os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		want, info := os.FileMode(0o600), must(entry.Info())
		if entry.IsDir() {
			want = 0o700
		} else if data, err := os.ReadFile(name); err != nil || strings.Contains(string(data), "hunter2") {
			t.Errorf("%s has the secret (%v)", name, err)
		}
		if info.Mode().Perm() != want {
			t.Errorf("%s has the mode %v", name, info.Mode())
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	control, err := json.Marshal(state)
	if err != nil || !strings.Contains(string(control), "hunter2") {
		t.Error("control: the state as it was given has no secret, so looking for it shows nothing")
	}
}

func must[T any](t T, err error) T {
	if err != nil {
		panic(err)
	}
	return t
}

func TestSaveUnchanged(t *testing.T) {
	j := open(t, t.TempDir(), "")
	state := drafts("new 1", "url: a\n")
	state.Layout = map[string]int{"sidebar": 1}
	save(t, j, state)
	name := filepath.Join(j.dir, stateFile)
	before := must(os.Stat(name))
	save(t, j, state)
	if !os.SameFile(before, must(os.Stat(name))) {
		t.Error("it was written again without a change")
	}
	state.Layout["sidebar"] = 2
	save(t, j, state)
	if os.SameFile(before, must(os.Stat(name))) {
		t.Error("a change was not written")
	}
}

// TestTwoWriters has two programs in one workspace.
func TestTwoWriters(t *testing.T) {
	begin := func(t *testing.T) (a, b *Journal) {
		home := t.TempDir()
		first := open(t, home, "")
		save(t, first, State{Drafts: []Draft{{Key: "old", Request: "0"}, {Key: "file", ID: "file", Request: "0"}}})
		a, b = &Journal{dir: first.dir, place: first.place}, &Journal{dir: first.dir, place: first.place}
		loaded(t, a)
		loaded(t, b)
		return a, b
	}
	file := func(text string) Draft { return Draft{Key: "file", ID: "file", Request: text} }
	old := func(text string) Draft { return Draft{Key: "old", Request: text} }

	for name, test := range map[string]struct {
		a, b []Draft
		want map[string]string
	}{
		"each edits another":               {[]Draft{old("A"), file("0")}, []Draft{old("0"), file("B")}, map[string]string{"old": "A", "file": "B"}},
		"both edit one":                    {[]Draft{old("A"), file("A")}, []Draft{old("B"), file("B")}, map[string]string{"old": "B", "old (2)": "A", "file": "B", "file (2)": "A"}},
		"one adds":                         {[]Draft{old("0"), file("0"), {Key: "more", Request: "A"}}, []Draft{old("0"), file("0")}, map[string]string{"old": "0", "file": "0", "more": "A"}},
		"both begin one of a name":         {[]Draft{old("0"), file("0"), {Key: "new 1", Request: "A"}}, []Draft{old("0"), file("0"), {Key: "new 1", Request: "B"}}, map[string]string{"old": "0", "file": "0", "new 1": "B", "new 1 (2)": "A"}},
		"one settles what is as was":       {[]Draft{old("A")}, []Draft{old("A")}, map[string]string{"old": "A"}},
		"one settles what the other edits": {[]Draft{old("0"), file("A")}, []Draft{old("0")}, map[string]string{"old": "0", "file": "A"}},
		"the other way round":              {[]Draft{old("0")}, []Draft{old("0"), file("B")}, map[string]string{"old": "0", "file": "B"}},
	} {
		t.Run(name, func(t *testing.T) {
			a, b := begin(t)
			save(t, a, State{Drafts: test.a})
			save(t, b, State{Drafts: test.b})
			if diff := cmp.Diff(test.want, texts(t, b)); diff != "" {
				t.Error(diff)
			}
		})
	}

	t.Run("in turns", func(t *testing.T) {
		a, b := begin(t)
		for _, text := range []string{"1", "2", "3"} {
			save(t, a, State{Drafts: []Draft{old("0"), {Key: "new 1", Request: "A" + text}}})
			save(t, b, State{Drafts: []Draft{old("0"), {Key: "new 1", Request: "B" + text}}})
		}
		if diff := cmp.Diff(map[string]string{"old": "0", "new 1": "B3", "new 1 (2)": "A3"}, texts(t, a)); diff != "" {
			t.Error(diff)
		}
	})

	t.Run("values", func(t *testing.T) {
		a, b := open(t, t.TempDir(), ""), (*Journal)(nil)
		save(t, a, State{})
		b = &Journal{dir: a.dir, place: a.place}
		loaded(t, b)
		save(t, a, State{Values: []Value{{Name: "id", Request: "x", JSON: "1"}}})
		save(t, b, State{Values: []Value{{Name: "id", Request: "y", JSON: "2"}}})
		if got := loaded(t, a).Values; len(got) != 2 {
			t.Errorf("got %v", got)
		}
	})

	t.Run("control: without merging", func(t *testing.T) {
		a, b := begin(t)
		for _, j := range []*Journal{a, b} {
			state := State{Version: 1, Drafts: []Draft{old("0"), {Key: j.dir, Born: j.dir}}}
			if j == b {
				state.Drafts = []Draft{file("B")}
			}
			if err := os.WriteFile(filepath.Join(j.dir, stateFile), must(json.Marshal(state)), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if _, kept := texts(t, b)["old"]; kept {
			t.Error("the first writer's draft survived, so the test shows nothing")
		}
	})
}

func TestDamaged(t *testing.T) {
	for _, text := range []string{"", "{", "[]", `{"version": "x"}`, `{}`, `{"version": 1, "drafts": 7}`, "\x00\x00"} {
		j := open(t, t.TempDir(), "")
		name := filepath.Join(j.dir, stateFile)
		for range 2 { // a second one does not take the place of the first
			if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			state, err := j.Load()
			damaged, ok := errors.AsType[*DamagedError](err)
			if !ok || len(state.Drafts) > 0 {
				t.Fatalf("%q: %+v %v", text, state, err)
			}
			if kept, err := os.ReadFile(damaged.File); err != nil || string(kept) != text {
				t.Errorf("%q is kept as %q (%v)", text, kept, err)
			}
		}
		save(t, j, drafts("new 1", "url: a\n"))
		if diff := cmp.Diff(map[string]string{"new 1": "url: a\n"}, texts(t, j)); diff != "" {
			t.Error(diff)
		}
	}
}

func TestNewer(t *testing.T) {
	j := open(t, t.TempDir(), "")
	name, text := filepath.Join(j.dir, stateFile), `{"version": 3, "drafts": {"of another": "form"}}`
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := j.Load(); !errors.Is(err, ErrNewer) {
		t.Errorf("Load: %v", err)
	}
	if err := j.Save(drafts("new 1", "url: a\n")); !errors.Is(err, ErrNewer) {
		t.Errorf("Save: %v", err)
	}
	if got := string(must(os.ReadFile(name))); got != text {
		t.Errorf("it is now %q", got)
	}
}

func TestFolder(t *testing.T) {
	dir := t.TempDir()
	link := filepath.Join(dir, "link")
	if err := errors.Join(os.Mkdir(filepath.Join(dir, "shop"), 0o755), os.Symlink("shop", link)); err != nil {
		t.Fatal(err)
	}
	if Folder("h", filepath.Join(dir, "shop")) != Folder("h", link) {
		t.Error("a root has two folders when it is reached through a link")
	}
	if Folder("h", dir) == Folder("h", link) || Folder("h", "") == Folder("h", dir) {
		t.Error("two roots have one folder")
	}
	t.Setenv("XDG_STATE_HOME", "/s")
	if got, err := Home(); got != "/s/dowse" || err != nil {
		t.Errorf("got %s %v", got, err)
	}
	t.Setenv("XDG_STATE_HOME", "")
	t.Setenv("HOME", "/h")
	if got, err := Home(); got != "/h/.local/state/dowse" || err != nil {
		t.Errorf("got %s %v", got, err)
	}
}

func TestRecent(t *testing.T) {
	home, dir, temp := t.TempDir(), t.TempDir(), t.TempDir()
	t.Setenv("TMPDIR", temp)
	a, b, gone, demo := filepath.Join(dir, "a"), filepath.Join(dir, "b"), filepath.Join(dir, "gone"), filepath.Join(temp, "demo")
	for _, root := range []string{a, b, gone, demo} {
		if err := os.Mkdir(root, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if got := Recent(home); len(got) > 0 {
		t.Errorf("before anything was opened: %v", got)
	}
	for _, root := range []string{a, gone, b, "", demo, a} {
		loaded(t, open(t, home, root))
	}
	if err := os.Remove(gone); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{a, b}, Recent(home)); diff != "" {
		t.Error(diff)
	}
	if err := os.WriteFile(filepath.Join(home, recentFile), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	loaded(t, open(t, home, b))
	if diff := cmp.Diff([]string{b}, Recent(home)); diff != "" {
		t.Errorf("after damage: %s", diff)
	}
}

// TestUnkept has a file where the folder should be, which stops everybody, root too.
func TestUnkept(t *testing.T) {
	home := filepath.Join(t.TempDir(), "state")
	if err := os.WriteFile(home, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	j := Open(home, "/shop")
	if _, err := j.Load(); err == nil {
		t.Error("a folder that cannot be read is not spoken of")
	}
	state := State{Drafts: []Draft{{Key: "list", ID: "list", Request: "A"}, {Key: "other", ID: "other", Request: "B"}}}
	refused, ok := errors.AsType[*UnkeptError](j.Save(state))
	if !ok || !slices.Equal(refused.Drafts, []string{"list", "other"}) || !strings.Contains(refused.Error(), home) {
		t.Fatalf("got %v", refused)
	}
	if err := os.Remove(home); err != nil {
		t.Fatal(err)
	}
	save(t, j, state)
	if err := errors.Join(os.RemoveAll(home), os.WriteFile(home, nil, 0o600)); err != nil {
		t.Fatal(err)
	}
	state.Drafts[1].Request = "C"
	if refused, _ := errors.AsType[*UnkeptError](j.Save(state)); refused == nil || !slices.Equal(refused.Drafts, []string{"other"}) {
		t.Errorf("one draft was not kept, but it says %+v", refused)
	}
}
