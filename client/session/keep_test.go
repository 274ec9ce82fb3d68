package session_test

import (
	"testing"
	"time"

	"dowse/client/session"
	"dowse/collections"
	"dowse/collections/vars"
)

// TestKeepLast holds that a pick which says to keep its last value has it where it finds nothing, also after it found nothing as
// one that did not say so; one that reads another place now, and one that says to skip, have none.
func TestKeepLast(t *testing.T) {
	pick := func(path string, policy collections.MissingPolicy) collections.Pick {
		return collections.Pick{Name: "cursor", From: collections.Source{Kind: collections.SourcePath, Arg: path}, IfMissing: collections.IfMissing{Policy: policy}}
	}
	at := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	nothing := func(k collections.Pick) session.Result {
		return session.Result{Request: "r", Pick: k, At: at.Add(time.Minute)}
	}
	for name, c := range map[string]struct {
		then, now collections.Pick
		want      bool
	}{
		"keep":             {pick("$.next", collections.MissingKeep), pick("$.next", collections.MissingKeep), true},
		"keep from now on": {pick("$.next", ""), pick("$.next", collections.MissingKeep), true},
		"another place":    {pick("$.after", collections.MissingKeep), pick("$.next", collections.MissingKeep), false},
		"skip":             {pick("$.next", collections.MissingSkip), pick("$.next", collections.MissingSkip), false},
	} {
		s := &session.Session{}
		s.Keep("", []session.Result{{Request: "r", Pick: c.then, Value: vars.NewString("abc"), Found: true, At: at}})
		for range 2 { // it may find nothing again and again
			kept := s.Keep("", []session.Result{nothing(c.now)})
			if r := s.Results()[0]; r.Found != c.want || kept[0].Found != c.want || c.want && (r.Value.Reveal() != "abc" || !r.At.Equal(at)) {
				t.Errorf("%s: %+v", name, r)
			}
		}
	}
}
