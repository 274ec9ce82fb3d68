package ui_test

import (
	"bytes"
	"context"
	"errors"
	"iter"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"dowse/client/document"
	"dowse/client/mapping"
	"dowse/client/plan"
	"dowse/client/runner"
	"dowse/client/session"
	"dowse/collections"
	"dowse/collections/trust"
	"dowse/ui"
	"dowse/ui/cli"
)

// planned is one file of testdata/plans: a collection, how its servers answer, what is sent, and what has to come of it whoever
// sends. Its first lines are
//
//	send ID              the request that is sent; or map NAME, or url URL
//	answer WHAT          what a person says when they are asked: yes, alone, trust; or cancel, as soon as a server hangs
//	error TEXT           is in the error that ends the run; without such a line there is none
//	exit CODE            of the command; without such a line 0
//	screen TEXT          is on the screen in the end
//
// then come the files
//
//	server               a line an answer: PATH STATUS BODY; the last of a path goes for all that come after it; STATUS may be hang
//	events               what the runner tells
//	wire                 what the servers get: method, URL, credential and body
//
// and those of the collection. http://SERVER and http://OTHER are the two servers.
type planned struct {
	send, name        string
	answers           []string
	err, exit, screen string
	server            string
	events, wire      string
	files             map[string]string
}

func readPlan(t *testing.T, path string) *planned {
	t.Helper()
	archive, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	c := &planned{exit: "0", files: map[string]string{"dowse.yaml": "version: 1\nname: plan\n"}}
	for line := range strings.Lines(string(archive.Comment)) {
		key, text, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch key {
		case "", "#":
		case "send", "map", "url":
			c.send, c.name = key, text
		case "answer":
			c.answers = strings.Fields(text)
		case "error":
			c.err = text
		case "exit":
			c.exit = text
		case "screen":
			c.screen = text
		default:
			t.Fatalf("%s: %q", path, line)
		}
	}
	for _, f := range archive.Files {
		switch text := string(f.Data); f.Name {
		case "server":
			c.server = text
		case "events":
			c.events = text
		case "wire":
			c.wire = text
		default:
			c.files[f.Name] = text
		}
	}
	return c
}

// came is what a consumer made of a plan.
type came struct {
	Events string // a line each
	Wire   string // every byte that the servers got
}

// TestPlans holds that the runner, the command and the screen do the same: the same events, and the same bytes on the wire.
func TestPlans(t *testing.T) {
	files, err := filepath.Glob("testdata/plans/*.txtar")
	if err != nil || len(files) < 25 {
		t.Fatalf("%d plans (%v)", len(files), err)
	}
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	t.Setenv("DOWSE_TEST_CANARY", "canary77")
	for _, path := range files {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			c := readPlan(t, path)
			shop := openShop(t, c)
			byRunner := shop.through(t, c.throughRunner)
			if diff := cmp.Diff(c.events, byRunner.Events); diff != "" {
				t.Errorf("the runner tells (-want +got)\n%s", diff)
			}
			if diff := cmp.Diff(c.wire, shop.summary(t, byRunner.Wire)); diff != "" {
				t.Errorf("the servers get (-want +got)\n%s", diff)
			}
			if diff := cmp.Diff(byRunner, shop.through(t, c.throughCommand)); diff != "" {
				t.Errorf("the command differs from the runner (-runner +command)\n%s", diff)
			}
			if diff := cmp.Diff(byRunner, shop.through(t, c.throughScreen)); diff != "" {
				t.Errorf("the screen differs from the runner (-runner +screen)\n%s", diff)
			}
		})
	}
}

