package collections

import (
	"fmt"
	"strings"

	"github.com/theory/jsonpath"
	"github.com/theory/jsonpath/spec"

	"dowse/collections/vars"
)

// Mapping is an ordered table from the fields of a source's rows to those of a target.
type Mapping struct {
	ID      string // the path of its file below mappings/, without ".yaml"
	Name    string
	Note    string
	From    RowSource
	Into    Target
	OnError OnRowError
	Fields  []MappedField
}

// RowSource is where the rows of a mapping come from.
type RowSource struct {
	Request string // the ID of the request whose response has them
	Rows    string // RFC 9535: what is a row; empty: the items of a list at the root, else the whole body
}

// Target is what a mapping is for. At most one of its fields is set; none: rows are written, and sent nowhere.
type Target struct {
	Request string   // the ID of the request that each row is the body of
	Schema  string   // a file with a JSON Schema of the target, relative to the collection's root
	Columns []string // the header of a table
}

// OnRowError says what becomes of a mapping when a row cannot be mapped or sent.
type OnRowError string

// What can be done about a row that fails.
const (
	OnRowReport OnRowError = "report"   // it is left out and reported, and the mapping fails at its end; the default
	OnRowSkip   OnRowError = "skip_row" // it is left out and said
	OnRowStop   OnRowError = "stop"     // nothing more is done
)

// MappedField is one field of the target and what it is made of. Without a path, a value, a formula and a program
// of jq it has no source yet.
type MappedField struct {
	To        string // the target's field: its path (RFC 9535) without "$.", such as customer.name
	Path      string // RFC 9535, from the row
	JQ        string // a program of jq, on the value of the path, else on the row
	Value     *vars.Value
	Expr      string // a formula over row and the other fields
	Take      Take
	Type      string // what the target wants; what can be turned into it without a loss is
	Required  bool
	Transform string
	IfMissing IfMissing
}

// HasSource says whether anything supplies the field.
func (f MappedField) HasSource() bool {
	return f.Path != "" || f.JQ != "" || f.Value != nil || f.Expr != ""
}

// Mapping returns the mapping with that ID, or nil.
func (c *Collection) Mapping(id string) *Mapping {
	for _, m := range c.Mappings {
		if m.ID == id {
			return m
		}
	}
	return nil
}

// SplitTo gives the names on the way to a field of a target: customer and name of customer.name.
func SplitTo(to string) ([]string, error) {
	source := "$." + to
	if strings.HasPrefix(to, "[") {
		source = "$" + to
	}
	if len(to) > longestPath {
		return nil, fmt.Errorf("a field of a target has a path of at most %d bytes; this one has %d", longestPath, len(to))
	}
	parsed, err := jsonpath.NewParser().Parse(source)
	if err != nil {
		return nil, fmt.Errorf("%q is no field of a target; a field is names with dots between them, such as customer.name, and a name of other signs stands as ['ship-to']", to)
	}
	var names []string
	for _, segment := range parsed.Query().Segments() {
		name, plain := spec.Name(""), false
		if selectors := segment.Selectors(); len(selectors) == 1 && !segment.IsDescendant() {
			name, plain = selectors[0].(spec.Name)
		}
		if !plain {
			return nil, fmt.Errorf("%q is no single field of a target; a list is made as a whole, with take: all or jq", to)
		}
		names = append(names, string(name))
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("a field of a target has a name")
	}
	return names, nil
}
