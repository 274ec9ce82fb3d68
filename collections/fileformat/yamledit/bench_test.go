package yamledit

import (
	"fmt"
	"strings"
	"testing"
)

// BenchmarkParseOneLine reads a file that is one line, at two sizes: the time must grow as the size does.
func BenchmarkParseOneLine(b *testing.B) {
	for _, n := range []int{2_000, 8_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			source := []byte("rows: [" + strings.Repeat(`{id: 1, n: "x"}, `, n) + "{}]\n")
			b.SetBytes(int64(len(source)))
			for b.Loop() {
				if _, faults := Parse(source); len(faults) > 0 {
					b.Fatal(faults)
				}
			}
		})
	}
}
