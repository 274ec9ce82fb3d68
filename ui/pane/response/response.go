// Package response is the response pane: the body as a tree, indented or as it came, the headers, and how
// long everything took. It sends nothing, makes no pick and writes no clipboard: it says which value a
// person points at.
//
//	Exchange ──SetExchange──> page ──> rows of a sheet ──scroller──> those in sight ──View──>
//	                                        ^                └──action──> PickMsg, CopyMsg ...
//	words ──job, in steps──> foundMsg ──hits┘
//
// What a frame costs depends on the screen and not on the body: rows are made when they come into sight.
package response

import (
	"slices"
	"strings"
	"time"

	"dowse/client"
	"dowse/client/document"
	"dowse/client/filter"
	"dowse/client/session"
	"dowse/collections"
	"dowse/ui/action"
	"dowse/ui/draw/theme"
	"dowse/ui/widget/searchbar"
)

// PickMsg asks to make a variable of a value: of a node of the body, of the nth header of a name, or of another part of the
// exchange.
type PickMsg struct {
	Node   document.Node // None where Header or Part counts
	Header string
	Nth    int // from 1
	Part   Part
}

// SettingsMsg asks for every setting of the pick of a value.
type SettingsMsg PickMsg

// WhichMsg asks the pick of a value to go from this position to every item, or back.
type WhichMsg PickMsg

// PickManyMsg asks to make a variable of each of several values.
type PickManyMsg struct{ Nodes []document.Node }

// InspectMsg asks what is known of a value.
type InspectMsg struct{ Node document.Node }

// MapMsg asks for a mapping of the list that a value is in.
type MapMsg struct {
	Node   document.Node   // under the cursor; None where it is on no value
	Marked []document.Node // values to be mapped; none: all fields
}

// CopyMsg asks to copy something of the exchange: Text where there is one, else what the action says.
type CopyMsg struct {
	Action action.ID
	Node   document.Node // None where there is no value under the cursor
	Header string
	Nth    int
	What   string // that Text is
	Text   string
}

// ShowMsg asks for a value in full. Secrets in it are masked.
type ShowMsg struct{ Title, Text string }

// ReadAsMsg asks to read the body as another format.
type ReadAsMsg struct{}

// PageMsg asks to show the body in the pager.
type PageMsg struct{}

// FollowMsg asks to go where a text of the response leads.
type FollowMsg struct {
	Text   string
	Method string // that stands beside it; empty: none does
}

// CancelMsg asks to cancel the request that is on its way.
type CancelMsg struct{}

// Progress is how far a request on its way has come.
type Progress struct {
	What     string         // such as "connected, sent, waiting 3.2 s"
	Timings  client.Timings // of the phases that have ended
	Received int64          // bytes of the body
	Length   int64          // of the whole body; -1 while that is not known
	Hops     int            // redirects followed
	Elapsed  time.Duration
	Spinner  string
}

// sheet is one way to look at an exchange. Each has a place of its own that a person is at.
type sheet int

const (
	treeSheet sheet = iota
	prettySheet
	tableSheet
	rawSheet
	hexSheet
	headersSheet
	cookiesSheet
	timingSheet
	tlsSheet
	diffSheet
	sheets
)

// Model is the response pane.
type Model struct {
	theme    *theme.Theme
	keymap   *action.Keymap
	empty    []string // shown while there is no exchange
	choosing bool     // it is there to pick one value for a field

	page     *page     // nil: there is no exchange
	loading  *Progress // a request is on its way and nothing of its body is here; else nil
	arriving *Progress // the body that is shown goes on arriving; else nil
	sheets   [sheets]scroller
	past     []looked         // at, the last one last
	previous *client.Exchange // that the one shown is compared with; nil: none
	job      *comparing       // a comparison on its way; nil: none
	tab      tab
	view     sheet // of the body, where it is no text
	cut      bool  // long lines are cut, not wrapped
	search   searching
	filter   filtering
	note     string // said in the status bar until the next action

	focused       bool
	width, height int
}

// New makes a pane without a response.
func New(t *theme.Theme) *Model {
	return &Model{theme: t, keymap: action.Default(), search: searching{Bar: searchbar.New(t)}, filter: newFiltering(t)}
}

