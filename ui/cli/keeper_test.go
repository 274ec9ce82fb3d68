package cli

import (
	"testing"
	"time"

	"dowse/client/session"
	"dowse/collections"
	"dowse/collections/vars"
	"dowse/ui"
)

// TestKeptValues holds that what a pick found is there in the next session with its time and the draft that it came from, and
// that it is not where any part of the pick was changed meanwhile.
func TestKeptValues(t *testing.T) {
	now := time.Now().UTC().Truncate(time.Second)
	was := collections.Pick{Name: "token_type", From: collections.Source{Kind: collections.SourceHeader, Arg: "X-T", Nth: 1}, Take: collections.TakeFirst, Type: "string", Transform: "upper"}
	kept := func(request string, now1 collections.Pick, draft bool) []session.Result {
		t.Helper()
		s := ui.State{Results: []session.Result{{Request: request, Pick: was, Value: vars.NewString("v"), Found: true, At: now, Until: now.Add(time.Minute)}}}
		c := &collections.Collection{}
		r := collections.Request{URL: "http://h/", Picks: []collections.Pick{now1}}
		if draft {
			s.Drafts = []ui.Draft{{Key: request, Request: r}}
		} else {
			r.ID = request
			c.Requests = []*collections.Request{&r}
		}
		packed, err := pack(s, nil)
		if err != nil {
			t.Fatal(err)
		}
		back, _, err := unpack(packed, c)
		if err != nil {
			t.Fatal(err)
		}
		return back.Results
	}
	for _, draft := range []bool{true, false} {
		got := kept("new 1", was, draft)
		if len(got) != 1 || got[0].Request != "new 1" || !got[0].Until.Equal(now.Add(time.Minute)) || got[0].Value.Reveal() != "v" {
			t.Errorf("draft %v: %+v", draft, got)
		}
	}
	for name, change := range map[string]func(*collections.Pick){
		"kind":       func(k *collections.Pick) { k.From.Kind = collections.SourceCookie },
		"arg":        func(k *collections.Pick) { k.From.Arg = "X-U" },
		"nth":        func(k *collections.Pick) { k.From.Nth = 2 },
		"attr":       func(k *collections.Pick) { k.From.Attr = "expires" },
		"group":      func(k *collections.Pick) { k.From.Group = "1" },
		"event path": func(k *collections.Pick) { k.From.Path = "$.a" },
		"namespaces": func(k *collections.Pick) {
			k.From.Namespaces = []collections.Variable{{Name: "a", Value: vars.NewString("u")}}
		},
		"take":       func(k *collections.Pick) { k.Take = collections.TakeLast },
		"type":       func(k *collections.Pick) { k.Type = "integer" },
		"jq":         func(k *collections.Pick) { k.JQ = "." },
		"transform":  func(k *collections.Pick) { k.Transform = "" },
		"if_missing": func(k *collections.Pick) { k.IfMissing = collections.IfMissing{Policy: collections.MissingDefault} },
		"keep":       func(k *collections.Pick) { k.Keep.Until = "1s" },
		"secret":     func(k *collections.Pick) { k.Secret = collections.SecretYes },
		"name":       func(k *collections.Pick) { k.Name = "other" },
	} {
		changed := was
		change(&changed)
		if got := kept("a", changed, false); len(got) != 0 {
			t.Errorf("%s: it is used still: %+v", name, got)
		}
	}
	was.Label = "$.name"
	if got := kept("a", was, false); len(got) != 1 {
		t.Error("control: a label is for people, and changes no value")
	}
}
