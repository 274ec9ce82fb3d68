package response

import (
	"slices"

	"dowse/client"
)

// looked is how an exchange was looked at that is not shown any more.
type looked struct {
	page   *page
	sheets [sheets]scroller
}

// mostPast is how many exchanges are remembered.
const mostPast = 8

// longestPast is the size in bytes of the largest body that is kept for that.
const longestPast = 4 << 20

// remember keeps how the exchange that is shown is looked at.
func (m *Model) remember() {
	if m.page == nil || m.arriving != nil || len(m.page.doc.Body()) > longestPast {
		return
	}
	if c := m.page.compared; c != nil && len(c.with.Response.Body) > longestPast {
		m.page.compared = nil
	}
	m.past = append(m.past, looked{m.page, m.sheets})
	if len(m.past) > mostPast {
		m.past = slices.Delete(m.past, 0, 1)
	}
}

// recall shows an exchange as it was looked at before. It says whether it is remembered.
func (m *Model) recall(e *client.Exchange) bool {
	i := slices.IndexFunc(m.past, func(l looked) bool { return l.page.exchange == e })
	if i < 0 {
		return false
	}
	m.page, m.sheets = m.past[i].page, m.past[i].sheets
	m.page.glyphs = m.theme.Glyphs
	m.past = slices.Delete(m.past, i, i+1)
	return true
}
