package response

import (
	"maps"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/client/document"
	"dowse/client/filter"
	"dowse/collections/redact"
	"dowse/ui/action"
)

// spot is the value under the cursor.
func (m *Model) spot() (spot, bool) {
	s := m.scroller()
	if _, ok := s.rows.first(); !ok {
		return spot{node: document.None}, false
	}
	at := s.rows.settle(s.cursor)
	switch rows := s.rows.(type) {
	case *tree:
		n := m.page.from(rows.node(at))
		return spot{node: n}, n != document.None
	case *grid:
		n := m.page.from(rows.node(at))
		return spot{node: n}, n != document.None
	case *list:
		i := rows.item(at)
		return i.spot, i.spot.outside()
	case *differences:
		n, ok := rows.node(at)
		return spot{node: n}, ok && n != document.None
	case *text:
		n := m.page.from(m.inText(at))
		return spot{node: n}, n != document.None
	}
	return spot{node: document.None}, false
}

// inText is the value that a row of text stands for: its line, or in JSON, where a row may have many values,
// the one that the search found.
func (m *Model) inText(at place) filter.Node {
	d := m.page.doc
	if d.IsText() {
		return d.At(at.at)
	}
	if d.Derived() {
		return filter.None
	}
	if i := m.search.current; i >= 0 && i < len(m.search.hits) && m.hitRow(m.search.hits[i]) == at {
		return d.At(m.search.hits[i])
	}
	return filter.None
}

// whyNoValue says what keeps the row under the cursor from being picked.
func (m *Model) whyNoValue() string {
	if _, made := m.madeValue(); made {
		return "the filter made this value: it stands in the body nowhere, so it cannot be picked"
	}
	if m.shown() == rawSheet && m.page.doc.IsJSON() {
		return "a row may have several values: " + m.key(action.ViewTree) + " shows each on its own, " + m.key(action.Find) + " finds one"
	}
	return "there is no value here to pick"
}

// madeValue is the text of the value under the cursor where a filter made it.
func (m *Model) madeValue() (string, bool) {
	s, n := m.scroller(), filter.None
	if m.page.whole == nil {
		return "", false
	}
	switch rows := s.rows.(type) {
	case *tree:
		n = rows.node(rows.settle(s.cursor))
	case *grid:
		n = rows.node(s.cursor)
	}
	if n == filter.None || m.page.from(n) != document.None {
		return "", false
	}
	if m.page.hidden(n) {
		return redact.Mask, true
	}
	return m.page.veil.text(m.page.doc.Text(n)), true
}

// mark marks a value of the body, or no more.
func (m *Model) mark(at spot, ok bool) {
	marked := m.page.marked
	switch {
	case !ok || at.outside() || m.page.doc.IsText():
		m.note = "values of a body that is no text can be marked"
	case marked[at.node]:
		delete(marked, at.node)
	default:
		marked[at.node] = true
	}
}

// pickMarked asks for every marked value, in the order of the body.
func (m *Model) pickMarked() tea.Msg {
	nodes := slices.Sorted(maps.Keys(m.page.marked))
	if len(nodes) == 0 {
		m.note = "nothing is marked: " + m.key(action.Mark) + " marks the value under the cursor"
		return nil
	}
	clear(m.page.marked)
	return PickManyMsg{Nodes: nodes}
}
