package response

import (
	"maps"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"dowse/client/document"
	"dowse/client/filter"
	"dowse/collections/redact"
	"dowse/ui/action"
)

// point carries out an action on what the cursor is on.
func (m *Model) point(id action.ID) tea.Msg {
	at, ok := m.spot()
	if id == action.Fold {
		return m.act()
	}
	if m.arriving != nil {
		m.note = "the body still arrives: " + m.key(action.Leave) + " ends it here"
		return nil
	}
	switch id {
	case action.PickValue, action.PickAll, action.Which:
		if !ok {
			m.note = m.whyNoValue()
			return nil
		}
		switch msg := (PickMsg{Node: at.node, Header: at.header, Nth: at.nth, Part: at.part}); id {
		case action.PickAll:
			return SettingsMsg(msg)
		case action.Which:
			return WhichMsg(msg)
		default:
			return msg
		}
	case action.Follow:
		return m.follow(at, ok)
	case action.Mark:
		m.mark(at, ok)
	case action.PickMarked:
		return m.pickMarked()
	case action.Map:
		return m.mapList(at, ok)
	case action.Inspect:
		if d := m.page.body; !ok || at.outside() || d == nil || !d.IsJSON() {
			m.note = "nothing more is known here: put the cursor on a value of the body"
			return nil
		}
		return InspectMsg{Node: at.node}
	case action.ReadAs:
		return ReadAsMsg{}
	case action.Pager:
		return PageMsg{}
	case action.CopyURL, action.CopyCurl:
		return CopyMsg{Action: id, Node: document.None}
	case action.CopyValue, action.CopySource, action.CopyPath, action.CopyNormal, action.CopyJQ, action.CopyGJSON, action.CopyXPath:
		return m.copyOf(id, at, ok)
	}
	return nil
}

// mapList asks for a mapping of the list that the cursor is in.
func (m *Model) mapList(at spot, ok bool) tea.Msg {
	d := m.page.body
	if d == nil || !d.IsJSON() || d.Root() == document.None {
		m.note = "there are no rows: a mapping is of JSON, CSV and what else is shown as a tree of values"
		return nil
	}
	msg := MapMsg{Node: document.None, Marked: slices.Sorted(maps.Keys(m.page.marked))}
	if ok && !at.outside() {
		msg.Node = at.node
	}
	return msg
}

// act does what Enter does: it folds what holds others, and picks anything else where that is what the pane
// is there for.
func (m *Model) act() tea.Msg {
	s := m.scroller()
	if d, ok := s.rows.(*differences); ok {
		m.goToChange(d)
		return nil
	}
	if g, ok := s.rows.(*grid); ok && m.openCell(g) {
		return nil
	}
	if t, ok := s.rows.(*tree); ok {
		n := t.node(s.cursor)
		switch {
		case n == filter.None || !t.holds(n):
		case t.pretty:
			m.sayOnlyTree()
			return nil
		default:
			t.turn(n)
			s.fix()
			return nil
		}
	}
	if m.choosing {
		return m.point(action.PickValue)
	}
	return m.show()
}

// show asks for all of the value under the cursor, which its row may have cut.
func (m *Model) show() tea.Msg {
	at, ok := m.spot()
	d := m.page.body
	made, isMade := m.madeValue()
	switch {
	case isMade:
		return ShowMsg{Title: "made by the filter", Text: made}
	case !ok:
		return nil
	case at.part.Kind != "":
		return nil
	case at.header != "":
		return ShowMsg{Title: at.header, Text: m.page.veil.text(m.headerValue(at))}
	case m.page.veil.hidden(d, at.node):
		return ShowMsg{Title: d.Address(at.node), Text: redact.Mask}
	case d.Kind(at.node) == document.Object || d.Kind(at.node) == document.Array:
		return nil
	}
	return ShowMsg{Title: d.Address(at.node), Text: m.page.veil.text(d.Text(at.node))}
}

// follow asks to go where the text under the cursor leads.
func (m *Model) follow(at spot, ok bool) tea.Msg {
	d := m.page.body
	switch {
	case ok && at.part.Kind != "":
		m.note = "this is no text, so no link"
		return nil
	case ok && at.header != "":
		return FollowMsg{Text: m.headerValue(at)}
	case !ok || d.Kind(at.node) != document.String || m.page.veil.hidden(d, at.node):
		m.note = "this is no text, so no link"
		return nil
	}
	return FollowMsg{Text: d.Text(at.node), Method: methodBeside(d, at.node)}
}

// methodBeside is the method that an index of links has beside one of them.
func methodBeside(d *document.Document, n document.Node) string {
	if parent := d.Parent(n); parent != document.None && d.Kind(parent) == document.Object {
		if method := d.Member(parent, "method"); method != document.None && d.Kind(method) == document.String {
			return strings.ToUpper(d.Text(method))
		}
	}
	return ""
}

// headerValue is the value of a header that is pointed at.
func (m *Model) headerValue(at spot) string {
	values := m.page.exchange.Response.Values(at.header)
	if at.nth < 1 || at.nth > len(values) {
		return ""
	}
	return values[at.nth-1]
}
