package response

import (
	"context"
	"fmt"
	"maps"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/client/filter"
	"dowse/client/find"
	"dowse/ui/action"
	"dowse/ui/draw/quantity"
	"dowse/ui/draw/theme"
	"dowse/ui/widget/searchbar"
)

// searching is the words looked for in the sheet in sight, and where they are.
type searching struct {
	searchbar.Bar
	regexp  bool       // the words are a regular expression
	fault   string     // what is wrong with it; what was looked for before is shown meanwhile
	job     *job       // what is still looking; nil: it is through
	scan    *find.Scan // the last one that is through; nil: none is
	looked  int        // bytes that it has looked at
	hits    []int      // in the order of the body: nodes, bytes or rows, as seek takes them
	more    bool       // there are more than are kept
	current int        // of the hits, where the cursor was brought; -1: to none
	round   string     // said where the search went round
	awaited *awaited
	from    origin
}

// awaited is where the cursor goes as soon as it is known: to the first match from a row on.
type awaited struct {
	from  place
	least int // of the hits: those before were gone through
}

// origin is where a person was when the search began.
type origin struct {
	top, cursor place
	turned      map[filter.Node]bool
}

// matcher is rows that are looked through themselves, and not their document.
type matcher interface {
	matches(words *find.Pattern) []int
}

// nodeRows is rows that show the nodes of the document: a search looks for those, and in all other rows for bytes.
// rowOf is the row of a node as if nothing were folded away.
type nodeRows interface {
	rowOf(n filter.Node) place
}

// partRows is rows that show some of the nodes: matches in others do not count.
type partRows interface {
	holdsNode(n filter.Node) bool
}

// job is one search in one body. It is never changed once made; its address tells it from others.
type job struct {
	*find.Scan
	ctx    context.Context
	cancel context.CancelFunc
}

func newJob(scan *find.Scan) *job {
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
func (p *page) highlight(spans []theme.Span) []theme.Span { return searchbar.Highlight(p.words, spans) }

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
		return "searching" + s.progress()
	case len(s.hits) == 0:
		return noMatch
	case s.current < 0 && len(s.hits) == 1 && all == "1":
		return "1 match"
	case s.current < 0:
		return all + " matches" + s.progress()
	}
	return quantity.Number(int64(s.current)+1) + " of " + all + s.progress() + s.round
}

// progress says how much was looked at of a body that is not through.
func (s *searching) progress() string {
	if s.job == nil || s.looked == 0 {
		return ""
	}
	return fmt.Sprintf(", %d %%", 100*int64(s.looked)/int64(s.job.Size()))
}

// pattern is what the words stand for.
func (s *searching) pattern() (*find.Pattern, error) {
	if s.regexp {
		return find.Regexp(s.Words)
	}
	return find.Words(s.Words), nil
}

// beginSearch types in the words to look for.
func (m *Model) beginSearch() {
	m.forgetSearch()
	s := m.scroller()
	m.search.from = origin{top: s.top, cursor: s.cursor}
	if t, ok := s.rows.(*tree); ok {
		m.search.from.turned = maps.Clone(t.turned)
	}
	hint := "find in " + sheetNames[m.shown()]
	if key := m.keymap.Key(action.Regexp, action.SearchBody); key != "" {
		hint += "; " + safe(key) + ": with a regexp"
	}
	m.search.Begin("", hint)
	m.fit()
}

// sheetNames are what a search says that it looks through.
var sheetNames = [sheets]string{"names and values", "names and values", "the table", "the text", "the bytes", "the headers", "the cookies", "the timings", "the certificates", "the changes"}

// acceptSearch keeps what was found; keys are commands again.
func (m *Model) acceptSearch() {
	m.search.Accept()
	if m.search.Words == "" || m.search.fault != "" {
		m.forgetSearch()
	}
}

// toggleRegexp takes the words as a regular expression, or as they are again.
func (m *Model) toggleRegexp() tea.Cmd {
	s := &m.search
	if s.regexp = !s.regexp; s.regexp {
		s.Prompt = searchbar.RegexpPrompt
	} else {
		s.Prompt = searchbar.Prompt
	}
	return m.lookAgain()
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
	m.search.Prompt = searchbar.Prompt
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
	return m.lookAgain()
}

// lookAgain looks for other words, from where the search began. What is shown stays as long as they are no expression.
func (m *Model) lookAgain() tea.Cmd {
	s := &m.search
	if _, err := s.pattern(); err != nil {
		s.fault = safe(err.Error())
		return nil
	}
	m.goBack(s.from)
	return m.look(true)
}

// look looks for the words in the sheet in sight. follow says that the cursor goes to what is found.
func (m *Model) look(follow bool) tea.Cmd {
	s := &m.search
	words, err := s.pattern()
	m.page.words, s.fault = words, ""
	s.job.end()
	s.job, s.scan, s.looked, s.hits, s.more, s.current, s.round, s.awaited = nil, nil, 0, nil, false, -1, "", nil
	m.fit()
	if err != nil {
		s.fault = safe(err.Error())
	}
	if words == nil {
		return nil
	}
	if follow {
		s.awaited = &awaited{from: m.position(s.from.cursor)}
	}
	rows := m.scroller().rows
	if l, ok := rows.(matcher); ok {
		s.hits = l.matches(m.page.words)
		m.arrive()
		return nil
	}
	scan := find.Characters(m.page.doc.Untyped(), m.page.words)
	if _, ok := rows.(nodeRows); ok {
		scan = find.Nodes(m.page.doc.Untyped(), m.page.words)
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
	if part, ok := m.scroller().rows.(partRows); ok {
		msg.hits = slices.DeleteFunc(msg.hits, func(hit int) bool { return !part.holdsNode(filter.Node(hit)) })
	}
	if n := len(s.hits); n > 0 { // one that goes on in a body that arrives may meet them again
		msg.hits = slices.DeleteFunc(msg.hits, func(hit int) bool { return hit <= s.hits[n-1] })
	}
	s.hits, s.looked = append(s.hits, msg.hits...), msg.next
	if len(s.hits) > mostHits {
		s.hits, s.more = s.hits[:mostHits], true
	}
	if s.more || msg.next >= s.job.Size() {
		s.job.end()
		s.job, s.scan = nil, s.job.Scan
		m.orderHits()
	}
	m.arrive()
	if s.job == nil {
		return m.FindMore()
	}
	return s.job.step(msg.next)
}

// FindMore goes on with a search in what came of the body since it was through.
func (m *Model) FindMore() tea.Cmd {
	s := &m.search
	if m.page == nil || s.scan == nil || s.job != nil || s.more {
		return nil
	}
	last := -1
	if n := len(s.hits); n > 0 {
		last = s.hits[n-1]
	}
	on, at := s.scan.On(m.page.doc.Untyped(), last)
	if on == nil {
		return nil
	}
	s.job = newJob(on)
	return s.job.step(at)
}
