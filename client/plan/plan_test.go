package plan_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"dowse/client/plan"
	"dowse/client/session"
	"dowse/collections"
	"dowse/collections/vars"
)

var noon = time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)

// request is one that uses some names and picks others.
func request(id string, uses, picks []string) *collections.Request {
	r := &collections.Request{ID: id, URL: "http://h/?x={{" + strings.Join(uses, "}}{{") + "}}"}
	if len(uses) == 0 {
		r.URL = "http://h/"
	}
	for _, name := range picks {
		r.Picks = append(r.Picks, collections.Pick{Name: name, From: collections.Source{Kind: collections.SourcePath, Arg: "$." + name}})
	}
	return r
}

// ids are the requests of steps.
func ids(steps []plan.Step) []string {
	var all []string
	for _, s := range steps {
		all = append(all, s.Request.ID)
	}
	return all
}

// keep gives a pick of a request a value that lasts until some time.
func keep(s *session.Session, r *collections.Request, until time.Time) {
	s.Keep("", []session.Result{{Request: r.ID, Pick: r.Picks[0], Found: true, Value: vars.NewString("v"), At: noon.Add(-time.Hour), Until: until}})
}

func TestMake(t *testing.T) {
	login := request("auth/login", nil, []string{"token"})
	list := request("list", []string{"token"}, []string{"order"})
	get := request("get", []string{"order", "token", "given"}, nil)
	c := &collections.Collection{Requests: []*collections.Request{get, list, login}}
	make := func(prepare func(s *session.Session), r *collections.Request) string {
		s := &session.Session{Collection: c, Overrides: []session.Given{{Name: "given", Text: "1"}}}
		prepare(s)
		steps, err := plan.Make(s, r.ID, *r, true, noon)
		if err != nil {
			return err.Error()
		}
		var all []string
		for _, step := range steps {
			all = append(all, step.Request.ID+": "+step.Why())
		}
		return strings.Join(all, "; ")
	}
	nothing := func(*session.Session) {}
	for want, got := range map[string]string{
		"auth/login: token has no value; list: order has no value": make(nothing, get),
		"auth/login: token has no value":                           make(nothing, list),
		"":                                                         make(nothing, login),
		"list: order has no value":                                 make(func(s *session.Session) { keep(s, login, noon.Add(time.Hour)) }, get),
		"auth/login: token expired 1m0s ago; list: order has no value": make(func(s *session.Session) { keep(s, login, noon.Add(-time.Minute)) }, get),
		"auth/login: token expires in 10s": make(func(s *session.Session) {
			keep(s, login, noon.Add(10*time.Second))
			keep(s, list, time.Time{})
		}, get),
	} {
		if got != want {
			t.Errorf("the plan is %q, want %q", got, want)
		}
	}
	// By its exact name, and with a default.
	exact := request("exact", []string{"pick.auth/login.token", "order | default('x')"}, nil)
	if got := make(nothing, exact); got != "auth/login: pick.auth/login.token has no value" {
		t.Errorf("the plan is %q", got)
	}
	// What a request picks itself is what it found the last time.
	own := request("own", []string{"cursor"}, []string{"cursor"})
	c.Requests = append(c.Requests, own)
	if got := make(nothing, own); got != "" {
		t.Errorf("the plan is %q", got)
	}
	// A variable made of another one.
	made := request("made", []string{"header"}, nil)
	made.Vars = []collections.Variable{{Name: "header", Value: vars.NewString("Bearer {{token}}")}}
	if got := make(nothing, made); got != "auth/login: token has no value" {
		t.Errorf("the plan is %q", got)
	}
}

func TestAsks(t *testing.T) {
	for method, want := range map[string]bool{"": false, "GET": false, "head": false, "OPTIONS": false, "POST": true, "DELETE": true} {
		r := request("r", nil, []string{"a"})
		r.Method = method
		if got := (plan.Step{Request: r}).Asks(); got != want {
			t.Errorf("%s asks: %v", method, got)
		}
		r.Repeatable = true
		if (plan.Step{Request: r}).Asks() {
			t.Errorf("%s asks although it is repeatable", method)
		}
		r.Repeatable, r.Picks[0].Secret = false, collections.SecretYes
		if (plan.Step{Request: r}).Asks() {
			t.Errorf("%s asks although it logs in", method)
		}
	}
}

