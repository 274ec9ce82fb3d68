package mapping

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"dowse/collections"
	"dowse/collections/vars"
)

// Request is the request that sends a row: the target's, with the row as its body. A row's values are never templates.
func (r Row) Request(target collections.Request) (collections.Request, error) {
	out := target
	switch target.Body.Kind {
	case collections.BodyForm:
		rows, err := r.form()
		out.Body = collections.Body{Kind: collections.BodyForm, Form: rows}
		return out, err
	case collections.BodyText:
		return out, fmt.Errorf("%s sends a text, and a row is JSON; change its body to json or form", target.ID)
	}
	out.Body = collections.Body{Kind: collections.BodyJSON, Text: vars.Escape(string(r.JSON()))}
	return out, nil
}

// form is the row as fields of a form.
func (r Row) form() (collections.Rows, error) {
	var rows collections.Rows
	for _, member := range r.shape.members {
		switch {
		case !member.set(r.Cells):
		case member.field < 0 || r.Cells[member.field].Value.Kind() >= vars.Array:
			return nil, fmt.Errorf("%s is no text, and a form has no more than texts", member.name)
		default:
			rows = append(rows, collections.Row{Name: vars.Escape(member.name), Value: vars.Escape(Text(r.Cells[member.field]))})
		}
	}
	return rows, nil
}

// Text is a cell as a table has it: a string as its characters, null and what is not there as nothing, all else as JSON.
func Text(c Cell) string {
	if !c.Set || c.Value.Kind() == vars.Null {
		return ""
	}
	return c.Value.Reveal()
}

// Tally counts what became of rows.
type Tally struct {
	Rows, Failed int
	Failures     []Failure // one a field, or one for what happened to rows as a whole, in the order in which they came
}

// Failure is what was wrong with rows at one field.
type Failure struct {
	Field string // empty: it was not about a field
	What  string // of the first row
	Count int
	Rows  []string // the first of them
}

// mostNamed is how many rows of a failure are named.
const mostNamed = 3

// Add counts a row that has the given problems.
func (t *Tally) Add(r Row, problems []Problem) {
	t.Rows++
	if len(problems) > 0 {
		t.Failed++
	}
	for _, p := range problems {
		i := slices.IndexFunc(t.Failures, func(f Failure) bool { return f.Field == p.Field && (f.Field != "" || f.What == p.What) })
		if i < 0 {
			i = len(t.Failures)
			t.Failures = append(t.Failures, Failure{Field: p.Field, What: p.What})
		}
		f := &t.Failures[i]
		if f.Count++; len(f.Rows) < mostNamed {
			f.Rows = append(f.Rows, r.Label())
		}
	}
}

// Label is how people speak of a row.
func (r Row) Label() string {
	if r.Name == "" {
		return fmt.Sprintf("row %d", r.Number)
	}
	return fmt.Sprintf("row %d (%s)", r.Number, r.Name)
}

// String is a failure in one line.
func (f Failure) String() string {
	rows := strings.Join(f.Rows, ", ")
	if more := f.Count - len(f.Rows); more > 0 {
		rows += fmt.Sprintf(" and %d more", more)
	}
	if f.Field == "" {
		return rows + ": " + f.What
	}
	return fmt.Sprintf("%s: %s (%s)", f.Field, f.What, rows)
}

// longestReason is how much of what a server says is told of a row.
const longestReason = 200

// Rejection is what a server says of a row that it does not take: the detail of a problem document (RFC 9457), or the
// message that bodies of errors usually have.
func Rejection(body []byte) string {
	var said struct {
		Detail, Message, Title string
		Error                  json.RawMessage
	}
	if json.Unmarshal(body, &said) != nil {
		return ""
	}
	for _, text := range []string{said.Detail, said.Message, jsonString(said.Error), said.Title} {
		if text != "" {
			if r := []rune(text); len(r) > longestReason {
				text = string(r[:longestReason]) + "…"
			}
			return text
		}
	}
	return ""
}

func jsonString(raw json.RawMessage) string {
	if v, err := vars.ParseJSON(string(raw)); err == nil && v.Kind() == vars.String {
		return v.Reveal()
	}
	return ""
}