// SetTheme changes what it looks like.
func (m *Model) SetTheme(t *theme.Theme) {
	m.theme = t
	m.search.Field.SetTheme(t)
	m.filter.Field.SetTheme(t)
	if m.page != nil {
		m.page.glyphs = t.Glyphs
		m.refresh()
	}
}

// SetKeymap says which keys the pane speaks of.
func (m *Model) SetKeymap(k *action.Keymap) { m.keymap = k }

// SetEmpty says what to show while there is no response.
func (m *Model) SetEmpty(lines []string) { m.empty = slices.Clone(lines) }

// SetChoosing says whether the pane is there to pick one value for a field: Enter picks then, and nothing
// else is done with a value.
func (m *Model) SetChoosing(choosing bool) { m.choosing = choosing }

// SetExchange shows an exchange and what its picks found. One that is shown already stays as it is looked at.
func (m *Model) SetExchange(e *client.Exchange, results []session.Result) {
	came := m.arriving != nil
	m.loading, m.arriving, m.note = nil, nil, ""
	if m.page != nil && m.page.exchange == e {
		m.SetResults(results)
		return
	}
	if came && m.page.goesOn(e.Document()) {
		m.page.exchange = e
		m.takeMore(e.Document())
		m.SetResults(results)
		return
	}
	m.endFilter()
	m.forgetSearch()
	if !came {
		m.remember()
	}
	if m.recall(e) {
		m.SetResults(results)
		m.fit()
		return
	}
	m.begin(newPage(m.theme, e, e.Document(), results))
}

// begin shows a page from its first row on.
func (m *Model) begin(p *page) {
	m.endCompare()
	m.page.endInspection()
	m.page = p
	m.sheets[treeSheet].rows = newTree(p, false)
	m.sheets[prettySheet].rows = newTree(p, true)
	if g, ok := m.sheets[tableSheet].rows.(*grid); ok {
		g.endSort()
	}
	m.sheets[tableSheet].rows = newGrid(p, listIn(p.doc, filter.None))
	m.sheets[rawSheet].rows = newText(p, kindOf(p))
	m.sheets[hexSheet].rows = newHex(p, m.theme)
	m.sheets[diffSheet].rows = newWait(p)
	m.list()
	for i := range m.sheets {
		m.sheets[i].begin()
	}
	m.fit()
}

// kindOf is the content type whose colours a body has.
func kindOf(p *page) string {
	if f := p.doc.Format(); f != document.Text {
		return f.MediaType()
	}
	return p.exchange.Response.Header("Content-Type")
}

// SetResults says what the picks of the request found.
func (m *Model) SetResults(results []session.Result) {
	if m.page == nil {
		return
	}
	m.page.setResults(results)
	m.refresh()
}

// Clear shows that there is no response.
func (m *Model) Clear() {
	m.endFilter()
	m.forgetSearch()
	m.remember()
	m.page.endInspection()
	m.loading, m.arriving, m.note, m.page = nil, nil, "", nil
	m.sheets = [sheets]scroller{}
}

// GoToPick puts the cursor on the first value that the pick of a name reads, if there is one.
func (m *Model) GoToPick(name string) {
	if m.page == nil {
		return
	}
	at, ok := m.page.first(name)
	if !ok {
		return
	}
	m.endFilter()
	m.forgetSearch()
	if at.outside() {
		m.tab = headersTab
		switch at.part.Kind {
		case collections.SourceCookie:
			m.tab = cookiesTab
		case collections.SourceTiming:
			m.tab = timingTab
		}
		s := m.scroller()
		if p, ok := s.rows.(*list).find(at); ok {
			s.goTo(p)
		}
		return
	}
	m.goTo(at.node)
}

// SetSize says how many cells it has.
func (m *Model) SetSize(width, height int) {
	another := width != m.width
	m.width, m.height = max(0, width), max(0, height)
	if m.page == nil {
		return
	}
	if another {
		m.sheets[timingSheet].rows = newTiming(m.page, m.width)
	}
	m.fit()
}

// SetFocus says whether it has the keys. The words that are typed stay so.
func (m *Model) SetFocus(focused bool) {
	m.focused = focused
	if m.search.Typing {
		m.search.Field.SetFocus(focused)
	}
	if m.filter.Typing {
		m.filter.Field.SetFocus(focused)
	}
}