func TestCycle(t *testing.T) {
	a, b, c := request("a", []string{"y"}, []string{"x"}), request("b", []string{"z"}, []string{"y"}), request("c", []string{"x"}, []string{"z"})
	s := &session.Session{Collection: &collections.Collection{Requests: []*collections.Request{a, b, c}}}
	_, err := plan.Make(s, a.ID, *a, true, noon)
	if cycle := new(plan.CycleError); !errors.As(err, &cycle) || strings.Join(cycle.IDs, " -> ") != "a -> b -> c -> a" {
		t.Errorf("the error is %v", err)
	}
	// From outside of it too.
	d := request("d", []string{"x"}, nil)
	if _, err := plan.Make(s, d.ID, *d, true, noon); err == nil || !strings.HasSuffix(err.Error(), "a -> b -> c -> a") {
		t.Errorf("the error is %v", err)
	}
}

// TestManySteps makes plans of 50 requests that are 10 deep: each source is there once, and after all that it needs. The
// control is the same without a look at what is there already.
func TestManySteps(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 50 {
		var all []*collections.Request
		for i := range 50 {
			var uses []string
			for range i % 10 { // of the level above
				uses = append(uses, fmt.Sprintf("v%d", i/10*10+r.IntN(i%10)))
			}
			if i%10 > 0 {
				uses = append(uses, fmt.Sprintf("v%d", i-1))
			}
			all = append(all, request(fmt.Sprintf("r%d", i), uses, []string{fmt.Sprintf("v%d", i)}))
		}
		last := request("last", []string{"v9", "v19", "v29", "v39", "v49"}, nil)
		s := &session.Session{Collection: &collections.Collection{Requests: all}}
		steps, err := plan.Make(s, last.ID, *last, true, noon)
		if err != nil || len(steps) != 50 {
			t.Fatalf("%d steps, %v", len(steps), err)
		}
		at := ids(steps)
		for i, step := range steps {
			if slices.Index(at, step.Request.ID) != i {
				t.Errorf("%s is there twice", step.Request.ID)
			}
			for _, use := range vars.Uses(step.Request.URL) {
				if before := slices.Index(at, "r"+strings.TrimPrefix(use.Name, "v")); before < 0 || before >= i {
					t.Errorf("%s comes before what picks %s", step.Request.ID, use.Name)
				}
			}
		}
		if len(naive(all, last)) <= 50 {
			t.Error("the naive way sends nothing twice: the test shows nothing")
		}
	}
}

// naive are the requests before one, as often as they are needed.
func naive(all []*collections.Request, r *collections.Request) []string {
	var order []string
	for _, use := range vars.Uses(r.URL) {
		for _, from := range all {
			if from.Picks[0].Name == use.Name && len(order) < 1000 {
				order = append(append(order, naive(all, from)...), from.ID)
			}
		}
	}
	return order
}

// TestInputs holds that a value counts no more when what its request is made of changed: another variable, another query; and
// that a renewed secret and the request's own picks change nothing.
func TestInputs(t *testing.T) {
	one := request("one", []string{"size", "token", "cursor"}, []string{"v", "cursor"})
	c := &collections.Collection{Requests: []*collections.Request{one}}
	s := &session.Session{Collection: c, Overrides: []session.Given{{Name: "size", Text: "20", Source: "--var"}}}
	s.Supply("token", vars.NewSecret("first"))
	picked := func(value string) session.Result {
		return session.Result{Request: "one", Pick: one.Picks[0], Value: vars.NewString(value), Found: true, At: noon}
	}
	next := func(value string) session.Result {
		return session.Result{Request: "one", Pick: one.Picks[1], Value: vars.NewString(value), Found: true, At: noon}
	}
	s.Keep("", []session.Result{picked("x"), next("a")})
	user := request("user", []string{"v"}, nil)
	steps := func() int {
		t.Helper()
		all, err := plan.Make(s, user.ID, *user, true, noon)
		if err != nil {
			t.Fatal(err)
		}
		return len(all)
	}
	if steps() != 0 {
		t.Error("a value that was just picked is stale")
	}
	s.Supply("token", vars.NewSecret("second"))
	s.Keep("", []session.Result{next("b")})
	if steps() != 0 {
		t.Error("a renewed secret or the next page made it stale")
	}
	s.Overrides[0].Text = "50"
	if steps() != 1 {
		t.Error("another variable changed nothing")
	}
	s.Overrides[0].Text = "20"
	one.Query = collections.Rows{{Name: "status", Value: "open"}}
	if steps() != 1 {
		t.Error("another query changed nothing")
	}
	s.Keep("", []session.Result{picked("y")})
	if steps() != 0 {
		t.Error("a value that was picked anew is stale")
	}
}
