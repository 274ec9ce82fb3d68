package emit

import (
	"fmt"
	"strings"
)

// jqLanguage writes a formula in jq.
type jqLanguage struct {
	field   string
	lenient bool     // the formula says what becomes of what is not there
	used    []string // fields of the target
}

func (jqLanguage) title() string           { return "jq" }
func (jqLanguage) text(text string) string { return quoted(text) }

func (l *jqLanguage) name(path []string) (string, error) {
	from, row := "$t", path[0] == "row"
	if row {
		from, path = "$row", path[1:]
	}
	for _, name := range path {
		from += "[" + quoted(name) + "]"
	}
	if !row {
		l.used = append(l.used, from)
	} else if !l.lenient {
		from = fmt.Sprintf("(%s | if . == null then error(%s) else . end)", from, quoted(l.field+": the row has no "+strings.Join(path, ".")))
	}
	return from, nil
}

func (jqLanguage) binary(op, left, right string) (string, bool) {
	switch op {
	case "+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=":
		return fmt.Sprintf("(%s %s %s)", left, op, right), true
	case "and", "&&":
		return fmt.Sprintf("(%s and %s)", left, right), true
	case "or", "||":
		return fmt.Sprintf("(%s or %s)", left, right), true
	case "??":
		return fmt.Sprintf("(%s | if . == null then %s else . end)", left, right), true
	case "contains":
		return fmt.Sprintf("(%s | contains(%s))", left, right), true
	case "startsWith":
		return fmt.Sprintf("(%s | startswith(%s))", left, right), true
	case "endsWith":
		return fmt.Sprintf("(%s | endswith(%s))", left, right), true
	case "in":
		return fmt.Sprintf("(%s as $one | %s | any(.[]; . == $one))", left, right), true
	}
	return "", false
}

func (jqLanguage) unary(op, operand string) (string, bool) {
	switch op {
	case "-":
		return "(0 - " + operand + ")", true
	case "not", "!":
		return "(" + operand + " | not)", true
	}
	return "", false
}

func (jqLanguage) choice(condition, yes, no string) string {
	return fmt.Sprintf("(if %s then %s else %s end)", condition, yes, no)
}

func (jqLanguage) list(items []string) string { return "[" + strings.Join(items, ", ") + "]" }

func (jqLanguage) index(of, at string) string { return of + "[" + at + "]" }

func (jqLanguage) call(function string, args []string) (string, bool) {
	words, ok := map[string]string{
		"string": "tostring", "int": `(num | if . < 0 then ceil else floor end)`, "float": "num", "len": "length", "upper": "ascii_upcase", "lower": "ascii_downcase",
		"trim": `gsub("^[[:space:]]+|[[:space:]]+$"; "")`, "abs": "fabs", "ceil": "ceil", "floor": "floor", "round": "round", "sum": "(add // 0)", "first": "item(0)", "last": "item(-1)",
		"toJSON": "tojson", "fromJSON": "fromjson", "toBase64": "@base64", "fromBase64": "@base64d",
	}[function]
	switch {
	case ok && len(args) == 1:
		return fmt.Sprintf("(%s | %s)", args[0], words), true
	case function == "split" && len(args) == 2:
		return fmt.Sprintf("(%s | split(%s))", args[0], args[1]), true
	case function == "join" && len(args) == 2:
		return fmt.Sprintf("(%s | map(tostring) | join(%s))", args[0], args[1]), true
	case function == "replace" && len(args) == 3:
		return fmt.Sprintf("(%s | split(%s) | join(%s))", args[0], args[1], args[2]), true
	}
	return "", false
}
