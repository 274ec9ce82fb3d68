package filter

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/itchyny/gojq"
	"github.com/theory/jsonpath"

	"dowse/client/document"
)

// records is an array of small objects of about size bytes.
func records(size int) []byte {
	var b bytes.Buffer
	b.WriteByte('[')
	for i := 0; b.Len() < size; i++ {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"id":%d,"name":"user %d","active":%t,"email":"user%d@example.com","tags":["a","b","c"],"geo":{"lat":%d.25,"lng":-%d.5},"note":"%064d"}`, i, i, i%2 == 0, i, i%90, i%180, i)
	}
	b.WriteByte(']')
	return b.Bytes()
}

// BenchmarkFilter runs filters over 10 MB; the controls decode everything first, as a filter without an index has to.
func BenchmarkFilter(b *testing.B) {
	body := records(10_000_000)
	d := document.ParseJSON(body)
	for _, src := range []string{"$[*].id", "$..email", "$[?@.active == true].id", ".[].id", ".. | .email?", ".[] | select(.active) | .id", "map(.id)"} {
		b.Run(src, func(b *testing.B) {
			b.SetBytes(int64(len(body)))
			for b.Loop() {
				if _, err := Run(context.Background(), d, src); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("control/$[*].id", func(b *testing.B) {
		b.SetBytes(int64(len(body)))
		path := jsonpath.MustParse("$[*].id")
		for b.Loop() {
			var v any
			if err := json.Unmarshal(body, &v); err != nil {
				b.Fatal(err)
			}
			path.Select(v)
		}
	})
	b.Run("control/.[].id", func(b *testing.B) {
		b.SetBytes(int64(len(body)))
		q, err := gojq.Parse(".[].id")
		if err != nil {
			b.Fatal(err)
		}
		for b.Loop() {
			var v any
			if err := json.Unmarshal(body, &v); err != nil {
				b.Fatal(err)
			}
			for iter := q.Run(v); ; {
				if _, more := iter.Next(); !more {
					break
				}
			}
		}
	})
}
