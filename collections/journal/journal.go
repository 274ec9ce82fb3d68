// Package journal keeps what a person has not saved: the drafts of one workspace, where the screen was and
// what picks found, so that it is there again after a crash or a restart. It reads no collection and knows
// no screen; a draft is text to it. The value of a secret is never written.
//
//	Open(home, root)     ─┐
//	Scratch(home, folder) ┴─> Load ──> State ──edit──> Save: what this journal changed, merged under a lock into
//	                                                   what is there
//
// Several programs may work in one workspace. Each draft and value is merged by itself. A draft that only one of
// them changed is as that one has it; one that two of them changed is two drafts, and Load gives both. What one of
// them saved or discarded comes back only where another one edited it. Of values, and of where the screen was,
// the newest counts.
package journal

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
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

// UnkeptError says that a state could not be written, and which drafts of it are not on disk as they are.
type UnkeptError struct {
	Drafts []string // the keys of those that would be lost; empty: none
	Err    error
}

// Error says why. The error below it names the folder.
func (e *UnkeptError) Error() string {
	return fmt.Sprintf("what is not saved cannot be kept: %v", e.Err)
}

// Unwrap gives the cause.
func (e *UnkeptError) Unwrap() error { return e.Err }

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
	Key     string `json:"key"`            // names it on the screen; each once
	ID      string `json:"id,omitempty"`   // of the request whose file it changes; empty: it has none
	Copy    string `json:"copy,omitempty"` // the ID of a request of which it is a second draft, begun on another screen; empty: it is none
	Request string `json:"request"`        // as the text of a request's file
	Base    string `json:"base,omitempty"`
	Place   string `json:"place,omitempty"` // the folder it was made in, where there is no collection; set by Save
	Born    string `json:"born,omitempty"`  // tells drafts apart; set by Save
}

// Value is what a pick found.
type Value struct {
	Name        string    `json:"name"`
	Request     string    `json:"request"` // the ID of the request that picks; of a draft without a file its key
	JSON        string    `json:"json,omitempty"`
	Secret      bool      `json:"secret,omitempty"` // the value is not written
	Picked      time.Time `json:"picked"`
	Until       time.Time `json:"until,omitzero"`   // when it ends to be fresh
	Inputs      string    `json:"inputs,omitempty"` // stands for what the request was made of
	Environment string    `json:"environment,omitempty"`
	Path        string    `json:"path,omitempty"`
	Pick        string    `json:"pick,omitempty"`  // the fingerprint of the pick that found it
	Place       string    `json:"place,omitempty"` // as that of a draft
	Born        string    `json:"born,omitempty"`  // of the draft without a file that picks; set by Save
}

// Journal is the state of one workspace on disk. It is used by one goroutine at a time.
type Journal struct {
	home, dir string
	root      string // empty: there is no collection
	place     string // the folder of a workspace without a collection
	last      State  // as this journal loaded or saved it last
}

const (
	version   = 2 // 1 had one draft of a file, and no places
	stateFile = "state.json"
	sizeLimit = 256 << 20
)

// Open gives the journal of the collection with a root, in a home such as Home gives. It touches no file.
func Open(home, root string) *Journal {
	return &Journal{home: home, dir: Folder(home, root), root: root}
}

// Scratch gives the journal of a folder in which there is no collection. All of them are in one file; the drafts
// in it belong to the folders they were made in. It touches no file.
func Scratch(home, folder string) *Journal {
	return &Journal{home: home, dir: Folder(home, ""), place: unlinked(folder)}
}

// Load gives what was saved last, and remembers the root as the most recent one. With an error the state is empty
// and can be used all the same: a *DamagedError says that the file was moved aside, ErrNewer that it is left alone
// and Save will refuse.
//
// Drafts of which nobody knows where they were made, as the first version of the format has them, and those of a folder
// that is gone belong to the scratch workspace that is opened first. Of drafts that are alike one is given.
func (j *Journal) Load() (State, error) {
	sweep(j.dir)
	if j.root != "" {
		_ = record(j.home, j.root) // a convenience: without it drafts are kept all the same
	}
	data, err := disk.ReadFile(filepath.Join(j.dir, stateFile), sizeLimit)
	if errors.Is(err, os.ErrNotExist) {
		j.last = State{Version: version}
		return j.last.clone(), nil
	}
	if err != nil {
		return State{Version: version}, fmt.Errorf("what an earlier session left cannot be read: %w", err)
	}
	state, err := decode(data)
	if err != nil {
		return State{Version: version}, j.damaged(err)
	}
	state = j.here(state)
	name(&state)
	j.last = state.clone()
	state.Drafts = alike(state.Drafts)
	return state, nil
}

