package cli

import (
	"errors"
	"fmt"
	"slices"
	"sync"

	"dowse/client/session"
	"dowse/collections"
	"dowse/collections/journal"
	"dowse/collections/vars"
	"dowse/ui"
	"dowse/ui/layout"
	"dowse/ui/lift"
)

// keeper keeps the state of the screen in the journal of its workspace. A workspace that becomes a collection
// while it is on the screen gets the journal of that.
type keeper struct {
	home string

	mu      sync.Mutex // the last state is kept while an earlier one may still be written
	root    string
	journal *journal.Journal
	kept    int // the number of the last state
}

// load opens the journal of a workspace and gives what an earlier session left. With an error the state is
// empty, and the screen can be used all the same.
func (k *keeper) load(root string, c *collections.Collection) (ui.State, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	j, err := journal.Open(k.home, root)
	if err != nil {
		return ui.State{}, err
	}
	k.root, k.journal = root, j
	kept, err := j.Load()
	state, unread := unpack(kept, c)
	return state, errors.Join(err, unread)
}

// keep writes a state. It is called in the background and, at the end, beside that.
func (k *keeper) keep(state ui.State) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if state.Number <= k.kept {
		return nil // a later one is kept already
	}
	k.kept = state.Number
	packed, err := pack(state)
	if err != nil {
		return err
	}
	if state.Root != k.root || k.journal == nil {
		if err := k.move(state.Root); err != nil {
			return err
		}
	}
	return k.journal.Save(packed)
}

// move goes on in the journal of another root, beside what an earlier session left there. What was in the one
// before is there now, and no more here.
func (k *keeper) move(root string) error {
	j, err := journal.Open(k.home, root)
	if err != nil {
		return err
	}
	before := k.journal
	k.root, k.journal = root, j
	if before == nil {
		return nil
	}
	return before.Save(journal.State{})
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

// pack is a state as text. A secret in a draft is written as a reference, unless its file holds it: its value is
// known only until the screen ends.
func pack(s ui.State) (journal.State, error) {
	packed := journal.State{
		Open: s.Open, Focus: focuses[s.Focus], Tab: s.Tab, Environment: s.Environment, Theme: s.Theme,
		Layout: map[string]int{sideSize: s.Side, splitSize: s.Split},
	}
	for _, d := range s.Drafts {
		draft := journal.Draft{Key: d.Key}
		request, _ := lift.Unsaved(d.Request, d.Saved, nil)
		text, err := collections.Encode(&request)
		if err != nil {
			return packed, fmt.Errorf("%s: %w", d.Key, err)
		}
		draft.Request = string(text)
		if d.Saved != nil {
			base, err := collections.Encode(d.Saved)
			if err != nil {
				return packed, fmt.Errorf("%s: %w", d.Key, err)
			}
			draft.ID, draft.Base = d.Key, string(base)
		}
		packed.Drafts = append(packed.Drafts, draft)
	}
	for _, r := range s.Results {
		if r.Err != nil || !r.Found {
			continue
		}
		value := journal.Value{
			Name: r.Pick.Name, Request: r.Request, Secret: r.NotKept || r.Value.IsSecret(), Picked: r.At, Until: r.Until, Inputs: r.Inputs, Environment: r.Environment, Path: r.Pick.From.Arg,
		}
		if !value.Secret {
			value.JSON = r.Value.JSON()
		}
		if len(value.JSON) > longestValue {
			continue // picked again with the next send
		}
		packed.Values = append(packed.Values, value)
	}
	return packed, nil
}

// unpack reads what pack wrote. Its error names what could not be read; the rest is given.
func unpack(packed journal.State, c *collections.Collection) (ui.State, error) {
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
	var unread []error
	picks := map[string][]collections.Pick{}
	for _, d := range packed.Drafts {
		request, problems := collections.Decode([]byte(d.Request))
		if request == nil {
			unread = append(unread, fmt.Errorf("the draft %s cannot be read: %v", d.Key, problems))
			continue
		}
		request.ID = d.ID
		draft := ui.Draft{Key: d.Key, Request: *request}
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
	return s, errors.Join(unread...)
}

// result is what a pick found in an earlier session, if its request still has the pick as it was.
func result(v journal.Value, picks []collections.Pick) (session.Result, bool) {
	i := slices.IndexFunc(picks, func(k collections.Pick) bool { return k.Name == v.Name && k.From.Arg == v.Path })
	if i < 0 {
		return session.Result{}, false
	}
	r := session.Result{Request: v.Request, Pick: picks[i], Found: true, At: v.Picked, Until: v.Until, Inputs: v.Inputs, Environment: v.Environment, NotKept: v.Secret || picks[i].Secret}
	if r.NotKept {
		return r, true
	}
	value, err := vars.ParseJSON(v.JSON)
	r.Value = value
	return r, err == nil
}
