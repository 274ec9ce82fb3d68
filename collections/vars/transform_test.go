package vars

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const token = `"h.eyJzdWIiOiJhbm4iLCJleHAiOjkwMDcxOTkyNTQ3NDA5OTN9.s"`

// promised is every transform, in the order that help lists them.
const promised = "trim lower upper replace regex split base64 unbase64 urlencode raw default join first last at slice map count unique sum int number bool string jsonparse round date unix jwt"

// pipes are values passed through a pipe, and what comes out.
var pipes = []struct{ in, pipe, want string }{
	{`"x"`, "", `"x"`},
	{`" x "`, "trim", `"x"`},
	{`"x"`, "upper | lower", `"x"`},
	{`"a-b"`, `replace("-", "+")`, `"a+b"`},
	{`"a,b"`, `split(",")`, `["a","b"]`},
	{`["a",1]`, `join("-")`, `"a-1"`},
	{`[1,2,3]`, "first", `1`},
	{`[1,2,3]`, "last", `3`},
	{`[1,2,3]`, "at(-2)", `2`},
	{`[1,2,3]`, "slice(1)", `[2,3]`},
	{`"héllo"`, "slice(1, 3)", `"él"`},
	{`"9007199254740993"`, "int", `9007199254740993`},
	{`"12.9"`, "int", `12`},
	{`"129.00"`, "number", `129.00`},
	{`"TRUE"`, "bool", `true`},
	{`1.10`, "string", `"1.10"`},
	{`{"a": 1}`, "string", `"{\"a\": 1}"`},
	{`"2026-01-31T12:00:00Z"`, `date("2006-01-02")`, `"2026-01-31"`},
	{`1769860800`, `date('02.01.2006')`, `"31.01.2026"`},
	{`"2026-01-31T12:00:00Z"`, "unix", `1769860800`},
	{`"<a&b>"`, "base64", `"PGEmYj4="`},
	{`"PGEmYj4"`, "unbase64", `"<a&b>"`},
	{`"a b/c"`, "urlencode", `"a%20b%2Fc"`},
	{`"{\"a\": 1.10}"`, "jsonparse", `{"a": 1.10}`},
	{`"id=77;"`, `regex("id=(\\d+)", 1)`, `"77"`},
	{`"id=77;"`, `regex('id=(?P<n>\d+)', n)`, `"77"`},
	{token, `jwt("sub")`, `"ann"`},
	{token, `jwt("exp")`, `9007199254740993`},
	{`2.345`, "round(2)", `2.35`},
	{`-2.5`, "round", `-3`},
	{`[" a "," b "]`, "map(trim)", `["a","b"]`},
	{`["a,b"]`, `map(split(","))`, `[["a","b"]]`},
	{`[1,1,"1"]`, "unique", `[1,"1"]`},
	{`[1,2]`, "count", `2`},
	{`{"a":1}`, "count", `1`},
	{`["0.1",0.2,9007199254740993]`, "sum", `9007199254740993.3`},
	{`[]`, "sum", `0`},
	{`"a"`, `default("b")`, `"a"`},
	{`7`, "trim", `"7"`},
	{`"abc"`, "split(\"\")", `["a","b","c"]`},
	{`[]`, `join(",")`, `""`},
	{`[[1,2],[3]]`, "map(count) | sum", `3`},
	{`[1,2,3,4]`, "slice(-2)", `[3,4]`},
	{`[1,2,3,4]`, "slice(1,-1)", `[2,3]`},
	{`[1]`, "slice(5,9)", `[]`},
	{`"abc"`, "slice(2, 1)", `""`},
	{`"aé"`, "count", `2`},
	{`1`, "bool", `true`},
	{`"0"`, "bool", `false`},
	{`null`, "string", `"null"`},
	{`"1e2"`, "int", `100`},
	{`-12.9`, "int", `-12`},
	{`-0.4`, "round", `0`},
	{`-0.04`, "round(1)", `0.0`},
	{`1e-3`, "round(2)", `0.00`},
	{`123456789012345678901234567890.125`, "round(2)", `123456789012345678901234567890.13`},
	{`[1e2, 0.5]`, "sum", `100.5`},
	{`[1,1.0,"a","a",{"x":1},{"x":1}]`, "unique", `[1,1.0,"a",{"x":1}]`},
	{`1769860800123`, `date("2006-01-02T15:04:05.000Z07:00")`, `"2026-01-31T12:00:00.123Z"`},
	{`1769860800123456`, `date("05.000000")`, `"00.123456"`},
	{`"1769860800.25"`, `date("05.00")`, `"00.25"`},
	{`1.7698608e9`, "unix", `1769860800`},
	{`-1.5`, "unix", `-2`},
	{`"2026-01-31T12:00:00+01:00"`, `date("15:04 Z07:00")`, `"12:00 +01:00"`},
	{`"Sat, 31 Jan 2026 12:00:00 GMT"`, "unix", `1769860800`},
	{`"Saturday, 31-Jan-26 12:00:00 GMT"`, "unix", `1769860800`},
	{`"2026-01-31"`, "unix", `1769817600`},
	{`"8J-YgA=="`, "unbase64", `"😀"`},
	{`"x"`, ` trim|upper `, `"X"`},
}

