package schema_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"dowse/client/document"
	"dowse/client/schema"
)

// many is a list of n orders.
func many(n int) []byte {
	var b strings.Builder
	b.WriteByte('[')
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"id": "ord_%d", "number": %d, "status": %q, "total": "%d.00", "price": %d.5, "customer": {"name": "Ann %d", "email": "a%d@x.example"}, "at": "2026-09-01T08:30:%02dZ", "note": null, "lines": [{"sku": "A", "quantity": 1}, {"sku": "B", "quantity": 2}], "paid": true}`,
			i, i, []string{"open", "paid", "shipped"}[i%3], i%1000, i%77, i, i, i%60)
	}
	b.WriteByte(']')
	return []byte(b.String())
}

// BenchmarkSchema is the schema of 100,000 objects, from their bytes; BenchmarkDecode, its control, decodes them once.
func BenchmarkSchema(b *testing.B) {
	body := many(100_000)
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		d := document.ParseJSON(body)
		s := schema.New()
		s.Add(d, d.Root())
		if s.Items.Seen != 100_000 {
			b.Fatal(s.Items.Seen)
		}
	}
}

func BenchmarkDecode(b *testing.B) {
	body := many(100_000)
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		var v any
		if err := json.Unmarshal(body, &v); err != nil {
			b.Fatal(err)
		}
	}
}
