package response

import (
	"context"
	"errors"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/client/document"
	"dowse/client/filter"
	"dowse/collections/redact"
	"dowse/ui/action"
	"dowse/ui/draw/quantity"
	"dowse/ui/draw/theme"
	"dowse/ui/widget/searchbar"
)

// filtering is the filter that is typed or kept, and what it gives. What it filters stays as it is looked at.
type filtering struct {
	searchbar.Bar
	id      int // of the run that counts
	cancel  context.CancelFunc
	running bool
	fault   string // what is wrong with what is typed
	result  *filter.Result
	whole   *looked // what is filtered; nil: everything is shown
	history []string
	at      int // in the history, while it is gone through
}

// filteredMsg is what one run of a filter gave.
type filteredMsg struct {
	model  *Model
	id     int
	result *filter.Result
	err    error
}

// filterPrompt stands before a filter.
const filterPrompt = " | "

// mostHistory is how many filters are remembered.
const mostHistory = 100

// newFiltering is no filter.
func newFiltering(t *theme.Theme) filtering {
	f := filtering{Bar: searchbar.New(t)}
	f.Prompt = filterPrompt
	return f
}

// beginFilter types in a filter.
func (m *Model) beginFilter() {
	if m.arriving != nil {
		m.note = "the body still arrives: " + m.key(action.Leave) + " ends it here"
		return
	}
	m.forgetSearch()
	m.tab = bodyTab
	m.filter.at = len(m.filter.history)
	m.filter.Begin(m.filter.Words, filterHint(m.page.body))
	m.fit()
}

// filterHint says what can be typed.
func filterHint(d *document.Document) string {
	switch {
	case d.Format() == document.HTML:
		return "a CSS selector such as a[href], or an XPath such as //h1"
	case d.IsMarkup():
		return "an XPath such as //item[1]/title"
	case d.IsText():
		return "lines with these words, or /regexp/"
	}
	return "a JSONPath such as $..id, or jq such as .[] | .id"
}

// typedFilter runs what was typed, in place of what ran before.
func (m *Model) typedFilter() tea.Cmd {
	if text := m.filter.Field.Text(); text != m.filter.Words {
		return m.Filter(text)
	}
	return nil
}

// Filter shows what a filter selects of the body, as soon as it has run; an empty one shows everything.
func (m *Model) Filter(text string) tea.Cmd {
	f := &m.filter
	m.stopFilter()
	f.Words, f.fault = text, ""
	if text == "" || m.page == nil {
		m.showWhole()
		return nil
	}
	ctx, cancel := context.WithCancel(context.Background())
	f.cancel, f.running = cancel, true
	id, d := f.id, m.page.body
	m.fit()
	return func() tea.Msg {
		result, err := filter.Run(ctx, d, text)
		return filteredMsg{m, id, result, err}
	}
}

// stopFilter ends what runs: what comes of it is dropped.
func (m *Model) stopFilter() {
	f := &m.filter
	if f.id++; f.cancel != nil {
		f.cancel()
	}
	f.cancel, f.running = nil, false
}

// filtered shows what a run gave, or says what is wrong with the filter; what was shown before stays then.
func (m *Model) filtered(msg filteredMsg) {
	f := &m.filter
	if msg.model != m || msg.id != f.id || errors.Is(msg.err, context.Canceled) {
		return
	}
	m.stopFilter()
	if msg.err != nil {
		f.fault = safe(msg.err.Error())
		return
	}
	if f.whole == nil {
		f.whole = &looked{m.page, m.sheets}
	}
	f.result = msg.result
	m.forgetSearch()
	m.begin(f.whole.page.filtered(msg.result))
}

// showWhole shows everything again, as it was looked at.
func (m *Model) showWhole() {
	f := &m.filter
	m.stopFilter()
	f.result, f.fault = nil, ""
	if f.whole == nil {
		m.fit()
		return
	}
	m.forgetSearch()
	m.page, m.sheets, f.whole = f.whole.page, f.whole.sheets, nil
	m.page.glyphs = m.theme.Glyphs
	m.refresh()
}

// endFilter takes the filter away.
func (m *Model) endFilter() {
	m.filter.End()
	m.showWhole()
}

// runFilter carries out an action while a filter is typed.
func (m *Model) runFilter(id action.ID) tea.Cmd {
	f := &m.filter
	switch id {
	case action.Accept:
		f.Accept()
		if f.Words == "" {
			m.endFilter()
			return nil
		}
		f.history = slices.DeleteFunc(f.history, func(old string) bool { return old == f.Words })
		f.history = append(f.history, f.Words)
		f.history = f.history[max(0, len(f.history)-mostHistory):]
	case action.Leave:
		m.endFilter()
	case action.Up, action.Down:
		f.at += map[action.ID]int{action.Up: -1, action.Down: 1}[id]
		f.at = max(0, min(f.at, len(f.history)))
		text := ""
		if f.at < len(f.history) {
			text = f.history[f.at]
		}
		f.Field.SetText(text)
		return m.typedFilter()
	}
	return nil
}

// filterLine is the filter, typed or kept, and what it gives.
func (m *Model) filterLine() (left, right string) {
	f := &m.filter
	role, text := theme.Muted, ""
	switch {
	case f.fault != "":
		role, text = theme.Bad, f.fault
	case f.running:
		text = "filtering"
	case f.result != nil && f.result.Cut != "":
		role, text = theme.Warn, safe(f.result.Cut)
	case f.result != nil:
		text = f.result.Language.String() + ", " + quantity.Of(f.result.Count, "result", "results")
	}
	return f.View(m.theme, max(m.width/3, m.width-len(text)-3)), " " + m.theme.Paint(role, text) + " "
}

// filtered is a page of what a filter gave of this one.
func (p *page) filtered(r *filter.Result) *page {
	of := *p
	of.doc, of.whole, of.origin, of.compared = r.Document, p, r.Origin, nil
	of.inspection = nil
	of.veil.spans = of.secretSpans()
	of.words = nil
	return &of
}

// from is where in the whole body a node that is shown stands; None when it stands there nowhere.
func (p *page) from(n filter.Node) document.Node {
	if n == filter.None {
		return document.None
	}
	return p.origin(n)
}

// shows is where a node of the whole body is shown, which is known where all of it is.
func (p *page) shows(n document.Node) filter.Node {
	if p.whole != nil {
		return filter.None
	}
	return filter.Node(n)
}

// hidden says whether a node that is shown is a secret, or inside of one.
func (p *page) hidden(n filter.Node) bool {
	if at := p.from(n); at != document.None {
		return p.veil.hidden(p.body, at)
	}
	return p.doc.IsJSON() && !holder(p.doc.Kind(n)) && p.veil.values[p.doc.Text(n)]
}

// secretSpans are the bytes of what is shown that are secrets.
func (p *page) secretSpans() []redact.Span {
	if len(p.veil.nodes) == 0 || p.doc.Derived() {
		return nil
	}
	var all []redact.Span
	for n := range filter.Node(p.doc.Len()) {
		if p.veil.nodes[p.from(n)] || p.from(n) == document.None && p.hidden(n) {
			start, end := p.doc.Span(n)
			all = append(all, redact.Span{Start: start, End: end})
		}
	}
	return merged(all)
}

// address says where in the body a node that is shown stands.
func (p *page) address(n filter.Node) string {
	at := p.from(n)
	switch {
	case at != document.None:
		return p.body.Address(at)
	case n == p.doc.Root():
		return "what the filter gives"
	}
	return "made by the filter"
}
