package cli

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dowse/client"
	"dowse/client/runner"
	"dowse/client/session"
	"dowse/collections"
	"dowse/collections/vars"
)

// job is the order in which the demo sends its requests.
var job = []string{"auth/login", "orders/list", "orders/get", "invoices/create"}

// walk does the demo's job and says each step.
type walk struct {
	program    *Program
	collection *collections.Collection
	server     string
	kept       string // the folder as it was named; empty: it is removed at the end
	failed     error  // of writing; the first
}

func (w *walk) run(ctx context.Context) error {
	w.line("A demo API listens on %s", w.server)
	w.line("A collection of plain files for it is in %s", w.collection.Root)
	w.line("")
	var steps []runner.Step
	for _, id := range job {
		request := w.collection.Request(id)
		if request == nil {
			return usage("%s has no request %s any more; name a new folder with --dir", w.collection.Root, id)
		}
		steps = append(steps, runner.Saved(*request))
	}
	n := 0
	space := &workspace{Session: &session.Session{Collection: w.collection}}
	err := w.program.run(ctx, space, runner.List(steps...), &output{noBody: true}, func(e runner.Ended) error {
		n++
		if err := w.step(space, n, e); err != nil {
			return fmt.Errorf("%s: %w", e.Step.Key, err)
		}
		return w.failed
	})
	if err != nil {
		return err
	}
	return w.end()
}

// step says what was sent with what was picked before, and what was picked from its response.
func (w *walk) step(space *workspace, n int, came runner.Ended) error {
	saved, e := came.Step.Request, came.Exchange
	w.line("%d  %s  (%s)", n, saved.Name, saved.ID)
	if came.Err != nil {
		return space.explainUnresolved(operand{saved, true}, came.Err)
	}
	w.line("   sent    %s %s", e.Request.Method, e.Request.URL)
	for _, use := range uses(e) {
		w.line("   used    %s", use)
	}
	w.line("   came    %s", statusLine(e))
	for _, v := range came.Results {
		if v.Found {
			w.line("   picked  %s = %s  (%s)", v.Pick.Name, valueText(v.Value, false), sourceText(v.Pick))
		}
	}
	w.line("")
	return misses(came.Results, &e.Response)
}

// uses says which picked values a request was sent with, and where in it they stand: a line for each
// place and each request that they were picked from.
func uses(e *client.Exchange) []string {
	var lines []string
	add := func(text vars.Text, where string) {
		var from []string
		names := map[string][]string{}
		for _, span := range text.Spans() {
			id, picked := strings.CutPrefix(span.Source, session.SourcePrefix)
			if !picked || slices.Contains(names[id], span.Name) {
				continue
			}
			if names[id] == nil {
				from = append(from, id)
			}
			names[id] = append(names[id], span.Name)
		}
		for _, id := range from {
			lines = append(lines, fmt.Sprintf("%s from %s, in %s", few(names[id]), id, where))
		}
	}
	add(e.Request.URL, "the URL")
	for _, h := range e.Request.Headers {
		add(h.Value, "the header "+h.Name)
	}
	add(e.Request.Body.Supplied, "the body")
	return lines
}

// few names the first of many.
func few(names []string) string {
	if more := len(names) - 2; more > 1 {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:2], ", "), more)
	}
	return strings.Join(names, ", ")
}

// end shows one of the files and what to do next.
func (w *walk) end() error {
	const example = "orders/list.yaml"
	text, err := os.ReadFile(filepath.Join(w.collection.Root, filepath.FromSlash(example)))
	if err != nil {
		return usage("%w", err)
	}
	w.line("Each request is a file. %s reads:", example)
	w.line("")
	for line := range strings.Lines(string(text)) {
		w.line("   %s", strings.TrimRight(line, "\n"))
	}
	w.line("")
	if w.kept == "" {
		w.line("The files are gone again. To keep some and try for yourself:")
		w.line("   dowse demo --serve --dir shop")
		w.line("and in another terminal:")
		w.kept = "shop"
	} else {
		w.line("To send the files in %s, start their server:", filepath.Join(w.kept))
		w.line("   dowse demo --serve --dir %s", w.kept)
		w.line("and in another terminal:")
	}
	w.line("   cd %s", w.kept)
	w.line("   dowse send auth/login")
	w.line(`   dowse send orders/list --var access_token="$(dowse pick auth/login access_token)"`)
	return w.failed
}

// line writes one line to stdout; what the server said is made safe with it.
func (w *walk) line(format string, args ...any) {
	if err := w.program.printf("%s\n", safe(fmt.Sprintf(format, args...))); w.failed == nil {
		w.failed = err
	}
}