// TestPlansCatch is the control: a consumer that sends without a plan differs, and so does one that sequences for itself.
func TestPlansCatch(t *testing.T) {
	c := readPlan(t, "testdata/plans/missing.txtar")
	shop := openShop(t, c)
	loaded, err := collections.Load(shop.root)
	if err != nil {
		t.Fatal(err)
	}
	login, list := *loaded.Request("auth/login"), *loaded.Request("list")
	own := func() *session.Session { return &session.Session{Collection: loaded} }
	for name, consume := range map[string]func(*testing.T, *shopServer, func(runner.Event)){
		"without a plan": func(t *testing.T, s *shopServer, observe func(runner.Event)) {
			r := &runner.Runner{Client: s.client(t), Session: own(), Observe: observe}
			step := runner.Saved(list)
			step.Alone = true
			_, _ = c.run(t.Context(), r, runner.List(step))
		},
		"by itself": func(t *testing.T, s *shopServer, observe func(runner.Event)) {
			r := &runner.Runner{Client: s.client(t), Session: own(), Observe: observe}
			_, _ = c.run(t.Context(), r, runner.List(runner.Saved(login), runner.Saved(list)))
		},
	} {
		if got := shop.through(t, consume); got.Events == c.events {
			t.Errorf("a consumer that sends %s tells the same", name)
		}
	}
}

// throughRunner does with the runner alone what its consumers do.
func (c *planned) throughRunner(t *testing.T, s *shopServer, observe func(runner.Event)) {
	loaded, err := collections.Load(s.root)
	if err != nil {
		t.Fatal(err)
	}
	store := trust.Store{Home: t.TempDir()}
	known, err := store.Load(s.root)
	if err != nil {
		t.Fatal(err)
	}
	r := &runner.Runner{Client: s.client(t), Session: &session.Session{Collection: loaded, Trust: known}, Consents: map[plan.Consent]bool{}, Observe: observe}
	ctx, cancel := context.WithCancel(t.Context())
	s.whenItHangs(cancel)
	if c.send != "map" {
		step := runner.Step{Request: collections.Request{URL: s.real(c.name)}}
		if c.send == "send" {
			step = runner.Saved(*loaded.Request(c.name))
		}
		_, err = c.run(ctx, r, runner.List(step))
	} else {
		err = c.runRows(ctx, r, loaded.Mapping(c.name))
	}
	if c.err == "" && err != nil || c.err != "" && (err == nil || !strings.Contains(err.Error(), s.real(c.err))) {
		t.Errorf("the runner ends with %v, want %q", err, c.err)
	}
}

// runRows sends the rows of a mapping with a runner.
func (c *planned) runRows(ctx context.Context, r *runner.Runner, m *collections.Mapping) error {
	from, err := c.run(ctx, r, runner.List(runner.Saved(*r.Session.Collection.Request(m.From.Request))))
	if err != nil {
		return err
	}
	program, err := mapping.Compile(m)
	if err != nil {
		return err
	}
	target := *r.Session.Collection.Request(m.Into.Request)
	next, stop := iter.Pull2(mapping.Of(from.Exchange.Document(), m.From.Rows))
	defer stop()
	number, refused := 0, false
	observe := r.Observe
	r.Observe = func(e runner.Event) {
		observe(e)
		if e, ok := e.(runner.Ended); ok && e.Step.First == nil {
			refused = e.Failed()
		}
	}
	_, err = c.run(ctx, r, func() (step runner.Step, ok bool) {
		for {
			source, _, ok := next()
			if !ok || refused && m.OnError == collections.OnRowStop {
				return step, false
			}
			number++
			row := program.Map(ctx, number, document.ParseJSON(source))
			if len(program.Problems(row)) > 0 {
				if m.OnError == collections.OnRowStop {
					return step, false
				}
				continue
			}
			request, err := row.Request(target)
			if err != nil {
				panic(err)
			}
			step := runner.Saved(request)
			step.Name = row.Label()
			return step, true
		}
	})
	return err
}

// run does a run, with what a person says where they are asked, and gives what came last.
func (c *planned) run(ctx context.Context, r *runner.Runner, steps runner.Steps) (last runner.Ended, err error) {
	answers := slices.Clone(c.answers)
	run := r.Start(steps)
	for {
		job, err := run.Next()
		if err != nil {
			if len(answers) == 0 || !c.say(r, run, answers[0], err) {
				return last, err
			}
			answers = answers[1:]
			continue
		}
		if job == nil {
			return last, nil
		}
		for _, event := range run.Take(job.Do(ctx)) {
			if e, ok := event.(runner.Ended); ok && e.Step.First == nil {
				if last = e; e.Err != nil {
					return last, e.Err
				}
			}
		}
	}
}

