package fields

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"dowse/collections/fileformat/yamledit"
)

func TestPair(t *testing.T) {
	tests := []struct {
		before, after string
		want          []int
	}{
		{"", "", []int{}},
		{"a", "", []int{}},
		{"", "a", []int{-1}},
		{"abc", "abc", []int{0, 1, 2}},
		{"abc", "axc", []int{0, 1, 2}},
		{"abc", "ac", []int{0, 2}},
		{"abc", "abxc", []int{0, 1, -1, 2}},
		{"abcd", "xbyd", []int{0, 1, 2, 3}},
		{"abcd", "bd", []int{1, 3}},
		{"ab", "ba", []int{1, -1}},
		{"aa", "aaa", []int{0, 1, -1}},
	}
	for _, test := range tests {
		got := Pair(strings.Split(test.before, ""), strings.Split(test.after, ""))
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%q to %q: %s", test.before, test.after, diff)
		}
	}
}

// TestPairGrows: indices only grow, and every item that is left out or put in alone keeps its likes.
func TestPairGrows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		item := rapid.SampledFrom([]string{"a", "b", "c", "d"})
		before, after := rapid.SliceOf(item).Draw(t, "before"), rapid.SliceOf(item).Draw(t, "after")
		last := -1
		for j, i := range Pair(before, after) {
			if i < 0 {
				continue
			}
			if i <= last || i >= len(before) {
				t.Fatalf("item %d is %d after %d of %d", j, i, last, len(before))
			}
			last = i
		}
	})
}

func TestCheckName(t *testing.T) {
	for name, fine := range map[string]bool{
		"order_id": true, "_a-1": true, "注文番号": true, "número": true, "क्रम": true,
		"": false, "1a": false, "-a": false, "a b": false, "a.b": false, "a|b": false, "a}": false, "a\u200bb": false,
	} {
		r := &Reader{}
		CheckName(r, yamledit.NewScalar(name))
		if (len(r.Problems) == 0) != fine {
			t.Errorf("%q: %v", name, r.Problems)
		}
	}
}
