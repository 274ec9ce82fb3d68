package collections

import (
	"fmt"
	"path/filepath"
	"testing"
)

// BenchmarkLoad opens a collection of 10,000 requests.
func BenchmarkLoad(b *testing.B) {
	dir := b.TempDir()
	writeFile(b, filepath.Join(dir, "dowse.yaml"), "version: 1\n")
	for i := range 10_000 {
		writeFile(b, filepath.Join(dir, fmt.Sprintf("f%02d/r%d.yaml", i%100, i)), fmt.Sprintf(
			"name: Request %d\nmethod: GET\nurl: \"{{base_url}}/orders/%d\"\nquery:\n  - {name: limit, value: 20}\nheaders: {Accept: application/json}\npicks:\n  id_%d: \"$.id\"\n", i, i, i))
	}
	for b.Loop() {
		if c := load(b, dir); len(c.Requests) != 10_000 || len(c.Problems) > 0 {
			b.Fatal(len(c.Requests), c.Problems)
		}
	}
}
