package emit

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"dowse/client/document"
	"dowse/client/mapping"
	"dowse/collections"
	"dowse/collections/vars"
)

// prelude are the words that a program is written in. They tell a member that is missing from one that is null, as
// mappings do.
const prelude = `def key($k): if type == "object" and has($k) then .[$k] else empty end;
def item($i): if type == "array" and (if $i < 0 then 0 - $i <= length else $i < length end) then .[$i] else empty end;
def each: if type == "array" or type == "object" then .[] else empty end;
def put($p; f): . as $t | reduce f as $v ($t; setpath($p; $v));
def text: if type == "string" then . elif type == "number" or type == "boolean" then tostring else error("a text is wanted") end;
def num: if type == "number" then . elif type == "string" then tonumber else error("a number is wanted") end;
def instant: (text | capture("^(?<Y>[0-9]{4})-(?<m>[0-9]{2})-(?<d>[0-9]{2})(?:[T ](?<H>[0-9]{2}):(?<M>[0-9]{2}):(?<S>[0-9]{2})(?:[.][0-9]+)?(?<z>Z|[-+][0-9]{2}:[0-9]{2})?)?$")) // error("it is not a time")
  | {Y, m, d, H: (.H // "00"), M: (.M // "00"), S: (.S // "00"), z: (.z // "Z")};
def seconds: instant | . as $i | "\(.Y)-\(.m)-\(.d)T\(.H):\(.M):\(.S)Z" | fromdateiso8601
  - ($i.z | if . == "Z" then 0 else (.[1:3] | tonumber) * 3600 + (.[4:6] | tonumber) * 60 | if $i.z[0:1] == "-" then 0 - . else . end end);
def once: reduce .[] as $x ([]; if any(.[]; . == $x) then . else . + [$x] end);
`

// writeJQ writes a program that makes the rows that dowse map makes: one that fails is left out, and why is on stderr.
func writeJQ(in Input) ([]byte, error) {
	rows, err := jqRows(in.Mapping.From.Rows)
	if err != nil {
		return nil, fmt.Errorf("rows: %w", err)
	}
	var plain, formulas, notes []string
	for _, f := range in.Mapping.Fields {
		text, note, err := jqField(f)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.To, err)
		}
		if note != "" {
			notes = append(notes, "# "+f.To+": "+note+"\n")
		}
		if f.Expr != "" {
			formulas = append(formulas, text)
		} else {
			plain = append(plain, text)
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "# %s: jq -c -f FILE response.json\n%s%s", strings.ReplaceAll(in.name(), "\n", " "), strings.Join(notes, ""), prelude)
	fmt.Fprintf(&b, "%s | . as $row\n| try ({}\n", rows)
	for _, text := range append(plain, formulas...) {
		b.WriteString("  | " + text + "\n")
	}
	b.WriteString(`) catch (stderr | empty)` + "\n")
	return []byte(b.String()), nil
}

// jqRows are the rows of a response.
func jqRows(path string) (string, error) {
	if path == "" {
		return `if type == "array" then .[] else . end`, nil
	}
	all, err := steps(path)
	if err != nil {
		return "", err
	}
	if len(all) == 0 {
		return ".", nil
	}
	return jqSteps(all), nil
}

// jqSteps is a path as a pipe.
func jqSteps(all []document.QueryStep) string {
	if len(all) == 0 {
		return "."
	}
	words := make([]string, len(all))
	for i, s := range all {
		switch s.Kind {
		case document.StepName:
			words[i] = "key(" + quoted(s.Name) + ")"
		case document.StepIndex:
			words[i] = "item(" + strconv.Itoa(s.Index) + ")"
		case document.StepEach:
			words[i] = "each"
		}
	}
	return strings.Join(words, " | ")
}

// quoted is a text as a string of jq, which is one of JSON: a backslash in it is escaped, so no \(program) is.
func quoted(text string) string { return vars.NewString(text).JSON() }

