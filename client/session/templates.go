package session

import (
	"slices"
	"strings"

	"dowse/collections"
	"dowse/collections/vars"
)

// hasValue says whether a scope has a value for a name: a secret that is only named has none.
func hasValue(scope vars.Scope, name string) bool {
	found := scope.Lookup(name)
	if len(found) == 0 {
		return false
	}
	_, err := found[0].Get()
	return err == nil
}

// Missing are the variables of a resolved request that a scope has no value for, each once.
func Missing(r collections.Request, scope vars.Scope) []string {
	var names []string
	for _, template := range r.Templates() {
		for _, use := range vars.Uses(template) {
			if !strings.HasPrefix(use.Name, "$") && !hasValue(scope, use.Name) && !slices.Contains(names, use.Name) {
				names = append(names, use.Name)
			}
		}
	}
	return names
}
