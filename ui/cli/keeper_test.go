package cli

import (
	"maps"
	"testing"
	"time"

	"dowse/client/session"
	"dowse/collections"
	"dowse/collections/journal"
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

// TestOldSecretsAreDropped holds that values that an earlier dowse wrote down and that are secret for their name or their looks are not
// used, nor written again; a file can say that one is none, and what is no secret stays.
func TestOldSecretsAreDropped(t *testing.T) {
	path := func(name, arg string, said collections.Secrecy) collections.Pick {
		return collections.Pick{Name: name, From: collections.Source{Kind: collections.SourcePath, Arg: arg}, Secret: said}
	}
	const jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbm4ifQ.c2ln"
	c := &collections.Collection{Requests: []*collections.Request{{ID: "a", Picks: []collections.Pick{
		path("access_token", "$.x", 0), path("t", "$.session.id", 0), path("j", "$.j", 0), path("next_token", "$.next_token", 0), path("token", "$.t", collections.SecretNo), path("n", "$.n", 0), path("said", "$.said", collections.SecretYes),
	}}}}
	old := journal.State{}
	for _, v := range []journal.Value{
		{Name: "access_token", Path: "$.x", JSON: `"canary1"`}, {Name: "t", Path: "$.session.id", JSON: `"canary2"`}, {Name: "j", Path: "$.j", JSON: `"` + jwt + `"`},
		{Name: "next_token", Path: "$.next_token", JSON: `"cursor"`}, {Name: "token", Path: "$.t", JSON: `"open"`}, {Name: "n", Path: "$.n", JSON: `{"v": 1}`}, {Name: "said", Path: "$.said", JSON: `"canary3"`},
	} {
		v.Request = "a"
		old.Values = append(old.Values, v)
	}
	state, _, err := unpack(old, c)
	if err != nil {
		t.Fatal(err)
	}
	packed, err := pack(state, nil)
	if err != nil {
		t.Fatal(err)
	}
	kept := map[string]string{}
	for _, v := range packed.Values {
		kept[v.Name] = v.JSON
	}
	want := map[string]string{"access_token": "", "t": "", "j": "", "next_token": `"cursor"`, "token": `"open"`, "n": `{"v": 1}`, "said": ""}
	if !maps.Equal(kept, want) {
		t.Errorf("kept %q, want %q", kept, want)
	}
}
