package response

import (
	"sort"

	"dowse/client/filter"
	"dowse/ui/action"
)

// arrive brings the cursor to the match that is awaited, once that is known.
func (m *Model) arrive() {
	s := &m.search
	if s.awaited == nil || len(s.hits) == 0 {
		return
	}
	i := max(m.hitFrom(s.awaited.from), s.awaited.least)
	if i >= len(s.hits) {
		if s.job != nil {
			return
		}
		again := s.awaited.least > 0
		m.goToHit(0)
		if again {
			s.round = fromTop
		}
		return
	}
	m.goToHit(i)
}

// What is said where a search goes round.
const (
	fromTop = ", from the top again"
	fromEnd = ", from the end again"
)

// findNext goes to the next match, or to the one before, and at the end begins anew. Where the next is not known yet it
// is gone to when it is.
func (m *Model) findNext(step int) {
	s, at := &m.search, m.scroller()
	n := len(s.hits)
	switch {
	case s.Words == "":
		m.note = "nothing is looked for yet: " + m.key(action.Find) + " begins"
		return
	case n == 0:
		m.note = safe(s.Words) + ": " + s.count()
		return
	}
	cursor := at.rows.settle(at.cursor)
	i, p := 0, m.position(cursor)
	switch {
	case s.current >= 0 && at.rows.settle(m.hitRow(s.hits[s.current])) == cursor:
		i = s.current + step
	case step < 0:
		i = m.hitFrom(p) - 1
	default:
		if p == cursor {
			p.sub++
		}
		i = m.hitFrom(p)
	}
	switch {
	case i == n && s.job != nil:
		s.awaited = &awaited{p, n}
		m.note = "the search goes on: the next match comes when it is found"
		return
	case i < 0 && s.job != nil:
		m.note = "the first match: the last one is not found yet"
		return
	}
	m.goToHit((i + n) % n)
	switch {
	case i == n:
		s.round = fromTop
	case i < 0:
		s.round = fromEnd
	}
}

// position is a row among hits: a closing bracket comes after everything inside.
func (m *Model) position(p place) place {
	if t, ok := m.scroller().rows.(*tree); ok && p.sub == 1 {
		return place{at: int(t.end(t.node(p)))}
	}
	return p
}

// hitFrom is the first of the hits that is on row p or below.
func (m *Model) hitFrom(p place) int {
	return sort.Search(len(m.search.hits), func(i int) bool {
		row := m.hitRow(m.search.hits[i])
		return row.at > p.at || row.at == p.at && row.sub >= p.sub
	})
}

// hitRow is the row of a hit, as it is when nothing is folded.
func (m *Model) hitRow(hit int) place {
	rows := m.scroller().rows
	if r, ok := rows.(nodeRows); ok {
		return r.rowOf(filter.Node(hit))
	}
	return rows.seek(hit)
}

func (m *Model) goToHit(i int) {
	m.search.current, m.search.round, m.search.awaited = i, "", nil
	s := m.scroller()
	s.goTo(s.rows.seek(m.search.hits[i]))
}
