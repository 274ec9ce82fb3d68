package mapping

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"dowse/client/document"
	"dowse/collections"
)

const orders = `[
  {"id": "ord_1", "number": 1001, "ledger_id": 9007199254740993, "status": "open", "customer": {"id": "c1", "name": "Ada", "email": "a@x.example"}, "total": "129.00", "currency": "EUR", "note": null, "lines": [{"sku": "A", "quantity": 1, "price": "1.00"}], "created_at": "2026-09-01T08:30:00Z", "shipped_at": null},
  {"id": "ord_2", "number": 1002, "ledger_id": 9007199254740995, "status": "paid", "customer": {"id": "c2", "name": "Bo", "email": "b@x.example"}, "total": "25.49", "currency": "GBP", "note": "x", "lines": [{"sku": "B", "quantity": 2, "price": "2.00"}, {"sku": "C", "quantity": 1, "price": "2.00"}], "created_at": "2026-09-02T08:30:00Z", "shipped_at": "2026-09-03T08:30:00Z"}]`

func rowsOf(t testing.TB, body string) (rows [][]byte) {
	t.Helper()
	for row, err := range Of(document.ParseJSON([]byte(body)), "") {
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, row)
	}
	return rows
}

// matched is what each field of a target is made of, a line each.
func matched(t testing.TB, wanted []Wanted, picks ...collections.Pick) string {
	var b strings.Builder
	for _, m := range Match(wanted, Places(rowsOf(t, orders)), "$.data[*]", picks) {
		fmt.Fprintf(&b, "%s %d %s %s %s\n", m.Field.To, m.Sure, m.Field.Path, m.Field.Take, m.Field.Transform)
	}
	return strings.ReplaceAll(b.String(), "  \n", "\n")
}

// TestMatchBody matches the fields of an invoice, from a body with values: by names, by other words and by types.
func TestMatchBody(t *testing.T) {
	wanted, err := FromBody(`{"number": 1, "due": "2026-09-30", "amount": 12.5, "currency": "EUR", "customer": {"name": "x"}, "skus": ["A"], "warehouse": "here"}`)
	if err != nil {
		t.Fatal(err)
	}
	want := `number 2 $.number
due 1 $.created_at  date("2006-01-02")
amount 1 $.total
currency 2 $.currency
customer.name 2 $.customer.name
skus 2 $.lines[*].sku all
warehouse 0
`
	if diff := cmp.Diff(want, strings.ReplaceAll(matched(t, wanted), " \n", "\n")); diff != "" {
		t.Error(diff)
	}
}

// TestMatchPicks matches a body with variables by the picks of that name.
func TestMatchPicks(t *testing.T) {
	wanted, err := FromBody(`{"number": {{order_number}}, "due": {{order_date}}, "for": "{{customer_name}}", "first": {{first_id}}, "n": {{gone}}}`)
	if err != nil {
		t.Fatal(err)
	}
	at := func(name, path, transform string) collections.Pick {
		return collections.Pick{Name: name, From: collections.Source{Kind: collections.SourcePath, Arg: path}, Transform: transform}
	}
	got := matched(t, wanted, at("order_number", "$.number", ""), at("order_date", "$.created_at", `date("2006-01-02")`), at("customer_name", "$.customer.name", "trim"), at("first_id", "$.data[0].id", ""))
	want := `number 2 $.number
due 2 $.created_at  date("2006-01-02")
for 2 $.customer.name  trim
first 2 $.id
n 0
`
	if diff := cmp.Diff(want, strings.ReplaceAll(got, " \n", "\n")); diff != "" {
		t.Error(diff)
	}
}

