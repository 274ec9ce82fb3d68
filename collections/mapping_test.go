package collections

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dowse/collections/vars"
)

// TestSaveMapping holds that a new mapping has a line a field, and that a change touches its line alone.
func TestSaveMapping(t *testing.T) {
	dir := t.TempDir()
	c, err := Create(dir, "Shop")
	if err != nil {
		t.Fatal(err)
	}
	eur := vars.NewString("EUR")
	m := &Mapping{ID: "order_to_invoice", Name: "Order to invoice", From: RowSource{"orders/list", "$.data[*]"}, Into: Target{Request: "invoices/create"}, Fields: []MappedField{
		{To: "number", Path: "$.number", Type: "integer", Required: true},
		{To: "currency", Value: &eur},
		{To: "due"},
	}}
	if err := c.SaveMapping(m); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "mappings", "order_to_invoice.yaml")
	want := `name: Order to invoice
from: {request: orders/list, rows: "$.data[*]"}
into: {request: invoices/create}
fields:
  - {to: number, path: "$.number", type: integer, required: true}
  - {to: currency, value: EUR}
  - {to: due}
`
	read := func() string {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	if diff := cmp.Diff(want, read()); diff != "" {
		t.Fatal(diff)
	}
	m.Fields[2].Path, m.Fields[2].Transform = "$.created_at", `date("2006-01-02")`
	if err := c.SaveMapping(m); err != nil {
		t.Fatal(err)
	}
	want = strings.Replace(want, "{to: due}", `{to: due, path: "$.created_at", transform: date("2006-01-02")}`, 1)
	if diff := cmp.Diff(want, read()); diff != "" {
		t.Error(diff)
	}
	back := load(t, dir)
	if len(back.Problems) > 0 || len(back.Mappings) != 1 {
		t.Fatal(back.Problems, back.Mappings)
	}
	if diff := cmp.Diff(m, back.Mappings[0]); diff != "" {
		t.Error(diff)
	}
	token := vars.NewString("sk_live_4eC39HqLyjWDarjtT1zdp7dc")
	m.Fields[1].Value = &token
	if err := c.SaveMapping(m); err == nil || strings.Contains(read(), "sk_live") {
		t.Error("a secret was written into a mapping")
	}
}

func TestSplitTo(t *testing.T) {
	for to, want := range map[string]string{
		"number": "number", "customer.name": "customer/name", "['ship-to'].zip": "ship-to/zip", "a['b.c']": "a/b.c", "名": "名",
		"": "", "a b": "", "a.": "", "lines[*].sku": "", "lines[0]": "", "..a": "", "a-b": "",
	} {
		names, err := SplitTo(to)
		if got := strings.Join(names, "/"); got != want || (err == nil) != (want != "") {
			t.Errorf("%q: %q %v", to, got, err)
		}
	}
}
