package plan_test

import (
	"errors"
	"testing"
	"time"

	"dowse/client/plan"
	"dowse/client/session"
	"dowse/collections"
	"dowse/collections/vars"
)

// TestWhoIsAsked holds that a name that several requests pick is asked of the one its value came from, and of none where that
// is not known or is gone.
func TestWhoIsAsked(t *testing.T) {
	one, two, use := request("one", nil, []string{"token"}), request("two", nil, []string{"token"}), request("use", []string{"token"}, nil)
	s := &session.Session{Collection: &collections.Collection{Requests: []*collections.Request{one, two, use}}}
	if steps, err := plan.Make(s, use.ID, *use, true, noon); err != nil || len(steps) > 0 {
		t.Errorf("of two requests %v is sent (%v)", ids(steps), err)
	}
	keep(s, two, noon.Add(-time.Minute))
	if steps, err := plan.Make(s, use.ID, *use, true, noon); err != nil || len(steps) != 1 || steps[0].Request.ID != "two" {
		t.Errorf("%v is sent (%v)", ids(steps), err)
	}
	exact := request("exact", []string{"pick.two.token"}, nil)
	if steps, err := plan.Make(s, exact.ID, *exact, true, noon); err != nil || len(steps) != 1 || steps[0].Why() != "pick.two.token expired 1m0s ago" && steps[0].Why() != "token expired 1m0s ago" {
		t.Errorf("by its exact name %v is sent (%v)", ids(steps), err)
	}
	s.Collection.Requests = []*collections.Request{use}
	if steps, err := plan.Make(s, use.ID, *use, true, noon); !errors.As(err, new(*plan.StaleError)) {
		t.Errorf("when the request is gone %v is sent (%v)", ids(steps), err)
	}
}

// TestRenewal holds which request is sent for another credential.
func TestRenewal(t *testing.T) {
	login, other := request("login", nil, []string{"token"}), request("other", nil, []string{"key"})
	header := func(name, value string) *collections.Request {
		r := request("use", nil, nil)
		r.Headers = collections.Rows{{Name: name, Value: value}}
		return r
	}
	auth := func(a collections.Auth) *collections.Request {
		r := request("use", nil, nil)
		r.Auth = &a
		return r
	}
	both := header("authorization", "Bearer {{token}}")
	both.Auth = &collections.Auth{Kind: collections.AuthBasic, User: "ann", Password: "{{key}}"}
	for name, c := range map[string]struct {
		r    *collections.Request
		want string
	}{
		"header":       {header("authorization", "Bearer {{token}}"), "login"},
		"bearer":       {auth(collections.Auth{Kind: collections.AuthBearer, Token: "{{token}}"}), "login"},
		"password":     {auth(collections.Auth{Kind: collections.AuthBasic, User: "ann", Password: "{{token}}"}), "login"},
		"other header": {header("X-Page", "{{token}}"), ""},
		"user":         {auth(collections.Auth{Kind: collections.AuthBasic, User: "{{token}}", Password: "x"}), ""},
		"two":          {both, ""},
	} {
		s := &session.Session{Collection: &collections.Collection{Requests: []*collections.Request{login, other, c.r}}}
		for _, r := range []*collections.Request{login, other} {
			s.Keep("", []session.Result{{Request: r.ID, Pick: r.Picks[0], Found: true, Value: vars.NewString("v"), At: noon}})
		}
		got, ok := plan.Renewal(s, c.r.ID, *c.r, true)
		if ok != (c.want != "") || ok && got.Request.ID != c.want {
			t.Errorf("%s: %v, %+v", name, ok, got.Request)
		}
	}
}

// TestReady holds what a request is not sent with: an environment that is not there, or files that cannot be read.
func TestReady(t *testing.T) {
	r := request("r", nil, nil)
	c := &collections.Collection{DefaultEnv: "dev", Environments: []*collections.Environment{{Name: "dev"}}, Requests: []*collections.Request{r}}
	s := &session.Session{Collection: c}
	if _, _, err := s.Ready(*r, true); err != nil || s.EnvironmentName() != "dev" {
		t.Errorf("%q: %v", s.EnvironmentName(), err)
	}
	c.Problems = []collections.Problem{{File: "dowse.yaml", Message: "a word", Warning: true}}
	if _, _, err := s.Ready(*r, true); err != nil {
		t.Errorf("a warning: %v", err)
	}
	c.Problems[0].Warning = false
	if _, _, err := s.Ready(*r, true); !errors.As(err, new(*session.BrokenError)) {
		t.Errorf("a fault: %v", err)
	}
	c.Problems, s.Environment = nil, "gone"
	if _, _, err := s.Ready(*r, true); !errors.As(err, new(*session.EnvironmentError)) {
		t.Errorf("no such environment: %v", err)
	}
}