// say is what a person says to a question, if it is one.
func (c *planned) say(r *runner.Runner, run *runner.Run, answer string, question error) bool {
	asked, consent := errors.AsType[*runner.ConsentError](question)
	untrusted, trusts := errors.AsType[*session.UntrustedError](question)
	switch {
	case answer == "yes" && consent:
		for _, s := range asked.Asks {
			r.Consents[s.Consent()] = true
		}
	case answer == "alone" && consent:
		run.Alone()
	case answer == "trust" && trusts:
		r.Session.Trust = r.Session.Trust.With(untrusted.Wants...)
	default:
		return false
	}
	return true
}

// throughCommand does it with a command line.
func (c *planned) throughCommand(t *testing.T, s *shopServer, observe func(runner.Event)) {
	args := []string{"send", c.name}
	if c.send == "map" {
		args = []string{"map", c.name, "--into"}
	} else if c.send == "url" {
		args[1] = s.real(c.name)
	}
	for _, answer := range c.answers {
		args = append(args, map[string][]string{"yes": {"--yes"}, "alone": {"--no-plan"}, "trust": {"--trust", "all"}}[answer]...)
	}
	ctx, cancel := context.WithCancelCause(t.Context())
	s.whenItHangs(func() { cancel(cli.Signaled{Signal: 2}) })
	var out, err bytes.Buffer
	p := &cli.Program{In: strings.NewReader(""), Out: &out, Err: &err, Observe: observe}
	if code := p.Run(ctx, append(args, "--dir", s.root)); strconv.Itoa(code) != c.exit {
		t.Errorf("the command ends with %d, want %s:\n%s%s", code, c.exit, out.String(), err.String())
	}
	if c.err != "" && c.exit != "130" && !strings.Contains(err.String(), s.real(c.err)) {
		t.Errorf("the command says %q, want %q", err.String(), c.err)
	}
}

// throughScreen does it with keys.
func (c *planned) throughScreen(t *testing.T, s *shopServer, observe func(runner.Event)) {
	loaded, err := collections.Load(s.root)
	if err != nil {
		t.Fatal(err)
	}
	store := trust.Store{Home: t.TempDir()}
	known, err := store.Load(s.root)
	if err != nil {
		t.Fatal(err)
	}
	o := ui.Options{Context: t.Context(), Trust: store, Runner: &runner.Runner{Client: s.client(t), Session: &session.Session{Collection: loaded, Trust: known}, Observe: observe}}
	hangs := make(chan struct{}, 1)
	s.whenItHangs(func() { hangs <- struct{}{} })
	v := &screen{t: t, root: s.root}
	switch c.send {
	case "send":
		o.Open = c.name
		v.start(o)
	case "url":
		o.Typed = s.real(c.name)
		v.start(o)
	default:
		o.Open = loaded.Mapping(c.name).From.Request
		v.start(o)
		v.press("ctrl+r")
		v.sees("200 OK", "id")
		v.press("M")
		v.sees("Open " + c.name)
		v.press("enter")
		v.sees("rows: Map")
	}
	v.press("ctrl+r")
	if c.send == "map" {
		v.sees("Send rows")
		if strings.Contains(v.text(), "Send all") {
			v.press("j")
		}
		v.press("enter")
	}
	for _, answer := range c.answers {
		switch answer {
		case "yes":
			v.sees("has to be sent first")
			v.press("enter")
		case "alone":
			v.sees("Send this as it is")
			v.press("j", "enter")
		case "trust":
			v.sees("Trust ")
			v.press("enter")
		case "cancel":
			v.until("a server hangs", func() bool { return len(hangs) > 0 })
			v.press("ctrl+c")
		}
	}
	v.until(strconv.Quote(c.screen)+", and nothing on its way", func() bool {
		return !v.model.Busy() && strings.Contains(v.text(), s.real(c.screen))
	})
}
