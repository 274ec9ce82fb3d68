package pick

import (
	"testing"

	"dowse/collections"
)

func TestFragile(t *testing.T) {
	for path, want := range map[string]bool{
		"$.data[0].id": true, "$.data[-1].id": true, "$.data[*].lines[0]": true, "$['order-list'][0].id": true,
		"$.data[*].id": false, "$.a.b": false, "$['a[0]'].b": false, `$["a\"[0]"].b`: false, "$": false,
	} {
		k := collections.Pick{From: collections.Source{Kind: collections.SourcePath, Arg: path}}
		if got := Fragile(k); got != want {
			t.Errorf("%s is fragile: %v", path, got)
		}
		k.From.Kind = collections.SourceHeader
		if Fragile(k) {
			t.Errorf("the header %s is fragile", path)
		}
	}
}
