package response

import (
	"dowse/client/filter"
	"dowse/ui/action"
	"dowse/ui/draw/quantity"
)

// fold carries out an action that folds or follows what holds what. It says whether the action is one that
// is through with that.
func (m *Model) fold(id action.ID) bool {
	s := m.scroller()
	t, ok := s.rows.(*tree)
	switch id {
	case action.Left:
		if ok {
			m.left(t)
		} else {
			m.sideways(-1)
		}
	case action.Right:
		if ok {
			m.right(t)
		} else {
			m.sideways(1)
		}
	case action.LongLines:
		m.changeLines()
	case action.FoldAll, action.UnfoldAll, action.FoldLevel, action.OpenLevel:
		if !ok || t.pretty {
			m.sayOnlyTree()
		} else {
			m.foldTo(t, id)
		}
	default:
		return false
	}
	s.fix()
	return true
}

// sideways moves a text so many steps to the right.
func (m *Model) sideways(steps int) {
	t, ok := m.scroller().rows.(*text)
	switch {
	case !ok:
	case !m.cut:
		m.note = "long lines are wrapped: " + m.key(action.LongLines) + " cuts them, so that there is something at the side"
	default:
		t.scroll(steps, m.scroller().seen())
	}
}

// changeLines cuts long lines, or wraps them again.
func (m *Model) changeLines() {
	if _, ok := m.scroller().rows.(*text); !ok {
		m.note = "lines are wrapped or cut where the body is shown as it came: " + m.key(action.ViewRaw) + " shows it"
		return
	}
	if m.cut = !m.cut; m.cut {
		m.note = "long lines are cut: left and right scroll"
	} else {
		m.note = "long lines are wrapped"
	}
	m.fit()
}

// foldTo opens as many levels as an action says.
func (m *Model) foldTo(t *tree, id action.ID) {
	levels := t.levels
	switch {
	case levels == usual && t.doc.IsMarkup():
		levels = usualMarkup
	case levels == usual:
		levels = 2
	case levels == opened:
		levels = 1
		if n := t.node(m.scroller().cursor); n != filter.None {
			levels += t.level(n)
		}
	}
	switch id {
	case action.FoldAll:
		levels = closed
	case action.UnfoldAll:
		levels = opened
	case action.FoldLevel:
		levels = max(closed, levels-1)
	case action.OpenLevel:
		levels = min(levels+1, mostLevels)
	}
	t.fold(levels)
	if id == action.FoldLevel || id == action.OpenLevel {
		m.note = quantity.Of(levels, "level", "levels") + " open: " + m.key(action.FoldLevel) + " and " + m.key(action.OpenLevel) + " change that"
	}
}

// mostLevels is how many levels are counted.
const mostLevels = 10_000

// left folds, or goes to what holds the row.
func (m *Model) left(t *tree) {
	s := m.scroller()
	n := t.node(s.cursor)
	switch {
	case n == filter.None:
	case s.cursor.sub == 1:
		s.goTo(place{at: int(n)})
	case !t.pretty && t.holds(n) && t.open(n):
		t.turn(n)
	case t.doc.Parent(n) != filter.None && !t.bare(t.doc.Parent(n)):
		s.goTo(place{at: int(t.doc.Parent(n))})
	}
}

// right unfolds, or goes inside.
func (m *Model) right(t *tree) {
	s := m.scroller()
	n := t.node(s.cursor)
	switch {
	case n == filter.None || s.cursor.sub == 1 || !t.holds(n):
	case !t.open(n):
		t.turn(n)
	default:
		s.goTo(place{at: int(t.inside(n))})
	}
}

func (m *Model) sayOnlyTree() {
	m.note = "only the tree folds: " + m.key(action.ViewTree) + " shows it"
}
