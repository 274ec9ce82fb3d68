// Package journal keeps what a person has not saved: the drafts of one workspace, where the screen was and
// what picks found, so that it is there again after a crash or a restart. It reads no collection and knows
// no screen; a draft is text to it. The value of a secret is never written.
//
//	Open(home, root) ──> Load ──> State ──edit──> Save: what this journal changed, merged into what is there
//
// Two programs may work in one workspace. Each draft and value is merged by itself: what only one of them
// changed stays, and of what both changed the later Save counts. A draft that both began under one key is two.
package journal

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"dowse/collections/disk"
)

// ErrNewer is returned when the state was written by a newer dowse. It is left as it is.
var ErrNewer = errors.New("the kept state is of a newer dowse, so it is neither used nor written over; use that one, or move its folder away")

// DamagedError says that the state could not be read, and where it was moved to. The state that comes with
// it is empty, and can be saved over.
type DamagedError struct {
	File string
	Err  error
}

// Error names the file.
func (e *DamagedError) Error() string {
	return fmt.Sprintf("what an earlier session left cannot be read (%v); it is kept as %s", e.Err, e.File)
}

// Unwrap gives what is wrong with the file.
func (e *DamagedError) Unwrap() error { return e.Err }

// State is what outlives a session.
type State struct {
	Version     int            `json:"version"` // of the format; set by Save
	Open        string         `json:"open,omitempty"`
	Focus       string         `json:"focus,omitempty"`
	Tab         string         `json:"tab,omitempty"`
	Environment string         `json:"environment,omitempty"`
	Theme       string         `json:"theme,omitempty"`
	Layout      map[string]int `json:"layout,omitempty"`
	Drafts      []Draft        `json:"drafts,omitempty"`
	Values      []Value        `json:"values,omitempty"`
}

// Draft is a request that is not saved as it is.
type Draft struct {
	Key     string `json:"key"`          // names it on the screen; each once
	ID      string `json:"id,omitempty"` // of the request whose file it changes; empty: it has none
	Request string `json:"request"`      // as the text of a request's file
	Base    string `json:"base,omitempty"`
	Born    string `json:"born,omitempty"` // tells drafts of one key apart; set by Save
}

// Value is what a pick found.
type Value struct {
	Name        string    `json:"name"`
	Request     string    `json:"request"` // the ID of the request that picks
	JSON        string    `json:"json,omitempty"`
	Secret      bool      `json:"secret,omitempty"` // the value is not written
	Picked      time.Time `json:"picked"`
	Until       time.Time `json:"until,omitzero"`   // when it ends to be fresh
	Inputs      string    `json:"inputs,omitempty"` // stands for what the request was made of
	Environment string    `json:"environment,omitempty"`
	Path        string    `json:"path,omitempty"`
}

// Journal is the state of one workspace on disk. It is used by one goroutine at a time.
type Journal struct {
	dir  string
	last State // as this journal loaded or saved it last
}

const (
	version   = 1
	stateFile = "state.json"
	sizeLimit = 256 << 20
	attempts  = 100 // to write between the writes of others
)

// Open gives the journal of the workspace of a root, "" for scratch, in a home such as Home gives, and
// remembers the root as the most recent one.
func Open(home, root string) (*Journal, error) {
	dir := Folder(home, root)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("what is not saved cannot be kept: %w", err)
	}
	if err := sweep(dir); err != nil {
		return nil, fmt.Errorf("what is not saved cannot be kept: %w", err)
	}
	if root != "" {
		_ = record(home, root) // a convenience: without it drafts are kept all the same
	}
	return &Journal{dir: dir}, nil
}

// sweep removes what writers left that were killed.
func sweep(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	var temps []string
	for _, entry := range entries {
		if disk.IsTemp(entry.Name()) {
			temps = append(temps, entry.Name())
		}
	}
	if len(temps) == 0 {
		return nil
	}
	return disk.Sweep(dir, temps)
}

// Load gives what was saved last. With an error the state is empty and can be used all the same: a
// *DamagedError says that the file was moved aside, ErrNewer that it is left alone and Save will refuse.
func (j *Journal) Load() (State, error) {
	state, _, err := j.read()
	if err != nil {
		return State{Version: version}, err
	}
	keys := map[string]bool{}
	for i := range state.Drafts {
		d := &state.Drafts[i]
		for n, key := 2, d.Key; keys[d.Key]; n++ {
			d.Key = fmt.Sprintf("%s (%d)", key, n)
		}
		keys[d.Key] = true
	}
	j.last = state.clone()
	return state, nil
}

