package trust

import (
	"fmt"
	"testing"
)

// BenchmarkOf finds what a collection of 10,000 requests wants.
func BenchmarkOf(b *testing.B) {
	files := map[string]string{"dowse.yaml": "version: 1\ndefault_env: dev\nauth: {kind: bearer, token: \"{{token}}\"}\nsecrets: [{name: token, from: env}]\n", "env/dev.yaml": "base_url: https://dev.example/api\n"}
	for i := range 10_000 {
		files[fmt.Sprintf("f%02d/r%d.yaml", i%100, i)] = fmt.Sprintf("url: \"{{base_url}}/orders/%d\"\nheaders: {Accept: application/json}\npicks: {id_%d: \"$.id\"}\n", i, i)
	}
	c := collection(b, files)
	for b.Loop() {
		Of(c)
	}
}
