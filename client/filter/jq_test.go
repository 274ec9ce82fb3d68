package filter

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/itchyny/gojq"
	"pgregory.net/rapid"

	"dowse/client/document"
	"dowse/collections/long"
)

const shop = `{"data":[{"id":12345678901234567890,"name":"a","price":1.50},{"id":2,"name":"b"}],"odd key":{"x":[1,2,3]},"a":1,"a":2}`

func TestJQ(t *testing.T) {
	d := document.ParseJSON([]byte(shop))
	for _, c := range []struct {
		src  string
		made bool
		want []string
	}{
		{".data[].id", false, []string{"12345678901234567890", "2"}},
		{".data[] | select(.id > 5)", false, []string{`{"id":12345678901234567890,"name":"a","price":1.50}`}},
		{".data[].price", false, []string{"1.50", "null"}},
		{".data[0].price", false, []string{"1.50"}},
		{".data | map(.id)", true, []string{"[12345678901234567890,2]"}},
		{`.["odd key"].x[1:][]`, false, []string{"2", "3"}},
		{`.["odd key"].x[1:]`, true, []string{"[2,3]"}},
		{`.["odd key"].x[-1]`, false, []string{"3"}},
		{`.["odd key"].x | last`, false, []string{"3"}},
		{`.["odd key"].x | first(.[] | select(. > 1))`, false, []string{"2"}},
		{".a", false, []string{"2"}}, // of two members the last
		{"jq: .data | length", true, []string{"2"}},
		{"{(.data[].name): 1}", true, []string{`{"a":1}`, `{"b":1}`}},
		{"[.data[].price] | add", true, []string{"1.5"}},
		{"empty", false, nil},
		{".data[] | select(.none)", false, nil},
		{"1, .a", true, []string{"1", "2"}},
		{"$ENV | length", true, nil}, // begins with $: see below
		{"jq: $ENV", true, []string{"{}"}},
		{"env", true, []string{"{}"}},
		{"input_filename", true, []string{"null"}},
		{"debug | .a", false, []string{"2"}},
		{".a, halt, .b", false, []string{"2"}},
		{"1, halt, .b", true, []string{"1"}},
		{".data[0].id + 1", true, []string{"12345678901234567891"}},
		{"[nan, infinite, -0]", true, []string{"[null,1.7976931348623157e+308,0]"}},
		{`"<\u0001é>"`, true, []string{`"<\u0001é>"`}},
		{".. | numbers", false, []string{"2", "12345678901234567890", "1.50", "2", "1", "2", "3"}},
		{"try error(\"x\") catch .", true, []string{`"x"`}},
		{".data | sort_by(.id) | .[0].name", true, []string{`"b"`}},
		{".data | first(.[] | .name *= 2) | .name", true, []string{`"aa"`}},
		{".a *= (1, 3) | .a", true, []string{"2", "6"}},
		{".a -= 1 | .a", true, []string{"1"}},
	} {
		if strings.HasPrefix(c.src, "$ENV") {
			if _, err := Run(t.Context(), d, c.src); err == nil {
				t.Errorf("%s is JSONPath", c.src)
			}
			continue
		}
		r := run(t, d, c.src)
		if got := found(r); !slices.Equal(got, c.want) || r.Made != c.made && len(got) > 0 || r.Language != JQ {
			t.Errorf("%s gives %q (made: %t), want %q", c.src, got, r.Made, c.want)
		}
	}
}

func TestJQErrors(t *testing.T) {
	d := document.ParseJSON([]byte(shop))
	for src, want := range map[string]string{
		".data[":                 "jq: unexpected end at position 7; something must follow",
		".data | | .x":           `jq: unexpected token "|" at position 9`,
		"data.id":                "jq: no function is called `data`, at position 1; a name in the body is written .data",
		".data | mapp(.id)":      "jq: no function is called `mapp` with 1 arguments, at position 9",
		".data.id":               "jq: cannot take id of an array, at $.data; put `?` after it to skip such values",
		".data[].name[]":         "jq: cannot iterate of a string, at $.data[0].name; put `?` after it to skip such values",
		"input":                  "jq: there is one input, the body; write `.` in place of `input`",
		`import "a" as a; a::f`:  "jq: a filter reads no files; remove `import`, `include` and `module`",
		`include "/etc/passwd";`: "jq: a filter reads no files; remove `import`, `include` and `module`",
		`.data | map(.id.x)`:     "jq: expected an object but got: number (12345678901234567890); put `?` after it to skip such values",
		`error("no\nway")`:       "jq: error: no way",
		`"x" * 1e10`:             "jq: a text of 10000000000 bytes is too long; 16777216 is the most",
		`.x[500000000] = 1`:      "jq: item 500000000 is beyond what is made, 16777216 items",
		"":                       "the filter is empty; type `.items[].id`",
		"//a":                    `jq: unexpected token "//" at position 1`,
		"xpath: //a":             "XPath does not work on json; use JSONPath such as `$.items[*].id`, or jq such as `.items[].id`",
		"$.data.":                "path `$.data.`: unexpected end at position 8; a name or `*` must follow a dot",
		". as {$x} | $y":         "jq: variable not defined: $y",
		`modulemeta`:             "jq: modulemeta cannot be applied to: object ({\"a\":2,\"data\":[{\"id\":1234 ...})",
		strings.Repeat("[", 1e5): "the filter is 100000 bytes long; the longest accepted is 65536",
	} {
		_, err := Run(t.Context(), d, src)
		if err == nil || err.Error() != want {
			t.Errorf("%.40s:\n got %v\nwant %s", src, err, want)
		}
	}
	if _, err := Run(t.Context(), document.ParseJSON(nil), "."); err == nil {
		t.Error("jq works on nothing")
	}
}