func TestApplyPipe(t *testing.T) {
	used := ""
	for _, c := range pipes {
		used += "|" + c.pipe
		got, err := ApplyPipe(c.pipe, mustJSON(t, c.in))
		if err != nil || got.JSON() != c.want {
			t.Errorf("%s | %s: %s, %v; want %s", c.in, c.pipe, got.JSON(), err, c.want)
		}
	}
	var missing []string
	for _, one := range Transforms() {
		if one.Name != "raw" && !strings.Contains(used, one.Name) {
			missing = append(missing, one.Name)
		}
	}
	if missing != nil {
		t.Errorf("no case for %s", missing)
	}
}

func TestApplyPipeRefuses(t *testing.T) {
	for _, c := range []struct{ in, pipe, want string }{
		{`1`, "nonsense", `there is no transform "nonsense"; there are ` + promised},
		{`1`, "Trimm", `there is no transform "Trimm"; the nearest is trim`},
		{`"x"`, "raw", "raw: raw has a meaning in a URL only"},
		{`1`, "nope | first", `there is no transform "nope"; there are ` + promised},
		{`1`, "first | firts", `there is no transform "firts"; the nearest is first`},
		{`[]`, "first", "first: the list is empty"},
		{`[1]`, "map(5)", `map: there is no transform "5"; there are ` + promised},
		{`[1]`, `map("trim")`, "map wants a transform, such as map(trim)"},
		{`[1]`, `map(split)`, "map: split has 0 arguments; it is written split(\",\")"},
		{`[" "]`, `map(map(trim))`, "map: item 0: map: it wants an array and got a string"},
		{`"x"`, "trim(1)", "trim has 1 arguments; it is written trim"},
		{`[1]`, `at("x")`, `at: "x" is not a whole number`},
		{`"x"`, `slice(a)`, `slice: "a" is not a whole number`},
		{`{}`, "slice(1)", "slice: it wants an array or a text and got an object"},
		{`true`, "count", "count: it wants an array, an object or a text and got a boolean"},
		{`[1,"x"]`, "sum", "sum: item 1: the text is not a number"},
		{`[1,[]]`, "sum", "sum: item 1: it wants a number and got an array"},
		{`"maybe"`, "bool", "bool: it is none of true, false, 1 and 0"},
		{`1.5`, "round(-1)", "round: -1 decimals: it takes 0 to 1000"},
		{`null`, "upper", "upper: it wants a text and got null"},
		{`"/w=="`, "unbase64 | upper", "upper: the value is bytes that are no UTF-8 text"},
		{`"/yw="`, `unbase64 | split(",")`, "split: the value is bytes that are no UTF-8 text"},
		{`"a=b="`, "unbase64", "unbase64: it is not base64"},
		{`"x"`, "jsonparse", "jsonparse: not JSON: invalid character 'x' looking for beginning of value"},
		{`"2026-01-31"`, `date("YYYY-MM-DD")`, `date: "YYYY-MM-DD" has no part of a time; a form is how Mon Jan 2 15:04:05 2006 is written in it, such as 2006-01-02`},
		{`"Sat, 31 Jan 2026 12:00:00 EST"`, "unix", "unix: it is not a time: it wants one such as 2026-01-31T12:00:00Z or 1769860800"},
		{`1e30`, "unix", "unix: it is not a time: the number is too large"},
		{`"a.b"`, `jwt("x")`, "jwt: it is not a JWT"},
		{`"a.!.c"`, `jwt("x")`, "jwt: it is not a JWT: its payload is not base64url"},
		{`"a.WzFd.c"`, `jwt("x")`, "jwt: it is not a JWT: its payload is not a JSON object"},
		{token, `jwt("x")`, `jwt: the JWT has no claim "x"`},
		{`"x"`, `regex("(x)", 2)`, "regex: (x) has no group 2"},
		{`"x"`, `regex("(x)|(y)", 2)`, "regex: (x)|(y) does not match"},
		{`"x"`, `replace("a", b(c))`, "replace: b(...) cannot be its argument; a text with brackets is written in quotes"},
		{`"x"`, "trim trim", `after a transform comes | or the end, not "trim"`},
		{`"x"`, "trim |", "after | comes the name of a transform"},
		{`{}`, "trim", "trim: it wants a text and got an object"},
		{`"x"`, "int", "int: the text is not a number"},
		{`1e99999999`, "int", "int: the exponent is too large"},
		{`[1]`, "at(3)", "at: the list has 1 items, none at 3"},
		{`"x"`, `regex("(")`, "regex: error parsing regexp: missing closing ): `(`"},
		{`"x"`, `regex("y")`, "regex: y does not match"},
		{`"x"`, `jwt("a")`, "jwt: it is not a JWT"},
		{`"` + strings.Repeat("a", 1<<20) + `"`, `replace("", "` + strings.Repeat("b", 100) + `")`, "replace: it would make 101 MB of text"},
		{`"soon"`, "unix", "unix: it is not a time: it wants one such as 2026-01-31T12:00:00Z or 1769860800"},
		{`[1]`, "map(upper", `map(...): arguments are separated by commas and closed with )`},
		{`["a"]`, "map(int)", "map: item 0: int: the text is not a number"},
	} {
		_, err := ApplyPipe(c.pipe, mustJSON(t, c.in))
		if err == nil || err.Error() != c.want {
			t.Errorf("%s | %s: %v; want %s", c.in, c.pipe, err, c.want)
		}
	}
}

