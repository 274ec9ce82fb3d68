package emit

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"dowse/client/document"
	"dowse/collections"
	"dowse/collections/vars"
)

// script is the expression of JavaScript that makes a field of $json, which is the row.
func script(f collections.MappedField) (string, error) {
	if f.JQ != "" {
		return "", fmt.Errorf("it is made with jq, which is not written in JavaScript; make it with a path, a transform or a formula")
	}
	switch {
	case f.Value != nil:
		return scriptPipe(f.Value.JSON(), f)
	case f.Expr != "":
		made, err := formula(f.Expr, scriptLanguage{})
		if err != nil {
			return "", err
		}
		return scriptPipe(made, f)
	case !f.HasSource():
		return "", fmt.Errorf("nothing supplies it yet")
	}
	all, err := steps(cmp.Or(f.Path, "$"))
	if err != nil {
		return "", err
	}
	read := scriptSteps("$json", all)
	switch {
	case f.Take == collections.TakeAll && !several(all):
		read = "[" + read + "]"
	case f.Take == collections.TakeFirst && several(all):
		read += "[0]"
	case f.Take == collections.TakeLast && several(all):
		read += ".at(-1)"
	}
	return scriptPipe(read, f)
}

// scriptPipe passes an expression through the transforms of a field, its type and its default.
func scriptPipe(text string, f collections.MappedField) (string, error) {
	all, err := calls(f)
	if err != nil {
		return "", err
	}
	optional := f.Value == nil && (len(all) > 0 || f.Type != "") && (!f.Required || f.IfMissing.Policy == collections.MissingDefault)
	read := text
	for _, c := range all {
		if text, err = scriptCall(text, c); err != nil {
			return "", err
		}
	}
	switch f.Type {
	case "number", "integer":
		text = "Number(" + text + ")"
	case "string":
		text = "String(" + text + ")"
	case "boolean":
		text = "(String(" + text + ") === \"true\")"
	}
	if f.Value != nil {
		return text, nil
	}
	none := "undefined"
	if f.IfMissing.Policy == collections.MissingDefault {
		if none, err = fallback(f); err != nil {
			return "", err
		}
	}
	switch {
	case optional:
		return fmt.Sprintf("(%s) == null ? %s : %s", read, none, text), nil
	case none != "undefined":
		return "(" + text + ") ?? " + none, nil
	}
	return text, nil
}

// scriptSteps follows a path.
func scriptSteps(from string, all []document.QueryStep) string {
	for i, s := range all {
		switch s.Kind {
		case document.StepName:
			if isName(s.Name) {
				from += "?." + s.Name
			} else {
				from += "?.[" + quoted(s.Name) + "]"
			}
		case document.StepIndex:
			from += "?.at(" + strconv.Itoa(s.Index) + ")"
		case document.StepEach:
			rest := all[i+1:]
			switch {
			case len(rest) == 0:
				return "Object.values(" + from + " ?? [])"
			case several(rest):
				return fmt.Sprintf("Object.values(%s ?? []).flatMap(x => %s)", from, scriptSteps("x", rest))
			}
			return fmt.Sprintf("Object.values(%s ?? []).map(x => %s).filter(x => x !== undefined)", from, scriptSteps("x", rest))
		}
	}
	return from
}

// isName tells whether a name may follow a dot in JavaScript, in its simplest form.
func isName(name string) bool {
	for i, r := range name {
		if r != '_' && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (i == 0 || r < '0' || r > '9') {
			return false
		}
	}
	return name != ""
}

// scriptWords are the transforms that are the same words in JavaScript, whatever the value, which stands for %[1]s; the others
// are their arguments.
var scriptWords = map[string]string{
	"trim":      "String(%[1]s).trim()",
	"lower":     "String(%[1]s).toLowerCase()",
	"upper":     "String(%[1]s).toUpperCase()",
	"replace":   "String(%[1]s).replaceAll(%[2]s, %[3]s)",
	"split":     "String(%[1]s).split(%[2]s)",
	"join":      "(%[1]s).join(%[2]s)",
	"first":     "(%[1]s)[0]",
	"last":      "(%[1]s).at(-1)",
	"unique":    "[...new Set(%[1]s)]",
	"sum":       "(%[1]s).reduce((a, b) => a + Number(b), 0)",
	"count":     "Object.keys(%[1]s).length",
	"number":    "Number(%[1]s)",
	"int":       "Math.trunc(Number(%[1]s))",
	"string":    "String(%[1]s)",
	"bool":      `["true", "1"].includes(String(%[1]s).toLowerCase())`,
	"jsonparse": "JSON.parse(%[1]s)",
	"urlencode": `encodeURIComponent(%[1]s).replace(/[!'()*]/g, c => "%%" + c.charCodeAt(0).toString(16).toUpperCase())`,
	"unix":      "Math.floor(Date.parse(%[1]s) / 1000)",
	"default":   "%[1]s",
}

