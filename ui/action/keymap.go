package action

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v4"

	"dowse/collections/spelling"
)

// Keymap is the table with the keys in use.
type Keymap struct {
	actions []Action
	byKey   map[Context]map[string]int // key sequence -> index in actions
	prefix  map[Context]map[string]bool
}

// Default is the keymap without changes by the user.
func Default() *Keymap { return index(Defaults()) }

func index(actions []Action) *Keymap {
	k := &Keymap{actions: actions, byKey: map[Context]map[string]int{}, prefix: map[Context]map[string]bool{}}
	for i, a := range actions {
		if k.byKey[a.Context] == nil {
			k.byKey[a.Context], k.prefix[a.Context] = map[string]int{}, map[string]bool{}
		}
		for _, keys := range a.Keys {
			k.byKey[a.Context][keys] = i
			for at, c := range keys {
				if c == ' ' {
					k.prefix[a.Context][keys[:at]] = true
				}
			}
		}
	}
	return k
}

// Find gives the action of the keys typed, looked up in one context after the other. Where the keys only
// begin a sequence, more is true and there is no action yet.
func (k *Keymap) Find(contexts []Context, typed ...string) (a Action, found, more bool) {
	keys := strings.Join(typed, " ")
	for _, c := range contexts {
		if i, ok := k.byKey[c][keys]; ok {
			return k.actions[i], true, false
		}
		if k.prefix[c][keys] {
			return Action{}, false, true
		}
	}
	return Action{}, false, false
}

// In gives the actions of contexts in the order of the table, the nearest context first. Of an action that
// several of them have it gives the first.
func (k *Keymap) In(contexts ...Context) []Action {
	var all []Action
	for _, c := range contexts {
		for _, a := range k.actions {
			if a.Context == c && !slices.ContainsFunc(all, func(b Action) bool { return a.ID == b.ID }) {
				all = append(all, a)
			}
		}
	}
	return all
}

// Active gives the actions that keys call in contexts, the nearest context first, each with the keys that
// call it: those that a nearer context has taken are left out, and so is an action that has no others.
func (k *Keymap) Active(contexts ...Context) []Action {
	var all []Action
	taken := map[string]bool{}
	for _, c := range contexts {
		var own []Action
		for _, a := range k.actions {
			if a.Context == c {
				a.Keys = slices.DeleteFunc(slices.Clone(a.Keys), func(key string) bool { return taken[key] })
				own = append(own, a)
			}
		}
		for _, a := range own {
			for _, key := range a.Keys {
				taken[key] = true
			}
			if len(a.Keys) > 0 && !slices.ContainsFunc(all, func(b Action) bool { return a.ID == b.ID }) {
				all = append(all, a)
			}
		}
	}
	return all
}

// After gives the actions of contexts that the keys typed can still become, each with the one sequence that begins so.
func (k *Keymap) After(contexts []Context, typed ...string) []Action {
	begin := strings.Join(typed, " ") + " "
	var all []Action
	for _, c := range contexts {
		for _, a := range k.actions {
			i := slices.IndexFunc(a.Keys, func(keys string) bool { return strings.HasPrefix(keys, begin) })
			if a.Context == c && i >= 0 {
				a.Keys = a.Keys[i : i+1]
				all = append(all, a)
			}
		}
	}
	return all
}

// Key gives the key of an action as it is shown, looked up in one context after the other; empty without one.
func (k *Keymap) Key(id ID, contexts ...Context) string {
	for _, c := range contexts {
		for _, a := range k.actions {
			if a.ID == id && a.Context == c && len(a.Keys) > 0 {
				return a.Keys[0]
			}
		}
	}
	return ""
}

// Without is the keymap without some actions, where there is nothing that they could act on.
func (k *Keymap) Without(ids ...ID) *Keymap {
	return index(slices.DeleteFunc(k.All(), func(a Action) bool { return slices.Contains(ids, a.ID) }))
}

// All gives every action.
func (k *Keymap) All() []Action { return slices.Clone(k.actions) }

// undeliverable are keys that a terminal sends as another one, each with what arrives.
var undeliverable = map[string]string{
	"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+[": "esc", "ctrl+h": "backspace, in many terminals",
	"ctrl+j": "enter, in many terminals", "ctrl+shift+p": "ctrl+p", "ctrl+enter": "enter; f20 stands for it where the terminal can tell",
}

// Load is the default keymap changed by a file: a map of action IDs, or CONTEXT.ID where an action has
// several places, to lists of keys. What is wrong with the file is said line by line and the rest is used.
func Load(data []byte) (*Keymap, []string) {
	var written map[string][]string
	if err := yaml.Load(data, &written); err != nil && len(bytes.TrimSpace(data)) > 0 {
		return Default(), []string{"it cannot be read: it takes lines such as `send: [ctrl+r, f5]`"}
	}
	actions := Defaults()
	var problems, ids []string
	for _, a := range actions {
		ids = append(ids, string(a.ID))
	}
	for _, id := range slices.SortedFunc(maps.Keys(written), generalFirst) {
		keys, known := written[id], false
		for i, a := range actions {
			if id == string(a.ID) || id == string(a.Context)+"."+string(a.ID) {
				known, actions[i].Keys = true, slices.DeleteFunc(slices.Clone(keys), unprintable)
			}
		}
		if !known {
			problem := fmt.Sprintf("%s is no action", id)
			if near := spelling.Nearest(id, ids); near != "" {
				problem += "; the nearest is " + near
			}
			problems = append(problems, problem)
		}
		for _, key := range keys {
			if unprintable(key) {
				problems = append(problems, fmt.Sprintf("%s: %q is no key", id, key))
				continue
			}
			if becomes, bad := undeliverable[key]; bad {
				problems = append(problems, fmt.Sprintf("%s: a terminal sends %s as %s", id, key, becomes))
			}
		}
	}
	problems = append(problems, keepWaysOut(actions)...) // first: it gives keys back
	return index(actions), append(problems, clashes(actions)...)
}

// generalFirst orders names so that what is said of one context comes after what is said of all.
func generalFirst(a, b string) int {
	return cmp.Or(cmp.Compare(strings.Count(a, "."), strings.Count(b, ".")), strings.Compare(a, b))
}

// unprintable says whether a text is none that a person can read, so no key.
func unprintable(key string) bool {
	return key == "" || strings.IndexFunc(key, func(r rune) bool { return !unicode.IsPrint(r) }) >= 0
}

// keepWaysOut gives the actions by which a person leaves a place their own keys again where they have none.
func keepWaysOut(actions []Action) []string {
	var problems []string
	for i, standard := range Defaults() {
		switch standard.ID {
		case Cancel, Leave, Close:
			if len(actions[i].Keys) == 0 {
				actions[i].Keys = standard.Keys
				problems = append(problems, fmt.Sprintf("%s.%s: without a key there is no way out, so it keeps %s", standard.Context, standard.ID, strings.Join(standard.Keys, ", ")))
			}
		}
	}
	return problems
}

// clashes names the keys that two actions of one context have, and the keys that begin the sequence of another.
func clashes(actions []Action) []string {
	var problems []string
	for i, a := range actions {
		for _, b := range actions[i+1:] {
			if a.Context != b.Context {
				continue
			}
			for _, x := range a.Keys {
				for _, y := range b.Keys {
					if x == y || strings.HasPrefix(x, y+" ") || strings.HasPrefix(y, x+" ") {
						problems = append(problems, fmt.Sprintf("%s and %s clash: %s and %s, in %s", a.ID, b.ID, x, y, a.Context))
					}
				}
			}
		}
	}
	return problems
}
