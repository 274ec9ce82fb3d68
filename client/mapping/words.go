package mapping

import (
	"slices"
	"strings"
	"unicode"

	"github.com/agnivade/levenshtein"
)

// synonyms are words that stand for each other in names of fields.
var synonyms = [][]string{
	{"amount", "total", "sum", "price", "value"}, {"date", "day"}, {"due", "deadline"}, {"name", "title", "label", "caption"}, {"mail", "email"},
	{"phone", "telephone", "tel", "mobile"}, {"zip", "postcode", "postal", "plz"}, {"id", "identifier", "uuid", "key", "ref", "reference"}, {"number", "no", "num", "nr"},
	{"quantity", "qty", "count"}, {"description", "note", "comment", "text", "details", "memo"}, {"created", "timestamp", "time"}, {"updated", "modified", "changed"},
	{"customer", "client", "buyer", "account", "contact"}, {"company", "organization", "organisation", "org"}, {"url", "link", "href", "uri"}, {"status", "state"},
	{"sku", "article", "product", "item"}, {"first", "given"}, {"last", "family", "surname"}, {"street", "address", "line1"}, {"city", "town"}, {"country", "nation"}, {"tax", "vat"},
}

// alike says whether two words mean the same.
func alike(a, b string) bool {
	return slices.ContainsFunc(synonyms, func(s []string) bool { return slices.Contains(s, a) && slices.Contains(s, b) })
}

// words are the words of names, in lower case and in the singular: createdAt is created at.
func words(names []string, singular func(string) string) []string {
	var all []string
	for _, name := range names {
		var word []rune
		flush := func() {
			if len(word) > 0 {
				all = append(all, singular(strings.ToLower(string(word))))
				word = nil
			}
		}
		var before rune
		for _, r := range name {
			if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
				flush()
			} else {
				if unicode.IsUpper(r) && unicode.IsLower(before) {
					flush()
				}
				word = append(word, r)
			}
			before = r
		}
		flush()
	}
	return all
}

// nameScore is how much two names of fields are one, from 0 to 90.
func nameScore(want, have []string) int {
	switch {
	case len(want) == 0 || len(have) == 0:
		return 0
	case slices.EqualFunc(want, have, same):
		return 90
	case len(want) < len(have) && slices.EqualFunc(want, have[len(have)-len(want):], same):
		return 82 - 6*(len(have)-len(want))
	case len(want) > len(have) && slices.EqualFunc(want[len(want)-len(have):], have, same):
		return 78 - 8*(len(want)-len(have))
	}
	a, b := want[len(want)-1], have[len(have)-1]
	switch {
	case alike(a, b):
		return 55 - 4*max(0, len(have)-1)
	case shared(want, have) > 0:
		return 30 + 10*shared(want, have)
	case len(a) > 3 && len(b) > 3 && levenshtein.ComputeDistance(a, b) <= 1:
		return 45
	case len(a) > 3 && len(b) > 3 && (strings.HasPrefix(a, b) || strings.HasPrefix(b, a)):
		return 35
	}
	return 0
}

// same says whether two words are one, where a plural that was not known to be one stayed.
func same(a, b string) bool { return a == b || a == b+"s" || b == a+"s" }

// shared is how many words are in both.
func shared(a, b []string) int {
	n := 0
	for _, word := range a {
		if len(word) > 2 && slices.Contains(b, word) {
			n++
		}
	}
	return n
}
