package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"dowse/client/pick"
	"dowse/client/sample"
	"dowse/client/session"
	"dowse/collections"
	"dowse/collections/journal"
	"dowse/collections/vars"
	"dowse/ui"
	"dowse/ui/draw/layout"
	"dowse/ui/lift"
)

// keeper keeps the state of the screen in the journal of its workspace. A workspace that becomes a collection
// while it is on the screen gets the journal of that.
type keeper struct {
	home    string // the folder of all journals; empty: there is none
	nowhere error  // why there is none
	folder  string // in which the screen began
	chosen  string // the folder that a person chose for the state instead; empty: none

	mu      sync.Mutex // the last state is kept while an earlier one may still be written
	root    string
	journal *journal.Journal
	left    []*journal.Journal // those of the workspaces before, whose drafts are in this one now
	kept    int                // the number of the last state
	failed  error              // why that is not kept
	before  []journal.Draft    // those of the last state
	unread  []journal.Draft    // those that this program cannot read: they stay
}

// newKeeper gives a keeper for a screen that begins here.
func newKeeper() *keeper {
	k := &keeper{}
	k.home, k.nowhere = journal.Home()
	k.folder, _ = os.Getwd()
	return k
}

// load opens the journal of a workspace and gives what an earlier session left. With an error the state is
// empty, and the screen can be used all the same.
func (k *keeper) load(root string, c *collections.Collection) (ui.State, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.home == "" {
		return ui.State{}, k.nowhere
	}
	k.root, k.journal = root, k.open(root)
	kept, err := k.journal.Load()
	state, unread, why := unpack(kept, c)
	k.before, k.unread = kept.Drafts, unread
	return state, errors.Join(err, why)
}

// open gives the journal of a collection, or that of the folder where there is none.
func (k *keeper) open(root string) *journal.Journal {
	if root == "" {
		return journal.Scratch(k.home, k.folder)
	}
	return journal.Open(k.home, root)
}

// samples are those of a collection; nil: there is no place for them.
func (k *keeper) samples(root string) *sample.Store {
	if k.home == "" {
		return nil
	}
	return sample.OpenIn(k.home, root)
}

// keep writes a state. It is called in the background and, at the end, beside that.
func (k *keeper) keep(state ui.State) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if state.Number > k.kept { // else a later one was kept, or could not be
		k.kept, k.failed = state.Number, k.write(state)
	}
	return k.failed
}

// keepIn keeps a state, and those that come, in another folder, as with $XDG_STATE_HOME.
func (k *keeper) keepIn(folder string, state ui.State) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	home, j, root := k.home, k.journal, k.root
	k.home, k.journal = filepath.Join(folder, "dowse"), nil
	if err := k.write(state); err != nil {
		k.home, k.journal, k.root = home, j, root // which may do again when a person tries
		return err
	}
	k.chosen, k.kept, k.failed = folder, state.Number, nil
	return nil
}

// elsewhere is the folder that a person chose for the state; empty: none.
func (k *keeper) elsewhere() string {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.chosen
}

// write writes a state into the journal of its workspace. Drafts of another workspace that are in this one now are taken
// out of that when they are safe here.
func (k *keeper) write(state ui.State) error {
	packed, unwritten := pack(state, k.before)
	if k.home == "" {
		return &journal.UnkeptError{Drafts: keys(packed.Drafts), Err: k.nowhere}
	}
	packed.Drafts = append(packed.Drafts, k.unread...)
	if k.journal == nil || state.Root != k.root {
		if k.journal != nil {
			k.left = append(k.left, k.journal)
		}
		k.root, k.journal = state.Root, k.open(state.Root)
	}
	if err := k.journal.Save(packed); err != nil {
		return err
	}
	k.before = packed.Drafts
	for len(k.left) > 0 {
		if err := k.left[0].Clear(); err != nil {
			return err
		}
		k.left = k.left[1:]
	}
	return unwritten
}

// focuses are the names that panes have in the journal.
var focuses = map[layout.Pane]string{
	layout.Collection: "collection", layout.URL: "url", layout.Request: "request", layout.Response: "response", layout.Variables: "variables",
}

// The names of the sizes in the journal.
const (
	sideSize  = "side"
	splitSize = "split"
)

// longestValue is the size in bytes up to which a value is kept.
const longestValue = 64 << 10

// keys are the keys of drafts.
func keys(drafts []journal.Draft) []string {
	var all []string
	for _, d := range drafts {
		all = append(all, d.Key)
	}
	return all
}

