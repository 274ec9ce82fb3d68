package response_test

import (
	"strings"
	"testing"

	"dowse/collections"
	"dowse/ui/action"
	"dowse/ui/uitest"
)

// secretPick is a pick of a secret.
func secretPick(name string, from collections.Source, change func(*collections.Pick)) collections.Pick {
	k := collections.Pick{Name: name, From: from, Secret: collections.SecretYes}
	if change != nil {
		change(&k)
	}
	return k
}

// TestSecretsAreVeiled holds that a secret that is picked is seen in no view, whatever the pick makes of it.
func TestSecretsAreVeiled(t *testing.T) {
	at := func(path string) collections.Source {
		return collections.Source{Kind: collections.SourcePath, Arg: path}
	}
	header := collections.Source{Kind: collections.SourceHeader, Arg: "X-Request-Id"}
	for name, picks := range map[string][]collections.Pick{
		"inside another": {secretPick("all", at("$.data"), nil), secretPick("one", at("$.data[0].id"), nil)},
		"a list":         {secretPick("ids", at("$.data[*].id"), func(k *collections.Pick) { k.Take = collections.TakeAll })},
		"transformed":    {secretPick("id", at("$.data[0].id"), func(k *collections.Pick) { k.Transform = "upper" })},
		"a header":       {secretPick("request_id", header, func(k *collections.Pick) { k.Transform = "upper" })},
	} {
		t.Run(name, func(t *testing.T) {
			hidden := "ord_8812"
			if name == "a header" {
				hidden = "req_000001"
			}
			m := pane(t, shop(), picks...)
			for _, show := range [][]action.ID{{action.ViewTree, action.UnfoldAll}, {action.ViewPretty}, {action.ViewRaw}, {action.NextTab}} {
				uitest.Run(m, show...)
				if got := uitest.Screen(t, m, 100, 60); strings.Contains(got, hidden) {
					t.Errorf("%v shows it:\n%s", show, got)
				}
			}
		})
	}
}
