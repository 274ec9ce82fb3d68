package runner_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dowse/client"
	"dowse/client/demo"
	"dowse/client/document"
	"dowse/client/plan"
	"dowse/client/runner"
	"dowse/client/sample"
	"dowse/client/session"
	"dowse/collections"
)

// path is a pick of a path.
func path(name, at string) collections.Pick {
	return collections.Pick{Name: name, From: collections.Source{Kind: collections.SourcePath, Arg: at}}
}

// shop is a login and a list of a demo API that needs its token.
func shop(t *testing.T, o demo.Options) (*demo.Server, *session.Session) {
	t.Helper()
	server, err := demo.Start(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	token := path("token", "$.access_token")
	token.Secret = collections.SecretYes
	login := &collections.Request{ID: "login", Method: "POST", URL: server.URL() + "/login", Picks: []collections.Pick{token}}
	login.Body = collections.Body{Kind: collections.BodyJSON, Text: `{"user": "demo", "password": "demo"}`}
	list := &collections.Request{ID: "list", URL: server.URL() + "/orders", Picks: []collections.Pick{path("order", "$.data[0].id")}}
	list.Auth = &collections.Auth{Kind: collections.AuthBearer, Token: "{{token}}"}
	return server, &session.Session{Collection: &collections.Collection{Requests: []*collections.Request{login, list}}}
}

// line is an event as a test says it.
func line(e runner.Event) string {
	switch e := e.(type) {
	case runner.Began:
		return "began " + e.Of().Key
	case runner.Refused:
		return "refused " + e.Of().Key + ", " + e.Renewal.Request.ID
	case runner.Ended:
		if e.Err != nil {
			return "ended " + e.Of().Key + ": " + e.Err.Error()
		}
		var kept []string
		for _, r := range e.Kept {
			kept = append(kept, r.Pick.Name)
		}
		return strings.TrimSpace(fmt.Sprint("ended ", e.Of().Key, " ", e.Exchange.Response.Status, " ", strings.Join(kept, " ")))
	}
	return fmt.Sprintf("%T", e)
}

func lines(events []runner.Event) (all []string) {
	for _, e := range events {
		all = append(all, line(e))
	}
	return all
}

// TestRun holds what happens in a run, what of it the session keeps, and that who observes is told the same.
func TestRun(t *testing.T) {
	_, s := shop(t, demo.Options{})
	samples := sample.Open(filepath.Join(t.TempDir(), "samples"))
	var observed, got []string
	r := &runner.Runner{Client: client.New(client.Options{}), Session: s, Samples: samples, Observe: func(e runner.Event) { observed = append(observed, line(e)) }}
	for e, err := range r.Run(t.Context(), runner.List(runner.Saved(*s.Collection.Request("list")))) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, line(e))
	}
	want := []string{"began login", "ended login 200 token", "began list", "ended list 200 order"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("it yields (-want +got)\n%s", diff)
	}
	if diff := cmp.Diff(want, observed); diff != "" {
		t.Errorf("who observes is told (-want +got)\n%s", diff)
	}
	if results := s.Results(); len(results) != 2 {
		t.Errorf("the session has %+v", results)
	}
	if len(samples.All("list")) != 1 {
		t.Error("there is no sample of the answer")
	}
}

// TestBreakOff holds that nothing more is sent by a run whose consumer breaks off.
func TestBreakOff(t *testing.T) {
	_, s := shop(t, demo.Options{})
	var observed []string
	r := &runner.Runner{Client: client.New(client.Options{}), Session: s, Observe: func(e runner.Event) { observed = append(observed, line(e)) }}
	for range r.Run(t.Context(), runner.List(runner.Saved(*s.Collection.Request("list")))) {
		if len(observed) == 2 {
			break
		}
	}
	if want := []string{"began login", "ended login 200 token"}; !slices.Equal(observed, want) {
		t.Errorf("it did %q, want %q", observed, want)
	}
}