// jqField puts one field into the row. note is what is not quite the same there.
func jqField(f collections.MappedField) (text, note string, err error) {
	names, err := collections.SplitTo(f.To)
	if err != nil {
		return "", "", err
	}
	place, _ := json.Marshal(names) // texts can always be written
	put := func(value string) string { return fmt.Sprintf("put(%s; %s)", place, value) }
	pipe, note, err := jqPipe(f)
	if err != nil {
		return "", "", err
	}
	missing := func(why string) (string, error) { return jqMissing(f, why) }
	switch {
	case f.Value != nil:
		if pipe == "" {
			return put(f.Value.JSON()), note, nil
		}
		return put("(" + f.Value.JSON() + pipe + ")"), note, nil
	case f.Expr != "":
		language := &jqLanguage{field: f.To, lenient: strings.Contains(f.Expr, "??") || strings.Contains(f.Expr, "?.")}
		made, err := formula(f.Expr, language)
		if err != nil {
			return "", "", err
		}
		none, err := missing("the formula gives nothing, or what it uses is not there")
		if err != nil {
			return "", "", err
		}
		if len(language.used) > 0 && !language.lenient {
			made = fmt.Sprintf("if [%s] | any(.[]; . == null) then null else %s end", strings.Join(language.used, ", "), made)
		}
		return put(fmt.Sprintf(". as $t | (%s) | if . == null then %s else .%s end", made, none, pipe)), note, nil
	case !f.HasSource():
		none, err := missing("nothing supplies it yet")
		return put(none), note, err
	}
	read, err := jqRead(f)
	if err != nil {
		return "", "", err
	}
	none, err := missing("it is missing")
	if err != nil {
		return "", "", err
	}
	nothing := ""
	if f.Required || f.IfMissing.Policy != "" {
		null, err := missing("it is null")
		if err != nil {
			return "", "", err
		}
		nothing = " | if . == null then " + null + " else . end"
	}
	// A default stands as it is: what follows is for what was read.
	return put(fmt.Sprintf("[$row | %s] | if length == 0 then %s else .[0]%s%s end", read, none, nothing, pipe)), note, nil
}

// jqRead selects what a field is made of: one value, or none.
func jqRead(f collections.MappedField) (string, error) {
	all, err := steps(cmp.Or(f.Path, "$"))
	if err != nil {
		return "", err
	}
	read := jqSteps(all)
	switch {
	case f.Take == collections.TakeAll:
		read = "[" + read + "]"
	case f.Take == collections.TakeFirst:
		read = "first(" + read + ")"
	case f.Take == collections.TakeLast:
		read = "[" + read + "] | item(-1)"
	case several(all):
		read = fmt.Sprintf("[%s] | if length > 1 then error(%s) else .[] end", read, quoted(f.To+": several values match"))
	}
	if f.JQ != "" {
		read += " | first(" + f.JQ + ")"
	}
	return read, nil
}

// jqMissing is what stands for a value that is not there.
func jqMissing(f collections.MappedField, why string) (string, error) {
	switch {
	case f.IfMissing.Policy == collections.MissingDefault:
		return fallback(f)
	case f.Required || f.IfMissing.Policy == collections.MissingFail:
		return "error(" + quoted(f.To+": "+why) + ")", nil
	}
	return "empty", nil
}

// fallback is the default of a field, of the type that the target wants, as JSON.
func fallback(f collections.MappedField) (string, error) {
	v, err := mapping.Convert(f.IfMissing.Default, f.Type)
	if err != nil {
		return "", fmt.Errorf("its default: %w", err)
	}
	return v.JSON(), nil
}

// jqPipe is what follows a value: its transforms, and the type that the target wants. Null passes only where there are none.
func jqPipe(f collections.MappedField) (pipe, note string, err error) {
	all, err := calls(f)
	if err != nil {
		return "", "", err
	}
	for _, c := range all {
		word, err := jqCall(c)
		if err != nil {
			return "", "", err
		}
		pipe += " | " + word
		if c.Name == "lower" || c.Name == "upper" {
			note = c.Name + " changes the letters of ASCII only in jq"
		}
	}
	if pipe != "" {
		pipe = fmt.Sprintf(" | (try (%s) catch error(%s + (. | tostring)))", strings.TrimPrefix(pipe, " | "), quoted(f.To+": "))
	}
	return pipe + jqType(f), note, nil
}

// jqType makes a value one of the type that the target wants.
func jqType(f collections.MappedField) string {
	if f.Type == "" {
		return ""
	}
	wrong := fmt.Sprintf("error(%s + tojson)", quoted(f.To+": the target wants "+f.Type+", and it is "))
	var words string
	switch f.Type {
	case "number", "integer":
		words = fmt.Sprintf(`type == "number" then . elif type == "string" then (try tonumber catch null) // %s`, wrong)
	case "boolean":
		words = `type == "boolean" then . elif . == "true" then true elif . == "false" then false`
	case "string":
		words = `type == "string" then . elif type == "number" or type == "boolean" then tostring`
	default:
		words = fmt.Sprintf("type == %s then .", quoted(f.Type))
	}
	text := fmt.Sprintf(" | if . == null then . elif %s else %s end", words, wrong)
	if f.Type == "integer" {
		text += fmt.Sprintf(" | if . == null or . == floor then . else %s end", wrong)
	}
	return text
}

