package mapping

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dowse/client/document"
	"dowse/collections"
	"dowse/collections/vars"
)

const order = `{"id": "ord_1", "number": 1001, "ledger": 9007199254740993, "total": "129.00", "created_at": "2026-09-01T08:30:00Z",
  "customer": {"name": "Zoë \"Z\""}, "note": null, "lines": [{"sku": "A", "n": 2}, {"sku": "B", "n": 1}]}`

func value(src string) *vars.Value {
	v, err := vars.ParseJSON(src)
	if err != nil {
		panic(err)
	}
	return &v
}

// mapped is what becomes of one field.
func mapped(t *testing.T, row string, fields ...collections.MappedField) (string, []Problem) {
	t.Helper()
	p, err := Compile(&collections.Mapping{Fields: fields})
	if err != nil {
		t.Fatal(err)
	}
	r := p.Map(t.Context(), 1, document.ParseJSON([]byte(row)))
	return string(r.JSON()), p.Problems(r)
}

func TestFields(t *testing.T) {
	missing := func(policy collections.MissingPolicy) collections.IfMissing {
		return collections.IfMissing{Policy: policy}
	}
	tests := map[string]struct {
		field collections.MappedField
		want  string // what it becomes, or what is wrong with it
	}{
		"as it is":              {collections.MappedField{Path: "$.number"}, `1001`},
		"a large number":        {collections.MappedField{Path: "$.ledger"}, `9007199254740993`},
		"an object":             {collections.MappedField{Path: "$.customer"}, `{"name": "Zoë \"Z\""}`},
		"a number of a text":    {collections.MappedField{Path: "$.total", Type: "number"}, `129.00`},
		"an integer of a text":  {collections.MappedField{Path: "$.total", Type: "integer"}, `129.00`},
		"a text of a number":    {collections.MappedField{Path: "$.number", Type: "string"}, `"1001"`},
		"no number":             {collections.MappedField{Path: "$.id", Type: "number"}, `! it is a string ("ord_1"), and the target wants a number`},
		"no list":               {collections.MappedField{Path: "$.id", Type: "array"}, `! it is a string ("ord_1"), and the target wants an array`},
		"a date":                {collections.MappedField{Path: "$.created_at", Transform: `date("2006-01-02")`}, `"2026-09-01"`},
		"no date":               {collections.MappedField{Path: "$.id", Transform: `date("2006-01-02")`}, `! date: it is not a time: it wants one such as 2026-01-31T12:00:00Z or 1769860800`},
		"a list":                {collections.MappedField{Path: "$.lines[*].sku", Take: "all"}, `["A","B"]`},
		"a list joined":         {collections.MappedField{Path: "$.lines[*].sku", Take: "all", Transform: `join(",")`}, `"A,B"`},
		"the first":             {collections.MappedField{Path: "$.lines[*].sku", Take: "first"}, `"A"`},
		"the last":              {collections.MappedField{Path: "$.lines[*].sku", Take: "last"}, `"B"`},
		"several":               {collections.MappedField{Path: "$.lines[*].sku"}, `! 2 values match $.lines[*].sku; say take: first, last or all`},
		"an empty list":         {collections.MappedField{Path: "$.none[*]", Take: "all"}, `[]`},
		"null":                  {collections.MappedField{Path: "$.note"}, `null`},
		"null that is required": {collections.MappedField{Path: "$.note", Required: true}, `! it is null`},
		"null with a default":   {collections.MappedField{Path: "$.note", Required: true, IfMissing: collections.IfMissing{Policy: "default", Default: *value(`"-"`)}}, `"-"`},
		"missing":               {collections.MappedField{Path: "$.customer.mail"}, ``},
		"missing and required":  {collections.MappedField{Path: "$.customer.mail", Required: true}, `! $.customer.mail is missing; the row has $.customer`},
		"missing and fail":      {collections.MappedField{Path: "$.mail", IfMissing: missing("fail")}, `! $.mail is missing`},
		"missing and skip":      {collections.MappedField{Path: "$.mail", IfMissing: missing("skip")}, ``},
		"skip yet required":     {collections.MappedField{Path: "$.mail", IfMissing: missing("skip"), Required: true}, `! $.mail is missing, and the target requires it`},
		"a constant":            {collections.MappedField{Value: value(`{"a": [1]}`)}, `{"a": [1]}`},
		"jq":                    {collections.MappedField{JQ: "[.lines[] | .sku * .n] | join(\"-\")"}, `"AA-B"`},
		"jq on a path":          {collections.MappedField{Path: "$.lines", JQ: "length"}, `2`},
		"jq without a result":   {collections.MappedField{JQ: "empty", Required: true}, `! the jq program has no result`},
		"jq that fails":         {collections.MappedField{JQ: ".id.a"}, `! jq: expected an object but got: string ("ord_1"); put ` + "`?`" + ` after it to skip such values`},
		"a formula":             {collections.MappedField{Expr: `row.customer.name + " #" + string(row.number)`}, `"Zoë \"Z\" #1001"`},
		"a formula's number":    {collections.MappedField{Expr: `float(row.total) / 2`}, `64.5`},
		"a formula of lines":    {collections.MappedField{Expr: `sum(map(row.lines, .n))`}, `3`},
		"nothing yet":           {collections.MappedField{Required: true}, `! nothing supplies it yet`},
		"nothing, not required": {collections.MappedField{}, ``},
	}
	for name, test := range tests {
		test.field.To = "x"
		got, problems := mapped(t, order, test.field)
		if len(problems) > 0 {
			got = "! " + problems[0].What
		} else {
			got = strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(got, "{"), `"x":`), "}")
		}
		if got != test.want {
			t.Errorf("%s: %s, want %s", name, got, test.want)
		}
	}
}