// pack is a state as text. A secret in a draft is written as a reference, unless its file holds it: its value is
// known only until the screen ends. Of a draft that has no text the one before stays; the error is a *journal.UnkeptError
// that names it.
func pack(s ui.State, before []journal.Draft) (journal.State, error) {
	packed := journal.State{
		Open: s.Open, Focus: focuses[s.Focus], Tab: s.Tab, Environment: s.Environment, Theme: s.Theme,
		Layout: map[string]int{sideSize: s.Side, splitSize: s.Split},
	}
	var unwritten journal.UnkeptError
	for _, d := range s.Drafts {
		draft, err := packDraft(d)
		if err != nil {
			unwritten.Drafts = append(unwritten.Drafts, d.Key)
			unwritten.Err = errors.Join(unwritten.Err, err)
			i := slices.IndexFunc(before, func(old journal.Draft) bool { return old.Key == d.Key })
			if i < 0 {
				continue
			}
			draft = before[i]
		}
		packed.Drafts = append(packed.Drafts, draft)
	}
	for _, r := range s.Results {
		if r.Err != nil || !r.Found {
			continue
		}
		value := journal.Value{
			Name: r.Pick.Name, Request: r.Request, Secret: r.NotKept || r.Value.IsSecret(), Picked: r.At, Until: r.Until, Inputs: r.Inputs, Environment: r.Environment, Path: r.Pick.From.Arg, Pick: r.Pick.Fingerprint(),
		}
		if !value.Secret {
			value.JSON = r.Value.JSON()
		}
		if len(value.JSON) > longestValue {
			continue // picked again with the next send
		}
		packed.Values = append(packed.Values, value)
	}
	if unwritten.Err != nil {
		return packed, &unwritten
	}
	return packed, nil
}

// packDraft is a draft as text.
func packDraft(d ui.Draft) (journal.Draft, error) {
	draft := journal.Draft{Key: d.Key, Copy: d.Copy}
	request, _ := lift.Unsaved(d.Request, d.Saved, nil)
	text, err := collections.Encode(&request)
	if err != nil {
		return draft, fmt.Errorf("%s: %w", d.Key, err)
	}
	draft.Request = string(text)
	if d.Saved != nil {
		base, err := collections.Encode(d.Saved)
		if err != nil {
			return draft, fmt.Errorf("%s: %w", d.Key, err)
		}
		draft.ID, draft.Base = d.Key, string(base)
	}
	return draft, nil
}

// unpack reads what pack wrote. Its error says why some of the drafts cannot be read; the rest is given.
func unpack(packed journal.State, c *collections.Collection) (_ ui.State, unread []journal.Draft, why error) {
	s := ui.State{
		Open: packed.Open, Tab: packed.Tab, Environment: packed.Environment, Theme: packed.Theme,
		Side: packed.Layout[sideSize], Split: packed.Layout[splitSize], Focus: layout.URL,
	}
	if c != nil {
		s.Root = c.Root
	}
	for pane, name := range focuses {
		if name == packed.Focus {
			s.Focus = pane
		}
	}
	var reasons []error
	picks := map[string][]collections.Pick{}
	for _, d := range packed.Drafts {
		request, problems := collections.Decode([]byte(d.Request))
		if request == nil {
			unread = append(unread, d)
			reasons = append(reasons, fmt.Errorf("the draft %s cannot be read: %v; it is kept as it is", d.Key, problems))
			continue
		}
		request.ID = d.ID
		draft := ui.Draft{Key: d.Key, Copy: d.Copy, Request: *request}
		if base, _ := collections.Decode([]byte(d.Base)); d.ID != "" && base != nil {
			base.ID = d.ID
			draft.Saved = base
		}
		picks[d.Key] = request.Picks
		s.Drafts = append(s.Drafts, draft)
	}
	if c != nil {
		for _, r := range c.Requests {
			if picks[r.ID] == nil {
				picks[r.ID] = r.Picks
			}
		}
	}
	for _, v := range packed.Values {
		if r, ok := result(v, picks[v.Request]); ok {
			s.Results = append(s.Results, r)
		}
	}
	return s, unread, errors.Join(reasons...)
}

// result is what a pick found in an earlier session, if its request still has the pick as it was.
func result(v journal.Value, picks []collections.Pick) (session.Result, bool) {
	i := slices.IndexFunc(picks, func(k collections.Pick) bool { return k.Name == v.Name && foundBy(v, k) })
	if i < 0 {
		return session.Result{}, false
	}
	r := session.Result{Request: v.Request, Pick: picks[i], Found: true, At: v.Picked, Until: v.Until, Inputs: v.Inputs, Environment: v.Environment, NotKept: v.Secret || picks[i].NamedSecret()}
	if r.NotKept {
		return r, true
	}
	value, err := vars.ParseJSON(v.JSON)
	if picks[i].Secret == collections.SecretUnset && len(pick.Looks(picks[i], value)) > 0 {
		r.NotKept = true // a dowse that did not see it wrote it down: it is not written again
		return r, true
	}
	r.Value = value
	return r, err == nil
}

// foundBy says whether a pick is as it was when it found a value. A state of a dowse that did not write that down has the path
// alone: the value counts for a pick that says nothing beside its path.
func foundBy(v journal.Value, k collections.Pick) bool {
	if v.Pick != "" {
		return v.Pick == k.Fingerprint()
	}
	plain := collections.Pick{From: collections.Source{Kind: collections.SourcePath, Arg: v.Path}, Secret: k.Secret}
	return k.Fingerprint() == plain.Fingerprint()
}
