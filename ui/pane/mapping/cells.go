package mapping

import (
	"fmt"
	"slices"
	"strings"

	"dowse/client/document"
	"dowse/client/filter"
	"dowse/client/mapping"
	"dowse/collections"
	"dowse/collections/vars"
)

// column is one column of the grid.
type column int

// The columns, from the left.
const (
	targetColumn column = iota
	sourceColumn
	typeColumn
	requiredColumn
	transformColumn
	missingColumn
	valueColumn // what it gives: it is not edited
)

var columnNames = []string{"target", "source", "type", "required", "transform", "if missing", "value"}

// kinds are the types that a target can want, in the order in which they are gone through.
var kinds = []string{"", "string", "integer", "number", "boolean", "array", "object"}

// text is what a cell holds, as it is typed.
func text(f collections.MappedField, c column) string {
	switch c {
	case targetColumn:
		return f.To
	case sourceColumn:
		return sourceText(f)
	case typeColumn:
		return f.Type
	case requiredColumn:
		if f.Required {
			return "yes"
		}
	case transformColumn:
		return f.Transform
	case missingColumn:
		if f.IfMissing.Policy == collections.MissingDefault {
			return f.IfMissing.Default.JSON()
		}
		return string(f.IfMissing.Policy)
	}
	return ""
}

// The words that begin a source which is no path.
const (
	formulaMark = "="
	jqMark      = "jq:"
)

// sourceText is a source as it is typed: a path and what is taken of it, = and a formula, jq: and a program, else a
// constant.
func sourceText(f collections.MappedField) string {
	switch {
	case f.Value != nil:
		return f.Value.JSON()
	case f.Expr != "":
		return formulaMark + " " + f.Expr
	}
	out := f.Path
	if f.Take != "" && f.Take != collections.TakeOne {
		out += " " + string(f.Take)
	}
	if f.JQ != "" {
		out = strings.TrimSpace(out + " " + jqMark + " " + f.JQ)
	}
	return out
}

// setSource reads a source that was typed.
func setSource(f *collections.MappedField, typed string) error {
	was := *f
	f.Path, f.JQ, f.Expr, f.Value, f.Take = "", "", "", nil, ""
	typed = strings.TrimSpace(typed)
	switch {
	case typed == "":
	case strings.HasPrefix(typed, formulaMark):
		f.Expr = strings.TrimSpace(strings.TrimPrefix(typed, formulaMark))
	case strings.HasPrefix(typed, "$"):
		path, program, _ := strings.Cut(typed, " "+jqMark)
		f.JQ, path = strings.TrimSpace(program), strings.TrimSpace(path)
		for _, take := range []collections.Take{collections.TakeOne, collections.TakeFirst, collections.TakeLast, collections.TakeAll} {
			if before, ok := strings.CutSuffix(path, " "+string(take)); ok {
				path, f.Take = strings.TrimSpace(before), take
			}
		}
		if f.Path = path; f.Take == "" && strings.Contains(path, "[*]") {
			f.Take = collections.TakeAll
		}
		if _, err := document.ParseQuery(path); err != nil {
			*f = was
			return err
		}
	case strings.HasPrefix(typed, jqMark):
		f.JQ = strings.TrimSpace(strings.TrimPrefix(typed, jqMark))
	default:
		v := constant(typed)
		f.Value = &v
	}
	if f.JQ != "" {
		if _, err := filter.Compile(f.JQ); err != nil {
			*f = was
			return err
		}
	}
	return nil
}

// constant is what a text stands for: JSON where it is JSON, else the text itself.
func constant(typed string) vars.Value {
	if v, err := vars.ParseJSON(typed); err == nil {
		return v
	}
	return vars.NewString(typed)
}

// set puts what was typed into a cell. Its error is for a person.
func set(f *collections.MappedField, c column, typed string, others []collections.MappedField) error {
	typed = strings.TrimSpace(typed)
	switch c {
	case targetColumn:
		if _, err := collections.SplitTo(typed); err != nil {
			return err
		}
		for _, other := range others {
			if other.To == typed {
				return fmt.Errorf("there is a field %s already", typed)
			}
		}
		f.To = typed
	case sourceColumn:
		return setSource(f, typed)
	case transformColumn:
		if err := vars.CheckPipe(typed); err != nil {
			return err
		}
		f.Transform = typed
	case missingColumn:
		switch policy := collections.MissingPolicy(typed); policy {
		case "", collections.MissingFail, collections.MissingSkip:
			f.IfMissing = collections.IfMissing{Policy: policy}
		default:
			f.IfMissing = collections.IfMissing{Policy: collections.MissingDefault, Default: constant(typed)}
		}
	}
	return nil
}

// cycle gives a cell that is chosen its next value.
func cycle(f *collections.MappedField, c column) {
	if c == requiredColumn {
		f.Required = !f.Required
		return
	}
	f.Type = kinds[(slices.Index(kinds, f.Type)+1)%len(kinds)]
}

// words complete what is typed in a cell.
func words(c column, places []mapping.Place) []string {
	var all []string
	switch c {
	case sourceColumn:
		for _, p := range places {
			all = append(all, p.Path)
		}
	case transformColumn:
		for _, t := range vars.Transforms() {
			all = append(all, t.Signature)
		}
	case missingColumn:
		all = []string{string(collections.MissingFail), string(collections.MissingSkip)}
	}
	return all
}

// hint says what is typed in a cell.
func hint(c column) string {
	return map[column]string{
		targetColumn: "customer.name", sourceColumn: `$.path  = formula  "constant"  jq: program`, transformColumn: `trim | date("2006-01-02")`, missingColumn: "fail, skip, or a default",
	}[c]
}
