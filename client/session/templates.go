package session

import (
	"slices"
	"strings"

	"dowse/collections"
	"dowse/collections/vars"
)

// Templates are the texts of a request that may hold variables and are sent.
func Templates(r collections.Request) []string {
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
	for _, template := range Templates(r) {
		for _, use := range vars.Uses(template) {
			if !strings.HasPrefix(use.Name, "$") && !hasValue(scope, use.Name) && !slices.Contains(names, use.Name) {
				names = append(names, use.Name)
			}
		}
	}
	return names
}
