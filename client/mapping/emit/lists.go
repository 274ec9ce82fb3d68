package emit

import (
	"cmp"
	"fmt"
	"strings"

	"dowse/collections"
)

// writePaths writes a line for each field that has a path: the field, a tab, and its path from the root of the response.
func writePaths(in Input) ([]byte, error) {
	var b strings.Builder
	rows := cmp.Or(in.Mapping.From.Rows, "$")
	for _, f := range in.Mapping.Fields {
		if f.Path != "" {
			fmt.Fprintf(&b, "%s\t%s%s\n", f.To, rows, strings.TrimPrefix(f.Path, "$"))
		}
	}
	if b.Len() == 0 {
		return nil, fmt.Errorf("no field of the mapping has a path")
	}
	return []byte(b.String()), nil
}

// writeMarkdown writes a table for people (GitHub Flavored Markdown section 4.10).
func writeMarkdown(in Input) ([]byte, error) {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n", inline(in.name()))
	if in.Mapping.Note != "" {
		fmt.Fprintf(&b, "%s\n\n", inline(in.Mapping.Note))
	}
	if from := in.Mapping.From; from.Request != "" {
		fmt.Fprintf(&b, "From `%s`, each of `%s`", from.Request, cmp.Or(from.Rows, "$"))
		if into := in.Mapping.Into; into.Request != "" {
			fmt.Fprintf(&b, ", into `%s`", into.Request)
		}
		b.WriteString(".\n\n")
	}
	b.WriteString("| target | source | type | required | transform | if missing |\n| --- | --- | --- | --- | --- | --- |\n")
	for _, f := range in.Mapping.Fields {
		required := ""
		if f.Required {
			required = "yes"
		}
		cells := []string{code(f.To), source(f), Type(f), required, code(f.Transform), missing(f)}
		fmt.Fprintf(&b, "| %s |\n", strings.Join(cells, " | "))
	}
	return []byte(b.String()), nil
}

// source is what a field is made of, for people.
func source(f collections.MappedField) string {
	switch {
	case f.Value != nil:
		return "always " + code(f.Value.JSON())
	case f.Expr != "":
		return "formula " + code(f.Expr)
	case !f.HasSource():
		return "nothing yet"
	}
	text := code(cmp.Or(f.Path, "$"))
	if f.Take != "" && f.Take != collections.TakeOne {
		text += ", " + string(f.Take)
	}
	if f.JQ != "" {
		text += ", jq " + code(f.JQ)
	}
	return text
}

func missing(f collections.MappedField) string {
	switch f.IfMissing.Policy {
	case "":
		return ""
	case collections.MissingDefault:
		return code(f.IfMissing.Default.JSON())
	}
	return string(f.IfMissing.Policy)
}

// code is a text as code within a cell of a table.
func code(text string) string {
	if text == "" {
		return ""
	}
	text = strings.NewReplacer("\n", " ", "\r", " ", "|", `\|`).Replace(text)
	fence := "`"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	if len(fence) > 1 {
		return fence + " " + text + " " + fence
	}
	return fence + text + fence
}

// inline is a text that is no markup.
func inline(text string) string {
	return strings.NewReplacer("\n", " ", "\r", " ", `\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "<", `\<`, "|", `\|`).Replace(text)
}