// scriptCall is one transform of an expression.
func scriptCall(text string, c vars.Call) (string, error) {
	if form, ok := scriptWords[c.Name]; ok {
		args := []any{text}
		for i := 0; i < len(c.Args) && strings.Contains(form, fmt.Sprintf("%%[%d]s", i+2)); i++ {
			args = append(args, quoted(c.Args[i].Reveal()))
		}
		return fmt.Sprintf(form, args...), nil
	}
	switch c.Name {
	case "regex":
		group := "0"
		if len(c.Args) > 1 {
			group = c.Args[1].Reveal()
		}
		access := "[" + group + "]"
		if _, err := strconv.Atoi(group); err != nil {
			access = ".groups[" + quoted(group) + "]"
		}
		return fmt.Sprintf("String(%s).match(new RegExp(%s))%s", text, quoted(c.Args[0].Reveal()), access), nil
	case "at":
		n, err := number(c, 0)
		return fmt.Sprintf("(%s).at(%d)", text, n), err
	case "slice":
		var args []string
		for i := range c.Args {
			n, err := number(c, i)
			if err != nil {
				return "", err
			}
			args = append(args, strconv.Itoa(n))
		}
		return fmt.Sprintf("(%s).slice(%s)", text, strings.Join(args, ", ")), nil
	case "map":
		inner, err := scriptCall("x", *c.Each)
		return fmt.Sprintf("(%s).map(x => %s)", text, inner), err
	case "round":
		scale, err := scaleOf(c)
		return fmt.Sprintf("(Math.round(Number(%s) * %s) / %s)", text, scale, scale), err
	case "date":
		return scriptDate(text, c.Args[0].Reveal())
	}
	return "", fmt.Errorf("%s is not written in JavaScript", c.Name)
}

// scriptDate writes a time anew: its parts are those that are written, in its own zone.
func scriptDate(text, layout string) (string, error) {
	parts, err := dateParts(layout)
	if err != nil {
		return "", err
	}
	groups := map[string]string{"Y": "$1", "m": "$2", "d": "$3", "H": "$4", "M": "$5", "S": "$6"}
	var to strings.Builder
	clocked := false
	for _, p := range parts {
		if name, isPart := strings.CutPrefix(p, "\x00"); isPart {
			to.WriteString(groups[name])
			clocked = clocked || strings.Contains("HMS", name)
		} else {
			to.WriteString(strings.ReplaceAll(p, "$", "$$"))
		}
	}
	pattern := `/^(\d{4})-(\d\d)-(\d\d).*$/s`
	if clocked {
		pattern = `/^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d).*$/s`
	}
	return fmt.Sprintf("String(%s).replace(%s, %s)", text, pattern, quoted(to.String())), nil
}

// scriptLanguage writes formulas in JavaScript, over the row and the fields that a node before has made.
type scriptLanguage struct{}

func (scriptLanguage) title() string           { return "JavaScript" }
func (scriptLanguage) text(text string) string { return quoted(text) }

// name is a member of the row. Fields of the target are not there yet where a node makes them all at once.
func (scriptLanguage) name(path []string) (string, error) {
	if path[0] != "row" {
		return "", fmt.Errorf("its formula uses the field %s, and n8n makes all fields of a node at once; write it over row", strings.Join(path, "."))
	}
	var all []document.QueryStep
	for _, name := range path[1:] {
		all = append(all, document.QueryStep{Name: name})
	}
	return scriptSteps("$json", all), nil
}

func (scriptLanguage) binary(op, left, right string) (string, bool) {
	switch op {
	case "+", "-", "*", "/", "%", "<", "<=", ">", ">=", "??":
		return fmt.Sprintf("(%s %s %s)", left, op, right), true
	case "==":
		return fmt.Sprintf("(%s === %s)", left, right), true
	case "!=":
		return fmt.Sprintf("(%s !== %s)", left, right), true
	case "and", "&&":
		return fmt.Sprintf("(%s && %s)", left, right), true
	case "or", "||":
		return fmt.Sprintf("(%s || %s)", left, right), true
	case "contains":
		return fmt.Sprintf("%s.includes(%s)", left, right), true
	case "startsWith":
		return fmt.Sprintf("%s.startsWith(%s)", left, right), true
	case "endsWith":
		return fmt.Sprintf("%s.endsWith(%s)", left, right), true
	case "in":
		return fmt.Sprintf("%s.includes(%s)", right, left), true
	}
	return "", false
}

func (scriptLanguage) unary(op, operand string) (string, bool) {
	switch op {
	case "-":
		return "-(" + operand + ")", true
	case "not", "!":
		return "!(" + operand + ")", true
	}
	return "", false
}

func (scriptLanguage) choice(condition, yes, no string) string {
	return fmt.Sprintf("(%s ? %s : %s)", condition, yes, no)
}

func (scriptLanguage) list(items []string) string { return "[" + strings.Join(items, ", ") + "]" }

func (scriptLanguage) index(of, at string) string { return of + "[" + at + "]" }

func (scriptLanguage) call(function string, args []string) (string, bool) {
	form, ok := map[string]string{
		"string": "String(%s)", "int": "Math.trunc(Number(%s))", "float": "Number(%s)", "len": "(%s).length", "upper": "(%s).toUpperCase()", "lower": "(%s).toLowerCase()",
		"trim": "(%s).trim()", "abs": "Math.abs(%s)", "ceil": "Math.ceil(%s)", "floor": "Math.floor(%s)", "round": "Math.round(%s)",
		"sum": "(%s).reduce((a, b) => a + b, 0)", "first": "(%s)[0]", "last": "(%s).at(-1)", "toJSON": "JSON.stringify(%s)", "fromJSON": "JSON.parse(%s)",
	}[function]
	switch {
	case ok && len(args) == 1:
		return fmt.Sprintf(form, args[0]), true
	case (function == "split" || function == "join") && len(args) == 2:
		return fmt.Sprintf("(%s).%s(%s)", args[0], function, args[1]), true
	case function == "replace" && len(args) == 3:
		return fmt.Sprintf("(%s).replaceAll(%s, %s)", args[0], args[1], args[2]), true
	}
	return "", false
}
