package response

import (
	tea "github.com/charmbracelet/bubbletea"

	"dowse/client/filter"
	"dowse/ui/action"
	"dowse/ui/draw/quantity"
)

// runGrid carries out an action on a table. It says whether the action is one.
func (m *Model) runGrid(id action.ID) (tea.Cmd, bool) {
	g, ok := m.scroller().rows.(*grid)
	if !ok {
		return nil, false
	}
	switch id {
	case action.Left:
		g.move(-1)
	case action.Right:
		g.move(1)
	case action.SortColumn:
		if m.arriving != nil {
			m.note = "the body still arrives: " + m.key(action.Leave) + " ends it here"
			return nil, true
		}
		return m.sort(g), true
	case action.HideColumn:
		if shown := g.shown(); len(shown) > 0 {
			g.all[shown[g.column]].hidden = true
			g.move(0)
			m.sayHidden(g)
		}
	case action.AllColumns:
		for _, c := range g.all {
			c.hidden = false
		}
	default:
		return nil, false
	}
	return nil, true
}

// sayHidden says how many columns are left out.
func (m *Model) sayHidden(g *grid) {
	n := len(g.all) - len(g.shown())
	m.note = quantity.Of(n, "column is", "columns are") + " left out: " + safe(m.keymap.Key(action.AllColumns, action.Columns)) + " shows all"
}

// showTable shows as a table the list that the cursor is in, or the first one of the body.
func (m *Model) showTable() {
	at := filter.None
	if t, ok := m.scroller().rows.(*tree); ok && m.tab == bodyTab {
		at = t.node(t.settle(m.scroller().cursor))
	}
	list := listIn(m.page.doc, at)
	if list == filter.None {
		m.note = "the body holds no list, so there is no table of it"
		return
	}
	m.tab, m.view = bodyTab, tableSheet
	s := &m.sheets[tableSheet]
	if g, ok := s.rows.(*grid); ok && g.list == list {
		return
	}
	s.rows = newGrid(m.page, list)
	s.begin()
}

// openCell shows in the tree what a cell holds, where that is more than a row shows. It says whether it does.
func (m *Model) openCell(g *grid) bool {
	n := g.node(m.scroller().cursor)
	if n == filter.None || !g.tree.holds(n) {
		return false
	}
	m.view = treeSheet
	m.fit()
	s := m.scroller()
	t := s.rows.(*tree)
	s.goTo(t.seek(int(n)))
	if !t.open(n) {
		t.turn(n)
	}
	s.fix()
	return true
}
