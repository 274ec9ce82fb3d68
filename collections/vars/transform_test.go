package vars

import (
	"strings"
	"testing"
)

func TestApplyPipe(t *testing.T) {
	const token = `"h.eyJzdWIiOiJhbm4iLCJleHAiOjkwMDcxOTkyNTQ3NDA5OTN9.s"`
	for _, c := range []struct{ in, pipe, want string }{
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
	} {
		got, err := ApplyPipe(c.pipe, mustJSON(t, c.in))
		if err != nil || got.JSON() != c.want {
			t.Errorf("%s | %s: %s, %v; want %s", c.in, c.pipe, got.JSON(), err, c.want)
		}
	}
}

func TestApplyPipeRefuses(t *testing.T) {
	for _, c := range []struct{ in, pipe, want string }{
		{`1`, "nonsense", `there is no transform "nonsense"`},
		{`"x"`, "trim trim", `after a transform comes | or the end, not "trim"`},
		{`"x"`, "trim |", "after | comes the name of a transform"},
		{`{}`, "trim", "trim: it wants a text and got an object"},
		{`"x"`, "int", "int: the text is not a number"},
		{`1e99999999`, "int", "int: the exponent is too large"},
		{`[1]`, "at(3)", "at: the list has 1 items, none at 3"},
		{`"x"`, `regex("(")`, "regex: error parsing regexp: missing closing ): `(`"},
		{`"x"`, `regex("y")`, "regex: y does not match"},
		{`"x"`, `jwt("a")`, "jwt: it is not a JWT"},
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

func TestTransformsAreDescribed(t *testing.T) {
	for _, one := range Transforms() {
		if !strings.HasPrefix(one.Signature, one.Name) || one.Help == "" {
			t.Errorf("%q is written %q: %q", one.Name, one.Signature, one.Help)
		}
	}
}
