package trust

// Trust is what a collection is trusted with. It does not change; nil trusts with nothing.
type Trust struct {
	all   bool
	kept  bool // something was kept of this collection, if only that it was begun here
	lines map[string]bool
}

// Everything trusts a collection with whatever it wants, now and later.
func Everything() *Trust { return &Trust{all: true} }

// Has says whether a collection is trusted with a want.
func (t *Trust) Has(w Want) bool { return t != nil && (t.all || t.lines[w.String()]) }

// Knows says whether a collection is trusted with a thing, wherever it is sent.
func (t *Trust) Knows(what string) bool {
	if t == nil || t.all {
		return t != nil
	}
	for line := range t.lines {
		if len(line) > len(what) && line[:len(what)] == what && line[len(what)] == ' ' || line == what {
			return true
		}
	}
	return false
}

// Kept says whether anything was kept of this collection: it was begun here, or somebody trusted it with something.
func (t *Trust) Kept() bool { return t != nil && t.kept }

// With gives the trust with more wants.
func (t *Trust) With(wants ...Want) *Trust {
	more := &Trust{lines: map[string]bool{}}
	if t != nil {
		more.all, more.kept = t.all, t.kept
		for line := range t.lines {
			more.lines[line] = true
		}
	}
	for _, w := range wants {
		more.lines[w.String()] = true
	}
	return more
}

// Lacking are those of some wants that a collection is not trusted with.
func (t *Trust) Lacking(wants []Want) []Want {
	var lacking []Want
	for _, w := range wants {
		if !t.Has(w) {
			lacking = append(lacking, w)
		}
	}
	return lacking
}

// Saved gives the wants to trust a collection with after a save from here: what the save itself added. Where it was trusted
// with all that it wanted before, that is all that it wants now. Else, and of a folder that nobody here knows, a secret is
// sent to no host but those of the request that was saved, as to says: the others stand in files that nobody here looked at.
func (t *Trust) Saved(before, after []Want, to ...string) []Want {
	if t.Kept() && len(t.Lacking(before)) == 0 {
		return after
	}
	old := map[string]bool{}
	for _, w := range before {
		old[w.String()] = true
	}
	var added []Want
	for _, w := range after {
		mine := w.To == ""
		for _, host := range to {
			mine = mine || w.To == host
		}
		if mine && !old[w.String()] {
			added = append(added, w)
		}
	}
	return added
}
