package response

import (
	"context"
	"maps"
	"slices"
	"sort"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/client/document"
	"dowse/client/search"
	"dowse/ui/action"
	"dowse/ui/find"
	"dowse/ui/quantity"
	"dowse/ui/theme"
)

// searching is the words looked for in the sheet in sight, and where they are.
type searching struct {
	find.Bar
	job     *job  // what is still looking; nil: it is through
	hits    []int // in the order of the body: nodes, bytes or rows, as seek takes them
	more    bool  // there are more than are kept
	current int   // of the hits, where the cursor was brought; -1: to none
	follow  bool  // the cursor goes to the first match as soon as that is known
	from    origin
}

// origin is where a person was when the search began.
type origin struct {
	top, cursor place
	turned      map[document.Node]bool
}

// matcher is rows that are looked through themselves, and not their document.
type matcher interface {
	matches(words *search.Pattern) []int
}

// nodeRows is rows that show the nodes of the document: a search looks for those, and in all other rows for bytes.
// rowOf is the row of a node as if nothing were folded away.
type nodeRows interface {
	rowOf(n document.Node) place
}

// job is one search in one body. It is never changed once made; its address tells it from others.
type job struct {
	*search.Scan
	ctx    context.Context
	cancel context.CancelFunc
}

func newJob(scan *search.Scan) *job {
	ctx, cancel := context.WithCancel(context.Background())
	return &job{scan, ctx, cancel}
}

// end ends a job: what it still finds is dropped.
func (j *job) end() {
	if j != nil {
		j.cancel()
	}
}

// foundMsg is what a job found in one step.
type foundMsg struct {
	job  *job
	hits []int
	next int // where the next step begins
}

const (
	atOnceSize = 1 << 16 // of a body that is looked through without a command
	mostHits   = 100_000
	noMatch    = "no match"
)

// step looks through the next part of the body in the background.
func (j *job) step(at int) tea.Cmd {
	return func() tea.Msg {
		hits, next := j.Step(j.ctx, at)
		return foundMsg{j, hits, next}
	}
}

// highlight gives what is looked for in spans the role of a match.
func (p *page) highlight(spans []theme.Span) []theme.Span { return find.Highlight(p.words, spans) }

// count says which match of how many the cursor is on.
func (s *searching) count() string {
	all := quantity.Number(int64(len(s.hits)))
	if s.more || s.job != nil {
		all += "+"
	}
	switch {
	case s.Words == "":
		return ""
	case len(s.hits) == 0 && s.job != nil:
		return "searching"
	case len(s.hits) == 0:
		return noMatch
	case s.current < 0 && len(s.hits) == 1 && all == "1":
		return "1 match"
	case s.current < 0:
		return all + " matches"
	}
	return quantity.Number(int64(s.current)+1) + " of " + all
}

// beginSearch types in the words to look for.
func (m *Model) beginSearch() {
	m.forgetSearch()
	s := m.scroller()
	m.search.from = origin{top: s.top, cursor: s.cursor}
	if t, ok := s.rows.(*tree); ok {
		m.search.from.turned = maps.Clone(t.turned)
	}
	m.search.Begin("", "find in "+sheetNames[m.shown()])
	m.fit()
}

// sheetNames are what a search says that it looks through.
var sheetNames = [sheets]string{"names and values", "names and values", "the table", "the text", "the bytes", "the headers", "the cookies", "the timings", "the certificates", "the changes"}

// acceptSearch keeps what was found; keys are commands again.
func (m *Model) acceptSearch() {
	m.search.Accept()
	if m.search.Words == "" {
		m.forgetSearch()
	}
}

// leaveSearch ends the search and goes back to where it began.
func (m *Model) leaveSearch() {
	from := m.search.from
	m.forgetSearch() // first: its line is a row more
	m.goBack(from)
}

// goBack goes to where a search began, what it unfolded folded again.
func (m *Model) goBack(from origin) {
	s := m.scroller()
	if t, ok := s.rows.(*tree); ok {
		t.turned = maps.Clone(from.turned)
	}
	s.top, s.cursor = from.top, from.cursor
	s.fix()
}

// forgetSearch ends the search; the cursor stays.
func (m *Model) forgetSearch() {
	m.search.End()
	m.search.job.end()
	m.search = searching{Bar: m.search.Bar, current: -1}
	if m.page != nil {
		m.page.words = nil
		m.fit()
	}
}

// searched takes over the words that were typed.
func (m *Model) searched() tea.Cmd {
	words := m.search.Field.Text()
	if words == m.search.Words {
		return nil
	}
	m.search.Words = words
	m.goBack(m.search.from)
	return m.look(true)
}

// look looks for the words in the sheet in sight. follow says that the cursor goes to what is found.
func (m *Model) look(follow bool) tea.Cmd {
	s := &m.search
	m.page.words = search.Words(s.Words)
	s.job.end()
	s.job, s.hits, s.more, s.current, s.follow = nil, nil, false, -1, follow
	m.fit()
	if s.Words == "" {
		return nil
	}
	rows := m.scroller().rows
	if l, ok := rows.(matcher); ok {
		s.hits = l.matches(m.page.words)
		m.arrive()
		return nil
	}
	scan := search.Characters(m.page.doc, m.page.words)
	if _, ok := rows.(nodeRows); ok {
		scan = search.Nodes(m.page.doc, m.page.words)
	}
	s.job = newJob(scan)
	if scan.Size() > atOnceSize {
		return s.job.step(0)
	}
	hits, next := scan.Step(s.job.ctx, 0)
	return m.found(foundMsg{s.job, hits, next})
}

// found takes what one step found and goes on. What an older search found is dropped.
func (m *Model) found(msg foundMsg) tea.Cmd {
	s := &m.search
	if s.job == nil || msg.job != s.job {
		return nil
	}
	if g, ok := m.scroller().rows.(*grid); ok { // what is outside of the table is not counted
		msg.hits = slices.DeleteFunc(msg.hits, func(hit int) bool { return !g.holdsNode(document.Node(hit)) })
	}
	s.hits = append(s.hits, msg.hits...)
	if len(s.hits) > mostHits {
		s.hits, s.more = s.hits[:mostHits], true
	}
	if s.more || msg.next >= s.job.Size() {
		s.job.end()
		s.job = nil
	}
	m.arrive()
	if s.job == nil {
		return nil
	}
	return s.job.step(msg.next)
}

// arrive brings the cursor to the first match from where the search began on, once that is known.
func (m *Model) arrive() {
	s := &m.search
	if !s.follow || len(s.hits) == 0 {
		return
	}
	i := m.hitFrom(m.position(s.from.cursor))
	if i == len(s.hits) {
		if s.job != nil {
			return
		}
		i = 0
	}
	s.follow = false
	m.goToHit(i)
}

// findNext goes to the next match, or to the one before, and at the end begins anew.
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
	s.follow = false
	cursor := at.rows.settle(at.cursor)
	i, p := 0, m.position(cursor)
	switch {
	case s.current >= 0 && m.hitRow(s.hits[s.current]) == cursor:
		i = s.current + step
	case step < 0:
		i = m.hitFrom(p) - 1
	default:
		if p == cursor {
			p.sub++
		}
		i = m.hitFrom(p)
	}
	m.goToHit((i + n) % n)
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
		return r.rowOf(document.Node(hit))
	}
	return rows.seek(hit)
}

func (m *Model) goToHit(i int) {
	m.search.current = i
	s := m.scroller()
	s.goTo(s.rows.seek(m.search.hits[i]))
}
