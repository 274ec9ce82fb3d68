package plan_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"dowse/client/plan"
	"dowse/client/session"
	"dowse/collections"
	"dowse/collections/trust"
	"dowse/collections/vars"
)

// TestDynamicNames holds that no request is sent for a name that is made anew each time, whatever a pick is called.
func TestDynamicNames(t *testing.T) {
	from, use := request("from", nil, []string{"$uuid"}), request("use", []string{"$uuid"}, nil)
	s := &session.Session{Collection: &collections.Collection{Requests: []*collections.Request{from, use}}}
	if steps, err := plan.Make(s, use.ID, *use, true, noon); err != nil || len(steps) > 0 {
		t.Errorf("%v is sent (%v)", ids(steps), err)
	}
}

// TestNotKeptIsNone holds that a secret of an earlier session, whose value was not written down, says nothing about the value
// that there is: neither when that ends, nor which request gives another.
func TestNotKeptIsNone(t *testing.T) {
	one, two, use := request("one", nil, []string{"token"}), request("two", nil, []string{"token"}), request("use", nil, nil)
	use.Headers = collections.Rows{{Name: "Authorization", Value: "Bearer {{token}}"}}
	s := &session.Session{Collection: &collections.Collection{Requests: []*collections.Request{one, two, use}}}
	s.Restore([]session.Result{
		{Request: "one", Pick: one.Picks[0], Found: true, NotKept: true, At: noon, Until: noon.Add(-time.Minute)},
		{Request: "two", Pick: two.Picks[0], Found: true, Value: vars.NewString("v"), At: noon.Add(-time.Hour)},
	})
	if steps, err := plan.Make(s, use.ID, *use, true, noon); err != nil || len(steps) > 0 {
		t.Errorf("%v is sent (%v)", ids(steps), err)
	}
	if got, ok := plan.Renewal(s, use.ID, *use, true); !ok || got.Request.ID != "two" {
		t.Errorf("%v, %+v is sent for another one", ok, got.Request)
	}
}

// TestForeignStep holds what a person is asked about: a step whose file takes a secret to strangers, and not one that they
// typed; and that a yes is for the one place.
func TestForeignStep(t *testing.T) {
	make := func(host string, typed bool) plan.Step {
		t.Helper()
		from, use := request("from", nil, []string{"t"}), request("use", []string{"t"}, nil)
		from.URL = "https://" + host + "/?k={{key}}"
		c := &collections.Collection{Requests: []*collections.Request{from, use}}
		s := &session.Session{Collection: c}
		s.Supply("key", vars.NewSecret("hidden"))
		if typed {
			c.Requests = c.Requests[1:]
			s.Drafts = func() []session.Draft { return []session.Draft{{Key: "from", Request: *from}} }
		}
		steps, err := plan.Make(s, use.ID, *use, true, noon)
		if err != nil || len(steps) != 1 {
			t.Fatalf("%v is sent (%v)", ids(steps), err)
		}
		return steps[0]
	}
	saved, other, typed := make("one.example", false), make("two.example", false), make("one.example", true)
	if !saved.Asks() || len(saved.Foreign) != 1 {
		t.Errorf("it takes %q to strangers, and asks: %v", saved.Foreign, saved.Asks())
	}
	if typed.Asks() || len(typed.Foreign) > 0 {
		t.Errorf("what a person typed takes %q to strangers, and asks: %v", typed.Foreign, typed.Asks())
	}
	if saved.Consent() == other.Consent() || saved.Consent() == typed.Consent() || saved.Consent() != make("one.example", false).Consent() {
		t.Errorf("a yes to %q is one to %q, or to %q", saved.Consent(), other.Consent(), typed.Consent())
	}
}

// TestDiverts holds that a person is asked before an answer names the host that their request takes a secret to, unless they
// typed the request that is answered.
func TestDiverts(t *testing.T) {
	from, use := request("from", nil, []string{"next"}), request("use", nil, nil)
	use.URL = "{{next}}/?k={{key}}"
	s := &session.Session{Collection: &collections.Collection{Requests: []*collections.Request{from, use}}}
	s.Supply("key", vars.NewSecret("hidden"))
	if steps, err := plan.Make(s, use.ID, *use, true, noon); err != nil || len(steps) != 1 || !steps[0].Diverts || !steps[0].Asks() {
		t.Errorf("nobody is asked: %+v (%v)", steps, err)
	}
	s.Collection.Requests = []*collections.Request{use}
	s.Drafts = func() []session.Draft { return []session.Draft{{Key: "from", Request: *from}} }
	if steps, err := plan.Make(s, use.ID, *use, true, noon); err != nil || len(steps) != 1 || steps[0].Asks() {
		t.Errorf("asked about what they typed: %+v (%v)", steps, err)
	}
}

// TestUntrustedOnce holds that what several requests want is asked about once.
func TestUntrustedOnce(t *testing.T) {
	one, two, use := request("one", []string{"$env.DOWSE_TEST_KEY"}, []string{"a"}), request("two", []string{"$env.DOWSE_TEST_KEY"}, []string{"b"}), request("use", []string{"a", "b"}, nil)
	s := &session.Session{Collection: &collections.Collection{Requests: []*collections.Request{one, two, use}}}
	steps, err := plan.Make(s, use.ID, *use, true, noon)
	if err != nil || len(steps) != 2 {
		t.Fatalf("%v is sent (%v)", ids(steps), err)
	}
	untrusted, ok := errors.AsType[*session.UntrustedError](plan.Untrusted(s, steps, *use, true))
	want := []trust.Want{{What: trust.Environment("DOWSE_TEST_KEY"), To: "http://h"}}
	if !ok || !slices.Equal(untrusted.Wants, want) {
		t.Errorf("asked about %+v, want %+v", untrusted, want)
	}
}
