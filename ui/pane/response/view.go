package response

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"dowse/client"
	"dowse/ui/draw/frame"
	"dowse/ui/draw/quantity"
	"dowse/ui/draw/theme"
)

// View is the rows in sight, with what is wrong with the body above them and the search below; or how far
// the request has come; or, with neither, what to do.
func (m *Model) View() string {
	var lines []string
	switch {
	case m.loading != nil:
		lines = m.loadingLines()
	case m.page == nil:
		for _, line := range m.empty {
			for part := range strings.SplitSeq(ansi.Wrap(safe(line), max(1, m.width-1), ""), "\n") {
				lines = append(lines, " "+m.theme.Paint(theme.Muted, part))
			}
		}
	default:
		lines = m.rows()
	}
	return frame.Block(lines, m.width, m.height, m.theme.Glyphs.Ellipsis)
}

// rows are the lines of the sheet in sight.
func (m *Model) rows() []string {
	var lines []string
	if m.problemLines() > 0 {
		role, text := m.problem()
		mark := m.theme.Glyphs.Missing
		if m.arriving != nil {
			mark = m.arriving.Spinner
		}
		lines = append(lines, " "+m.theme.Paint(role, mark+" "+text))
	}
	s := m.scroller()
	if g, ok := s.rows.(*grid); ok {
		g.cursor = s.cursor
		if head := g.head(m.width); m.height >= fewLines {
			lines = append(lines, m.page.paint(m.theme, head, m.width, noCursor))
		}
	}
	seen := s.seen()
	for _, p := range seen {
		cursor := noCursor
		switch {
		case p != s.cursor:
		case m.focused:
			cursor = cursorHere
		default:
			cursor = cursorDim
		}
		lines = append(lines, m.page.paint(m.theme, s.rows.draw(p, m.width), m.width, cursor))
	}
	if len(m.page.doc.Body()) == 0 && m.arriving == nil && m.tab == bodyTab && s.height > 0 {
		lines = append(lines, " "+m.theme.Paint(theme.Muted, "the body is empty"))
	}
	var below []string
	if m.search.Lines() > 0 {
		below = append(below, m.searchLine())
	}
	if m.filter.Lines() > 0 {
		left, right := m.filterLine()
		below = append(below, frame.Sides(left, right, m.width, m.theme.Glyphs.Ellipsis))
	}
	if len(below) == 0 {
		return lines
	}
	room := max(0, m.height-len(below))
	for len(lines) < room {
		lines = append(lines, "")
	}
	return append(lines[:room], below...)
}

// searchLine is the words looked for, typed or kept, and how many there are.
func (m *Model) searchLine() string {
	role, count := theme.Muted, m.search.count()
	switch {
	case m.search.fault != "":
		role, count = theme.Bad, m.search.fault
	case count == noMatch:
		role = theme.Warn
	}
	if count != "" {
		count = " " + m.theme.Paint(role, count) + " "
	}
	left := m.search.View(m.theme, m.width-frame.Width(count))
	return frame.Sides(left, count, m.width, m.theme.Glyphs.Ellipsis)
}

// fewLines is the height below which nothing but rows is shown.
const fewLines = 5

// above is how many lines are above the rows.
func (m *Model) above() int {
	lines := m.problemLines()
	if m.shown() == tableSheet && m.height >= fewLines {
		lines++
	}
	return lines
}

// problemLines is how many lines say what is wrong.
func (m *Model) problemLines() int {
	if m.tab != bodyTab || m.height < fewLines {
		return 0
	}
	if _, text := m.problem(); text == "" {
		return 0
	}
	return 1
}

// problem is one line on what a person has to know before trusting the body; empty: nothing.
func (m *Model) problem() (theme.Role, string) {
	e := m.page.exchange
	switch {
	case m.arriving != nil:
		return theme.Accent, m.arrivingLine()
	case !e.Response.Complete:
		return theme.Warn, "the body did not come whole: " + quantity.Size(int64(len(e.Response.Wire))) + came(e)
	case len(e.Response.Body) == 0:
	case m.page.doc.Problem() != nil:
		return theme.Bad, safe(m.page.doc.Problem().Error())
	}
	if n := len(e.Notices); n > 0 {
		text := safe(m.page.veil.text(e.Notices[0]))
		if n > 1 {
			text += fmt.Sprintf("; %d more in Timing", n-1)
		}
		return theme.Warn, text
	}
	return theme.Plain, ""
}

// came says how much of a body there should have been, where the server said so.
func came(e *client.Exchange) string {
	whole, err := strconv.ParseInt(e.Response.Header("Content-Length"), 10, 64)
	if err != nil || whole <= 0 {
		return " came"
	}
	return " of " + quantity.Size(whole) + " came"
}

// longestStatus is how many cells the status has in the border.
const longestStatus = 24

// Title names the pane and its tabs, with the status, how long it took and the size of the body.
func (m *Model) Title() frame.Title {
	title := frame.Title{Name: "Response"}
	if m.choosing {
		title.Name = "Pick a value"
	}
	th := m.theme
	switch {
	case m.loading != nil:
		title.Right = th.Paint(theme.Accent, m.loading.Spinner) + " " + th.Paint(theme.Muted, took(m.loading.Elapsed))
	case m.arriving != nil:
		title.Tabs, title.Tab = []string{tabNames[bodyTab]}, int(bodyTab)
		title.Right = th.Paint(theme.Accent, m.arriving.Spinner) + " " + th.Paint(theme.Muted, took(m.arriving.Elapsed))
	case m.page != nil && m.page.exchange.Source != "":
		title.Right = th.Paint(theme.Muted, m.page.body.Format().String()+" "+quantity.Size(int64(len(m.page.body.Body()))))
		title.Short = title.Right
	case m.page != nil:
		e := m.page.exchange
		title.Tabs, title.Tab = m.tabTitles(), slices.Index(m.tabs(), m.tab)
		status := frame.Clip(statusText(m.page, &e.Response), longestStatus, th.Glyphs.Ellipsis)
		role, rest := statusRole(e.Response.Status), th.Paint(theme.Muted, " "+took(e.Elapsed)+" "+quantity.Size(int64(len(m.page.body.Body()))))
		title.Right, title.Short = th.Paint(role, status)+rest, th.Paint(role, strconv.Itoa(e.Response.Status))+rest
		if n := len(e.Hops); n > 0 {
			title.Right = th.Paint(theme.Warn, fmt.Sprintf("%d %s ", n, map[bool]string{true: "redirect", false: "redirects"}[n == 1])) + title.Right
		}
	}
	return title
}

// Where says what the cursor is on, or why the last action did nothing.
func (m *Model) Where() string {
	switch {
	case m.note != "":
		return m.theme.Paint(theme.Warn, m.note)
	case m.page == nil || m.loading != nil:
		return ""
	}
	s := m.scroller()
	if _, ok := s.rows.first(); !ok {
		return ""
	}
	return s.rows.where(m.theme, s.rows.settle(s.cursor))
}

// Popup is nothing: what is typed here has no completions.
func (m *Model) Popup() (frame.Popup, bool) { return frame.Popup{}, false }
