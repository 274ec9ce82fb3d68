package pick

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"dowse/client"
	"dowse/client/document"
	"dowse/collections"
	"dowse/collections/vars"
)

// anyJSON draws a document, with keys of all kinds and some of them twice.
func anyJSON(t *rapid.T, depth int) string {
	kinds := 6
	if depth == 0 {
		kinds = 4
	}
	quoted := func(text string) string {
		b, err := json.Marshal(text)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	switch rapid.IntRange(0, kinds-1).Draw(t, "kind") {
	case 0:
		return rapid.SampledFrom([]string{"null", "true", "false"}).Draw(t, "literal")
	case 1:
		return rapid.SampledFrom([]string{"0", "-1", "9007199254740993", "1.10", "1e5", "-0.0"}).Draw(t, "number")
	case 2, 3:
		return quoted(rapid.String().Draw(t, "string"))
	case 4:
		var items []string
		for range rapid.IntRange(0, 3).Draw(t, "items") {
			items = append(items, anyJSON(t, depth-1))
		}
		return "[" + strings.Join(items, ",") + "]"
	}
	var members []string
	for range rapid.IntRange(0, 3).Draw(t, "members") {
		key := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"a", "a", "id", "data", "it's", `"`, `\`, "a b", "名", "😀", "", "*", "0"})).Draw(t, "key")
		members = append(members, quoted(key)+": "+anyJSON(t, depth-1))
	}
	return "{" + strings.Join(members, ", ") + "}"
}

// nodes are all values of a document.
func nodes(d *document.Document) []document.Node {
	all := []document.Node{d.Root()}
	for i := 0; i < len(all); i++ {
		all = append(all, slices.Collect(d.Children(all[i]))...)
	}
	return all
}

// holds checks one suggestion: this position gives that value, and every item has it among its values.
func holds(e *client.Exchange, n document.Node, s Suggestion) string {
	d := e.Document()
	want, err := vars.ParseJSON(string(d.Source(n)))
	if err != nil {
		return err.Error()
	}
	v, found, err := Evaluate(s.Here, e)
	if err != nil || !found || v.Reveal() != want.Reveal() || v.Kind() != want.Kind() {
		return "this position " + s.Here.From.Arg + " does not give " + want.JSON()
	}
	q, err := document.ParseQuery(s.Here.From.Arg)
	if err != nil || !slices.Equal(d.Select(q), []document.Node{n}) {
		return "this position " + s.Here.From.Arg + " selects another value"
	}
	if s.Every == nil {
		return ""
	}
	if q, err = document.ParseQuery(s.Every.From.Arg); err != nil || !slices.Contains(d.Select(q), n) {
		return "every item " + s.Every.From.Arg + " leaves this one out"
	}
	return ""
}

// TestSuggestionSelectsItsValue holds for any value that a path can select, in any document.
func TestSuggestionSelectsItsValue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := exchange(200, jsonType, anyJSON(t, 3))
		d := e.Document()
		for _, n := range nodes(d) {
			s, err := Suggest(e, n, About{})
			if (err == nil) != d.Addressable(n) {
				t.Fatalf("%s: addressable %t, but %v", d.Path(n), d.Addressable(n), err)
			}
			if err != nil {
				continue
			}
			if why := holds(e, n, s); why != "" {
				t.Fatalf("%s in %s", why, e.Response.Body)
			}
			if !nameForm.MatchString(s.Here.Name) {
				t.Fatalf("%q is no variable's name", s.Here.Name)
			}
		}
	})
}

// TestNaivePath is the control: paths joined with dots fail the same check.
func TestNaivePath(t *testing.T) {
	e := exchange(200, jsonType, `{"a b": [{"it's": 1, "": 2}], "a.b": 3}`)
	d := e.Document()
	failed := 0
	for _, n := range nodes(d) {
		naive := "$"
		for _, step := range d.Path(n) {
			if step.Index < 0 {
				naive += "." + step.Key
			} else {
				naive += "[0]"
			}
		}
		s := Suggestion{Here: collections.Pick{From: collections.Source{Kind: collections.SourcePath, Arg: naive}}}
		if holds(e, n, s) != "" {
			failed++
		}
	}
	if failed == 0 {
		t.Error("the naive version passes")
	}
}