func TestRow(t *testing.T) {
	got, problems := mapped(t, order,
		collections.MappedField{To: "number", Path: "$.number"},
		collections.MappedField{To: "customer.name", Path: "$.customer.name"},
		collections.MappedField{To: "lost.deep.er", Path: "$.gone"},
		collections.MappedField{To: "label", Expr: `customer.name + " #" + string(number)`},
		collections.MappedField{To: "customer.mail", Value: value(`"a@b.example"`)},
		collections.MappedField{To: "['ship-to'].zip", Path: "$.zip"},
		collections.MappedField{To: "twice", Expr: `label + (row.zip ?? "-")`},
	)
	want := `{"number":1001,"customer":{"name":"Zoë \"Z\"","mail":"a@b.example"},"label":"Zoë \"Z\" #1001","twice":"Zoë \"Z\" #1001-"}`
	if got != want || problems != nil {
		t.Errorf("%s %v", got, problems)
	}
}

// TestFormulaWithoutValue holds that a formula over what is not there fails, and is no "<nil>".
func TestFormulaWithoutValue(t *testing.T) {
	_, problems := mapped(t, `{}`,
		collections.MappedField{To: "name", Path: "$.name"},
		collections.MappedField{To: "label", Expr: `"for " + string(name)`, Required: true})
	if want := []Problem{{"label", "name, which it uses, has no value"}}; !cmp.Equal(problems, want) {
		t.Error(problems)
	}
}

