package journal

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
)

// here is a state with the drafts and values of this workspace alone.
func (j *Journal) here(s State) State {
	gone := map[string]bool{} // whether a folder is not there any more
	elsewhere := func(place string) bool {
		if place == j.place || place == "" {
			return false
		}
		if _, known := gone[place]; !known {
			_, err := os.Stat(place)
			gone[place] = errors.Is(err, fs.ErrNotExist)
		}
		return !gone[place]
	}
	s.Drafts = slices.DeleteFunc(s.Drafts, func(d Draft) bool { return elsewhere(d.Place) })
	s.Values = slices.DeleteFunc(s.Values, func(v Value) bool { return elsewhere(v.Place) })
	return s
}

// name gives each draft of a loaded state a key of its own; what names drafts by their marks names them by their keys then.
// A second draft of one file is a copy.
func name(s *State) {
	taken, named, keys := map[string]bool{}, map[string]bool{}, map[string]string{}
	for _, d := range s.Drafts {
		taken[d.Key] = true
	}
	for i := range s.Drafts {
		d := &s.Drafts[i]
		if key := d.Key; named[key] {
			for n := 2; taken[d.Key]; n++ {
				d.Key = fmt.Sprintf("%s (%d)", key, n)
			}
			if d.ID != "" {
				d.Copy, d.ID = d.ID, ""
			}
		}
		taken[d.Key], named[d.Key] = true, true
		keys[d.Born] = d.Key
	}
	if key, ok := keys[s.Open]; ok {
		s.Open = key
	}
	s.Values = slices.DeleteFunc(s.Values, func(v Value) bool { return v.Born != "" && keys[v.Born] == "" })
	for i := range s.Values {
		if v := &s.Values[i]; v.Born != "" {
			v.Request = keys[v.Born]
		}
	}
}

// alike are drafts without those that are like one before them.
func alike(drafts []Draft) []Draft {
	var out []Draft
	for _, d := range drafts {
		file := d.ID + d.Copy
		if !slices.ContainsFunc(out, func(other Draft) bool { return other.ID+other.Copy == file && other.Request == d.Request }) {
			out = append(out, d)
		}
	}
	return out
}

// stamp is a state as it is written: each draft and value with its place and its mark, and without the values of secrets.
func (j *Journal) stamp(s State) State {
	s = s.clone()
	s.Version = version
	born := map[string]string{}
	for i := range s.Drafts {
		d := &s.Drafts[i]
		d.Place, d.Born = j.place, ""
		if at := slices.IndexFunc(j.last.Drafts, func(old Draft) bool { return old.Key == d.Key }); at >= 0 {
			d.Born = j.last.Drafts[at].Born
		}
		if d.Born == "" {
			d.Born = rand.Text()
		}
		if d.ID == "" {
			born[d.Key] = d.Born
		}
	}
	if mark := born[s.Open]; mark != "" {
		s.Open = mark
	}
	for i := range s.Values {
		v := &s.Values[i]
		v.Place, v.Born = j.place, born[v.Request]
		if v.Secret {
			v.JSON = ""
		}
	}
	return s
}

// mergeDrafts gives what is to be written: the drafts of this journal, mine, with what others made of theirs since base.
// own is mine as it is there: a draft that both changed has a new mark, and theirs stays beside it.
func mergeDrafts(base, mine, theirs []Draft) (merged, own []Draft) {
	for _, m := range mine {
		b, old := marked(base, m.Born)
		t, there := marked(theirs, m.Born)
		switch {
		case old && !there && sameDraft(m, b): // it is saved or discarded there, and was not touched here
			own = append(own, m)
			continue
		case old && there && !sameDraft(m, t) && sameDraft(m, b): // only they edited it
			own = append(own, m)
			merged = append(merged, t)
			continue
		case there && !sameDraft(m, t) && !(old && sameDraft(t, b)): // both edited it
			m.Born = rand.Text()
		}
		own, merged = append(own, m), append(merged, m)
	}
	for _, t := range theirs {
		if _, written := marked(merged, t.Born); written {
			continue
		}
		if b, old := marked(base, t.Born); old && sameDraft(t, b) {
			continue // it is saved or discarded here, and was not touched there
		}
		merged = append(merged, t)
	}
	return merged, own
}

// marked finds the draft with a mark.
func marked(drafts []Draft, born string) (Draft, bool) {
	i := slices.IndexFunc(drafts, func(d Draft) bool { return d.Born == born })
	if i < 0 {
		return Draft{}, false
	}
	return drafts[i], true
}

// sameDraft says whether two drafts of one mark say the same.
func sameDraft(a, b Draft) bool { return a.Request == b.Request }

// mergeValues gives the values of this journal, mine, with those that others picked or dropped since base. Of a value
// that both picked the newer one stays.
func mergeValues(base, mine, theirs []Value) []Value {
	var merged []Value
	for _, m := range mine {
		b, old := named(base, m)
		t, there := named(theirs, m)
		switch {
		case old && !there && sameValue(m, b):
			continue
		case there && (old && sameValue(m, b) || t.Picked.After(m.Picked)):
			m = t
		}
		merged = append(merged, m)
	}
	for _, t := range theirs {
		if _, here := named(mine, t); here {
			continue
		}
		if b, old := named(base, t); old && sameValue(b, t) {
			continue
		}
		merged = append(merged, t)
	}
	return merged
}

// named finds the value of the same name.
func named(values []Value, v Value) (Value, bool) {
	i := slices.IndexFunc(values, func(other Value) bool { return valueName(other) == valueName(v) })
	if i < 0 {
		return Value{}, false
	}
	return values[i], true
}

func valueName(v Value) string {
	request := v.Request
	if v.Born != "" {
		request = "born " + v.Born
	}
	return strings.Join([]string{v.Place, v.Environment, request, v.Name}, "\x00")
}

func sameValue(a, b Value) bool {
	a.Picked, b.Picked = a.Picked.UTC().Round(0), b.Picked.UTC().Round(0)
	a.Until, b.Until = a.Until.UTC().Round(0), b.Until.UTC().Round(0)
	a.Request, b.Request = "", ""
	return a == b
}
