package cli

import (
	"fmt"
	"slices"
	"strings"

	"dowse/collections"
	"dowse/collections/vars"
)

// supply says how a variable gets its value: from the requests that pick it, else by hand.
func (w *workspace) supply(name string) string {
	producers := w.producers(name)
	if len(producers) == 0 {
		return fmt.Sprintf("give it with --var %s=VALUE or in an environment", name)
	}
	id, pick := producers[0].ID, pickNameOf(name)
	if len(producers) == 1 {
		return fmt.Sprintf("%s picks it: %s", id, w.fromPick(name, producers[0], nil))
	}
	var exact []string
	for _, r := range producers {
		exact = append(exact, "{{"+exactName(r.ID, pick)+"}}")
	}
	return fmt.Sprintf("%d requests pick it, write %s, and: %s",
		len(producers), strings.Join(exact, " or "), w.fromPick(exactName(id, pick), producers[0], nil))
}

func (w *workspace) producers(name string) []*collections.Request {
	if w.collection == nil {
		return nil
	}
	return w.collection.Producers(name)
}

// pickNameOf is the name in the file of the request that picks it.
func pickNameOf(name string) string { return name[strings.LastIndexByte(name, '.')+1:] }

// fromPick is the flag that hands a picked value over, with what its request needs itself. above are the
// requests that the value is for.
func (w *workspace) fromPick(name string, producer *collections.Request, above []string) string {
	command := fmt.Sprintf("dowse pick %s %s%s", quoteForShell(producer.ID), quoteForShell(pickNameOf(name)), w.hint)
	above = append(above, producer.ID)
	for _, needed := range w.missing(producer) {
		sources := w.producers(needed)
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
	files := *w
	files.overrides = nil
	request, scope, err := files.ready(operand{*r, true}, nil)
	if err != nil {
		return nil
	}
	var names []string
	for _, template := range templates(request) {
		for _, use := range vars.Uses(template) {
			if !strings.HasPrefix(use.Name, "$") && len(scope.Lookup(use.Name)) == 0 && !slices.Contains(names, use.Name) {
				names = append(names, use.Name)
			}
		}
	}
	return names
}

// templates are the texts of a request that may hold variables.
func templates(r collections.Request) []string {
	texts := []string{r.URL, r.Body.Text}
	for _, rows := range []collections.Rows{r.Query, r.Headers, r.Body.Form} {
		for _, row := range rows {
			if !row.Off {
				texts = append(texts, row.Name, row.Value)
			}
		}
	}
	if a := r.Auth; a != nil {
		texts = append(texts, a.User, a.Password, a.Name, a.Token)
	}
	return texts
}
