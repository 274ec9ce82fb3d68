package session

import (
	"slices"

	"dowse/collections"
)

// Draft is a request as it stands where a person has it open. Its key is the ID of its file; one that has none has a key of
// its own, which stands for an ID wherever picked values name their request.
type Draft struct {
	Key     string
	Request collections.Request
	Saved   bool // it has a file
}

// drafts are the open requests by their keys.
func (s *Session) drafts() map[string]*Draft {
	if s.Drafts == nil {
		return nil
	}
	all := map[string]*Draft{}
	for _, d := range s.Drafts() {
		all[d.Key] = &d
	}
	return all
}

// Find gives a request by its key, as it stands where it is open, else as in its file; its ID is the key. ok is false where
// there is none.
func (s *Session) Find(key string) (d Draft, ok bool) {
	return s.find(s.drafts(), key)
}

func (s *Session) find(drafts map[string]*Draft, key string) (Draft, bool) {
	if open := drafts[key]; open != nil {
		d := *open
		d.Request.ID = key
		return d, true
	}
	if s.Collection != nil {
		if saved := s.Collection.Request(key); saved != nil {
			return Draft{key, *saved, true}, true
		}
	}
	return Draft{}, false
}

// Suppliers are the requests that pick a variable of that name: those that are open as they stand there, and the others as
// saved. pick.ID.NAME names one request's own.
func (s *Session) Suppliers(name string) []Draft {
	picks := func(key string, r collections.Request) bool {
		return slices.ContainsFunc(r.Picks, func(k collections.Pick) bool { return k.Name == name || collections.ExactName(key, k.Name) == name })
	}
	var all []Draft
	open := map[string]bool{}
	if s.Drafts != nil {
		for _, d := range s.Drafts() {
			open[d.Key] = true
			if d.Request.ID = d.Key; picks(d.Key, d.Request) {
				all = append(all, d)
			}
		}
	}
	if s.Collection == nil {
		return all
	}
	for _, r := range s.Collection.Requests {
		if !open[r.ID] && picks(r.ID, *r) {
			all = append(all, Draft{r.ID, *r, true})
		}
	}
	return all
}

// counts says whether the pick that found a value is still as it was. One that reads something else now, or is there no more,
// has not found it. Of a request that is gone nothing can be said against its value.
func (s *Session) counts(drafts map[string]*Draft, r Result) bool {
	d, ok := s.find(drafts, r.Request)
	if !ok {
		return true
	}
	i := slices.IndexFunc(d.Request.Picks, func(k collections.Pick) bool { return k.Name == r.Pick.Name })
	return i >= 0 && d.Request.Picks[i].Fingerprint() == r.Pick.Fingerprint()
}
