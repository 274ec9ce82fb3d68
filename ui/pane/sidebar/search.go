package sidebar

import (
	"cmp"
	"slices"
	"strings"

	"github.com/sahilm/fuzzy"

	"dowse/ui/widget/searchbar"
)

// search is the words that narrow the rows.
type search struct {
	searchbar.Bar     // without words the tree is shown
	from          key // where the cursor was when the search began
}

// row is one line of the pane.
type row struct {
	node  *node
	found []int // the bytes of the path that the search found
}

// list makes the rows anew: those that match, the best first, or the tree.
func (m *Model) list() {
	if m.search.Words == "" {
		m.rows = m.flatten(m.rows[:0], m.tree.top)
	} else {
		m.rows = m.tree.match(m.search.Words)
	}
	m.window.SetHeight(m.height - m.search.Lines())
	m.window.SetRows(len(m.rows))
}

// texts are one text of each request, as the search goes through them.
type texts struct {
	nodes []*node
	text  func(*node) string
}

// Len is the number of texts.
func (t texts) Len() int { return len(t.nodes) }

// String is one text.
func (t texts) String(i int) string { return t.text(t.nodes[i]) }

// hit is how well a request matches.
type hit struct {
	score int
	found []int
	is    bool
}

// match gives the requests that words match in their ID, their name or their URL, the best first. The
// characters need not stand together.
func (t *tree) match(words string) []row {
	words = strings.ReplaceAll(words, " ", "")
	hits := make([]hit, len(t.requests))
	for i, text := range []func(*node) string{
		func(n *node) string { return n.path },
		func(n *node) string { return n.name },
		func(n *node) string { return n.url },
	} {
		for _, match := range fuzzy.FindFromNoSort(words, texts{t.requests, text}) {
			h := &hits[match.Index]
			if h.is && h.score >= match.Score {
				continue
			}
			h.is, h.score = true, match.Score
			if i == 0 {
				h.found = match.MatchedIndexes
			}
		}
	}
	var best []int
	for i, h := range hits {
		if h.is {
			best = append(best, i)
		}
	}
	slices.SortStableFunc(best, func(a, b int) int { return cmp.Compare(hits[b].score, hits[a].score) })
	rows := make([]row, len(best))
	for i, at := range best {
		rows[i] = row{t.requests[at], hits[at].found}
	}
	return rows
}

// beginSearch types in the words of the search.
func (m *Model) beginSearch() {
	m.search.from = m.key()
	m.search.Begin(m.search.Words, "find by name, folder or URL")
	m.list()
}

// acceptSearch keeps what was found; the keys are for the rows again.
func (m *Model) acceptSearch() {
	m.search.Accept()
	m.list()
}

// endSearch shows the tree again, the cursor on at.
func (m *Model) endSearch(at key) {
	m.search.End()
	if n := m.tree.find(at); n != nil && n.kind == request && m.reveal(at.id) {
		return
	}
	m.list()
	m.goTo(at)
}

// searched takes over the words that were typed.
func (m *Model) searched() {
	words := m.search.Field.Text()
	if strings.TrimSpace(words) == "" {
		words = "" // space alone is nothing to look for
	}
	if words == m.search.Words {
		return
	}
	m.search.Words = words
	m.list()
	m.window.Go(0)
}
