package collections

import (
	"maps"
	"slices"
	"strings"

	"dowse/collections/fileformat/fields"
	"dowse/collections/fileformat/yamledit"
)

// expressionKeys are the keys of a pick or of a mapping's field that hold a text of a language which is not read here.
var expressionKeys = []string{"jq", string(SourceXPath), string(SourceCSS)}

// CheckExpressions gives a problem, which is a warning, for each program of jq, XPath and CSS selector of picks and mappings that
// check refuses. key is the one under which the text stands.
func (c *Collection) CheckExpressions(check func(key, text string) error) (problems []Problem) {
	for _, name := range slices.Sorted(maps.Keys(c.files)) {
		document, _ := yamledit.Parse(c.files[name].data)
		if document == nil || slices.Contains(c.Others, name) {
			continue
		}
		r := &fields.Reader{Source: c.files[name].data}
		for _, holder := range expressionHolders(name, document.Root) {
			for _, key := range expressionKeys {
				n := holder.Get(key)
				if n == nil || n.Kind != yamledit.Scalar || n.Text == "" {
					continue
				}
				if err := check(key, n.Text); err != nil {
					line, column := r.Place(n, 1, 1)
					problems = append(problems, Problem{name, line, column, key, err.Error(), true})
				}
			}
		}
	}
	return problems
}

// expressionHolders are the picks of a request's file, or the fields of a mapping's.
func expressionHolders(name string, root *yamledit.Node) (holders []*yamledit.Node) {
	if strings.HasPrefix(name, mappingFolder+"/") {
		if f := root.Get("fields"); f != nil {
			holders = f.Items
		}
		return holders
	}
	if picks := root.Get("picks"); picks != nil {
		for _, e := range picks.Entries {
			holders = append(holders, e.Value)
		}
	}
	return holders
}
