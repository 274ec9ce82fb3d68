package diff

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"dowse/client/document"
	"dowse/collections/long"
)

// orders is a JSON body of about size bytes, and the same with ten values changed. keyed says that the items have ids.
func orders(size int, pretty, keyed bool) (old, new []byte) {
	r := rand.New(rand.NewPCG(1, 2))
	var items []string
	for length := 0; length < size; {
		item := fmt.Sprintf(`{"number":%d,"customer":{"name":"Zoë Müller","email":"user%d@example.com"},"total":%.2f,"tags":["a","b",%d],"note":"%s"}`,
			r.IntN(1000), r.IntN(1000), r.Float64()*1000, r.IntN(1e6), strings.Repeat("lima mike ", r.IntN(40)))
		if keyed {
			item = fmt.Sprintf(`{"id":%d,`, len(items)) + item[1:]
		}
		items = append(items, item)
		length += len(item) * 6 / 5
	}
	body := func() []byte {
		b := []byte("[" + strings.Join(items, ",") + "]")
		if pretty {
			var out bytes.Buffer
			_ = json.Indent(&out, b, "", "  ")
			b = out.Bytes()
		}
		return b
	}
	old = body()
	for range 10 {
		i := r.IntN(len(items))
		items[i] = strings.Replace(items[i], `"total":`, `"total":1`, 1)
	}
	return old, body()
}

func sizes() []int {
	return long.Size([]int{10}, []int{10, 100})
}

// BenchmarkCompare compares bodies with ten changes: of items with ids, of items without, and of one body indented
// and not. Its unit is MB/s of both bodies together.
func BenchmarkCompare(b *testing.B) {
	for _, size := range sizes() {
		for _, kind := range []string{"keyed", "content", "indented"} {
			b.Run(fmt.Sprintf("%s/%dMB", kind, size), func(b *testing.B) {
				one, two := orders(size*1_000_000, false, kind != "content")
				if kind == "indented" {
					_, two = orders(size*1_000_000, true, true)
				}
				old, new := document.ParseJSON(one), document.ParseJSON(two)
				b.SetBytes(int64(len(one) + len(two)))
				b.ReportAllocs()
				for b.Loop() {
					d, err := Compare(context.Background(), old, new)
					if err != nil || d.Total() != 10 {
						b.Fatal(err, d.Total())
					}
				}
			})
		}
	}
}

// BenchmarkCompareLines compares texts with ten changes.
func BenchmarkCompareLines(b *testing.B) {
	for _, size := range sizes() {
		b.Run(fmt.Sprintf("%dMB", size), func(b *testing.B) {
			one, two := orders(size*1_000_000, true, true)
			old, new := document.ParseText(one), document.ParseText(two)
			b.SetBytes(int64(len(one) + len(two)))
			b.ReportAllocs()
			for b.Loop() {
				d, err := Compare(context.Background(), old, new)
				if err != nil || d.Total() != 10 {
					b.Fatal(err, d.Total())
				}
			}
		})
	}
}

// BenchmarkDecodeAndWalk is the control: both bodies decoded, and then walked side by side.
func BenchmarkDecodeAndWalk(b *testing.B) {
	for _, size := range sizes() {
		b.Run(fmt.Sprintf("%dMB", size), func(b *testing.B) {
			one, two := orders(size*1_000_000, false, true)
			b.SetBytes(int64(len(one) + len(two)))
			b.ReportAllocs()
			for b.Loop() {
				var old, new any
				if json.Unmarshal(one, &old) != nil || json.Unmarshal(two, &new) != nil {
					b.Fatal("not JSON")
				}
				if n := walk(old, new); n != 10 {
					b.Fatal(n)
				}
			}
		})
	}
}

// BenchmarkNewlineCount is the unit T of the figures: one pass over the body by the fastest means.
func BenchmarkNewlineCount(b *testing.B) {
	for _, size := range sizes() {
		b.Run(fmt.Sprintf("%dMB", size), func(b *testing.B) {
			one, _ := orders(size*1_000_000, false, true)
			b.SetBytes(int64(len(one)))
			for b.Loop() {
				bytes.Count(one, []byte{'\n'})
			}
		})
	}
}

// walk counts the differences of two decoded values, items by place.
func walk(old, new any) int {
	if reflect.DeepEqual(old, new) {
		return 0
	}
	count := 0
	switch o := old.(type) {
	case map[string]any:
		n, ok := new.(map[string]any)
		if !ok {
			return 1
		}
		for key := range o {
			count += walk(o[key], n[key])
		}
	case []any:
		n, ok := new.([]any)
		if !ok || len(n) != len(o) {
			return 1
		}
		for i := range o {
			count += walk(o[i], n[i])
		}
	default:
		return 1
	}
	return count
}