// TestRefused holds that a credential that a server does not take is renewed once, and that the step comes again after that.
func TestRefused(t *testing.T) {
	ahead := time.Duration(0)
	_, s := shop(t, demo.Options{Now: func() time.Time { return time.Now().Add(ahead) }})
	r := &runner.Runner{Client: client.New(client.Options{}), Session: s, Now: time.Now}
	list := runner.Saved(*s.Collection.Request("list"))
	for _, err := range r.Run(t.Context(), runner.List(list)) {
		if err != nil {
			t.Fatal(err)
		}
	}
	ahead = 24 * time.Hour // to the server the token is old, here it is fresh
	run := r.Start(runner.List(list))
	var got []string
	for {
		job, err := run.Next()
		if err != nil {
			t.Fatal(err)
		}
		if job == nil {
			break
		}
		got = append(got, "send "+job.Step.Key)
		got = append(got, lines(run.Take(job.Do(t.Context())))...)
	}
	want := []string{"send list", "refused list, login", "send login", "ended login 200 token", "send list", "ended list 200 order"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestNextGoesOn holds that a run goes on from where a person was asked, that it can send what was asked for alone, and that a
// step that is of no use ends it.
func TestNextGoesOn(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{"made": 7}`))
	}))
	defer server.Close()
	make := &collections.Request{ID: "make", Method: "POST", URL: server.URL, Picks: []collections.Pick{path("made", "$.made")}}
	use := &collections.Request{ID: "use", URL: server.URL + "/?x={{made}}"}
	s := &session.Session{Collection: &collections.Collection{Requests: []*collections.Request{make, use}}}
	r := &runner.Runner{Client: client.New(client.Options{}), Session: s, Consents: map[plan.Consent]bool{}}
	run := r.Start(runner.List(runner.Saved(*use)))
	_, err := run.Next()
	asked, ok := errors.AsType[*runner.ConsentError](err)
	if !ok || len(asked.Asks) != 1 || !strings.Contains(err.Error(), "make has to be sent first (made has no value), and POST may change something") {
		t.Fatalf("asked about %v", err)
	}
	r.Consents[asked.Asks[0].Consent()] = true
	job, err := run.Next()
	if err != nil || job.Step.Key != "make" || len(run.Waiting()) != 1 {
		t.Fatalf("after a yes: %v", err)
	}
	run.Rename(func(key string) (string, bool) { return "used", key == "use" })
	run.Take(job.Do(t.Context()))
	if job, err = run.Next(); err != nil || job.Step.Key != "used" {
		t.Errorf("after a rename: %v", err)
	}

	alone := (&runner.Runner{Client: r.Client, Session: &session.Session{Collection: s.Collection}}).Start(runner.List(runner.Saved(*use)))
	if _, err = alone.Next(); err == nil {
		t.Fatal("nobody is asked")
	}
	alone.Alone()
	if job, err = alone.Next(); err != nil || job.Step.Key != "use" {
		t.Fatalf("alone: %v", err)
	}
	unresolved := job.Do(t.Context())
	if _, ok := errors.AsType[*client.UnresolvedError](unresolved.Err); !ok || !unresolved.Failed() || unresolved.Canceled() {
		t.Errorf("alone it ends with %v", unresolved.Err)
	}

	make.Repeatable, make.Picks[0].From.Arg = true, "$.other"
	useless := (&runner.Runner{Client: r.Client, Session: &session.Session{Collection: s.Collection}}).Start(runner.List(runner.Saved(*use)))
	if job, err = useless.Next(); err != nil {
		t.Fatal(err)
	}
	useless.Take(job.Do(t.Context()))
	_, err = useless.Next()
	if first, ok := errors.AsType[*runner.FirstError](err); !ok || first.Lacks == nil || first.Outcome.Step.Key != "make" || errors.Unwrap(err) == nil {
		t.Errorf("without what it was sent for: %v", err)
	}
}

// TestDoIsCanceled holds that the wait before a send ends with its context.
func TestDoIsCanceled(t *testing.T) {
	_, s := shop(t, demo.Options{})
	step := runner.Saved(*s.Collection.Request("login"))
	step.After, step.Format = time.Hour, document.Text
	run := (&runner.Runner{Client: client.New(client.Options{}), Session: s}).Start(runner.List(step))
	job, err := run.Next()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	o := job.Do(ctx)
	if !o.Canceled() || o.Counts() != nil {
		t.Errorf("it ends with %v", o.Err)
	}
	if renamed := o.Renamed("other"); renamed.Step.Key != "other" || o.Step.Key != "login" {
		t.Errorf("%q is %q now", o.Step.Key, renamed.Step.Key)
	}
	if got := lines(run.Take(o)); !slices.Equal(got, []string{"ended login: context canceled"}) {
		t.Errorf("it tells %q", got)
	}
}

// TestPages adds a source of steps that repeats a request while it picks a cursor: the runner needs to know nothing of pages.
func TestPages(t *testing.T) {
	pages := map[string]string{"": `{"next": "two"}`, "two": `{"next": "three"}`, "three": `{}`}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(pages[r.URL.Query().Get("cursor")]))
	}))
	defer server.Close()
	cursor := path("cursor", "$.next")
	cursor.IfMissing.Policy = collections.MissingSkip
	list := collections.Request{ID: "list", URL: server.URL + "/?cursor={{cursor | default('')}}", Picks: []collections.Pick{cursor}}
	s := &session.Session{Collection: &collections.Collection{Requests: []*collections.Request{&list}}}
	sent := 0
	steps := func() (runner.Step, bool) {
		if results := s.Results(); sent > 0 && (len(results) == 0 || !results[0].Found) {
			return runner.Step{}, false
		}
		sent++
		step := runner.Saved(list)
		step.Name = fmt.Sprint("page ", sent)
		return step, true
	}
	var got []string
	for e, err := range (&runner.Runner{Client: client.New(client.Options{}), Session: s}).Run(t.Context(), steps) {
		if err != nil {
			t.Fatal(err)
		}
		if e, ok := e.(runner.Ended); ok {
			got = append(got, e.Step.Name+": "+e.Exchange.Request.URL.Reveal()[len(server.URL):])
		}
	}
	if want := []string{"page 1: /?cursor=", "page 2: /?cursor=two", "page 3: /?cursor=three"}; !slices.Equal(got, want) {
		t.Errorf("it sent %q, want %q", got, want)
	}
}
