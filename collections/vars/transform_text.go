package vars

import (
	"encoding/base64"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

func textTransforms() []Transform {
	return []Transform{
		{"trim", "trim", "without white space at both ends", 0, 0, onText(func(s string, _ []string) (Value, error) { return NewString(strings.TrimSpace(s)), nil })},
		{"lower", "lower", "in lower case", 0, 0, onCharacters(func(s string, _ []string) (Value, error) { return NewString(strings.ToLower(s)), nil })},
		{"upper", "upper", "in upper case", 0, 0, onCharacters(func(s string, _ []string) (Value, error) { return NewString(strings.ToUpper(s)), nil })},
		{"replace", `replace("a", "b")`, "every a replaced by b", 2, 2, onText(replace)},
		{"regex", `regex("pat", 1)`, "what a regular expression matches, or its group", 1, 2, onText(match)},
		{"split", `split(",")`, "a list of the parts", 1, 1, onText(func(s string, a []string) (Value, error) { return newList(toValues(strings.Split(s, a[0]))) })},
		{"base64", "base64", "in base64", 0, 0, onText(func(s string, _ []string) (Value, error) {
			return NewString(base64.StdEncoding.EncodeToString([]byte(s))), nil
		})},
		{"unbase64", "unbase64", "decoded from base64, standard or URL alphabet", 0, 0, onText(unbase64)},
		{"urlencode", "urlencode", "percent-encoded", 0, 0, onText(func(s string, _ []string) (Value, error) { return NewString(percent(s)), nil })},
		{"raw", "raw", "in a URL: not encoded", 0, 0, func(Value, []argument) (Value, error) { return Value{}, errors.New(rawElsewhere) }},
		{"default", `default("x")`, "x when there is no such variable", 1, 1, func(v Value, _ []argument) (Value, error) { return v, nil }},
	}
}

// longestReplaced is how many bytes replacing may make of a text.
const longestReplaced = 64 << 20

func replace(s string, a []string) (Value, error) {
	if n := len(s) + strings.Count(s, a[0])*max(len(a[1])-len(a[0]), 0); n > longestReplaced {
		return Value{}, fmt.Errorf("it would make %d MB of text", n>>20)
	}
	return NewString(strings.ReplaceAll(s, a[0], a[1])), nil
}

func toValues(texts []string) []Value {
	values := make([]Value, len(texts))
	for i, t := range texts {
		values[i] = NewString(t)
	}
	return values
}

// match gives the first match of a[0] (RE2 syntax), or its group a[1], by number or name.
func match(s string, a []string) (Value, error) {
	re, err := regexp.Compile(a[0])
	if err != nil {
		return Value{}, err
	}
	group := 0
	if len(a) > 1 {
		if group, err = strconv.Atoi(a[1]); err != nil {
			group = re.SubexpIndex(a[1])
		}
	}
	if group < 0 || group > re.NumSubexp() {
		return Value{}, fmt.Errorf("%s has no group %s", a[0], a[1])
	}
	found := re.FindStringSubmatchIndex(s)
	if found == nil || found[2*group] < 0 {
		return Value{}, fmt.Errorf("%s does not match", a[0])
	}
	return NewString(s[found[2*group]:found[2*group+1]]), nil
}

func unbase64(s string, _ []string) (Value, error) {
	plain := strings.NewReplacer("-", "+", "_", "/", "\n", "", "\r", "").Replace(s)
	data, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(plain, "="))
	if err != nil {
		return Value{}, errors.New("it is not base64")
	}
	return NewString(string(data)), nil
}
