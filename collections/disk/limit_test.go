package disk

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestLimit(t *testing.T) {
	day := 24 * time.Hour
	now := time.Now()
	ages := map[string]time.Duration{"a/x/new": 0, "a/x/day": day, "b/week": 7 * day, "b/y/month": 30 * day, "b/y/.dowse-" + strings.Repeat("A", 26) + ".tmp": 90 * day}
	for name, test := range map[string]struct {
		limit Limit
		keep  string
		want  []string
	}{
		"all fit":             {Limit{40, 30 * day}, "", []string{"a/x/day", "a/x/new", "b/week", "b/y/month"}},
		"one byte too many":   {Limit{39, 30 * day}, "", []string{"a/x/day", "a/x/new", "b/week"}},
		"the oldest go first": {Limit{20, 30 * day}, "", []string{"a/x/day", "a/x/new"}},
		"too old":             {Limit{1000, 8 * day}, "", []string{"a/x/day", "a/x/new", "b/week"}},
		"both":                {Limit{20, 8 * day}, "", []string{"a/x/day", "a/x/new"}},
		"one is kept":         {Limit{0, day}, "a/x/new", []string{"a/x/new"}},
		"the oldest is kept":  {Limit{20, day}, "b/y/month", []string{"a/x/new", "b/y/month"}},
	} {
		t.Run(name, func(t *testing.T) {
			root := t.TempDir()
			for name, age := range ages {
				name = filepath.Join(root, name)
				if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(name, []byte("0123456789"), 0o600); err != nil {
					t.Fatal(err)
				}
				if err := os.Chtimes(name, now, now.Add(-age)); err != nil {
					t.Fatal(err)
				}
			}
			keep := ""
			if test.keep != "" {
				keep = filepath.Join(root, test.keep)
			}
			outside := filepath.Join(t.TempDir(), "outside")
			if err := os.WriteFile(outside, make([]byte, 100), 0o600); err != nil {
				t.Fatal(err)
			}
			if err := os.Symlink(filepath.Dir(outside), filepath.Join(root, "a/link")); err != nil {
				t.Fatal(err)
			}
			if err := test.limit.Enforce(now, keep, filepath.Join(root, "a"), filepath.Join(root, "b"), filepath.Join(root, "not there")); err != nil {
				t.Error(err)
			}
			var left []string
			_ = filepath.WalkDir(root, func(name string, entry os.DirEntry, err error) error {
				if inside, _ := filepath.Rel(root, name); err == nil && entry.Type().IsRegular() && !IsTemp(entry.Name()) {
					left = append(left, filepath.ToSlash(inside))
				}
				return err
			})
			slices.Sort(left)
			if diff := cmp.Diff(test.want, left); diff != "" {
				t.Error(diff)
			}
			if _, err := os.Stat(outside); err != nil {
				t.Error("a file outside was removed through a link")
			}
		})
	}
}
