// Package spelling finds the name that a mistyped word was probably meant to be. It knows no language and
// no list of names: whoever asks gives both.
package spelling

import (
	"strings"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
)

// Nearest returns the candidate with the fewest typing mistakes, or "" when none is near: one mistake in a
// word of up to three characters, two or a third of the word in a longer one. Case does not count, and the
// beginning of a candidate, from three characters on, counts as one mistake.
func Nearest(word string, candidates []string) string {
	lower := strings.ToLower(word)
	n := utf8.RuneCountInString(word)
	most := min(1, n-1)
	if n > 3 {
		most = max(2, n/3)
	}
	best, least := "", most+1
	for _, c := range candidates {
		name := strings.ToLower(c)
		d := levenshtein.ComputeDistance(lower, name)
		if n > 2 && d > 1 && strings.HasPrefix(name, lower) {
			d = 1
		}
		if d < least {
			best, least = c, d
		}
	}
	return best
}
