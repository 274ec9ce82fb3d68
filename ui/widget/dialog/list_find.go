package dialog

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/sahilm/fuzzy"
)

// row is one line of the list.
type row struct {
	item  int
	score int
	found []int // the bytes of the title that the search found
}

// titles are the titles of items, as the search goes through them.
type titles []Item

// Len is the number of items.
func (t titles) Len() int { return len(t) }

// String is one title.
func (t titles) String(i int) string { return t[i].Title }

// elsewhere is the score of an item that is found by its help or its words alone: worse than a title that
// begins so, better than one that has the letters here and there.
const elsewhere = 0

// find makes the rows anew: the items that match what is typed, the best first. In a title the letters need
// not stand together; in the help and the words they begin a word, or a long text would match anything.
func (m *List) find() {
	m.rows = m.rows[:0]
	typed := strings.Fields(strings.ToLower(safe(m.words)))
	if len(typed) == 0 {
		for i := range m.items {
			m.rows = append(m.rows, row{item: i})
		}
		m.window.SetRows(len(m.rows))
		return
	}
	matches := fuzzy.FindFromNoSort(strings.Join(typed, ""), titles(m.items))
	for i := range m.items {
		r := row{item: i}
		is := begins(m.others[i], typed)
		if is {
			r.score = elsewhere
		}
		if len(matches) > 0 && matches[0].Index == i {
			if r.found = matches[0].MatchedIndexes; !is || matches[0].Score > r.score {
				r.score = matches[0].Score
			}
			is, matches = true, matches[1:]
		}
		if is {
			m.rows = append(m.rows, r)
		}
	}
	slices.SortStableFunc(m.rows, func(a, b row) int { return cmp.Compare(b.score, a.score) })
	m.window.SetRows(len(m.rows))
}

// begins says whether each of the words that were typed begins a word of a text; both are in lower case.
func begins(text string, typed []string) bool {
	for _, word := range typed {
		if !begun(text, word) {
			return false
		}
	}
	return true
}

// begun says whether a word of a text begins so.
func begun(text, begin string) bool {
	for from := 0; ; {
		at := strings.Index(text[from:], begin)
		if at < 0 {
			return false
		}
		at += from
		if r, _ := utf8.DecodeLastRuneInString(text[:at]); at == 0 || !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return true
		}
		from = at + 1
	}
}
