package journal

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"dowse/collections/disk"
	"dowse/collections/long"
)

// writers is how many programs edit one request at once, and how often each.
func writers() (programs, edits int) { return 8, long.Size(25, 1000) }

// TestWriters has several programs edit the same request of a file and the same draft without one. What each of them wrote
// last is there at the end.
func TestWriters(t *testing.T) {
	programs, edits := writers()
	first := open(t, t.TempDir(), "")
	save(t, first, State{Drafts: []Draft{{Key: "list", ID: "list", Request: "begun"}, {Key: "new 1", Request: "url: begun"}}})
	texts := edited(t, first, programs, edits, func(j *Journal, s State) error { return j.Save(s) })
	if diff := cmp.Diff(wanted(programs, edits), texts); diff != "" {
		t.Errorf("lost, or too much: %s", diff)
	}
}

// TestWritersControl shows that the same edits find what writing the whole state loses.
func TestWritersControl(t *testing.T) {
	programs, edits := writers()
	first := open(t, t.TempDir(), "")
	save(t, first, State{Drafts: []Draft{{Key: "list", ID: "list", Request: "begun"}, {Key: "new 1", Request: "url: begun"}}})
	naive := func(j *Journal, s State) error {
		s.Version = version
		text, err := json.Marshal(s)
		if err != nil {
			return err
		}
		return disk.UpdatePrivate(j.dir, stateFile, sizeLimit, func([]byte) ([]byte, error) { return text, nil })
	}
	if diff := cmp.Diff(wanted(programs, edits), edited(t, first, programs, edits, naive)); diff == "" {
		t.Error("nothing was lost, so the test of Save shows nothing")
	}
}