// programs touch what guard writes anew and what it leaves.
var programs = []string{
	".", "..", ".a", ".[0]", ".[]?", "[.[]?]", "[..]|length", ". == .", "[.. | . == 1, . != 1, . < 1, . > 1, . <= 1, . >= 1]", "[.. | numbers | . * 2, . * ., . - 1]",
	`[.. | strings | . * 2, . * 0, (. + "x")]`, "[.. | arrays | . - [1], . - ., add?]", "[.. | objects | . * ., . * {a: {b: 1}}]", "[.. | tojson, tostring]", `[.. | "\(.)x\(1)"]`,
	`[.. | strings | explode, split(""), ascii_upcase, test("a"), [match("a"; "g").offset], gsub("a"; "b")]`, "[.. | arrays | sort, unique, min, max, flatten, reverse]",
	"[.. | arrays | sort_by(.), group_by(.), unique_by(.), min_by(.)]", "[.. | @json, @text]", `[.. | @base64 "x\(.)"]`, "[paths]", "to_entries?", "map(. * 2)?", "map(.a *= 2)?",
	". as [$x, $y] | [$x, $y] | . == [1, 2]", "def f(g): g * 2; [.. | numbers | f(.)]", ".a = 1", ".a? |= 2", ".[0]? *= 3", "[.[\"a\", \"b\"]?]", "[.[0 + 1]?]", "[limit(3; ..)]",
	"reduce (.. | numbers) as $n (0; . - $n)", "[foreach (.. | numbers) as $n (1; . * $n)]", "transpose?", "try error catch .", "[.. | -1 * -(numbers)]", "del(.a)?", "[path(..)]", "with_entries(.value = 1)?",
	"input_line_number", "first(..)", "(.a, .b) = 3", "if . == null then 1 - 1 else . end", `{"a": (1 - 1), "b\(1 * 2)": .}`, "[.. | contains(1)?]", "[.. | IN(1, 2)]", "label $out | 1, break $out", "getpath([\"a\", 0])?", "setpath([\"a\"]; 1)?",
}

// TestGuardKeepsMeaning runs programs as filters and as gojq alone runs them.
func TestGuardKeepsMeaning(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := anyText(plainNames, 3).Draw(t, "document")
		d := document.ParseJSON([]byte(text))
		src := rapid.SampledFrom(programs).Draw(t, "program")
		if src == ".[0]" && text[0] == '"' {
			return // gojq takes a character; jq does not, nor does what runs on the index
		}
		q, err := gojq.Parse(src)
		if err != nil {
			t.Fatal(err)
		}
		want, failed := []any{}, false
		code, err := gojq.Compile(q, gojq.WithFunction("input_line_number", 0, 0, func(any, []any) any { return 0 }))
		if err != nil {
			t.Fatal(err)
		}
		for iter := code.Run(decoded(t, text)); ; {
			v, ok := iter.Next()
			if !ok {
				break
			}
			if _, failed = v.(error); failed {
				break
			}
			encoded, err := gojq.Marshal(v)
			if err != nil {
				t.Fatal(err)
			}
			want = append(want, decoded(t, string(encoded)))
		}
		r, err := Run(t.Context(), d, src)
		if (err != nil) != failed {
			t.Fatalf("%s over %s: %v, gojq fails: %t", src, text, err, failed)
		}
		if failed {
			return
		}
		hold(t, d, r)
		if diff := cmp.Diff(any(want), r.Document.Untyped().Decode(0), cmp.Comparer(func(a, b json.Number) bool { return gojq.Compare(a, b) == 0 })); diff != "" {
			t.Fatalf("%s over %s:\n%s", src, text, diff)
		}
	})
}

// runaways never end by themselves, or not before the night.
var runaways = []string{"def f: f; f", "def f: 1 + f; f", "[repeat(1)]", "range(1e12) | empty", "[range(1e12)]", "last(range(1e12))", "repeat(empty)", "reduce repeat(1) as $i (0; . + $i)", "until(false; .)",
	"[limit(1e9; repeat(1))]", ".. | (repeat(.) | empty)", "[.. | range(1e9)] | sort"}

// TestCancel ends each of them: Run is back within 100 ms of the end of its context.
func TestCancel(t *testing.T) {
	d := document.ParseJSON([]byte(shop))
	for _, src := range runaways {
		long.Within(t, "the end of "+src, 100*time.Millisecond, func() time.Duration {
			ctx, cancel := context.WithCancel(t.Context())
			ended := make(chan time.Time, 1)
			time.AfterFunc(30*time.Millisecond, func() {
				ended <- time.Now()
				cancel()
			})
			_, err := Run(ctx, d, src)
			back := time.Now()
			if !errors.Is(err, context.Canceled) {
				t.Errorf("%s: %v", src, err)
			}
			return back.Sub(<-ended)
		})
	}
}

// TestCancelControl shows that a context that nobody looks at ends nothing: gojq without one still runs when it is over.
func TestCancelControl(t *testing.T) {
	q, err := gojq.Parse("last(range(3e5))")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if v, _ := q.Run(nil).Next(); v != 299999 {
		t.Fatalf("%v", v)
	}
	if v, _ := q.RunWithContext(ctx, nil).Next(); v == 299999 {
		t.Error("an ended context ends nothing")
	}
}
