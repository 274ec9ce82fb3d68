package cli

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"slices"

	"dowse/client/session"
	"dowse/collections"
	"dowse/collections/journal"
	"dowse/collections/trust"
)

// trustAll is what --trust takes in place of a hash, for a pipeline that runs in its own repository.
const trustAll = "all"

// trustVariable is the environment variable that stands for --trust.
const trustVariable = "DOWSE_TRUST"

// store is where it is kept what collections are trusted with. Without a place for state nothing is.
func store() trust.Store {
	home, err := journal.Home()
	if err != nil {
		return trust.Store{}
	}
	return trust.Store{Home: home}
}

// readTrust finds out what the collection is trusted with: what was kept, and what the command line gives. A hash that is
// right is kept, so that it is given once; "all" is not.
func (w *workspace) readTrust() {
	w.Trust, w.unkept = store().Load(w.Collection.Root)
	switch given := cmp.Or(w.hash, os.Getenv(trustVariable)); given {
	case "":
	case trustAll:
		w.Trust = trust.Everything()
	default:
		wants := trust.Of(w.Collection)
		if given == trust.Hash(wants) && len(w.Trust.Lacking(wants)) > 0 {
			w.Trust, w.unkept = store().Add(w.Trust, w.Collection, wants)
		}
	}
}

// explainUntrusted says what a request would read that its collection is not trusted with, all that it wants beside that, and
// how to trust it; any other error as explainReady does.
func (w *workspace) explainUntrusted(err error) error {
	untrusted, ok := errors.AsType[*session.UntrustedError](err)
	if !ok {
		return w.explainReady(err)
	}
	lines := []string{"nothing was sent: the collection " + w.Collection.Root + " is not trusted with what this would read:"}
	for _, want := range untrusted.Wants {
		lines = append(lines, "  "+want.String())
	}
	wants := trust.Of(w.Collection)
	rest := slices.DeleteFunc(w.Trust.Lacking(wants), func(want trust.Want) bool { return slices.Contains(untrusted.Wants, want) })
	if len(rest) > 0 {
		lines = append(lines, "it also wants:")
	}
	for _, want := range rest {
		lines = append(lines, "  "+want.String())
	}
	if given := cmp.Or(w.hash, os.Getenv(trustVariable)); given != "" {
		lines = append(lines, "the hash that was given is not that of what it wants now")
	}
	if w.unkept != nil {
		lines = append(lines, w.unkept.Error())
	}
	lines = append(lines, fmt.Sprintf("if all of that is as it should be: --trust %s, once (or %s=%s); dowse help trust says more", trust.Hash(wants), trustVariable, trust.Hash(wants)))
	return &exitError{exitUnresolved, several(lines)}
}

// printWants is validate --wants: a line for each, and the hash of them all.
func (p *Program) printWants(c *collections.Collection) error {
	wants := trust.Of(c)
	if len(wants) == 0 {
		return p.printf("%s\n", safe("nothing: "+c.Root+" needs no trust"))
	}
	for _, line := range trust.Lines(wants) {
		if err := p.printf("%s\n", safe(line)); err != nil {
			return err
		}
	}
	return p.printf("hash: %s\n", trust.Hash(wants))
}

// reportWants is printWants as JSON.
func (p *Program) reportWants(c *collections.Collection) error {
	type line struct {
		Line    string `json:"line"`
		What    string `json:"what"`
		From    string `json:"from,omitempty"`
		To      string `json:"to,omitempty"`
		Trusted bool   `json:"trusted"`
	}
	now, err := store().Load(c.Root)
	if err != nil {
		return usage("%w", err)
	}
	wants := trust.Of(c)
	report := struct {
		Schema int    `json:"schema_version"`
		Root   string `json:"root"`
		Hash   string `json:"hash"`
		Wants  []line `json:"wants"`
	}{schemaVersion, c.Root, trust.Hash(wants), []line{}}
	for _, w := range wants {
		report.Wants = append(report.Wants, line{w.String(), w.What, w.From, w.To, now.Has(w)})
	}
	return p.printJSON(report)
}