// edited gives the texts of all drafts after several programs edited two drafts each.
func edited(t *testing.T, first *Journal, programs, edits int, save func(*Journal, State) error) []string {
	t.Helper()
	var done, ready sync.WaitGroup
	ready.Add(programs)
	for i := range programs {
		done.Go(func() {
			j := &Journal{dir: first.dir, place: first.place}
			state, err := j.Load()
			ready.Done()
			ready.Wait()
			for n := range edits {
				for at := range state.Drafts {
					state.Drafts[at].Request = fmt.Sprintf("%s of %d: %d", state.Drafts[at].Key, i, n+1)
				}
				err = errors.Join(err, save(j, state))
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
	done.Wait()
	var texts []string
	for _, d := range loaded(t, &Journal{dir: first.dir, place: first.place}).Drafts {
		texts = append(texts, d.Request)
	}
	slices.Sort(texts)
	return texts
}

func wanted(programs, edits int) []string {
	var all []string
	for i := range programs {
		all = append(all, fmt.Sprintf("list of %d: %d", i, edits), fmt.Sprintf("new 1 of %d: %d", i, edits))
	}
	slices.Sort(all)
	return all
}

// TestBothDraftsAreGiven looks at how two drafts of one request come back, and that they stay two.
func TestBothDraftsAreGiven(t *testing.T) {
	a := open(t, t.TempDir(), "/shop")
	b, later := &Journal{dir: a.dir}, &Journal{dir: a.dir}
	save(t, a, State{Drafts: []Draft{{Key: "list", ID: "list", Request: "AAA"}}})
	save(t, b, State{Drafts: []Draft{{Key: "list", ID: "list", Request: "BBB"}}})
	want := []Draft{{Key: "list", ID: "list", Request: "BBB"}, {Key: "list (2)", Copy: "list", Request: "AAA"}}
	for range 2 {
		state := loaded(t, later)
		if diff := cmp.Diff(want, state.Drafts, cmpopts.IgnoreFields(Draft{}, "Born")); diff != "" {
			t.Error(diff)
		}
		save(t, later, state)
	}
	save(t, later, State{})
	if left := loaded(t, later).Drafts; len(left) > 0 {
		t.Errorf("what was discarded is there again: %v", left)
	}
}

// TestSettled has one program save or discard a draft (it is not in its state any more) that others have too.
func TestSettled(t *testing.T) {
	begin := func(t *testing.T) (a, b, c *Journal, state State) {
		first := open(t, t.TempDir(), "")
		save(t, first, drafts("new 1", "0", "new 2", "0 too"))
		a, b, c = &Journal{dir: first.dir, place: first.place}, &Journal{dir: first.dir, place: first.place}, &Journal{dir: first.dir, place: first.place}
		loaded(t, a)
		loaded(t, b)
		return a, b, c, loaded(t, c)
	}
	t.Run("untouched elsewhere", func(t *testing.T) {
		a, b, c, state := begin(t)
		save(t, a, drafts("new 2", "0 too"))
		state.Focus = "url"
		save(t, b, state)
		state.Focus = "response"
		save(t, c, state)
		save(t, b, drafts("new 1", "0", "new 2", "B"))
		if diff := cmp.Diff(map[string]string{"new 2": "B"}, texts(t, a)); diff != "" {
			t.Errorf("it came back: %s", diff)
		}
	})
	t.Run("edited elsewhere before", func(t *testing.T) {
		a, b, _, _ := begin(t)
		save(t, b, drafts("new 1", "B", "new 2", "0 too"))
		save(t, a, drafts("new 2", "0 too"))
		if got := texts(t, a)["new 1"]; got != "B" {
			t.Errorf("got %q", got)
		}
	})
	t.Run("edited elsewhere after", func(t *testing.T) {
		a, b, _, _ := begin(t)
		save(t, a, drafts("new 2", "0 too"))
		save(t, b, drafts("new 1", "B", "new 2", "0 too"))
		if got := texts(t, a)["new 1"]; got != "B" {
			t.Errorf("got %q", got)
		}
	})
	t.Run("the file is removed", func(t *testing.T) {
		a, _, _, state := begin(t)
		if err := os.Remove(filepath.Join(a.dir, stateFile)); err != nil {
			t.Fatal(err)
		}
		state.Focus = "url"
		save(t, a, state)
		if got := texts(t, a); len(got) != 2 {
			t.Errorf("the drafts on the screen were not written again: %v", got)
		}
	})
	t.Run("the file is damaged", func(t *testing.T) {
		a, _, _, state := begin(t)
		if err := os.WriteFile(filepath.Join(a.dir, stateFile), []byte("{"), 0o600); err != nil {
			t.Fatal(err)
		}
		state.Focus = "url"
		if _, ok := errors.AsType[*DamagedError](a.Save(state)); !ok {
			t.Error("nothing was said of it")
		}
		if got := texts(t, a); len(got) != 2 {
			t.Errorf("the drafts on the screen were not written again: %v", got)
		}
	})
}

// TestPlaces holds that a draft without a collection belongs to the folder it was made in.
func TestPlaces(t *testing.T) {
	home, here, there := t.TempDir(), t.TempDir(), t.TempDir()
	a, b := Scratch(home, here), Scratch(home, there)
	value := func(json string) []Value { return []Value{{Name: "id", Request: "new 1", JSON: json}} }
	save(t, a, State{Open: "new 1", Drafts: []Draft{{Key: "new 1", Request: "A"}}, Values: value("1")})
	if got := loaded(t, b); len(got.Drafts) > 0 || len(got.Values) > 0 {
		t.Errorf("what was made in another folder is here: %+v", got)
	}
	save(t, b, State{Open: "new 1", Drafts: []Draft{{Key: "new 1", Request: "B"}}, Values: value("2")})
	for j, want := range map[*Journal]string{Scratch(home, here): "A1", Scratch(home, there): "B2"} {
		got := loaded(t, j)
		if len(got.Drafts) != 1 || len(got.Values) != 1 || got.Drafts[0].Request+got.Values[0].JSON != want {
			t.Errorf("want %s, got %+v", want, got)
		}
	}
	save(t, b, State{})
	if got := loaded(t, Scratch(home, here)); len(got.Drafts) != 1 {
		t.Error("what was discarded in one folder is gone from another")
	}
	if err := os.Remove(here); err != nil {
		t.Fatal(err)
	}
	if got := loaded(t, b); len(got.Drafts) != 1 || got.Drafts[0].Request != "A" {
		t.Errorf("the draft of a folder that is gone is nowhere: %+v", got)
	}
}

// TestFirstVersion reads a state as the first version wrote it: nothing of it is lost, and scratch drafts, of which it did
// not say where they were made, go to the folder that is opened first.
func TestFirstVersion(t *testing.T) {
	const text = `{"version": 1, "open": "new 1", "focus": "url", "drafts": [
		{"key": "list", "id": "list", "request": "url: a\n", "base": "url: b\n"}, {"key": "new 1", "request": "url: c\n", "born": "X"}],
		"values": [{"name": "id", "request": "new 1", "json": "1", "picked": "2026-01-02T03:04:05Z"}]}`
	a := open(t, t.TempDir(), "")
	if err := os.WriteFile(filepath.Join(a.dir, stateFile), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	state := loaded(t, a)
	if len(state.Drafts) != 2 || len(state.Values) != 1 || state.Open != "new 1" {
		t.Fatalf("got %+v", state)
	}
	save(t, a, state)
	other := &Journal{dir: a.dir, place: t.TempDir()}
	if got := loaded(t, other); len(got.Drafts) > 0 || len(got.Values) > 0 {
		t.Errorf("they are in two folders: %+v", got)
	}
	if got := loaded(t, &Journal{dir: a.dir, place: a.place}); len(got.Drafts) != 2 || got.Values[0].JSON != "1" || got.Open != "new 1" {
		t.Errorf("got %+v", got)
	}
}

// TestValuesOfDrafts holds that the value of a draft stays with that draft when another one has its key.
func TestValuesOfDrafts(t *testing.T) {
	a := open(t, t.TempDir(), "")
	b := &Journal{dir: a.dir, place: a.place}
	at := time.Now()
	save(t, a, State{Drafts: []Draft{{Key: "new 1", Request: "A"}}, Values: []Value{{Name: "id", Request: "new 1", JSON: `"of A"`, Picked: at}}})
	save(t, b, State{Drafts: []Draft{{Key: "new 1", Request: "B"}}, Values: []Value{{Name: "id", Request: "new 1", JSON: `"of B"`, Picked: at}}})
	state := loaded(t, &Journal{dir: a.dir, place: a.place})
	got := map[string]string{}
	for _, v := range state.Values {
		for _, d := range state.Drafts {
			if d.Key == v.Request {
				got[d.Request] += v.JSON
			}
		}
	}
	if diff := cmp.Diff(map[string]string{"A": `"of A"`, "B": `"of B"`}, got); diff != "" {
		t.Error(diff)
	}
}