// jqWords are the transforms that are the same words in jq, whatever the value; %[1]s and %[2]s are their arguments.
var jqWords = map[string]string{
	"trim":      `(text | gsub("^[[:space:]]+|[[:space:]]+$"; ""))`,
	"lower":     "(text | ascii_downcase)",
	"upper":     "(text | ascii_upcase)",
	"replace":   "(text | split(%[1]s) | join(%[2]s))",
	"split":     "(text | split(%[1]s))",
	"base64":    "(text | @base64)",
	"unbase64":  `(text | gsub("-"; "+") | gsub("_"; "/") | @base64d)`,
	"urlencode": `(text | @uri | gsub("!"; "%%21") | gsub("'"; "%%27") | gsub("[(]"; "%%28") | gsub("[)]"; "%%29") | gsub("[*]"; "%%2A"))`,
	"join":      `(map(if type == "string" then . else tojson end) | join(%[1]s))`,
	"first":     "item(0)",
	"last":      "item(-1)",
	"count":     "length",
	"unique":    "once",
	"sum":       "(map(num) | add // 0)",
	"number":    "num",
	"int":       "(num | if . < 0 then ceil else floor end)",
	"string":    "text",
	"bool":      `(text | ascii_downcase | if . == "true" or . == "1" then true elif . == "false" or . == "0" then false else error("no truth value") end)`,
	"jsonparse": "(text | fromjson)",
	"unix":      `(if type == "number" then floor else seconds end)`,
	"jwt":       `(text | split(".")[1] | gsub("-"; "+") | gsub("_"; "/") | @base64d | fromjson | key(%[1]s))`,
}

// jqCall is one transform.
func jqCall(c vars.Call) (string, error) {
	if c.Name == "replace" && c.Args[0].Reveal() == "" {
		return "", fmt.Errorf("replace of nothing is not written in jq")
	}
	if form, ok := jqWords[c.Name]; ok {
		return filled(form, c), nil
	}
	switch c.Name {
	case "default":
		return ".", nil
	case "regex":
		return jqRegex(c)
	case "at":
		n, err := number(c, 0)
		return fmt.Sprintf("item(%d)", n), err
	case "slice":
		from, err := number(c, 0)
		if err != nil || len(c.Args) == 1 {
			return fmt.Sprintf(".[%d:]", from), err
		}
		to, err := number(c, 1)
		return fmt.Sprintf(".[%d:%d]", from, to), err
	case "map":
		inner, err := jqCall(*c.Each)
		return "map(" + inner + ")", err
	case "round":
		scale, err := scaleOf(c)
		return fmt.Sprintf("(num * %s | round / %s)", scale, scale), err
	case "date":
		parts, err := dateParts(c.Args[0].Reveal())
		for i, p := range parts {
			if name, isPart := strings.CutPrefix(p, "\x00"); isPart {
				parts[i] = "." + name
			} else {
				parts[i] = quoted(p)
			}
		}
		return "(if type == \"number\" then todate else . end | instant | " + strings.Join(parts, " + ") + ")", err
	}
	return "", fmt.Errorf("%s is not written in jq", c.Name)
}

// jqRegex is what a regular expression matches, or its group.
func jqRegex(c vars.Call) (string, error) {
	pattern := quoted(c.Args[0].Reveal())
	take := ".string"
	if len(c.Args) > 1 && c.Args[1].Reveal() != "0" {
		n, err := number(c, 1)
		if err != nil {
			return fmt.Sprintf(`((text | capture(%s) | .[%s]) // error("it does not match"))`, pattern, quoted(c.Args[1].Reveal())), nil
		}
		take = fmt.Sprintf(".captures[%d].string", n-1)
	}
	return fmt.Sprintf(`((text | match(%s) | %s) // error("it does not match"))`, pattern, take), nil
}

// filled puts the arguments of a transform into its form, as texts of JSON, which jq and JavaScript read alike.
func filled(form string, c vars.Call) string {
	args := make([]any, len(c.Args))
	for i, a := range c.Args {
		args[i] = quoted(a.Reveal())
	}
	if !strings.Contains(form, "%[1]s") {
		args = nil
	}
	return fmt.Sprintf(form, args...)
}

// scaleOf is what a number is multiplied by before it is rounded: a one with as many noughts as it has decimals.
func scaleOf(c vars.Call) (string, error) {
	if len(c.Args) == 0 {
		return "1", nil
	}
	n, err := number(c, 0)
	return "1" + strings.Repeat("0", max(0, n)), err
}
