package request

import (
	"strings"

	"dowse/collections"
	"dowse/collections/vars"
	"dowse/ui/draw/theme"
	"dowse/ui/terminal"
)

// variableRows are variables as rows of a table.
func variableRows(all []collections.Variable) collections.Rows {
	var rows collections.Rows
	for _, v := range all {
		rows = append(rows, collections.Row{Name: v.Name, Value: v.Value.String()})
	}
	return rows
}

// typing is what the variables were before the edit that goes on: what is typed on the way, such as nothing at
// all, gives a value no type.
type typing struct {
	what   string
	before []collections.Variable
}

// variables are rows of a table as variables. A value whose text nobody changed keeps its type.
func variables(rows collections.Rows, before []collections.Variable) []collections.Variable {
	var all []collections.Variable
	for i, row := range rows {
		all = append(all, collections.Variable{Name: row.Name, Value: value(row, i, before)})
	}
	return all
}

// was is the value that row i had; nil: it is a new one. Rows move, names change, texts change: never all of
// them at once, so that it is the variable with which the row has the most in common.
func was(row collections.Row, i int, before []collections.Variable) *vars.Value {
	var likely *vars.Value
	most := 0
	for j := range before {
		b, points := &before[j], 0
		if b.Name == row.Name {
			points += 3
		}
		if j == i {
			points += 2
		}
		if points > 0 && b.Value.String() == row.Value {
			points += 2
		}
		if points > most {
			likely, most = &b.Value, points
		}
	}
	return likely
}

// value is what row i says, with the type of the variable that it was.
func value(row collections.Row, i int, before []collections.Variable) vars.Value {
	was := was(row, i, before)
	if was == nil {
		return typed(row.Value)
	}
	switch text := was.String(); {
	case text == row.Value:
		return *was
	case was.IsSecret():
		return vars.NewString(row.Value).AsSecret()
	case was.Kind() == vars.String && typed(text).Kind() != vars.String:
		return vars.NewString(row.Value) // a string that looks like a number was meant as a string
	}
	return typed(row.Value)
}

// typed is the value that a typed text stands for: JSON for lists and objects, else as in a file.
func typed(text string) vars.Value {
	if strings.HasPrefix(text, "[") || strings.HasPrefix(text, "{") {
		if v, err := vars.ParseJSON(text); err == nil {
			return v
		}
	}
	return vars.ParseScalar(text)
}

// explain says what the placeholders of a text stand for, painted.
func (m *Model) explain(text string) string {
	const most = 3
	var said []string
	for _, use := range vars.Uses(text) {
		if len(said) < most {
			said = append(said, m.explained(use))
		}
	}
	return strings.Join(said, "  ")
}

// explained says what one name stands for. The value of a secret reference is not asked for: that may start a
// command.
func (m *Model) explained(use vars.Use) string {
	name, shown := use.Name, safe(use.Name)
	if vars.Dynamic(name) {
		return m.theme.Paint(theme.Placeholder, shown) + m.theme.Paint(theme.Muted, " made for each request")
	}
	if m.placeholders != nil {
		for _, c := range m.placeholders.Candidates {
			if c.Insert == name && c.Live {
				return m.theme.Paint(theme.Placeholder, shown) + " = " + terminal.SafeLine(c.Value) + m.theme.Paint(theme.Muted, "  "+terminal.SafeLine(c.From))
			}
		}
		if m.placeholders.Value != nil {
			if v, ok := m.placeholders.Value(name); ok {
				return m.theme.Paint(theme.Placeholder, shown) + " = " + safe(v.String())
			}
		}
	}
	if use.Default {
		return m.theme.Paint(theme.Placeholder, shown) + m.theme.Paint(theme.Muted, " has no value but its default")
	}
	return m.theme.Paint(theme.Unresolved, m.theme.Glyphs.Missing+" "+shown) + m.theme.Paint(theme.Muted, " has no value")
}

// headerNames are the names that requests have most, for completion.
var headerNames = []string{
	"Accept", "Accept-Encoding", "Accept-Language", "Authorization", "Cache-Control", "Content-Encoding",
	"Content-Language", "Content-Type", "Cookie", "Date", "Expect", "Forwarded", "Host", "Idempotency-Key",
	"If-Match", "If-Modified-Since", "If-None-Match", "If-Range", "If-Unmodified-Since", "Link", "Origin", "Prefer",
	"Range", "Referer", "TE", "Traceparent", "Tracestate", "User-Agent", "X-API-Key", "X-Correlation-ID",
	"X-Forwarded-For", "X-Request-ID", "X-Requested-With",
}
