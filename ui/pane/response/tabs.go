package response

import (
	"slices"

	"dowse/ui/draw/quantity"
)

// tab is one of those that the border shows.
type tab int

const (
	bodyTab tab = iota
	headersTab
	cookiesTab // there where cookies were set or sent
	timingTab
	tlsTab  // there where the connection was secured
	diffTab // there while there is a comparison
)

var tabNames = [...]string{"Body", "Headers", "Cookies", "Timing", "TLS", "Diff"}

// tabSheets are the sheets of the tabs that have one.
var tabSheets = map[tab]sheet{headersTab: headersSheet, cookiesTab: cookiesSheet, timingTab: timingSheet, tlsTab: tlsSheet, diffTab: diffSheet}

// tabs are those there are.
func (m *Model) tabs() []tab {
	if m.page == nil || m.page.exchange.Source != "" {
		return []tab{bodyTab} // it has a body and nothing else
	}
	tabs := []tab{bodyTab, headersTab}
	if cookies(m.page.exchange) > 0 {
		tabs = append(tabs, cookiesTab)
	}
	tabs = append(tabs, timingTab)
	if m.page.exchange.TLS != nil {
		tabs = append(tabs, tlsTab)
	}
	if m.comparesNow() {
		tabs = append(tabs, diffTab)
	}
	return tabs
}

// roomForCounts is how wide the pane is where its tabs say how much is in them.
const roomForCounts = 90

// tabTitles are the tabs as the border shows them.
func (m *Model) tabTitles() []string {
	var titles []string
	for _, t := range m.tabs() {
		title := tabNames[t]
		switch {
		case m.width < roomForCounts:
		case t == headersTab:
			title += " " + quantity.Number(int64(len(m.page.exchange.Response.Headers)))
		case t == cookiesTab:
			title += " " + quantity.Number(int64(cookies(m.page.exchange)))
		}
		titles = append(titles, title)
	}
	return titles
}

// turnTab shows the tab so many after the one that is shown.
func (m *Model) turnTab(step int) {
	tabs := m.tabs()
	at := slices.Index(tabs, m.tab)
	m.tab = tabs[(at+step+len(tabs))%len(tabs)]
}

// Tab is the name of the tab that is shown.
func (m *Model) Tab() string { return tabNames[m.tab] }

// SetTab shows the tab of a name; one that is not there changes nothing.
func (m *Model) SetTab(name string) {
	if i := slices.Index(tabNames[:], name); i >= 0 && slices.Contains(m.tabs(), tab(i)) {
		m.forgetSearch()
		m.tab = tab(i)
		m.fit()
	}
}
