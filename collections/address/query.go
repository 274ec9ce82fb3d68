package address

import (
	"regexp"
	"strings"
)

var plainQuery = regexp.MustCompile(`^[\w.~-]+=[\w.~-]*(&[\w.~-]+=[\w.~-]*)*$`)

// Query parts a URL from its query, where nothing in that is escaped: it is sent the same then as rows of
// names and values. false: it is not so simple.
func Query(s string) (base string, rows [][2]string, ok bool) {
	base, query, found := strings.Cut(s, "?")
	if !found || !plainQuery.MatchString(query) || strings.Contains(base, "#") {
		return s, nil, false
	}
	for pair := range strings.SplitSeq(query, "&") {
		name, value, _ := strings.Cut(pair, "=")
		rows = append(rows, [2]string{name, value})
	}
	return base, rows, true
}
