package response

import (
	"fmt"
	"strings"
	"time"

	"dowse/client"
	"dowse/client/document"
	"dowse/client/session"
	"dowse/ui/action"
	"dowse/ui/draw/quantity"
	"dowse/ui/draw/theme"
)

// SetLoading shows how far a request on its way has come, in place of the response before; above its body, where
// some of that is shown.
func (m *Model) SetLoading(p Progress) {
	if m.arriving != nil && p.Received > 0 {
		m.arriving = &p
		return
	}
	m.arriving = nil
	if m.search.Typing {
		m.acceptSearch()
	}
	m.filter.Accept()
	m.loading, m.note = &p, ""
}

// SetArriving shows what is here of a body that is on its way: head is the response without its body. Whoever looks
// at it stays where they are when more comes. Of the results only those count that hide secrets.
func (m *Model) SetArriving(head *client.Exchange, d *document.Document, results []session.Result, p Progress) {
	if m.arriving != nil && m.page.exchange == head && m.page.goesOn(d) {
		m.arriving = &p
		m.takeMore(d)
		return
	}
	m.endFilter()
	m.forgetSearch()
	if m.arriving == nil {
		m.remember()
	}
	m.loading, m.arriving, m.note = nil, &p, ""
	m.begin(newPage(m.theme, head, d, results))
}

// takeMore takes over a document that has more of the body that is shown.
func (m *Model) takeMore(d *document.Document) {
	s := m.scroller()
	atEnd := d.Format().Streams() && s.rows != nil && s.onLast()
	m.page.showAll(d)
	for i := range m.sheets {
		switch rows := m.sheets[i].rows.(type) {
		case *tree:
			rows.doc = m.page.doc
			clear(rows.counts)
		case *grid:
			rows.take(m.page.doc)
		}
	}
	m.refresh()
	if atEnd {
		s.goToEnd()
	}
}

// loadingLines say how far a request on its way has come.
func (m *Model) loadingLines() []string {
	p, th := m.loading, m.theme
	what := p.What
	if what == "" {
		what = "sending"
	}
	lines := []string{" " + th.Paint(theme.Accent, p.Spinner) + " " + safe(what)}
	var done []string
	for _, one := range phases(p.Timings) {
		if one.took > 0 && one.name != "receive" {
			done = append(done, one.name+" "+took(one.took))
		}
	}
	if len(done) > 0 {
		lines = append(lines, "   "+th.Paint(theme.Muted, strings.Join(done, " > ")))
	}
	if p.Hops > 0 {
		lines = append(lines, "   "+quantity.Of(p.Hops, "redirect", "redirects")+" followed")
	}
	if p.Received > 0 {
		lines = append(lines, "   "+m.received(p))
	}
	if key := m.key(action.Leave); key != "" {
		lines = append(lines, "", "   "+th.Paint(theme.Accent, key)+th.Paint(theme.Muted, " cancels"))
	}
	return lines
}

// received says how much of the body came, how fast, and how long the rest takes.
func (m *Model) received(p *Progress) string {
	text := quantity.Size(p.Received)
	if p.Length > 0 {
		text += fmt.Sprintf(" of %s, %d %%", quantity.Size(p.Length), min(100, 100*p.Received/p.Length))
	}
	if p.Timings.Receive < time.Second/2 { // a rate of less says little
		return text
	}
	rate := float64(p.Received) / p.Timings.Receive.Seconds()
	text += ", " + quantity.Size(int64(rate)) + "/s"
	if rest := p.Length - p.Received; rest > 0 && rate >= 1 {
		text += ", " + took(time.Duration(float64(rest)/rate*float64(time.Second))) + " left"
	}
	return text
}

// arrivingLine says how much of the body that is shown is here, and how to end that.
func (m *Model) arrivingLine() string {
	text := m.received(m.arriving)
	if key := m.key(action.Leave); key != "" {
		text += "; " + key + " ends it here"
	}
	return text
}