// Save writes the state; when it is what was saved last nothing is done. The value of a secret is left out.
// After nil it survives whatever happens to the process. A *DamagedError says that what another program had
// written could not be read and was moved aside; the state is saved.
func (j *Journal) Save(state State) error {
	state = state.clone()
	state.Version = version
	for i := range state.Values {
		if state.Values[i].Secret {
			state.Values[i].JSON = ""
		}
	}
	j.bear(state.Drafts)
	if state.equal(j.last) {
		return nil
	}
	var said error
	for range attempts {
		theirs, before, err := j.read()
		if _, damaged := errors.AsType[*DamagedError](err); damaged {
			said, theirs, before = err, State{}, nil
		} else if err != nil {
			return err
		}
		merged := state
		merged.Drafts = merge(j.last.Drafts, state.Drafts, theirs.Drafts, draftName, sameDraft)
		merged.Values = merge(j.last.Values, state.Values, theirs.Values, valueName, sameValue)
		data, err := json.MarshalIndent(merged, "", " ")
		if err != nil {
			return err
		}
		err = disk.ReplacePrivate(j.dir, stateFile, before, append(data, '\n'))
		if errors.Is(err, disk.ErrChanged) {
			continue
		}
		if err != nil {
			return fmt.Errorf("what is not saved could not be kept: %w", err)
		}
		j.last = state
		return said
	}
	return disk.ErrBusy
}

// bear gives each draft the mark that it had, or a new one. A draft of a file needs none: there is one file.
func (j *Journal) bear(drafts []Draft) {
	for i := range drafts {
		d := &drafts[i]
		d.Born = ""
		if d.ID != "" {
			continue
		}
		at := slices.IndexFunc(j.last.Drafts, func(old Draft) bool { return old.Key == d.Key && old.ID == "" })
		if at >= 0 {
			d.Born = j.last.Drafts[at].Born
		} else {
			d.Born = rand.Text()
		}
	}
}

// read gives what is on disk, and the bytes it was read from, nil when there is no file. A file that makes
// no sense is moved aside.
func (j *Journal) read() (State, []byte, error) {
	folder, err := os.OpenRoot(j.dir)
	if err != nil {
		return State{}, nil, err
	}
	defer folder.Close()
	data, err := disk.Read(folder, stateFile, sizeLimit)
	if errors.Is(err, fs.ErrNotExist) {
		return State{}, nil, nil
	}
	if err != nil {
		return State{}, nil, err
	}
	var header struct{ Version int }
	var state State
	err = json.Unmarshal(data, &header)
	if err == nil && header.Version > version {
		return State{}, nil, ErrNewer
	}
	if err == nil {
		err = json.Unmarshal(data, &state)
	}
	if err == nil && header.Version < 1 {
		err = errors.New("it says no version")
	}
	if err != nil {
		return State{}, nil, j.moveAside(err)
	}
	return state, data, nil
}

// moveAside gives the file another name, and says so.
func (j *Journal) moveAside(why error) error {
	for n := 1; ; n++ {
		name := fmt.Sprintf("%s.damaged-%d", stateFile, n)
		switch err := disk.Move(j.dir, stateFile, name); {
		case err == nil:
			return &DamagedError{filepath.Join(j.dir, name), why}
		case !errors.Is(err, disk.ErrExists):
			return fmt.Errorf("what an earlier session left cannot be read (%w), nor moved aside: %w", why, err)
		}
	}
}

// merge gives mine, with what others changed since base in what was not changed here.
func merge[T any](base, mine, theirs []T, name func(T) string, equal func(a, b T) bool) []T {
	find := func(all []T, n string) (T, bool) {
		var none T
		i := slices.IndexFunc(all, func(t T) bool { return name(t) == n })
		if i < 0 {
			return none, false
		}
		return all[i], true
	}
	out := make([]T, 0, len(mine))
	for _, m := range mine {
		b, old := find(base, name(m))
		if t, there := find(theirs, name(m)); there && old && equal(b, m) {
			m = t
		}
		out = append(out, m)
	}
	for _, t := range theirs {
		if _, here := find(mine, name(t)); here {
			continue
		}
		if b, old := find(base, name(t)); old && equal(b, t) {
			continue // dropped here, and unchanged there
		}
		out = append(out, t)
	}
	return out
}

func draftName(d Draft) string {
	if d.ID != "" {
		return "of " + d.ID
	}
	return "born " + d.Born
}

func sameDraft(a, b Draft) bool { return a == b }

func valueName(v Value) string {
	return strings.Join([]string{v.Environment, v.Request, v.Name}, "\x00")
}

func sameValue(a, b Value) bool {
	a.Picked, b.Picked = a.Picked.UTC().Round(0), b.Picked.UTC().Round(0)
	return a == b
}

func (s State) clone() State {
	s.Drafts, s.Values, s.Layout = slices.Clone(s.Drafts), slices.Clone(s.Values), maps.Clone(s.Layout)
	return s
}

// equal compares what would be written.
func (s State) equal(other State) bool {
	a, errA := json.Marshal(s)
	b, errB := json.Marshal(other)
	return errA == nil && errB == nil && bytes.Equal(a, b)
}
