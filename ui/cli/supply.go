package cli

import (
	"fmt"
	"slices"
	"strings"

	"dowse/client/session"
	"dowse/collections"
	"dowse/collections/vars"
)

// supply says how a variable gets its value: from the requests that pick it, else by hand. Names that --var cannot give are
// those of the process environment, which are set, and others with a sign or dot, which are mended where they are written.
func (w *workspace) supply(name string) string {
	if variable, ok := vars.Environment(name); ok && variable != "" {
		return fmt.Sprintf("set it: export %s=VALUE", variable)
	}
	if strings.HasPrefix(name, "$") {
		return "write a name that there is"
	}
	producers := w.Producers(name)
	if len(producers) == 0 {
		return fmt.Sprintf("give it with --var %s=VALUE or in an environment", name)
	}
	id, pick := producers[0].ID, pickNameOf(name)
	if len(producers) == 1 {
		return fmt.Sprintf("%s picks it: %s", id, w.fromPick(name, producers[0], nil))
	}
	var exact []string
	for _, r := range producers {
		exact = append(exact, "{{"+collections.ExactName(r.ID, pick)+"}}")
	}
	return fmt.Sprintf("%d requests pick it, write %s, and: %s",
		len(producers), strings.Join(exact, " or "), w.fromPick(collections.ExactName(id, pick), producers[0], nil))
}

// pickNameOf is the name in the file of the request that picks it.
func pickNameOf(name string) string { return name[strings.LastIndexByte(name, '.')+1:] }

// fromPick is the flag that hands a picked value over, with what its request needs itself. above are the
// requests that the value is for.
func (w *workspace) fromPick(name string, producer *collections.Request, above []string) string {
	command := fmt.Sprintf("dowse pick %s %s%s", quoteForShell(producer.ID), quoteForShell(pickNameOf(name)), w.hint)
	above = append(above, producer.ID)
	for _, needed := range w.missing(producer) {
		sources := w.Producers(needed)
		if len(sources) > 0 && !slices.Contains(above, sources[0].ID) {
			command += " " + w.fromPick(needed, sources[0], above)
		}
	}
	return fmt.Sprintf(`--var %s="$(%s)"`, quoteForShell(name), command)
}

// quoteForShell is a text as a POSIX shell takes it for one word: names come from files, and a hint is made
// to be pasted.
func quoteForShell(text string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("_./-", r)
	}
	if text != "" && !strings.ContainsFunc(text, func(r rune) bool { return !plain(r) }) {
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}

// missing are the variables of a request that have no value without --var.
func (w *workspace) missing(r *collections.Request) []string {
	files := session.Session{Collection: w.Collection, Environment: w.Environment, EnvFile: w.EnvFile, Trust: w.Trust}
	request, scope, err := files.Ready(*r, true)
	if err != nil {
		return nil
	}
	return session.Missing(request, scope)
}
