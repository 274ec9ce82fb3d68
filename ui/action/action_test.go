package action

import (
	"slices"
	"strings"
	"testing"
)

// stacks are the contexts that count at the same time, the nearest first.
var stacks = map[string][]Context{
	"collection":      {Collection, List, Everywhere, Nav},
	"URL":             {URL, Everywhere},
	"URL, completing": {Completion, URL, Everywhere},
	"table":           {Table, List, Everywhere, Nav},
	"cell":            {Cell, Everywhere},
	"cell completing": {Completion, Cell, Everywhere},
	"field":           {Field, Everywhere},
	"text":            {Text, List, Everywhere, Nav},
	"editor":          {Editor, Everywhere},
	"response":        {Response, List, Everywhere, Nav},
	"response, strip": {Strip, Response, List, Everywhere, Nav},
	"search":          {Search, Everywhere},
	"variables":       {Variables, List, Everywhere, Nav},
	"card":            {Card, Everywhere},
	"pick":            {Pick, Everywhere},
}

// mayShadow are the keys that a nearer context takes on purpose.
var mayShadow = map[string]bool{"tab": true, "shift+tab": true, "enter": true, "esc": true, "q": true, "*": true, "P": true, "u": true, "up": true, "down": true, "left": true, "right": true}

func TestNoClash(t *testing.T) {
	for _, problem := range clashes(Defaults()) {
		t.Error(problem)
	}
	for name, contexts := range stacks {
		for _, problem := range shadows(Defaults(), contexts) {
			t.Errorf("%s: %s", name, problem)
		}
	}
}

// TestClashesAreSeen is the control: tables with each kind of clash.
func TestClashesAreSeen(t *testing.T) {
	for name, actions := range map[string][]Action{
		"same key":  {{ID: "a", Context: List, Keys: []string{"x"}}, {ID: "b", Context: List, Keys: []string{"y", "x"}}},
		"a prefix":  {{ID: "a", Context: List, Keys: []string{"g"}}, {ID: "b", Context: List, Keys: []string{"g g"}}},
		"a prefix2": {{ID: "a", Context: List, Keys: []string{"g g"}}, {ID: "b", Context: List, Keys: []string{"g"}}},
	} {
		if len(clashes(actions)) == 0 {
			t.Errorf("%s: no clash seen", name)
		}
	}
	over := []Action{{ID: "a", Context: List, Keys: []string{"x"}}, {ID: "b", Context: Nav, Keys: []string{"x"}}}
	if len(shadows(over, []Context{List, Nav})) == 0 {
		t.Error("a key that hides another was not seen")
	}
}

// shadows names the keys of a context that a nearer one hides, but for those meant to be.
func shadows(actions []Action, contexts []Context) []string {
	var problems []string
	for _, near := range actions {
		for _, far := range actions {
			i, j := slices.Index(contexts, near.Context), slices.Index(contexts, far.Context)
			if i < 0 || j < 0 || i >= j || near.ID == far.ID {
				continue
			}
			for _, key := range near.Keys {
				for _, other := range far.Keys {
					if (key == other || strings.HasPrefix(other, key+" ") || strings.HasPrefix(key, other+" ") && !samePrefix(key, other)) && !mayShadow[key] {
						problems = append(problems, string(near.ID)+" "+key+" hides "+string(far.ID)+" "+other)
					}
				}
			}
		}
	}
	return problems
}

func samePrefix(a, b string) bool { return strings.Contains(a, " ") && strings.Contains(b, " ") }

// TestPrefixesAddUp holds that a sequence begun in a near context is no end for one of a farther.
func TestPrefixesAddUp(t *testing.T) {
	k := Default()
	for name, contexts := range stacks {
		for _, a := range k.In(contexts...) {
			for _, keys := range a.Keys {
				typed := strings.Fields(keys)
				got, found, _ := k.Find(contexts, typed...)
				if !found || got.ID != a.ID && !mayShadow[keys] {
					t.Errorf("%s: %s is bound to %s, which finds %q", name, keys, a.ID, got.ID)
				}
			}
		}
	}
}

// TestLetters holds that a letter stands for at most two titles over all contexts, so that it can be learned.
func TestLetters(t *testing.T) {
	titles := map[string][]string{}
	for _, a := range Defaults() {
		for _, keys := range a.Keys {
			if len(keys) == 1 && !slices.Contains(titles[keys], a.Title) {
				titles[keys] = append(titles[keys], a.Title)
			}
		}
	}
	for letter, all := range titles {
		if len(all) > 2 {
			t.Errorf("%s stands for %q", letter, all)
		}
	}
}