// Save writes the state; when it is what was saved last nothing is done. The value of a secret is left out.
// After nil it survives whatever happens to the process. A *DamagedError says that what another program had
// written could not be read and was moved aside; the state is saved. Any other error is an *UnkeptError.
func (j *Journal) Save(state State) error {
	state = j.stamp(state)
	if state.equal(j.last) {
		return nil
	}
	err := j.write(state)
	damaged, ok := errors.AsType[*DamagedError](err)
	if ok {
		if err = j.write(state); err == nil {
			return damaged
		}
	}
	if err != nil {
		return &UnkeptError{j.unkept(state), err}
	}
	return nil
}

// Clear takes the drafts and values of this journal out of its workspace; what other programs made since stays.
func (j *Journal) Clear() error {
	return j.Save(State{
		Open: j.last.Open, Focus: j.last.Focus, Tab: j.last.Tab, Environment: j.last.Environment, Theme: j.last.Theme, Layout: j.last.Layout,
	})
}

// write merges the state into what is on disk.
func (j *Journal) write(state State) error {
	if err := os.MkdirAll(j.dir, 0o700); err != nil {
		return err
	}
	var unread error
	err := disk.UpdatePrivate(j.dir, stateFile, sizeLimit, func(before []byte) ([]byte, error) {
		base, theirs := j.last, State{}
		if before == nil {
			base = State{} // somebody removed the file: that settles no draft
		} else if theirs, unread = decode(before); unread != nil {
			return nil, unread
		}
		merged := state
		merged.Drafts, state.Drafts = mergeDrafts(base.Drafts, state.Drafts, theirs.Drafts)
		merged.Values = mergeValues(base.Values, state.Values, theirs.Values)
		text, err := json.MarshalIndent(merged, "", " ")
		return append(text, '\n'), err
	})
	switch {
	case unread != nil:
		err := j.damaged(unread)
		if _, aside := errors.AsType[*DamagedError](err); aside {
			j.last = State{}
		}
		return err
	case err != nil:
		return err
	}
	j.last = state
	return nil
}

// unkept are the keys of the drafts that are not on disk as they are in a state.
func (j *Journal) unkept(state State) []string {
	var keys []string
	for _, d := range state.Drafts {
		if !slices.ContainsFunc(j.last.Drafts, func(old Draft) bool { return old.Born == d.Born && sameDraft(old, d) }) {
			keys = append(keys, d.Key)
		}
	}
	return keys
}

// decode reads a state as any version up to this one wrote it. Drafts of the first version have no marks: each gets one that
// every program gives it.
func decode(data []byte) (State, error) {
	var header struct{ Version int }
	if err := json.Unmarshal(data, &header); err != nil {
		return State{}, err
	}
	switch {
	case header.Version > version:
		return State{}, ErrNewer
	case header.Version < 1:
		return State{}, errors.New("it says no version")
	}
	var state State
	if err := json.Unmarshal(data, &state); err != nil {
		return State{}, err
	}
	for i := range state.Drafts {
		if d := &state.Drafts[i]; d.Born == "" {
			d.Born = "of " + d.Key
		}
	}
	return state, nil
}

// damaged moves a file that makes no sense aside, and says so; one that is of a newer version stays.
func (j *Journal) damaged(why error) error {
	if errors.Is(why, ErrNewer) {
		return why
	}
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

// sweep removes what writers left that were killed, as far as that can be done: nobody reads it.
func sweep(dir string) {
	entries, _ := os.ReadDir(dir)
	var temps []string
	for _, entry := range entries {
		if disk.IsTemp(entry.Name()) {
			temps = append(temps, entry.Name())
		}
	}
	if len(temps) > 0 {
		_ = disk.Sweep(dir, temps)
	}
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
