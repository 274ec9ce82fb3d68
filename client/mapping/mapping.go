// Package mapping makes the rows of a target from those of a source, one at a time: it reads rows as they come, makes
// each field of one, and says by name what is wrong with it. It sends nothing, and writes no file.
//
//	body ──Rows──> row ──Program.Map──> Row ──JSON──> a line, a record, the body of a request
//	                                     └── Problems: the field, and why
//
// Match proposes what a target's fields could be made of.
package mapping

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/expr-lang/expr/vm"

	"dowse/client/document"
	"dowse/client/filter"
	"dowse/collections"
	"dowse/collections/redact"
	"dowse/collections/vars"
)

// Program is a mapping that was read and found to make sense. It is used by one goroutine at a time.
type Program struct {
	fields []field
	order  []int // in which fields are made: formulas after what they use
	shape  *shape
	jq     bool // a field is made with it
}

// field is one field of the target, ready to be made.
type field struct {
	collections.MappedField
	names   []string // on the way to it
	query   document.Query
	jq      *filter.Program
	pipe    vars.Pipe
	formula *vm.Program
	uses    []int // the fields that the formula names
	row     bool  // it asks for the row
	lenient bool  // it says itself what becomes of what is not there
}

// FieldError is what is wrong with one field of a mapping, whatever the rows.
type FieldError struct {
	To  string
	Err error
}

// Error names the field.
func (e *FieldError) Error() string { return fmt.Sprintf("%s: %v", e.To, e.Err) }

// Unwrap gives the cause.
func (e *FieldError) Unwrap() error { return e.Err }

// Compile reads a mapping's fields. Its error is a *FieldError.
func Compile(m *collections.Mapping) (*Program, error) {
	p := &Program{shape: &shape{field: -1}}
	for i, given := range m.Fields {
		f, err := compileField(given)
		if err == nil {
			err = p.shape.add(f.names, i)
		}
		if err != nil {
			return nil, &FieldError{given.To, err}
		}
		p.fields = append(p.fields, f)
		p.jq = p.jq || f.jq != nil
	}
	for i, f := range p.fields {
		if f.Expr == "" {
			p.order = append(p.order, i)
		}
	}
	for i := range p.fields {
		if p.fields[i].Expr == "" {
			continue
		}
		if err := p.compileFormula(&p.fields[i]); err != nil {
			return nil, &FieldError{p.fields[i].To, err}
		}
		p.order = append(p.order, i)
	}
	return p, nil
}

func compileField(given collections.MappedField) (f field, err error) {
	f = field{MappedField: given}
	if f.names, err = collections.SplitTo(given.To); err != nil {
		return f, err
	}
	if given.Path != "" {
		if f.query, err = document.ParseQuery(given.Path); err != nil {
			return f, err
		}
	}
	if given.JQ != "" {
		if f.jq, err = filter.Compile(given.JQ); err != nil {
			return f, err
		}
	}
	f.pipe, err = vars.ParsePipe(given.Transform)
	return f, err
}

// Cell is what became of one field of a row.
type Cell struct {
	Value vars.Value
	Set   bool   // there is a value; otherwise the field is left out
	Wrong string // why the row fails; empty: it does not
}

// Row is one row of the target.
type Row struct {
	Number int    // from 1
	Name   string // of the source's row, such as "id ord_8812"; empty where nothing names it
	Cells  []Cell // as the mapping's fields are

	shape *shape
}

// Problem is why a row fails.
type Problem struct {
	Field string
	What  string
}

// longestRow is how long the programs of jq of one row may take.
const longestRow = 2 * time.Second

// Map makes the target's row of a source's row. What the context ends is a field that fails.
func (p *Program) Map(ctx context.Context, number int, source *document.Document) Row {
	if p.jq {
		var stop context.CancelFunc
		ctx, stop = context.WithTimeout(ctx, longestRow)
		defer stop()
	}
	r := Row{Number: number, Name: nameOf(source), Cells: make([]Cell, len(p.fields)), shape: p.shape}
	m := making{program: p, ctx: ctx, source: source, cells: r.Cells}
	for _, i := range p.order {
		r.Cells[i] = m.cell(i)
	}
	return r
}

