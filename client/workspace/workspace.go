// Package workspace is what a person does to a collection: save, move, delete, rename, and take that back. It knows no screen and
// has no sentences for one. The screen still saves by itself: nothing but tests uses this package yet.
//
// A collection that is in use is a snapshot that nobody changes. A change works on a copy, so it can run beside whoever looks at
// the snapshot, and where it fails the copy is thrown away:
//
//	Workspace ──Save, Move, Delete, RenameVariable──> Change{the new snapshot, Undo}  or an error
//	    ^                                                  │
//	    └──────────────── Change.Apply(session) <──────────┘
//
// A screen makes a Workspace in Update (Of copies what it needs), runs one act of it in a command, and applies the Change when
// that comes back as a message: change.Apply(session), then the drafts it names. Undo is such an act too, and the Undo of its
// Change is the redo. A change begins with the snapshot that the one before it gave, so they are run one after another.
package workspace

import (
	"errors"
	"slices"
	"time"

	"dowse/client/sample"
	"dowse/client/session"
	"dowse/collections"
	"dowse/collections/journal"
	"dowse/collections/trust"
)

// Workspace is what a change is made to. It is a value: a change gives another snapshot, and this one stays as it is.
type Workspace struct {
	Session     *session.Session // a copy of its own: the collection, the environment, values and what it is trusted with
	Trust       trust.Store      // where it is kept what collections are trusted with
	Samples     *sample.Store    // those of the collection; nil: there is no place for them
	Drafts      []Draft          // the requests that are open
	LockTimeout time.Duration    // how long a change waits for another process that is saving; zero: 10 s
}

// Draft is a request that is open, as it stands there.
type Draft struct {
	session.Draft
	Edited bool // it has changes that its file has not: a change of many requests leaves the file to the next save
}

// Of is the workspace of a session, which goes on beside it. Its samples are those of the state folder.
func Of(s *session.Session, drafts []Draft) Workspace {
	w := Workspace{Session: s.Copy(), Trust: Store(), Drafts: drafts}
	if home, err := journal.Home(); err == nil && s.Collection != nil {
		w.Samples = sample.OpenIn(home, s.Collection.Root)
	}
	w.Session.Drafts = func() []session.Draft {
		open := make([]session.Draft, len(drafts))
		for i, d := range drafts {
			open[i] = d.Draft
		}
		return open
	}
	return w
}

// Store is where it is kept what collections are trusted with. Without a place for state nothing is.
func Store() trust.Store {
	home, err := journal.Home()
	if err != nil {
		return trust.Store{}
	}
	return trust.Store{Home: home}
}

// ErrNoCollection says that there is no collection to change.
var ErrNoCollection = errors.New("there is no collection here (no dowse.yaml in this folder or above it)")

// Act is a change that can be made to a workspace.
type Act func(Workspace) (Change, error)

// Change is what became of a workspace.
type Change struct {
	Collection *collections.Collection // the new snapshot
	Trust      *trust.Trust            // what it is trusted with now
	Drafts     []Draft                 // the open requests that are others now, by their new keys
	Relocation *collections.Relocation // which requests have other IDs; nil: none
	Trashed    *collections.Trashed    // the request that was deleted; nil: none
	Replaced   []string                // the IDs of the requests in which a name was replaced
	Unkept     error                   // what could not be done beside the change, which stands: keeping trust, or samples
	Undo       Act                     // takes it back; nil: there is nothing to take back
}

// Apply gives a session the collection as it is now. Values that counted before count afterwards.
func (c Change) Apply(s *session.Session) {
	s.Keeping(func() {
		s.Collection, s.Trust = c.Collection, c.Trust
		if c.Relocation != nil {
			s.RenameAll(c.Relocation.Renamed)
		}
	})
}

// change makes a change to a copy of the collection, and one that it is trusted with: with what that added. saved are the
// requests that are saved with it.
func (w Workspace) change(saved []string, make func(c *collections.Collection) error) (Change, error) {
	before := w.Session.Collection
	if before == nil {
		return Change{}, ErrNoCollection
	}
	after := before.Clone()
	after.LockTimeout = w.LockTimeout
	if err := make(after); err != nil {
		return Change{}, err
	}
	change := Change{Collection: after, Trust: w.Session.Trust}
	if w.addsNothing(before, after, saved) {
		return change, nil
	}
	now := *w.Session
	now.Collection = after
	var to []string
	for _, id := range saved {
		if r := after.Request(id); r != nil {
			if lead, err := now.Lead(*r, true); err == nil {
				to = append(to, lead.String())
			}
		}
	}
	wants := w.Session.Trust.Saved(trust.Of(before), trust.Of(after), to...)
	if added := w.Session.Trust.Lacking(wants); len(added) > 0 {
		change.Trust, change.Unkept = w.Trust.Add(w.Session.Trust, after, added)
	}
	return change, nil
}

// addsNothing says of a change of some requests alone that they want nothing that the collection is not trusted with. Then
// the others need not be looked through, which takes long where there are thousands.
func (w Workspace) addsNothing(before, after *collections.Collection, saved []string) bool {
	if len(saved) == 0 {
		return false
	}
	for _, id := range saved {
		old, now := before.Request(id), after.Request(id)
		if old == nil || now == nil || !slices.EqualFunc(old.Picks, now.Picks, samePick) || len(w.Session.Trust.Lacking(trust.OfRequest(after, id))) > 0 {
			return false
		}
	}
	return true
}

// samePick says whether two picks mean the same to those who ask what a collection wants.
func samePick(a, b collections.Pick) bool {
	return a.Name == b.Name && a.Secret == b.Secret && a.Fingerprint() == b.Fingerprint()
}
