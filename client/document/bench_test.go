package document

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"dowse/collections/long"
)

// benchBodies runs over bodies of 10 MB, and of 100 MB at full size.
func benchBodies(b *testing.B, run func(b *testing.B, body []byte)) {
	for _, size := range long.Size([]int{10}, []int{10, 100}) {
		for _, pretty := range []bool{true, false} {
			name := fmt.Sprintf("minified/%dMB", size)
			if pretty {
				name = fmt.Sprintf("pretty/%dMB", size)
			}
			b.Run(name, func(b *testing.B) {
				body := records(size*1_000_000, pretty)
				b.SetBytes(int64(len(body)))
				b.ReportAllocs()
				b.ResetTimer()
				run(b, body)
			})
		}
	}
}

// BenchmarkNewlineCount is the unit T of the figures: one pass over the body by the fastest means.
func BenchmarkNewlineCount(b *testing.B) {
	benchBodies(b, func(b *testing.B, body []byte) {
		for b.Loop() {
			bytes.Count(body, []byte{'\n'})
		}
	})
}

// newlineCount is T for one body: the least of several passes.
func newlineCount(body []byte) time.Duration {
	least := time.Duration(math.MaxInt64)
	for range 10 {
		start := time.Now()
		bytes.Count(body, []byte{'\n'})
		least = min(least, time.Since(start))
	}
	return least
}

// BenchmarkIndex is what is held to 20 T, its metric T; B/op beside the size of the body is what the index costs.
func BenchmarkIndex(b *testing.B) {
	benchBodies(b, func(b *testing.B, body []byte) {
		var d *Document
		for b.Loop() {
			d = ParseJSON(body)
		}
		perIndex := b.Elapsed() / time.Duration(b.N)
		if d.Problem() != nil {
			b.Fatal(d.Problem())
		}
		b.ReportMetric(float64(perIndex)/float64(newlineCount(body)), "T")
		b.ReportMetric(float64(cap(d.nodes)*16)/float64(len(body)), "index/body")
		b.ReportMetric(float64(len(body))/float64(d.Len()), "bytes/node")
	})
}

// BenchmarkUnmarshal is the naive way, for comparison.
func BenchmarkUnmarshal(b *testing.B) {
	benchBodies(b, func(b *testing.B, body []byte) {
		for b.Loop() {
			var v any
			if err := json.Unmarshal(body, &v); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkPath is the path of the last value, as a cursor asks for it.
func BenchmarkPath(b *testing.B) {
	benchBodies(b, func(b *testing.B, body []byte) {
		d := ParseJSON(body)
		for b.Loop() {
			_ = d.Path(Node(d.Len() - 1)).String()
		}
	})
}

// BenchmarkSelect is a query that visits every value, and one with a filter.
func BenchmarkSelect(b *testing.B) {
	for _, src := range []string{"$..email", "$[?@.active == true].id", "$[-1].tags[*]"} {
		q, err := ParseQuery(src)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(src, func(b *testing.B) {
			body := records(10_000_000, true)
			d := ParseJSON(body)
			b.ReportAllocs()
			for b.Loop() {
				if len(d.Select(q)) == 0 {
					b.Fatal("nothing selected")
				}
			}
		})
	}
}

// records makes an array of nested records of about size bytes: the same bytes for the same arguments.
func records(size int, pretty bool) []byte {
	r := rand.New(rand.NewPCG(1, 2))
	var raw bytes.Buffer
	raw.Grow(size + size/8)
	raw.WriteByte('[')
	for i := 0; raw.Len() < size; i++ {
		if i > 0 {
			raw.WriteByte(',')
		}
		text := record(r, i)
		if pretty {
			_ = json.Indent(&raw, []byte(text), "  ", "  ")
		} else {
			raw.WriteString(text)
		}
	}
	raw.WriteByte(']')
	return raw.Bytes()
}

// record is one record in its shortest form.
func record(r *rand.Rand, id int) string {
	names := []string{"Zoë Müller", "山田太郎", "Иван Петров", "José Ñandú", "Jane Doe", "🎉 Li Wei"}
	words := strings.Fields("alpha bravo charlie delta echo foxtrot golf hotel india juliett kilo lima mike")
	sentence := func(n int) string {
		var s []string
		for range n {
			s = append(s, words[r.IntN(len(words))])
		}
		return strings.Join(s, " ") + ` \"q\" \u00e9\n`
	}
	return fmt.Sprintf(`{"id":%d,"uuid":"%016x","name":%q,"active":%t,"score":%.4f,"email":"user%d@example.com",`+
		`"address":{"street":"%d %s st","geo":{"lat":%.6f,"lng":%.6f}},"tags":[%q,%q,%q],"manager":null,`+
		`"bio":"%s","notes":"%s","codes":[%d,%d,%d]}`,
		id, r.Uint64(), names[r.IntN(len(names))], r.IntN(2) == 0, r.Float64()*1000, id,
		r.IntN(999), words[r.IntN(len(words))], r.Float64()*180-90, r.Float64()*360-180,
		words[r.IntN(len(words))], words[r.IntN(len(words))], words[r.IntN(len(words))],
		sentence(12), sentence(40), r.IntN(10), r.IntN(1000), r.IntN(100000))
}