func TestFromBody(t *testing.T) {
	wanted, err := FromBody(`{"a": {"b": 1, "c": {}}, "d": null, "e": {{x | trim}}, "f": "no {{y}}", "at": "2026-01-01T00:00:00Z", "odd key": true, "l": [{"x": 1}]}`)
	if err != nil {
		t.Fatal(err)
	}
	want := []Wanted{
		{To: "a.b", Type: "integer", Required: true}, {To: "a.c", Type: "object", Required: true}, {To: "d"}, {To: "e", Required: true, Variable: "x"},
		{To: "f", Type: "string", Required: true}, {To: "at", Type: "string", Format: "date-time", Required: true}, {To: "['odd key']", Type: "boolean", Required: true}, {To: "l", Type: "array", Required: true},
	}
	if diff := cmp.Diff(want, wanted); diff != "" {
		t.Error(diff)
	}
	for _, body := range []string{``, `[1]`, `{}`, `{"a"`, `<a/>`, `[]`} {
		if got, err := FromBody(body); err == nil {
			t.Errorf("%s: %v", body, got)
		}
	}
}

func TestFromSchema(t *testing.T) {
	wanted, err := FromSchema([]byte(`{"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object", "required": ["id", "who"], "properties": {
	  "id": {"type": "integer"}, "due": {"type": ["string", "null"], "format": "date"}, "who": {"$ref": "#/$defs/person"}, "far": {"$ref": "other.json"}, "any": {}},
	  "allOf": [{"properties": {"extra": {"type": "boolean"}}}],
	  "$defs": {"person": {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}, "boss": {"$ref": "#/$defs/loop"}}}, "loop": {"properties": {"again": {"$ref": "#/$defs/loop"}}}}}`))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, w := range wanted {
		if !strings.HasPrefix(w.To, "who.boss") {
			got = append(got, fmt.Sprintf("%s:%s:%s:%t", w.To, w.Type, w.Format, w.Required))
		}
	}
	if diff := cmp.Diff("extra:boolean::false id:integer::true due:string:date:false who.name:string::true far:::false any:::false", strings.Join(got, " ")); diff != "" {
		t.Error(diff)
	}
	for _, text := range []string{`{}`, `[]`, `{"properties": {`, `true`} {
		if _, err := FromSchema([]byte(text)); err == nil {
			t.Errorf("%s has fields", text)
		}
	}
}

// TestMatchIsValid holds that what is proposed can always be carried out, and that no source is proposed for a type that it is not.
func TestMatchIsValid(t *testing.T) {
	places := Places(rowsOf(t, orders))
	row := document.ParseJSON(rowsOf(t, orders)[1])
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.SampledFrom([]string{"id", "number", "total", "customer", "name", "Amount", "createdAt", "lines", "sku", "ship-to", "日", "status", "note", "qty"})
		var wanted []Wanted
		for i := range rapid.IntRange(1, 6).Draw(t, "fields") {
			names := rapid.SliceOfN(word, 1, 3).Draw(t, "names")
			wanted = append(wanted, Wanted{To: To(append([]string{fmt.Sprintf("f%d", i)}, names...)), Type: rapid.SampledFrom([]string{"", "string", "integer", "number", "boolean", "array"}).Draw(t, "type")})
		}
		m := &collections.Mapping{}
		for _, one := range Match(wanted, places, "", nil) {
			m.Fields = append(m.Fields, one.Field)
		}
		p, err := Compile(m)
		if err != nil {
			t.Fatal(err)
		}
		if r := p.Map(t.Context(), 1, row); r.Failed() {
			t.Fatal(p.Problems(r), m.Fields)
		}
	})
}

func TestPlaces(t *testing.T) {
	var got []string
	for _, p := range Places(rowsOf(t, orders)) {
		got = append(got, fmt.Sprintf("%s:%s:%s:%d", p.Path, p.Type, p.Format, p.Present))
	}
	want := "$.id:string::2 $.number:integer::2 $.ledger_id:integer::2 $.status:string::2 $.customer:object::2 $.customer.id:string::2 $.customer.name:string::2 $.customer.email:string:email:2 " +
		"$.total:string::2 $.currency:string::2 $.note:string::1 $.lines:array::2 $.lines[*].sku:string::3 $.lines[*].quantity:integer::3 $.lines[*].price:string::3 $.created_at:string:date-time:2 $.shipped_at:string:date-time:1"
	if diff := cmp.Diff(want, strings.Join(got, " ")); diff != "" {
		t.Error(diff)
	}
}