// Contexts are those of the words that are typed, or of moving in the response, if there is one.
func (m *Model) Contexts() []action.Context {
	switch {
	case m.search.Typing:
		return []action.Context{action.SearchBody, action.Search}
	case m.filter.Typing:
		return []action.Context{action.Filter}
	case m.page == nil && m.loading == nil && !m.choosing:
		return []action.Context{action.List}
	}
	if m.choosing {
		return []action.Context{action.Chooser, action.List}
	}
	contexts := []action.Context{action.Response, action.List}
	if m.loading == nil && m.onLink() {
		contexts = append([]action.Context{action.Link}, contexts...)
	}
	if m.page != nil && m.shown() == tableSheet {
		contexts = append([]action.Context{action.Columns}, contexts...)
	}
	if m.page != nil && len(m.page.marked) > 0 {
		contexts = append([]action.Context{action.Marked}, contexts...)
	}
	return contexts
}

// longestLink is the length in bytes of the longest text that is taken for a link.
const longestLink = 2 << 10

// onLink says whether the cursor is on a text that leads somewhere.
func (m *Model) onLink() bool {
	if m.page == nil {
		return false
	}
	at, ok := m.spot()
	text := ""
	switch d := m.page.body; {
	case !ok || at.part.Kind != "":
		return false
	case at.header != "":
		if text = m.headerValue(at); at.header != "location" && !strings.Contains(text, "://") {
			return false
		}
	case d.Kind(at.node) == document.String && len(d.Source(at.node)) < longestLink && !m.page.veil.hidden(d, at.node):
		text = d.Text(at.node)
	}
	return !strings.ContainsAny(text, " \n") && (strings.HasPrefix(text, "http://") || strings.HasPrefix(text, "https://") || len(text) > 1 && strings.HasPrefix(text, "/"))
}

// shown is the sheet in sight.
func (m *Model) shown() sheet {
	switch s, ok := tabSheets[m.tab]; {
	case ok:
		return s
	case m.page != nil && m.page.doc.Format() == document.Binary:
		return hexSheet
	case m.page == nil || len(m.page.doc.Body()) == 0 || m.page.doc.IsText() && m.view != hexSheet:
		return rawSheet
	case m.view == tableSheet && m.sheets[tableSheet].rows.(*grid).list == filter.None:
		return treeSheet
	}
	return m.view
}

// scroller is where a person is in the sheet in sight.
func (m *Model) scroller() *scroller { return &m.sheets[m.shown()] }

// fit gives the sheet in sight its size, after anything around it changed.
func (m *Model) fit() {
	if m.page == nil {
		return
	}
	if !slices.Contains(m.tabs(), m.tab) {
		m.tab = bodyTab
	}
	s := m.scroller()
	switch rows := s.rows.(type) {
	case *text:
		rows.setLines(m.width, m.cut)
	case *hex:
		rows.setSize(m.width, m.height)
	case *grid:
		rows.begin()
	}
	s.height = max(0, m.height-m.above()-m.search.Lines()-m.filter.Lines())
	s.fix()
}

// refresh makes anew what was drawn before the picks or the marks of the screen changed.
func (m *Model) refresh() {
	for i := range m.sheets {
		switch rows := m.sheets[i].rows.(type) {
		case *tree:
			clear(rows.columns)
		case *grid:
			clear(rows.tree.columns)
		case *text:
			clear(rows.pieces)
		case *hex:
			m.sheets[i].rows = newHex(m.page, m.theme)
		case *differences:
			m.sheets[i].rows = againDiff(m.page)
		}
	}
	m.list()
	if l, ok := m.scroller().rows.(matcher); ok && m.search.Words != "" {
		m.search.hits = l.matches(m.page.words)
		m.search.current = min(m.search.current, len(m.search.hits)-1)
	}
	m.fit()
}

// list lists what is known of an exchange beside its body.
func (m *Model) list() {
	m.sheets[headersSheet].rows = newHeaders(m.page)
	m.sheets[cookiesSheet].rows = newCookies(m.page)
	m.sheets[tlsSheet].rows = newTLS(m.page)
	m.sheets[timingSheet].rows = newTiming(m.page, m.width)
}