// TestSecretErrors holds that what is wrong with a secret is said without a part of it.
func TestSecretErrors(t *testing.T) {
	failed := 0
	for _, one := range Transforms() {
		for _, arguments := range []string{"", `("z")`, "(9)", "(int)", `("z", 1)`} {
			for _, in := range []string{"0" + canary, "[\"" + canary + "\"]", canary + "." + canary + "." + canary} {
				_, err := ApplyPipe(one.Name+arguments, NewString(in).AsSecret())
				if err == nil {
					continue
				}
				failed++
				if text := err.Error(); leaks(text) || strings.Contains(text, "hunt") || strings.Contains(text, "'h'") {
					t.Errorf("%s%s: %s", one.Name, arguments, text)
				}
			}
		}
	}
	if failed < 100 {
		t.Errorf("only %d failed", failed)
	}
}

func TestTransformsAreDescribed(t *testing.T) {
	var names []string
	for _, one := range Transforms() {
		names = append(names, one.Name)
		if !strings.HasPrefix(one.Signature, one.Name) || one.Help == "" {
			t.Errorf("%q is written %q: %q", one.Name, one.Signature, one.Help)
		}
	}
	if diff := cmp.Diff(strings.Fields(promised), names); diff != "" {
		t.Error(diff)
	}
}