// TestSendingKeysAreAlone holds that nobody sends by a key that means something else elsewhere. Enter is the
// one exception: in the URL bar it sends, as in every browser.
func TestSendingKeysAreAlone(t *testing.T) {
	for _, sends := range Defaults() {
		if sends.ID != Send && sends.ID != Resend {
			continue
		}
		for _, key := range sends.Keys {
			for _, other := range Defaults() {
				if other.ID != sends.ID && slices.Contains(other.Keys, key) && !(key == "enter" && sends.Context == URL) {
					t.Errorf("%s sends and is %s too", key, other.ID)
				}
			}
		}
	}
}

func TestForbiddenDefaults(t *testing.T) {
	for _, a := range Defaults() {
		for _, keys := range a.Keys {
			for key := range strings.FieldsSeq(keys) {
				if slices.Contains([]string{"ctrl+h", "ctrl+i", "ctrl+j", "ctrl+m", "ctrl+[", "ctrl+a", "ctrl+b", "ctrl+z", "ctrl+q"}, key) {
					t.Errorf("%s: %s is never a default", a.ID, key)
				}
			}
		}
		if a.Title == "" || a.Help == "" || strings.HasSuffix(a.Help, ".") || len(a.Help) > 90 {
			t.Errorf("%s in %s: title %q, help %q", a.ID, a.Context, a.Title, a.Help)
		}
	}
}

// TestNothingPrintableWhereOneTypes holds that contexts of a field being edited bind no key that types.
func TestNothingPrintableWhereOneTypes(t *testing.T) {
	for _, a := range Defaults() {
		if !slices.Contains([]Context{Everywhere, URL, Cell, Field, Editor, Completion, Search}, a.Context) {
			continue
		}
		for _, keys := range a.Keys {
			if first := strings.Fields(keys)[0]; len(first) == 1 || first == "space" || slices.Contains(readline, first) && !strings.Contains(keys, " ") {
				t.Errorf("%s in %s takes %q from whoever types", a.ID, a.Context, keys)
			}
		}
	}
}

// readline are the keys that edit a line everywhere.
var readline = []string{"ctrl+a", "ctrl+e", "ctrl+k", "ctrl+u", "ctrl+w", "ctrl+d", "ctrl+b", "ctrl+f"}

func TestLoad(t *testing.T) {
	k, problems := Load([]byte("send: [ctrl+g]\nresponse.pick: [Q]\nsned: [x]\nundo: [ctrl+i]\nredo: [f]\n"))
	want := []string{
		"redo and jump clash", "sned is no action; the nearest is send", "undo: a terminal sends ctrl+i as tab",
	}
	for _, w := range want {
		if !slices.ContainsFunc(problems, func(p string) bool {
			return strings.Contains(p, w) || strings.Contains(p, "jump and redo clash") && strings.Contains(w, "clash")
		}) {
			t.Errorf("%q does not say %q", problems, w)
		}
	}
	if a, found, _ := k.Find([]Context{Response, Nav}, "Q"); !found || a.ID != PickValue {
		t.Errorf("Q is %v", a)
	}
	if _, found, _ := k.Find([]Context{Response, Everywhere}, "ctrl+r"); found {
		t.Error("a key that was taken away still sends")
	}
	if _, problems := Load([]byte("send: [x")); len(problems) != 1 {
		t.Errorf("a broken file gives %q", problems)
	}
	if k, problems := Load(nil); len(problems) != 0 || k.Key(Send, Everywhere) != "ctrl+r" {
		t.Errorf("an empty file gives %q", problems)
	}
}

func TestFind(t *testing.T) {
	k := Default()
	contexts := []Context{Response, List, Everywhere, Nav}
	if _, found, more := k.Find(contexts, "g"); found || !more {
		t.Error("g is more to come")
	}
	if a, found, _ := k.Find(contexts, "g", "g"); !found || a.ID != Top {
		t.Error("g g is the top")
	}
	if _, found, more := k.Find(contexts, "g", "x"); found || more {
		t.Error("g x is nothing")
	}
	var after []string
	for _, a := range k.After(contexts, "v") {
		after = append(after, a.Keys[0])
	}
	if !slices.Contains(after, "v t") || slices.ContainsFunc(after, func(keys string) bool { return !strings.HasPrefix(keys, "v ") }) {
		t.Errorf("after v: %q", after)
	}
}