func TestCompile(t *testing.T) {
	for want, fields := range map[string][]collections.MappedField{
		"a: path \"$.\": ":                          {{To: "a", Path: "$."}},
		"a: there is no transform \"trimm\"":        {{To: "a", Path: "$.a", Transform: "trimm"}},
		"a: jq: ":                                   {{To: "a", JQ: ".["}},
		"a: formula: ":                              {{To: "a", Expr: "1 +"}},
		"a: formula: unknown name b":                {{To: "a", Expr: "b + 1"}},
		"a: the formula uses b, which is a formula": {{To: "a", Expr: "b + 1"}, {To: "b", Expr: "1"}},
		"a.b: another field is at a":                {{To: "a", Path: "$.a"}, {To: "a.b", Path: "$.a"}},
		"a b: ":                                     {{To: "a b"}},
	} {
		_, err := Compile(&collections.Mapping{Fields: fields})
		if err == nil || !strings.HasPrefix(strings.ReplaceAll(err.Error(), "`", `"`), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
	// A field may have the name of a function.
	if _, err := Compile(&collections.Mapping{Fields: []collections.MappedField{{To: "count", Path: "$.n"}, {To: "b", Expr: "count + 1"}}}); err != nil {
		t.Error(err)
	}
}

func TestRows(t *testing.T) {
	tests := []struct{ path, body, want string }{
		{"$.data[*]", `{"a": {"data": [9]}, "data": [{"x": 1}, 2, "d"], "b": []}`, `{"x": 1};2;"d";`},
		{"$.a.b[*]", `{"a": {"c": [1], "b": [1, 2]}}`, `1;2;`},
		{"$.a", `{"a": {"c": [1]}}`, `{"c": [1]};`},
		{"$[*]", `[1, [2], 3]`, `1;[2];3;`},
		{"", `[1, 2]`, `1;2;`},
		{"", `{"a": 1}`, `{"a": 1};`},
		{"", "{\"a\": 1}\n{\"a\": 2}\n\n", `{"a": 1};{"a": 2};`},
		{"$", "{\"a\": 1}\n{\"a\": 2}", `{"a": 1};{"a": 2};`},
		{"$.a", "{\"a\": 1}\n{\"a\": 2}", `1;2;`},
		{"$.data[*]", `{"data": []}`, ``},
		{"$.data[?@.x > 1]", `{"data": [{"x": 1}, {"x": 2}]}`, `{"x": 2};`},
		{"$..x", `{"data": [{"x": 1}, {"x": 2}]}`, `1;2;`},
		{"$.data[*]", `{"data": [1, 2`, `1;2;! the body cannot be read on after row 2: it ends before its JSON does`},
		{"$.data[*]", `{"data": [1], "b": `, `1;! the body cannot be read on after row 1: it ends before its JSON does`},
		{"$.data[*]", `{"b": 1}`, `! the body cannot be read on after row 0: it has no $.data`},
		{"$.data[*]", `{"data": [1], "data": [2]}`, `1;! the body cannot be read on after row 1: the place of the rows is there twice`},
		{"$.data[*]", `{"data": 1}`, `! the body cannot be read on after row 0: there is no list where the list of rows is to be`},
		{"$.data[*]", `[1]`, `! the body cannot be read on after row 0: there is no object where data is to be`},
		{"$.data[*]", ``, `! the body cannot be read on after row 0: it is empty`},
		{"", `<html>`, `! the body cannot be read on after row 0: invalid character '<' looking for beginning of value`},
		{"$[0]", `[1`, `! the body is not whole: `},
	}
	for _, test := range tests {
		var got strings.Builder
		for row, err := range Rows(strings.NewReader(test.body), test.path) {
			if err != nil {
				fmt.Fprintf(&got, "! %v", err)
				break
			}
			fmt.Fprintf(&got, "%s;", row)
		}
		if got.String() != test.want && !(strings.HasSuffix(test.want, ": ") && strings.HasPrefix(got.String(), test.want)) {
			t.Errorf("%s of %s: %s, want %s", test.path, test.body, got.String(), test.want)
		}
	}
	for range Rows(strings.NewReader(`[1, 2`), "") {
		break // what is left of a broken body nobody wants is no error
	}
}

// table is n orders.
func table(n int) string {
	var b strings.Builder
	b.WriteString(`{"data": [`)
	for i := range n {
		if i > 0 {
			b.WriteString(",\n")
		}
		b.WriteString(order)
	}
	b.WriteString(`]}`)
	return b.String()
}

func invoice() *collections.Mapping {
	return &collections.Mapping{Fields: []collections.MappedField{
		{To: "number", Path: "$.number", Type: "integer", Required: true},
		{To: "due", Path: "$.created_at", Transform: `date("2006-01-02")`},
		{To: "amount", Path: "$.total", Type: "number", Required: true},
		{To: "customer.name", Path: "$.customer.name"},
		{To: "skus", Path: "$.lines[*].sku", Take: "all"},
		{To: "source", Value: value(`"shop"`)},
	}}
}

func BenchmarkMap(b *testing.B) {
	p, err := Compile(invoice())
	if err != nil {
		b.Fatal(err)
	}
	body := table(1000)
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		n := 0
		for row, err := range Rows(strings.NewReader(body), "$.data[*]") {
			if err != nil {
				b.Fatal(err)
			}
			n++
			r := p.Map(context.Background(), n, document.ParseJSON(row))
			if r.Failed() || len(r.JSON()) == 0 {
				b.Fatal(p.Problems(r))
			}
		}
	}
}

// TestRowName holds that a row is named by the best of its members, and by none that looks like a secret.
func TestRowName(t *testing.T) {
	for row, want := range map[string]string{
		`{"name": "Ann", "id": 7}`:                                      "id 7",
		`{"id": "0b9c3c1e-4c1d-4a53-9d4e-0d3f6b1c2a9e", "name": "Ann"}`: "id 0b9c3c1e-4c1d-4a53-9d4e-0d3f6b1c2a9e",
		`{"key": "sk_live_4eC39HqLyjWDarjtT1zdp7dc", "name": "Ann"}`:    "name Ann",
		`{"code": "q8Zt1LmP0vX4sR7wYb2KdN5hJ9cF3gUa"}`:                  "",
		`{"access_token_id": "abc", "order_id": "A-1"}`:                 "order_id A-1",
		`{"key": "PROJ-12"}`:                                            "key PROJ-12",
		`[1]`:                                                           "",
	} {
		if got := nameOf(document.ParseJSON([]byte(row))); got != want {
			t.Errorf("%s is named %q, want %q", row, got, want)
		}
	}
}