// Problems are those of the row, in the order of the mapping's fields.
func (p *Program) Problems(r Row) []Problem {
	var all []Problem
	for i, c := range r.Cells {
		if c.Wrong != "" {
			all = append(all, Problem{p.fields[i].To, c.Wrong})
		}
	}
	return all
}

// Failed says whether something is wrong with the row.
func (r Row) Failed() bool {
	for _, c := range r.Cells {
		if c.Wrong != "" {
			return true
		}
	}
	return false
}

// JSON is the row as an object, its members in the order of the mapping's fields. A field without a value is left out.
func (r Row) JSON() []byte { return r.shape.append(nil, r.Cells) }

// shape is the object that the fields of a mapping make.
type shape struct {
	name    string
	quoted  string // the name as JSON, and a colon
	field   int    // -1: it is an object
	members []*shape
}

// add makes room for a field.
func (s *shape) add(names []string, field int) error {
	for i, name := range names {
		var next *shape
		for _, member := range s.members {
			if member.name == name {
				next = member
			}
		}
		last := i == len(names)-1
		if next != nil && (last || next.field >= 0) {
			return fmt.Errorf("another field is at %s too", strings.Join(names[:i+1], "."))
		}
		if next == nil {
			quoted, _ := json.Marshal(name) // a text can always be written
			next = &shape{name: name, quoted: string(quoted) + ":", field: -1}
			s.members = append(s.members, next)
		}
		if last {
			next.field = field
		}
		s = next
	}
	return nil
}

// set says whether anything below has a value.
func (s *shape) set(cells []Cell) bool {
	if s.field >= 0 {
		return cells[s.field].Set
	}
	for _, member := range s.members {
		if member.set(cells) {
			return true
		}
	}
	return false
}

func (s *shape) append(b []byte, cells []Cell) []byte {
	if s.field >= 0 {
		return append(b, cells[s.field].Value.JSON()...)
	}
	b = append(b, '{')
	first := true
	for _, member := range s.members {
		if !member.set(cells) {
			continue
		}
		if !first {
			b = append(b, ',')
		}
		first = false
		b = append(b, member.quoted...)
		b = member.append(b, cells)
	}
	return append(b, '}')
}

// naming are the members that say which row one is, the best first.
var naming = []string{"id", "number", "key", "code", "sku", "slug", "email", "name", "title"}

// nameOf says which row one is.
func nameOf(d *document.Document) string {
	best, rank := document.None, len(naming)+1
	if d.Root() == document.None || d.Kind(d.Root()) != document.Object {
		return ""
	}
	for member := range d.Children(d.Root()) {
		if kind := d.Kind(member); kind != document.String && kind != document.Number {
			continue
		}
		key, _ := d.Key(member)
		r := len(naming)
		for i, name := range naming {
			if strings.EqualFold(key, name) {
				r = i
			}
		}
		if r == len(naming) && !strings.HasSuffix(key, "_id") && !strings.HasSuffix(key, "Id") {
			continue
		}
		if r < rank && !(r == len(naming) && redact.Name(key) != "") && !secretly(key, d.Text(member)) {
			best, rank = member, r
		}
	}
	if best == document.None {
		return ""
	}
	key, _ := d.Key(best)
	return key + " " + d.Text(best)
}

// shortestSecretly is the length of the shortest text that looks like a secret by itself.
const shortestSecretly = 16

// secretly says whether what would name a row looks like a secret: reports say the names of rows, and are kept.
func secretly(key, text string) bool {
	return len(text) >= shortestSecretly && (redact.Shape(text) != "" || !redact.Identifier(key) && redact.Random(text))
}

// Columns are the target's fields, in order.
func (p *Program) Columns() []string {
	names := make([]string, len(p.fields))
	for i, f := range p.fields {
		names[i] = f.To
	}
	return names
}
